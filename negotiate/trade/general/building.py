"""An economy from what people have: trade between countries and incomes, or shares and incomes.

Trade is gross and GDP is value added. Home sales are what is left of a country's income after its
exports, ``X_jj = Y_j − Σ_n X_jn``, so with GDP for Y the export of imported parts counts against
home sales, and openness comes out too large for countries that assemble. Where that matters give
gross output in place of GDP: shares are then of all sales.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, names
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.trade.general.consistency import check_shares, check_tariffs, check_units
from negotiate.trade.general.economy import Economy

__all__ = ["economy_from_shares", "economy_from_trade"]

_ADDS_UP = 1e-6  # how far given incomes may be from sales, relative

Floats = NDArray[np.float64]


def economy_from_trade(
    trade: ArrayLike, incomes: ArrayLike, countries: Sequence[str], elasticities: Any, **options: Any
) -> Economy:
    """Build an economy from trade between countries, filling in home sales from incomes.

    Parameters
    ----------
    trade : array-like, shape (countries, countries)
        Values before duty, exporters in rows. What stands on the diagonal is left out.
    incomes : array-like, shape (countries,)
        GDP or gross output, in the unit of the trade.
    countries, elasticities, **options
        As for ``Economy``; no margins.

    Raises
    ------
    InvalidInput
        Where trade and incomes seem to be in different units, where a country exports more than
        its income, and as for ``Economy``.

    Examples
    --------
    >>> economy_from_trade([[0, 20], [10, 0]], [110, 90], ("Home", "Foreign"), 4).flows
    array([[90., 20.],
           [10., 80.]])
    """
    _without_margins(options)
    labels = names("countries", countries)
    flows = np.array(finite_array("trade", trade, (len(labels), len(labels))))
    earned = finite_array("incomes", incomes, (len(labels),))
    for place in np.flatnonzero(earned <= 0):
        raise InvalidInput(f"incomes: {labels[place]} has {earned[place]:g}; an income is above 0.")
    np.fill_diagonal(flows, 0)
    if (flows >= 0).all() and flows.any():
        check_units(flows, earned, labels)
    np.fill_diagonal(flows, earned - flows.sum(axis=1))
    return Economy(flows, labels, elasticities, **options)


def economy_from_shares(
    shares: ArrayLike, incomes: ArrayLike, countries: Sequence[str], elasticities: Any, **options: Any
) -> Economy:
    """Build an economy from spending shares and incomes; spending follows so that markets clear.

    Parameters
    ----------
    shares : array-like, shape (countries, countries)
        λ, columns sum to 1: what an importer spends on each exporter, duty included.
    incomes : array-like, shape (countries,)
        What each country sells, in any unit.
    countries, elasticities, **options
        As for ``Economy``; no margins.

    Raises
    ------
    InvalidInput
        For columns that do not sum to 1, and where no spending of 0 or more makes every
        country's sales its income.

    Examples
    --------
    >>> economy_from_shares([[0.9, 0.2], [0.1, 0.8]], [110, 90], ("Home", "Foreign"), 4).deficits.round(6)
    array([-10.,  10.])
    """
    _without_margins(options)
    labels = names("countries", countries)
    parts = finite_array("shares", shares, (len(labels), len(labels)))
    check_shares(parts, labels)
    earned = finite_array("incomes", incomes, (len(labels),))
    given = options.get("tariffs")
    rates = np.zeros_like(parts) if given is None else finite_array("tariffs", given, parts.shape)
    check_tariffs("tariffs", rates, labels, ("goods",))
    before_duty = parts / parts.sum(axis=0) / (1 + rates)
    spending, *_ = np.linalg.lstsq(before_duty, earned, rcond=None)
    gap = before_duty @ spending - earned
    worst = int(np.argmax(np.abs(gap)))
    if abs(gap[worst]) > _ADDS_UP * abs(earned).max() or (spending <= 0).any():
        poor = int(np.argmin(spending))
        what = (
            f"{labels[poor]} would have to spend {spending[poor]:.4g}"
            if spending[poor] <= 0
            else f"sales of {labels[worst]} miss its income by {gap[worst]:.4g}"
        )
        raise InvalidInput(
            f"shares and incomes do not add up: {what}. Sales of i are the sum over j of share times "
            "spending of j; check that exporters are in rows and that incomes are in this order."
        )
    return Economy(before_duty * spending, labels, elasticities, **options)


def _without_margins(options: Mapping[str, Any]) -> None:
    if np.any(np.asarray(options.get("margins", 0)) != 0):
        raise NotApplicable(
            "margins change what is earned, so incomes cannot be given beside them; fill in home sales and "
            "use Economy(flows, countries, elasticities, margins=…)."
        )
