"""The plan under risk: orders, the distribution of their outlays, and the proof.

Everything shown is worked out from the orders and the scenarios in plain arithmetic; of the solver
nothing is taken but the orders and the bound, and where the bound comes from is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from negotiate.procurement.problem import DOLLAR
from negotiate.procurement.risk.measures import overspending_chance, value_at_risk
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

if TYPE_CHECKING:
    from negotiate.procurement.risk.programme import RiskProblem

__all__ = ["RiskPlan"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RiskPlan(Solution):
    """Orders by item and year for a programme under risk.

    Attributes
    ----------
    problem : RiskProblem
        What was asked.
    orders : ndarray, shape (items, years)
        Units ordered; whole numbers unless ``relaxed``.
    relaxed : bool
        Whether items were taken as divisible.
    bound : float
        No orders that keep the limits have a larger objective.
    proof : str
        Where the bound comes from.
    """

    problem: RiskProblem
    orders: Floats | NDArray[np.int64]
    relaxed: bool
    bound: float
    proof: str
    provenance: Provenance
    solver_bound: float | None = None
    concept: str = "programme under risk"

    @cached_property
    def value(self) -> float:
        """Value of the orders over ordering nothing."""
        return self.problem.programme.value(self.orders)

    @cached_property
    def objective(self) -> float:
        """Value less ``weight`` times CVaR of total outlays."""
        return self.problem.objective(self.orders)

    @property
    def gap(self) -> float:
        """Bound less objective."""
        return max(self.bound - self.objective, 0.0)

    @cached_property
    def outlays(self) -> Floats:
        """Outlay of each scenario and year, bn USD at the plan's rate."""
        return self.problem.outlays(self.orders)

    @cached_property
    def totals(self) -> Floats:
        """Outlay of each scenario over all years, bn USD."""
        return np.asarray(self.outlays.sum(axis=1))

    @property
    def expected_outlays(self) -> Floats:
        """Expected outlay of each year, bn USD."""
        return self.problem.scenarios.probabilities @ self.outlays

    @property
    def value_at_risk(self) -> Floats:
        """VaR of each year's outlay, bn USD."""
        weights, level = self.problem.scenarios.probabilities, self.problem.level
        return np.array([value_at_risk(column, weights, level) for column in self.outlays.T])

    @property
    def conditional_value_at_risk(self) -> Floats:
        """CVaR of each year's outlay, bn USD."""
        return self.problem.tail_outlays(self.orders)

    @property
    def total_value_at_risk(self) -> float:
        """VaR of the outlays of all years together, bn USD."""
        return value_at_risk(self.totals, self.problem.scenarios.probabilities, self.problem.level)

    @property
    def total_conditional_value_at_risk(self) -> float:
        """CVaR of the outlays of all years together, bn USD."""
        return self.problem.tail_total(self.orders)

    @property
    def overspending(self) -> Floats:
        """Probability that a year's outlay exceeds its cap by more than a dollar, shape (years,)."""
        weights, headroom = self.problem.scenarios.probabilities, self.problem.programme.headroom
        return np.array(
            [
                overspending_chance(column, weights, limit + DOLLAR)
                for column, limit in zip(self.outlays.T, headroom.tolist(), strict=True)
            ]
        )

    @property
    def _claim(self) -> str:
        """The solver's own gap in words, where it has one."""
        if self.solver_bound is None:
            return ""
        return f", {max(self.solver_bound - self.objective, 0.0):.1e} by the solver's own account"

    def table(self) -> Table:
        """Return outlays by year: cap, plan, expectation, VaR, CVaR, chance of overspending."""
        percent = f"{100 * self.problem.level:g} %"
        columns: list[Column | str] = [
            "year",
            Column("cap", "bn USD"),
            Column("at plan prices", "bn USD"),
            Column("expected", "bn USD"),
            Column(f"VaR {percent}", "bn USD"),
            Column(f"CVaR {percent}", "bn USD"),
            Column("chance above cap", "%", 1),
        ]
        programme = self.problem.programme
        rows: list[tuple[Any, ...]] = list(
            zip(
                programme.calendar,
                programme.headroom.tolist(),
                programme.outlays(self.orders).tolist(),
                self.expected_outlays.tolist(),
                self.value_at_risk.tolist(),
                self.conditional_value_at_risk.tolist(),
                (100 * self.overspending).tolist(),
                strict=True,
            )
        )
        mean = float(self.problem.scenarios.probabilities @ self.totals)
        rows.append(
            (
                "all",
                float(programme.headroom.sum()),
                float(programme.outlays(self.orders).sum()),
                mean,
                self.total_value_at_risk,
                self.total_conditional_value_at_risk,
                None,
            )
        )
        kept = f"caps keep: {self.problem.caps}; {self.problem.scenarios.count} scenarios"
        notes = [
            f"{kept}; money at the plan's rate, budget in {self.problem.budget_currency}",
            f"value {self.value:.6f}; gap {self.gap:.1e} ({self.proof}){self._claim}",
        ]
        return Table("Programme under risk", columns, rows, notes)

    def orders_table(self) -> Table:
        """Return units ordered by item and year."""
        programme = self.problem.programme
        columns: list[Column | str] = ["item", *(Column(str(year)) for year in programme.calendar)]
        rows = [
            (item.title, *row)
            for item, row in zip(programme.catalogue, self.orders.tolist(), strict=True)
            if any(row)
        ]
        return Table("Orders", columns, rows, ["units ordered in each year"])

    def answer(self) -> dict[str, Any]:
        """Return orders, value and the distribution's measures."""
        names = self.problem.programme.catalogue.names
        return {
            "relaxed": self.relaxed,
            "orders": dict(zip(names, self.orders.tolist(), strict=True)),
            "value": self.value,
            "objective": self.objective,
            "expected_outlays": self.expected_outlays.tolist(),
            "value_at_risk": self.value_at_risk.tolist(),
            "conditional_value_at_risk": self.conditional_value_at_risk.tolist(),
            "total_conditional_value_at_risk": self.total_conditional_value_at_risk,
            "overspending": self.overspending.tolist(),
        }

    def certificate(self) -> dict[str, Any]:
        """Return limits checked in plain arithmetic, bound and gap."""
        return {
            "violations": list(self.problem.violations(self.orders, whole=not self.relaxed)),
            "room": self.problem.rooms(self.orders, whole=not self.relaxed),
            "objective": self.objective,
            "bound": self.bound,
            "proof": self.proof,
            "gap": self.gap,
            "solver_bound": self.solver_bound,
        }
