"""Measures of risk of a finite distribution of losses.

With losses ``l_s`` of probability ``π_s``, and ``α`` the level:

    VaR_α  = min {x : P(l ≤ x) ≥ α}
    CVaR_α = the mean of the worst 1 − α of the distribution
           = min_η η + E[(l − η)⁺]/(1 − α)

An atom that straddles the level is split, so that exactly the mass ``1 − α`` is averaged [1]_; the mean
of the losses at or above VaR would be another number. CVaR is coherent: subadditive, monotone,
positively homogeneous, translation-equivariant; VaR is not subadditive. Gains are negative losses.
Level 0 gives the least loss and the mean, level 1 the largest loss of positive probability.

References
----------
.. [1] R. T. Rockafellar and S. Uryasev (2002), Journal of Banking & Finance 26(7), 1443-1471.
   doi:10.1016/S0378-4266(02)00271-6
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, finite_number
from negotiate.procurement.risk.scenarios import scenario_probabilities

__all__ = [
    "conditional_value_at_risk",
    "expected",
    "overspending_chance",
    "tail_weights",
    "value_at_risk",
    "variance",
]

Floats = NDArray[np.float64]

SAME = 1e-12  # a cumulative probability this near the level counts as reaching it


def expected(losses: ArrayLike, probabilities: ArrayLike | None = None) -> float:
    """Return the expectation.

    Examples
    --------
    >>> expected([1, 2, 6], [0.5, 0.25, 0.25])
    2.5
    """
    values, weights = _distribution(losses, probabilities)
    return math.fsum((values * weights).tolist())


def variance(losses: ArrayLike, probabilities: ArrayLike | None = None) -> float:
    """Return the variance, the mean squared distance from the expectation.

    Examples
    --------
    >>> variance([1, 3])
    1.0
    """
    values, weights = _distribution(losses, probabilities)
    mean = math.fsum((values * weights).tolist())
    return math.fsum((weights * (values - mean) ** 2).tolist())


def value_at_risk(losses: ArrayLike, probabilities: ArrayLike | None = None, level: float = 0.95) -> float:
    """Return the least loss that is not exceeded with probability ``level`` at least.

    Always one of the losses. A cumulative probability within 1e-12 of the level counts as
    reaching it, so that 0.05 added nineteen times reaches 0.95.

    Parameters
    ----------
    losses : array-like, shape (scenarios,)
    probabilities : array-like, shape (scenarios,), optional
        Equal where none are given.
    level : float
        From 0 to 1.

    Examples
    --------
    >>> value_at_risk([10, 20, 30, 40], level=0.5)
    20.0
    """
    values, weights = _distribution(losses, probabilities)
    alpha = finite_number("level", level, low=0, high=1)
    order = np.argsort(values, kind="stable")
    order = order[weights[order] > 0]
    reached = np.cumsum(weights[order]) >= alpha - SAME
    place = int(np.argmax(reached)) if reached.any() else len(order) - 1
    return float(values[order[place]])


def conditional_value_at_risk(
    losses: ArrayLike, probabilities: ArrayLike | None = None, level: float = 0.95
) -> float:
    """Return the mean of the worst ``1 − level`` of the losses, an atom at the edge split.

    Worked out by sorting, without optimisation: right to rounding for any finite distribution.

    Parameters
    ----------
    losses : array-like, shape (scenarios,)
    probabilities : array-like, shape (scenarios,), optional
        Equal where none are given.
    level : float
        From 0, the mean, to 1, the largest loss.

    Examples
    --------
    The worst 40 % are all of the 40 (25 %) and 15 points of the 30:

    >>> round(conditional_value_at_risk([10, 20, 30, 40], level=0.6), 12)
    36.25
    """
    values, weights = _distribution(losses, probabilities)
    return math.fsum((values * _tail(values, weights, level)).tolist())


def tail_weights(losses: ArrayLike, probabilities: ArrayLike | None = None, level: float = 0.95) -> Floats:
    """Return the probabilities under which the expectation is CVaR, shape (scenarios,).

    They are the worst that an opponent could choose who may raise each probability by the factor
    ``1/(1 − level)`` at most; of equal losses the later scenario is weighed first.

    Examples
    --------
    >>> tail_weights([10, 20, 30, 40], level=0.6).round(3)
    array([0.   , 0.   , 0.375, 0.625])
    """
    return _tail(*_distribution(losses, probabilities), level)


def overspending_chance(
    losses: ArrayLike, probabilities: ArrayLike | None = None, limit: float = 0.0
) -> float:
    """Return the probability of a loss above ``limit``.

    Examples
    --------
    >>> overspending_chance([10, 20, 30, 40], limit=30)
    0.25
    """
    values, weights = _distribution(losses, probabilities)
    edge = finite_number("limit", limit)
    return math.fsum(weights[values > edge].tolist())


def _tail(values: Floats, weights: Floats, level: float) -> Floats:
    alpha = finite_number("level", level, low=0, high=1)
    order = np.argsort(-values[::-1], kind="stable")
    order = (len(values) - 1 - order)[weights[len(values) - 1 - order] > 0]  # worst first
    tail = np.zeros(len(values))
    if 1 - alpha < SAME:
        tail[order[0]] = 1.0
        return tail
    before = np.append(0.0, np.cumsum(weights[order])[:-1])
    taken = np.clip(1 - alpha - before, 0.0, weights[order])
    tail[order] = taken / math.fsum(taken.tolist())
    return tail


def _distribution(losses: ArrayLike, probabilities: ArrayLike | None) -> tuple[Floats, Floats]:
    values = finite_array("losses", losses, ("scenarios",))
    weights = scenario_probabilities("probabilities", probabilities, len(values))
    return values, np.maximum(weights, 0.0)
