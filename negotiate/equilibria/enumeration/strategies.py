"""Exact mixed strategies from their equalities, and the best replies to them.

A strategy is kept as whole weights without common divisor; its probabilities are these over their sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

from negotiate.equilibria.enumeration.scaling import Integers

__all__ = ["ExactGame", "Strategy", "Weights", "bordered_sign", "exact_strategy", "probabilities", "support"]

Weights = tuple[int, ...]
Strategy = tuple[Fraction, ...]


def probabilities(weights: Weights) -> Strategy:
    """Return a strategy as fractions that sum to 1.

    Examples
    --------
    >>> probabilities((1, 0, 2))
    (Fraction(1, 3), Fraction(0, 1), Fraction(2, 3))
    """
    total = sum(weights)
    return tuple(Fraction(weight, total) for weight in weights)


def support(weights: Weights) -> list[int]:
    """Return the strategies that are played.

    Examples
    --------
    >>> support((1, 0, 2))
    [0, 2]
    """
    return [place for place, weight in enumerate(weights) if weight]


def exact_strategy(payoffs: Integers, played: Sequence[int], best: Sequence[int]) -> Weights | None:
    """Return the one strategy on ``played`` to which all of ``best`` are equally good replies.

    Parameters
    ----------
    payoffs : ndarray of int, shape (d, c)
        The opponent's payoffs.
    played, best : sequence of int
        Strategies that may have weight, replies that are to earn the same.

    Returns
    -------
    tuple of int, or None
        Weights of shape (d,); None where there is no such strategy, or more than one, or it has a
        negative weight.

    Examples
    --------
    >>> import numpy as np
    >>> exact_strategy(np.array([[2, 0], [0, 1]], dtype=object), [0, 1], [0, 1])
    (1, 2)
    """
    earned = payoffs[list(played)][:, list(best)].tolist()
    columns = [list(column) for column in zip(*earned, strict=True)]
    rows = [[1] * len(played) + [1]]
    rows += [[a - b for a, b in zip(column, columns[0], strict=True)] + [0] for column in columns[1:]]
    solution, _ = _solved(rows, len(played))
    if solution is None or min(solution) < 0:
        return None
    content = gcd(*solution)
    weights = [0] * len(payoffs)
    for place, value in zip(played, solution, strict=True):
        weights[place] = value // content
    return tuple(weights)


def bordered_sign(payoffs: Integers, rows: Sequence[int], columns: Sequence[int]) -> int:
    """Return the sign of det [[0, 1'], [1, payoffs[rows, columns]]].

    Examples
    --------
    >>> import numpy as np
    >>> bordered_sign(np.array([[2, 0], [0, 1]], dtype=object), [0, 1], [0, 1])
    -1
    """
    bordered = [[0] + [1] * len(columns) + [0]]
    bordered += [[1, *row, 0] for row in payoffs[list(rows)][:, list(columns)].tolist()]
    solution, sign = _solved(bordered, len(bordered))
    return 0 if solution is None else sign


def _solved(rows: list[list[int]], unknowns: int) -> tuple[list[int] | None, int]:
    """Solve integer equations (last entry: right-hand side) without fractions (Bareiss 1968).

    Returns a positive multiple of the solution, and the sign of the determinant of the equations
    where they are square. There is none where the equations are singular or contradict.
    """
    sign, before = 1, 1
    for step in range(unknowns):
        place = next((k for k in range(step, len(rows)) if rows[k][0]), None)
        if place is None:
            return None, 0
        if place != step:
            rows[step], rows[place] = rows[place], rows[step]
            sign = -sign
        rows, before = _cleared(rows, step, before)
    if any(row[0] for row in rows[unknowns:]):
        return None, 0
    positive = 1 if before > 0 else -1
    return [positive * row[0] for row in rows[:unknowns]], positive * sign


def _cleared(rows: list[list[int]], step: int, before: int) -> tuple[list[list[int]], int]:
    """Eliminate the first unknown left by one of the equations; return the rest, and the pivot."""
    lead, *pivot = rows[step]
    cleared = [
        pivot
        if k == step
        else [(lead * a - row[0] * b) // before for a, b in zip(row[1:], pivot, strict=True)]
        for k, row in enumerate(rows)
    ]
    return cleared, lead


class ExactGame:
    """Integer payoffs of both players, with the best replies to each strategy found once."""

    def __init__(self, A: Integers, B: Integers) -> None:
        self.A, self.B = A, B
        self._payoffs = (B.tolist(), A.T.tolist())
        self._known: tuple[dict[Weights, list[int]], dict[Weights, list[int]]] = ({}, {})

    def replies(self, player: int, weights: Weights) -> list[int]:
        """Return the best replies to a strategy of a player, 0 for rows and 1 for columns.

        Examples
        --------
        >>> import numpy as np
        >>> A = np.array([[2, 0], [0, 1]], dtype=object)
        >>> ExactGame(A, A).replies(0, (1, 2))
        [0, 1]
        """
        known = self._known[player]
        if weights not in known:
            payoffs = self._payoffs[player]
            earned = [0] * len(payoffs[0])
            for weight, row in zip(weights, payoffs, strict=True):
                if weight:
                    earned = [total + weight * payoff for total, payoff in zip(earned, row, strict=True)]
            best = max(earned)
            known[weights] = [reply for reply, payoff in enumerate(earned) if payoff == best]
        return known[weights]
