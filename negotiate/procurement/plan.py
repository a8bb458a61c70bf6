"""The plan: what to buy, what it costs and adds, and the proof that nothing better fits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.procurement.annualise import annualised_purchases
from negotiate.procurement.catalogue import Item
from negotiate.procurement.problem import DOLLAR, BundleProblem
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["Plan"]

TINY = 1e-12  # of value: less is rounding


@dataclass(frozen=True, eq=False)
class Plan(Solution):
    """A bundle for a problem, with its certificate.

    Attributes
    ----------
    problem : BundleProblem
        What was asked.
    quantities : ndarray, shape (items,)
        Units of each item over the plan; whole numbers unless ``relaxed``.
    relaxed : bool
        Whether items were taken as divisible.
    proven_bound : float
        No bundle that keeps the limits is worth more.
    proof : str
        Where the bound comes from: ``"enumeration"`` of all bundles that could be worth more, or
        ``"weak duality"`` at the prices found; both worked out here, not taken from the solver.
    solver_bound : float or None
        The bound that the solver itself claims, for comparison.
    relaxation_bound : float
        Bound of weak duality on divisible, hence on whole bundles.
    budget_price : float or None
        Shadow price of the budget in the divisible problem: value per bn USD/yr more. A plan of
        whole lots has none.
    floor_prices : mapping of str to float or None
        Value per bn USD/yr less that each floor demands, in the divisible problem.
    """

    problem: BundleProblem
    quantities: NDArray[np.float64] | NDArray[np.int64]
    relaxed: bool
    proven_bound: float
    proof: str
    relaxation_bound: float
    provenance: Provenance
    solver_bound: float | None = None
    budget_price: float | None = None
    floor_prices: dict[str, float] | None = None
    concept: str = "bundle"

    @cached_property
    def value(self) -> float:
        """Value of the bundle over buying nothing."""
        return self.problem.value(self.quantities)

    @cached_property
    def cost(self) -> float:
        """Cost over the plan, bn USD."""
        return self.problem.cost(self.quantities)

    @property
    def yearly_cost(self) -> float:
        """Cost a year, bn USD/yr."""
        return self.cost / self.problem.years

    @property
    def budget_share(self) -> float | None:
        """Share of the budget that is spent; None where there is no budget."""
        return self.cost / self.problem.total if self.problem.total > 0 else None

    @property
    def purchases(self) -> float:
        """US-origin part of the spending, bn USD/yr, at even payments over the plan."""
        years = self.problem.years
        content = [item.us_content for item in self.problem.catalogue]
        even = np.full(years, 1 / years)
        return annualised_purchases(self.problem.price, content, self.quantities, even, rate=0.0)

    @cached_property
    def added(self) -> tuple[float, ...]:
        """Capability added to each mission, bn USD at score 1."""
        return self.problem.added(self.quantities)

    @property
    def optimality_gap(self) -> float:
        """Proven bound less value; 0 for a proven optimum."""
        return max(self.proven_bound - self.value, 0.0)

    @property
    def status(self) -> str:
        """``"optimal"``, or ``"feasible"`` where a gap above 1e-9 of the bound is left."""
        return "optimal" if self.optimality_gap <= 1e-9 * self.proven_bound else "feasible"

    @property
    def binding(self) -> tuple[str, ...]:
        """Limits with no room left.

        The budget binds a whole plan where not one more lot of any item would fit under it.
        """
        problem, room = self.problem, 1e-6 if self.relaxed else DOLLAR
        full = self._bought_out()
        floors = [name for name in problem.floors if problem.surplus(name, self.quantities) <= room]
        return (
            *(["budget"] if self._budget_binds(full, room) else []),
            *(f"floor of {name}" for name in floors),
            *(f"most of {name}" for name in full),
        )

    def _bought_out(self) -> tuple[str, ...]:
        units = zip(self.problem.catalogue, self.quantities.tolist(), strict=True)
        return tuple(item.name for item, count in units if count >= item.most - 1e-6 * item.lot)

    def _budget_binds(self, full: tuple[str, ...], room: float) -> bool:
        lots = [item.price * item.lot for item in self.problem.catalogue if item.name not in full]
        next_lot = 0.0 if self.relaxed else min(lots, default=0.0)
        left = self.problem.total - self.cost
        return bool(lots) and left < max(room, next_lot - DOLLAR)

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Why each item is not bought in larger numbers: tried, one lot more of it at a time."""
        full = self._bought_out()
        return tuple(
            "all that is on offer" if item.name in full else self._reason(place, item)
            for place, item in enumerate(self.problem.catalogue)
        )

    def _reason(self, place: int, item: Item) -> str:
        problem = self.problem
        more = np.array(self.quantities, dtype=float)
        more[place] += item.lot
        if self.relaxed:
            stops = [name for name in self.binding if not name.startswith("most of ")]
        elif item.price * item.lot > problem.total + DOLLAR:
            return f"beyond the cap: a lot costs {item.price * item.lot:.3g} bn USD"
        else:
            stops = list(problem.violations(more))
        if stops:
            return f"binding: {', '.join(stops)}"
        if problem.value(more) <= self.value + TINY:
            return "more would add nothing"
        return "room left: the plan is not proven optimal"

    def table(self) -> Table:
        """Return what is bought: quantity, price, cost, share of the cap, capability, reason."""
        columns: list[Column | str] = [
            "item",
            "mission",
            Column("quantity", "", 2 if self.relaxed else None),
            Column("most"),
            Column("unit price", "bn USD", 4),
            Column("cost", "bn USD"),
            Column("share of cap", "%", 1),
            Column("capability", "bn USD at score 1"),
            "reason",
        ]
        titles = {mission.name: mission.title for mission in self.problem.missions}
        rows: list[tuple[Any, ...]] = []
        total = self.problem.total
        for item, count, reason in zip(
            self.problem.catalogue, self.quantities.tolist(), self.reasons, strict=True
        ):
            cost = item.price * count
            share = 100 * cost / total if total > 0 else None
            row = (item.title, titles[item.mission], count, item.most, item.price, cost)
            rows.append((*row, share, item.unit_capability * count, reason))
        kind = "divisible lots" if self.relaxed else "whole lots"
        spent = (
            f"{self.yearly_cost:.3f} of {self.problem.budget:.3f} bn USD/yr over {self.problem.years} years"
        )
        notes = [
            f"{kind}; {spent}; US origin {self.purchases:.3f} bn USD/yr",
            f"value {self.value:.6f}, {self.status}: gap {self.optimality_gap:.1e} proven by {self.proof}",
            f"binding: {', '.join(self.binding) or 'nothing'}",
        ]
        return Table("Procurement plan", columns, rows, notes)

    def missions_table(self) -> Table:
        """Return capability by mission before and after, and what the addition is worth."""
        columns: list[Column | str] = [
            "mission",
            Column("weight"),
            Column("before", "bn USD at score 1"),
            Column("added", "bn USD at score 1"),
            Column("after", "bn USD at score 1"),
            Column("value", "", 6),
        ]
        rows = [
            (m.title, m.weight, m.stock, added, m.stock + added, m.value(added))
            for m, added in zip(self.problem.missions, self.added, strict=True)
        ]
        return Table("Capability by mission", columns, rows)

    def answer(self) -> dict[str, Any]:
        """Return quantities, cost, purchases, capability and value."""
        names = self.problem.catalogue.names
        missions = [mission.name for mission in self.problem.missions]
        return {
            "relaxed": self.relaxed,
            "quantities": dict(zip(names, self.quantities.tolist(), strict=True)),
            "cost": self.cost,
            "yearly_cost": self.yearly_cost,
            "budget": self.problem.budget,
            "us_origin_purchases": self.purchases,
            "capability_added": dict(zip(missions, self.added, strict=True)),
            "value": self.value,
            "status": self.status,
            "binding": list(self.binding),
            "budget_price": self.budget_price,
            "floor_prices": self.floor_prices,
        }

    def certificate(self) -> dict[str, Any]:
        """Return the proof: limits checked in plain arithmetic, value, bound, gap."""
        room = {"budget": self.problem.total - self.cost}
        room |= {f"floor of {c}": self.problem.surplus(c, self.quantities) for c in self.problem.floors}
        return {
            "violations": list(self.problem.violations(self.quantities, whole=not self.relaxed)),
            "room": room,
            "value": self.value,
            "proven_bound": self.proven_bound,
            "proof": self.proof,
            "optimality_gap": self.optimality_gap,
            "duality_gap": max(self.relaxation_bound - self.value, 0.0),
            "relaxation_bound": self.relaxation_bound,
            "solver_bound": self.solver_bound,
        }
