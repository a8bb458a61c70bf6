"""Order statistics of columns too long for memory: exact, in four passes and bounded memory.

Floats in the order of their numbers are whole numbers in the order of their bits, once the sign is
dealt with. Each pass counts 16 bits of those numbers that share the bits found so far with one of
the wanted order statistics; after four passes each is known to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from negotiate.errors import InvalidInput

__all__ = ["order_statistics"]

_BITS = 16
_SIGN = np.uint64(1 << 63)


def order_statistics(
    column: Callable[[], Iterable[NDArray[np.float64]]], ranks: Sequence[int]
) -> dict[int, float]:
    """Return the values of the given ranks among all numbers of a column.

    Parameters
    ----------
    column : callable
        Gives the column's pieces, each an array of finite floats; called four times.
    ranks : sequence of int
        From 1, the least.

    Examples
    --------
    >>> order_statistics(lambda: iter([np.array([3.0, -1.0]), np.array([2.0])]), [1, 3])
    {1: -1.0, 3: 3.0}
    """
    wanted = {
        rank: (0, rank) for rank in dict.fromkeys(ranks)
    }  # bits found, rank among those that share them
    for shift in range(64 - _BITS, -1, -_BITS):
        prefixes = sorted({found for found, _ in wanted.values()})
        counts = _counts(column(), prefixes, shift)
        for rank, (found, left) in wanted.items():
            below = np.cumsum(counts[found])
            digit = int(np.searchsorted(below, left))
            if digit == len(below):
                raise InvalidInput(f"ranks: {rank} is not among the {int(below[-1])} numbers of the column.")
            before = int(below[digit - 1]) if digit else 0
            wanted[rank] = ((found << _BITS) | digit, left - before)
    return {rank: _float(found) for rank, (found, _) in wanted.items()}


def _counts(
    pieces: Iterable[NDArray[np.float64]], prefixes: list[int], shift: int
) -> dict[int, NDArray[np.int64]]:
    """Count the next bits of the numbers that begin with each prefix."""
    totals = {prefix: np.zeros(1 << _BITS, dtype=np.int64) for prefix in prefixes}
    for keys in _keys(pieces):
        above = keys >> np.uint64(shift + _BITS) if shift + _BITS < 64 else np.zeros_like(keys)
        digits = (keys >> np.uint64(shift)) & np.uint64((1 << _BITS) - 1)
        for prefix in prefixes:
            shared = digits[above == np.uint64(prefix)].astype(np.int64)
            totals[prefix] += np.bincount(shared, minlength=1 << _BITS)
    return totals


def _keys(pieces: Iterable[NDArray[np.float64]]) -> Iterator[NDArray[np.uint64]]:
    """Turn floats into whole numbers of the same order; both zeros are one."""
    for piece in pieces:
        bits = (piece + 0.0).view(np.uint64)
        yield np.where(bits & _SIGN, ~bits, bits | _SIGN)


def _float(key: int) -> float:
    bits = np.uint64(key)
    original = bits ^ _SIGN if bits & _SIGN else ~bits
    return float(np.array([original], dtype=np.uint64).view(np.float64)[0])
