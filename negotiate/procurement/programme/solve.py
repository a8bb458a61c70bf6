"""A linear form solved by HiGHS through cvxpy, in as few constraints as there are kinds of row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from negotiate.checks import finite_number, instance_of
from negotiate.errors import NegotiateError
from negotiate.procurement.programme.linear_form import Floats, LinearForm

__all__ = ["LinearAnswer", "NothingFound", "bound_rows", "row_groups", "search_limits", "solve_linear"]

SCALE = 1e3  # size of the scaled objective, beside which the solver's absolute tolerances are small
TIGHT = 1e-9  # feasibility tolerance asked of HiGHS
EITHER = "infeasible_or_unbounded"
UNBOUNDED = "nothing bounds the objective; give every column that it rewards an upper bound."


class NothingFound(NegotiateError):
    """The time limit came before the first orders that keep the limits."""


@dataclass(frozen=True, eq=False)
class LinearAnswer:
    """What the solver found.

    Attributes
    ----------
    values : ndarray, shape (columns,)
        The columns; whole ones are whole to within the solver's tolerance.
    objective : float
        ``c·values``.
    duals : ndarray of shape (rows,), or None
        Objective gained per unit more of a row's active bound; None where columns are whole.
    bound : float or None
        The solver's own bound on the objective, where columns are whole.
    """

    values: Floats
    objective: float
    duals: Floats | None
    bound: float | None

    @property
    def gap(self) -> float | None:
        """The solver's own bound less the objective."""
        return None if self.bound is None else max(self.bound - self.objective, 0.0)


def search_limits(tolerance: float, time_limit: float | None) -> tuple[float, float | None]:
    """Accept a relative gap, and seconds or none."""
    gap = finite_number("tolerance", tolerance, low=0, high=1)
    return gap, None if time_limit is None else finite_number("time_limit", time_limit, above=0, unit="s")


def solve_linear(
    form: LinearForm,
    *,
    whole: bool,
    tolerance: float = 0.0,
    time_limit: float | None = None,
) -> LinearAnswer | None:
    """Solve a linear form, or return None where nothing keeps its rows and bounds.

    Parameters
    ----------
    form : LinearForm
        Maximised.
    whole : bool
        Whether the columns marked as whole must be.
    tolerance : float
        Relative gap at which the search for whole columns may stop.
    time_limit : float, optional
        Seconds after which the search for whole columns stops with the best so far.

    Raises
    ------
    NegotiateError
        Where the objective has no bound, or HiGHS gives up.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns, ProgrammeProblem
    >>> from negotiate.procurement.programme.form import linear_form
    >>> air = Mission("air", PiecewiseReturns([0], [1.0]))
    >>> form = linear_form(ProgrammeProblem(Catalogue([Item("jet", "air", 0.4, 9)]), [air], [1.0, 1.0]))
    >>> answer = solve_linear(form, whole=True)
    >>> answer.values[form.blocks["orders"]].round(6), round(answer.objective, 6)
    (array([2., 2.]), 1.6)
    """
    instance_of("form", form, LinearForm)
    gap, seconds = search_limits(tolerance, time_limit)
    import cvxpy

    scale = SCALE / _size(form)
    whole = whole and bool(form.integer.any())
    x = cvxpy.Variable(form.columns, integer=[np.flatnonzero(form.integer)] if whole else False)
    groups, constraints = row_groups(form, x)
    constraints += bound_rows(form, x)
    problem = cvxpy.Problem(cvxpy.Maximize((scale * form.objective) @ x), constraints)
    status = _status(problem, whole, gap, seconds)
    if status == EITHER and form.objective.any():  # without an objective it can only be infeasible
        if solve_linear(form.with_objective(np.zeros(form.columns)), whole=whole) is not None:
            raise NegotiateError(UNBOUNDED)
        return None
    if status in (cvxpy.UNBOUNDED, cvxpy.UNBOUNDED_INACCURATE):
        raise NegotiateError(UNBOUNDED)
    if status not in (cvxpy.OPTIMAL, cvxpy.OPTIMAL_INACCURATE, cvxpy.USER_LIMIT):
        return None
    values = np.clip(np.asarray(x.value, dtype=float), form.col_lower, form.col_upper)
    objective = float(form.objective @ values)
    if whole:
        return LinearAnswer(values, objective, None, _own_bound(problem, scale))
    duals = np.zeros(len(form.row_names))
    for (rows, sign), constraint in zip(groups, constraints, strict=False):
        duals[rows] += sign * np.asarray(constraint.dual_value, dtype=float) / scale
    return LinearAnswer(values, objective, duals, None)


