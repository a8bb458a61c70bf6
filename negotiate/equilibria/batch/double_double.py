"""Arrays of numbers with 106 bits: pairs of floats whose sum is the number (Dekker 1971).

A product is right to within 8 u², u = 2⁻⁵³, a quotient to within 32 u², and a sum to within 8 u²
times |a| + |b|, which may be more than the sum. The bounds proved for these algorithms are smaller
(Joldes, Muller & Popescu 2017, doi:10.1145/3121432).
Operands must be below 2⁹⁰⁰, and errors below 2⁻¹⁰⁰⁰ do not count.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["ROUNDING", "DoubleDouble", "Floats"]

Floats: TypeAlias = NDArray[np.float64]

ROUNDING = 8.0 * 2.0**-106
_SPLITTER = 2.0**27 + 1


class DoubleDouble:
    """An array of unevaluated sums ``high + low``, with ``high`` the nearest float to the sum.

    Examples
    --------
    >>> third = DoubleDouble(np.array([1.0])) / DoubleDouble(np.array([3.0]))
    >>> error = third * DoubleDouble(np.array([3.0])) - DoubleDouble(np.array([1.0]))
    >>> bool(abs(error.high[0]) < 1e-31)
    True
    """

    __slots__ = ("high", "low")

    def __init__(self, high: Floats, low: Floats | None = None) -> None:
        self.high = high
        self.low = np.zeros_like(high) if low is None else low

    @classmethod
    def difference(cls, a: Floats, b: Floats) -> DoubleDouble:
        """Return ``a - b`` without any error."""
        return cls(*_two_sum(a, -b))

    def __len__(self) -> int:
        return len(self.high)

    def __getitem__(self, key: Any) -> DoubleDouble:
        return DoubleDouble(self.high[key], self.low[key])

    def __neg__(self) -> DoubleDouble:
        return DoubleDouble(-self.high, -self.low)

    def __add__(self, other: DoubleDouble) -> DoubleDouble:
        high, error = _two_sum(self.high, other.high)
        return DoubleDouble(*_quick_two_sum(high, error + (self.low + other.low)))

    def __sub__(self, other: DoubleDouble) -> DoubleDouble:
        return self + -other

    def __mul__(self, other: DoubleDouble) -> DoubleDouble:
        high, error = _two_product(self.high, other.high)
        return DoubleDouble(*_quick_two_sum(high, error + (self.high * other.low + self.low * other.high)))

    def __truediv__(self, other: DoubleDouble) -> DoubleDouble:
        first = self.high / other.high
        rest = self - other * DoubleDouble(first)
        return DoubleDouble(*_quick_two_sum(first, rest.high / other.high))

    def scaled(self, powers: Floats) -> DoubleDouble:
        """Return the numbers times powers of two."""
        return DoubleDouble(self.high * powers, self.low * powers)


def _two_sum(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def _quick_two_sum(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    total = a + b
    return total, b - (total - a)


def _two_product(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    product = a * b
    a1, a2 = _split(a)
    b1, b2 = _split(b)
    return product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2


def _split(a: Floats) -> tuple[Floats, Floats]:
    shifted = _SPLITTER * a
    high = shifted - (shifted - a)
    return high, a - high
