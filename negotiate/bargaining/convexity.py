"""Where a falling chain of points bends: the sign of a cross product, decided exactly.

A falling chain goes to the right and down. At a point between two neighbours the chain is
strictly concave where the fall after it is steeper than the fall before it: with the steps
:math:`(w, h)` before and :math:`(w', h')` after, where :math:`w h' > w' h`. Floats decide where
rounding cannot, products split into two floats where the steps are exact, rationals elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

__all__ = ["concave_chain"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Point = Callable[[int], tuple[Fraction, ...]]

_MARGIN = 2.0**-48  # far above the relative rounding error of a product of two steps
_SPLITTER = 2.0**27 + 1  # halves the digits of a float64
_TINY, _HUGE = 1e-140, 1e140  # between which no product under- or overflows
_WORTH_A_PASS = 16  # a pass over all points must remove at least one in so many


def concave_chain(points: Floats, point: Point, *, rounded: bool) -> Ints:
    """Return the corners of the smallest concave chain above a falling chain of points.

    Parameters
    ----------
    points : ndarray, shape (points, 2)
        The first column rises strictly, the second falls strictly (perhaps by less than floats
        can tell).
    point : callable
        Takes a row's number, returns the exact point.
    rounded : bool
        Whether ``points`` are rounded values of the exact ones.

    Returns
    -------
    ndarray of int
        Rows, ascending. Points on a straight edge are no corners.
    """
    corners = np.arange(len(points))
    while len(corners) > 2:
        keep = np.ones(len(corners), dtype=bool)
        keep[1:-1] = _bends(points, corners, point, rounded=rounded)
        removed = len(corners) - np.count_nonzero(keep)
        corners = corners[keep]
        if not removed:
            break
        if removed * _WORTH_A_PASS < len(corners):
            return _one_by_one(points, corners, point, rounded=rounded)
    return corners


def _bends(points: Floats, corners: Ints, point: Point, *, rounded: bool) -> NDArray[np.bool_]:
    """Say for each inner corner whether it lies strictly above the line between its neighbours.

    Those that do not are corners of no concave chain, so all of them can go at once.
    """
    steps = np.abs(np.diff(points[corners], axis=0))
    left = steps[:-1, 0] * steps[1:, 1]
    right = steps[1:, 0] * steps[:-1, 1]
    bends = left > right
    # a rounded point is off by its last digit, which a step may consist of
    slack = np.abs(points[corners]).max() * 2.0**-50 if rounded else 0.0
    error = _MARGIN * np.maximum(left, right) + slack * (
        steps[:-1].sum(axis=1) + steps[1:].sum(axis=1) + slack
    )
    extremes = (steps < _TINY) | (steps > _HUGE)
    doubtful = (np.abs(left - right) <= error) | extremes[:-1].any(axis=1) | extremes[1:].any(axis=1)
    if not rounded and doubtful.any():
        places = np.flatnonzero(doubtful)
        decided, sign = _two_float_signs(points, corners, places)
        bends[places[decided]] = sign[decided] > 0
        doubtful[places[decided]] = False
    for place in np.flatnonzero(doubtful).tolist():
        bends[place] = _bends_exactly(*(point(int(c)) for c in corners[place : place + 3]))
    return bends


def _two_float_signs(points: Floats, corners: Ints, places: Ints) -> tuple[NDArray[np.bool_], Floats]:
    """Return where the steps are exact, and there the exact sign of the difference of products."""
    before, here, after = (points[corners[places + k]] for k in range(3))
    first, first_error = _difference(here, before)
    second, second_error = _difference(after, here)
    sizes = np.abs(np.hstack([first, second]))
    decided = (np.hstack([first_error, second_error]) == 0).all(axis=1)
    decided &= ((sizes > _TINY) & (sizes < _HUGE)).all(axis=1)
    with np.errstate(all="ignore"):
        left, left_rest = _product(first[:, 0], -second[:, 1])
        right, right_rest = _product(second[:, 0], -first[:, 1])
        # equal roundings: the rests decide; unequal ones keep the order of the products
        sign = np.where(left == right, np.sign(left_rest - right_rest), np.sign(left - right))
    return decided, sign


def _difference(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Return the rounded difference and what rounding lost (Knuth's two-sum)."""
    difference = a - b
    virtual = a - difference
    return difference, (a - (difference + virtual)) + (virtual - b)


def _product(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Return the rounded product and what rounding lost (Dekle's two-product)."""
    product = a * b
    a_high = _SPLITTER * a - (_SPLITTER * a - a)
    b_high = _SPLITTER * b - (_SPLITTER * b - b)
    a_low, b_low = a - a_high, b - b_high
    rest = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)
    return product, rest


def _bends_exactly(
    before: tuple[Fraction, ...], here: tuple[Fraction, ...], after: tuple[Fraction, ...]
) -> bool:
    left = (here[0] - before[0]) * (here[1] - after[1])
    return left > (after[0] - here[0]) * (before[1] - here[1])


def _one_by_one(points: Floats, corners: Ints, point: Point, *, rounded: bool) -> Ints:
    """Build the chain from left to right, dropping corners that a new point buries."""
    slack = np.abs(points[corners]).max() * 2.0**-50 if rounded else 0.0
    kept: list[int] = []
    places: list[tuple[float, float]] = []
    for row, here in zip(corners.tolist(), points[corners].tolist(), strict=True):
        while len(kept) > 1:
            (x, y), (middle_x, middle_y) = places[-2:]
            steps = (middle_x - x, y - middle_y, here[0] - middle_x, middle_y - here[1])
            left, right = steps[0] * steps[3], steps[2] * steps[1]
            error = _MARGIN * max(left, right) + slack * (sum(steps) + slack)
            if min(steps) > _TINY and max(steps) < _HUGE and abs(left - right) > error:
                bends = left > right
            else:
                bends = _bends_exactly(point(kept[-2]), point(kept[-1]), point(row))
            if bends:
                break
            kept.pop()
            places.pop()
        kept.append(row)
        places.append((here[0], here[1]))
    return np.array(kept, dtype=np.intp)
