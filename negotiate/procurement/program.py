"""The bundle problem written for cvxpy, and HiGHS called on it.

Variables: lots ``z``, and how far each segment of each mission's returns is filled. The segments
of concave returns fill in order by themselves, so that the programme needs no binary variables.
Money is counted in bn USD; the objective is scaled to a thousand so that the solver's absolute
tolerances are small beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.errors import NegotiateError
from negotiate.procurement.duality import LimitPrices
from negotiate.procurement.form import Floats, Form

if TYPE_CHECKING:
    from scipy import sparse

__all__ = ["Answer", "cheapest", "maximise"]

SCALE = 1e3  # size of the scaled objective
TIGHT = 1e-9  # feasibility tolerance asked of HiGHS


@dataclass(frozen=True, eq=False)
class Answer:
    """What the solver found: lots, prices of the limits (divisible problems only), its own bound."""

    lots: Floats
    prices: LimitPrices | None
    bound: float | None


def maximise(form: Form, total: float, *, whole: bool, tolerance: float = 0.0) -> Answer | None:
    """Solve the problem through cvxpy with HiGHS, or return None where no bundle keeps the limits.

    Parameters
    ----------
    form : Form
        The problem in lots.
    total : float
        Budget over the plan, bn USD.
    whole : bool
        Whether lots must be whole.
    tolerance : float
        Relative gap at which the search for whole lots may stop.
    """
    import cvxpy

    lots = cvxpy.Variable(len(form.cost), integer=whole)
    slopes = np.concatenate([curve.slopes for curve in form.curves])
    widths = np.concatenate([np.diff(curve.ends) for curve in form.curves])
    segments = cvxpy.Variable(len(slopes))
    budget = form.cost @ lots <= total
    floors = [row @ lots >= 0 for row in form.floors]
    constraints = [
        budget,
        *floors,
        lots >= form.low,
        lots <= form.high,
        segments >= 0,
        segments <= widths,
        _balance(form) @ lots == _segments_of(form) @ segments,
    ]
    scale = SCALE / (form.worth or 1.0)
    problem = cvxpy.Problem(cvxpy.Maximize((scale * slopes) @ segments), constraints)
    if not _solved(problem, whole, tolerance):
        return None
    if whole:
        info = problem.solver_stats.extra_stats
        return Answer(np.asarray(lots.value, dtype=float), None, _own_bound(info, scale))
    prices = LimitPrices(
        _price(budget) / scale, np.array([_price(row) / scale for row in floors], dtype=float)
    )
    return Answer(np.asarray(lots.value, dtype=float), prices, None)


def cheapest(form: Form, least: Floats, floors: Floats) -> Floats | None:
    """Return the lots of a cheapest whole bundle that keeps some limits, or None where there is none."""
    import cvxpy

    lots = cvxpy.Variable(len(form.cost), integer=True)
    constraints = [lots >= least, lots <= form.high, *[row @ lots >= 0 for row in floors]]
    problem = cvxpy.Problem(cvxpy.Minimize(form.cost @ lots), constraints)
    if not _solved(problem, True, 0.0):
        return None
    found: Floats = np.rint(np.asarray(lots.value, dtype=float))
    return found


def _solved(problem: Any, whole: bool, tolerance: float) -> bool:
    import cvxpy

    options: dict[str, float] = {"primal_feasibility_tolerance": TIGHT, "dual_feasibility_tolerance": TIGHT}
    if whole:
        options |= {"mip_rel_gap": tolerance, "mip_abs_gap": 0.0, "mip_feasibility_tolerance": TIGHT}
    try:
        problem.solve(solver=cvxpy.HIGHS, highs_options=options)
    except cvxpy.SolverError as error:
        raise NegotiateError(
            "HiGHS gave up on the bundle problem; use larger lots or fewer segments."
        ) from error
    return problem.status in (cvxpy.OPTIMAL, cvxpy.OPTIMAL_INACCURATE)


def _price(constraint: Any) -> float:
    return float(np.abs(constraint.dual_value))


def _own_bound(info: Any, scale: float) -> float | None:
    bound = abs(float(info.mip_dual_bound)) / scale
    return bound if np.isfinite(bound) else None


def _balance(form: Form) -> sparse.csr_array:
    """Capability that lots add to each mission, shape (missions, items)."""
    from scipy import sparse

    items = np.arange(len(form.cost))
    shape = (len(form.curves), len(items))
    return sparse.csr_array((form.capability, (form.mission, items)), shape=shape)


def _segments_of(form: Form) -> sparse.csr_array:
    """Which mission each segment belongs to, shape (missions, segments)."""
    from scipy import sparse

    counts = [len(curve.slopes) for curve in form.curves]
    rows = np.repeat(np.arange(len(counts)), counts)
    return sparse.csr_array(
        (np.ones(len(rows)), (rows, np.arange(len(rows)))), shape=(len(counts), len(rows))
    )
