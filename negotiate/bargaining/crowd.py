"""Lotteries among more than two parties as a convex set: columns are outcomes.

Which outcomes matter is found in floats; the lottery that results is a list of rationals, and
payoffs and proof are worked out from these and the numbers given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.columns import ColumnSet
from negotiate.bargaining.convex import NO_DEAL_FOR_ALL, Found
from negotiate.bargaining.lottery import LotteryProblem
from negotiate.bargaining.lottery_solution import LotterySolution
from negotiate.bargaining.polygon import largest_beyond
from negotiate.bargaining.problem import BargainingProblem

__all__ = ["Crowd"]

Floats = NDArray[np.float64]

_TOLERANCE = 1e-13
_AT_ONCE = 16  # outcomes that join at a time


def _gains(points: BargainingProblem) -> Floats:
    """Return the gains in all outcomes, each rounded only once."""
    if points.floats_are_exact:
        return points.feasible - points.disagreement
    rows = (points.gains(outcome) for outcome in range(len(points.feasible)))
    return np.array([[float(gain) for gain in row] for row in rows])


class Crowd(ColumnSet[LotterySolution]):
    """The lotteries of a problem between any number of players.

    A gain for all that is below a billionth of what is at stake for somebody counts as none.
    """

    def __init__(self, problem: LotteryProblem) -> None:
        super().__init__(len(problem.players), _TOLERANCE)
        self.problem = problem
        self._all = _gains(problem.points)

    def best(self, direction: Floats) -> tuple[Floats, list[Any]]:
        """Return the outcomes that are best in a direction, best first."""
        totals = self._all @ direction
        count = min(_AT_ONCE, len(totals))
        some = np.argpartition(totals, -count)[-count:]
        order = some[np.lexsort((some, -totals[some]))]
        return self._all[order], order.tolist()

    def realised(self, deals: Sequence[tuple[Any, float]]) -> tuple[tuple[Fraction, ...], Any]:
        """Return exact gains of a lottery whose probabilities are made to sum to 1 exactly."""
        shares = [Fraction(share) for _, share in deals]
        lottery = [(k, share / sum(shares)) for (k, _), share in zip(deals, shares, strict=True)]
        payoffs, reservation = self.problem.payoffs(lottery), self.problem.points.reservation
        return tuple(u - d for u, d in zip(payoffs, reservation, strict=True)), lottery

    def beyond(self, direction: Floats, gains: Sequence[Any]) -> float:
        """Return how far the farthest outcome lies beyond some gains in a direction."""
        exact = [Fraction(entry) for entry in direction.tolist()]
        return largest_beyond(self.problem.points, exact, [Fraction(gain) for gain in gains])

    def solution(
        self, concept: str, found: Found, proof: Mapping[str, Any], options: Mapping[str, object]
    ) -> LotterySolution:
        """Return the lottery at a point."""
        proven = {**found.proof, **proof}
        return LotterySolution(
            self.problem, concept, lottery=found.deal, exact=False, proof=proven, options=options,
            packages=("scipy",),
        )  # fmt: skip

    def no_agreement(
        self, concept: str, proof: Mapping[str, Any], options: Mapping[str, object]
    ) -> LotterySolution:
        """Return the answer where no lottery is better for all."""
        return LotterySolution(
            self.problem, concept, lottery=[], exact=False, proof=proof, reason=NO_DEAL_FOR_ALL,
            options=options, packages=("scipy",),
        )  # fmt: skip
