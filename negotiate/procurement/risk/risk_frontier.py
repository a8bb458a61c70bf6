"""The risk-value frontier: what the orders are worth as their risk is limited more and more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from negotiate.checks import finite_array, instance_of
from negotiate.errors import InvalidInput, NoSolution
from negotiate.procurement.risk.programme import RiskProblem
from negotiate.procurement.risk.risk_optimal import optimal_risk_plan
from negotiate.procurement.risk.risk_plan import RiskPlan
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["RiskFrontier", "risk_frontier"]


@dataclass(frozen=True, eq=False)
class RiskFrontier(Solution):
    """Plans at falling limits on CVaR of total outlays.

    Attributes
    ----------
    problem : RiskProblem
        What was asked; its own ``total_cap`` is replaced.
    limits : tuple of float
        Limits on CVaR of total outlays, bn USD.
    plans : tuple of RiskPlan or None
        The best plan under each limit; None where no orders keep it.
    """

    problem: RiskProblem
    limits: tuple[float, ...]
    plans: tuple[RiskPlan | None, ...]
    provenance: Provenance
    concept: str = "risk-value frontier"

    @property
    def points(self) -> list[tuple[float, float]]:
        """CVaR of total outlays and value of each plan, those that exist."""
        return [(plan.total_conditional_value_at_risk, plan.value) for plan in self.plans if plan is not None]

    def table(self) -> Table:
        """Return limit, risk, expectation, value and gap."""
        columns: list[Column | str] = [
            Column("limit on CVaR", "bn USD"),
            Column("CVaR", "bn USD"),
            Column("expected outlays", "bn USD"),
            Column("value", "", 6),
            Column("gap", "", 6),
        ]
        rows: list[tuple[Any, ...]] = []
        for limit, plan in zip(self.limits, self.plans, strict=True):
            if plan is None:
                rows.append((limit, None, None, None, None))
                continue
            mean = float(plan.expected_outlays.sum())
            rows.append((limit, plan.total_conditional_value_at_risk, mean, plan.value, plan.gap))
        return Table("Risk and value", columns, rows, [f"CVaR at {100 * self.problem.level:g} %"])

    def answer(self) -> dict[str, Any]:
        """Return the answer at each limit."""
        plans = [None if plan is None else plan.answer() for plan in self.plans]
        return {"limits": list(self.limits), "plans": plans}

    def certificate(self) -> dict[str, Any]:
        """Return the certificate at each limit."""
        return {"plans": [None if plan is None else plan.certificate() for plan in self.plans]}


def risk_frontier(
    problem: RiskProblem,
    levels: int | Sequence[float] = 8,
    *,
    relaxed: bool = False,
    tolerance: float = 0.0,
    time_limit: float | None = None,
) -> RiskFrontier:
    """Find the best orders at several limits on CVaR of total outlays.

    Parameters
    ----------
    problem : RiskProblem
        Its other limits stay; its objective is taken without ``weight``.
    levels : int or sequence of float
        Limits in bn USD; a number of them is spread evenly from the CVaR of the plan without a
        limit down towards 0.
    relaxed, tolerance, time_limit
        As for ``optimal_risk_plan``.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns, ProgrammeProblem
    >>> from negotiate.procurement.risk import Scenarios
    >>> air = Mission("air", PiecewiseReturns([0], [1.0]))
    >>> jets = Catalogue([Item("jet", "air", 0.1, 40)])
    >>> programme = ProgrammeProblem(jets, [air], [1.0], rates={"JPY": 150})
    >>> scenarios = Scenarios(rates=[(150,), (180,)])
    >>> problem = RiskProblem(programme, scenarios, budget_currency="JPY", level=0.5)
    >>> [round(value, 6) for _, value in risk_frontier(problem, [0.96, 0.5, 0.1]).points]
    [0.8, 0.4, 0.0]
    """
    instance_of("problem", problem, RiskProblem)
    free = problem.replace(total_cap=None, weight=0.0)
    options = {"relaxed": relaxed, "tolerance": tolerance, "time_limit": time_limit}
    if isinstance(levels, int):
        if isinstance(levels, bool) or levels < 2:
            raise InvalidInput(f"levels={levels}; give at least 2, or the limits themselves in bn USD.")
        top = optimal_risk_plan(free, **options).total_conditional_value_at_risk  # type: ignore[arg-type]
        limits = np.linspace(top, 0.0, levels, endpoint=False)
    else:
        limits = np.array(finite_array("levels", levels, ("limits",)))
    plans: list[RiskPlan | None] = []
    for limit in limits.tolist():
        try:
            plans.append(optimal_risk_plan(free.replace(total_cap=limit), **options))  # type: ignore[arg-type]
        except NoSolution:
            plans.append(None)
    return RiskFrontier(
        problem=free,
        limits=tuple(limits.tolist()),
        plans=tuple(plans),
        provenance=Provenance(
            digest([free.digest, limits]), options, free.scenarios.seed, packages=("cvxpy", "highspy")
        ),
    )
