r"""The Perles-Maschler solution: two points move along the frontier and meet.

One starts at each player's best deal, both so that :math:`\sqrt{-du_1 du_2}` per unit of time is the
same. They meet where the frontier's length in that measure is halved. Along an edge it grows
evenly, by the square root of the edge's width times its height, so on a polygon the meeting
point has a closed form. It is the solution that is superadditive: when two negotiations are
linked, nobody gets less than in both apart.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.chain import Chain, Place
from negotiate.bargaining.lottery import LotteryProblem
from negotiate.bargaining.lottery_solution import LotterySolution
from negotiate.bargaining.polygon import Polygon
from negotiate.checks import instance_of
from negotiate.errors import NotApplicable

__all__ = ["perles_maschler_lottery"]


def perles_maschler_lottery(problem: LotteryProblem) -> LotterySolution:
    """Find the lottery that halves the frontier in the Perles-Maschler measure.

    Payoffs are unique, closed form to rounding: lengths are square roots, the place on its edge
    is rational. Where no lottery is better for both, the answer is no agreement.

    Parameters
    ----------
    problem : LotteryProblem
        Of two players.

    Returns
    -------
    LotterySolution
        Its certificate holds the lengths on both sides of the deal, and a direction in which no
        outcome lies beyond.

    Raises
    ------
    NotApplicable
        For more than two players, for whom no such solution exists.

    References
    ----------
    .. [1] M. A. Perles and M. Maschler (1981), The super-additive solution for the Nash
       bargaining game, International Journal of Game Theory 10(3-4), 163-193.

    Examples
    --------
    >>> from negotiate.bargaining import BargainingProblem
    >>> points = BargainingProblem([(0, 4), (3, 3), (4, 0)], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> perles_maschler_lottery(LotteryProblem(points)).payoffs
    array([3., 3.])
    """
    instance_of("problem", problem, LotteryProblem)
    if len(problem.players) != 2:
        raise NotApplicable(
            f"the perles-maschler solution is for two players; the problem has {len(problem.players)}. "
            "No superadditive solution exists for more; choose nash or kalai-smorodinsky."
        )
    space = Polygon(problem)
    refusal = space.refusal()
    if refusal is not None:
        return space.no_agreement("perles-maschler", refusal, {})
    chain = space.chain
    place, before, after = _halfway(chain)
    found = space.at(place, chain.direction(place))
    proof = {"length_before": before, "length_after": after, "decided": "to rounding"}
    deal = space.solution("perles-maschler", found, proof, {})
    return LotterySolution(problem, deal.concept, lottery=deal.lottery, exact=False, proof=deal.proof)


def _halfway(chain: Chain) -> tuple[Place, float, float]:
    """Return the place that halves the length of the part both prefer, and the two lengths."""
    first, last = chain.rational_part()
    start, end = chain.gains_at(first), chain.gains_at(last)
    inner = range(first.corner + 1, last.corner + (1 if last.along else 0))
    stops = [first, *(Place(corner, Fraction(0)) for corner in inner), last]
    if first == last:
        return first, 0.0, 0.0
    gains = np.array([chain.points.feasible[chain.outcomes[k]] for k in inner]).reshape(-1, 2)
    lengths = _lengths(start, gains - chain.points.disagreement, end)
    passed = np.concatenate([[0.0], np.cumsum(lengths)])
    half = math.fsum(lengths) / 2
    edge = min(int(np.searchsorted(passed, half, side="right")) - 1, len(lengths) - 1)
    share = 0.0 if lengths[edge] == 0 else (half - passed[edge]) / lengths[edge]
    place = _between(stops[edge], stops[edge + 1], Fraction(min(max(float(share), 0.0), 1.0)))
    before = float(passed[edge] + share * lengths[edge])
    return place, before, float(math.fsum(lengths) - before)


def _lengths(
    start: tuple[Fraction, ...], inner: NDArray[np.float64], end: tuple[Fraction, ...]
) -> NDArray[np.float64]:
    ends = [[float(gain) for gain in corner] for corner in (start, end)]
    steps = np.abs(np.diff(np.vstack([ends[0], inner, ends[1]]), axis=0))
    lengths: NDArray[np.float64] = np.sqrt(steps[:, 0]) * np.sqrt(steps[:, 1])
    return lengths


def _between(here: Place, there: Place, share: Fraction) -> Place:
    """Return a place on an edge, by the share of the way from one place on it to another."""
    if share == 1:
        return there
    end = there.along if there.corner == here.corner else Fraction(1)
    return Place(here.corner, here.along + share * (end - here.along))
