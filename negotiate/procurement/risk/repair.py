"""Orders read from a solver's columns, and limits trimmed where rounding breaks them."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.errors import NegotiateError
from negotiate.procurement.problem import DOLLAR
from negotiate.procurement.programme.linear_form import LinearForm
from negotiate.procurement.programme.problem import ProgrammeProblem
from negotiate.procurement.programme.solve import LinearAnswer, solve_linear

__all__ = ["kept_orders", "orders_in"]

Floats = NDArray[np.float64]
Orders = NDArray[np.float64] | NDArray[np.int64]

REPAIRS = 8


class Limited(Protocol):
    """A programme with limits that can be checked in plain arithmetic."""

    @property
    def programme(self) -> ProgrammeProblem:
        """The programme."""

    def rooms(self, orders: ArrayLike, *, whole: bool = True) -> dict[str, float]:
        """Return the room under each limit by name."""


def orders_in(programme: ProgrammeProblem, form: LinearForm, values: Floats, *, whole: bool) -> Orders:
    """Read units ordered of each item in each year from the columns."""
    lots = values[form.blocks["orders"]].reshape(len(programme.catalogue), programme.years)
    lot = np.array([[item.lot] for item in programme.catalogue])
    units: Orders = np.rint(lots).astype(np.int64) * lot if whole else np.maximum(lots, 0.0) * lot
    return units


def kept_orders(
    problem: Limited, form: LinearForm, *, tolerance: float, time_limit: float | None
) -> tuple[LinearAnswer, Orders] | None:
    """Solve for whole orders; where rounding them breaks a limit on money, trim it by as much.

    Returns the solver's answer and the orders, or None where there are none.
    """
    trimmed = form
    for _ in range(REPAIRS):
        answer = solve_linear(trimmed, whole=True, tolerance=tolerance, time_limit=time_limit)
        if answer is None:
            return None
        orders = orders_in(problem.programme, form, answer.values, whole=True)
        broken = {name: room for name, room in problem.rooms(orders).items() if room < -DOLLAR}
        if not broken:
            return answer, orders
        for name, room in broken.items():
            limit = float(trimmed.row_upper[trimmed.rows(name)].max(initial=-np.inf))
            if not np.isfinite(limit):
                raise NegotiateError(f"HiGHS breaks {name} by {-room:.1e}; use larger lots.")
            trimmed = trimmed.with_bounds(name, upper=limit + 2 * room)
    raise NegotiateError("HiGHS breaks limits on money beyond repair; give prices in bn USD.")
