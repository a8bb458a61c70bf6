"""Decimal numbers and whole units: how a term's value becomes an integer.

A float is read as the decimal that it prints as (0.1 is one tenth), so that a value halfway
between two units is halfway, and rounding half to even does the same everywhere.
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np

from negotiate.checks import exact_number

__all__ = ["decimal_number", "whole_units"]


def decimal_number(name: str, value: object) -> Fraction:
    """Read a number exactly, a float as the shortest decimal that stands for it.

    Raises
    ------
    InvalidInput
        For NaN, infinities, complex numbers, booleans and words, named by ``name``.

    Examples
    --------
    >>> decimal_number("rate", 0.1), decimal_number("rate", "2/3")
    (Fraction(1, 10), Fraction(2, 3))
    """
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if isinstance(value, float | np.floating) and math.isfinite(value):
        return Fraction(Decimal(repr(float(value))))
    return exact_number(name, value)


def whole_units(value: Fraction, resolution: Fraction) -> int:
    """Round a value to a whole number of units of the resolution, halves to even.

    Examples
    --------
    >>> [whole_units(Fraction(k, 4), Fraction(1, 2)) for k in (1, 2, 3, 5)]
    [0, 1, 2, 2]
    """
    return round(value / resolution)
