"""The solutions on a convex set of gains: one short function each.

Every one answers no agreement where no deal is better for all. Which numbers come out, rational
or float, is up to the set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from negotiate.bargaining.convex import ConvexSet
from negotiate.bargaining.crowd import Crowd
from negotiate.bargaining.lottery import LotteryProblem
from negotiate.bargaining.lottery_solution import LotterySolution
from negotiate.bargaining.polygon import Polygon
from negotiate.bargaining.weights import Weights

__all__ = ["egalitarian", "equal_loss", "kalai_smorodinsky", "lotteries", "nash", "utilitarian"]

S = TypeVar("S")
Options = Mapping[str, object]


def lotteries(problem: LotteryProblem) -> ConvexSet[LotterySolution]:
    """Return the lotteries of a problem as a convex set: exact for two players."""
    return Polygon(problem) if len(problem.players) == 2 else Crowd(problem)


def nash(space: ConvexSet[S], weights: Weights, options: Options) -> S:
    """Solve for the largest weighted product of gains."""
    refusal = space.refusal()
    if refusal is not None:
        return space.no_agreement("nash", refusal, options)
    found = space.product(weights)
    return space.solution("nash", found, {"gains": _floats(found.gains)}, options)


def kalai_smorodinsky(space: ConvexSet[S]) -> S:
    """Solve for the largest equal share of ideal gains."""
    concept = "kalai-smorodinsky"
    refusal = space.refusal()
    if refusal is not None:
        return space.no_agreement(concept, refusal, {})
    ideal = space.ideal()
    found = space.ray((0,) * space.players, ideal)
    shares = [gain / most for gain, most in zip(found.gains, ideal, strict=True)]
    return space.solution(concept, found, {"ideal_gains": _floats(ideal), **_level(shares)}, {})


def egalitarian(space: ConvexSet[S], proportions: Weights, options: Options) -> S:
    """Solve for the largest gains in given proportions."""
    refusal = space.refusal()
    if refusal is not None:
        return space.no_agreement("egalitarian", refusal, options)
    found = space.ray((0,) * space.players, proportions)
    shares = [gain / share for gain, share in zip(found.gains, proportions, strict=True)]
    return space.solution("egalitarian", found, _level(shares), options)


def utilitarian(space: ConvexSet[S], weights: Weights, options: Options) -> S:
    """Solve for the largest weighted sum of gains."""
    refusal = space.refusal()
    if refusal is not None:
        return space.no_agreement("utilitarian", refusal, options)
    found = space.top(weights)
    return space.solution("utilitarian", found, {"gains": _floats(found.gains)}, options)


def equal_loss(space: ConvexSet[S]) -> S:
    """Solve for the least equal loss from ideal gains."""
    refusal = space.refusal()
    if refusal is not None:
        return space.no_agreement("equal-loss", refusal, {})
    ideal = space.ideal()
    found = space.ray(ideal, (Fraction(1),) * space.players)
    losses = [most - gain for gain, most in zip(found.gains, ideal, strict=True)]
    proof = {"ideal_gains": _floats(ideal), "losses": _floats(losses), "largest_loss": float(max(losses))}
    return space.solution("equal-loss", found, proof, {})


def _level(shares: Sequence[Any]) -> dict[str, Any]:
    return {"shares": _floats(shares), "least_share": float(min(shares))}


def _floats(numbers: Sequence[Any]) -> list[float]:
    return [float(number) for number in numbers]
