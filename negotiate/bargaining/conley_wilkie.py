r"""The Conley-Wilkie solution: Nash's rule carried over to sets that are not convex.

First the Nash solution :math:`N` of the lotteries over the outcomes; then the last point of the
set itself, with free disposal, on the way from disagreement to :math:`N`. The outcome that
reaches it is picked, by the leximin order of :math:`(u_i-d_i)/(N_i-d_i)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from numpy.typing import ArrayLike

from negotiate.bargaining.leximin import leximin_choice
from negotiate.bargaining.lottery import LotteryProblem
from negotiate.bargaining.nash import nash_lottery
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.rationality import individually_rational
from negotiate.bargaining.solution import BargainingSolution, no_agreement

__all__ = ["conley_wilkie_solution"]


def conley_wilkie_solution(
    problem: BargainingProblem, *, weights: ArrayLike | Sequence[Any] | None = None
) -> BargainingSolution:
    """Pick the outcome that reaches farthest towards the Nash solution of the lotteries.

    Ties are set-valued. With two players the Nash solution of the lotteries, and so the pick, is
    exact; with more it is exact given that solution, which is found to rounding. Where no
    outcome is better for all, the answer is no agreement, with its reason.

    Parameters
    ----------
    problem : BargainingProblem
    weights : array-like, shape (players,), optional
        Bargaining weights, as for ``nash_solution``.

    Returns
    -------
    BargainingSolution
        Its certificate holds the payoffs of the Nash lottery, the shares of its gains that the
        deal gives (the least is how far the set reaches), and those of the next best outcome.

    Raises
    ------
    InvalidInput
        For weights that are not positive or do not sum to 1.

    References
    ----------
    .. [1] J. P. Conley and S. Wilkie (1996), An extension of the Nash bargaining solution to
       nonconvex problems, Games and Economic Behavior 13(1), 26-38.

    Examples
    --------
    >>> points = BargainingProblem([(0, 12), (3, 7), (8, 0)], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> deal = conley_wilkie_solution(points)
    >>> deal.payoffs, deal.certificate()["nash_lottery"]
    (array([3., 7.]), [4.0, 6.0])
    """
    lottery = nash_lottery(LotteryProblem(problem), weights=weights)
    options = dict(lottery.provenance.options)
    if not len(individually_rational(problem, strict=True)):
        return no_agreement(problem, "conley-wilkie", options)
    pool = individually_rational(problem)
    towards = tuple(u - d for u, d in zip(lottery.exact_payoffs, problem.reservation, strict=True))
    nothing = (Fraction(0),) * len(towards)
    ties, proof = leximin_choice(problem, pool, nothing, towards, "share")
    proof["nash_lottery"] = lottery.payoffs.tolist()
    proof["normal_inequality"] = lottery.certificate()["normal_inequality"]
    proof["decided"] = "exactly" if lottery.exact else "exactly, given the Nash lottery"
    return BargainingSolution(problem, "conley-wilkie", ties=ties, proof=proof, options=options)
