r"""Two-level games: what is agreed abroad must pass at home.

Each party's negotiator answers to ratifiers with payoffs of their own over the same outcomes. A
side ratifies an outcome where every one of its ratifiers weakly prefers it to the reversion
point; those outcomes are its win-set [1]_. A deal is a bargaining solution on the outcomes in
all win-sets; where there is none, there is no agreement.

A smaller win-set can be an advantage: it takes away the deals that one would rather not make
(Schelling's conjecture). It is one no longer where it takes away all deals, which happens sooner
where the other side is constrained too [2]_. Ratification that is uncertain turns an outcome
:math:`x` into :math:`\Pr(x)u(x) + (1-\Pr(x))u(\text{reversion})` [3]_.

References
----------
.. [1] R. D. Putnam (1988), Diplomacy and domestic politics: the logic of two-level games,
   International Organization 42(3), 427-460. doi:10.1017/S0020818300027697
.. [2] A. Tarar (2001), International bargaining with two-sided domestic constraints, Journal of
   Conflict Resolution 45(3), 320-340.
.. [3] K. Iida (1993), When and how do domestic constraints matter?, Journal of Conflict
   Resolution 37(3), 403-426. doi:10.1177/0022002793037003001
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy.typing import ArrayLike

from negotiate.bargaining.linkage import SolutionConcept
from negotiate.bargaining.nash import nash_solution
from negotiate.bargaining.ratification_solution import RatifiedDeal, WinSetEffects
from negotiate.bargaining.win_sets import RatificationProblem
from negotiate.checks import exact_array, instance_of

__all__ = ["ratified_deal", "shrinking_win_set"]


def ratified_deal(problem: RatificationProblem, *, solution: SolutionConcept = nash_solution) -> RatifiedDeal:
    """Solve among the outcomes that pass on every side.

    Exact. The disagreement point stays that of the negotiators. Where no outcome passes, or none
    that passes is better for all negotiators, there is no agreement, with its reason.

    Parameters
    ----------
    problem : RatificationProblem
    solution : callable
        Takes a ``BargainingProblem``; the Nash solution unless given.

    Examples
    --------
    >>> from negotiate.bargaining import BargainingProblem, Ratifier
    >>> splits = [(k, 10 - k) for k in range(11)]
    >>> cake = BargainingProblem(splits, (0, 0), ("Home", "Foreign"), "bn USD")
    >>> farmers = Ratifier("farmers", "Home", [k - 7 for k in range(11)], 0)
    >>> ratified_deal(RatificationProblem(cake, [farmers])).payoffs
    array([7., 3.])
    """
    instance_of("problem", problem, RatificationProblem)
    passing = problem.passing
    return RatifiedDeal(problem, solution(problem.bargaining), None if passing is None else solution(passing))


def shrinking_win_set(
    problem: RatificationProblem,
    ratifier: str,
    reversions: ArrayLike | Sequence[Any],
    *,
    solution: SolutionConcept = nash_solution,
) -> WinSetEffects:
    """Show what a harder ratifier does to the deal: alone, and where the other side is bound too.

    For each payoff that the ratifier must at least get, the deal is solved with the ratifiers of
    its own side only, and with all. Schelling's conjecture is that the first column of payoffs of
    its own side rises; where all ratifiers count it can fail, because the win-sets no longer meet.

    Parameters
    ----------
    problem : RatificationProblem
    ratifier : str
        The name of the ratifier that varies.
    reversions : array-like, shape (steps,)
        What it gets without a deal, in its own unit.
    solution : callable
        As for ``ratified_deal``.

    Examples
    --------
    >>> from negotiate.bargaining import BargainingProblem, Ratifier
    >>> splits = [(k, 10 - k) for k in range(11)]
    >>> cake = BargainingProblem(splits, (0, 0), ("Home", "Foreign"), "bn USD")
    >>> home = Ratifier("diet", "Home", list(range(11)), 0)
    >>> foreign = Ratifier("congress", "Foreign", [10 - k for k in range(11)], 4)
    >>> effects = shrinking_win_set(RatificationProblem(cake, [home, foreign]), "diet", [4, 6, 8])
    >>> [[float(u) for u in effects.own_payoffs(d)] for d in (effects.one_sided, effects.two_sided)]
    [[5.0, 6.0, 8.0], [5.0, 6.0, 0.0]]
    """
    instance_of("problem", problem, RatificationProblem)
    varied = problem.ratifier(ratifier)
    steps = exact_array("reversions", reversions, ("steps",)).tolist()
    harder = [problem.replacing(varied.at(step)) for step in steps]
    return WinSetEffects(
        problem,
        varied,
        tuple(steps),
        tuple(ratified_deal(variant.only(varied.side), solution=solution) for variant in harder),
        tuple(ratified_deal(variant, solution=solution) for variant in harder),
    )
