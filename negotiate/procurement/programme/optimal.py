"""The programme worth most, in whole lots or divisible, found by HiGHS through cvxpy."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from negotiate.checks import instance_of
from negotiate.errors import NegotiateError, NotApplicable
from negotiate.procurement.problem import DOLLAR
from negotiate.procurement.programme.aggregation import CES
from negotiate.procurement.programme.ces import Divisible, best_mix
from negotiate.procurement.programme.conflict import no_programme
from negotiate.procurement.programme.earlier import earlier_orders
from negotiate.procurement.programme.form import linear_form
from negotiate.procurement.programme.linear_form import Floats, LinearForm
from negotiate.procurement.programme.problem import ProgrammeProblem
from negotiate.procurement.programme.solution import Programme
from negotiate.procurement.programme.solve import LinearAnswer, search_limits, solve_linear
from negotiate.procurement.programme.trim import trimmed_orders
from negotiate.provenance import Provenance

__all__ = ["optimal_programme", "relaxed_programme", "solve_whole", "whole_orders", "whole_programme"]

MOST_WHOLE = 5_000  # whole unknowns: items × years and the yes-or-no columns
MOST_COLUMNS = 500_000
REPAIRS = 8  # times that limits are trimmed for a solver that passes them within its tolerance


def optimal_programme(
    problem: ProgrammeProblem, *, tolerance: float = 0.0, time_limit: float | None = None
) -> Programme:
    """Find the orders by year, in whole lots, that are worth most within the limits.

    HiGHS finds them through cvxpy. The orders are then checked in plain arithmetic, and a limit that
    the solver passes within its tolerance is trimmed by as much. The proven bound is that of weak
    duality, worked out from the arrays; the solver's own bound stands beside it. Among programmes
    that are worth the same the solver chooses; lots that add nothing are then left out, and lots that
    can be ordered earlier are.

    Parameters
    ----------
    problem : ProgrammeProblem
        Catalogue, missions and limits.
    tolerance : float
        Relative gap at which the solver may stop.
    time_limit : float, optional
        Seconds after which the solver stops with the best orders so far; these may differ from one
        machine to another.

    Raises
    ------
    NoProgramme
        Where nothing keeps the limits; names those that conflict and the least rise.
    NotApplicable
        For a CES aggregate, and for more than 5,000 whole unknowns.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> jets, air = Catalogue([Item("jet", "air", 0.4, 9)]), Mission("air", PiecewiseReturns([0], [1.0]))
    >>> plan = optimal_programme(ProgrammeProblem(jets, [air], [1.0, 1.6], first_year=2027))
    >>> plan.orders, plan.outlays, plan.reasons
    (array([[2, 4]]), array([0.8, 1.6]), ('binding: outlay cap 2027, outlay cap 2028',))
    """
    instance_of("problem", problem, ProgrammeProblem)
    allowed, seconds = search_limits(tolerance, time_limit)
    if isinstance(problem.aggregation, CES):
        raise NotApplicable(
            "whole lots under a CES aggregate need a mixed-integer conic solver, and cvxpy's own wheels "
            "bring none; install SCIP, MOSEK or Gurobi for your own model, use relaxed_programme, or "
            "aggregate by 'sum' or 'worst'."
        )
    form = linear_form(problem)
    unknowns = int(form.integer.sum())
    if unknowns > MOST_WHOLE:
        raise NotApplicable(
            f"{len(problem.catalogue)} items over {problem.years} years make {unknowns} whole unknowns; "
            f"optimal_programme takes at most {MOST_WHOLE}. Group items or years, or use relaxed_programme."
        )
    divisible = solve_linear(form, whole=False)
    found = None if divisible is None else solve_whole(problem, form, allowed, seconds)
    if divisible is None or divisible.duals is None or found is None:
        raise no_programme(problem, form)
    needed = trimmed_orders(problem, whole_orders(problem, form, found.values))
    return whole_programme(
        problem,
        earlier_orders(problem, needed),
        bound=form.dual_bound(divisible.duals),
        solver_bound=found.bound,
        options={"tolerance": allowed} | ({} if seconds is None else {"time_limit": seconds}),
    )


def whole_programme(
    problem: ProgrammeProblem,
    orders: Floats,
    *,
    bound: float,
    solver_bound: float | None = None,
    options: Mapping[str, object] | None = None,
) -> Programme:
    """Make the programme of whole orders; all that it says is worked out in plain arithmetic."""
    units = np.rint(orders).astype(np.int64)
    units.setflags(write=False)
    return Programme(
        problem=problem,
        orders=units,
        relaxed=False,
        value=problem.value(units),
        cost=problem.cost(units),
        outlays=problem.outlays(units),
        deferred=problem.deferred(units),
        added=problem.added(units),
        relaxation_bound=bound,
        provenance=Provenance(problem.digest, options or {}, packages=("cvxpy", "highspy")),
        solver_bound=solver_bound,
    )


def whole_orders(problem: ProgrammeProblem, form: LinearForm, values: Floats) -> Floats:
    """Return the orders in whole lots nearest to the solver's columns, in units."""
    lots = np.rint(values[form.blocks["orders"]]).reshape(len(problem.catalogue), problem.years)
    units: Floats = lots * np.array([item.lot for item in problem.catalogue])[:, None]
    return units


