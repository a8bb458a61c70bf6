"""Beliefs that justify a strategy: weights on what the others play to which it is a best response.

A strategy that is a best response to a belief that excludes nothing is not dominated, not even
weakly. HiGHS proposes such a belief; that it is one is checked in rationals, so a wrong proposal
proves nothing and does no harm.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["justifying_belief"]

_GRAIN = 1_000_000  # weights are whole multiples of one part in this many


def justifying_belief(gains: NDArray[np.object_]) -> tuple[int, ...] | None:
    """Return positive integer weights under which no rival strategy gains, or None if none was found.

    Parameters
    ----------
    gains : ndarray of exact numbers, shape (rivals, others' profiles)
        What each rival strategy earns more than the strategy in question.

    Examples
    --------
    >>> justifying_belief(np.array([[2, -1], [-1, -1]], dtype=object)) is None
    False
    >>> justifying_belief(np.array([[2, -1], [-1, 2]], dtype=object)) is None
    True
    """
    from scipy.optimize import linprog

    rivals, profiles = gains.shape
    scale = max(abs(gain) for gain in gains.ravel())
    if scale == 0:
        return tuple(1 for _ in gains.T)
    floats = (gains / scale).astype(np.float64)
    found = linprog(
        np.r_[np.zeros(profiles), 1.0],
        np.c_[floats, -np.ones(rivals)],
        np.zeros(rivals),
        np.r_[np.ones(profiles), 0.0][None],
        [1.0],
        [(0, None)] * profiles + [(None, None)],
    )
    if found.x is None:
        return None
    weights = tuple(1 + max(0, round(share * _GRAIN)) for share in found.x[:-1].tolist())
    return weights if bool((gains @ np.array(weights, dtype=object) <= 0).all()) else None
