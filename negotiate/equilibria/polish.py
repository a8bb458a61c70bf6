"""From floats to rationals: which strategies are played and which replies tie, then exact equations.

A solver's floats say where to look. The equations of the support and of its near-best replies
have one rational solution at a vertex, and that solution, not the floats, is the candidate.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.equilibria.enumeration.scaling import Integers
from negotiate.equilibria.indifference import Strategy, indifferent_strategy

__all__ = ["polished", "unit_floats"]

_NEAR = 1e-7  # of payoffs between 0 and 1, and of probabilities


def polished(A: Integers, B: Integers, x: NDArray[Any], y: NDArray[Any]) -> tuple[Strategy, Strategy] | None:
    """Return the exact profile that the floats ``x`` and ``y`` stand for, or None.

    Parameters
    ----------
    A, B : ndarray of int, shape (rows, columns)
        Exact payoffs.
    x, y : ndarray of float
        Probabilities, up to rounding.

    Examples
    --------
    >>> A = np.array([[2, 0], [0, 1]], dtype=object)
    >>> polished(A, A, np.array([1 / 3, 2 / 3]), np.array([0.3333333333, 0.6666666667]))
    ((Fraction(1, 3), Fraction(2, 3)), (Fraction(1, 3), Fraction(2, 3)))
    """
    row, column = _exact(B, x), _exact(A.T, y)
    return None if row is None or column is None else (row, column)


def _exact(payoffs: Integers, strategy: NDArray[Any]) -> Strategy | None:
    played = np.flatnonzero(strategy > _NEAR).tolist()
    earned = strategy @ unit_floats(payoffs)
    best = np.flatnonzero(earned >= earned.max() - _NEAR).tolist()
    return indifferent_strategy(payoffs, played, best) if len(best) >= len(played) else None


def unit_floats(payoffs: Integers) -> NDArray[np.float64]:
    """Return non-negative integers as floats from 0 to 1, each rounded once."""
    floats: NDArray[np.float64] = (payoffs / max(1, *payoffs.ravel())).astype(np.float64)
    return floats
