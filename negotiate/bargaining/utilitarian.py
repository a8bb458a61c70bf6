r"""The utilitarian solution: :math:`\max \sum_i w_i u_i` over what nobody likes less than disagreement.

It adds payoffs of different players: they need one unit, or weights that convert. On convex
sets a whole face may tie; of its points the leximin best in gains is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.bargaining.choice import best_and_next
from negotiate.bargaining.frontier import dominating_outcomes
from negotiate.bargaining.lottery import LotteryProblem
from negotiate.bargaining.lottery_solution import LotterySolution
from negotiate.bargaining.principles import lotteries, utilitarian
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.program import ConvexProblem
from negotiate.bargaining.program_set import ProgramSet
from negotiate.bargaining.program_solution import ProgramSolution
from negotiate.bargaining.rationality import individually_rational
from negotiate.bargaining.solution import BargainingSolution, no_agreement
from negotiate.bargaining.weights import Weights, common_unit, welfare_weights
from negotiate.checks import instance_of

__all__ = ["utilitarian_lottery", "utilitarian_program", "utilitarian_solution"]

Floats = NDArray[np.float64]
Given = ArrayLike | Sequence[Any] | None


def utilitarian_solution(problem: BargainingProblem, *, weights: Given = None) -> BargainingSolution:
    """Pick the outcome with the largest weighted sum of payoffs.

    Among outcomes that nobody likes less than disagreement. Exact, ties set-valued. Where no
    outcome is better for all, the answer is no agreement, with its reason.

    Parameters
    ----------
    problem : BargainingProblem
    weights : array-like, shape (players,), optional
        What a unit of each player's payoff counts; none negative, not all 0. 1 for each where
        not given.

    Returns
    -------
    BargainingSolution
        Its certificate holds the weighted sum of gains of the deal and of the next best
        outcome, and which outcomes dominate it (there can be some where a weight is 0).

    Raises
    ------
    InvalidInput
        For a negative weight, or weights that are all 0.
    NotApplicable
        Where players measure payoffs in different units and no weights convert them.

    References
    ----------
    .. [1] J. C. Harsanyi (1955), Cardinal welfare, individualistic ethics, and interpersonal
       comparisons of utility, Journal of Political Economy 63(4), 309-321. doi:10.1086/257678

    Examples
    --------
    >>> points = BargainingProblem([(1, 6), (4, 4), (7, 0)], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> utilitarian_solution(points).payoffs
    array([4., 4.])
    >>> utilitarian_solution(points, weights=(3, 1)).payoffs
    array([7., 0.])
    """
    instance_of("problem", problem, BargainingProblem)
    values, options = _read(weights, problem.units)
    if not len(individually_rational(problem, strict=True)):
        return no_agreement(problem, "utilitarian", options)
    pool = individually_rational(problem)

    def total(gains: tuple[Fraction, ...]) -> Fraction:
        return sum((w * gain for w, gain in zip(values, gains, strict=True)), Fraction(0))

    low, high = _total_bounds(problem, pool, values)
    ties, runner_up = best_and_next(problem, pool, low, high, total)
    proof = {
        "total": float(total(problem.gains(int(ties[0])))),
        "next_total": None if runner_up is None else float(total(problem.gains(runner_up))),
        "runner_up": runner_up,
        "runner_up_label": None if runner_up is None else problem.label(runner_up),
        "decided": "exactly",
        "dominated_by": dominating_outcomes(problem, int(ties[0])).tolist(),
    }
    return BargainingSolution(problem, "utilitarian", ties=ties, proof=proof, options=options)


def utilitarian_lottery(problem: LotteryProblem, *, weights: Given = None) -> LotterySolution:
    """Find the lottery with the largest weighted sum of expected payoffs.

    Among lotteries that nobody likes less than disagreement; of those that tie, the one with
    the leximin best gains. Exact for two players; for more, good to about 1e-8 of what is at stake.

    Parameters
    ----------
    problem : LotteryProblem
    weights : array-like, shape (players,), optional
        As for ``utilitarian_solution``.

    Returns
    -------
    LotterySolution
        Its certificate holds the weighted sum of gains and a direction in which no outcome lies
        beyond; with two players, the gains at both ends of an edge that ties.

    Raises
    ------
    InvalidInput
        For a negative weight, or weights that are all 0.
    NotApplicable
        Where players measure payoffs in different units and no weights convert them.

    References
    ----------
    .. [1] J. C. Harsanyi (1955), Cardinal welfare, individualistic ethics, and interpersonal
       comparisons of utility, Journal of Political Economy 63(4), 309-321. doi:10.1086/257678

    Examples
    --------
    >>> points = BargainingProblem([(-1, 9), (7, 0)], (0, 1), ("Home", "Foreign"), "bn USD")
    >>> utilitarian_lottery(LotteryProblem(points)).exact_payoffs
    (Fraction(0, 1), Fraction(63, 8))
    """
    instance_of("problem", problem, LotteryProblem)
    values, options = _read(weights, problem.units)
    return utilitarian(lotteries(problem), values, options)


def utilitarian_program(problem: ConvexProblem, *, weights: Given = None) -> ProgramSolution:
    """Find the deal with the largest weighted sum of payoffs; of ties, the leximin best in gains.

    Numerical, through cvxpy. Where no deal is better for all, the answer is no agreement.

    Parameters
    ----------
    problem : ConvexProblem
    weights : array-like, shape (players,), optional
        As for ``utilitarian_solution``.

    Returns
    -------
    ProgramSolution
        Its certificate holds a direction and how far any deal lies beyond this one in it
        (``largest_beyond``, found by another programme), and the largest violation of a limit.

    Raises
    ------
    InvalidInput
        Where a utility is unbounded, or for weights that are negative or all 0.
    NoSolution
        Where no deal meets the constraints, or the solver fails.

    References
    ----------
    .. [1] J. C. Harsanyi (1955), Cardinal welfare, individualistic ethics, and interpersonal
       comparisons of utility, Journal of Political Economy 63(4), 309-321. doi:10.1086/257678

    Examples
    --------
    >>> import cvxpy as cp
    >>> share = cp.Variable(name="share")
    >>> cake = ConvexProblem([cp.sqrt(share), 1 - share], [share <= 1], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> utilitarian_program(cake).payoffs.round(3)  # the share is 1/4
    array([0.5 , 0.75])
    """
    instance_of("problem", problem, ConvexProblem)
    values, options = _read(weights, problem.units)
    return utilitarian(ProgramSet(problem), values, options)


def _read(weights: Given, units: Sequence[str]) -> tuple[Weights, dict[str, object]]:
    if weights is None:
        common_unit("utilitarian", units, " or give weights")
    values = welfare_weights(weights, len(units))
    return values, {} if weights is None else {"weights": [str(weight) for weight in values]}


def _total_bounds(
    problem: BargainingProblem, outcomes: NDArray[np.intp], weights: Weights
) -> tuple[Floats, Floats]:
    """Bound the weighted sum of gains, up to a constant and a positive factor."""
    payoffs, point = problem.feasible[outcomes], problem.disagreement
    largest = max(weights)
    total, error = np.zeros(len(outcomes)), np.zeros(len(outcomes))
    spread = 4 * len(weights)  # so that no sum overflows
    for column, reservation, weight in zip(payoffs.T, point.tolist(), weights, strict=True):
        share = float(weight / largest) / spread
        total += column * share - reservation * share
        error += (np.abs(column) + abs(reservation)) * share
    error = error * (2.0**-50 * len(weights)) + 1e-320
    return total - error, total + error
