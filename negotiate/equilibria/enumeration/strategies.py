"""Exact mixed strategies from their equalities, and the best replies to them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from negotiate.equilibria.enumeration.scaling import Integers

__all__ = ["Strategy", "best_replies", "bordered_sign", "exact_strategy"]

Strategy = tuple[Fraction, ...]


def exact_strategy(payoffs: Integers, support: Sequence[int], best: Sequence[int]) -> Strategy | None:
    """Return the one strategy on ``support`` to which all of ``best`` are equally good replies.

    Parameters
    ----------
    payoffs : ndarray of int, shape (d, c)
        The opponent's payoffs.
    support, best : sequence of int
        Strategies that may have weight, replies that are to earn the same.

    Returns
    -------
    tuple of Fraction, or None
        None where there is no such strategy, or more than one, or it has a negative weight.

    Examples
    --------
    >>> import numpy as np
    >>> exact_strategy(np.array([[2, 0], [0, 1]], dtype=object), [0, 1], [0, 1])
    (Fraction(1, 3), Fraction(2, 3))
    """
    rows = [[1] * len(support) + [0, 1]]
    rows += [[int(payoffs[i, j]) for i in support] + [-1, 0] for j in best]
    pivots, _ = _eliminate(rows, len(support) + 1)
    if pivots is None:
        return None
    weights = {i: Fraction(row[-1], row[k]) for k, (i, row) in enumerate(zip(support, pivots, strict=False))}
    if min(weights.values()) < 0:
        return None
    return tuple(weights.get(i, Fraction(0)) for i in range(payoffs.shape[0]))


def _eliminate(rows: list[list[int]], unknowns: int) -> tuple[list[list[int]] | None, int]:
    """Reduce integer equations to diagonal form; the second value is the sign of row swaps and pivots."""
    sign = 1
    for column in range(unknowns):
        place = next((k for k in range(column, len(rows)) if rows[k][column]), None)
        if place is None:
            return None, 0
        if place != column:
            rows[column], rows[place] = rows[place], rows[column]
            sign = -sign
        pivot = rows[column]
        lead = pivot[column]
        sign = sign if lead > 0 else -sign
        for k, row in enumerate(rows):
            if k != column and row[column]:
                rows[k] = _cleared(row, pivot, row[column], lead)
    consistent = not any(row[-1] for row in rows[unknowns:])
    return (rows[:unknowns] if consistent else None), sign


def _cleared(row: list[int], pivot: list[int], entry: int, lead: int) -> list[int]:
    """Subtract a multiple of ``pivot`` from a positive multiple of ``row``, and divide by the content."""
    if lead < 0:
        entry, lead = -entry, -lead
    mixed = [lead * a - entry * b for a, b in zip(row, pivot, strict=True)]
    content = gcd(*mixed)
    return [a // content for a in mixed] if content > 1 else mixed


def bordered_sign(payoffs: Integers, rows: Sequence[int], columns: Sequence[int]) -> int:
    """Return the sign of det [[0, 1'], [1, payoffs[rows, columns]]].

    Examples
    --------
    >>> import numpy as np
    >>> bordered_sign(np.array([[2, 0], [0, 1]], dtype=object), [0, 1], [0, 1])
    -1
    """
    bordered = [[0] + [1] * len(columns) + [0]]
    bordered += [[1] + [int(payoffs[i, j]) for j in columns] + [0] for i in rows]
    return _eliminate(bordered, len(bordered))[1]


def best_replies(payoffs: Integers, strategy: Strategy) -> list[int]:
    """Return the best replies to a strategy; ``payoffs`` has shape (own strategies, replies).

    Examples
    --------
    >>> import numpy as np
    >>> best_replies(np.array([[2, 0], [0, 1]], dtype=object), (Fraction(1, 3), Fraction(2, 3)))
    [0, 1]
    """
    common = lcm(*(weight.denominator for weight in strategy))
    earned = [0] * payoffs.shape[1]
    for weight, row in zip(strategy, payoffs.tolist(), strict=True):
        if weight:
            whole = weight.numerator * (common // weight.denominator)
            earned = [total + whole * payoff for total, payoff in zip(earned, row, strict=True)]
    best = max(earned)
    return [reply for reply, payoff in enumerate(earned) if payoff == best]
