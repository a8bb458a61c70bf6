"""The best orders under risk, found by HiGHS through cvxpy, bounded by weak duality."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from negotiate.checks import instance_of
from negotiate.errors import NoSolution
from negotiate.procurement.problem import DOLLAR
from negotiate.procurement.programme.linear_form import LinearForm
from negotiate.procurement.programme.solve import search_limits, solve_linear
from negotiate.procurement.risk.programme import RiskProblem
from negotiate.procurement.risk.repair import kept_orders, orders_in
from negotiate.procurement.risk.risk_form import risk_form
from negotiate.procurement.risk.risk_plan import RiskPlan
from negotiate.provenance import Provenance

__all__ = ["optimal_risk_plan"]


def optimal_risk_plan(
    problem: RiskProblem,
    *,
    relaxed: bool = False,
    tolerance: float = 0.0,
    time_limit: float | None = None,
) -> RiskPlan:
    """Find the orders worth most that keep their limits under risk.

    Orders are made before anything is known; what they cost is known later. HiGHS finds whole
    orders through cvxpy; limits, value and risk are then worked out from the orders, and the bound
    from the prices of the relaxation by weak duality. Ties are broken by the solver.

    Parameters
    ----------
    problem : RiskProblem
        A programme with scenarios.
    relaxed : bool
        Take items as divisible, and price tiers and yes-or-no limits as shares; what of them the
        orders then break is listed in the certificate.
    tolerance : float
        Relative gap at which the search for whole orders may stop.
    time_limit : float, optional
        Seconds after which it stops with the best orders so far, which then depend on the machine.

    Raises
    ------
    NoSolution
        Where no orders keep the limits; says by how much every yearly cap would have to rise.
    NotApplicable
        For a CES aggregate.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns, ProgrammeProblem
    >>> from negotiate.procurement.risk import Scenarios
    >>> catalogue = Catalogue([Item("jet", "air", 0.1, 40)])
    >>> air = Mission("air", PiecewiseReturns([0], [1.0]))
    >>> programme = ProgrammeProblem(catalogue, [air], [1.0, 1.0], rates={"JPY": 150})
    >>> scenarios = Scenarios(rates=[(150, 150), (150, 180)], probabilities=[0.9, 0.1])
    >>> problem = RiskProblem(programme, scenarios, budget_currency="JPY")
    >>> plan = optimal_risk_plan(problem)
    >>> plan.orders, plan.overspending
    (array([[10,  8]]), array([0., 0.]))
    """
    instance_of("problem", problem, RiskProblem)
    allowed, seconds = search_limits(tolerance, time_limit)
    form = risk_form(problem)
    divisible = solve_linear(form, whole=False)
    if divisible is None or divisible.duals is None:
        raise _nothing_fits(problem, form)
    bound = form.dual_bound(divisible.duals)
    answer, orders = divisible, orders_in(problem.programme, form, divisible.values, whole=False)
    if not relaxed:
        kept = kept_orders(problem, form, tolerance=allowed, time_limit=seconds)
        if kept is None:
            raise _nothing_fits(problem, form, seconds)
        answer, orders = kept
    orders.setflags(write=False)
    return RiskPlan(
        problem=problem,
        orders=orders,
        relaxed=relaxed,
        bound=bound,
        proof="weak duality",
        provenance=Provenance(
            problem.digest,
            {"relaxed": relaxed, "tolerance": allowed, "time_limit": seconds},
            seed=problem.scenarios.seed,
            packages=("cvxpy", "highspy"),
        ),
        solver_bound=answer.bound,
    )


def _nothing_fits(problem: RiskProblem, form: LinearForm, seconds: float | None = None) -> NoSolution:
    """Say by how much every yearly cap would have to rise, or that no rise would do."""
    judged = f"caps={problem.caps!r}" + (f" at level={problem.level:g}" if problem.caps == "cvar" else "")
    rise = _least_rise(problem.programme.cap_names, form, whole=seconds is None)
    if seconds is not None and rise is not None and rise <= DOLLAR:
        return NoSolution(f"no whole orders were found within time_limit={seconds:g} s; allow more.")
    if rise is None:
        return NoSolution(
            f"no orders keep the limits of the programme with {judged}, and no rise of the yearly caps "
            "would do; lower a least quantity, a floor, or raise total_cap."
        )
    return NoSolution(
        f"no orders keep the yearly caps with {judged}; every cap would have to rise by {rise:.4g} bn "
        "USD. Raise the caps, lower the level, or lower a least quantity."
    )


def _least_rise(caps: tuple[str, ...], form: LinearForm, *, whole: bool) -> float | None:
    from scipy import sparse

    wide = form.with_objective(np.zeros(form.columns)).with_columns("rise", 0.0, 1e6, objective=-1.0)
    inside = np.isin(np.array(form.row_names), caps) & np.isfinite(form.row_upper)
    rows = np.flatnonzero(inside)
    shape = (len(form.row_names), wide.columns)
    less = sparse.csr_array((-np.ones(len(rows)), (rows, np.full(len(rows), form.columns))), shape=shape)
    answer = solve_linear(replace(wide, matrix=sparse.csr_array(wide.matrix + less)), whole=whole)
    return None if answer is None else float(answer.values[-1])
