"""Prices of a tariff point: what one percentage point is worth in purchases, to either side.

At a point (d, τ) the buyer would pay at most, and the setter asks at least, USD bn a year of
purchases for one percentage point less tariff::

    MRS_buyer  = 0.01 · (−∂U_buyer/∂τ)  / (−∂U_buyer/∂d)
    MRS_setter = 0.01 · (∂U_setter/∂τ) / (∂U_setter/∂d)

A small trade of purchases for relief is good for both exactly where the first exceeds the
second, given that a purchase costs the buyer, and relief the setter, something. Where it does
not, the price is None with the reason in words, never a number. The worth of purchases can
have kinks: prices are given for buying a little more (right-hand slopes) and for buying a
little less (left-hand slopes).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, freeze, instance_of, names
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["ALL_SECTORS", "PointPrice", "TariffPointPrices", "TariffPointProblem", "tariff_point_prices"]

ALL_SECTORS = "all covered sectors"
_UNIT = "bn USD/yr per percentage point"
_POINT = 0.01  # a percentage point of an ad valorem rate


@dataclass(frozen=True)
class PointPrice:
    """One side's price of a tariff point.

    Attributes
    ----------
    more : float or None
        Price when purchases rise by a little, USD bn/yr per percentage point.
    less : float or None
        Price when purchases fall by a little.
    reason : str
        Why a price is None; blank where both are numbers.
    """

    more: float | None
    less: float | None
    reason: str = ""

    @property
    def interval(self) -> tuple[float, float] | None:
        """Lowest and highest of the two prices, None where either is missing."""
        if self.more is None or self.less is None:
            return None
        return min(self.more, self.less), max(self.more, self.less)


@dataclass(frozen=True, eq=False, init=False)
class TariffPointProblem:
    """Slopes of both payoffs at one point (d, τ).

    Parameters
    ----------
    players : sequence of str
        The buyer, then the setter.
    sectors : sequence of str
        The covered sectors.
    tariff_slopes : array-like, shape (2, sectors)
        ``∂U_i/∂τ_s`` in bn USD/yr for a rate that rises by 1.00 (100 percentage points).
    purchase_slopes : array-like, shape (2, 2)
        ``∂U_i/∂d`` for each player: left-hand slope, right-hand slope.

    Raises
    ------
    InvalidInput
        For a wrong shape, a number that is not finite, a label used twice.
    """

    players: tuple[str, ...]
    sectors: tuple[str, ...]
    tariff_slopes: NDArray[np.float64]
    purchase_slopes: NDArray[np.float64]

    def __init__(
        self,
        players: Sequence[str],
        sectors: Sequence[str],
        tariff_slopes: ArrayLike,
        purchase_slopes: ArrayLike,
    ) -> None:
        listed = names("sectors", sectors)
        freeze(
            self,
            players=names("players", players, 2),
            sectors=listed,
            tariff_slopes=finite_array("tariff_slopes", tariff_slopes, (2, len(listed))),
            purchase_slopes=finite_array("purchase_slopes", purchase_slopes, (2, 2)),
        )


@dataclass(frozen=True, eq=False)
class TariffPointPrices(Solution):
    """Both sides' prices of a tariff point, for all covered sectors together and one by one.

    Attributes
    ----------
    problem : TariffPointProblem
        The slopes.
    places : tuple of str
        ``"all covered sectors"``, then each sector; the prices are in this order.
    buyer, setter : tuple of PointPrice
        What the buyer would pay at most, and the setter asks at least.
    """

    problem: TariffPointProblem
    places: tuple[str, ...]
    buyer: tuple[PointPrice, ...]
    setter: tuple[PointPrice, ...]
    provenance: Provenance
    concept: str = field(default="tariff point prices", init=False)

    @property
    def both_gain(self) -> tuple[bool, ...]:
        """Whether some small trade, more purchases for less tariff, is good for both, by place.

        Decided on the slopes themselves, so also where a price is None.
        """
        for_more = self.problem.purchase_slopes[:, 1].tolist()
        return tuple(_some_trade_helps_both(for_more, slopes) for slopes in _slopes_by_place(self.problem))

    def table(self) -> Table:
        """Return both prices by sector, with their reasons where there are none."""
        buyer, setter = self.problem.players
        heads: list[Column | str] = [
            "sectors",
            Column(f"{buyer} pays at most", digits=3),
            Column(f"{setter} asks at least", digits=3),
            "both gain",
        ]
        rows: list[tuple[Cell, ...]] = []
        notes = []
        for place, pays, asks, helps in zip(
            self.places, self.buyer, self.setter, self.both_gain, strict=True
        ):
            rows.append((place, pays.more, asks.more, helps))
            for player, price, verb in ((buyer, pays, "pays"), (setter, asks, "asks")):
                if price.reason:
                    notes.append(f"{place}: {player}: {price.reason}.")
                if price.less != price.more and price.less is not None:
                    notes.append(f"{place}: for a little less purchased {player} {verb} {price.less:.3f}.")
        return Table(f"Price of a tariff point [{_UNIT}]", heads, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return both sides' prices by place, with reasons."""
        return {
            "unit": _UNIT,
            "prices": [
                {
                    "sectors": place,
                    "both_gain": helps,
                    **{
                        role: {"more": price.more, "less": price.less, "reason": price.reason}
                        for role, price in (("buyer", pays), ("setter", asks))
                    },
                }
                for place, pays, asks, helps in zip(
                    self.places, self.buyer, self.setter, self.both_gain, strict=True
                )
            ],
        }

    def certificate(self) -> dict[str, Any]:
        """Return the slopes behind the prices."""
        return {
            "tariff_slopes": self.problem.tariff_slopes,
            "purchase_slopes": self.problem.purchase_slopes,
        }


