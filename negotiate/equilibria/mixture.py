"""The best mixture: maximise min_k (C x)_k over probability vectors x with G x ≤ 0.

Correlation, commitment and security are all this one linear programme. Its proof is a pair of
numbers that need no solver: weights μ ≥ 0 that sum to 1 and multipliers λ ≥ 0 bound what any
feasible x can reach by max_a (μC − λG)_a. Small programmes are solved in rationals, where value
and bound are equal; large ones by HiGHS, whose x, μ and λ are then judged on the given numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import one_of
from negotiate.equilibria.highs import propose
from negotiate.games.exact_lp import maximise

__all__ = ["METHODS", "BestMixture", "exact_best_mixture", "numerical_best_mixture", "solves_exactly"]

METHODS = ("auto", "exact", "highs")
Number = Fraction | float

_SMALL = 2500  # entries of C and G up to which exact arithmetic takes well under a second


@dataclass(frozen=True, eq=False)
class BestMixture:
    """The best mixture with its proof, in ``Fraction``s (``exact``) or in ``float64``.

    Parameters
    ----------
    x, weights, multipliers : ndarray
        The mixture x, and μ and λ, which bound the value.
    value, bound : Fraction or float
        min_k (C x)_k, and max_a (μC − λG)_a, above which no mixture gets.
    violation : Fraction or float
        max(0, G x): by how much x breaks a limit.
    exact : bool
    """

    x: NDArray[Any]
    weights: NDArray[Any]
    multipliers: NDArray[Any]
    value: Number
    bound: Number
    violation: Number
    exact: bool


def solves_exactly(method: str, entries: int) -> bool:
    """Say whether a programme of so many entries is solved in rationals: asked for, or small."""
    one_of("method", method, METHODS)
    return method == "exact" or (method == "auto" and entries <= _SMALL)


def exact_best_mixture(objectives: NDArray[Any], limits: NDArray[Any]) -> BestMixture | None:
    """Return the best mixture in rationals, or None where no mixture keeps within the limits.

    Parameters
    ----------
    objectives : ndarray of exact numbers, shape (K, n)
        C; the least of its rows counts.
    limits : ndarray of exact numbers, shape (m, n)
        G; m may be 0.

    Examples
    --------
    >>> pennies = np.array([[1, -1], [-1, 1]], dtype=object)
    >>> found = exact_best_mixture(pennies, np.empty((0, 2), dtype=object))
    >>> found.x.tolist(), found.value == found.bound == 0
    ([Fraction(1, 2), Fraction(1, 2)], True)
    """
    lift = 1 - min(objectives.ravel())  # every lifted objective is at least 1: a value of 0 means none
    lifted = objectives + lift
    rows, columns = lifted.shape
    if not len(limits):
        game = maximise([1] * rows, lifted.T, [1] * columns)
        x, weights = _array(game.dual) / game.value, _array(game.x) / game.value
        return _judged(objectives, limits, x, weights, _array([]), exact=True)
    if rows == 1:
        matrix: NDArray[Any] = np.vstack([limits, np.ones((1, columns), dtype=int)])
        best = maximise(lifted[0], matrix, [0] * len(limits) + [1])
        weights, multipliers = _array([1]), _array(best.dual[:-1])
    else:
        matrix = np.block(
            [
                [-lifted, np.ones((rows, 1), dtype=int)],
                [limits, np.zeros((len(limits), 1), dtype=int)],
                [np.ones((1, columns), dtype=int), np.zeros((1, 1), dtype=int)],
            ]
        )
        best = maximise([0] * columns + [1], matrix, [0] * (rows + len(limits)) + [1])
        weights, multipliers = _array(best.dual[:rows]), _array(best.dual[rows:-1])
    if best.value == 0:
        return None
    return _judged(objectives, limits, _array(best.x[:columns]), weights, multipliers, exact=True)


def numerical_best_mixture(objectives: NDArray[np.float64], limits: Any) -> BestMixture | None:
    """Return the best mixture that HiGHS finds, judged in ``float64``; None where there is none.

    Units are taken out before, so that they do not matter.

    Parameters
    ----------
    objectives : ndarray of float, shape (K, n)
    limits : ndarray or scipy sparse array, shape (m, n)
        m may be 0.

    Raises
    ------
    NoSolution
        If HiGHS stops without an answer.

    Examples
    --------
    >>> found = numerical_best_mixture(np.array([[1.0, -1.0], [-1.0, 1.0]]), np.empty((0, 2)))
    >>> found.x.round(9).tolist(), abs(found.bound - found.value) < 1e-9
    ([0.5, 0.5], True)
    """
    from scipy import sparse

    limits = sparse.csr_array(limits)
    found = propose(objectives, limits)
    if found is None:
        return None
    return _judged(objectives, limits, found.x, found.weights, found.multipliers, exact=False)


def _judged(
    objectives: NDArray[Any],
    limits: Any,
    x: NDArray[Any],
    weights: NDArray[Any],
    multipliers: NDArray[Any],
    *,
    exact: bool,
) -> BestMixture:
    """Work out value, bound and violation from the numbers of the problem alone."""
    reach = weights @ objectives - (multipliers @ limits if len(multipliers) else 0)
    broken = (limits @ x).max() if len(multipliers) else 0
    kind = Fraction if exact else float
    return BestMixture(
        x=x,
        weights=weights,
        multipliers=multipliers,
        value=kind((objectives @ x).min()),
        bound=kind(reach.max()),
        violation=kind(max(0, broken)),
        exact=exact,
    )


def _array(numbers: Any) -> NDArray[np.object_]:
    array = np.empty(len(numbers), dtype=object)
    array[:] = [Fraction(number) for number in numbers]
    return array
