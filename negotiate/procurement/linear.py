"""The divisible problem at many budgets: one linear programme, re-solved as the budget moves.

HiGHS keeps its basis when only the budget changes, so that each further budget costs a few pivots.
The value reported is the bound of weak duality at the prices found, worked out in ``duality.py``;
it never lies below what a bundle within the budget is worth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from negotiate.errors import NegotiateError
from negotiate.procurement.duality import LimitPrices, dual_bound
from negotiate.procurement.form import Form

__all__ = ["Relaxation", "RelaxedValue"]

SMALLEST_STEP = 1e-7  # bn USD; kinks closer than this are taken as one
FLAT = 1e-12


@dataclass(frozen=True, eq=False)
class RelaxedValue:
    """Value of the divisible problem at a budget, and prices of the limits there."""

    value: float
    prices: LimitPrices


class Relaxation:
    """The divisible problem of a form, solved at one total budget after another."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._worth = form.worth or 1.0
        self._known: dict[float, RelaxedValue | None] = {}
        self._highs = _model(form)

    def at(self, total: float) -> RelaxedValue | None:
        """Return value and prices at a total budget in bn USD, or None where no bundle fits."""
        if total not in self._known:
            self._known[total] = self._solve(total)
        return self._known[total]

    def _solve(self, total: float) -> RelaxedValue | None:
        import highspy

        self._highs.changeRowBounds(0, -highspy.kHighsInf, total)
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise NegotiateError(f"HiGHS gave up on the divisible problem at a budget of {total:g} bn USD.")
        duals = np.asarray(self._highs.getSolution().row_dual) * self._worth
        floors = len(self.form.floors)
        prices = LimitPrices(max(-float(duals[0]), 0.0), np.maximum(duals[1 : 1 + floors], 0.0))
        return RelaxedValue(dual_bound(self.form, total, prices), prices)

    def slopes(self, total: float) -> tuple[float, float]:
        """Return the left and the right slope of the value, per bn USD of the total.

        The value is concave and piecewise linear in the budget. A price found a step away is the
        slope on this side when its tangent passes through the value here; else the step shrinks.
        At the least budget the right slope stands for both.
        """
        right = self._slope(total, 1.0) or 0.0
        left = self._slope(total, -1.0)
        return (right if left is None else left), right

    def _slope(self, total: float, side: float) -> float | None:
        here, step, price = self.at(total), 1e-3, None
        while here is not None and step >= SMALLEST_STEP:
            there = self.at(total + side * step) if total + side * step >= 0 else None
            if there is not None:
                price = there.prices.budget
                if there.value - side * step * price <= here.value + FLAT * self._worth:
                    return price
            step /= 8
        return price


def _model(form: Form) -> Any:
    """Build the programme, values as shares of the catalogue's.

    Row 0 is the budget, then floors, then one balance a mission.
    """
    import highspy
    from scipy import sparse

    slopes = np.concatenate([curve.slopes for curve in form.curves])
    widths = np.concatenate([np.diff(curve.ends) for curve in form.curves])
    items, floors, missions = len(form.cost), len(form.floors), len(form.curves)
    owner = np.repeat(np.arange(missions), [len(curve.slopes) for curve in form.curves])
    gives = sparse.coo_array((form.capability, (form.mission, np.arange(items))), shape=(missions, items))
    takes = sparse.coo_array(
        (-np.ones(len(owner)), (owner, np.arange(len(owner)))), shape=(missions, len(owner))
    )
    limits = sparse.coo_array(np.vstack([form.cost, form.floors]))
    rows = sparse.block_array([[limits, None], [gives, takes]], format="csr")
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = items + len(owner), 1 + floors + missions
    lp.col_cost_ = np.concatenate([np.zeros(items), -slopes / (form.worth or 1.0)])
    lp.col_lower_ = np.concatenate([form.low.astype(float), np.zeros(len(owner))])
    lp.col_upper_ = np.concatenate([form.high.astype(float), widths])
    lp.row_lower_ = np.concatenate([[-highspy.kHighsInf], np.zeros(floors + missions)])
    lp.row_upper_ = np.concatenate([[0.0], np.full(floors + missions, highspy.kHighsInf)])
    matrix: Any = lp.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_, matrix.index_, matrix.value_ = rows.indptr, rows.indices, rows.data
    solver = highspy.Highs()
    solver.silent()
    for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
        solver.setOptionValue(name, 1e-9)
    solver.passModel(lp)
    return solver
