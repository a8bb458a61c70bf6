"""Orders without what adds nothing: where returns are flat, a solver may buy for no gain."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiate.procurement.programme.problem import ProgrammeProblem

__all__ = ["trimmed_orders"]

Floats = NDArray[np.float64]

NOISE = 1e-12  # of the value: what rounding alone can make of the same orders


def trimmed_orders(problem: ProgrammeProblem, orders: Floats) -> Floats:
    """Leave out whole orders, then single lots, that add no value and that no limit asks for.

    The last items and the latest years go first. Value and limits are worked out in plain arithmetic.

    Parameters
    ----------
    problem : ProgrammeProblem
        Tells what the orders are worth and which limits they keep.
    orders : ndarray, shape (items, years)
        Whole lots that keep every limit.

    Returns
    -------
    ndarray, shape (items, years)
        Worth as much, at no higher cost.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> jets, flat = Catalogue([Item("jet", "air", 1.0, 9)]), Mission("air", PiecewiseReturns([0, 2], [1, 0]))
    >>> trimmed_orders(ProgrammeProblem(jets, [flat], [4.0, 4.0]), np.array([[1.0, 3.0]]))
    array([[1., 1.]])
    """
    worth = problem.value(orders)
    least = worth - NOISE * max(1.0, abs(worth))
    kept: Floats = np.array(orders, dtype=np.float64)
    for item, year in np.argwhere(kept > 0)[::-1].tolist():
        lot = problem.catalogue[item].lot
        for cut in (kept[item, year], lot):
            while kept[item, year] > 0:
                trial = kept.copy()
                trial[item, year] -= cut
                if problem.value(trial) < least or problem.violations(trial):
                    break
                kept = trial
    return kept
