"""Which pairs of supports hold an equilibrium, in many games at once, from signs alone.

Rows R and columns C, as many of each. A mixed strategy on C against which R are equally good, and
no row is better, exists only if no two of (-1)^j M(R, C∖j), j in C, and (-1)^r M(R∪r, C), r not in R,
have opposite signs; where none of them is zero, that is enough. Likewise for the other player.

- Every extreme equilibrium (x, y) passes this test for some R and C with support(x) ⊆ R ⊆ best
  replies to y, and the same for C: these equations have a solution, so by Cramer's rule each number
  is the solution's, times one determinant. So where no pair passes with a zero, the pairs that pass
  are all equilibria, each alone and with the supports R and C.
- A game is degenerate if and only if some pair passes the test of one player with a zero among the
  numbers, and one of the weights is not zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from negotiate.equilibria.batch.minors import Bits, SignPlanes

__all__ = ["Places", "Search", "search_pairs", "supports"]

Places = NDArray[np.intp]


@dataclass(frozen=True)
class Search:
    """What the signs prove about each game.

    Parameters
    ----------
    found : list of (size, pairs, games)
        For each size of support the equilibria: places of the pair and of the game.
    degenerate : ndarray of bool, shape (games,)
        Proved to be degenerate.
    doubtful : ndarray of bool, shape (games,)
        The signs do not settle all equilibria, or not whether the game is degenerate.
    """

    found: list[tuple[int, Places, Places]]
    degenerate: NDArray[np.bool_]
    doubtful: NDArray[np.bool_]


def supports(strategies: int, size: int) -> Places:
    """Return all sets of ``size`` strategies in lexicographic order, shape (sets, size)."""
    return np.array(list(combinations(range(strategies), size)), dtype=np.intp)


def search_pairs(
    of_row: list[SignPlanes], of_column: list[SignPlanes], shape: tuple[int, int, int]
) -> Search:
    """Test all pairs of supports by the signs of the minors of both players' payoffs.

    Parameters
    ----------
    of_row : list of SignPlanes
        Of the row player's payoffs, shape (m, n).
    of_column : list of SignPlanes
        Of the column player's payoffs transposed, shape (n, m).
    shape : (int, int, int)
        m, n and the number of games.
    """
    m, n, games = shape
    words = of_row[0].planes.shape[1]
    valid = np.packbits(np.arange(words * 64) < games, bitorder="little").view(np.uint64)
    found = []
    open_pairs, degenerate, unsettled = (np.zeros(words, dtype=np.uint64) for _ in range(3))
    for size in range(1, min(m, n) + 1):
        y = _test(of_row, _numbers(m, n, size), size, valid)
        x = _test(of_column, _numbers(n, m, size).swapped(), size, valid)
        both = y.passed & x.passed
        sure = both & y.signed & x.signed
        open_pairs |= np.bitwise_or.reduce(both & ~sure, axis=0)
        for player in (x, y):
            degenerate |= player.degenerate
            unsettled |= player.unsettled
        found.append((size, *_places(sure)))
    doubtful = _flags(open_pairs | (unsettled & ~degenerate), games)
    kept = [(size, pairs[~doubtful[k]], k[~doubtful[k]]) for size, pairs, k in found]
    return Search(kept, _flags(degenerate, games), doubtful)


@dataclass(frozen=True)
class _Numbers:
    """Where the numbers of the test stand: for each pair (R, C) in order, a column of places.

    Each number has (places with the sign as it is, places with it reversed).
    """

    weights: list[tuple[Places, Places]]
    others: list[tuple[Places, Places]]
    sets: tuple[int, int]

    def swapped(self) -> _Numbers:
        """Return the same with the pairs in the order of the other player's sets."""
        rows, columns = self.sets

        def turned(places: Places) -> Places:
            return np.ascontiguousarray(places.reshape(rows, columns).T).ravel()

        weights, others = (
            [(turned(plus), turned(minus)) for plus, minus in part] for part in (self.weights, self.others)
        )
        return _Numbers(weights, others, (columns, rows))


