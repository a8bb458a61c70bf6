r"""Linkage: several issues settled one by one, or together.

With issue :math:`s` a bargaining problem :math:`(S_s, d_s)` and a solution :math:`F`, settling
each by itself gives :math:`\sum_s F(S_s, d_s)`, settling all at once
:math:`F(\bigoplus_s S_s, \sum_s d_s)`, where the sum of sets holds every way to choose one
outcome an issue [1]_. Unlike issues that are each one-sided, so that none alone has a deal, may
have one together. Under the Nash and Kalai-Smorodinsky solutions a party can still lose from
linkage; under a superadditive solution (Perles-Maschler) it cannot.

References
----------
.. [1] R. D. Tollison and T. D. Willett (1979), An economic theory of mutually advantageous issue
   linkages in international negotiations, International Organization 33(4), 425-449.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.frontier import pareto_frontier
from negotiate.bargaining.kalai_smorodinsky import kalai_smorodinsky_lottery, kalai_smorodinsky_solution
from negotiate.bargaining.linkage_solution import IssueGroups, Linkage, LinkageBySolution
from negotiate.bargaining.lottery import LotteryProblem
from negotiate.bargaining.nash import nash_lottery, nash_solution
from negotiate.bargaining.perles_maschler import perles_maschler_lottery
from negotiate.bargaining.problem import BargainingProblem
from negotiate.checks import one_of, show
from negotiate.errors import InvalidInput

__all__ = ["SolutionConcept", "deals_by_group", "link_issues", "linkage", "linkage_by_solution"]

SolutionConcept = Callable[[BargainingProblem], Any]

LEFT_OPEN = "no deal"
_MOST = 2_000_000  # combinations of outcomes
_EXACT = 2**52  # sums of two whole numbers up to here are exact floats
_MOST_ISSUES = 10  # of which every group is solved


def link_issues(
    issues: Mapping[str, BargainingProblem], *, leave_open: bool = True, keep: str = "all"
) -> BargainingProblem:
    """Return the problem in which the issues are settled together: payoffs add up.

    Exact. An outcome is one outcome an issue; its label joins theirs with " + ".

    Parameters
    ----------
    issues : mapping of str to BargainingProblem
        At least one, by name; the same players in the same order and the same unit.
    leave_open : bool
        Whether a joint deal may leave issues unsettled, each at its own disagreement payoffs.
    keep : {"all", "efficient"}
        ``efficient`` drops outcomes that another one betters for some at nobody's expense, issue
        by issue: the sum then stays small, and its efficient outcomes are all there.

    Returns
    -------
    BargainingProblem
        Its disagreement point is the sum of the issues' disagreement points.

    Raises
    ------
    InvalidInput
        For no issue, unlike players or units, or more than two million combinations.

    Examples
    --------
    >>> relief = BargainingProblem([(3, -1)], (0, 0), ("Home", "Foreign"), "bn USD", ["tariff off"])
    >>> orders = BargainingProblem([(-1, 2)], (0, 0), ("Home", "Foreign"), "bn USD", ["orders"])
    >>> both = link_issues({"tariffs": relief, "purchases": orders})
    >>> [both.label(k) for k in range(4)]
    ['tariff off + orders', 'tariff off + no deal', 'no deal + orders', 'no deal + no deal']
    """
    named = _checked(issues)
    how = one_of("keep", keep, ("all", "efficient"))
    parts = [_labelled(problem, leave_open=leave_open) for problem in named.values()]
    if how == "efficient":
        parts = [problem.restrict(pareto_frontier(problem)) for problem in parts]
    total = parts[0]
    for part in parts[1:]:
        total = _sum(total, part)
        if how == "efficient":
            total = total.restrict(pareto_frontier(total))
    return total


def linkage(
    issues: Mapping[str, BargainingProblem],
    *,
    solution: SolutionConcept = nash_solution,
    joint: BargainingProblem | None = None,
    leave_open: bool = True,
    keep: str = "all",
) -> Linkage:
    """Compare what each party gets when the issues are settled one by one, and all together.

    Parameters
    ----------
    issues : mapping of str to BargainingProblem
        As for ``link_issues``.
    solution : callable
        Takes a problem, returns its solution (with ``agreement``, ``payoffs``, ``labels``): the
        Nash solution unless given, or ``lambda p: nash_solution(p, weights=(0.6, 0.4))``.
    joint : BargainingProblem, optional
        The outcomes of settling all issues together where they interact; the sum of the issues
        unless given.
    leave_open, keep
        As for ``link_issues``.

    Returns
    -------
    Linkage
        What each party gains, its certificate recomputed from the sets of outcomes.

    Raises
    ------
    InvalidInput
        As for ``link_issues``; a joint problem of other players or another unit.

    Examples
    --------
    >>> relief = BargainingProblem([(3, -1)], (0, 0), ("Home", "Foreign"), "bn USD", ["tariff off"])
    >>> orders = BargainingProblem([(-1, 2)], (0, 0), ("Home", "Foreign"), "bn USD", ["orders"])
    >>> result = linkage({"tariffs": relief, "purchases": orders})
    >>> [deal.agreement for deal in result.separate.values()], result.gains
    ([False, False], array([2., 1.]))
    """
    named = _checked(issues)
    whole = link_issues(named, leave_open=leave_open, keep=keep) if joint is None else joint
    _alike("joint", whole, next(iter(named.values())))
    separate = {name: solution(problem) for name, problem in named.items()}
    return Linkage(named, whole, separate, solution(whole))


def deals_by_group(
    issues: Mapping[str, BargainingProblem],
    *,
    solution: SolutionConcept = nash_solution,
    leave_open: bool = True,
    keep: str = "all",
) -> IssueGroups:
    """Solve every group of issues: which of them must be tied together for there to be a deal.

    Takes the arguments of ``linkage``; at most ten issues.

    Examples
    --------
    >>> relief = BargainingProblem([(3, -1)], (0, 0), ("Home", "Foreign"), "bn USD", ["tariff off"])
    >>> orders = BargainingProblem([(-1, 2)], (0, 0), ("Home", "Foreign"), "bn USD", ["orders"])
    >>> groups = deals_by_group({"tariffs": relief, "purchases": orders})
    >>> {group: deal.agreement for group, deal in groups.deals.items()}
    {('tariffs',): False, ('purchases',): False, ('tariffs', 'purchases'): True}
    """
    named = _checked(issues)
    if len(named) > _MOST_ISSUES:
        raise InvalidInput(f"issues has {len(named)} entries; groups are listed for at most {_MOST_ISSUES}.")
    joint = {}
    for group in _groups(tuple(named)):
        parts = {name: named[name] for name in group}
        joint[group] = link_issues(parts, leave_open=leave_open and len(group) > 1, keep=keep)
    return IssueGroups(named, joint, {group: solution(problem) for group, problem in joint.items()})


def linkage_by_solution(
    issues: Mapping[str, BargainingProblem],
    solutions: Mapping[str, SolutionConcept] | None = None,
    *,
    joint: BargainingProblem | None = None,
    leave_open: bool = True,
    keep: str = "all",
) -> LinkageBySolution:
    """Compare what linkage adds under several solutions.

    Parameters
    ----------
    issues : mapping of str to BargainingProblem
        As for ``linkage``.
    solutions : mapping of str to callable, optional
        Unless given: Nash and Kalai-Smorodinsky among the outcomes, and for two players the same
        two and Perles-Maschler among lotteries. The last harms nobody where no outcome of an
        issue is worse than no deal on it for anybody.
    joint, leave_open, keep
        As for ``linkage``.

    Examples
    --------
    >>> relief = BargainingProblem([(3, -1)], (0, 0), ("Home", "Foreign"), "bn USD", ["tariff off"])
    >>> orders = BargainingProblem([(-1, 2)], (0, 0), ("Home", "Foreign"), "bn USD", ["orders"])
    >>> found = linkage_by_solution({"tariffs": relief, "purchases": orders})
    >>> [name for name, result in found.results.items() if result.gains.min() < 0]
    []
    """
    named = _checked(issues)
    players = len(next(iter(named.values())).players)
    chosen = dict(solutions or (_FOR_TWO if players == 2 else _FOR_ALL))
    results = {
        name: linkage(named, solution=solution, joint=joint, leave_open=leave_open, keep=keep)
        for name, solution in chosen.items()
    }
    return LinkageBySolution(results)


def _over_lotteries(solution: Callable[[LotteryProblem], Any]) -> SolutionConcept:
    return lambda problem: solution(LotteryProblem(problem))


_FOR_ALL: dict[str, SolutionConcept] = {
    "nash": nash_solution,
    "kalai-smorodinsky": kalai_smorodinsky_solution,
}
_FOR_TWO: dict[str, SolutionConcept] = {
    **_FOR_ALL,
    "nash, lotteries": _over_lotteries(nash_lottery),
    "kalai-smorodinsky, lotteries": _over_lotteries(kalai_smorodinsky_lottery),
    "perles-maschler, lotteries": _over_lotteries(perles_maschler_lottery),
}


def _groups(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for size in range(1, len(names) + 1):
        yield from itertools.combinations(names, size)


def _checked(issues: Mapping[str, BargainingProblem]) -> dict[str, BargainingProblem]:
    if not isinstance(issues, Mapping) or not issues:
        raise InvalidInput(f"issues={show(issues)}; it must map at least one name to a BargainingProblem.")
    named = {str(name): problem for name, problem in issues.items()}
    for name, problem in named.items():
        if not isinstance(problem, BargainingProblem):
            raise InvalidInput(f"issues[{name!r}] is {show(problem)}; it must be a BargainingProblem.")
        _alike(f"issues[{name!r}]", problem, next(iter(named.values())))
    return named


def _alike(name: str, problem: BargainingProblem, other: BargainingProblem) -> None:
    """Refuse to add payoffs of unlike players or units."""
    if problem.players != other.players:
        raise InvalidInput(
            f"{name} has the players {', '.join(problem.players)}; all issues must have "
            f"{', '.join(other.players)}, in this order."
        )
    if problem.unit != other.unit:
        raise InvalidInput(f"{name} is in {problem.unit!r}; payoffs add up in one unit, here {other.unit!r}.")


def _labelled(problem: BargainingProblem, *, leave_open: bool) -> BargainingProblem:
    """Name every outcome, and add the disagreement point as one where issues may be left open."""
    feasible, point = _numbers(problem, whole=_is_whole(problem))
    labels = [problem.label(k) for k in range(len(feasible))]
    if leave_open:
        feasible = np.concatenate([feasible, point[None, :]])
        labels.append(LEFT_OPEN)
    return BargainingProblem(feasible, point, problem.players, problem.unit, labels)


def _sum(first: BargainingProblem, second: BargainingProblem) -> BargainingProblem:
    count = len(first.feasible) * len(second.feasible)
    if count > _MOST:
        raise InvalidInput(
            f"the issues have {count:,} combinations of outcomes; at most {_MOST:,} are listed. "
            "Take keep='efficient', or fewer outcomes an issue."
        )
    whole = _is_whole(first) and _is_whole(second)
    (left, d), (right, e) = (_numbers(problem, whole=whole) for problem in (first, second))
    outcomes = (left[:, None, :] + right[None, :, :]).reshape(count, -1)
    labels = [
        f"{first.label(j)} + {second.label(k)}"
        for j in range(len(first.feasible))
        for k in range(len(second.feasible))
    ]
    return BargainingProblem(outcomes, d + e, first.players, first.unit, labels)


def _numbers(problem: BargainingProblem, *, whole: bool) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return outcomes and disagreement point in a form whose sums are exact."""
    if whole:
        return problem.feasible, problem.disagreement
    outcomes = [problem.payoffs(k) for k in range(len(problem.feasible))]
    return np.array(outcomes, dtype=object), np.array(problem.reservation, dtype=object)


def _is_whole(problem: BargainingProblem) -> bool:
    """Say whether all payoffs are whole numbers that floats hold with room to spare."""
    numbers = np.concatenate([problem.feasible, problem.disagreement[None, :]])
    small = bool((numbers == np.round(numbers)).all() and np.abs(numbers).max() < _EXACT)
    return problem.floats_are_exact and small
