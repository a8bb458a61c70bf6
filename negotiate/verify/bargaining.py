"""Deals on a finite set of outcomes: every definition worked out anew over all outcomes, in rationals."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from negotiate.verify.entry import Claims, Entry, exact, exacts
from negotiate.verify.hull import best_lottery

__all__ = ["Pick", "Problem", "check_deal", "nash_pick", "read_problem", "weights_of"]

Vector = tuple[Fraction, ...]
Measure = Callable[[Vector], Any]

LARGEST_POWER = 400  # products of larger powers are compared by their logarithms


@dataclass(frozen=True)
class Problem:
    """A bargaining problem as a results file holds it."""

    players: tuple[str, ...]
    unit: str
    labels: tuple[str, ...]
    feasible: tuple[Vector, ...]
    disagreement: Vector

    def gains(self, outcome: int) -> Vector:
        """Return what each player gains over disagreement."""
        return tuple(u - d for u, d in zip(self.feasible[outcome], self.disagreement, strict=True))

    def rational(self, *, strict: bool) -> list[int]:
        """Return the outcomes that nobody likes less than disagreement, or that all like more."""
        return [
            k
            for k in range(len(self.feasible))
            if (min(self.gains(k)) > 0 if strict else min(self.gains(k)) >= 0)
        ]

    def dominating(self, outcome: int) -> list[int]:
        """Return the outcomes that are at least as good for all as one, and better for some."""
        here = self.feasible[outcome]
        return [
            k
            for k, there in enumerate(self.feasible)
            if there != here and all(u >= v for u, v in zip(there, here, strict=True))
        ]


def read_problem(record: Mapping[str, Any]) -> Problem:
    """Read a problem of kind ``"bargaining"``."""
    players = tuple(map(str, record["players"]))
    feasible = tuple(exacts(payoffs) for payoffs in record["feasible"])
    point = exacts(record["disagreement"])
    labels = record["labels"] or [f"outcome {k}" for k in range(len(feasible))]
    if {len(payoffs) for payoffs in feasible} != {len(players)} or len(point) != len(players):
        raise ValueError("every outcome needs a payoff for each player")
    if len(labels) != len(feasible):
        raise ValueError("every outcome needs a label")
    return Problem(players, str(record["unit"]), tuple(map(str, labels)), feasible, point)


@dataclass(frozen=True)
class Pick:
    """The outcomes that a solution picks, the next best one, and what it compares."""

    ties: list[int]
    runner_up: int | None
    proof: Mapping[str, Any]


def weights_of(options: Mapping[str, Any], key: str, players: int, default: Fraction) -> Vector:
    """Return the weights that a solver was given, or equal ones."""
    if key not in options:
        return (default,) * players
    found = exacts(options[key])
    if len(found) != players or min(found) < 0:
        raise ValueError(f"{key} must be one a player, none negative")
    return found


def nash_pick(problem: Problem, options: Mapping[str, Any]) -> Pick | None:
    """Return what maximises the weighted product of gains; None where nobody, or not everybody, can gain."""
    count = len(problem.players)
    powers = weights_of(options, "weights", count, Fraction(1, count))
    pool = problem.rational(strict=True)
    if not pool:
        return None
    ties, runner_up = _best(problem, pool, _product_measure(powers))
    shown = powers if "weights" in options else (Fraction(1),) * count
    following = None if runner_up is None else _product(problem.gains(runner_up), shown)
    proof = {
        "product": _product(problem.gains(ties[0]), shown),
        "next_product": following,
        "least_gain": min(problem.gains(ties[0])),
    }
    return Pick(ties, runner_up, proof)


def check_deal(entry: Entry) -> Claims:
    """Check a deal by the definition of its solution."""
    problem = read_problem(entry.problem)
    if entry.concept == "conley-wilkie" and len(problem.players) != 2:
        yield entry.leaves("the deal", "the best lottery is worked out for two parties only")
        return
    picked = PICKS[entry.concept](problem, entry.options)
    entry.seen |= {"certificate.decided"}
    if picked is None:
        yield from _no_deal(entry, problem)
        return
    deal = picked.ties[0]
    yield entry.agrees(
        f"the deal is the {entry.concept} solution among {len(problem.feasible)} outcomes",
        "answer",
        {
            "agreement": True,
            "reason": "",
            "convention": "discrete",
            "outcomes": picked.ties,
            "labels": [problem.labels[k] for k in picked.ties],
        },
    )
    yield from _numbers(entry, problem, problem.feasible[deal])
    second = picked.runner_up
    follows = {
        "runner_up": second,
        "runner_up_label": None if second is None else problem.labels[second],
        "dominated_by": problem.dominating(deal),
    }
    yield entry.agrees("the next best outcome, and none that dominates", "certificate", follows)
    yield entry.agrees("what was compared", "certificate", picked.proof)


def _numbers(entry: Entry, problem: Problem, payoffs: Vector) -> Claims:
    yield entry.agrees(
        "payoffs and gains are those of the deal",
        "answer",
        {
            "players": problem.players,
            "unit": problem.unit,
            "disagreement": problem.disagreement,
            "payoffs": payoffs,
            "gains": [u - d for u, d in zip(payoffs, problem.disagreement, strict=True)],
        },
    )
    yield entry.agrees("the exact payoffs are those of the deal", "certificate", {"exact_payoffs": payoffs})


def _no_deal(entry: Entry, problem: Problem) -> Claims:
    told = {"agreement": False, "convention": "discrete", "outcomes": [], "labels": []}
    yield entry.agrees("no outcome is better than disagreement for all", "answer", told)
    entry.seen.add("answer.reason")
    yield from _numbers(entry, problem, problem.disagreement)
    places = range(len(problem.feasible))
    better_for = {
        player: sum(problem.gains(k)[i] > 0 for k in places) for i, player in enumerate(problem.players)
    }
    counts = {
        "outcomes": len(places),
        "outcomes_better_for_all": 0,
        "outcomes_better_for": better_for,
    }
    yield entry.agrees("how many outcomes are better for whom", "certificate", counts)


def _best(problem: Problem, pool: Sequence[int], measure: Measure) -> tuple[list[int], int | None]:
    values = {k: measure(problem.gains(k)) for k in pool}
    largest = max(values.values())
    ties = [k for k in pool if values[k] == largest]
    rest = [k for k in pool if k not in set(ties)]
    second = max((values[k] for k in rest), default=None)
    return ties, next((k for k in rest if values[k] == second), None)


def _product_measure(powers: Vector) -> Measure:
    common = math.lcm(*(power.denominator for power in powers))
    whole = [int(power * common) for power in powers]
    whole = [power // math.gcd(*whole) for power in whole]
    if sum(whole) > LARGEST_POWER or min(whole) <= 0:
        raise ValueError("the weights are no shares that are compared exactly")
    return lambda gains: math.prod(gain**power for gain, power in zip(gains, whole, strict=True))


def _product(gains: Vector, powers: Vector) -> float:
    return math.exp(math.fsum(float(power) * _log(gain) for gain, power in zip(gains, powers, strict=True)))


def _log(number: Fraction) -> float:
    return math.log(number.numerator) - math.log(number.denominator)


def _leximin(problem: Problem, pool: Sequence[int], shift: Vector, scale: Vector, name: str) -> Pick:
    """Return what is leximin best in ``(gain - shift) / scale``."""

    def measures(gains: Vector) -> list[Fraction]:
        return [(gain - start) / unit for gain, start, unit in zip(gains, shift, scale, strict=True)]

    ties, runner_up = _best(problem, pool, lambda gains: sorted(measures(gains)))
    deal = measures(problem.gains(ties[0]))
    proof = {
        f"{name}s": deal,
        f"least_{name}": min(deal),
        f"next_{name}s": None if runner_up is None else measures(problem.gains(runner_up)),
    }
    return Pick(ties, runner_up, proof)


def _ideal(problem: Problem, pool: Sequence[int]) -> Vector:
    return tuple(max(gains) for gains in zip(*map(problem.gains, pool), strict=True))


def _compared(
    principle: Callable[[Problem, list[int], Mapping[str, Any]], Pick],
) -> Callable[..., Pick | None]:
    """Let a principle pick among what nobody likes less, where something is better for all."""

    def pick(problem: Problem, options: Mapping[str, Any]) -> Pick | None:
        if not problem.rational(strict=True):
            return None
        return principle(problem, problem.rational(strict=False), options)

    return pick


@_compared
def _kalai_smorodinsky(problem: Problem, pool: list[int], _options: Mapping[str, Any]) -> Pick:
    ideal = _ideal(problem, pool)
    picked = _leximin(problem, pool, (Fraction(0),) * len(ideal), ideal, "normalised_gain")
    point = [d + most for d, most in zip(problem.disagreement, ideal, strict=True)]
    return Pick(picked.ties, picked.runner_up, {"ideal": point, **picked.proof})


@_compared
def _egalitarian(problem: Problem, pool: list[int], options: Mapping[str, Any]) -> Pick:
    shares = weights_of(options, "proportions", len(problem.players), Fraction(1))
    return _leximin(problem, pool, (Fraction(0),) * len(shares), shares, "share")


@_compared
def _equal_loss(problem: Problem, pool: list[int], _options: Mapping[str, Any]) -> Pick:
    ideal = _ideal(problem, pool)
    picked = _leximin(problem, pool, ideal, (Fraction(1),) * len(ideal), "distance")
    point = [d + most for d, most in zip(problem.disagreement, ideal, strict=True)]
    return Pick(picked.ties, picked.runner_up, {"ideal": point, **picked.proof})


@_compared
def _utilitarian(problem: Problem, pool: list[int], options: Mapping[str, Any]) -> Pick:
    weights = weights_of(options, "weights", len(problem.players), Fraction(1))

    def total(gains: Vector) -> Fraction:
        return sum((w * gain for w, gain in zip(weights, gains, strict=True)), Fraction(0))

    ties, runner_up = _best(problem, pool, total)
    following = None if runner_up is None else total(problem.gains(runner_up))
    return Pick(ties, runner_up, {"total": total(problem.gains(ties[0])), "next_total": following})


@_compared
def _conley_wilkie(problem: Problem, pool: list[int], options: Mapping[str, Any]) -> Pick:
    count = len(problem.players)
    weights = weights_of(options, "weights", count, Fraction(1, count))
    towards = best_lottery([problem.gains(k) for k in range(len(problem.feasible))], weights)
    picked = _leximin(problem, pool, (Fraction(0),) * count, towards, "share")
    lottery = [d + gain for d, gain in zip(problem.disagreement, towards, strict=True)]
    proof = {**picked.proof, "nash_lottery": lottery, "normal_inequality": exact(0)}
    return Pick(picked.ties, picked.runner_up, proof)


PICKS: Mapping[str, Callable[[Problem, Mapping[str, Any]], Pick | None]] = {
    "nash": nash_pick,
    "kalai-smorodinsky": _kalai_smorodinsky,
    "egalitarian": _egalitarian,
    "equal-loss": _equal_loss,
    "utilitarian": _utilitarian,
    "conley-wilkie": _conley_wilkie,
}
