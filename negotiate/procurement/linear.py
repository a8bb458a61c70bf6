"""The divisible problem at many budgets: in closed form without floors, else one linear programme.

HiGHS keeps its basis when only the budget changes, so that each further budget costs a few pivots.
The value reported is the bound of weak duality at the prices found, worked out in ``duality.py``;
it never lies below what a bundle within the budget is worth.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from negotiate.errors import NegotiateError
from negotiate.procurement.concave import ConcaveValue, merged_value, traced_value
from negotiate.procurement.duality import LimitPrices, dual_bound
from negotiate.procurement.form import Floats, Form
from negotiate.procurement.problem import DOLLAR

__all__ = ["Relaxation", "RelaxedValue"]


@dataclass(frozen=True, eq=False)
class RelaxedValue:
    """Value of the divisible problem at a budget, and prices of the limits there."""

    value: float
    prices: LimitPrices


class Relaxation:
    """The divisible problem of a form at one total budget after another."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._worth = form.worth or 1.0
        self._known: dict[float, RelaxedValue | None] = {}

    @property
    def packages(self) -> tuple[str, ...]:
        """What does the work, beside this package and NumPy."""
        return ("highspy",) if len(self.form.floors) else ()

    @cached_property
    def frontier(self) -> ConcaveValue | None:
        """The value at every budget by its kinks, or None where no bundle fits at any."""
        if not len(self.form.floors):
            return merged_value(self.form)
        least = self._least_total()
        if least is None:
            return None
        return traced_value(self._tangent, least, float(self.form.cost @ self.form.high) + 1.0)

    def at(self, total: float) -> RelaxedValue | None:
        """Return value and prices at a total budget in bn USD, or None where no bundle fits."""
        if total not in self._known:
            self._known[total] = self._solve(total)
        return self._known[total]

    def values(self, totals: Floats) -> Floats:
        """Return the value at each total budget; NaN where no bundle fits."""
        if not len(self.form.floors) and self.frontier is not None:
            return self.frontier(totals)
        found = [self.at(total) for total in totals.tolist()]
        return np.array([np.nan if one is None else one.value for one in found])

    def slopes(self, total: float) -> tuple[float, float]:
        """Return the left and the right slope of the value, per bn USD of the total.

        At the least budget the right slope stands for both.
        """
        if self.frontier is None:
            return 0.0, 0.0
        left, right = self.frontier.sides(np.array([total]))[0].tolist()
        return left, right

    def prices(self, total: float) -> LimitPrices | None:
        """Return prices of the limits at a total budget, or None where no bundle fits."""
        if not len(self.form.floors):
            return self._price(total)
        found = self.at(total)
        return None if found is None else found.prices

    def _solve(self, total: float) -> RelaxedValue | None:
        prices = self._prices(total) if len(self.form.floors) else self._price(total)
        return None if prices is None else RelaxedValue(dual_bound(self.form, total, prices), prices)

    def _price(self, total: float) -> LimitPrices | None:
        """Return the budget's price where there are no floors: the right slope."""
        kinks = self.frontier
        if kinks is None or total < kinks.totals[0] - DOLLAR:
            return None
        return LimitPrices(float(kinks.sides(np.array([total]))[0, 1]), np.zeros(0))

    def _prices(self, total: float) -> LimitPrices | None:
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
        return LimitPrices(max(-float(duals[0]), 0.0), np.maximum(duals[1 : 1 + floors], 0.0))

    def _tangent(self, total: float) -> tuple[float, float, float]:
        found = self.at(total)
        if found is None:
            raise NegotiateError(f"HiGHS finds no divisible bundle at a budget of {total:g} bn USD.")
        return total, found.value, found.prices.budget

    def _least_total(self) -> float | None:
        """Return the least total that allows a divisible bundle, or None where none would do."""
        if not self.form.low.any():
            return 0.0
        from scipy.optimize import linprog

        bounds = list(zip(self.form.low.tolist(), self.form.high.tolist(), strict=True))
        zeros = np.zeros(len(self.form.floors))
        found = linprog(self.form.cost, A_ub=-self.form.floors, b_ub=zeros, bounds=bounds, method="highs")
        if found.status != 0 or found.fun is None:
            return None
        least = float(found.fun)
        return least if self.at(least) is not None else least + DOLLAR

    @cached_property
    def _highs(self) -> Any:
        return _model(self.form)


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
