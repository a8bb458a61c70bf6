"""All equilibria of many small games at once: signs of minors, then strategies rounded once.

What is not proved on the way (a tie at an equilibrium, a number too near to the middle of two
floats, payoffs that are no floats) is left open, and said to be.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from negotiate.equilibria.batch.double_double import Floats
from negotiate.equilibria.batch.minors import minor_signs
from negotiate.equilibria.batch.pairs import Places, search_pairs, supports
from negotiate.equilibria.batch.weights import mixed_strategies

__all__ = ["Found", "none_found", "solve_at_once", "solved_at_once", "together"]

Flags: TypeAlias = NDArray[np.bool_]

_MOST_PAIRS = 12_870  # pairs of supports (8 x 8) up to which games are solved at once
_MOST_STRATEGIES = 30
_LARGEST, _SMALLEST = 1e250, 1e-250  # payoffs beyond are left to exact arithmetic
_EXACT = 2.0**52  # whole numbers up to here are floats
_CELLS = 2**30  # of the first probability, to sort by


class Found(NamedTuple):
    """Equilibria, sorted by game: places of the games, strategies, payoffs."""

    games: Places
    x: Floats
    y: Floats
    payoffs: Floats

    def at(self, places: Places) -> Found:
        """Return the equilibria at some places."""
        return Found(self.games[places], self.x[places], self.y[places], self.payoffs[places])


def together(parts: Sequence[Found]) -> Found:
    """Return the equilibria of all parts, one after the other."""
    return Found(
        np.concatenate([part.games for part in parts]),
        np.concatenate([part.x for part in parts]),
        np.concatenate([part.y for part in parts]),
        np.concatenate([part.payoffs for part in parts]),
    )


def none_found(m: int, n: int) -> Found:
    """Return no equilibria of games of a shape."""
    return Found(np.zeros(0, dtype=np.intp), np.zeros((0, m)), np.zeros((0, n)), np.zeros((0, 2)))


def solved_at_once(m: int, n: int) -> bool:
    """Say whether games of a shape are small enough for the signs of all their minors."""
    return comb(m + n, m) <= _MOST_PAIRS and max(m, n) <= _MOST_STRATEGIES


def solve_at_once(given: NDArray[Any]) -> tuple[Found, Flags, Flags]:
    """Find all equilibria of each game, in the order of a single call.

    Parameters
    ----------
    given : ndarray, shape (games, 2, m, n)
        Finite numbers, of a numeric type or Fractions.

    Returns
    -------
    found : Found
    degenerate, left : ndarray of bool, shape (games,)
        Which games are proved to be degenerate, and which are left open: none of their
        equilibria are listed.
    """
    payoffs, left = _as_floats(given)
    games, _, m, n = payoffs.shape
    A = np.ascontiguousarray(payoffs[:, 0].transpose(1, 2, 0))
    B = np.ascontiguousarray(payoffs[:, 1].transpose(2, 1, 0))
    search = search_pairs(minor_signs(A), minor_signs(B), (m, n, games))
    left |= search.doubtful
    parts = [_profiles(A, B, *pairs) for pairs in search.found]
    size = np.repeat([size for size, *_ in search.found], [len(part.games) for part, _ in parts])
    for part, sure in parts:
        left[part.games[~sure]] = True
    found = together([part for part, _ in parts])
    order, unsorted = _order(found, size > 1)
    left[unsorted] = True
    kept = order[~left[found.games[order]]]
    _check_parity(found.games[kept], search.degenerate | left)
    return found.at(kept), search.degenerate & ~left, left


def _as_floats(given: NDArray[Any]) -> tuple[Floats, Flags]:
    """Return payoffs as floats, and the games of which these are not the numbers given, with zeros."""
    payoffs = given.astype(np.float64, copy=False)
    size = np.abs(payoffs)
    left = np.zeros(len(given), dtype=np.bool_)
    largest = _EXACT if given.dtype.kind in "iu" else _LARGEST
    if size.max() > largest:
        left |= _any(size > largest)
    if size.min() < _SMALLEST:
        left |= _any((size < _SMALLEST) & (payoffs != 0))
    if given.dtype.kind == "O":
        left |= _any(payoffs.astype(object) != given)
    return np.where(left[:, None, None, None], 0.0, payoffs) if left.any() else payoffs, left


def _any(flags: NDArray[Any]) -> Flags:
    """Say which games have a flag."""
    return np.asarray(flags.reshape(len(flags), -1).any(axis=1), dtype=np.bool_)


def _profiles(A: Floats, B: Floats, size: int, pairs: Places, games: Places) -> tuple[Found, Flags]:
    """Return the equilibria with supports of one size, and which of them are proved to every digit."""
    m, n = A.shape[:2]
    columns = supports(n, size)
    row_set = np.take(supports(m, size).T, pairs // len(columns), axis=1)
    column_set = np.take(columns.T, pairs % len(columns), axis=1)
    both = np.concatenate(
        [
            _entries(A, row_set[None, :], column_set[:, None], games),
            _entries(B, column_set[None, :], row_set[:, None], games),
        ],
        axis=2,
    )
    shares, values, sure = mixed_strategies(both)
    count = len(games)
    x = _spread(shares[:, count:], row_set, m)
    y = _spread(shares[:, :count], column_set, n)
    return Found(games, x, y, values.reshape(2, count).T), sure[:count] & sure[count:]


def _entries(payoffs: Floats, own: Places, others: Places, games: Places) -> Floats:
    """Return payoffs[own, others, games], shape (k, k, games)."""
    _, c, count = payoffs.shape
    entries: Floats = np.take(payoffs.reshape(-1), (own * c + others) * count + games)
    return entries


def _spread(shares: Floats, played: Places, strategies: int) -> Floats:
    """Return probabilities of all strategies from those of the strategies played."""
    count = shares.shape[1]
    spread = np.zeros(count * strategies)
    spread[np.arange(count) * strategies + played] = shares
    return spread.reshape(count, strategies)


def _order(found: Found, mixed: Flags) -> tuple[Places, Places]:
    """Return the order of a single call, and the games where floats do not tell it for certain.

    By game; pure ones first, by row and column; then by probabilities, the larger ones first.
    """
    _, m = found.x.shape
    n = found.y.shape[1]
    first = (1.0 - found.x[:, 0]) * (_CELLS - 1)
    cell = np.where(mixed, first, found.x.argmax(axis=1) * n + found.y.argmax(axis=1)).astype(np.int64)
    key = (found.games.astype(np.int64) * 2 + mixed) * _CELLS + cell
    order = np.argsort(key)
    ranked = key[order]
    alike = np.flatnonzero(ranked[1:] == ranked[:-1])
    if not len(alike):
        return order, alike
    affected = np.zeros(found.games.max() + 1, dtype=np.bool_)
    affected[found.games[order[alike]]] = True
    places = np.flatnonzero(affected[found.games[order]] & mixed[order])
    these = order[places]
    shares = np.concatenate([found.x[these], found.y[these]], axis=1)
    games = found.games[these]
    by_share = np.lexsort((*(-shares[:, k] for k in range(m + n - 1, -1, -1)), games))
    order[places] = these[by_share]
    shares, games = shares[by_share], games[by_share]
    same_game = games[1:] == games[:-1]
    equal = shares[1:] == shares[:-1]
    before = np.cumprod(equal, axis=1).astype(np.bool_)  # entries up to the first that differs
    doubtful = same_game & (before.all(axis=1) | (before & (shares[1:] != 0)).any(axis=1))
    return order, games[1:][doubtful]


def _check_parity(games: Places, exempt: Flags) -> None:
    counts = np.bincount(games, minlength=len(exempt))
    if (counts[~exempt] % 2 == 0).any():
        raise ArithmeticError(
            "a game that is not degenerate has an even number of equilibria; the search is at fault."
        )
