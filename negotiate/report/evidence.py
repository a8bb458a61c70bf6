"""What a results file carries beside the certificates, so that each can be checked from the file alone.

A certificate says what was proved; a check also needs the exact numbers behind rounded ones, the
prices behind a bound, and the bundle behind every value of a budget.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from negotiate.bargaining import BargainingSolution, LotterySolution
from negotiate.coalition import Core, least_core
from negotiate.equilibria import EquilibriumSet
from negotiate.procurement import BudgetFrontier, BundleProblem, CatalogueValue, Plan, ValueFunction
from negotiate.procurement.form import standard_form
from negotiate.procurement.linear import Relaxation
from negotiate.repeated import CriticalDiscountFactors

__all__ = ["evidence", "frontier_evidence"]


@singledispatch
def evidence(_solution: object) -> dict[str, Any]:
    """Return what a check of a solution needs beside its answer and certificate; often nothing."""
    return {}


@evidence.register
def _(solution: EquilibriumSet) -> dict[str, Any]:
    return {"exact_payoffs": [found.exact_payoffs for found in solution]}


@evidence.register
def _(solution: BargainingSolution) -> dict[str, Any]:
    problem = solution.problem
    deal = problem.payoffs(int(solution.ties[0])) if solution.agreement else problem.reservation
    return {"exact_payoffs": deal}


@evidence.register
def _(solution: LotterySolution) -> dict[str, Any]:
    return {"lottery": solution.lottery, "exact_payoffs": solution.exact_payoffs}


@evidence.register
def _(solution: CriticalDiscountFactors) -> dict[str, Any]:
    return {"exact_separate": solution.separate, "exact_pooled": solution.pooled}


@evidence.register
def _(solution: Plan) -> dict[str, Any]:
    relaxation = Relaxation(standard_form(solution.problem))
    return {"prices": _prices(solution.problem, relaxation, solution.problem.budget)}


@evidence.register
def _(solution: Core) -> dict[str, Any]:
    if len(solution.game.players) == 1:
        return {}
    least = least_core(solution.game)
    payoffs = dict(zip(solution.game.players, least.payoffs, strict=True))
    return {"least_core": {"payoffs": payoffs, "weights": least.proof["weights"]}}


def frontier_evidence(frontier: BudgetFrontier, value: ValueFunction) -> dict[str, Any]:
    """Return the bundle and the prices behind every budget of a frontier; nothing for a power law."""
    if not isinstance(value, CatalogueValue):
        return {}
    levels = frontier.levels.tolist()
    relaxation = Relaxation(standard_form(value.problem))
    return {
        "bundles": [value.plan(level).quantities for level in levels],
        "prices": [_prices(value.problem, relaxation, level) for level in levels],
    }


def _prices(problem: BundleProblem, relaxation: Relaxation, budget: float) -> dict[str, Any]:
    """Return the value per bn USD of the budget and of each floor: a bound follows from any such prices."""
    found = relaxation.at(budget * problem.years)
    if found is None:  # a plan exists, so the divisible problem has an answer too
        return {}
    floors = zip(problem.floors, found.prices.floors.tolist(), strict=True)
    return {"budget": found.prices.budget, "floors": dict(floors)}
