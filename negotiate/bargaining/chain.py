"""Two parties: the frontier of lotteries as a chain of edges, and places on it, exactly.

From the second player's best outcome to the first's, the efficient lotteries form a concave
chain of edges between corners. A measure that rises along the chain crosses zero once, in an
edge found by bisection; there it is linear, so the place is a rational number.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.convexity import concave_chain
from negotiate.bargaining.frontier import pareto_frontier
from negotiate.bargaining.lottery import LotteryProblem
from negotiate.bargaining.problem import BargainingProblem
from negotiate.checks import instance_of
from negotiate.errors import NotApplicable

__all__ = ["Chain", "Place", "lottery_frontier"]

Ints = NDArray[np.intp]

_FEW = 512  # outcomes that need no sieve
_DIRECTIONS = (1, 7)  # in which the best outcomes are looked for, beside each player's own
_MARGIN = 1e-9  # of the second player's range, below which an outcome counts as inside
_FLAT = 1e-6  # least range, as a share of the largest payoff, for which the margin is safe
Gains = tuple[Fraction, ...]


class Place(NamedTuple):
    """A corner of the chain, and how far along the edge to the next one, from 0 to below 1."""

    corner: int
    along: Fraction


def lottery_frontier(problem: LotteryProblem) -> Ints:
    """Return the outcomes at the corners of the Pareto frontier of lotteries, for two players.

    The efficient lotteries are those over an outcome and the next in the list. Exact on the
    numbers given; of outcomes with equal payoffs the first stands for all.

    Parameters
    ----------
    problem : LotteryProblem
        Of two players. The disagreement point plays no part.

    Returns
    -------
    ndarray of int
        From the second player's best outcome to the first's.

    Raises
    ------
    NotApplicable
        For more than two players.

    Examples
    --------
    >>> points = BargainingProblem([(4, 0), (1, 2), (0, 4), (2, 3)], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> lottery_frontier(LotteryProblem(points))
    array([2, 3, 0])
    """
    instance_of("problem", problem, LotteryProblem)
    points = problem.points
    if len(points.players) != 2:
        raise NotApplicable(
            f"the frontier of lotteries is a chain of edges for two players; the problem has "
            f"{len(points.players)}. Use pareto_frontier, or a solution, which take any number."
        )
    high = _not_clearly_inside(points)
    some = points if len(high) == len(points.feasible) else points.restrict(high)
    efficient = high[_in_order(some, pareto_frontier(some))]
    corners = concave_chain(
        points.feasible[efficient],
        lambda row: points.payoffs(int(efficient[row])),
        rounded=points.exact_feasible is not None,
    )
    return efficient[corners]


def _not_clearly_inside(points: BargainingProblem) -> Ints:
    """Return the outcomes that are not well below lotteries over a few of the best.

    Those are the best in one direction, then in some more, and each player's own. Only for
    payoffs that floats hold exactly, so that no rounding of theirs can be as large as the margin.
    """
    left, payoffs = np.arange(len(points.feasible)), points.feasible
    if points.exact_feasible is not None:
        return left
    for directions in _DIRECTIONS:
        if len(left) < _FEW:
            break
        high = _high(payoffs, directions)
        left, payoffs = left[high], payoffs[high]
    return left


def _high(payoffs: NDArray[np.float64], directions: int) -> Ints:
    """Return the rows that are not well below the straight lines between a few extreme ones."""
    first, second = payoffs.T
    spans = [column.max() / 2 - column.min() / 2 for column in (first, second)]
    if not min(spans) > _FLAT * np.abs(payoffs).max():
        return np.arange(len(payoffs))
    tops = [int(second.argmax()), int(first.argmax())]
    for share in np.linspace(0, 1, directions + 2)[1:-1]:
        tops.append(int((first * (share / spans[0]) + second * ((1 - share) / spans[1])).argmax()))
    across, up = np.unique(payoffs[tops], axis=0).T
    height = np.interp(first, across, up, left=-np.inf, right=-np.inf)
    return np.flatnonzero(second >= height - _MARGIN * spans[1])


def _in_order(points: BargainingProblem, efficient: Ints) -> Ints:
    """Sort efficient outcomes by the first player's payoff, one of each."""
    if points.exact_feasible is not None:
        first = {points.payoffs(outcome): outcome for outcome in reversed(efficient.tolist())}
        return np.array([first[payoffs] for payoffs in sorted(first)], dtype=np.intp)
    _, where = np.unique(points.feasible[efficient, 0], return_index=True)
    return efficient[where]


class Chain:
    """The frontier of lotteries between two players, measured in gains over disagreement.

    Parameters
    ----------
    problem : LotteryProblem
        Of two players.
    """

    def __init__(self, problem: LotteryProblem) -> None:
        self.points = problem.points
        self.outcomes = lottery_frontier(problem)

    def __len__(self) -> int:
        return len(self.outcomes)

    def gains(self, corner: int) -> Gains:
        """Return the exact gains at a corner."""
        return self.points.gains(int(self.outcomes[corner]))

    def step(self, corner: int) -> Gains:
        """Return the change in gains from a corner to the next."""
        here, there = self.gains(corner), self.gains(corner + 1)
        return tuple(b - a for a, b in zip(here, there, strict=True))

    def gains_at(self, place: Place) -> Gains:
        """Return the exact gains at a place."""
        here = self.gains(place.corner)
        if not place.along:
            return here
        step = self.step(place.corner)
        return tuple(gain + place.along * change for gain, change in zip(here, step, strict=True))

    def lottery(self, place: Place) -> list[tuple[int, Fraction]]:
        """Return a place as outcomes with probabilities."""
        here = (int(self.outcomes[place.corner]), 1 - place.along)
        return [here, (int(self.outcomes[place.corner + 1]), place.along)] if place.along else [here]

    def direction(self, place: Place) -> Gains:
        """Return weights, none negative, whose weighted sum of gains is largest at the place.

        They sum to 1. At a corner they belong to the edge before it; at an end without edges
        to the player who cannot gain more.
        """
        edge = place.corner if place.along else place.corner - 1
        if edge < 0:
            return Fraction(0), Fraction(1)
        wide, down = self.step(edge)
        return -down / (wide - down), wide / (wide - down)

    def first(self, wanted: Callable[[int], bool]) -> int:
        """Return the first corner that is as wanted, where all later ones are; else their number."""
        return bisect_left(range(len(self)), True, key=wanted)

    def crossing(self, measure: Callable[[Gains], Fraction]) -> Place:
        """Return where a linear measure that rises along the chain reaches 0; else the nearer end."""
        corner = self.first(lambda k: measure(self.gains(k)) >= 0)
        if corner in (0, len(self)):
            return Place(min(corner, len(self) - 1), Fraction(0))
        before, after = measure(self.gains(corner - 1)), measure(self.gains(corner))
        return Place(corner - 1, before / (before - after)) if after else Place(corner, Fraction(0))

    def rational_part(self) -> tuple[Place, Place]:
        """Return the ends of the part that nobody likes less than disagreement, where there is one."""
        return self.crossing(lambda gains: gains[0]), self.crossing(lambda gains: -gains[1])
