"""Ranging: over which budgets a plan in whole lots stays the best.

From its own cost on the plan is affordable, and a smaller budget cannot make anything better
affordable: so it stays the best from there up to the budget it was found for. Above, it stays until
the least budget at which ``V`` rises, found among all the steps of ``V`` (``steps.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from negotiate.errors import InvalidInput, NotApplicable
from negotiate.procurement.plan import Plan
from negotiate.procurement.problem import DOLLAR, BundleProblem
from negotiate.procurement.steps import value_steps
from negotiate.procurement.value import CatalogueValue
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["PlanRange", "plan_range"]


@dataclass(frozen=True, eq=False)
class PlanRange(Solution):
    """The budgets for which a plan is the best, from ``low`` up to, but without, ``high``.

    Attributes
    ----------
    plan : Plan
        The plan, at the budget asked for.
    low : float
        What the plan costs, bn USD/yr: with less it is not affordable.
    high : float or None
        Least budget at which ``V`` rises, bn USD/yr; None where more money buys nothing better.
    next_plan : Plan or None
        The plan from ``high`` on.
    """

    plan: Plan
    low: float
    high: float | None
    next_plan: Plan | None
    provenance: Provenance
    concept: str = "plan range"

    @property
    def rise(self) -> float | None:
        """What the next plan is worth over this one."""
        return None if self.next_plan is None else self.next_plan.value - self.plan.value

    @property
    def changes(self) -> dict[str, int]:
        """Units by which the next plan differs, by item; items that stay are left out."""
        if self.next_plan is None:
            return {}
        moved = (self.next_plan.quantities - self.plan.quantities).tolist()
        names = self.plan.problem.catalogue.names
        return {name: int(units) for name, units in zip(names, moved, strict=True) if units}

    def table(self) -> Table:
        """Return the plan and the next, each with the budgets from which it is the best."""
        columns: list[Column | str] = [
            "plan",
            Column("from", "bn USD/yr", 4),
            Column("up to", "bn USD/yr", 4),
            Column("value", "capability", 6),
            "change",
        ]
        rows: list[tuple[Any, ...]] = [("this plan", self.low, self.high, self.plan.value, "")]
        if self.next_plan is not None:
            moved = ", ".join(f"{units:+d} {name}" for name, units in self.changes.items())
            rows.append(("next plan", self.high, None, self.next_plan.value, moved))
        note = f"asked for at {self.plan.problem.budget:g} bn USD/yr; lower end: the plan's cost"
        return Table("Budgets for which the plan stays the best", columns, rows, [note])

    def answer(self) -> dict[str, Any]:
        """Return both ends, the rise and what changes."""
        return {"low": self.low, "high": self.high, "rise": self.rise, "changes": self.changes}

    def certificate(self) -> dict[str, Any]:
        """Return what proves the ends: cost and value of both plans, and that no bundle was left out."""
        after = self.next_plan
        return {
            "proof": "enumeration",
            "cost": self.plan.cost,
            "value": self.plan.value,
            "next_cost": None if after is None else after.cost,
            "next_value": None if after is None else after.value,
        }


def plan_range(value: CatalogueValue | BundleProblem, extra: float | None = None) -> PlanRange:
    """Find the budgets for which the best plan stays the same; exact, and to within a dollar.

    Parameters
    ----------
    value : CatalogueValue or BundleProblem
        ``V``, or a problem.
    extra : float, optional
        Budget, bn USD/yr; of a problem its own where it is left out.

    Raises
    ------
    NotApplicable
        Where the enumeration that proves it would be too large.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> catalogue = Catalogue([Item("jet", "air", 2.0, 3), Item("drone", "air", 1.5, 2, capability=0.5)])
    >>> problem = BundleProblem(catalogue, [Mission("air", PiecewiseReturns([0], [1]))], 2.5, years=1)
    >>> found = plan_range(problem)
    >>> found.low, found.high, found.changes
    (2.0, 3.5, {'drone': 1})
    """
    if isinstance(value, BundleProblem):
        extra = value.budget if extra is None else extra
        value = CatalogueValue(value)
    if not isinstance(value, CatalogueValue) or extra is None:
        raise InvalidInput("value must be a CatalogueValue with a budget extra, or a BundleProblem.")
    plan = value.plan(extra)
    if plan.proof != "enumeration":
        raise NotApplicable(
            "the plan is not proven by enumeration, so its range is not known; use larger lots."
        )
    high = _next_step(value, plan.problem.budget)
    return PlanRange(
        plan=plan,
        low=plan.yearly_cost,
        high=high,
        next_plan=None if high is None else value.plan(high),
        provenance=Provenance(
            value.digest, {"extra": plan.problem.budget}, packages=value.relaxation.packages
        ),
    )


def _next_step(value: CatalogueValue, extra: float) -> float | None:
    """Look for the next rise of ``V``, in ever longer intervals."""
    form, years = value.form, value.problem.years
    end = (float(form.cost @ form.high) + DOLLAR) / years
    width = float(form.cost.min()) / years
    while extra < end:
        steps = value_steps(value, extra, min(extra + width, end), most=1_000_000)
        if len(steps) > 1:
            return float(steps.budgets[1])
        if extra + width >= end:
            return None
        width *= 2
    return None
