"""The efficient frontier of two parties as a function: the most for one that leaves the other so much.

Exact. Under the ``discrete`` convention it holds the efficient outcomes themselves; under the
``lottery`` convention also the lotteries over them, so that it is a chain of straight edges,
concave and falling.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from negotiate.bargaining.frontier import pareto_frontier
from negotiate.bargaining.problem import BargainingProblem
from negotiate.checks import one_of
from negotiate.errors import NotApplicable

__all__ = ["CONVENTIONS", "Mixture", "Point", "TwoPartyFrontier", "two_party_frontier"]

Point = tuple[Fraction, Fraction]
Mixture = tuple[tuple[int, Fraction], ...]

CONVENTIONS = ("discrete", "lottery")


@dataclass(frozen=True, eq=False)
class TwoPartyFrontier:
    """Efficient payoff pairs, the first party's rising and the second's falling.

    Attributes
    ----------
    points : tuple of pairs of Fraction
        The efficient outcomes, or the corners of their concave hull.
    positions : tuple of int
        An outcome of the problem at each point.
    convex : bool
        Whether lotteries between neighbouring points are possible.
    """

    points: tuple[Point, ...]
    positions: tuple[int, ...]
    convex: bool

    @cached_property
    def _rising(self) -> tuple[list[Fraction], list[Fraction]]:
        """The first party's payoffs, and the second's with the sign changed; both ascending."""
        return [u for u, _ in self.points], [-v for _, v in self.points]

    def best(self, player: int, floor: Fraction) -> Point:
        """Return the point best for a player among those that give the other at least ``floor``.

        Where none gives the other as much: the point that gives it the most.

        Examples
        --------
        >>> cake = BargainingProblem([(0, 4), (3, 3), (4, 0)], (0, 0), ("Home", "Foreign"), "bn USD")
        >>> two_party_frontier(cake).best(0, Fraction(2))
        (Fraction(10, 3), Fraction(2, 1))
        """
        first, second = self._rising
        if player == 0:
            near = max(bisect_right(second, -floor) - 1, 0)
            return self._on_edge(near, near + 1, 1, floor)
        below = bisect_right(first, floor)
        exact = below > 0 and first[below - 1] == floor
        near = min(below - 1 if exact else below, len(first) - 1)
        return self._on_edge(near, near - 1, 0, floor)

    def _on_edge(self, near: int, far: int, other: int, floor: Fraction) -> Point:
        """Move from a point that the other accepts towards the next one, down to its floor."""
        here = self.points[near]
        if not self.convex or not 0 <= far < len(self.points) or here[other] <= floor:
            return here
        there = self.points[far]
        step = (here[other] - floor) / (here[other] - there[other])
        return (here[0] + step * (there[0] - here[0]), here[1] + step * (there[1] - here[1]))

    def mixture(self, point: Point) -> Mixture:
        """Return the lottery over outcomes that gives a point of the frontier: (position, probability)."""
        first, _ = self._rising
        near = min(max(bisect_right(first, point[0]) - 1, 0), len(first) - 1)
        if first[near] == point[0] or near + 1 == len(first):
            return ((self.positions[near], Fraction(1)),)
        share = (point[0] - first[near]) / (first[near + 1] - first[near])
        return ((self.positions[near], 1 - share), (self.positions[near + 1], share))


def two_party_frontier(problem: BargainingProblem, convention: str = "lottery") -> TwoPartyFrontier:
    """Return the efficient frontier of two parties, exactly; the disagreement point plays no part.

    Raises
    ------
    InvalidInput
        For an unknown convention.
    NotApplicable
        For more than two players.

    Examples
    --------
    >>> cake = BargainingProblem([(0, 4), (1, 3), (3, 3), (4, 0)], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> two_party_frontier(cake).positions, two_party_frontier(cake, "discrete").positions
    ((0, 2, 3), (0, 2, 3))
    """
    convex = one_of("convention", convention, CONVENTIONS) == "lottery"
    if len(problem.players) != 2:
        raise NotApplicable(
            f"the frontier of two parties was asked for; the problem has {len(problem.players)} players."
        )
    first_at: dict[Point, int] = {}
    for position in pareto_frontier(problem).tolist():
        u, v = problem.payoffs(position)
        first_at.setdefault((u, v), position)
    points = sorted(first_at)
    if convex:
        points = _corners(points)
    return TwoPartyFrontier(tuple(points), tuple(first_at[point] for point in points), convex)


def _corners(points: list[Point]) -> list[Point]:
    """Keep the points at which the concave hull turns; points on a straight edge are left out."""
    kept: list[Point] = []
    for point in points:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) >= 0:
            kept.pop()
        kept.append(point)
    return kept


def _turn(a: Point, b: Point, c: Point) -> Fraction:
    """Return a number above 0 for a left turn at b, below 0 for a right turn."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
