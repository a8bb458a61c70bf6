"""The exchange curve: how much of one issue each side asks, or gives, for an amount of the other.

For every amount that the buyer purchases: the least relief at which it is no worse off than
without a deal, and the most relief at which the setter still is not. Deals lie between the two;
where the first exceeds the second there are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import exact_array, finite_array, freeze, names
from negotiate.errors import InvalidInput
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["ExchangeCurve", "exchange_curve"]


@dataclass(frozen=True, eq=False, init=False)
class ExchangeCurve(Solution):
    """What relief each amount of purchases is worth, to either side. Made by ``exchange_curve``.

    Attributes
    ----------
    purchases : ndarray, shape (amounts,)
        Ascending.
    relief : ndarray, shape (steps,)
        Ascending, the least first.
    gains : ndarray of Fraction, shape (2, amounts, steps)
        What the buyer, then the setter, gains over no deal.
    asked, given : tuple of int or None
        For each amount, the position in ``relief`` of the least that the buyer accepts and of the
        most that the setter gives; None where none will do.
    """

    players: tuple[str, ...]
    purchases: NDArray[np.float64]
    relief: NDArray[np.float64]
    gains: NDArray[np.object_]
    asked: tuple[int | None, ...]
    given: tuple[int | None, ...]
    units: tuple[str, str]
    provenance: Provenance
    concept: str = field(default="exchange curve", init=False)

    def __init__(
        self,
        players: tuple[str, ...],
        purchases: NDArray[np.float64],
        relief: NDArray[np.float64],
        gains: NDArray[np.object_],
        units: tuple[str, str],
    ) -> None:
        content = {"players": players, "purchases": purchases, "relief": relief, "gains": gains}
        freeze(
            self,
            players=players,
            purchases=purchases,
            relief=relief,
            gains=gains,
            asked=tuple(_first(row >= 0) for row in gains[0]),
            given=tuple(_last(row >= 0) for row in gains[1]),
            units=units,
            provenance=Provenance(digest({**content, "units": units})),
            concept="exchange curve",
        )

    @property
    def deals(self) -> NDArray[np.bool_]:
        """Where both sides are no worse off than without a deal, shape (amounts, steps)."""
        return np.asarray((self.gains >= 0).all(axis=0), dtype=np.bool_)

    @property
    def strict_deals(self) -> NDArray[np.bool_]:
        """Where both are better off, shape (amounts, steps)."""
        return np.asarray((self.gains > 0).all(axis=0), dtype=np.bool_)

    def curve(self, side: int) -> NDArray[np.float64]:
        """Return the relief that the buyer (0) asks or the setter (1) gives at most; NaN where none."""
        places = (self.asked, self.given)[side]
        return np.array([np.nan if k is None else self.relief[k] for k in places])

    def table(self) -> Table:
        """Return one row an amount: the relief asked, the relief given, and whether they meet."""
        buyer, setter = self.players
        heads: list[Column | str] = [
            Column("purchases", self.units[0], 1),
            Column(f"least relief {buyer} accepts", self.units[1], 1),
            Column(f"most relief {setter} gives", self.units[1], 1),
            "deals",
        ]
        rows: list[tuple[Cell, ...]] = []
        for amount, asked, given, both in zip(
            self.purchases.tolist(), self.asked, self.given, self.strict_deals, strict=True
        ):
            ends = (None if k is None else float(self.relief[k]) for k in (asked, given))
            rows.append((amount, *ends, int(both.sum())))
        notes = ["A dash: no relief will do. Deals: steps of relief that are better for both than no deal."]
        return Table("What purchases are worth in tariff relief", heads, rows, [*notes, *self._alone()])

    def _alone(self) -> list[str]:
        """Say what each issue by itself would give."""
        notes = []
        if self.purchases[0] == 0:
            n = int(self.strict_deals[0].sum())
            notes.append(
                f"Relief alone, without purchases: {n} of {len(self.relief)} steps are better for both."
            )
        if self.relief[0] == 0:
            n = int(self.strict_deals[:, 0].sum())
            notes.append(
                f"Purchases alone, without relief: {n} of {len(self.purchases)} amounts are better for both."
            )
        return notes

    def answer(self) -> dict[str, Any]:
        """Return the two curves; None where no relief will do."""
        ends = [[None if k is None else float(self.relief[k]) for k in p] for p in (self.asked, self.given)]
        return {
            "players": self.players,
            "purchases": self.purchases,
            "units": self.units,
            "least_relief_accepted": ends[0],
            "most_relief_given": ends[1],
            "deals": self.strict_deals.sum(axis=1),
        }

    def certificate(self) -> dict[str, Any]:
        """Return the least gain at the ends, and the most gained by less relief than asked, more than given.

        The first pair is at least 0 and the second below 0 (None where there is nothing beyond).
        """
        buyer, setter = self.gains
        return {
            "least_gain_at_the_ends": [
                _float(min, (row[k] for row, k in zip(side, ends, strict=True) if k is not None))
                for side, ends in ((buyer, self.asked), (setter, self.given))
            ],
            "largest_gain_beyond": [
                _float(max, (g for row, k in zip(buyer, self.asked, strict=True) for g in row[:k])),
                _float(
                    max,
                    (
                        g
                        for row, k in zip(setter, self.given, strict=True)
                        for g in row[0 if k is None else k + 1 :]
                    ),
                ),
            ],
        }


def exchange_curve(
    purchases: ArrayLike,
    relief: ArrayLike,
    payoffs: ArrayLike,
    disagreement: ArrayLike,
    *,
    players: Sequence[str],
    units: Sequence[str] = ("", ""),
) -> ExchangeCurve:
    """Find for each amount of purchases the least relief asked and the most given.

    Exact comparisons on the steps given; no interpolation between them. Indifference to no deal
    counts as acceptance. The least relief that the buyer accepts is the first step that will do,
    the most that the setter gives the last one, whatever lies between.

    Parameters
    ----------
    purchases : array-like, shape (amounts,)
        Ascending.
    relief : array-like, shape (steps,)
        Ascending; 0 for none.
    payoffs : array-like, shape (2, amounts, steps)
        The buyer's, then the setter's.
    disagreement : array-like, shape (2,)
        Payoffs without a deal.
    players : sequence of str
        Buyer and setter.
    units : pair of str
        Of purchases and of relief.

    Raises
    ------
    InvalidInput
        For a wrong shape, numbers that are not finite, amounts or steps that do not ascend.

    Examples
    --------
    >>> payoffs = [[[0, 2], [-1, 1]], [[0, -2], [1, -1]]]
    >>> curve = exchange_curve([0, 1], [0, 10], payoffs, (0, 0), players=("Home", "Foreign"))
    >>> curve.asked, curve.given
    ((0, 1), (0, 0))
    """
    amounts, steps = (
        _ascending(name, value) for name, value in (("purchases", purchases), ("relief", relief))
    )
    exact = exact_array("payoffs", payoffs, (2, len(amounts), len(steps)))
    point = exact_array("disagreement", disagreement, (2,))
    gains = exact - point[:, None, None]
    gains.setflags(write=False)
    pair = names("players", players, 2)
    if isinstance(units, str) or len(units) != 2:
        raise InvalidInput(f"units={units!r}; it must hold two texts, that of purchases and that of relief.")
    return ExchangeCurve(pair, amounts, steps, gains, (str(units[0]), str(units[1])))


def _ascending(name: str, value: ArrayLike) -> NDArray[np.float64]:
    numbers = finite_array(name, value, ("entries",))
    for place in np.flatnonzero(np.diff(numbers) <= 0).tolist():
        raise InvalidInput(
            f"{name}[{place + 1}] is {numbers[place + 1]:g}, after {numbers[place]:g}; {name} must ascend."
        )
    return numbers


def _first(fits: NDArray[Any]) -> int | None:
    places = np.flatnonzero(fits)
    return int(places[0]) if len(places) else None


def _last(fits: NDArray[Any]) -> int | None:
    places = np.flatnonzero(fits)
    return int(places[-1]) if len(places) else None


def _float(pick: Any, values: Any) -> float | None:
    listed: list[Fraction] = list(values)
    return float(pick(listed)) if listed else None
