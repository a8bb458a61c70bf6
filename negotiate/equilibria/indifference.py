"""Indifference in rationals: the mixed strategy against which certain replies earn the same.

The equations are solved by elimination on integers: after each step every entry is a minor of
the system, so the division by the previous pivot leaves no remainder (Bareiss 1968,
doi:10.1090/S0025-5718-1968-0226829-0).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from numpy.typing import NDArray

__all__ = ["Strategy", "indifferent_strategy"]

Strategy = tuple[Fraction, ...]


def indifferent_strategy(
    payoffs: NDArray[Any], support: Sequence[int], replies: Sequence[int]
) -> Strategy | None:
    """Return the only strategy on ``support`` against which all ``replies`` earn the same.

    Parameters
    ----------
    payoffs : ndarray of int, shape (own strategies, opponent's replies)
        What the opponent gets; exact.
    support : sequence of int
        Own strategies that may be played.
    replies : sequence of int
        The opponent's strategies that are to earn the same.

    Returns
    -------
    tuple of Fraction, or None
        None where there is no such strategy, or more than one, or it has a negative entry.

    Examples
    --------
    >>> import numpy as np
    >>> indifferent_strategy(np.array([[2, 0], [0, 1]], dtype=object), [0, 1], [0, 1])
    (Fraction(1, 3), Fraction(2, 3))
    """
    first, *rest = replies
    equations = [[*(1 for _ in support), 1]]
    equations += [[*(int(payoffs[k, reply] - payoffs[k, first]) for k in support), 0] for reply in rest]
    solution = _only_solution(equations, len(support))
    if solution is None or min(solution) < 0:
        return None
    played = dict(zip(support, solution, strict=True))
    return tuple(played.get(k, Fraction(0)) for k in range(len(payoffs)))


def _only_solution(rows: list[list[int]], unknowns: int) -> list[Fraction] | None:
    previous = 1
    for k in range(unknowns):
        place = next((i for i in range(k, len(rows)) if rows[i][k]), None)
        if place is None:
            return None
        rows[k], rows[place] = rows[place], rows[k]
        pivot = rows[k]
        lead = pivot[k]
        for i, row in enumerate(rows):
            if i != k:
                entry = row[k]
                rows[i] = [(lead * a - entry * b) // previous for a, b in zip(row, pivot, strict=True)]
        previous = lead
    if any(row[-1] for row in rows[unknowns:]):
        return None
    return [Fraction(row[-1], previous) for row in rows[:unknowns]]
