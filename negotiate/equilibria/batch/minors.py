"""Signs of bordered minors of many matrices at once, in floats, each sign proved.

For rows R' and columns C with one row more than columns, M(R', C) = det [1  A_R'C]. These numbers
say everything about who replies how to what: of a mixed strategy on C against which the rows R are
equally good, (-1)^j M(R, C∖j) are the weights, and (-1)^r M(R∪r, C) how much worse row r is, all to
one scale. With the first row subtracted from all, M is a minor d of one row less, or a sum of such;
each d is expanded along its last column, and minors with common columns are shared.

Columns are scaled by powers of two to entries of at most 1, so that one bound on the rounding error
holds for all minors of a size. A sign is read where the number exceeds the bound. Where all entries
are whole and small, there is no rounding, and a zero is proved too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, cycle
from math import comb, factorial, log2
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from negotiate.equilibria.batch.double_double import Floats

__all__ = ["Bits", "SignPlanes", "minor_signs"]

Bits: TypeAlias = NDArray[np.uint64]  # one bit a game, 64 games a word
Terms: TypeAlias = tuple[tuple[tuple[int, int], ...], ...]

_UNIT = 2.0**-53
_DIGITS = 53
_LARGEST_WHOLE = 2.0**52
_WORD = 64


@dataclass(frozen=True)
class SignPlanes:
    """The signs of all minors of one size.

    Parameters
    ----------
    planes : ndarray of uint64, shape (2 * minors, words)
        First whether each minor is positive, then whether it is negative. The minors are in the
        order of their columns, then of their rows, both lexicographic.
    known : ndarray of uint64, shape (words,)
        In which games a minor without a sign is proved to be zero.
    """

    planes: Bits
    known: Bits


def minor_signs(payoffs: Floats) -> list[SignPlanes]:
    """Return the signs of all M(R', C) of each matrix, by the number of columns.

    Parameters
    ----------
    payoffs : ndarray, shape (rows, columns, games)
        Zero, or between 1e-250 and 1e250 in size.

    Examples
    --------
    >>> two, one = 2.0, 1.0
    >>> signs = minor_signs(np.array([[[two]], [[one]]]))  # M = 1 - 2 is negative
    >>> signs[1].planes.astype(bool)[:, 0]
    array([False,  True])
    """
    d, c, games = payoffs.shape
    words = -(-games // _WORD)
    sizes = range(min(c, d - 1) + 1)
    base = payoffs[1:] - payoffs[:1]
    exponents = _exponents(base)
    work = _Work(
        payoffs=payoffs,
        differences=base,
        base=base * np.ldexp(1.0, -exponents),
        bounds=_bounds(payoffs, exponents, sizes),
        planes=[np.zeros((2, comb(c, k) * comb(d, k + 1), words * 8), dtype=np.uint8) for k in sizes],
    )
    work.planes[0][0] = 255
    for column in range(c if d > 1 else 0):
        work.visit((column,), work.base[:, column])
    return [
        SignPlanes(
            planes.reshape(-1, words * 8).view(np.uint64), _packed(np.broadcast_to(bound == 0, games), words)
        )
        for planes, bound in zip(work.planes, work.bounds, strict=True)
    ]


class _Work:
    """The walk over sets of columns, each minor from those of one column less."""

    def __init__(
        self,
        payoffs: Floats,
        differences: Floats,
        base: Floats,
        bounds: list[Floats],
        planes: list[NDArray[np.uint8]],
    ) -> None:
        self.payoffs, self.differences, self.base = payoffs, differences, base
        self.bounds, self.planes = bounds, planes
        self._next = [0] * len(planes)
        d, _, games = payoffs.shape
        self._minors = [np.empty((comb(d - 1, k), games)) for k in range(len(planes))]
        self._sums = [np.empty((comb(d - 1, k + 1), games)) for k in range(len(planes))]
        self._product = np.empty(games)

    def visit(self, columns: tuple[int, ...], minors: Floats) -> None:
        """Record the signs for a set of columns, then go on to all sets that begin with it."""
        self._record(columns, minors)
        size = len(columns) + 1
        if size < len(self.planes):
            for column in range(columns[-1] + 1, self.payoffs.shape[1]):
                self.visit((*columns, column), self._extended(minors, column, size))

    def _extended(self, minors: Floats, column: int, size: int) -> Floats:
        """Return the minors d with one more column, by expansion along it."""
        entries, given, product = list(self.base[:, column]), list(minors), self._product
        out = self._minors[size]
        for total, terms in zip(out, _expansions(len(entries), size), strict=True):
            (row, rest), *others = reversed(terms)
            np.multiply(entries[row], given[rest], out=total)
            for (row, rest), combine in zip(others, cycle((np.subtract, np.add)), strict=False):
                np.multiply(entries[row], given[rest], out=product)
                combine(total, product, out=total)
        return out

    def _record(self, columns: tuple[int, ...], minors: Floats) -> None:
        size = len(columns)
        place = self._next[size]
        split = place + len(minors)
        self._next[size] = split + len(self._sums[size])
        # With one column, from the payoffs as given: a difference of two floats has the right sign.
        self._write(size, place, self.differences[:, columns[0]] if size == 1 else minors)
        if len(self._sums[size]):
            self._write(size, split, self._without_first_row(columns, minors))

    def _without_first_row(self, columns: tuple[int, ...], minors: Floats) -> Floats:
        """Return the minors M that leave out the first row: alternating sums of minors d."""
        size = len(columns)
        out = self._sums[size]
        given = list(self.payoffs[1:, columns[0]] if size == 1 else minors)
        for total, terms in zip(out, _expansions(len(self.base), size + 1), strict=True):
            np.subtract(given[terms[0][1]], given[terms[1][1]], out=total)
            for (_, rest), combine in zip(terms[2:], cycle((np.add, np.subtract)), strict=False):
                combine(total, given[rest], out=total)
        return out

    def _write(self, size: int, place: int, minors: Floats) -> None:
        bound = self.bounds[size]
        for plane, flags in zip(self.planes[size], (minors > bound, minors < -bound), strict=True):
            packed = np.packbits(flags, axis=1, bitorder="little")
            plane[place : place + len(minors), : packed.shape[1]] = packed


@lru_cache(maxsize=64)
def _expansions(rows: int, size: int) -> Terms:
    """Return for each set of rows its (row, place of the set without the row), in order."""
    smaller = {chosen: place for place, chosen in enumerate(combinations(range(rows), size - 1))}
    return tuple(
        tuple((row, smaller[chosen[:t] + chosen[t + 1 :]]) for t, row in enumerate(chosen))
        for chosen in combinations(range(rows), size)
    )


def _exponents(base: Floats) -> NDArray[np.int32]:
    """Return for each column and game the power of two that no entry of it exceeds."""
    largest = np.abs(base).max(axis=0, initial=0.0)
    exponents: NDArray[np.int32] = np.frexp(largest)[1]
    return exponents


def _bounds(payoffs: Floats, exponents: NDArray[np.int32], sizes: range) -> list[Floats]:
    """Return for each size a bound on the error of the computed minors M, for all games or for each."""
    whole = (np.rint(payoffs) == payoffs).all(axis=(0, 1))
    if whole.any():
        whole &= np.abs(payoffs).max(axis=(0, 1)) <= _LARGEST_WHOLE
    if not whole.any():
        return [np.array(_rounding(k) if k > 1 else 0.0) for k in sizes]
    digits = exponents.max(axis=0)
    return [
        np.where(whole & (k * digits <= _spare_digits(k)), 0.0, _rounding(k)) if k > 1 else np.array(0.0)
        for k in sizes
    ]


def _spare_digits(size: int) -> float:
    """Return how many digits the entries of a product may have together, for sums of them to be exact."""
    return _DIGITS - log2(max((size + 1) * _hadamard(size), size * _hadamard(size - 1)))


def _hadamard(size: int) -> float:
    """Return a bound on the minors of entries of at most 1 (Hadamard's inequality)."""
    return 1.001 * min(float(factorial(size)), float(size) ** (size / 2)) if size else 1.0


@lru_cache(maxsize=64)
def _rounding(size: int) -> float:
    """Return a bound on the error of M from entries of at most 1 that are right to one rounding."""
    error = _UNIT  # of d with one column: of the entry itself
    for k in range(2, size + 1):
        term = _hadamard(k - 1)
        error = k * (error + 2 * _UNIT * term) + (k - 1) * k * _UNIT * term
    return 1.01 * ((size + 1) * error + size * (size + 1) * _UNIT * _hadamard(size))


def _packed(flags: NDArray[np.bool_], words: int) -> Bits:
    bits = np.zeros(words * 8, dtype=np.uint8)
    packed = np.packbits(flags, bitorder="little")
    bits[: len(packed)] = packed
    return bits.view(np.uint64)
