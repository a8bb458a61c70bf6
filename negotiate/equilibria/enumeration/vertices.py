"""Vertices of a player's best-reply polyhedron, by double description.

With a player's mixed strategy ``x`` (shape (d,)) and the opponent's payoffs ``b`` (shape (d, c)), the
polyhedron is ``{(x, v): x >= 0, v >= x'b_j for every reply j}``, cut at ``sum x = 1``. A vertex is
known by what holds with equality there: the strategies not played, and the replies that are best.
Replies are added one at a time (Motzkin, Raiffa, Thompson & Thrall 1953; Fukuda & Prodon 1996,
doi:10.1007/3-540-61576-8_77): vertices above the new constraint stay, those below go, and each edge
between the two gives a new one. Two vertices share an edge if and only if no third has all their
common equalities, which holds in degenerate games as in others.

Signs are exact. Floats are tried first: all coordinates are sums of non-negative numbers, so a bound
on their relative error is carried along, and a sign is read only where it exceeds the bound.
Where one does not, the work is done again in integers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.equilibria.enumeration.scaling import Integers, narrow

__all__ = ["best_reply_vertices"]

Flags = NDArray[np.bool_]
Extended = NDArray[np.longdouble]
Whole = NDArray[Any]  # of int64 or of Python ints
Step = Callable[[int], None]

_SAFE = 2**62  # an int64 result proven to stay below this cannot wrap around
_UNIT = np.finfo(np.longdouble).eps  # twice the unit roundoff
_PAIRS = 4_000_000  # entries of a temporary array of pairs
_LARGEST_FLOAT = 2**200  # payoffs beyond are left to integers
_LARGEST_ERROR, _SMALLEST = 1e-6, 1e-250  # floats that lose digits, or near underflow, are given up


class _DoubtfulSignError(Exception):
    """A float is too near zero for its sign to be known."""


def best_reply_vertices(payoffs: Integers, step: Step, tied: Sequence[int] = ()) -> Flags:
    """Return every vertex of the best-reply polyhedron, once, by what holds with equality there.

    Parameters
    ----------
    payoffs : ndarray of int, shape (d, c)
        The opponent's payoffs, non-negative: d strategies of the player, c replies.
    step : callable
        Called between replies with the number of vertices so far; it may raise to stop.
    tied : sequence of int
        Replies that have to be best: only the vertices of this face are wanted.

    Returns
    -------
    ndarray of bool, shape (vertices, d + c)
        Which of the d strategies have weight 0, then which of the c replies are best.

    Examples
    --------
    >>> import numpy as np
    >>> best_reply_vertices(np.array([[1, 0], [0, 1]], dtype=object), lambda count: None).astype(int)
    array([[0, 1, 1, 0],
           [0, 0, 1, 1],
           [1, 0, 0, 1]])
    """
    if int(payoffs.max()) < _LARGEST_FLOAT:
        try:
            return _describe(_FloatRays(payoffs), step, tied)
        except _DoubtfulSignError:
            pass
    return _describe(_IntegerRays(payoffs), step, tied)


def _describe(rays: _FloatRays | _IntegerRays, step: Step, tied: Sequence[int]) -> Flags:
    d, c = rays.shape
    order = [*tied, *sorted(set(range(c)) - set(tied))]
    rays.begin(order[0])
    tight = np.zeros((d + 1, d + c), dtype=np.bool_)
    tight[:, :d] = ~np.eye(d + 1, d, dtype=np.bool_)
    tight[:d, d + order[0]] = True
    if tied:
        tight = tight[:d]
        rays.keep(np.arange(d + 1) < d)
    for reply in order[1:]:
        step(len(tight))
        sign = rays.signs(reply)
        tight[sign == 0, d + reply] = True
        stay = sign == 0 if reply in tied else sign >= 0
        if stay.all():
            continue
        high, low = _edges(tight, np.flatnonzero(sign > 0), np.flatnonzero(sign < 0), d)
        crossing = tight[high] & tight[low]
        crossing[:, d + reply] = True
        if len(high):
            rays.cross(high, low, stay)
        else:
            rays.keep(stay)
        tight = np.concatenate([tight[stay], crossing])
        if not len(tight):
            break
    upward = tight[:, :d].all(axis=1)  # the direction in which v grows without limit is no vertex
    return tight[~upward]


def _edges(
    tight: Flags, above: NDArray[np.intp], below: NDArray[np.intp], d: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pairs (one above, one below) that share an edge."""
    if not len(above) or not len(below):
        return above[:0], below[:0]
    weights = tight.astype(np.float32)
    simple = weights.sum(axis=1) == d
    highs, lows = [], []
    block = max(1, _PAIRS // len(below))
    for start in range(0, len(above), block):
        part = above[start : start + block]
        shared = weights[part] @ weights[below].T
        one, two = np.nonzero(shared >= d - 1)
        high, low = part[one], below[two]
        sure = simple[high] | simple[low]
        if not sure.all():
            doubtful = np.flatnonzero(~sure)
            common = weights[high[doubtful]] * weights[low[doubtful]]
            sure[doubtful] = _only_two(common, weights)
            high, low = high[sure], low[sure]
        highs.append(high)
        lows.append(low)
    return np.concatenate(highs), np.concatenate(lows)


def _only_two(common: NDArray[np.float32], weights: NDArray[np.float32]) -> Flags:
    """Say for each set of equalities whether just two vertices have them all."""
    answer = np.empty(len(common), dtype=np.bool_)
    block = max(1, _PAIRS // len(weights))
    for start in range(0, len(common), block):
        part = common[start : start + block]
        size = part.sum(axis=1)
        answer[start : start + block] = ((part @ weights.T) == size[:, None]).sum(axis=1) == 2
    return answer


class _FloatRays:
    """Rays (x, v) in extended floats, each coordinate within a relative ``error`` of the exact one."""

    def __init__(self, payoffs: Integers) -> None:
        self.shape = payoffs.shape
        self.payoffs = _extended(payoffs)
        d = self.shape[0]
        self.values: Extended = np.eye(d + 1, dtype=np.longdouble)
        self.error = np.full(d + 1, _UNIT)
        self.slack = self.slack_error = self.error

    def begin(self, reply: int) -> None:
        self.values[:-1, -1] = self.payoffs[:, reply]

    def keep(self, kept: Flags) -> None:
        self.values, self.error = self.values[kept], self.error[kept]

    def signs(self, reply: int) -> NDArray[np.int8]:
        x, v = self.values[:, :-1], self.values[:, -1]
        cost = x @ self.payoffs[:, reply]
        self.slack = v - cost
        self.slack_error = (self.error + (len(x[0]) + 4) * _UNIT) * (v + cost) * 1.001
        size = np.abs(self.slack)
        if not (size > self.slack_error).all():
            raise _DoubtfulSignError
        return np.sign(self.slack).astype(np.int8)

    def cross(self, high: NDArray[np.intp], low: NDArray[np.intp], stay: Flags) -> None:
        lift, drop = self.slack[high], -self.slack[low]
        values = self.values[low] * lift[:, None] + self.values[high] * drop[:, None]
        relative = self.slack_error / np.abs(self.slack)
        factor = 1 / (1 - relative)
        error = np.maximum(
            (1 + self.error[low]) * (1 + relative[high] * factor[high]),
            (1 + self.error[high]) * (1 + relative[low] * factor[low]),
        )
        error = (error - 1) * 1.001 + 6 * _UNIT
        values /= values.max(axis=1)[:, None]
        if error.max() > _LARGEST_ERROR or values[values > 0].min() < _SMALLEST:
            raise _DoubtfulSignError
        self.values = np.concatenate([self.values[stay], values])
        self.error = np.concatenate([self.error[stay], error])


def _extended(integers: Integers) -> Extended:
    """Round integers to the nearest extended floats, or next to them."""
    near = integers.astype(np.float64)
    rest = integers - np.array([int(x) for x in near.ravel()], dtype=object).reshape(near.shape)
    extended: Extended = near.astype(np.longdouble) + rest.astype(np.float64)
    return extended


class _IntegerRays:
    """Rays (x, v) as integers without common divisor: int64 while nothing can overflow."""

    def __init__(self, payoffs: Integers) -> None:
        self.shape = payoffs.shape
        self.payoffs: Whole = narrow(payoffs)
        self.largest = int(payoffs.max())
        d = self.shape[0]
        self.values: Whole = np.eye(d + 1, dtype=np.int64).astype(self.payoffs.dtype)
        self.slack: Whole = self.values[:, 0]

    def begin(self, reply: int) -> None:
        self.values[:-1, -1] = self.payoffs[:, reply]

    def keep(self, kept: Flags) -> None:
        self.values = self.values[kept]

    def signs(self, reply: int) -> NDArray[np.int8]:
        if int(self.values.max()) * (self.largest + 1) * self.shape[0] >= _SAFE:
            self._widen()
        self.slack = self.values[:, -1] - self.values[:, :-1] @ self.payoffs[:, reply]
        return np.sign(self.slack).astype(np.int8)

    def cross(self, high: NDArray[np.intp], low: NDArray[np.intp], stay: Flags) -> None:
        steepest = max(int(self.slack.max()), -int(self.slack.min()))
        if 2 * steepest * int(self.values.max()) >= _SAFE:
            self._widen()
        lift, drop = self.slack[high], -self.slack[low]
        values = self.values[low] * lift[:, None] + self.values[high] * drop[:, None]
        values //= np.gcd.reduce(values, axis=1)[:, None]
        self.values = np.concatenate([self.values[stay], values])

    def _widen(self) -> None:
        self.values = self.values.astype(object)
        self.payoffs = self.payoffs.astype(object)
        self.slack = self.slack.astype(object)
