"""Lotteries between two parties as a convex set: every answer is exact.

A measure is largest on an edge of the frontier, and there in closed form. The proof of a point
is a direction, none of whose entries is negative, in which no outcome lies beyond it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from negotiate.bargaining.chain import Chain, Place
from negotiate.bargaining.convex import NO_DEAL_FOR_ALL, ConvexSet, Found, Vector
from negotiate.bargaining.lottery import LotteryProblem
from negotiate.bargaining.lottery_solution import LotterySolution
from negotiate.bargaining.problem import BargainingProblem

__all__ = ["Polygon"]

ZERO, ONE = Fraction(0), Fraction(1)


class Polygon(ConvexSet[LotterySolution]):
    """The lotteries of a problem between two players."""

    players = 2

    def __init__(self, problem: LotteryProblem) -> None:
        self.problem = problem
        self.chain = Chain(problem)

    @cached_property
    def _ends(self) -> tuple[Place, Place]:
        return self.chain.rational_part()

    def refusal(self) -> Mapping[str, Any] | None:
        """Return the proof that no lottery is better for both; None where there is one."""
        place = self.chain.crossing(lambda gains: gains[0] - gains[1])
        gains = self.chain.gains_at(place)
        if min(gains) > 0:
            return None
        best_for_first = place.corner == len(self.chain) - 1 and gains[0] < gains[1]
        direction = (ONE, ZERO) if best_for_first else self.chain.direction(place)
        return {
            "largest_least_gain": float(min(gains)),
            "direction": [float(weight) for weight in direction],
            "largest_gain_in_direction": largest_beyond(self.problem.points, direction, (ZERO, ZERO)),
        }

    def ideal(self) -> tuple[Fraction, ...]:
        """Return the most that each can gain without a loss to the other, exactly."""
        first, last = self._ends
        return self.chain.gains_at(last)[0], self.chain.gains_at(first)[1]

    def ray(self, shift: Vector, scale: Vector) -> Found:
        """Return where both are equal in ``(gain - shift) / scale``, or the nearest efficient place."""
        (shift_1, shift_2), (scale_1, scale_2) = ([Fraction(entry) for entry in v] for v in (shift, scale))

        def lead(gains: Sequence[Fraction]) -> Fraction:
            return (gains[0] - shift_1) / scale_1 - (gains[1] - shift_2) / scale_2

        place = self._clamped(self.chain.crossing(lead), *self._ends)
        first_is_behind = lead(self.chain.gains_at(place)) < 0
        return self.at(place, (ONE, ZERO) if first_is_behind else self.chain.direction(place))

    def top(self, weights: Sequence[Fraction]) -> Found:
        """Return the place with the largest weighted sum; of an edge that ties, the most equal gains."""
        chain, (first, last) = self.chain, self._ends

        def rise(corner: int) -> Fraction:
            return weights[0] * chain.step(corner)[0] + weights[1] * chain.step(corner)[1]

        edges = len(chain) - 1
        low = chain.first(lambda k: k == edges or rise(k) <= 0)
        high = chain.first(lambda k: k == edges or rise(k) < 0)
        start = self._clamped(Place(low, ZERO), first, last)
        end = self._clamped(Place(high, ZERO), first, last)
        equal = chain.crossing(lambda gains: gains[0] - gains[1])
        place = self._clamped(equal, start, end)
        gains = chain.gains_at(place)
        tied = [[float(gain) for gain in chain.gains_at(end_of_tie)] for end_of_tie in (start, end)]
        proof = {"total": float(_dot(weights, gains)), "gains_of_tied_ends": tied if start != end else []}
        unhindered = Place(low, ZERO) <= place <= Place(high, ZERO)
        normal = tuple(weight / sum(weights) for weight in weights)
        return self.at(place, normal if unhindered else chain.direction(place), **proof)

    def product(self, weights: Sequence[Fraction]) -> Found:
        """Return the place with the largest weighted product of gains, in closed form."""
        chain, (a, b) = self.chain, weights

        def past(corner: int) -> bool:
            here = chain.gains(corner)
            if here[0] <= 0 or corner == len(chain) - 1:
                return here[0] > 0
            wide, down = chain.step(corner)
            return here[1] <= 0 or a * wide * here[1] + b * down * here[0] <= 0

        corner = chain.first(past)
        place = Place(min(corner, len(chain) - 1), ZERO)
        if corner:
            here, (wide, down) = chain.gains(corner - 1), chain.step(corner - 1)
            along = -(a * wide * here[1] + b * down * here[0]) / (wide * down)
            place = Place(corner - 1, along) if along < 1 else place
        gains = chain.gains_at(place)
        normal = tuple(weight / gain for weight, gain in zip(weights, gains, strict=True))
        proof = {"normal_inequality": largest_beyond(self.problem.points, normal, gains)}
        return self.at(place, tuple(entry / sum(normal) for entry in normal), **proof)

    def at(self, place: Place, direction: Sequence[Fraction], **proof: Any) -> Found:
        """Return a place, with the proof that no outcome lies beyond it in a direction."""
        gains = self.chain.gains_at(place)
        shown = {
            "direction": [float(weight) for weight in direction],
            "largest_beyond": largest_beyond(self.problem.points, direction, gains),
            "decided": "exactly",
        }
        return Found(gains, self.chain.lottery(place), {**shown, **proof})

    @staticmethod
    def _clamped(place: Place, low: Place, high: Place) -> Place:
        return min(max(place, low), high)

    def solution(
        self, concept: str, found: Found, proof: Mapping[str, Any], options: Mapping[str, object]
    ) -> LotterySolution:
        """Return the lottery at a place."""
        proven = {**found.proof, **proof}
        return LotterySolution(
            self.problem, concept, lottery=found.deal, exact=True, proof=proven, options=options
        )

    def no_agreement(
        self, concept: str, proof: Mapping[str, Any], options: Mapping[str, object]
    ) -> LotterySolution:
        """Return the answer where no lottery is better for both."""
        return LotterySolution(
            self.problem,
            concept,
            lottery=[],
            exact=True,
            proof=proof,
            reason=NO_DEAL_FOR_ALL,
            options=options,
        )


def largest_beyond(
    points: BargainingProblem, direction: Sequence[Fraction], gains: Sequence[Fraction]
) -> float:
    """Return how far the farthest outcome lies beyond some gains in a direction; 0 where none does.

    Worked out over all outcomes: in floats to find the farthest, in rationals for how far.
    """
    largest = max(direction)
    total = np.zeros(len(points.feasible))
    for column, weight in zip(points.feasible.T, direction, strict=True):
        total += column * (float(weight / largest) / len(direction))
    farthest = points.gains(int(total.argmax()))
    return float(_dot(direction, farthest) - _dot(direction, gains))


def _dot(weights: Sequence[Fraction], gains: Sequence[Fraction]) -> Fraction:
    return sum((weight * gain for weight, gain in zip(weights, gains, strict=True)), Fraction(0))
