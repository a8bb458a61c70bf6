"""The best mixture: maximise min_k (C x)_k over probability vectors x with G x ≤ 0.

Correlation, commitment and security are all this one linear programme. Its proof is a pair of
numbers that need no solver: weights μ ≥ 0 that sum to 1 and multipliers λ ≥ 0 bound what any
feasible x can reach by max_a (μC − λG)_a. Small programmes are solved in rationals, where value
and bound are equal; HiGHS may say where to look. Large ones are left to HiGHS, whose x, μ and λ
are then judged on the given numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import one_of
from negotiate.equilibria.highs import propose
from negotiate.errors import NoSolution
from negotiate.games.exact_lp import maximise

__all__ = ["METHODS", "BestMixture", "exact_best_mixture", "numerical_best_mixture", "solves_exactly"]

METHODS = ("auto", "exact", "highs")
Number = Fraction | float

_TINY = 500  # entries up to which the simplex method in rationals takes milliseconds
_NEAR = 1e-9  # of what is at most 1: below this, nothing
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
    if objectives.size + limits.size > _TINY:
        found = _where_it_binds(objectives, limits)
        if found is not None:
            return found
    return _by_simplex(objectives, limits)


def _where_it_binds(objectives: NDArray[Any], limits: NDArray[Any]) -> BestMixture | None:
    """Solve in rationals the part that HiGHS says matters, and what that leaves out, until nothing is.

    Returns None where HiGHS finds nothing.
    """
    goals, bounds = _unit_floats(objectives - min(objectives.ravel())), _unit_floats(limits)
    try:
        near = numerical_best_mixture(goals, bounds)
    except NoSolution:
        return None
    if near is None:
        return None
    reach = near.weights @ goals - near.multipliers @ bounds
    columns = (near.x > _NEAR) | (reach > near.bound - _NEAR)
    rows = (near.weights > _NEAR) | (goals @ near.x < near.value + _NEAR)
    tight = (near.multipliers > _NEAR) | (bounds @ near.x > -_NEAR)
    while True:
        within = tight & (limits[:, columns] != 0).any(axis=1)
        part = _by_simplex(objectives[np.ix_(rows, columns)], limits[np.ix_(within, columns)])
        if part is None:
            return None
        x, weights = _spread(part.x, columns), _spread(part.weights, rows)
        found = _judged(objectives, limits, x, weights, _spread(part.multipliers, within), exact=True)
        if found.violation == 0 and found.value == found.bound:
            return found
        columns |= weights @ objectives - found.multipliers @ limits > part.value
        rows |= objectives @ x < part.value
        tight |= limits @ x > 0


def _spread(values: NDArray[Any], places: NDArray[np.bool_]) -> NDArray[np.object_]:
    """Return values at their places in a longer vector, with zeros between."""
    vector = np.array([Fraction(0)] * len(places), dtype=object)
    vector[places] = values
    return vector


def _unit_floats(matrix: NDArray[Any]) -> NDArray[np.float64]:
    """Return exact numbers as floats of at most 1, divided by the largest."""
    largest = max((abs(entry) for entry in matrix.ravel()), default=0)
    floats: NDArray[np.float64] = (matrix / (largest or 1)).astype(np.float64)
    return floats


def _by_simplex(objectives: NDArray[Any], limits: NDArray[Any]) -> BestMixture | None:
    """Solve all of it by the simplex method in rationals; None where nothing is feasible."""
    lift = 1 - min(objectives.ravel())  # every lifted objective is at least 1: a value of 0 means none
    lifted = objectives + lift
    rows, columns = lifted.shape
    if not len(limits):
        best = maximise([1] * rows, lifted.T, [1] * columns)
        x, weights = _array(best.dual) / best.value, _array(best.x) / best.value
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
