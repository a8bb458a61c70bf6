"""Linear programmes in rational arithmetic: max c·x subject to A x ≤ b, x ≥ 0, with b ≥ 0.

The simplex method on a tableau of integers: after each pivot every entry is a minor of the
scaled problem, so the division by the previous pivot leaves no remainder and numbers stay
short [1]_. Bland's rule [2]_ excludes cycling, so it ends, with an answer that is a proof:
``x`` and the ``dual`` are feasible and have the same value.

References
----------
.. [1] J. Edmonds (1967), Journal of Research of the National Bureau of Standards 71B, 241-245.
.. [2] R. G. Bland (1977), Mathematics of Operations Research 2(2), 103-107.
   doi:10.1287/moor.2.2.103
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import exact_array
from negotiate.errors import InvalidInput, NoSolution

__all__ = ["Optimum", "maximise"]


@dataclass(frozen=True)
class Optimum:
    """An optimal solution with its proof: ``value = c·x = b·dual``, both feasible."""

    value: Fraction
    x: tuple[Fraction, ...]
    dual: tuple[Fraction, ...]


def maximise(
    objective: Sequence[object], matrix: Sequence[Sequence[object]] | NDArray[Any], limits: Sequence[object]
) -> Optimum:
    """Maximise ``objective · x`` subject to ``matrix @ x ≤ limits`` and ``x ≥ 0``, exactly.

    Parameters
    ----------
    objective : sequence of n numbers
    matrix : array-like, shape (m, n)
    limits : sequence of m numbers
        None negative, so that x = 0 is feasible.

    Raises
    ------
    InvalidInput
        For misshapen input or a negative limit.
    NoSolution
        If the objective is unbounded.

    Examples
    --------
    >>> maximise([3, 2], [[1, 1], [1, 3]], [4, 6])
    Optimum(value=Fraction(12, 1), x=(Fraction(4, 1), Fraction(0, 1)), dual=(Fraction(3, 1), Fraction(0, 1)))
    """
    c = exact_array("objective", objective, ("variables",))
    b = exact_array("limits", limits, ("constraints",))
    a = exact_array("matrix", matrix, (len(b), len(c)))
    if min(b) < 0:
        raise InvalidInput(f"limits[{int(np.argmin(b))}] is {min(b)}; every limit must be at least 0.")
    tableau, scale = _tableau(c, a, b)
    basis = list(range(len(c), len(c) + len(b)))
    previous = 1
    while (entering := _entering(tableau)) is not None:
        leaving = _leaving(tableau, entering, basis)
        previous = _pivot(tableau, leaving, entering, previous)
        basis[leaving] = entering
    return _optimum(tableau, basis, previous, len(c), scale)


def _tableau(c: NDArray[Any], a: NDArray[Any], b: NDArray[Any]) -> tuple[NDArray[np.object_], list[Fraction]]:
    """Lay out [A I b; −c 0 0] in integers: each row is multiplied by its common denominator."""
    rows, columns = a.shape
    tableau = np.zeros((rows + 1, columns + rows + 1), dtype=object)
    scale = []
    for k, (row, limit) in enumerate(zip([*a, -c], [*b, Fraction(0)], strict=True)):
        factor = lcm(*(entry.denominator for entry in row), limit.denominator)
        tableau[k, :columns] = [int(entry * factor) for entry in row]
        tableau[k, -1] = int(limit * factor)
        if k < rows:
            tableau[k, columns + k] = 1
        scale.append(Fraction(factor))
    return tableau, scale


def _entering(tableau: NDArray[np.object_]) -> int | None:
    """Return the first column that improves the objective (Bland), or None at the optimum."""
    return next((k for k, cost in enumerate(tableau[-1, :-1]) if cost < 0), None)


def _leaving(tableau: NDArray[np.object_], entering: int, basis: list[int]) -> int:
    """Return the row with the least ratio of limit to entry, the first variable among ties (Bland)."""
    column, limit = tableau[:-1, entering], tableau[:-1, -1]
    rows = [k for k in range(len(basis)) if column[k] > 0]
    if not rows:
        raise NoSolution("the objective is unbounded; add a limit that bounds it.")
    return min(rows, key=lambda k: (Fraction(int(limit[k]), int(column[k])), basis[k]))


def _pivot(tableau: NDArray[np.object_], row: int, column: int, previous: int) -> int:
    """Pivot in place without fractions; returns the pivot, the new common denominator."""
    pivot = int(tableau[row, column])
    for k in range(len(tableau)):
        if k != row:
            tableau[k] = (tableau[k] * pivot - tableau[row] * tableau[k, column]) // previous
    return pivot


def _optimum(
    tableau: NDArray[np.object_], basis: list[int], denominator: int, count: int, scale: list[Fraction]
) -> Optimum:
    values = {variable: Fraction(tableau[k, -1], denominator) for k, variable in enumerate(basis)}
    of_objective = scale[-1] * denominator
    dual = (
        Fraction(cost) * factor / of_objective
        for cost, factor in zip(tableau[-1, count:-1], scale[:-1], strict=True)
    )
    return Optimum(
        value=Fraction(tableau[-1, -1]) / of_objective,
        x=tuple(values.get(k, Fraction(0)) for k in range(count)),
        dual=tuple(dual),
    )