@lru_cache(maxsize=64)
def _numbers(d: int, c: int, size: int) -> _Numbers:
    """Return the places for a player with ``d`` strategies whose opponent has ``c``."""
    rows, columns = supports(d, size), supports(c, size)
    weights = [
        _places_of(
            _rank(c, np.delete(columns, j, axis=1))[None, :],
            np.arange(len(rows))[:, None],
            (c, size - 1),
            (d, size),
            np.full((len(rows), 1), j % 2),
        )
        for j in range(size)
    ]
    others = []
    outside = np.array([sorted(set(range(d)) - set(chosen)) for chosen in rows.tolist()], dtype=np.intp)
    for t in range(d - size):
        row = outside[:, t]
        larger = np.sort(np.concatenate([rows, row[:, None]], axis=1), axis=1)
        odd = (rows < row[:, None]).sum(axis=1) % 2
        others.append(
            _places_of(
                np.arange(len(columns))[None, :],
                _rank(d, larger)[:, None],
                (c, size),
                (d, size + 1),
                odd[:, None],
            )
        )
    return _Numbers(weights, others, (len(rows), len(columns)))


def _places_of(
    columns: Places,
    rows: Places,
    of_columns: tuple[int, int],
    of_rows: tuple[int, int],
    odd: NDArray[np.int_],
) -> tuple[Places, Places]:
    """Return the places of minors with their sign, and reversed; all broadcast to (rows, columns)."""
    count = comb(*of_rows)
    half = comb(*of_columns) * count
    place = columns * count + rows
    return (place + half * odd).ravel(), (place + half * (1 - odd)).ravel()


def _rank(strategies: int, chosen: Places) -> Places:
    """Return the places of sets in the order of ``supports``."""
    size = chosen.shape[1]
    powers = strategies ** np.arange(size - 1, -1, -1, dtype=np.int64)
    return np.asarray(np.searchsorted(supports(strategies, size) @ powers, chosen @ powers), dtype=np.intp)


@dataclass(frozen=True)
class _Tested:
    """The test of one player: bits by pair and game, and by game."""

    passed: Bits
    signed: Bits
    degenerate: Bits
    unsettled: Bits


def _test(signs: list[SignPlanes], numbers: _Numbers, size: int, valid: Bits) -> _Tested:
    """Test every pair of supports of one size for one player."""
    weights = signs[size - 1]
    others = signs[size] if numbers.others else weights
    ties = not (_all_signed(weights, valid) and _all_signed(others, valid))
    count, words = len(numbers.weights[0][0]), len(valid)
    positive, negative = (np.zeros((count, words), dtype=np.uint64) for _ in range(2))
    plus, minus = (np.empty((count, words), dtype=np.uint64) for _ in range(2))
    signed = np.full((count, words), ~np.uint64(0))
    some_weight = np.zeros_like(signed)
    for source, places in ((weights, numbers.weights), (others, numbers.others)):
        for as_it_is, reversed_ in places:
            np.take(source.planes, as_it_is, axis=0, out=plus, mode="clip")
            np.take(source.planes, reversed_, axis=0, out=minus, mode="clip")
            positive |= plus
            negative |= minus
            if ties:
                plus |= minus
                signed &= plus
        if ties and source is weights and places is numbers.weights:
            some_weight = positive | negative
    passed = ~(positive & negative) & valid
    if not ties:
        none = np.zeros(words, dtype=np.uint64)
        return _Tested(passed, signed, none, none)
    tied = passed & ~signed
    known = weights.known & others.known
    return _Tested(
        passed,
        signed,
        degenerate=np.bitwise_or.reduce(tied & some_weight, axis=0) & known,
        unsettled=np.bitwise_or.reduce(tied, axis=0) & ~known,
    )


def _all_signed(signs: SignPlanes, valid: Bits) -> bool:
    half = len(signs.planes) // 2
    either = np.bitwise_and.reduce(signs.planes[:half] | signs.planes[half:], axis=0)
    return bool(((either & valid) == valid).all())


def _places(bits: Bits) -> tuple[Places, Places]:
    """Return the (row, number of the bit) of every bit that is set."""
    octets = bits.view(np.uint8)
    rows, columns = np.nonzero(octets)
    hits, offsets = np.nonzero(np.unpackbits(octets[rows, columns][:, None], axis=1, bitorder="little"))
    return rows[hits], columns[hits] * 8 + offsets


def _flags(bits: Bits, games: int) -> NDArray[np.bool_]:
    return np.unpackbits(bits.view(np.uint8), bitorder="little")[:games].astype(np.bool_)
