r"""The Nash solution: :math:`\max \prod_i (u_i - d_i)^{\alpha_i}` over outcomes better for all.

On a finite set it is taken over the outcomes themselves (the ``discrete`` convention). With
equal weights the product is a rational number. With rational weights both sides of a comparison
are raised to the common denominator, which leaves rational numbers again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.bargaining.choice import Measure, best_and_next, gain_bounds
from negotiate.bargaining.frontier import dominating_outcomes
from negotiate.bargaining.lottery import LotteryProblem
from negotiate.bargaining.lottery_solution import LotterySolution
from negotiate.bargaining.principles import lotteries, nash
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.program import ConvexProblem
from negotiate.bargaining.program_set import ProgramSet
from negotiate.bargaining.program_solution import ProgramSolution
from negotiate.bargaining.rationality import individually_rational
from negotiate.bargaining.solution import BargainingSolution, no_agreement
from negotiate.bargaining.weights import Weights, bargaining_weights
from negotiate.checks import instance_of

__all__ = ["nash_lottery", "nash_program", "nash_solution"]

_LARGEST_POWER = 1000  # sum of whole-number exponents up to which powers are compared exactly
_DIGITS = 40  # decimal places of the log product that decide beyond that


def nash_solution(
    problem: BargainingProblem, *, weights: ArrayLike | Sequence[Any] | None = None
) -> BargainingSolution:
    """Pick the outcome with the largest weighted product of gains over disagreement.

    Among outcomes that give every player strictly more than disagreement. Ties are set-valued
    and exact: ``payoffs`` is the first, ``ties`` all. Where no outcome is better for all, the
    answer is no agreement, with its reason.

    Parameters
    ----------
    problem : BargainingProblem
        ``feasible`` has shape (outcomes, players), in ``problem.unit``.
    weights : array-like, shape (players,), optional
        Bargaining weights, positive and summing to 1; equal where not given. A float stands for
        the simplest fraction that rounds to it (0.3 is 3/10, 1/3 is 1/3). Weights without a
        common denominator of moderate size are compared to 40 decimal places instead, and the
        certificate says so.

    Returns
    -------
    BargainingSolution
        Its certificate holds the product of gains (to the power of the weights where given), the
        next best product and outcome, and that the deal is undominated.

    Raises
    ------
    InvalidInput
        For weights that are not positive or do not sum to 1.

    References
    ----------
    .. [1] J. F. Nash (1950), The bargaining problem, Econometrica 18(2), 155-162.
       doi:10.2307/1907266

    Examples
    --------
    >>> splits = [(k, 10 - k) for k in range(11)]
    >>> cake = BargainingProblem(splits, (0, 2), ("Home", "Foreign"), "bn USD")
    >>> nash_solution(cake).payoffs
    array([4., 6.])
    >>> nash_solution(cake, weights=(0.75, 0.25)).payoffs
    array([6., 4.])
    """
    instance_of("problem", problem, BargainingProblem)
    powers = bargaining_weights(weights, len(problem.players))
    options = {} if weights is None else {"weights": [str(weight) for weight in powers]}
    pool = individually_rational(problem, strict=True)
    if not len(pool):
        return no_agreement(problem, "nash", options)
    measure, exact = _measure(powers)
    low, high = _log_product_bounds(problem, pool, powers)
    ties, runner_up = best_and_next(problem, pool, low, high, measure)
    shown = powers if weights is not None else (Fraction(1),) * len(powers)
    following = None if runner_up is None else _product(problem.gains(runner_up), shown)
    proof = {
        "product": _product(problem.gains(int(ties[0])), shown),
        "next_product": following,
        "runner_up": runner_up,
        "runner_up_label": None if runner_up is None else problem.label(runner_up),
        "decided": "exactly" if exact else f"to {_DIGITS} decimal places of the log product",
        "least_gain": float(min(problem.gains(int(ties[0])))),
        "dominated_by": dominating_outcomes(problem, int(ties[0])).tolist(),
    }
    return BargainingSolution(problem, "nash", ties=ties, proof=proof, options=options)


def nash_lottery(
    problem: LotteryProblem, *, weights: ArrayLike | Sequence[Any] | None = None
) -> LotterySolution:
    """Find the lottery with the largest weighted product of expected gains.

    Payoffs are unique. Exact for two players; for more, outcomes join as columns until the
    normal inequality holds. Where no lottery is better for all, the answer is no agreement.

    Parameters
    ----------
    problem : LotteryProblem
    weights : array-like, shape (players,), optional
        As for ``nash_solution``.

    Returns
    -------
    LotterySolution
        ``normal_inequality`` in its certificate is the largest of
        ``sum(weight * (u - payoff) / gain)`` over all outcomes; none above 0 proves the solution.

    Raises
    ------
    InvalidInput
        For weights that are not positive or do not sum to 1.

    References
    ----------
    .. [1] J. F. Nash (1950), The bargaining problem, Econometrica 18(2), 155-162.
       doi:10.2307/1907266

    Examples
    --------
    >>> points = BargainingProblem([(0, 4), (3, 0)], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> deal = nash_lottery(LotteryProblem(points), weights=(0.75, 0.25))
    >>> deal.payoffs, deal.certificate()["normal_inequality"]
    (array([2.25, 1.  ]), 0.0)
    """
    instance_of("problem", problem, LotteryProblem)
    powers = bargaining_weights(weights, len(problem.players))
    options = {} if weights is None else {"weights": [str(weight) for weight in powers]}
    return nash(lotteries(problem), powers, options)


def nash_program(
    problem: ConvexProblem, *, weights: ArrayLike | Sequence[Any] | None = None
) -> ProgramSolution:
    """Find the deal with the largest weighted product of gains.

    Numerical, through cvxpy. Where no deal is better for all, the answer is no agreement.

    Parameters
    ----------
    problem : ConvexProblem
    weights : array-like, shape (players,), optional
        As for ``nash_solution``.

    Returns
    -------
    ProgramSolution
        Its certificate holds a direction and how far any deal lies beyond this one in it
        (``largest_beyond``, found by another programme), and the largest violation of a limit.

    Raises
    ------
    InvalidInput
        Where a utility is unbounded, or for weights that are not positive or do not sum to 1.
    NoSolution
        Where no deal meets the constraints, or the solver fails.

    References
    ----------
    .. [1] J. F. Nash (1950), The bargaining problem, Econometrica 18(2), 155-162.
       doi:10.2307/1907266

    Examples
    --------
    >>> import cvxpy as cp
    >>> share = cp.Variable(name="share")
    >>> cake = ConvexProblem([cp.sqrt(share), 1 - share], [share <= 1], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> nash_program(cake).payoffs.round(3)  # the share is 1/3
    array([0.577, 0.667])
    """
    instance_of("problem", problem, ConvexProblem)
    powers = bargaining_weights(weights, len(problem.players))
    options = {} if weights is None else {"weights": [str(weight) for weight in powers]}
    return nash(ProgramSet(problem), powers, options)


def _measure(weights: Weights) -> tuple[Measure, bool]:
    """Return a function that orders gains as the weighted product does, and whether exactly."""
    common = math.lcm(*(weight.denominator for weight in weights))
    whole = [int(weight * common) for weight in weights]
    powers = [power // math.gcd(*whole) for power in whole]
    if sum(powers) > _LARGEST_POWER:
        return lambda gains: _log_product(gains, weights), False
    return lambda gains: math.prod(g**p for g, p in zip(gains, powers, strict=True)), True


def _log_product(gains: Sequence[Fraction], weights: Weights) -> Decimal:
    with localcontext(Context(prec=2 * _DIGITS)):
        total = Decimal(0)
        for gain, weight in zip(gains, weights, strict=True):
            log = (Decimal(gain.numerator) / gain.denominator).ln()
            total += log * weight.numerator / weight.denominator
        return total.quantize(Decimal(1).scaleb(-_DIGITS))


def _product(gains: Sequence[Fraction], weights: Weights) -> float | None:
    """Return the weighted product as a float; None where it is beyond their range."""
    with localcontext(Context(prec=_DIGITS)):
        product = float(_log_product(gains, weights).exp())
    return product if math.isfinite(product) else None


def _log_product_bounds(
    problem: BargainingProblem, outcomes: NDArray[np.intp], weights: Weights
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bound the log of the product (up to a constant) for outcomes better for all."""
    low, high = gain_bounds(problem, outcomes)
    powers = np.array([float(weight) for weight in weights])
    with np.errstate(divide="ignore"):
        log_low = np.log(np.maximum(low, 0)) @ powers
    log_high = np.log(high)
    error = 1e-13 * (1 + np.abs(log_high) @ powers)
    return log_low - error, log_high @ powers + error
