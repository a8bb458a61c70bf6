"""Newton's method on many tariff vectors at once, with a line search for each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.trade.general.slopes import residual_slopes
from negotiate.trade.general.system import Floats, Point, Shock, System

__all__ = ["Root", "newton"]

_HALVINGS = 40
_LEAST_GAIN = 1e-4  # a step of length a must cut the largest residual by this part of a


class Root(NamedTuple):
    """Where the iterations ended, one row a tariff vector."""

    unknowns: Floats
    residual: Floats  # largest residual, shape (batch,)
    iterations: NDArray[np.int64]


class _Trial(NamedTuple):
    """The equations at some unknowns."""

    unknowns: Floats
    at: Point
    values: Floats
    residual: Floats


def newton(system: System, shock: Shock, start: Floats, tolerance: float, max_iterations: int) -> Root:
    """Iterate each row until its largest residual is within tolerance, or nothing helps.

    A row stops where no step along Newton's direction lowers its largest residual.
    """
    now = _try(system, start, shock)
    unknowns, residual = now.unknowns.copy(), now.residual.copy()
    iterations = np.zeros(len(start), dtype=np.int64)
    rows = np.arange(len(start))
    for _ in range(max_iterations):
        go = (now.residual > tolerance) & np.isfinite(now.residual)
        if not go.any():
            break
        if not go.all():
            rows, shock, now = rows[go], Shock(*(part[go] for part in shock)), _kept(now, go)
        now, better = _step(system, shock, now)
        unknowns[rows], residual[rows] = now.unknowns, now.residual
        iterations[rows] += 1
        if not better.all():
            rows, shock, now = rows[better], Shock(*(part[better] for part in shock)), _kept(now, better)
    return Root(unknowns, residual, iterations)


def _kept(trial: _Trial, keep: NDArray[np.bool_]) -> _Trial:
    at = Point(*(part[keep] for part in trial.at))
    return _Trial(trial.unknowns[keep], at, trial.values[keep], trial.residual[keep])


def _try(system: System, unknowns: Floats, shock: Shock) -> _Trial:
    with np.errstate(all="ignore"):
        unknowns = system.normalised(unknowns, shock)
        at = system.point(unknowns, shock)
        values = system.residuals(unknowns, at)
        largest = np.abs(values).max(axis=-1)
        fits = at.feasible & np.isfinite(largest)
    return _Trial(unknowns, at, values, np.where(fits, largest, np.inf))


def _step(system: System, shock: Shock, now: _Trial) -> tuple[_Trial, NDArray[np.bool_]]:
    """Go along Newton's direction, each row as far as its residual falls."""
    direction = _direction(residual_slopes(system, now.at, shock), now.values)
    length = np.ones((len(direction), 1))
    for _ in range(_HALVINGS):
        new = _try(system, now.unknowns + length * direction, shock)
        better = new.residual <= (1 - _LEAST_GAIN * length[:, 0]) * now.residual
        if better.all():
            return new, better
        length[~better] /= 2
    stay = np.where(better[:, None], new.unknowns, now.unknowns)
    return _try(system, stay, shock), better


def _direction(slopes: Floats, values: Floats) -> Floats:
    try:
        return np.asarray(np.linalg.solve(slopes, -values[..., None])[..., 0])
    except np.linalg.LinAlgError:  # one singular matrix stops the whole stack
        return np.asarray((np.linalg.pinv(slopes) @ -values[..., None])[..., 0])
