"""Moves that leave the pay of settled coalitions as it is: a basis, by exact elimination."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

__all__ = ["directions", "subset_sums"]

Vector = list[Fraction]


def subset_sums(values: Sequence[Fraction]) -> list[Fraction]:
    """Return the sum over every coalition, in the order of bits.

    Examples
    --------
    >>> [int(total) for total in subset_sums([Fraction(1), Fraction(10)])]
    [0, 1, 10, 11]
    """
    sums = [Fraction(0)]
    for value in values:
        sums += [total + value for total in sums]
    return sums


def directions(settled: Sequence[int], count: int) -> list[Vector]:
    """Return moves of ``count`` payoffs that span all those which leave settled coalitions' pay alone.

    Examples
    --------
    >>> [list(map(int, move)) for move in directions([0b111, 0b001], 3)]
    [[0, -1, 1]]
    """
    rows: dict[int, Vector] = {}  # by the place of a leading 1, where all other rows have 0
    for coalition in settled:
        rows = _with(rows, [Fraction(coalition >> i & 1) for i in range(count)])
    free = [i for i in range(count) if i not in rows]
    return [[_entry(rows, i, move) for i in range(count)] for move in free]


def _with(rows: dict[int, Vector], row: Vector) -> dict[int, Vector]:
    """Return the reduced rows with one more, or as they are where it follows from them."""
    for place, kept in rows.items():
        row = _without(row, kept, place)
    lead = next((i for i, entry in enumerate(row) if entry), None)
    if lead is None:
        return rows
    row = [entry / row[lead] for entry in row]
    return {place: _without(kept, row, lead) for place, kept in rows.items()} | {lead: row}


def _without(row: Vector, kept: Vector, place: int) -> Vector:
    return [a - row[place] * b for a, b in zip(row, kept, strict=True)]


def _entry(rows: dict[int, Vector], place: int, move: int) -> Fraction:
    """Return how far a payoff moves where a free one moves by 1."""
    return -rows[place][move] if place in rows else Fraction(int(place == move))
