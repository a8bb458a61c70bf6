"""The root of the equations for a whole request, in pieces; and what to say where there is none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiate.errors import NoSolution
from negotiate.trade.general.newton import Root, newton
from negotiate.trade.general.request import Request
from negotiate.trade.general.system import System

__all__ = ["CERTIFIED", "equilibrium_root"]

CERTIFIED = 1e-10  # the largest residual that an answer may have

_HARDLY = 0.3  # of income left to spend
_PERCENT = 5.0  # a rate from which percent may have been meant
_CELLS = 2_000_000  # entries of a table of trade that are worked on at once


def equilibrium_root(
    system: System,
    request: Request,
    start: NDArray[np.float64],
    countries: tuple[str, ...],
    *,
    tolerance: float,
    max_iterations: int,
) -> Root:
    """Solve in pieces, so that memory does not grow with the batch.

    Raises
    ------
    NoSolution
        Says what was reached and what to try, for the first row that failed.
    """
    step = max(1, _CELLS // request.tariffs[0].size)
    pieces = []
    for first in range(0, request.rows, step):
        rows = slice(first, first + step)
        pieces.append(newton(system, request.shock(system, rows), start[rows], tolerance, max_iterations))
    root = Root(*(np.concatenate(parts) for parts in zip(*pieces, strict=True)))
    goal = max(tolerance, CERTIFIED)  # rounding can end the iterations short of the tolerance
    failed = np.flatnonzero(~(root.residual <= goal)).tolist()
    if failed:
        raise NoSolution(
            _words(system, request, root, countries, row=failed[0], goal=goal, limit=max_iterations)
        )
    return root


def _words(
    system: System,
    request: Request,
    root: Root,
    countries: tuple[str, ...],
    *,
    row: int,
    goal: float,
    limit: int,
) -> str:
    only = slice(row, row + 1)
    with np.errstate(all="ignore"):
        at = system.point(root.unknowns[only], request.shock(system, only))
    left = at.before_duty[0] / at.incomes[0]
    poorest = int(np.argmin(left))
    steps, residual = int(root.iterations[row]), float(root.residual[row])
    which = f"tariff table {row} of {request.rows}" if request.rows > 1 else "these tariffs"
    reached = f"after {steps} iterations the largest residual is {residual:.2g}, above {goal:g}"
    if not np.isfinite(residual):
        reached = "at the start a country has nothing to spend, or relief takes all of its income"
    advice = "go there in smaller steps, each with start= the last answer"
    if steps >= limit:
        advice = f"raise max_iterations={limit}"
    elif left[poorest] < _HARDLY:
        advice = (
            f"what {countries[poorest]} lends or orders abroad leaves it {max(left[poorest], 0):.1%} of its "
            "income to spend, and with that held there may be none; try deficits='balanced' or smaller orders"
        )
    if request.tariffs[row].max() >= _PERCENT:
        advice += f"; rates reach {request.tariffs[row].max():.0%}: a rate is a fraction, 0.25 is 25 %"
    return f"no equilibrium was found for {which}: {reached}; {advice}."
