r"""The egalitarian and proportional solutions: the largest gains in given proportions.

The last point of the feasible set on the ray :math:`d + t p`. With free disposal it is only
weakly efficient, so the leximin order of :math:`(u_i - d_i)/p_i` goes on to raise whoever can
still gain at no cost to those worse off. It compares gains across players: one unit is needed,
or proportions that convert.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from numpy.typing import ArrayLike

from negotiate.bargaining.leximin import leximin_choice
from negotiate.bargaining.lottery import LotteryProblem
from negotiate.bargaining.lottery_solution import LotterySolution
from negotiate.bargaining.principles import egalitarian, lotteries
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.program import ConvexProblem
from negotiate.bargaining.program_set import ProgramSet
from negotiate.bargaining.program_solution import ProgramSolution
from negotiate.bargaining.rationality import individually_rational
from negotiate.bargaining.solution import BargainingSolution, no_agreement
from negotiate.bargaining.weights import common_unit, positive_proportions
from negotiate.checks import instance_of

__all__ = ["egalitarian_lottery", "egalitarian_program", "egalitarian_solution"]

Proportions = ArrayLike | Sequence[Any] | None


def egalitarian_solution(
    problem: BargainingProblem, *, proportions: Proportions = None
) -> BargainingSolution:
    """Pick the outcome with the largest least gain, then the largest second least, and so on.

    Exact on a finite set, ties set-valued. Where no outcome is better for all, the answer is no
    agreement, with its reason.

    Parameters
    ----------
    problem : BargainingProblem
    proportions : array-like, shape (players,), optional
        Positive numbers in whose proportion gains should be; only their ratios count. Equal
        where not given.

    Returns
    -------
    BargainingSolution
        Its certificate holds the shares (gains over proportions) of the deal and of the next
        best outcome, and that the deal is undominated.

    Raises
    ------
    InvalidInput
        For proportions that are not positive.
    NotApplicable
        Where players measure payoffs in different units and no proportions convert them.

    References
    ----------
    .. [1] E. Kalai (1977), Proportional solutions to bargaining situations, Econometrica 45(7),
       1623-1630. doi:10.2307/1913954

    Examples
    --------
    >>> splits = [(k, 10 - k) for k in range(11)]
    >>> cake = BargainingProblem(splits, (0, 2), ("Home", "Foreign"), "bn USD")
    >>> egalitarian_solution(cake).payoffs
    array([4., 6.])
    >>> egalitarian_solution(cake, proportions=(3, 1)).payoffs
    array([6., 4.])
    """
    instance_of("problem", problem, BargainingProblem)
    shares, options = _read(proportions, problem.units)
    if not len(individually_rational(problem, strict=True)):
        return no_agreement(problem, "egalitarian", options)
    pool = individually_rational(problem)
    ties, proof = leximin_choice(problem, pool, (Fraction(0),) * len(shares), shares, "share")
    return BargainingSolution(problem, "egalitarian", ties=ties, proof=proof, options=options)


def egalitarian_lottery(problem: LotteryProblem, *, proportions: Proportions = None) -> LotterySolution:
    """Find the lottery with the largest expected gains in given proportions, then leximin.

    Payoffs are unique. Exact for two players; for more, good to about 1e-8 of what is at stake.

    Parameters
    ----------
    problem : LotteryProblem
    proportions : array-like, shape (players,), optional
        As for ``egalitarian_solution``.

    Returns
    -------
    LotterySolution
        Its certificate holds the shares, and a direction in which no outcome lies beyond.

    Raises
    ------
    InvalidInput
        For proportions that are not positive.
    NotApplicable
        Where players measure payoffs in different units and no proportions convert them.

    References
    ----------
    .. [1] E. Kalai (1977), Proportional solutions to bargaining situations, Econometrica 45(7),
       1623-1630. doi:10.2307/1913954

    Examples
    --------
    >>> points = BargainingProblem([(0, 4), (4, 2), (4, 0)], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> egalitarian_lottery(LotteryProblem(points)).exact_payoffs
    (Fraction(8, 3), Fraction(8, 3))
    """
    instance_of("problem", problem, LotteryProblem)
    shares, options = _read(proportions, problem.units)
    return egalitarian(lotteries(problem), shares, options)


def egalitarian_program(problem: ConvexProblem, *, proportions: Proportions = None) -> ProgramSolution:
    """Find the deal with the largest gains in given proportions, then leximin.

    Numerical, through cvxpy. Where no deal is better for all, the answer is no agreement.

    Parameters
    ----------
    problem : ConvexProblem
    proportions : array-like, shape (players,), optional
        As for ``egalitarian_solution``.

    Returns
    -------
    ProgramSolution
        Its certificate holds a direction and how far any deal lies beyond this one in it
        (``largest_beyond``, found by another programme), and the largest violation of a limit.

    Raises
    ------
    InvalidInput
        Where a utility is unbounded, or for proportions that are not positive.
    NoSolution
        Where no deal meets the constraints, or the solver fails.

    References
    ----------
    .. [1] E. Kalai (1977), Proportional solutions to bargaining situations, Econometrica 45(7),
       1623-1630. doi:10.2307/1913954

    Examples
    --------
    >>> import cvxpy as cp
    >>> share = cp.Variable(name="share")
    >>> cake = ConvexProblem([cp.sqrt(share), 1 - share], [share <= 1], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> egalitarian_program(cake).payoffs.round(6)
    array([0.618034, 0.618034])
    """
    instance_of("problem", problem, ConvexProblem)
    shares, options = _read(proportions, problem.units)
    return egalitarian(ProgramSet(problem), shares, options)


def _read(proportions: Proportions, units: Sequence[str]) -> tuple[tuple[Fraction, ...], dict[str, object]]:
    if proportions is None:
        common_unit("egalitarian", units, " or give proportions")
    shares = positive_proportions(proportions, len(units))
    return shares, {} if proportions is None else {"proportions": [str(share) for share in shares]}
