"""Parts of bundles, kept by the search: their losses, what they use of the limits, their lots.

A merged part keeps where it came from rather than its lots, which are put together for the few
that are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.procurement.form import Floats, Whole

__all__ = [
    "MOST_PAIRS",
    "MOST_PARTS",
    "Parts",
    "TooManyParts",
    "first_in_order",
    "joined",
    "least_of",
    "paired",
    "undominated",
]

MOST_PARTS = 400_000
MOST_PAIRS = 1_500_000  # of alike parts, at one budget
COST_GRID = 1e-10  # bn USD; costs that agree to this are the same
WORTH_GRID = 1e-12  # rounding may set equal worths one apart


class TooManyParts(Exception):
    """The enumeration would outgrow its limit; another method has to answer."""


@dataclass(frozen=True, eq=False)
class Parts:
    """Part bundles: ``loss`` (parts,), ``rows`` (parts, 1 + floors): cost and spending over floors."""

    loss: Floats
    rows: Floats
    own: Whole | None = None  # lots, shape (parts, items)
    sources: tuple[Parts, Whole, Parts, Whole] | None = None

    @classmethod
    def nothing(cls, rows: int, items: int) -> Parts:
        """Return the one empty part."""
        return cls(np.zeros(1), np.zeros((1, rows)), np.zeros((1, items), dtype=np.int64))

    def __len__(self) -> int:
        return len(self.loss)

    def lots(self, which: Whole) -> Whole:
        """Return the lots of some parts, shape (len(which), items)."""
        if self.sources is None:
            return self.own[which] if self.own is not None else np.zeros((len(which), 0), dtype=np.int64)
        left, first, right, second = self.sources
        return left.lots(first[which]) + right.lots(second[which])

    def take(self, which: Whole) -> Parts:
        """Return some of the parts."""
        if self.sources is None:
            own = None if self.own is None else self.own[which]
            return Parts(self.loss[which], self.rows[which], own)
        left, first, right, second = self.sources
        return Parts(self.loss[which], self.rows[which], None, (left, first[which], right, second[which]))


def paired(low: Whole, high: Whole, most: int) -> tuple[Whole, Whole]:
    """Pair each row ``i`` with ``low[i], …, high[i] − 1``."""
    count = np.maximum(high - low, 0)
    size = int(count.sum())
    if size > most:
        raise TooManyParts
    first = np.repeat(np.arange(len(count)), count)
    start = np.cumsum(count) - count
    return first, np.arange(size) - np.repeat(start - low, count)


def joined(left: Parts, right: Parts, gamma: float, most: int) -> Parts:
    """Join every two parts whose losses sum to at most ``gamma``."""
    order = np.argsort(right.loss, kind="stable")
    high = np.searchsorted(right.loss[order], gamma - left.loss, side="right")
    first, second = paired(np.zeros_like(high), high, most)
    second = order[second]
    return Parts(
        left.loss[first] + right.loss[second],
        left.rows[first] + right.rows[second],
        None,
        (left, first, right, second),
    )


def first_in_order(lots: Whole) -> Whole:
    """Return the row that buys most of the first item, then of the second, and so on."""
    if len(lots) == 1:
        only: Whole = lots[0]
        return only
    chosen: Whole = lots[np.lexsort(-lots[:, ::-1].T)[0]]
    return chosen


def least_of(loss: Floats, among: Whole, few: int | None) -> Whole:
    """Return the ``few`` indices of least loss among some, in order; all of them where ``few`` is None."""
    if few is None or len(among) <= few:
        return among
    return np.sort(among[np.argsort(loss[among], kind="stable")[:few]])


def undominated(parts: Parts, worth: Floats) -> Parts:
    """Keep the parts that no other beats: none as cheap is worth as much, counted around 1.

    Of parts alike in cost and worth the one that buys most of the earliest item stays.
    """
    cost = np.rint(parts.rows[:, 0] / COST_GRID)
    level = np.rint(worth / WORTH_GRID)
    order = np.lexsort((-level, cost))
    cost, level = cost[order], level[order]
    before = np.append(-np.inf, np.maximum.accumulate(level)[:-1])
    leads = level > before
    group = np.cumsum(leads) - 1
    leader = np.flatnonzero(leads)
    alike = (level >= level[leader[group]] - 1) & (cost == cost[leader[group]])
    if alike.sum() == len(leader):
        return parts.take(order[leader])
    keep = np.flatnonzero(alike)
    lots = parts.lots(order[keep])
    ranked = keep[np.lexsort((*(-lots[:, ::-1].T), group[keep]))]
    firsts = np.append(True, np.diff(group[ranked]) > 0)
    return parts.take(order[ranked[firsts]])
