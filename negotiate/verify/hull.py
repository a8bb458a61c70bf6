"""The frontier of the lotteries between two parties: its corners, and the best place on it, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

__all__ = ["best_lottery", "frontier", "on_ray", "rational_part"]

Point = tuple[Fraction, ...]


def frontier(points: Sequence[Point]) -> list[Point]:
    """Return the corners of the efficient frontier of all lotteries over points of two parties.

    In the order of the first party's gain, which rises while the second's falls.

    Examples
    --------
    >>> points = [(Fraction(x), Fraction(y)) for x, y in ((0, 3), (1, 1), (3, 0))]
    >>> [tuple(map(int, corner)) for corner in frontier(points)]
    [(0, 3), (3, 0)]
    """
    if any(len(point) != 2 for point in points):
        raise ValueError("frontiers of lotteries are worked out for two parties")
    corners: list[Point] = []
    for point in sorted(set(points)):
        while corners and corners[-1][1] <= point[1]:
            corners.pop()
        while len(corners) > 1 and _turns_left(corners[-2], corners[-1], point):
            corners.pop()
        corners.append(point)
    return corners


def _turns_left(a: Point, b: Point, c: Point) -> bool:
    """Say whether b lies on or below the line from a to c."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) >= 0


def rational_part(corners: Sequence[Point]) -> list[Point]:
    """Return the part of a frontier at which neither party gains less than nothing."""
    kept: set[Point] = set()
    for here, there in pairwise([*corners, corners[-1]]):
        ends = [here, *(_crossing(here, there, axis) for axis in (0, 1)), there]
        kept |= {point for point in ends if point is not None and min(point) >= 0}
    return sorted(kept)


def _crossing(here: Point, there: Point, axis: int) -> Point | None:
    """Return where an edge crosses 0 in one gain."""
    if here[axis] * there[axis] >= 0:
        return None
    share = here[axis] / (here[axis] - there[axis])
    return tuple(a + share * (b - a) for a, b in zip(here, there, strict=True))


def best_lottery(gains: Sequence[Point], weights: Point) -> Point:
    """Return the gains of the lottery with the largest weighted product, in closed form edge by edge."""
    corners = rational_part(frontier(gains))
    a, b = weights
    for here, there in pairwise(corners):
        wide, down = there[0] - here[0], there[1] - here[1]
        # along the edge the log of the product rises up to this share of the way
        share = -(a * wide * here[1] + b * down * here[0]) / ((a + b) * wide * down)
        if share < 1:
            return tuple(u + max(share, Fraction(0)) * (v - u) for u, v in zip(here, there, strict=True))
    return corners[-1]


def on_ray(corners: Sequence[Point], shift: Point, scale: Point) -> Point:
    """Return where both parties are equal in ``(gain - shift) / scale``, or the nearest end."""

    def lead(point: Point) -> Fraction:
        return (point[0] - shift[0]) / scale[0] - (point[1] - shift[1]) / scale[1]

    for here, there in pairwise(corners):
        if lead(here) <= 0 <= lead(there):
            share = lead(here) / (lead(here) - lead(there))
            return tuple(u + share * (v - u) for u, v in zip(here, there, strict=True))
    return corners[0] if lead(corners[0]) > 0 else corners[-1]
