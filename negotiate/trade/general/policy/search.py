"""Newton's method on conditions and on objectives whose slopes are known and curvature is not.

Second derivatives are central differences of first ones, all of them solved in one batch.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["difference_matrix", "maximum", "root"]

Floats = NDArray[np.float64]

_STEP = 1e-4  # of the differences, in log(1+t)
_LONGEST = 0.5  # of a Newton step, in log(1+t)
_FRACTIONS = 0.5 ** np.arange(12)
GOAL = 1e-12


def difference_matrix(function: Callable[[Floats], Floats], at: Floats) -> Floats:
    """Return the derivatives of a vector function at a point, (outputs, inputs), by central differences."""
    moves = _STEP * np.eye(len(at))
    ahead, behind = np.split(function(np.concatenate([at + moves, at - moves])), 2)
    return np.asarray((ahead - behind).T / (2 * _STEP))


def root(function: Callable[[Floats], Floats], start: Floats, max_iterations: int) -> tuple[Floats, int]:
    """Return where a vector function vanishes, as near as Newton's steps with halving come.

    The function takes (batch, n) and returns (batch, n). The caller checks what was reached.
    """
    at = start
    here = function(at[None])[0]
    for iteration in range(max_iterations):
        if np.abs(here).max() <= GOAL:
            return at, iteration
        step = -np.linalg.lstsq(difference_matrix(function, at), here, rcond=None)[0]
        trials = at + _FRACTIONS[:, None] * _short(step)
        values = function(trials)
        norms = np.linalg.norm(values, axis=1)
        best = int(np.argmin(norms))
        if not norms[best] < np.linalg.norm(here):
            return at, iteration
        at, here = trials[best], values[best]
    return at, max_iterations


def maximum(
    function: Callable[[Floats], tuple[Floats, Floats]], start: Floats, max_iterations: int
) -> tuple[Floats, int]:
    """Return a local maximum of a function with known slopes.

    The function takes (batch, n) and returns values (batch,), −inf where it has none, and slopes
    (batch, n). Where the curvature points up, its sign is turned, so that every step goes uphill.
    """
    at = start
    value, slope = (part[0] for part in function(at[None]))
    for iteration in range(max_iterations):
        if np.abs(slope).max() <= GOAL:
            return at, iteration
        curvature = difference_matrix(lambda rows: function(rows)[1], at)
        sizes, axes = np.linalg.eigh((curvature + curvature.T) / 2)
        least = 1e-9 * np.abs(sizes).max() or 1.0
        step = axes @ ((axes.T @ slope) / np.maximum(np.abs(sizes), least))
        trials = at + _FRACTIONS[:, None] * _short(step)
        values, slopes = function(trials)
        best = int(np.argmax(values))
        flat = np.abs(slopes[0]).max() < np.abs(slope).max() and values[0] >= value - 1e-13
        if not values[best] > value and not flat:
            return at, iteration
        best = 0 if flat else best
        at, value, slope = trials[best], values[best], slopes[best]
    return at, max_iterations


def _short(step: Floats) -> Floats:
    return np.asarray(step * min(1.0, _LONGEST / max(np.abs(step).max(), 1e-300)))
