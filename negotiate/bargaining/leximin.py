r"""The leximin best outcomes of a finite set in gains measured from a point, in a given scale.

The measure of player :math:`i` is :math:`(u_i - d_i - s_i) / c_i`. First the least of the measures
counts, then the second least, and so on. The least is how far the set, with free disposal,
reaches along the ray from :math:`s` in the direction :math:`c`; the rest makes the pick efficient.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.choice import best_and_next, gain_bounds, gain_exponents
from negotiate.bargaining.frontier import dominating_outcomes
from negotiate.bargaining.problem import BargainingProblem

__all__ = ["ideal_gains", "leximin_choice"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Vector = Sequence[Fraction]


def leximin_choice(
    problem: BargainingProblem, pool: Ints, shift: Vector, scale: Vector, name: str
) -> tuple[Ints, dict[str, Any]]:
    """Return the tied best outcomes of a pool, and the proof with measures under a name.

    Exact on the numbers given. Outcomes with the same measures tie, whoever has them.
    """

    def measures(outcome: int) -> list[Fraction]:
        gains = zip(problem.gains(outcome), shift, scale, strict=True)
        return [(gain - start) / unit for gain, start, unit in gains]

    def leximin(gains: tuple[Fraction, ...]) -> list[Fraction]:
        return sorted((gain - s) / c for gain, s, c in zip(gains, shift, scale, strict=True))

    low, high = _least_bounds(problem, pool, shift, scale)
    ties, runner_up = best_and_next(problem, pool, low, high, leximin)
    deal = measures(int(ties[0]))
    following = None if runner_up is None else [float(entry) for entry in measures(runner_up)]
    return ties, {
        f"{name}s": [float(entry) for entry in deal],
        f"least_{name}": float(min(deal)),
        f"next_{name}s": following,
        "runner_up": runner_up,
        "runner_up_label": None if runner_up is None else problem.label(runner_up),
        "decided": "exactly",
        "dominated_by": dominating_outcomes(problem, int(ties[0])).tolist(),
    }


def ideal_gains(problem: BargainingProblem, outcomes: Ints) -> tuple[Fraction, ...]:
    """Return the most that each player gains in any of the outcomes, exactly.

    Rounding keeps order, so the largest rational is among those with the largest float.
    """
    payoffs = problem.feasible[outcomes]
    largest = []
    for player in range(payoffs.shape[1]):
        candidates = outcomes[payoffs[:, player] == payoffs[:, player].max()]
        if problem.exact_feasible is None:
            candidates = candidates[:1]
        largest.append(max(problem.gains(int(outcome))[player] for outcome in candidates))
    return tuple(largest)


def _least_bounds(
    problem: BargainingProblem, outcomes: Ints, shift: Vector, scale: Vector
) -> tuple[Floats, Floats]:
    """Bound the least measure of each outcome."""
    low, high = gain_bounds(problem, outcomes)
    least_low, least_high = np.full(len(outcomes), np.inf), np.full(len(outcomes), np.inf)
    for player, exponent in enumerate(gain_exponents(problem, outcomes).tolist()):
        start = shift[player] / Fraction(2) ** exponent
        unit = scale[player] / Fraction(2) ** exponent
        if not sys.float_info.min < unit < 1e300 or abs(start) > 1e300:
            return np.full(len(outcomes), -np.inf), np.full(len(outcomes), np.inf)
        point, width = float(start), float(unit)
        error = 2.0**-51 * abs(point)
        with np.errstate(over="ignore"):
            down = (low[:, player] - point - error) / width
            up = (high[:, player] - point + error) / width
            np.minimum(least_low, down - 2.0**-50 * np.abs(down), out=least_low)
            np.minimum(least_high, up + 2.0**-50 * np.abs(up), out=least_high)
    return least_low, least_high
