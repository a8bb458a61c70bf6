r"""The Kalai-Smorodinsky solution: equal shares of what each could gain at most.

The ideal point :math:`b` has each player's best payoff among the outcomes that nobody likes less
than disagreement. On a finite set the ``discrete`` convention takes the outcome that is best, in
the leximin order, in normalised gains :math:`(u_i-d_i)/(b_i-d_i)`: first the least of them,
then the second least, and so on. The least normalised gain is where the line from :math:`d` to
:math:`b` leaves the set with free disposal; the later steps pick an efficient outcome.
"""

from __future__ import annotations

from fractions import Fraction

from negotiate.bargaining.leximin import ideal_gains, leximin_choice
from negotiate.bargaining.lottery import LotteryProblem
from negotiate.bargaining.lottery_solution import LotterySolution
from negotiate.bargaining.principles import kalai_smorodinsky, lotteries
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.program import ConvexProblem
from negotiate.bargaining.program_set import ProgramSet
from negotiate.bargaining.program_solution import ProgramSolution
from negotiate.bargaining.rationality import individually_rational
from negotiate.bargaining.solution import BargainingSolution, no_agreement
from negotiate.checks import instance_of

__all__ = ["kalai_smorodinsky_lottery", "kalai_smorodinsky_program", "kalai_smorodinsky_solution"]


def kalai_smorodinsky_solution(problem: BargainingProblem) -> BargainingSolution:
    """Pick the outcome that gives all the largest equal share of their ideal gain.

    Ties are set-valued and exact: ``payoffs`` is the first, ``ties`` all (outcomes with the same
    normalised gains, whoever has them). Where no outcome is better for all, the answer is no
    agreement, with its reason.

    Parameters
    ----------
    problem : BargainingProblem
        ``feasible`` has shape (outcomes, players), in ``problem.unit``.

    Returns
    -------
    BargainingSolution
        Its certificate holds the ideal point, the normalised gains of the deal and of the next
        best outcome, and that the deal is undominated.

    References
    ----------
    .. [1] E. Kalai and M. Smorodinsky (1975), Other solutions to Nash's bargaining problem,
       Econometrica 43(3), 513-518. doi:10.2307/1914280

    Examples
    --------
    >>> splits = [(k, 10 - k) for k in range(11)]
    >>> cake = BargainingProblem(splits, (0, 2), ("Home", "Foreign"), "bn USD")
    >>> deal = kalai_smorodinsky_solution(cake)
    >>> deal.payoffs
    array([4., 6.])
    >>> deal.certificate()["ideal"]
    [8.0, 10.0]
    """
    instance_of("problem", problem, BargainingProblem)
    if not len(individually_rational(problem, strict=True)):
        return no_agreement(problem, "kalai-smorodinsky")
    pool = individually_rational(problem)
    ideal = ideal_gains(problem, pool)
    nothing = (Fraction(0),) * len(ideal)
    ties, proof = leximin_choice(problem, pool, nothing, ideal, "normalised_gain")
    point = [float(d + most) for d, most in zip(problem.reservation, ideal, strict=True)]
    return BargainingSolution(problem, "kalai-smorodinsky", ties=ties, proof={"ideal": point, **proof})


def kalai_smorodinsky_lottery(problem: LotteryProblem) -> LotterySolution:
    """Find the lottery that gives all the largest equal share of their ideal gain.

    The ideal is over lotteries too. Exact for two players; for more a column of outcomes joins
    until the bound is met, and payoffs are good to about 1e-8 of what is at stake. Where no
    lottery is better for all, the answer is no agreement.

    Parameters
    ----------
    problem : LotteryProblem

    Returns
    -------
    LotterySolution
        Its certificate holds ideal gains, shares, and a direction in which no outcome lies
        beyond the deal (``largest_beyond`` is worked out over all of them).

    References
    ----------
    .. [1] E. Kalai and M. Smorodinsky (1975), Other solutions to Nash's bargaining problem,
       Econometrica 43(3), 513-518. doi:10.2307/1914280
    .. [2] H. Imai (1983), Individual monotonicity and lexicographic maxmin solution,
       Econometrica 51(2), 389-401.

    Examples
    --------
    >>> points = BargainingProblem([(0, 4), (3, 0)], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> kalai_smorodinsky_lottery(LotteryProblem(points)).payoffs
    array([1.5, 2. ])
    """
    instance_of("problem", problem, LotteryProblem)
    return kalai_smorodinsky(lotteries(problem))


def kalai_smorodinsky_program(problem: ConvexProblem) -> ProgramSolution:
    """Find the deal that gives all the largest equal share of their ideal gain.

    Numerical, through cvxpy. Where no deal is better for all, the answer is no agreement.

    Parameters
    ----------
    problem : ConvexProblem

    Returns
    -------
    ProgramSolution
        Its certificate holds a direction and how far any deal lies beyond this one in it
        (``largest_beyond``, found by another programme), and the largest violation of a limit.

    Raises
    ------
    InvalidInput
        Where a utility is unbounded.
    NoSolution
        Where no deal meets the constraints, or the solver fails.

    References
    ----------
    .. [1] E. Kalai and M. Smorodinsky (1975), Other solutions to Nash's bargaining problem,
       Econometrica 43(3), 513-518. doi:10.2307/1914280

    Examples
    --------
    >>> import cvxpy as cp
    >>> share = cp.Variable(name="share")
    >>> cake = ConvexProblem([cp.sqrt(share), 1 - share], [share <= 1], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> kalai_smorodinsky_program(cake).payoffs.round(6)  # the golden section
    array([0.618034, 0.618034])
    """
    instance_of("problem", problem, ConvexProblem)
    return kalai_smorodinsky(ProgramSet(problem))
