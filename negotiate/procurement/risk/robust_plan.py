"""The robust plan: orders, their outlays at the plan's and at the worst prices, and the proof."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

if TYPE_CHECKING:
    from negotiate.procurement.risk.robust import RobustProblem

__all__ = ["RobustPlan"]


@dataclass(frozen=True, eq=False)
class RobustPlan(Solution):
    """Orders by item and year that keep the caps at every price of the set.

    Attributes
    ----------
    problem : RobustProblem
        What was asked.
    orders : ndarray, shape (items, years)
        Units ordered; whole numbers unless ``relaxed``.
    relaxed : bool
        Whether items were taken as divisible.
    bound : float
        No orders that keep the limits are worth more.
    proof : str
        Where the bound comes from.
    """

    problem: RobustProblem
    orders: NDArray[np.float64] | NDArray[np.int64]
    relaxed: bool
    bound: float
    proof: str
    solver_bound: float | None
    provenance: Provenance
    concept: str = "robust programme"

    @cached_property
    def value(self) -> float:
        """Value of the orders over ordering nothing."""
        return self.problem.programme.value(self.orders)

    @cached_property
    def worst_outlays(self) -> NDArray[np.float64]:
        """Largest outlay of each year over the set, bn USD."""
        return self.problem.worst_outlays(self.orders)

    @property
    def gap(self) -> float:
        """Bound less value."""
        return max(self.bound - self.value, 0.0)

    def table(self) -> Table:
        """Return outlays by year: cap, at the plan's prices, at the worst prices."""
        programme = self.problem.programme
        columns: list[Column | str] = [
            "year",
            Column("cap", "bn USD"),
            Column("at plan prices", "bn USD"),
            Column("at worst prices", "bn USD"),
        ]
        rows = list(
            zip(
                programme.calendar,
                programme.headroom.tolist(),
                programme.outlays(self.orders).tolist(),
                self.worst_outlays.tolist(),
                strict=True,
            )
        )
        size = "" if self.problem.shape == "box" else f" of size {self.problem.size:g}"
        notes = [f"{self.problem.shape} set{size}; value {self.value:.6f}; gap {self.gap:.1e} ({self.proof})"]
        return Table("Robust programme", columns, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return orders, value and worst outlays."""
        names = self.problem.programme.catalogue.names
        return {
            "relaxed": self.relaxed,
            "orders": dict(zip(names, self.orders.tolist(), strict=True)),
            "value": self.value,
            "worst_outlays": self.worst_outlays.tolist(),
        }

    def certificate(self) -> dict[str, Any]:
        """Return limits checked in plain arithmetic, bound and gap."""
        return {
            "violations": list(self.problem.violations(self.orders, whole=not self.relaxed)),
            "room": self.problem.rooms(self.orders, whole=not self.relaxed),
            "bound": self.bound,
            "proof": self.proof,
            "gap": self.gap,
            "solver_bound": self.solver_bound,
        }
