"""The best robust orders: linear counterparts by HiGHS, the ellipsoid by Clarabel, both through cvxpy."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of
from negotiate.errors import NegotiateError, NoSolution, NotApplicable
from negotiate.procurement.programme.linear_form import LinearForm
from negotiate.procurement.programme.solve import search_limits, solve_linear
from negotiate.procurement.risk.dues import Dues, dues_of, programme_form
from negotiate.procurement.risk.repair import kept_orders, orders_in
from negotiate.procurement.risk.robust import RobustProblem
from negotiate.procurement.risk.robust_plan import RobustPlan
from negotiate.provenance import Provenance

__all__ = ["optimal_robust_plan", "robust_form"]

Floats = NDArray[np.float64]

CONIC_WHOLE = ("SCIP (pyscipopt)", "Gurobi (gurobipy)", "MOSEK (Mosek)", "CPLEX (cplex)", "Xpress (xpress)")
INSIDE = 1e-7  # share of a cap left free by the conic solver, so that plain arithmetic finds it kept


def optimal_robust_plan(
    problem: RobustProblem,
    *,
    relaxed: bool = False,
    tolerance: float = 0.0,
    time_limit: float | None = None,
) -> RobustPlan:
    """Find the orders worth most that keep the yearly caps at every price of the set.

    Parameters
    ----------
    problem : RobustProblem
        A programme and a set of prices.
    relaxed : bool
        Take items as divisible, and yes-or-no limits as shares; the ellipsoid needs it.
    tolerance, time_limit
        Where the search for whole orders may stop: a relative gap, seconds.

    Raises
    ------
    NotApplicable
        For whole orders with an ellipsoid, which needs a conic solver for whole numbers; for a CES
        aggregate.
    NoSolution
        Where no orders keep the limits.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns, ProgrammeProblem
    >>> catalogue = Catalogue([Item("jet", "air", 0.1, 40), Item("drone", "air", 0.2, 40)])
    >>> air = Mission("air", PiecewiseReturns([0], [1.0]))
    >>> programme = ProgrammeProblem(catalogue, [air], [2.0])
    >>> plan = optimal_robust_plan(RobustProblem(programme, {"jet": 0.5, "drone": 0.2}, shape="box"))
    >>> plan.orders.ravel(), round(plan.value, 9), plan.worst_outlays.round(9)
    (array([0, 8]), 1.6, array([1.92]))
    """
    instance_of("problem", problem, RobustProblem)
    allowed, seconds = search_limits(tolerance, time_limit)
    if problem.shape == "ellipsoid":
        if not relaxed:
            raise NotApplicable(
                "an ellipsoid with whole orders needs a conic solver for whole numbers, which cvxpy does not "
                f"bring along; such are {', '.join(CONIC_WHOLE)}. Use relaxed=True, or shape='budgeted'."
            )
        return _conic(problem)
    form = robust_form(problem)
    divisible = solve_linear(form, whole=False)
    if divisible is None or divisible.duals is None:
        raise _nothing_fits(problem)
    answer, orders = divisible, orders_in(problem.programme, form, divisible.values, whole=False)
    if not relaxed:
        kept = kept_orders(problem, form, tolerance=allowed, time_limit=seconds)
        if kept is None:
            raise _nothing_fits(problem, seconds)
        answer, orders = kept
    options = {"relaxed": relaxed, "tolerance": allowed, "time_limit": seconds}
    return _plan(problem, orders, form.dual_bound(divisible.duals), options, answer.bound)


def robust_form(problem: RobustProblem) -> LinearForm:
    """Return the programme's linear form with the counterpart of each yearly cap, box or budgeted."""
    form = programme_form(problem.programme)
    dues = dues_of(problem.programme, form, range(len(problem.programme.catalogue)))
    form = form.without(problem.programme.cap_names)
    box = problem.size >= len(problem.programme.catalogue)
    for year in range(problem.programme.years):
        form = (_boxed if box else _budgeted)(form, problem, dues, year)
    return form


def _capped(form: LinearForm, problem: RobustProblem, row: Floats, year: int) -> LinearForm:
    """Add one year's cap on a row over the columns."""
    wide = np.pad(row, (0, form.columns - len(row)))
    limit = float(problem.programme.headroom[year])
    return form.with_rows(wide[None], -np.inf, limit, problem.programme.cap_names[year])


def _boxed(form: LinearForm, problem: RobustProblem, dues: Dues, year: int) -> LinearForm:
    return _capped(form, problem, (1 + problem.rises) @ dues.vectors[:, year], year)


