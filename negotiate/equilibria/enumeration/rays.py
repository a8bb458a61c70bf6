"""The rays of a growing polyhedral cone, with signs that are exact.

A ray is ``(x, v)`` up to a positive multiple: weights on the strategies and a payoff. ``FloatRays``
are quick, and give up where a sign is within their bound on error; ``IntegerRays`` never do. All coordinates
are sums of non-negative numbers, so relative errors can be bounded as they are made.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.equilibria.enumeration.scaling import Integers, narrow

__all__ = ["DoubtfulSignError", "FloatRays", "IntegerRays", "Places", "Rays"]

Flags = NDArray[np.bool_]
Places = NDArray[np.intp]
Signs = NDArray[np.int8]
Extended = NDArray[np.longdouble]
Whole = NDArray[Any]  # of int64 or of Python ints

_SAFE = 2**62  # an int64 result proven to stay below this cannot wrap around
_UNIT = np.finfo(np.longdouble).eps  # twice the unit roundoff
_LARGEST_ERROR, _SMALLEST = 1e-6, 1e-250  # floats that lose digits, or near underflow, are given up


class DoubtfulSignError(Exception):
    """A float is too near zero for its sign to be known."""


class Rays(ABC):
    """Rays (x, v) of a cone to which one reply after another is added."""

    values: Whole | Extended
    payoffs: Whole | Extended

    def __init__(self, payoffs: Integers) -> None:
        self.shape = payoffs.shape

    def begin(self, reply: int) -> None:
        """Start with one reply: each strategy by itself, then the direction of ``v``."""
        self.values[:-1, -1] = self.payoffs[:, reply]

    def keep(self, kept: Flags) -> None:
        """Drop the other rays."""
        self.values = self.values[kept]

    @abstractmethod
    def signs(self, reply: int) -> Signs:
        """Return the sign of ``v - x'b`` at each ray, for a reply with payoffs ``b``."""

    @abstractmethod
    def cross(self, high: Places, low: Places, stay: Flags) -> None:
        """Keep some rays, and add those where the edges from ``high`` to ``low`` meet the last reply."""


class FloatRays(Rays):
    """Rays in extended floats, each coordinate within a relative ``error`` of the exact one."""

    def __init__(self, payoffs: Integers) -> None:
        super().__init__(payoffs)
        self.payoffs = _extended(payoffs)
        self.values = np.eye(len(payoffs) + 1, dtype=np.longdouble)
        self.error: Extended = np.full(len(payoffs) + 1, _UNIT)
        self.slack: Any = self.error
        self.slack_error: Any = self.error

    def keep(self, kept: Flags) -> None:
        """Drop the other rays."""
        super().keep(kept)
        self.error = self.error[kept]

    def signs(self, reply: int) -> Signs:
        """Return the sign of each slack, or raise where one is within its error."""
        x, v = self.values[:, :-1], self.values[:, -1]
        cost = x @ self.payoffs[:, reply]
        self.slack = v - cost
        self.slack_error = (self.error + (len(x[0]) + 4) * _UNIT) * (v + cost) * 1.001
        if not (np.abs(self.slack) > self.slack_error).all():
            raise DoubtfulSignError
        signs: Signs = np.sign(self.slack).astype(np.int8)
        return signs

    def cross(self, high: Places, low: Places, stay: Flags) -> None:
        """Keep some rays, add others, and bound their errors."""
        lift, drop = self.slack[high], -self.slack[low]
        values = self.values[low] * lift[:, None] + self.values[high] * drop[:, None]
        values /= values.max(axis=1)[:, None]
        relative = self.slack_error / np.abs(self.slack)
        off = relative / (1 - relative)
        error = np.maximum((1 + self.error[low]) * (1 + off[high]), (1 + self.error[high]) * (1 + off[low]))
        error = (error - 1) * 1.001 + 6 * _UNIT
        if error.max() > _LARGEST_ERROR or values[values > 0].min() < _SMALLEST:
            raise DoubtfulSignError
        self.values = np.concatenate([self.values[stay], values])
        self.error = np.concatenate([self.error[stay], error])


def _extended(integers: Integers) -> Extended:
    """Round integers to the nearest extended floats, or next to them."""
    near = integers.astype(np.float64)
    rest = integers - np.array([int(x) for x in near.ravel()], dtype=object).reshape(near.shape)
    extended: Extended = near.astype(np.longdouble) + rest.astype(np.float64)
    return extended


class IntegerRays(Rays):
    """Rays as integers without common divisor: int64 while nothing can overflow, then Python ints."""

    def __init__(self, payoffs: Integers) -> None:
        super().__init__(payoffs)
        self.payoffs = narrow(payoffs)
        self.largest = int(payoffs.max())
        self.values = np.eye(len(payoffs) + 1, dtype=np.int64).astype(self.payoffs.dtype)
        self.slack: Whole = self.values[:, 0]

    def signs(self, reply: int) -> Signs:
        """Return the sign of each slack."""
        if int(self.values.max()) * (self.largest + 1) * self.shape[0] >= _SAFE:
            self._widen()
        self.slack = self.values[:, -1] - self.values[:, :-1] @ self.payoffs[:, reply]
        return np.sign(self.slack).astype(np.int8)

    def cross(self, high: Places, low: Places, stay: Flags) -> None:
        """Keep some rays, and add others."""
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
