"""Joining two lists of parts to bundles that may suit a budget, without looking at every pair.

Three rules leave pairs out: their losses sum to more than allowed; their cost overspends, or leaves
more unspent than the loss allows; they miss a floor, or exceed it by more than the loss allows. For
the last, parts are sorted into cells of spending over the floors, as wide as the loss allows, so
that a part finds its partners in two neighbouring cells of each floor.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from negotiate.procurement.duality import LimitPrices
from negotiate.procurement.form import Floats, Whole
from negotiate.procurement.parts import Parts, TooManyParts, paired
from negotiate.procurement.problem import DOLLAR

__all__ = ["affordable"]

MOST_PAIRS = 20_000_000  # looked at for one budget
CHUNK = 500_000  # pairs looked at together
SLACK = 1e-7  # bn USD by which the cells' limits are widened; exact limits are applied to the pairs
MOST_CELLS = 1_000  # along one floor

Ranges = tuple[Whole, Whole]  # first and last partner, without the last, of each left part


def affordable(
    left: Parts, right: Parts, gamma: float, *, prices: LimitPrices, low: float, high: float
) -> Parts:
    """Join parts whose cost and loss may suit a budget from ``low`` to ``high``.

    The rule that leaves fewest pairs is used; of pairs that it leaves, those stay that keep the
    largest budget and the floors with a loss of at most ``gamma``.

    Raises
    ------
    TooManyParts
        Where more than 20 million pairs would have to be looked at.
    """
    spare = np.maximum(gamma - left.loss, 0.0)
    unspent = spare / prices.budget if prices.budget > 0 else np.full(len(left), np.inf)
    dear = np.argsort(-prices.floors, kind="stable").tolist()[:2]
    floors = {floor: float(prices.floors[floor]) for floor in dear if prices.floors[floor] > 0}
    rules = [_by_loss(left, right, gamma)]
    for some in ({}, floors) if floors else ({},):
        rules.append(_by_cells(left, right, spare, some, low=low - unspent, high=high))
    sizes = [sum(int((most - least).sum()) for least, most in ranges) for _, ranges in rules]
    if min(sizes) > MOST_PAIRS:
        raise TooManyParts
    chosen, ranges = rules[sizes.index(min(sizes))]
    kept = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))]
    for first, second in itertools.chain.from_iterable(map(_chunks, ranges)):
        fits = left.loss[first] + chosen.loss[second] <= gamma
        fits &= left.rows[first, 0] + chosen.rows[second, 0] <= high + DOLLAR
        fits &= (left.rows[first, 1:] + chosen.rows[second, 1:] >= -DOLLAR).all(axis=1)
        kept.append((first[fits], second[fits]))
    first, second = (np.concatenate(side) for side in zip(*kept, strict=True))
    loss = left.loss[first] + chosen.loss[second]
    return Parts(loss, left.rows[first] + chosen.rows[second], None, (left, first, chosen, second))


def _chunks(ranges: Ranges) -> Iterator[tuple[Whole, Whole]]:
    """Pair left parts with their partners, so many at a time."""
    least, most = ranges
    count = np.cumsum(most - least)
    cuts = np.searchsorted(count, np.arange(CHUNK, count[-1], CHUNK))
    for some in np.split(np.arange(len(least)), cuts):
        first, second = paired(least[some], most[some], MOST_PAIRS)
        yield some[first], second


def _by_loss(left: Parts, right: Parts, gamma: float) -> tuple[Parts, list[Ranges]]:
    chosen = right.take(np.argsort(right.loss, kind="stable"))
    most = np.searchsorted(chosen.loss, gamma - left.loss, side="right")
    return chosen, [(np.zeros_like(most), most)]


def _by_cells(
    left: Parts, right: Parts, spare: Floats, floors: dict[int, float], *, low: Floats, high: float
) -> tuple[Parts, list[Ranges]]:
    """Sort partners by cell, then cost; give the range of costs that suits in each near cell.

    ``spare`` is by how much loss a left part leaves the rest; ``floors`` are prices by floor, and
    ``low`` and ``high`` what the two may cost.
    """
    cell, near = np.zeros(len(right), dtype=np.int64), [(np.zeros(len(left), dtype=np.int64), spare >= 0)]
    for floor, price in floors.items():
        held = (left.rows[:, 1 + floor], right.rows[:, 1 + floor])
        place, lowest, highest, cells = _cells(*held, spare / price)
        cell = cell * cells + place
        near = [
            (base * cells + lowest + more, fits & (lowest + more >= 0) & (lowest + more <= highest))
            for base, fits in near
            for more in (0, 1)
        ]
    cost = right.rows[:, 0] - right.rows[:, 0].min()
    height = float(cost.max()) + 1.0  # so that costs in one cell stay clear of the next
    key = cell * height + cost
    order = np.argsort(key, kind="stable")
    room = -left.rows[:, 0] - right.rows[:, 0].min()
    start = np.clip(low + room - SLACK, -0.5, height - 0.5)
    end = np.clip(high + room + SLACK, -0.5, height - 0.5)
    ranges = []
    for base, fits in near:
        least = np.searchsorted(key[order], base * height + start, side="left")
        most = np.searchsorted(key[order], base * height + end, side="right")
        ranges.append((least, np.where(fits, np.maximum(most, least), least)))
    return right.take(order), ranges


def _cells(left: Floats, right: Floats, over: Floats) -> tuple[Whole, Whole, Whole, int]:
    """Return the partners' cells along a floor, and the first and last that each left part may need.

    Together the two must hold between 0 and ``over``.
    """
    bottom, span = float(right.min()), float(np.ptp(right))
    width = max(float(over.max()), span / MOST_CELLS) + 4 * SLACK
    need = -left - bottom - SLACK
    lowest = np.floor(need / width).astype(np.int64)
    highest = np.floor((need + over + 2 * SLACK) / width).astype(np.int64)
    cells = int(span / width) + 1
    place = np.minimum(np.floor((right - bottom) / width).astype(np.int64), cells - 1)
    return place, lowest, np.minimum(highest, cells - 1), cells
