"""Exhaustive proof for small games: every pair of supports of one size, solved in rationals.

A strategy y is a vertex if some rows I earn the same against it, the most that any row can
earn, and it is the only strategy within some J of the same size to which that happens. So
going through all pairs (I, J) visits every vertex of both players. The extreme equilibria are
the pairs of vertices that play only best responses to each other; where the game is not
degenerate (no vertex has a further tie, or a zero within J) they are all the equilibria [1]_.

References
----------
.. [1] B. von Stengel (2002), Handbook of Game Theory 3, 1723-1759.
   doi:10.1016/S1574-0005(02)03008-4
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import comb

from negotiate.equilibria.enumeration.scaling import Integers
from negotiate.equilibria.indifference import Strategy, indifferent_strategy

__all__ = ["LARGEST", "count_pairs", "extreme_equilibria"]

LARGEST = 5_000  # pairs, about a second's work

Support = tuple[int, ...]


def count_pairs(rows: int, columns: int) -> int:
    """Return how many pairs of supports of one size there are.

    Examples
    --------
    >>> count_pairs(3, 3), count_pairs(7, 7)
    (19, 3431)
    """
    return comb(rows + columns, rows) - 1


def extreme_equilibria(A: Integers, B: Integers) -> tuple[list[tuple[Strategy, Strategy]], bool]:
    """Return all extreme equilibria, and whether the game is degenerate.

    Parameters
    ----------
    A, B : ndarray of int, shape (rows, columns)
        Exact payoffs.

    Examples
    --------
    >>> import numpy as np
    >>> unit = np.array([[2, 0], [0, 1]], dtype=object)
    >>> found, degenerate = extreme_equilibria(unit, unit)
    >>> len(found), degenerate
    (3, False)
    """
    of_rows: dict[Strategy, set[int]] = {}
    of_columns: dict[Strategy, set[int]] = {}
    degenerate = False
    for rows, columns in _pairs(*A.shape):
        degenerate |= _visit(A.T, columns, rows, of_columns)
        degenerate |= _visit(B, rows, columns, of_rows)
    found = [
        (x, y)
        for x, replies_to_x in of_rows.items()
        for y, replies_to_y in of_columns.items()
        if _played(x) <= replies_to_y and _played(y) <= replies_to_x
    ]
    return found, degenerate


def _pairs(rows: int, columns: int) -> Iterator[tuple[Support, Support]]:
    for size in range(1, min(rows, columns) + 1):
        for chosen in combinations(range(rows), size):
            for other in combinations(range(columns), size):
                yield chosen, other


def _visit(payoffs: Integers, support: Support, best: Support, vertices: dict[Strategy, set[int]]) -> bool:
    """Add the vertex at which ``best`` tie for the best reply, with all replies; say if it is degenerate.

    ``payoffs`` has a row for each own strategy, a column for each of the opponent's replies.
    """
    strategy = indifferent_strategy(payoffs, support, best)
    if strategy is None:
        return False
    earned = sum(strategy[k] * payoffs[k] for k in support)
    most = earned[best[0]]
    if max(earned) > most:
        return False
    vertices[strategy] = {k for k, payoff in enumerate(earned) if payoff == most}
    return len(vertices[strategy]) > len(best) or not all(strategy[k] for k in support)


def _played(strategy: Strategy) -> set[int]:
    return {k for k, share in enumerate(strategy) if share}