def tariff_point_prices(problem: TariffPointProblem) -> TariffPointPrices:
    """Price one percentage point of tariff in purchases, for both sides.

    One point on all covered sectors adds the sectors' slopes up. Numerical (``float64``).

    Parameters
    ----------
    problem : TariffPointProblem
        The slopes of both payoffs.

    Returns
    -------
    TariffPointPrices
        The buyer's price is None where ``∂U/∂d ≥ 0`` (the purchase is no concession) or relief
        hurts it; the setter's where ``∂U/∂τ ≤ 0`` (relief costs it nothing) or it has no use
        for purchases.

    Examples
    --------
    >>> slopes = TariffPointProblem(
    ...     ("Home", "Foreign"), ["autos", "other"], [[-20, -10], [6, 3]], [[-0.5, -0.5], [0.3, 0.3]]
    ... )
    >>> print(tariff_point_prices(slopes))
    Price of a tariff point [bn USD/yr per percentage point]
                sectors  Home pays at most  Foreign asks at least  both gain
    all covered sectors              0.600                  0.300        yes
                  autos              0.400                  0.200        yes
                  other              0.200                  0.100        yes
    """
    instance_of("problem", problem, TariffPointProblem)
    buyer, setter = [], []
    for_buyer, for_setter = problem.purchase_slopes.tolist()
    for of_buyer, of_setter in _slopes_by_place(problem):
        buyer.append(_buyer_price(of_buyer, for_buyer))
        setter.append(_setter_price(of_setter, for_setter))
    inputs = digest(
        {
            "players": problem.players,
            "sectors": problem.sectors,
            "tariff_slopes": problem.tariff_slopes,
            "purchase_slopes": problem.purchase_slopes,
        }
    )
    places = (ALL_SECTORS, *problem.sectors)
    return TariffPointPrices(
        problem, places, tuple(buyer), tuple(setter), provenance=Provenance(inputs=inputs)
    )


def _slopes_by_place(problem: TariffPointProblem) -> list[tuple[float, float]]:
    """Return both players' tariff slopes: all sectors together, then each."""
    by_sector = [(buyer, setter) for buyer, setter in problem.tariff_slopes.T.tolist()]
    together = (math.fsum(pair[0] for pair in by_sector), math.fsum(pair[1] for pair in by_sector))
    return [together, *by_sector]


def _buyer_price(tariff_slope: float, purchase_slopes: Sequence[float]) -> PointPrice:
    if tariff_slope > 0:
        return PointPrice(None, None, "relief is no gain to the buyer")
    less, more = (-_POINT * tariff_slope / -s if s < 0 else None for s in purchase_slopes)
    return PointPrice(more, less, _reason("the purchase is no concession", less, more))


def _setter_price(tariff_slope: float, purchase_slopes: Sequence[float]) -> PointPrice:
    if tariff_slope <= 0:
        return PointPrice(None, None, "relief costs the setter nothing")
    less, more = (_POINT * tariff_slope / s if s > 0 else None for s in purchase_slopes)
    return PointPrice(more, less, _reason("the purchase is worth nothing to the setter", less, more))


def _reason(words: str, less: float | None, more: float | None) -> str:
    if less is None and more is None:
        return words
    if less is None:
        return f"up to this point {words}"
    return f"beyond this point {words}" if more is None else ""


def _some_trade_helps_both(purchase_slopes: Sequence[float], tariff_slopes: Sequence[float]) -> bool:
    """Say whether some ratio r > 0 of relief to purchases makes both players better off.

    A player gains where ``purchase slope − tariff slope · r > 0``: an interval of ratios.
    """
    low, high = 0.0, math.inf
    for purchase, tariff in zip(purchase_slopes, tariff_slopes, strict=True):
        if tariff < 0:
            low = max(low, purchase / tariff)
        elif purchase <= 0:
            return False
        elif tariff > 0:
            high = min(high, purchase / tariff)
    return low < high
