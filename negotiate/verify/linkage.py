"""Issues tied together: the joint set is the sums of the issues, and the deals on both are found anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from negotiate.verify.bargaining import Problem, Vector, nash_pick, read_problem
from negotiate.verify.entry import Claims, Entry

__all__ = ["check_groups", "check_linkage"]

MOST_SUMS = 50_000
NO_DEAL = "no agreement"


def _settled(problem: Problem) -> tuple[str, Vector, bool]:
    """Return the Nash deal in words, its payoffs, and whether there is one."""
    picked = nash_pick(problem, {})
    if picked is None:
        return NO_DEAL, problem.disagreement, False
    more = len(picked.ties) - 1
    told = problem.labels[picked.ties[0]] + (f" (or {more} more)" if more else "")
    return told, problem.feasible[picked.ties[0]], True


def _sum(vectors: Sequence[Vector]) -> Vector:
    return tuple(sum(column, Fraction(0)) for column in zip(*vectors, strict=True))


def _is_sum_of(joint: Problem, issues: Sequence[Problem]) -> str:
    """Say in words why a joint problem is not the sum of the issues; blank where it is.

    Every joint outcome must be a sum of one outcome an issue, or of none where it is left open (not
    for a single issue), and no sum may be better than all joint outcomes.
    """
    alone = len(issues) == 1
    parts = [[*issue.feasible, *([] if alone else [issue.disagreement])] for issue in issues]
    if prod(map(len, parts)) > MOST_SUMS:
        raise ValueError("the issues have too many combinations to be added up again")
    sums = {_sum(vectors) for vectors in product(*parts)}
    listed = set(joint.feasible)
    if joint.disagreement != _sum([issue.disagreement for issue in issues]):
        return "the joint disagreement point is not the sum of the issues'"
    if not listed <= sums:
        return "a joint outcome is no sum of outcomes of the issues"
    lost = [total for total in sums - listed if not _is_attained(listed, total)]
    return f"{len(lost)} sums of outcomes are missing" if lost else ""


def _is_attained(listed: Iterable[Vector], wanted: Vector) -> bool:
    """Say whether some outcome is at least as good for all as what is wanted."""
    return any(all(u >= v for u, v in zip(there, wanted, strict=True)) for there in listed)


def _issues(entry: Entry) -> dict[str, Problem]:
    return {
        name: read_problem(entry.lookup(key, "bargaining")) for name, key in entry.problem["issues"].items()
    }


def _uses_nash(entry: Entry) -> bool:
    return bool(entry.options.get("solution") == "nash")


def check_linkage(entry: Entry) -> Claims:
    """Check the deals one by one and together, and what linkage adds."""
    issues, joint = _issues(entry), read_problem(entry.named("joint", "bargaining"))
    told = _is_sum_of(joint, list(issues.values()))
    yield entry.states("the joint set is the sum of the issues", not told, told)
    if not _uses_nash(entry):
        yield entry.leaves("the deals", "only Nash deals are solved again for linkage")
        return
    apart = {name: _settled(issue) for name, issue in issues.items()}
    deal, payoffs, _ = _settled(joint)
    separate = _sum([paid for _, paid, _ in apart.values()])
    gains = [u - v for u, v in zip(payoffs, separate, strict=True)]
    follows = {
        "players": joint.players,
        "unit": joint.unit,
        "separate": {name: {"deal": words, "payoffs": paid} for name, (words, paid, _) in apart.items()},
        "one_sided": {name: not issue.rational(strict=True) for name, issue in issues.items()},
        "linked": {"deal": deal, "payoffs": payoffs},
        "gains": gains,
    }
    yield entry.agrees("the deals on each issue and on all, and what linkage adds", "answer", follows)
    yield entry.agrees("the sum of the gains", "answer", {"total_gain": float(sum(gains))}, 1e-9)
    attained = _is_attained(joint.feasible, separate)
    proof = {
        "separate_is_attainable": attained,
        "largest_individual_loss": float(max(Fraction(0), -min(gains))),
        "largest_total": {
            "linked": float(max(map(sum, joint.feasible))),
            "separate": float(sum(max(map(sum, issue.feasible)) for issue in issues.values())),
        },
        "product_of_gains": {
            "linked": _product(payoffs, joint.disagreement),
            "separate": _product(separate, joint.disagreement),
        },
    }
    yield entry.agrees("what follows from the joint set", "certificate", proof, 1e-9)


def _product(payoffs: Vector, point: Vector) -> float:
    return float(prod(max(u - d, Fraction(0)) for u, d in zip(payoffs, point, strict=True)))


def check_groups(entry: Entry) -> Claims:
    """Check the deal on every group of issues, and which groups are smallest."""
    issues = _issues(entry)
    joint = {
        tuple(group): read_problem(entry.lookup(key, "bargaining")) for group, key in entry.problem["joint"]
    }
    told = _wrong_sums(issues, joint)
    yield entry.states(f"each of {len(joint)} joint sets is the sum of its issues", not told, told)
    if not _uses_nash(entry):
        yield entry.leaves("the deals", "only Nash deals are solved again for linkage")
        return
    found = {group: _settled(problem) for group, problem in joint.items()}
    agreed = [group for group, (_, _, agreement) in found.items() if agreement]
    smallest = [group for group in agreed if not any(set(other) < set(group) for other in agreed)]
    groups = [
        {"issues": group, "deal": deal, "agreement": agreement}
        for group, (deal, _, agreement) in found.items()
    ]
    yield entry.agrees("the deal on every group", "answer", {"groups": groups, "smallest": smallest})
    counts = {", ".join(group): len(problem.rational(strict=True)) for group, problem in joint.items()}
    yield entry.agrees("how many outcomes are better for all", "certificate", counts)


def _wrong_sums(issues: Mapping[str, Problem], joint: Mapping[tuple[Any, ...], Problem]) -> str:
    if len(joint) != 2 ** len(issues) - 1:
        return "a group is missing"
    wrong = (_is_sum_of(problem, [issues[name] for name in group]) for group, problem in joint.items())
    return next(filter(None, wrong), "")
