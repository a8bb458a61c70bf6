"""The programme: what to order when, what it costs and adds in each year, and the proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.procurement.programme.problem import ProgrammeProblem
from negotiate.procurement.programme.reasons import binding_limits, reasons
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["Programme"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Programme(Solution):
    """Orders by year for a problem, with their certificate.

    Attributes
    ----------
    problem : ProgrammeProblem
        What was asked.
    orders : ndarray, shape (items, years)
        Units of each item ordered in each year; whole numbers unless ``relaxed``.
    relaxed : bool
        Whether orders were taken as divisible, and yes-or-no limits as shares.
    value, cost, deferred : float
        Worth over ordering nothing; contract value and payments after the last year, bn USD. Of
        whole orders all of these are worked out in plain arithmetic.
    outlays : ndarray, shape (years,)
        Payments and upkeep of each year, bn USD.
    added : tuple of float
        Capability added to each mission by the end, bn USD at score 1.
    relaxation_bound : float
        No programme is worth more, divisible or not: weak duality, worked out from the arrays.
    solver_bound : float or None
        The bound that the solver itself claims for whole orders.
    cap_prices : mapping of str to float, or None
        Value per bn USD more under each year's cap, in the divisible problem; whole orders have none.
    limit_prices : mapping of str to float, or None
        Value gained per unit by which each other limit gives way, in the divisible problem.
    """

    problem: ProgrammeProblem
    orders: Floats | NDArray[np.int64]
    relaxed: bool
    value: float
    cost: float
    outlays: Floats
    deferred: float
    added: tuple[float, ...]
    relaxation_bound: float
    provenance: Provenance
    solver_bound: float | None = None
    cap_prices: Mapping[str, float] | None = None
    limit_prices: Mapping[str, float] | None = None
    proof: str = "weak duality"
    concept: str = "programme"

    @property
    def quantities(self) -> Floats | NDArray[np.int64]:
        """Units of each item over the plan."""
        totals: Floats | NDArray[np.int64] = self.orders.sum(axis=1)
        return totals

    @property
    def deliveries(self) -> Floats:
        """Units delivered by item and year of the plan."""
        return self.problem.deliveries(self.orders)

    @property
    def proven_bound(self) -> float:
        """No programme is worth more, worked out from the problem."""
        return max(self.relaxation_bound, self.value)

    @property
    def optimality_gap(self) -> float:
        """Proven bound less value; what whole lots cost is part of it."""
        return self.proven_bound - self.value

    @property
    def solver_gap(self) -> float | None:
        """The solver's own bound less the value, for whole orders."""
        return None if self.solver_bound is None else max(self.solver_bound - self.value, 0.0)

    @property
    def status(self) -> str:
        """Say how far the optimum is established.

        ``"optimal"`` where the proven gap is below 1e-7 of the bound, ``"optimal by the solver's
        bound"`` where the solver's is, else ``"feasible"``.
        """
        small = 1e-7 * max(abs(self.proven_bound), 1e-12)
        if self.optimality_gap <= small:
            return "optimal"
        if self.solver_gap is not None and self.solver_gap <= small:
            return "optimal by the solver's bound"
        return "feasible"

    @cached_property
    def binding(self) -> tuple[str, ...]:
        """Limits with no room: for another lot of some item, or none at all where divisible."""
        return binding_limits(self.problem, self.orders, relaxed=self.relaxed, outlays=self.outlays)

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Why each item is not bought in larger numbers."""
        return reasons(self.problem, self.orders, relaxed=self.relaxed, binding=self.binding)

    def table(self) -> Table:
        """Return what is ordered: quantity, contract value, share of the caps paid in the plan, reason."""
        columns: list[Column | str] = [
            "item",
            "mission",
            Column("quantity", "", 2 if self.relaxed else None),
            Column("most"),
            Column("cost", "bn USD"),
            Column("share of cap", "%", 1),
            Column("capability", "bn USD at score 1"),
            "reason",
        ]
        problem = self.problem
        titles = {mission.name: mission.title for mission in problem.missions}
        costs = problem.contract_values(self.orders).sum(axis=1).tolist()
        due = (problem.payments(self.orders) + problem.upkeep(self.orders)).sum(axis=1).tolist()
        total = float(problem.headroom.sum())
        rows: list[tuple[Any, ...]] = []
        for item, units, cost, paid, reason in zip(
            problem.catalogue, self.quantities.tolist(), costs, due, self.reasons, strict=True
        ):
            share = 100 * paid / total if total > 0 else None
            gives = item.unit_capability * units
            rows.append((item.title, titles[item.mission], units, item.most, cost, share, gives, reason))
        kind = "divisible orders" if self.relaxed else "whole lots"
        claimed = "" if self.solver_gap is None else f", gap by the solver's bound {self.solver_gap:.1e}"
        late = f"{self.deferred:.3f} falls due after {problem.calendar[-1]}"
        notes = [
            f"{kind}; contract value {self.cost:.3f} bn USD, of which {late}; caps {total:.3f} bn USD in all",
            f"value {self.value:.6f}, {self.status}: proven gap {self.optimality_gap:.1e}{claimed}",
        ]
        if self.relaxed and any(item.contract.tiers for item in problem.catalogue):
            notes.append("items are priced tier after tier; the divisible whole may fill tiers side by side")
        return Table("Procurement programme", columns, rows, notes)

    def calendar_table(self) -> Table:
        """Return what falls due, upkeep included, and what arrives, by item and year."""
        problem, years = self.problem, self.problem.calendar
        columns: list[Column | str] = ["item"]
        columns += [Column(f"due {year}", "bn USD") for year in years]
        columns += [Column(f"delivered {year}", "", 1 if self.relaxed else 0) for year in years]
        due = problem.payments(self.orders) + problem.upkeep(self.orders)
        arrived = self.deliveries if self.relaxed else np.rint(self.deliveries).astype(int)
        rows: list[tuple[Any, ...]] = [
            (item.title, *paid, *units)
            for item, paid, units in zip(problem.catalogue, due.tolist(), arrived.tolist(), strict=True)
        ]
        blank = (None,) * problem.years
        rows += [
            ("all items", *self.outlays.tolist(), *blank),
            ("cap", *problem.headroom.tolist(), *blank),
            ("room", *(problem.headroom - self.outlays).tolist(), *blank),
        ]
        return Table("Outlays and deliveries", columns, rows, [f"deferred: {self.deferred:.3f} bn USD"])

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
            (m.title, m.weight, m.stock, added, m.stock + added, m.value(max(added, 0.0)))
            for m, added in zip(self.problem.missions, self.added, strict=True)
        ]
        return Table("Capability by mission", columns, rows)

    def answer(self) -> dict[str, Any]:
        """Return orders, deliveries, outlays, capability and value."""
        problem = self.problem
        names, years = problem.catalogue.names, [str(year) for year in problem.calendar]
        prices = {"cap_prices": self.cap_prices, "limit_prices": self.limit_prices}
        return {
            "relaxed": self.relaxed,
            "orders": dict(zip(names, self.orders.tolist(), strict=True)),
            "deliveries": dict(zip(names, self.deliveries.tolist(), strict=True)),
            "outlays": dict(zip(years, self.outlays.tolist(), strict=True)),
            "caps": dict(zip(years, problem.headroom.tolist(), strict=True)),
            "deferred": self.deferred,
            "cost": self.cost,
            "us_origin_purchases": problem.purchases(self.orders),
            "capability_added": dict(zip(problem.mission_names, self.added, strict=True)),
            "value": self.value,
            "status": self.status,
            "binding": list(self.binding),
            **prices,
        }

    def certificate(self) -> dict[str, Any]:
        """Return the proof: limits checked in plain arithmetic, value, bounds, gaps."""
        whole = not self.relaxed
        record = {
            "value": self.value,
            "proven_bound": self.proven_bound,
            "proof": self.proof,
            "optimality_gap": self.optimality_gap,
            "relaxation_bound": self.relaxation_bound,
            "solver_bound": self.solver_bound,
            "solver_gap": self.solver_gap,
        }
        if whole:
            record["violations"] = list(self.problem.violations(self.orders))
            record["room"] = self.problem.rooms(self.orders)
        return record
