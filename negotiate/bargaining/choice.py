"""The best outcomes by a measure of their gains: bounds in floats, the decision in rationals.

Rounded gains carry a bound on their error. Outcomes whose measure may be the largest, given
those bounds, are compared again in exact arithmetic; the rest are never looked at twice. So
ties are exact and a million outcomes stay fast.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.problem import BargainingProblem

__all__ = ["Measure", "best_and_next", "gain_bounds", "gain_exponents"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Measure = Callable[[tuple[Fraction, ...]], Any]  # exact gains to anything that has an order

_TINY = 5e-324  # the least positive float


def gain_bounds(problem: BargainingProblem, outcomes: Ints) -> tuple[Floats, Floats]:
    """Return bounds below and above on the gains in some outcomes, shape (outcomes, players).

    Each player's gains are scaled by a power of two of their own, such that no payoff exceeds 1:
    nothing overflows, and solutions that do not depend on scale are not affected.
    """
    feasible, point = problem.feasible[outcomes], problem.disagreement
    exponent = gain_exponents(problem, outcomes)
    payoffs, reservation = np.ldexp(feasible, -exponent), np.ldexp(point, -exponent)
    gains = payoffs - reservation
    rounded = np.abs(gains) if problem.floats_are_exact else np.abs(payoffs) + np.abs(reservation)
    # payoffs below the range of floats were rounded to it, before they were scaled up
    below_range = 2 if problem.floats_are_exact else np.maximum(2 - exponent, 2)
    error = 2.0**-51 * rounded + np.ldexp(_TINY, below_range)
    return gains - error, gains + error


def gain_exponents(problem: BargainingProblem, outcomes: Ints) -> NDArray[np.int32]:
    """Return the powers of two that ``gain_bounds`` divides each player's payoffs by."""
    largest = np.abs(problem.feasible[outcomes]).max(axis=0)
    exponent: NDArray[np.int32] = np.frexp(np.maximum(largest, np.abs(problem.disagreement)))[1]
    return exponent


def best_and_next(
    problem: BargainingProblem, outcomes: Ints, low: Floats, high: Floats, measure: Measure
) -> tuple[Ints, int | None]:
    """Return the outcomes with the largest measure, and the best of all others.

    Parameters
    ----------
    problem : BargainingProblem
    outcomes : ndarray of int
        Positions of those that can be picked; at least one.
    low, high : ndarray, shape of ``outcomes``
        Bounds on a float measure that orders outcomes as ``measure`` does.
    measure : callable
        Takes the exact gains of an outcome.

    Returns
    -------
    tuple of ndarray and int or None
        The ties in ascending order; the runner-up is None where all outcomes tie.
    """
    best = _best(problem, outcomes, low, high, measure)
    others = ~np.isin(outcomes, best)
    if not others.any():
        return best, None
    following = _best(problem, outcomes[others], low[others], high[others], measure)
    return best, int(following[0])


def _best(problem: BargainingProblem, outcomes: Ints, low: Floats, high: Floats, measure: Measure) -> Ints:
    candidates = outcomes[high >= low.max()].tolist()
    by_payoffs: dict[tuple[Any, ...], Any] = {}
    values = []
    for outcome in candidates:
        key = (
            tuple(problem.feasible[outcome].tolist())
            if problem.floats_are_exact
            else problem.payoffs(outcome)
        )
        if key not in by_payoffs:
            by_payoffs[key] = measure(problem.gains(outcome))
        values.append(by_payoffs[key])
    largest = max(by_payoffs.values())
    return np.array(
        [o for o, value in zip(candidates, values, strict=True) if value == largest], dtype=np.intp
    )
