"""Weights and proportions that players are given: read exactly, checked once."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from numpy.typing import ArrayLike

from negotiate.checks import exact_array
from negotiate.errors import InvalidInput, NotApplicable

__all__ = ["Weights", "bargaining_weights", "common_unit", "positive_proportions", "welfare_weights"]

Weights = tuple[Fraction, ...]
Given = ArrayLike | Sequence[Any] | None

_SIMPLEST = 1000  # denominators tried when a float weight is read as a fraction


def bargaining_weights(weights: Given, players: int) -> Weights:
    """Accept positive weights that sum to 1; equal ones where none are given."""
    if weights is None:
        return (Fraction(1, players),) * players
    exact = exact_array("weights", weights, (players,)).tolist()
    for place, weight in enumerate(exact):
        if float(weight) <= 0:
            raise InvalidInput(f"weights[{place}] is {float(weight):g}; a bargaining weight must be above 0.")
    if abs(sum(exact) - 1) > Fraction(1, 10**9):
        raise InvalidInput(f"weights sum to {float(sum(exact)):.12g}; bargaining weights must sum to 1.")
    return tuple(_simplest(weight) for weight in exact)


def positive_proportions(proportions: Given, players: int) -> Weights:
    """Accept positive numbers, of which only the ratios count; equal ones where none are given."""
    if proportions is None:
        return (Fraction(1),) * players
    exact = exact_array("proportions", proportions, (players,)).tolist()
    for place, share in enumerate(exact):
        if float(share) <= 0:
            raise InvalidInput(f"proportions[{place}] is {float(share):g}; a proportion must be above 0.")
    return tuple(_simplest(share) for share in exact)


def welfare_weights(weights: Given, players: int) -> Weights:
    """Accept weights of which none is negative and one is positive; 1 for all where none are given."""
    if weights is None:
        return (Fraction(1),) * players
    exact = exact_array("weights", weights, (players,)).tolist()
    for place, weight in enumerate(exact):
        if weight < 0:
            raise InvalidInput(f"weights[{place}] is {float(weight):g}; a welfare weight must be at least 0.")
    if not any(exact):
        raise InvalidInput("weights are all 0; at least one welfare weight must be above 0.")
    return tuple(_simplest(weight) for weight in exact)


def common_unit(concept: str, units: Sequence[str], remedy: str = "") -> None:
    """Refuse to compare payoffs of players who measure them in different units."""
    if len(set(units)) > 1:
        raise NotApplicable(
            f"the {concept} solution compares payoffs of different players, which are in "
            f"{', '.join(units)}; convert them to one unit{remedy}, or choose a solution that needs none "
            "(nash, kalai-smorodinsky)."
        )


def _simplest(weight: Fraction) -> Fraction:
    """Read a fraction that is some float as the simplest one that rounds to the same float."""
    simple = weight.limit_denominator(_SIMPLEST)
    is_a_float = Fraction(float(weight)) == weight
    return simple if is_a_float and float(simple) == float(weight) else weight
