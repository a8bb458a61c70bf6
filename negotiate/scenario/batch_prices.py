"""Prices of a tariff point in many draws: what the buyer pays at most, and the setter asks at least.

For one percentage point on all sectors together and a little more purchased, as in
``NegotiationModel.tariff_slopes`` and ``purchase_slopes``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiate.scenario.batch_draws import Draws, Floats
from negotiate.scenario.batch_reactions import reaction_slopes
from negotiate.scenario.batch_terms import Worth

__all__ = ["point_prices"]

_POINT = 0.01  # a percentage point of an ad valorem rate


def point_prices(
    draws: Draws, worth: Worth, levels: Floats, row: NDArray[np.intp], column: NDArray[np.intp]
) -> tuple[Floats, Floats]:
    """Return both prices, shape (draws,) each, at a level and a package by their positions.

    NaN where there is no price: the purchase is no concession, or relief costs nothing.
    """
    with np.errstate(all="ignore"):
        buys, sells = _purchase_slopes(draws, worth, levels, row)
        hurts, helps = (_at(by_package, column) for by_package in _tariff_slopes(draws))
        pays = np.where((hurts <= 0) & (buys < 0), _POINT * hurts / buys, np.nan)
        asks = np.where((helps > 0) & (sells > 0), _POINT * helps / sells, np.nan)
    return pays, asks


def _purchase_slopes(
    draws: Draws, worth: Worth, levels: Floats, row: NDArray[np.intp]
) -> tuple[Floats, Floats]:
    """Return both players' right-hand slopes in the purchases, shape (draws,) each."""
    weights = draws.scenario.document["model"]["weights"]
    gain = _at(worth.omega(draws)[:, None] * worth.slopes, row)
    beyond = np.maximum(0.0, levels[row] - draws.payoff("sensitivity_threshold", 0.0))
    cost = weights["cost"] * (1 + draws.payoff("marginal_excess_burden"))
    unease = weights["sensitivity"] * draws.payoff("sensitivity", 0.0) * beyond
    rent = draws.payoff("export_rent_economic") + draws.payoff("export_rent_political")
    spill = weights["ally_strength"] * draws.payoff("ally_spill_in")
    buyer = weights["capability"] * gain - cost - unease
    setter = weights["export_rent"] * rent + spill * gain
    reacts = reaction_slopes(draws)
    return buyer + weights["buyer_region"] * reacts[0], setter + weights["setter_region"] * reacts[1]


def _tariff_slopes(draws: Draws) -> tuple[Floats, Floats]:
    """Return both players' slopes in the rate on all sectors, shape (draws or 1, packages) each."""
    weights = draws.scenario.document["model"]["weights"]
    slopes = draws.slopes()
    kappa = draws.payoff("revenue_weight", 1.0)[:, None, None]
    setter = weights["consumers_and_revenue"] * (slopes.consumer_surplus + kappa * slopes.revenue)
    if weights["organised"]:
        gamma, reach, sales = (
            draws.payoff(f"organised_{key}") for key in ("weight", "transmission", "sales")
        )
        worth = weights["organised"] * ((gamma - 1) * reach * sales)[:, None, None]
        setter = setter + worth * slopes.price_rise * draws.import_shares()
    return weights["tariff"] * slopes.exporter_gain.sum(axis=-1), setter.sum(axis=-1)


def _at(table: Floats, column: NDArray[np.intp]) -> Floats:
    """Return the entry of each draw's row at its own column."""
    wide = np.broadcast_to(table, (len(column), table.shape[1]))
    return np.asarray(wide[np.arange(len(column)), column])
