"""Convex polygons with exact corners: the hull of points, and what is left of it above a floor."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

__all__ = ["Point", "Polygon", "above", "hull"]

Point = tuple[Fraction, Fraction]
Polygon = tuple[Point, ...]


def hull(points: Iterable[Point]) -> Polygon:
    """Return the corners of the convex hull, anticlockwise; one or two where it has no area.

    Examples
    --------
    >>> corners = hull([(0, 0), (2, 0), (1, 1), (1, 0), (0, 2)])
    >>> corners
    ((0, 0), (2, 0), (0, 2))
    """
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return tuple(ordered)
    lower, upper = _chain(ordered), _chain(ordered[::-1])
    return tuple(lower[:-1] + upper[:-1])


def _chain(ordered: list[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in ordered:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept


def _turn(a: Point, b: Point, c: Point) -> Fraction:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def above(polygon: Polygon, floor: Point) -> Polygon:
    """Return the part of a convex polygon in which neither coordinate is below the floor.

    Examples
    --------
    >>> square = tuple((Fraction(x), Fraction(y)) for x, y in ((0, 0), (2, 0), (2, 2), (0, 2)))
    >>> [tuple(map(int, corner)) for corner in above(square, (Fraction(1), Fraction(1)))]
    [(1, 1), (2, 1), (2, 2), (1, 2)]
    """
    for axis in (0, 1):
        polygon = _cut(polygon, axis, floor[axis])
    return hull(polygon)


def _cut(polygon: Polygon, axis: int, least: Fraction) -> Polygon:
    """Keep what is at or above ``least`` on one axis (Sutherland and Hodgman)."""
    kept: list[Point] = []
    for here, there in zip(polygon, (*polygon[1:], *polygon[:1]), strict=True):
        if here[axis] >= least:
            kept.append(here)
        if (here[axis] - least) * (there[axis] - least) < 0:
            step = (least - here[axis]) / (there[axis] - here[axis])
            kept.append((here[0] + step * (there[0] - here[0]), here[1] + step * (there[1] - here[1])))
    return tuple(kept)
