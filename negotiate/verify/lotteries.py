"""Deals over lotteries: exact odds, payoffs from them, and what makes the place on the frontier right."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

from negotiate.verify.bargaining import Problem, Vector, read_problem, weights_of
from negotiate.verify.entry import Claims, Entry, close, exact, exacts, position
from negotiate.verify.hull import Point, best_lottery, frontier, on_ray, rational_part

__all__ = ["check_lottery"]


def check_lottery(entry: Entry) -> Claims:
    """Check odds and payoffs, that no outcome lies beyond the deal, and the rule of the solution."""
    problem = read_problem(entry.named("over", "bargaining"))
    entry.seen |= {"answer.reason", "certificate.decided"}
    yield entry.agrees("lotteries are allowed", "answer", {"convention": "lottery"})
    lottery = [(position(outcome), exact(share)) for outcome, share in entry.certificate["lottery"]]
    entry.seen.add("certificate.lottery")
    if not lottery:
        yield from _no_deal(entry, problem)
        return
    odds = [share for _, share in lottery]
    yield entry.states("the odds are positive and sum to 1 exactly", min(odds) > 0 and sum(odds) == 1)
    drawn = [problem.feasible[outcome] for outcome, _ in lottery]
    payoffs = tuple(
        sum((share * u for share, u in zip(odds, column, strict=True)), Fraction(0))
        for column in zip(*drawn, strict=True)
    )
    gains = tuple(u - d for u, d in zip(payoffs, problem.disagreement, strict=True))
    yield entry.agrees(
        "odds and expected payoffs follow",
        "answer",
        {
            "agreement": True,
            "outcomes": [outcome for outcome, _ in lottery],
            "labels": [problem.labels[outcome] for outcome, _ in lottery],
            "probabilities": odds,
            "players": problem.players,
            "unit": problem.unit,
            "disagreement": problem.disagreement,
            "payoffs": payoffs,
            "gains": gains,
        },
    )
    yield entry.agrees("the exact payoffs follow", "certificate", {"exact_payoffs": payoffs})
    yield from _nothing_beyond(entry, problem, gains)
    yield from _rule(entry, problem, gains)


def _no_deal(entry: Entry, problem: Problem) -> Claims:
    nothing = [0] * len(problem.players)
    entry.seen.add("answer.exact")
    told = {"agreement": False, "outcomes": [], "labels": [], "probabilities": [], "gains": nothing}
    told |= {"payoffs": problem.disagreement, "disagreement": problem.disagreement}
    told |= {"players": problem.players, "unit": problem.unit}
    yield entry.agrees("no lottery is agreed", "answer", told)
    same = {"exact_payoffs": problem.disagreement}
    yield entry.agrees("payoffs are those of disagreement", "certificate", same)
    every = [problem.gains(k) for k in range(len(problem.feasible))]
    if len(problem.players) != 2:
        yield entry.leaves("no lottery is better for all", "worked out for two parties only")
        return
    origin, equally = (Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))
    least = min(on_ray(frontier(every), origin, equally))
    yield entry.states("no lottery is better than disagreement for both", least <= 0)
    direction = exacts(entry.certificate["direction"])
    entry.seen.add("certificate.direction")
    yield entry.states("the direction has no negative entry", min(direction) >= 0 and len(direction) == 2)
    most = float(max(_dot(direction, gains) for gains in every))
    proof = {"largest_least_gain": float(least), "largest_gain_in_direction": most}
    yield entry.agrees("nothing is gained in a direction", "certificate", proof, 1e-12)


def _nothing_beyond(entry: Entry, problem: Problem, gains: Vector) -> Claims:
    """Check that the deal is on the frontier, by a direction in which no outcome lies beyond it."""
    certificate = entry.certificate
    direction = exacts(certificate["direction"])
    entry.seen |= {"certificate.direction", "certificate.largest_beyond"}
    here = _dot(direction, gains)
    most = max(_dot(direction, problem.gains(k)) for k in range(len(problem.feasible))) - here
    size = max(map(abs, gains)) or Fraction(1)
    holds = min(direction) >= 0 and sum(direction) > 0 and float(most / size) <= 1e-12
    yield entry.states("no outcome lies beyond the deal in the direction given", holds, f"by {float(most):g}")
    stated = close(float(exact(certificate["largest_beyond"])), float(most))
    yield entry.states("and as far as it says", stated)


def _rule(entry: Entry, problem: Problem, gains: Vector) -> Claims:
    if len(problem.players) != 2:
        yield entry.leaves("its place on the frontier", "worked out for two parties only", "answer.exact")
        return
    exactly = entry.concept != "perles-maschler"
    yield entry.agrees("whether it is exact", "answer", {"exact": exactly})
    yield from RULES[entry.concept](entry, problem, gains)


def _on_ray(entry: Entry, problem: Problem, gains: Vector) -> Claims:
    """Check that both are equal in the measure of the rule, or the nearest place to it."""
    corners = rational_part(frontier([problem.gains(k) for k in range(len(problem.feasible))]))
    ideal = (corners[-1][0], corners[0][1])
    nothing, ones = (Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))
    shift, scale = {
        "kalai-smorodinsky": (nothing, ideal),
        "egalitarian": (nothing, weights_of(entry.options, "proportions", 2, Fraction(1))),
        "equal-loss": (ideal, ones),
    }[entry.concept]
    statement = "both are equal in the measure of the rule, as nearly as the frontier allows"
    yield entry.states(statement, on_ray(corners, shift, scale) == gains)


def _largest_sum(entry: Entry, problem: Problem, gains: Vector) -> Claims:
    """Check that no lottery that both prefer has a larger weighted sum."""
    weights = weights_of(entry.options, "weights", 2, Fraction(1))
    corners = rational_part(frontier([problem.gains(k) for k in range(len(problem.feasible))]))
    most = max(_dot(weights, corner) for corner in corners)
    yield entry.states("no lottery has a larger weighted sum", _dot(weights, gains) == most)


def _largest_product(entry: Entry, problem: Problem, gains: Vector) -> Claims:
    """Check the normal inequality, which proves the largest weighted product over all lotteries."""
    weights = weights_of(entry.options, "weights", 2, Fraction(1, 2))
    normal = [weight / gain for weight, gain in zip(weights, gains, strict=True)]
    every = [problem.gains(k) for k in range(len(problem.feasible))]
    most = max(_dot(normal, there) for there in every) - _dot(normal, gains)
    yield entry.states(
        f"the normal inequality holds at all {len(every)} outcomes: no product is larger", most <= 0
    )
    yield entry.states("the deal is the best place on the frontier", best_lottery(every, weights) == gains)
    follows = {"normal_inequality": most, "gains": gains}
    entry.seen |= {"certificate.gains"}
    known = {key: value for key, value in follows.items() if key in entry.certificate}
    yield entry.agrees("what was compared", "certificate", known)
    unit = [entry_ / sum(normal) for entry_ in normal]
    yield entry.agrees("the direction is that of the rule", "certificate", {"direction": unit})


def _halves(entry: Entry, problem: Problem, gains: Vector) -> Claims:
    """Check that the frontier is as long before the deal as after it, in the measure of the rule."""
    corners = rational_part(frontier([problem.gains(k) for k in range(len(problem.feasible))]))
    before = [point for point in corners if point[0] < gains[0]] + [gains]
    after = [gains] + [point for point in corners if point[0] > gains[0]]
    lengths = [math.fsum(_length(a, b) for a, b in pairwise(path)) for path in (before, after)]
    yield entry.states("the deal halves the frontier", close(*lengths), f"lengths are {lengths}")
    told = {"length_before": lengths[0], "length_after": lengths[1]}
    yield entry.agrees("the lengths are those stated", "certificate", told)


def _length(here: Point, there: Point) -> float:
    return math.sqrt(float(there[0] - here[0])) * math.sqrt(float(here[1] - there[1]))


def _dot(weights: Vector | list[Fraction], gains: Point) -> Fraction:
    return sum((weight * gain for weight, gain in zip(weights, gains, strict=True)), Fraction(0))


RULES = {
    "nash": _largest_product,
    "kalai-smorodinsky": _on_ray,
    "egalitarian": _on_ray,
    "equal-loss": _on_ray,
    "utilitarian": _largest_sum,
    "perles-maschler": _halves,
}