def _budgeted(form: LinearForm, problem: RobustProblem, dues: Dues, year: int) -> LinearForm:
    """Add the counterpart of one year's cap: columns ``λ`` and ``μ_k``, rows ``λ + μ_k ≥ δ_k due_k``."""
    from scipy import sparse

    moving = np.flatnonzero(problem.rises > 0)
    rise = problem.rises[moving, None] * dues.vectors[moving, year]
    most = problem.rises[moving] * dues.most[moving, year]
    old, count, label = form.columns, len(moving), problem.programme.calendar[year]
    form = form.with_columns(f"dearest rise {label}", 0.0, float(most.max(initial=0.0)))
    if count:
        form = form.with_columns(f"rises beyond {label}", 0.0, most)
        beyond: Any = sparse.hstack(
            [
                sparse.csr_array(-np.pad(rise, ((0, 0), (0, old - rise.shape[1])))),
                sparse.csr_array(np.ones((count, 1))),
                sparse.diags_array(np.ones(count)),
            ]
        )
        form = form.with_rows(beyond, 0.0, np.inf, "")
    row = np.pad(dues.vectors[:, year].sum(axis=0), (0, form.columns - dues.vectors.shape[2]))
    row[old], row[old + 1 :] = problem.size, 1.0
    return _capped(form, problem, row, year)


def _conic(problem: RobustProblem) -> RobustPlan:
    """Solve the divisible problem with the ellipsoid by Clarabel, and bound it by a linear programme.

    A norm is at least its component in any direction. With the directions of the optimum the linear
    programme has its value, and weak duality proves the bound.
    """
    programme = problem.programme
    form = programme_form(programme)
    dues = dues_of(programme, form, range(len(programme.catalogue)))
    base = form.without(programme.cap_names)
    values = _ellipsoid(problem, base, dues)
    tangent = base
    for year in range(programme.years):
        rise = problem.rises[:, None] * dues.vectors[:, year]
        extra = rise @ values
        direction = extra / (float(np.linalg.norm(extra)) or 1.0)
        row = dues.vectors[:, year].sum(axis=0) + problem.size * (direction @ rise)
        tangent = _capped(tangent, problem, row, year)
    linear = solve_linear(tangent, whole=False)
    if linear is None or linear.duals is None:
        raise _nothing_fits(problem)
    orders = orders_in(programme, form, values, whole=False)
    return _plan(problem, orders, tangent.dual_bound(linear.duals), {"relaxed": True}, None)


def _ellipsoid(problem: RobustProblem, base: LinearForm, dues: Dues) -> Floats:
    """Return the columns that Clarabel finds, the caps tightened by a ten-millionth."""
    import cvxpy

    x = cvxpy.Variable(base.columns)
    activity = base.matrix @ x
    above, below = np.isfinite(base.row_upper), np.isfinite(base.row_lower)
    constraints = [x >= base.col_lower, x <= base.col_upper]
    constraints += [activity[above] <= base.row_upper[above]] if above.any() else []
    constraints += [activity[below] >= base.row_lower[below]] if below.any() else []
    for year, limit in enumerate(problem.programme.headroom.tolist()):
        due = dues.vectors[:, year]
        spread = cvxpy.norm((problem.rises[:, None] * due) @ x)
        constraints.append(due.sum(axis=0) @ x + problem.size * spread <= limit * (1 - INSIDE))
    model = cvxpy.Problem(cvxpy.Maximize(base.objective @ x), constraints)
    try:
        model.solve(solver=cvxpy.CLARABEL)
    except cvxpy.SolverError as error:
        raise NegotiateError("Clarabel gave up on the ellipsoid; use shape='budgeted'.") from error
    if x.value is None:
        raise _nothing_fits(problem)
    values: Floats = np.clip(np.asarray(x.value, dtype=float), base.col_lower, base.col_upper)
    return values


def _plan(
    problem: RobustProblem,
    orders: Floats | NDArray[np.int64],
    bound: float,
    options: dict[str, Any],
    solver_bound: float | None,
) -> RobustPlan:
    orders.setflags(write=False)
    conic = problem.shape == "ellipsoid"
    return RobustPlan(
        problem=problem,
        orders=orders,
        relaxed=bool(options["relaxed"]),
        bound=bound,
        proof="weak duality",
        solver_bound=solver_bound,
        provenance=Provenance(
            problem.digest, options, packages=("cvxpy", "highspy", *(["clarabel"] if conic else []))
        ),
    )


def _nothing_fits(problem: RobustProblem, seconds: float | None = None) -> NoSolution:
    if seconds is not None:
        return NoSolution(f"no whole orders were found within time_limit={seconds:g} s; allow more.")
    return NoSolution(
        f"no orders keep the yearly caps at every price of the {problem.shape} set of size "
        f"{problem.size:g}; raise the caps, shrink the set, or lower a least quantity."
    )
