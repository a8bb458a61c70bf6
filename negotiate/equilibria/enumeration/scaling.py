"""Payoffs as small integers that leave every best reply where it was.

A row player's best replies to ``y`` do not change when a constant is added to a whole column of
``A``, nor when ``A`` is multiplied by a positive number; likewise for the rows of ``B``. So any
rational payoffs become non-negative integers with a zero in each column (each row of ``B``) and
no common divisor, and equilibria are the same, number for number.
"""

from __future__ import annotations

from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import exact_array
from negotiate.errors import InvalidInput

__all__ = ["Integers", "integer_payoffs", "narrow"]

Integers = NDArray[np.object_]

_SAFE = 2**62


def integer_payoffs(A: object, B: object) -> tuple[Integers, Integers]:
    """Return integer payoffs with the same best replies, as arrays of Python ints.

    Parameters
    ----------
    A, B : array-like of exact numbers
        Shape (rows, columns): payoffs of the row player, who maximises ``x'Ay``, and of the
        column player, who maximises ``x'By``.

    Raises
    ------
    InvalidInput
        For anything but finite real numbers, and where the shapes differ.

    Examples
    --------
    >>> A, B = integer_payoffs([["0.1", "0.3"], ["0.2", "0.3"]], [[5, 7], [100, 98]])
    >>> A.tolist(), B.tolist()
    ([[0, 0], [1, 0]], [[0, 1], [1, 0]])
    """
    rows = exact_array("A", A, ("rows", "columns"))
    columns = exact_array("B", B, ("rows", "columns"))
    if rows.shape != columns.shape:
        raise InvalidInput(f"B has shape {columns.shape}; it must have the shape of A, {rows.shape}.")
    return _reduced(rows), _reduced(columns.T).T


def _reduced(payoffs: Integers) -> Integers:
    """Scale by a positive number and shift each column, to non-negative integers without common divisor."""
    flat = payoffs.ravel().tolist()
    common = lcm(*(number.denominator for number in flat))
    whole = [number.numerator * (common // number.denominator) for number in flat]
    integers = np.array(whole, dtype=object).reshape(payoffs.shape)
    integers -= integers.min(axis=0)
    divisor = gcd(*integers.ravel().tolist())
    if divisor > 1:
        integers //= divisor
    return integers


def narrow(integers: Integers) -> NDArray[np.int64] | Integers:
    """Return the integers as int64 where they fit with room to spare, else as they are."""
    largest = max(abs(int(integers.max())), abs(int(integers.min())))
    return integers.astype(np.int64) if largest < _SAFE else integers