def _size(form: LinearForm) -> float:
    """Return a size that the objective is measured against."""
    with np.errstate(invalid="ignore"):
        most = np.abs(form.objective) * np.maximum(np.abs(form.col_lower), np.abs(form.col_upper))
    most = most[form.objective != 0]
    finite = most[np.isfinite(most)]
    if len(finite) and finite.sum() > 0:
        return float(finite.sum())
    return float(np.abs(form.objective).max(initial=0.0)) or 1.0


def row_groups(form: LinearForm, x: Any) -> tuple[list[tuple[Any, float]], list[Any]]:
    """Return equations, upper and lower bounds of rows as three constraints, with their places."""
    equal = form.row_lower == form.row_upper
    kinds = (
        (np.flatnonzero(equal), 1.0),
        (np.flatnonzero(~equal & np.isfinite(form.row_upper)), 1.0),
        (np.flatnonzero(~equal & np.isfinite(form.row_lower)), -1.0),
    )
    groups, constraints = [], []
    for kind, (rows, sign) in enumerate(kinds):
        if not len(rows):
            continue
        activity = form.matrix[rows] @ x
        groups.append((rows, sign))
        if kind == 0:
            constraints.append(activity == form.row_upper[rows])
        elif kind == 1:
            constraints.append(activity <= form.row_upper[rows])
        else:
            constraints.append(activity >= form.row_lower[rows])
    return groups, constraints


def bound_rows(form: LinearForm, x: Any) -> list[Any]:
    """Return the bounds of the columns as constraints."""
    constraints = []
    low, high = np.isfinite(form.col_lower), np.isfinite(form.col_upper)
    if low.all():
        constraints.append(x >= form.col_lower)
    elif low.any():
        constraints.append(x[low] >= form.col_lower[low])
    if high.all():
        constraints.append(x <= form.col_upper)
    elif high.any():
        constraints.append(x[high] <= form.col_upper[high])
    return constraints


def _status(problem: Any, whole: bool, tolerance: float, time_limit: float | None) -> str:
    """Solve, and return how it ended."""
    import warnings

    import cvxpy

    options: dict[str, float] = {"primal_feasibility_tolerance": TIGHT, "dual_feasibility_tolerance": TIGHT}
    if whole:
        options |= {"mip_rel_gap": tolerance, "mip_abs_gap": 0.0, "mip_feasibility_tolerance": TIGHT}
        if time_limit is not None:
            options["time_limit"] = time_limit
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Solution may be inaccurate")  # at a time limit
            warnings.filterwarnings("ignore", r"\s*The problem is either infeasible or unbounded")
            problem.solve(solver=cvxpy.HIGHS, highs_options=options)
    except cvxpy.SolverError as error:
        raise NegotiateError(
            "HiGHS gave up on the programme; use larger lots, fewer segments or fewer tiers."
        ) from error
    if problem.status == cvxpy.USER_LIMIT and not _found(problem):
        raise NothingFound(f"HiGHS found nothing within time_limit={time_limit:g} s; raise it.")
    return str(problem.status)


def _found(problem: Any) -> bool:
    """Say whether the solver stopped with a point that keeps the limits."""
    feasible = 2  # kSolutionStatusFeasible in HiGHS
    return int(problem.solver_stats.extra_stats.primal_solution_status) == feasible


def _own_bound(problem: Any, scale: float) -> float | None:
    bound = -float(problem.solver_stats.extra_stats.mip_dual_bound) / scale
    return bound if np.isfinite(bound) else None
