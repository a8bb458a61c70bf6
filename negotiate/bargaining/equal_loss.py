r"""The equal-loss solution: all give up the same from what each could gain at most.

The point of the feasible set nearest to the ideal :math:`b` on the line :math:`b - t (1, \dots, 1)`,
within the part that nobody likes less than disagreement. Where equal losses leave somebody room
to gain, the leximin order of :math:`u_i - b_i` uses it. It compares losses across players: one
unit is needed.
"""

from __future__ import annotations

from fractions import Fraction

from negotiate.bargaining.leximin import ideal_gains, leximin_choice
from negotiate.bargaining.lottery import LotteryProblem
from negotiate.bargaining.lottery_solution import LotterySolution
from negotiate.bargaining.principles import equal_loss, lotteries
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.program import ConvexProblem
from negotiate.bargaining.program_set import ProgramSet
from negotiate.bargaining.program_solution import ProgramSolution
from negotiate.bargaining.rationality import individually_rational
from negotiate.bargaining.solution import BargainingSolution, no_agreement
from negotiate.bargaining.weights import common_unit
from negotiate.checks import instance_of

__all__ = ["equal_loss_lottery", "equal_loss_program", "equal_loss_solution"]


def equal_loss_solution(problem: BargainingProblem) -> BargainingSolution:
    """Pick the outcome with the least largest loss from the ideal, then the second largest.

    Exact on a finite set, ties set-valued; only outcomes that nobody likes less than
    disagreement count. Where none is better for all, the answer is no agreement.

    Parameters
    ----------
    problem : BargainingProblem

    Returns
    -------
    BargainingSolution
        Its certificate holds the ideal point, minus the losses (``distances`` from the ideal,
        at most 0) of the deal and of the next best outcome, and that the deal is undominated.

    Raises
    ------
    NotApplicable
        Where players measure payoffs in different units.

    References
    ----------
    .. [1] Y. Chun (1988), The equal-loss principle for bargaining problems, Economics Letters
       26(2), 103-106.

    Examples
    --------
    >>> splits = [(k, 10 - k) for k in range(11)]
    >>> cake = BargainingProblem(splits, (0, 2), ("Home", "Foreign"), "bn USD")
    >>> equal_loss_solution(cake).payoffs
    array([4., 6.])
    """
    instance_of("problem", problem, BargainingProblem)
    common_unit("equal-loss", problem.units)
    if not len(individually_rational(problem, strict=True)):
        return no_agreement(problem, "equal-loss")
    pool = individually_rational(problem)
    ideal = ideal_gains(problem, pool)
    ties, proof = leximin_choice(problem, pool, ideal, (Fraction(1),) * len(ideal), "distance")
    point = [float(d + most) for d, most in zip(problem.reservation, ideal, strict=True)]
    return BargainingSolution(problem, "equal-loss", ties=ties, proof={"ideal": point, **proof})


def equal_loss_lottery(problem: LotteryProblem) -> LotterySolution:
    """Find the lottery with the least equal loss from the ideal, then leximin.

    Payoffs are unique. Exact for two players; for more, good to about 1e-8 of what is at stake. With
    more than two players equal losses may leave somebody below disagreement; that player's gain is
    then held at 0.

    Parameters
    ----------
    problem : LotteryProblem

    Returns
    -------
    LotterySolution
        Its certificate holds ideal gains, losses, and a direction in which no outcome lies
        beyond.

    Raises
    ------
    NotApplicable
        Where players measure payoffs in different units.

    References
    ----------
    .. [1] Y. Chun (1988), The equal-loss principle for bargaining problems, Economics Letters
       26(2), 103-106.

    Examples
    --------
    >>> points = BargainingProblem([(0, 4), (3, 0)], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> equal_loss_lottery(LotteryProblem(points)).exact_payoffs
    (Fraction(9, 7), Fraction(16, 7))
    """
    instance_of("problem", problem, LotteryProblem)
    common_unit("equal-loss", problem.units)
    return equal_loss(lotteries(problem))


def equal_loss_program(problem: ConvexProblem) -> ProgramSolution:
    """Find the deal with the least equal loss from the ideal, then leximin.

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
    .. [1] Y. Chun (1988), The equal-loss principle for bargaining problems, Economics Letters
       26(2), 103-106.

    Examples
    --------
    >>> import cvxpy as cp
    >>> share = cp.Variable(name="share")
    >>> cake = ConvexProblem([cp.sqrt(share), 1 - share], [share <= 1], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> equal_loss_program(cake).payoffs.round(6)
    array([0.618034, 0.618034])
    """
    instance_of("problem", problem, ConvexProblem)
    return equal_loss(ProgramSet(problem))
