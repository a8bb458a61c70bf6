"""Matrices among countries: read with checks, and proven stable in rational arithmetic.

Row ``i`` says how country ``i`` answers; column ``j`` is whom it answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array
from negotiate.errors import InvalidInput

__all__ = [
    "between_countries",
    "comes_to_rest",
    "dominates",
    "flat",
    "largest_growth",
    "moderate",
    "symmetric",
]

Floats = NDArray[np.float64]
MOST = 1e100
FLAT = 1e-12  # growth nearer to 0 than this, beside the size of the coefficients, is neither


def moderate(name: str, value: ArrayLike, shape: Sequence[int | str]) -> Floats:
    """Accept numbers that can be squared and summed without leaving the range of floats."""
    array = finite_array(name, value, shape)
    if abs(array).max() > MOST:
        raise InvalidInput(
            f"{name} holds {abs(array).max():g}; at most {MOST:g} is accepted. Use a larger unit."
        )
    return array


def between_countries(name: str, given: ArrayLike, countries: Sequence[str]) -> Floats:
    """Accept a matrix among countries with nothing on its diagonal."""
    matrix = moderate(name, given, (len(countries), len(countries)))
    on_diagonal = np.flatnonzero(np.diag(matrix))
    if len(on_diagonal):
        who = countries[int(on_diagonal[0])]
        raise InvalidInput(
            f"{name} has {matrix[on_diagonal[0], on_diagonal[0]]:g} from {who} to itself; it must be 0."
        )
    return matrix


def symmetric(name: str, matrix: Floats, countries: Sequence[str]) -> Floats:
    """Refuse a matrix in which two countries see one another differently."""
    pairs = np.argwhere(np.triu(matrix != matrix.T, 1))
    if len(pairs):
        i, j = pairs[0]
        raise InvalidInput(
            f"{name} is not symmetric: {countries[i]} counts {countries[j]} as {matrix[i, j]:g}, and "
            f"{countries[j]} counts {countries[i]} as {matrix[j, i]:g}; make them equal, or use an "
            "ArmsRace, which allows it."
        )
    return matrix


def largest_growth(matrix: Floats) -> complex:
    """Return the eigenvalue with the largest real part; of a pair the one with the imaginary part above 0."""
    found = np.linalg.eigvals(matrix)
    best = max(found.tolist(), key=lambda value: (value.real, value.imag))
    return complex(best)


def flat(matrix: Floats) -> float:
    """Return below which size an eigenvalue of a matrix cannot be told from 0."""
    return FLAT * float(abs(matrix).sum())


def comes_to_rest(inflow: Floats, outflow: Floats) -> bool:
    """Say whether every eigenvalue of ``inflow − diag(outflow)`` has a negative real part.

    Proven where no inflow is negative; else read from the eigenvalues, which must be below 0 by more
    than their rounding.
    """
    if inflow.min() >= 0:
        return dominates(inflow, outflow) is not None
    matrix = inflow - np.diag(outflow)
    return largest_growth(matrix).real < -flat(matrix)


def dominates(inflow: Floats, outflow: Floats) -> tuple[Fraction, ...] | None:
    """Return weights that prove ``diag(outflow) − inflow`` stable, or None where there are none.

    ``inflow`` must not be negative. With weights ``v > 0`` such that ``outflow_i v_i > Σ_j inflow_ij v_j``
    for every ``i`` each eigenvalue of ``inflow − diag(outflow)`` has a negative real part, and the inverse
    of ``diag(outflow) − inflow`` has no negative entry. Such weights exist wherever that is so. They are
    found in floats and checked in rational arithmetic on the numbers given.
    """
    try:
        found = np.linalg.solve(np.diag(outflow) - inflow, np.ones(len(outflow)))
    except np.linalg.LinAlgError:
        return None
    if not np.isfinite(found).all():
        return None
    weights = tuple(Fraction(number) for number in found.tolist())
    for i, row in enumerate(inflow.tolist()):
        received = sum((Fraction(k) * v for k, v in zip(row, weights, strict=True)), Fraction(0))
        if weights[i] <= 0 or Fraction(float(outflow[i])) * weights[i] <= received:
            return None
    return weights
