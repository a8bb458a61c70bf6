"""The divisible programme under a CES aggregate: a conic programme, proven by linearisation.

``Φ`` is concave, so that ``Φ(v) ≤ Φ(v*) + ∇Φ(v*)·(v − v*)``. The right side is linear, and the
weak duality of its linear programme bounds every programme's value, however good ``v*`` is. The
level ``t ≤ (Σ a_c l_c^ρ)^(1/ρ)`` is written with power cones: ``Σ a_c r_c ≥ t`` with
``r_c ≤ l_c^ρ t^(1−ρ)`` where ``ρ > 0``, and ``Σ a_c s_c ≤ t`` with ``t ≤ s_c^α l_c^(1−α)``,
``α = 1/(1 − ρ)``, where ``ρ < 0``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from negotiate.errors import NegotiateError
from negotiate.procurement.programme.aggregation import CES
from negotiate.procurement.programme.form import mission_values
from negotiate.procurement.programme.linear_form import Floats, LinearForm
from negotiate.procurement.programme.problem import ProgrammeProblem
from negotiate.procurement.programme.solve import bound_rows, row_groups, solve_linear

__all__ = ["Divisible", "best_mix"]


@dataclass(frozen=True, eq=False)
class Divisible:
    """The best divisible programme: its columns and value, a proven bound, prices of the rows."""

    columns: Floats
    value: float
    bound: float
    duals: Floats
    solver: str


def best_mix(problem: ProgrammeProblem, form: LinearForm, ces: CES) -> Divisible:
    """Return the best divisible programme under a CES aggregate."""
    weights = np.array([weight for weight, _ in problem.evaluations])
    worth = [_matrix(form, row) for row in mission_values(problem, form)]
    columns = _solve(form, ces, problem.mission_names, worth, weights)
    value, constant, slopes = 0.0, 0.0, np.zeros(form.columns)
    for weight, matrix in zip(weights.tolist(), worth, strict=True):
        held = matrix @ columns
        level, steep = ces(held, problem.mission_names), ces.gradient(held, problem.mission_names)
        value += weight * level
        constant += weight * (level - float(steep @ held))
        slopes += weight * (steep @ matrix)
    tangent = form.with_objective(slopes)
    answer = solve_linear(tangent, whole=False)
    if answer is None or answer.duals is None:
        raise NegotiateError("HiGHS gave up on the tangent of the CES aggregate; use fewer segments.")
    bound = constant + tangent.dual_bound(answer.duals)
    return Divisible(columns, value, bound, answer.duals, "clarabel")


def _matrix(form: LinearForm, row: list[Any]) -> Floats:
    """Return the missions' values over the columns, shape (missions, columns)."""
    return np.array(
        [np.bincount(t.columns, weights=t.values, minlength=form.columns) for t in row], dtype=np.float64
    )


def _solve(
    form: LinearForm, ces: CES, missions: tuple[str, ...], worth: list[Floats], weights: Floats
) -> Floats:
    import cvxpy

    x = cvxpy.Variable(form.columns)
    _, constraints = row_groups(form, x)
    constraints += bound_rows(form, x)
    levels = cvxpy.Variable(len(worth))
    for place, matrix in enumerate(worth):
        constraints += _cones(ces, missions, ces.base + matrix @ x, levels[place])
    programme = cvxpy.Problem(cvxpy.Maximize(weights @ levels), constraints)
    try:
        programme.solve(solver=cvxpy.CLARABEL)
    except cvxpy.SolverError as error:
        raise NegotiateError("Clarabel gave up on the CES aggregate; use a rho nearer 1 or 0.") from error
    if x.value is None:
        raise NegotiateError("Clarabel found no programme under the CES aggregate; use a rho nearer 1 or 0.")
    found: Floats = np.clip(np.asarray(x.value, dtype=float), form.col_lower, form.col_upper)
    return found


def _cones(ces: CES, missions: tuple[str, ...], levels: Any, top: Any) -> list[Any]:
    """Hold ``top`` at most at the CES aggregate of the levels."""
    import cvxpy

    shares, count = ces.shares(missions), len(missions)
    if ces.rho == 1:
        return [top <= shares @ levels]
    if ces.rho == 0:
        return _product(shares, levels, top)
    part = cvxpy.Variable(count)
    tops = top * np.ones(count)
    if ces.rho > 0:
        return [cvxpy.PowCone3D(levels, tops, part, ces.rho), shares @ part >= top]
    return [cvxpy.PowCone3D(part, levels, tops, 1 / (1 - ces.rho)), shares @ part <= top]


def _product(shares: Floats, levels: Any, top: Any) -> list[Any]:
    """Hold ``top`` at most at ``Π l_c^a_c``, one factor after another."""
    import cvxpy

    cones, rest = [], levels[len(shares) - 1]
    for place in range(len(shares) - 2, -1, -1):
        product = cvxpy.Variable()
        share = float(shares[place] / shares[place:].sum())
        cones.append(cvxpy.PowCone3D(levels[place], rest, product, share))
        rest = product
    return [*cones, top <= rest]
