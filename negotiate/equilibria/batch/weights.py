"""Mixed strategies of many equilibria at once: floats that are the exact numbers, rounded once.

On supports of k strategies a side, the strategy against which k replies are equally good has weights
(-1)^j det(Δ without row j): Δ holds what each reply gains on the first. The determinants are expanded
along columns, those with common columns shared. Where payoffs are whole and small the weights
are exact in floats, and a quotient of exact floats is rounded once. Elsewhere the work is done with
106 bits and a bound on the error; a number counts only where all that is within the bound rounds to
the same float (Ziv 1991, doi:10.1145/114697.116813).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from math import factorial
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from negotiate.equilibria.batch.double_double import ROUNDING, DoubleDouble, Floats

__all__ = ["mixed_strategies"]

Flags: TypeAlias = NDArray[np.bool_]
Result: TypeAlias = tuple[Floats, Floats, Flags]
Number = TypeVar("Number", Floats, DoubleDouble)
Tables = list[tuple[NDArray[np.intp], NDArray[np.intp]]]

_LARGEST_WHOLE = 2.0**53
_SMALLEST = 2.0**-60  # quotients below are not taken for certain; payoffs times it are no subnormals


def mixed_strategies(payoffs: Floats) -> tuple[Floats, Floats, Flags]:
    """Return the strategies that make all replies equally good, and what these earn.

    Parameters
    ----------
    payoffs : ndarray, shape (k, k, games)
        What the opponent gets: by the player's strategy, the opponent's reply, the game.
        Each game must have one such strategy, with all weights positive.

    Returns
    -------
    probabilities : ndarray, shape (k, games)
    values : ndarray, shape (games,)
        In the unit of ``payoffs``.
    sure : ndarray of bool, shape (games,)
        Where each of these floats is proved to be the one nearest to the exact number.

    Examples
    --------
    >>> probabilities, values, sure = mixed_strategies(np.array([[[2.0], [0.0]], [[0.0], [1.0]]]))
    >>> probabilities[:, 0], values, sure
    (array([0.33333333, 0.66666667]), array([0.66666667]), array([ True]))
    """
    k, _, games = payoffs.shape
    if k == 1:
        return np.ones((1, games)), payoffs[0, 0] + 0.0, np.ones(games, dtype=np.bool_)
    probabilities, values, sure = _from_whole(payoffs)
    rest = np.flatnonzero(~sure)
    if len(rest) == games:
        probabilities, values, sure = _from_double_double(payoffs)
    elif len(rest):
        redone = _from_double_double(np.take(payoffs, rest, axis=2))
        probabilities[:, rest], values[rest], sure[rest] = redone
    return probabilities, values + 0.0, sure


def _from_whole(payoffs: Floats) -> Result:
    """Work in floats, which is exact where all payoffs are whole and small."""
    whole = _stay_whole(payoffs)
    if not whole.any():
        return np.zeros(payoffs.shape[1:]), np.zeros(payoffs.shape[2]), whole
    weights = _weights(payoffs[:, 1:] - payoffs[:, :1])
    total = np.where(whole, weights.sum(axis=0), 1.0)
    return weights / total, (weights * payoffs[:, 0]).sum(axis=0) / total, whole


def _stay_whole(payoffs: Floats) -> Flags:
    """Say where all numbers on the way are whole and below 2**53."""
    k = len(payoffs)
    largest = np.abs(payoffs).max(axis=(0, 1))
    spread = np.ptp(payoffs, axis=1).max(axis=0)
    with np.errstate(over="ignore"):
        bound = factorial(k) * spread ** (k - 1) * np.maximum(largest, 1.0)
    small = (bound < _LARGEST_WHOLE) & (largest < _LARGEST_WHOLE)
    return np.asarray(small & (np.rint(payoffs) == payoffs).all(axis=(0, 1)))


def _from_double_double(payoffs: Floats) -> Result:
    """Work with 106 bits."""
    gains, unit, first = _scaled(payoffs)
    weights = _weights(gains)
    earned = weights * DoubleDouble(first)
    total, value = weights[0], earned[0]
    for j in range(1, len(payoffs)):
        total, value = total + weights[j], value + earned[j]
    safe, slack = _slack(len(payoffs), total.high, ROUNDING)
    parts = DoubleDouble(
        np.concatenate([weights.high, value.high[None]]), np.concatenate([weights.low, value.low[None]])
    )
    quotients = parts / DoubleDouble(np.where(safe, total.high, 1.0), total.low)
    floats = quotients.high
    margin = slack + 8 * ROUNDING * np.abs(floats)
    alike = (floats + (quotients.low + margin) == floats) & (floats + (quotients.low - margin) == floats)
    return _unscaled(floats, unit, safe & alike.all(axis=0))


def _scaled(payoffs: Floats) -> tuple[DoubleDouble, NDArray[np.int32], Floats]:
    """Return exactly what each reply gains on the first, and what that earns, to entries of at most 1."""
    first = payoffs[:, 0]
    gains = DoubleDouble.difference(payoffs[:, 1:], np.broadcast_to(first[:, None], payoffs[:, 1:].shape))
    unit = np.frexp(np.abs(first).max(axis=0))[1]
    scale = np.ldexp(1.0, -np.frexp(np.abs(gains.high).max(axis=0))[1])
    return gains.scaled(scale), unit, first * np.ldexp(1.0, -unit)


def _slack(k: int, total: Floats, rounding: float) -> tuple[Flags, Floats]:
    """Return where the sum of weights is safely off zero, and there how far quotients may be off.

    ``rounding`` bounds the relative error of one operation. Quotients are at most 1.
    """
    error = rounding  # of an entry
    for size in range(2, k):
        minor = float(factorial(size - 1))
        error = 1.01 * size * (error + rounding * minor + size * rounding * minor)
    error_of_sum = k * error + 2 * k * k * rounding * factorial(k - 1)
    safe = np.abs(total) > 4 * error_of_sum
    return safe, 8 * error_of_sum / np.where(safe, np.abs(total), 1.0)


def _unscaled(floats: Floats, unit: NDArray[np.int32], sure: Flags) -> Result:
    sure &= (np.abs(floats) > _SMALLEST).all(axis=0)
    return floats[:-1], np.ldexp(floats[-1], unit), sure


def _weights(gains: Number) -> Number:
    """Return (-1)^j times the determinant without row j, shape (k, games), from shape (k, k - 1, games)."""
    k = len(gains)
    minors = gains[:, 0]
    for size, (rows, rests) in enumerate(_tables(k), start=2):
        column = gains[:, size - 1]
        total = column[rows[0]] * minors[rests[0]]
        for t in range(1, size):
            term = column[rows[t]] * minors[rests[t]]
            total = total - term if t % 2 else total + term
        minors = total
    backwards = minors[::-1]  # the last set leaves out row 0
    signs = np.where(np.arange(k) % 2, -1.0, 1.0)[:, None]
    return backwards.scaled(signs) if isinstance(backwards, DoubleDouble) else backwards * signs


@lru_cache(maxsize=32)
def _tables(k: int) -> Tables:
    """Return for each size of minor the rows taken out and the places of what is left, shape (size, sets)."""
    tables = []
    for size in range(2, k):
        smaller = {chosen: place for place, chosen in enumerate(combinations(range(k), size - 1))}
        sets = list(combinations(range(k), size))
        rests = [[smaller[chosen[:t] + chosen[t + 1 :]] for chosen in sets] for t in range(size)]
        tables.append((np.array(sets, dtype=np.intp).T, np.array(rests, dtype=np.intp)))
    return tables
