"""Coalitions as bits: player ``i`` belongs to coalition ``S`` where bit ``i`` of ``S`` is set.

Arrays over coalitions have ``2^n`` entries, the empty coalition first. Whole numbers are kept in
64 bits where no sum can leave them, else as Python's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["bits", "members", "sizes", "subset_sums", "to_whole"]

ROOM = 2**62  # sums of smaller size stay within 64 bits


def members(coalition: int) -> Iterator[int]:
    """Yield the players of a coalition in order."""
    player = 0
    while coalition:
        if coalition & 1:
            yield player
        coalition >>= 1
        player += 1


def bits(players: Sequence[int]) -> int:
    """Return the coalition of some players."""
    return sum(1 << player for player in players)


def sizes(count: int) -> NDArray[np.int64]:
    """Return how many players each coalition has, shape (2^count,)."""
    return subset_sums([1] * count).astype(np.int64)


def subset_sums(numbers: Sequence[int]) -> NDArray[Any]:
    """Return the sum over each coalition of one whole number a player, shape (2^players,)."""
    small = sum(abs(number) for number in numbers) < ROOM
    sums: NDArray[Any] = np.zeros(1, dtype=np.int64 if small else object)
    for number in numbers:
        sums = np.concatenate([sums, sums + number])
    return sums


def to_whole(numbers: Sequence[Fraction]) -> tuple[list[int], int]:
    """Return whole numbers and the common denominator that they are to be divided by."""
    scale = lcm(*(number.denominator for number in numbers))
    return [int(number * scale) for number in numbers], scale
