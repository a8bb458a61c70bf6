r"""The best mixture of a few columns of gains, and the prices at which no column is better.

``log_mixture`` solves :math:`\max \sum_i \alpha_i \log x_i` over the mixtures :math:`x = G'p` through
its dual, :math:`\max \sum_i \alpha_i \log \lambda_i` subject to :math:`G \lambda \leq 1`, whose
optimum has :math:`\lambda_i = \alpha_i / x_i`: one variable a player, however many columns.
``level_mixture`` solves the linear programme of a stage of a leximin search.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.errors import NoSolution

__all__ = ["Mixture", "level_mixture", "log_mixture"]

Floats = NDArray[np.float64]

_STEPS = 100  # Newton steps at most; some twenty are usual
_POLISH = 8  # Newton steps on the columns in use
_GAP = 1e-15  # average complementarity at which to stop
_BACK_OFF = 0.99  # share of the way to the boundary that a step may go
_IN_USE = 1e-13  # least probability polished
_SHARES = (1e-7, 1e-5, 1e-3)  # of the largest probability, below which a column may be superfluous
_HAIR = 4 * np.finfo(float).eps  # by which the bound on all columns may pass 1
_LEAST = 1e-10  # least probability that a linear programme's tolerance does not explain


@dataclass(frozen=True)
class Mixture:
    """Probabilities of the columns, and the prices that prove them best among these columns."""

    probabilities: Floats
    prices: Floats


def log_mixture(columns: Floats, weights: Floats) -> Mixture:
    """Maximise the weighted sum of logs of the mean of columns (rows of an array (columns, players)).

    Some mixture must be positive in every entry.
    """
    scale = columns.max(axis=0)
    gains = columns / scale
    mixture = _polished(gains, weights, _interior_point(gains, weights))
    return Mixture(mixture, weights / (mixture @ columns))


def _interior_point(gains: Floats, weights: Floats) -> Floats:
    """Follow the central path of the dual with Newton steps on the primal-dual conditions."""
    count, players = gains.shape
    prices = np.full(players, 0.5 / players)
    slack = 1 - gains @ prices
    mixture = np.full(count, 1 / count)
    for _ in range(_STEPS):
        gap = float(mixture @ slack) / count
        if gap < _GAP:
            break
        target = 0.1 * gap
        ratio = mixture / slack
        residual = 1 - slack - gains @ prices
        pull = target / slack - mixture + ratio * (-residual)
        hessian = np.diag(weights / prices**2) + (gains * ratio[:, None]).T @ gains
        step = np.linalg.solve(hessian, weights / prices - gains.T @ (mixture + pull))
        slack_step = residual - gains @ step
        mixture_step = target / slack - mixture - ratio * slack_step
        length = min(_room(prices, step), _room(slack, slack_step), _room(mixture, mixture_step))
        prices = prices + length * step
        slack = slack + length * slack_step
        mixture = mixture + length * mixture_step
    shares: Floats = mixture / mixture.sum()
    return shares


def _room(values: Floats, step: Floats) -> float:
    """Return how much of a step keeps the values positive."""
    falling = step < 0
    return min(1.0, _BACK_OFF * float(np.min(values[falling] / -step[falling], initial=np.inf)))


def _polished(gains: Floats, weights: Floats, mixture: Floats) -> Floats:
    """Solve for the probabilities of the columns in use alone, where that brings them closer.

    Where the product is flat towards a column, a small probability of it does no harm that the
    product shows, but moves payoffs; of mixtures that are as good the one of fewest columns is kept.
    """
    best = mixture
    for share in _SHARES:
        use = np.flatnonzero(mixture > max(_IN_USE, mixture.max() * share))
        polished = _solved(gains, weights, mixture, use)
        if _beyond(gains, weights, polished) <= max(_beyond(gains, weights, best), 1 + _HAIR):
            best = polished
    return best


def _solved(gains: Floats, weights: Floats, mixture: Floats, use: NDArray[np.intp]) -> Floats:
    """Return the best mixture of some columns by Newton's method; what was given where it leaves them."""
    some, shares = gains[use], mixture[use] / mixture[use].sum()
    for _ in range(_POLISH):
        mean = shares @ some
        curvature = (some * (weights / mean**2)) @ some.T
        shares = shares + np.linalg.lstsq(curvature, some @ (weights / mean) - 1, rcond=1e-12)[0]
        if shares.min() < 0 or not (shares @ some > 0).all():
            return mixture
    polished = np.zeros(len(mixture))
    polished[use] = shares / shares.sum()
    return polished


def _beyond(gains: Floats, weights: Floats, mixture: Floats) -> float:
    return float((gains @ (weights / (mixture @ gains))).max())


def level_mixture(levels: Floats, floors: Floats, rising: NDArray[np.bool_]) -> Mixture:
    """Maximise the least of the rising entries of the mean of columns, none below its floor.

    Parameters
    ----------
    levels : ndarray, shape (columns, entries)
    floors : ndarray, shape (entries,)
        Minus infinity where there is none. Rising entries have floors too.
    rising : ndarray of bool, shape (entries,)

    Returns
    -------
    Mixture
        ``prices`` has two rows of shape (entries,): for the least, and for the floors.
    """
    count = len(levels)
    held = np.isfinite(floors)
    least = np.hstack([-levels.T[rising], np.ones((rising.sum(), 1))])
    floor = np.hstack([-levels.T[held], np.zeros((held.sum(), 1))])
    limits = np.append(np.zeros(rising.sum()), -floors[held])
    optimum, marginals = _linear_program(np.vstack([least, floor]), limits)
    prices = np.zeros((2, levels.shape[1]))
    prices[0, rising], prices[1, held] = np.split(np.maximum(-marginals, 0), [rising.sum()])
    mixture = np.where(optimum[:count] > _LEAST, optimum[:count], 0)
    return Mixture(mixture / mixture.sum(), prices)


def _linear_program(rows: Floats, limits: Floats) -> tuple[Floats, Floats]:
    """Maximise the last variable; the others are probabilities, and ``rows`` times all within limits.

    Columns that nearly repeat one another can stop the simplex method at tight tolerances; looser
    ones, then an interior point, are tried before giving up.
    """
    from scipy.optimize import linprog

    maximise: Any = linprog

    count = rows.shape[1] - 1
    tight = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
    attempts: tuple[tuple[Any, Any], ...]
    attempts = (("highs-ds", tight), ("highs-ds", {}), ("highs-ipm", {}))
    for method, options in attempts:
        answer = maximise(
            np.append(np.zeros(count), -1.0),
            A_ub=rows,
            b_ub=limits,
            A_eq=np.append(np.ones(count), 0.0)[None],
            b_eq=np.ones(1),
            bounds=np.vstack([np.tile([0.0, np.inf], (count, 1)), [-np.inf, np.inf]]),
            method=method,
            options=options,
        )
        if answer.status == 0:
            return np.asarray(answer.x), np.asarray(answer.ineqlin.marginals)
    raise NoSolution(
        "HiGHS failed on a linear programme of the search; measure payoffs in units in which they are "
        "between 0.001 and 1000."
    )
