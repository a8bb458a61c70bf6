"""Orders as early as the limits allow: what settles a tie between years.

Where all that is ordered counts alike, orders of different years are worth the same and the solver
chooses between them. Lots are then moved to earlier years, one item after another, until none can
be moved alone. Value and limits are worked out in plain arithmetic, so the proof stays what it was.
"""

from __future__ import annotations

import numpy as np

from negotiate.procurement.programme.problem import ProgrammeProblem
from negotiate.procurement.programme.trim import NOISE, Floats

__all__ = ["earlier_orders"]


def earlier_orders(problem: ProgrammeProblem, orders: Floats) -> Floats:
    """Move whole lots to earlier years wherever they are worth as much there and keep every limit.

    Parameters
    ----------
    problem : ProgrammeProblem
        Tells what the orders are worth and which limits they keep.
    orders : ndarray, shape (items, years)
        Whole lots that keep every limit.

    Returns
    -------
    ndarray, shape (items, years)
        The same totals, worth no less; no lot of any item can be moved to an earlier year alone.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> jets, air = Catalogue([Item("jet", "air", 1.0, 9)]), Mission("air", PiecewiseReturns([0], [1.0]))
    >>> earlier_orders(ProgrammeProblem(jets, [air], [4.0, 4.0]), np.array([[1.0, 4.0]]))
    array([[4., 1.]])
    """
    kept: Floats = np.array(orders, dtype=np.float64)
    worth = problem.value(kept)
    least = worth - NOISE * max(1.0, abs(worth))
    moved = True
    while moved:  # every move brings a lot forward, so it ends
        moved = False
        for item, year in np.argwhere(kept > 0).tolist():
            for target in range(year):
                trial = _moved(problem, kept, (item, year, target), least)
                moved, kept = moved or trial is not kept, trial
    return kept


def _moved(problem: ProgrammeProblem, orders: Floats, move: tuple[int, int, int], least: float) -> Floats:
    """Move lots of an item between two years: all at once where possible, else by halves."""
    item, year, target = move
    lot = problem.catalogue[item].lot
    lots = round(orders[item, year] / lot)
    while lots and orders[item, year]:
        lots = min(lots, round(orders[item, year] / lot))
        trial = orders.copy()
        trial[item, year] -= lots * lot
        trial[item, target] += lots * lot
        if problem.value(trial) >= least and not problem.violations(trial):
            orders = trial
        else:
            lots //= 2
    return orders