def solve_whole(
    problem: ProgrammeProblem, form: LinearForm, tolerance: float, time_limit: float | None
) -> LinearAnswer | None:
    """Solve for whole lots; where rounding them breaks a limit, trim it by as much."""
    for _ in range(REPAIRS):
        answer = solve_linear(form, whole=True, tolerance=tolerance, time_limit=time_limit)
        if answer is None:
            return None
        rooms = problem.rooms(whole_orders(problem, form, answer.values))
        broken = {name: room for name, room in rooms.items() if room < -DOLLAR}
        if not broken:
            return answer
        for name, room in broken.items():
            form = _trimmed(form, name, -2 * room)
    raise NegotiateError("HiGHS passes the limits beyond repair; give prices and caps in bn USD.")


def _trimmed(form: LinearForm, name: str, amount: float) -> LinearForm:
    """Draw the bounds of a limit in."""
    rows = form.rows(name)
    return form.with_bounds(
        name, lower=float(form.row_lower[rows][0]) + amount, upper=float(form.row_upper[rows][0]) - amount
    )


def relaxed_programme(problem: ProgrammeProblem) -> Programme:
    """Find the orders worth most if lots could be divided and yes-or-no limits met in part.

    A linear programme, solved by HiGHS through cvxpy; under a CES aggregate a conic one, solved by
    Clarabel. Numerical, with the bound of weak duality worked out from the arrays.

    Parameters
    ----------
    problem : ProgrammeProblem
        Catalogue, missions and limits.

    Returns
    -------
    Programme
        With ``relaxed`` set; ``cap_prices`` and ``limit_prices`` lie between the right and the left
        slopes of the divisible value.

    Raises
    ------
    NoProgramme
        Where nothing keeps the limits; names those that conflict and the least rise.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> jets, air = Catalogue([Item("jet", "air", 0.4, 9)]), Mission("air", PiecewiseReturns([0], [1.0]))
    >>> plan = relaxed_programme(ProgrammeProblem(jets, [air], [1.0, 1.6], first_year=2027))
    >>> round(plan.value, 9), {name: round(price, 9) for name, price in plan.cap_prices.items()}
    (2.6, {'outlay cap 2027': 1.0, 'outlay cap 2028': 1.0})
    """
    instance_of("problem", problem, ProgrammeProblem)
    form = linear_form(problem)
    if form.columns > MOST_COLUMNS:
        raise NotApplicable(
            f"the programme has {form.columns} columns; relaxed_programme takes at most {MOST_COLUMNS}. "
            "Group items or years, or use fewer segments."
        )
    answer = solve_linear(form, whole=False)
    if answer is None or answer.duals is None:
        raise no_programme(problem, form)
    found = Divisible(answer.values, answer.objective, form.dual_bound(answer.duals), answer.duals, "highspy")
    if isinstance(problem.aggregation, CES):
        found = best_mix(problem, form, problem.aggregation)
    return _relaxed(problem, form, found)


def _relaxed(problem: ProgrammeProblem, form: LinearForm, found: Divisible) -> Programme:
    lots = found.columns[form.blocks["orders"]].reshape(len(problem.catalogue), problem.years)
    units = np.maximum(lots, 0.0) * np.array([item.lot for item in problem.catalogue])[:, None]
    units.setflags(write=False)

    def measured(name: str) -> float:
        return float(form.measure(name) @ found.columns)

    prices = _prices(form, found.duals)
    return Programme(
        problem=problem,
        orders=units,
        relaxed=True,
        value=found.value,
        cost=measured("cost"),
        outlays=np.array([measured(f"outlay {year}") for year in problem.calendar]),
        deferred=measured("deferred"),
        added=tuple(measured(f"capability of {mission}") for mission in problem.mission_names),
        relaxation_bound=found.bound,
        provenance=Provenance(problem.digest, {}, packages=("cvxpy", found.solver)),
        cap_prices={name: prices.pop(name) for name in problem.cap_names},
        limit_prices=prices,
        concept="relaxed programme",
    )


def _prices(form: LinearForm, duals: Floats) -> dict[str, float]:
    """Return by limit the value gained per unit by which it gives way; equations are no limits."""
    prices: dict[str, float] = {}
    for name, dual, low, high in zip(
        form.row_names, duals.tolist(), form.row_lower.tolist(), form.row_upper.tolist(), strict=True
    ):
        if name and low != high:
            prices[name] = prices.get(name, 0.0) + abs(dual)
    return prices
