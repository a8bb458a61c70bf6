"""Where a welfare change comes from: terms of trade, the volume of trade, transfers, labour, scale.

Along the straight path from the base tariffs to the new ones, for every country j, with
``c = log of the exporter's cost`` and everything at its value on the path::

    E dlog W = Σ_n X_jn dc_j − Σ_i X_ij dc_i        terms of trade (i, n other than j)
             + Σ_i t_ij X_ij dlog Q_ij              volume: the wedge times the change in quantity
             + dD                                   transfers from abroad
             − τ/(1−τ) Y dlog L                     labour: relief pays for more than its worth
             + ψ Y dlog L                           scale: what more employment adds to productivity

(Dixit's envelope formula.) ``Q_ij = X_ij / exp(c_i)`` is the quantity shipped. Each part is deflated by
prices of the moment and added up along the path, so that parts are in base-year money and sum to
the equivalent variation. The sum is a check: nothing is assigned to make it true.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

from negotiate.checks import instance_of, whole_number
from negotiate.errors import NotApplicable
from negotiate.table import Cell, Column, Table
from negotiate.trade.general.layout import read_only
from negotiate.trade.general.solution import TradeEquilibrium

__all__ = ["PARTS", "WelfareParts", "welfare_parts"]

Floats = NDArray[np.float64]

PARTS = ("terms_of_trade", "volume", "transfers", "labour", "scale")


@dataclass(frozen=True, eq=False)
class WelfareParts:
    """The parts of an equivalent variation, by country.

    Attributes
    ----------
    equilibrium : TradeEquilibrium
        What is taken apart.
    parts : ndarray, shape (5, countries)
        In base-year money; rows are terms of trade, volume, transfers, labour, scale.
    revenue : ndarray, shape (countries,)
        For reference: the change in tariff revenue at constant prices, ``R'/P̂ − R``.
    discrepancy : float
        Largest difference of the parts' sum from the equivalent variation, over base spending.
    """

    equilibrium: TradeEquilibrium
    parts: Floats
    revenue: Floats
    discrepancy: float

    def table(self) -> Table:
        """Return the parts and their sum, one row a country."""
        economy = self.equilibrium.model.economy
        rows: list[list[Cell]] = [
            [country, *self.parts[:, k], self.parts[:, k].sum(), self.revenue[k]]
            for k, country in enumerate(economy.countries)
        ]
        titles = (*(part.replace("_", " ") for part in PARTS), "sum", "of which real revenue")
        columns: list[Column | str] = ["country", *(Column(title, economy.unit, 1) for title in titles)]
        note = (
            "The sum is the equivalent variation (largest difference "
            f"{self.discrepancy:.1e} of spending). Real revenue is spread over the parts, not one of them."
        )
        return Table("Where welfare changes come from", columns, rows, [note])

    def __str__(self) -> str:
        return self.table().to_text()


def welfare_parts(equilibrium: TradeEquilibrium, *, nodes: int = 17) -> WelfareParts:
    """Split the equivalent variation of a single change of tariffs into its parts.

    Parameters
    ----------
    equilibrium : TradeEquilibrium
        Of one table of tariffs, without iceberg shocks or purchases; no distribution margins.
    nodes : int
        Equilibria solved along the path (together); more of them make the sum more exact.

    Raises
    ------
    NotApplicable
        For a batch, iceberg shocks, purchases or margins.

    Examples
    --------
    >>> from negotiate.trade.general import Economy, GeneralEquilibrium, tariffs_by
    >>> two = Economy([[80, 20], [20, 80]], ("Home", "Foreign"), elasticities=4)
    >>> change = GeneralEquilibrium(two).effects(tariffs_by(two, "Home", 0.1))
    >>> welfare_parts(change).parts[:2].round(3)
    array([[ 0.927, -0.949],
           [-0.144,  0.   ]])
    """
    instance_of("equilibrium", equilibrium, TradeEquilibrium)
    model, economy = equilibrium.model, equilibrium.model.economy
    if equilibrium.batch:
        raise NotApplicable("welfare_parts takes one equilibrium at a time; index the batch first.")
    if equilibrium.iceberg.ndim or equilibrium.purchases.ndim:
        raise NotApplicable("welfare_parts follows tariffs; this equilibrium has other shocks as well.")
    if economy.margins.any():
        raise NotApplicable("welfare_parts is for an economy without distribution margins.")
    count = whole_number("nodes", nodes, low=3, high=200)
    places = chebyshev.chebpts2(count)
    along = ((1 + places) / 2).reshape(-1, *(1,) * len(economy.shape))
    path = model.effects((1 - along) * economy.tariffs + along * equilibrium.tariffs)
    integrands = _integrands(path, places)
    parts = np.stack([_integral(places, values) for values in integrands])
    parts.setflags(write=False)
    missed = np.abs(parts.sum(axis=0) - equilibrium.equivalent_variation) / economy.expenditure
    revenue = equilibrium.tariff_revenue / equilibrium.prices - economy.revenue
    return WelfareParts(equilibrium, parts, read_only(revenue), float(missed.max()))


def _integrands(path: TradeEquilibrium, places: Floats) -> list[Floats]:
    """Return the five parts' derivatives along the path, deflated, each (nodes, countries)."""
    model, economy = path.model, path.model.economy
    flows = path.flows
    log_labour = np.log(path.employment)
    cost = np.log(path.wages) - model.scale * log_labour
    d_cost, d_labour = _derivative(places, cost), _derivative(places, log_labour)
    several = len(economy.sectors) > 1
    by_pair = flows.sum(axis=-1) if several else flows
    terms = by_pair.sum(axis=2) * d_cost - np.einsum("kij,ki->kj", by_pair, d_cost)
    quantity = flows / np.exp(cost[:, :, None, None] if several else cost[:, :, None])
    moved = path.tariffs * flows / quantity * _derivative(places, quantity)
    wedge = path.relief / (1 - path.relief)
    parts = [
        terms,
        moved.sum(axis=(1, 3)) if several else moved.sum(axis=1),
        _derivative(places, path.transfers),
        -wedge * path.incomes * d_labour,
        model.scale * path.incomes * d_labour,
    ]
    return [part / path.prices for part in parts]


def _derivative(places: Floats, values: Floats) -> Floats:
    """Differentiate the interpolating polynomial along the first axis."""
    flat = values.reshape(len(places), -1)
    slope = chebyshev.chebder(chebyshev.chebfit(places, flat, len(places) - 1))
    return np.asarray(chebyshev.chebval(places, slope).T.reshape(values.shape))


def _integral(places: Floats, values: Floats) -> Floats:
    rising = chebyshev.chebint(chebyshev.chebfit(places, values, len(places) - 1), lbnd=-1)
    return np.asarray(chebyshev.chebval(1.0, rising))
