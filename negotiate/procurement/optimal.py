"""The bundle worth most in whole lots, found by HiGHS through cvxpy and proven by enumeration."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from negotiate.checks import finite_number, instance_of
from negotiate.errors import NegotiateError
from negotiate.procurement.conflict import no_bundle
from negotiate.procurement.duality import LimitPrices, dual_bound
from negotiate.procurement.form import Form, Whole, standard_form
from negotiate.procurement.parts import TooManyParts
from negotiate.procurement.plan import Plan
from negotiate.procurement.problem import DOLLAR, BundleProblem
from negotiate.procurement.program import Answer, maximise
from negotiate.procurement.search import best_whole_bundle
from negotiate.provenance import Provenance

__all__ = ["optimal_bundle", "whole_answer", "whole_plan"]

REPAIRS = 8  # times that the budget is trimmed for a solver that overspends within its tolerance


def optimal_bundle(problem: BundleProblem, *, tolerance: float = 0.0) -> Plan:
    """Find the bundle in whole lots that is worth most within the limits.

    HiGHS finds a bundle through cvxpy; then all bundles that could be worth as much are
    enumerated, which proves the optimum independently of the solver and settles ties: of bundles
    worth the same the cheapest, and of those the one that buys most of the first item in the
    catalogue, then of the second, and so on. Where the enumeration would be too large, the
    solver's bundle stands with the bound of weak duality.

    Parameters
    ----------
    problem : BundleProblem
        Catalogue, missions and limits.
    tolerance : float
        Relative gap at which the solver may stop; above 0 the enumeration is left out.

    Returns
    -------
    Plan
        ``optimality_gap`` is proven from the problem; ``proof`` says how.

    Raises
    ------
    NoBundle
        Where no bundle keeps the limits; names those that conflict and the least budget.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> catalogue = Catalogue([Item("jet", "air", 2.0, 3), Item("drone", "air", 1.0, 4, capability=0.5)])
    >>> problem = BundleProblem(catalogue, [Mission("air", PiecewiseReturns([0], [1.0]))], 5.0, years=1)
    >>> plan = optimal_bundle(problem)
    >>> plan.quantities, plan.value, plan.optimality_gap, plan.proof
    (array([2, 1]), 4.5, 0.0, 'enumeration')
    """
    instance_of("problem", problem, BundleProblem)
    allowed = finite_number("tolerance", tolerance, low=0, high=1)
    form = standard_form(problem)
    divisible = maximise(form, problem.total, whole=False)
    found = None if divisible is None else whole_answer(form, problem.total, allowed)
    if divisible is None or divisible.prices is None or found is None:
        raise no_bundle(problem, form)
    lots = np.rint(found.lots).astype(np.int64)
    proven = None if allowed else _proven(form, problem.total, divisible.prices, lots)
    return whole_plan(
        problem,
        (lots if proven is None else proven) * form.lot,
        bound=dual_bound(form, problem.total, divisible.prices),
        proven=proven is not None,
        solver_bound=found.bound,
        options={"tolerance": allowed},
        packages=("cvxpy", "highspy"),
    )


def whole_plan(
    problem: BundleProblem,
    units: Whole,
    *,
    bound: float,
    proven: bool,
    solver_bound: float | None = None,
    options: Mapping[str, object] | None = None,
    packages: tuple[str, ...] = ("highspy",),
) -> Plan:
    """Make the plan of whole units: an optimum if proven, else with the gap to the bound."""
    units.setflags(write=False)
    return Plan(
        problem=problem,
        quantities=units,
        relaxed=False,
        proven_bound=problem.value(units) if proven else bound,
        proof="enumeration" if proven else "weak duality",
        relaxation_bound=bound,
        provenance=Provenance(problem.digest, options or {}, packages=packages),
        solver_bound=solver_bound,
    )


def whole_answer(form: Form, total: float, tolerance: float = 0.0) -> Answer | None:
    """Solve for whole lots; where rounding them overspends, trim the budget by as much."""
    trimmed = total
    for _ in range(REPAIRS):
        answer = maximise(form, trimmed, whole=True, tolerance=tolerance)
        if answer is None:
            return None
        excess = float(form.cost @ np.rint(answer.lots)) - total
        if excess <= DOLLAR:
            return answer
        trimmed -= 2 * excess
    raise NegotiateError("HiGHS overspends the budget beyond repair; give prices in bn USD.")


def _proven(form: Form, total: float, prices: LimitPrices, lots: Whole) -> Whole | None:
    loss = dual_bound(form, total, prices) - form.value(lots)
    try:
        found = best_whole_bundle(form, total, prices, known_loss=loss)
    except TooManyParts:
        return None
    return None if found is None else found.lots
