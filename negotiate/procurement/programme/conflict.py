"""Why no programme fits: a smallest conflicting set of limits, and what would make room.

A deletion filter on the linear form: lift one limit after another, for good where the rest still
conflicts. What is left conflicts as a whole and no longer when any one of its limits is lifted.
"""

from __future__ import annotations

import math

import numpy as np

from negotiate.errors import NoSolution
from negotiate.procurement.budget import MOST_GROWTH, BudgetCap
from negotiate.procurement.programme.linear_form import Floats, LinearForm
from negotiate.procurement.programme.problem import ProgrammeProblem
from negotiate.procurement.programme.solve import solve_linear

__all__ = ["NoProgramme", "no_programme"]

MOST_MORE = 1e6  # times the caps, or bn USD over them; beyond it they are not what conflicts
FIRST_WIDTH = 0.01  # of the bracket for the least steady rise, doubled until it holds
STEPS = 20  # of the bisection within it


class NoProgramme(NoSolution):
    """No programme keeps all limits.

    Attributes
    ----------
    conflict : tuple of str
        A smallest set of limits that conflict.
    least_multiple : float or None
        By what the caps would have to be multiplied at least; None where no multiple would do.
    least_growth : float or None
        Least steady yearly growth that makes room, where the cap is a growth path.
    least_rise : float or None
        Where no multiple would do, since a cap is 0: by how much every cap would have to rise, bn
        USD; None where no rise would do either.
    """

    def __init__(
        self,
        message: str,
        conflict: tuple[str, ...] = (),
        least_multiple: float | None = None,
        least_growth: float | None = None,
        least_rise: float | None = None,
    ) -> None:
        super().__init__(message)
        self.conflict = conflict
        self.least_multiple = least_multiple
        self.least_growth = least_growth
        self.least_rise = least_rise


def no_programme(problem: ProgrammeProblem, form: LinearForm) -> NoProgramme:
    """Explain why a problem has no programme, as an error ready to raise."""
    bare = form.with_objective(np.zeros(form.columns))
    conflict = _limits(form)
    if not _fits(bare, whole=False):  # quick, and leaves little to look at
        conflict = _filtered(bare, conflict, whole=False)
    conflict = _filtered(bare, conflict, whole=True)
    listed = ", ".join(conflict)
    multiple = _least_multiple(problem, bare)
    rise = _least_rise(problem, bare) if multiple is None else None
    if multiple is None and rise is None:
        return NoProgramme(
            f"no programme fits under any caps: {listed} conflict. Lower one, or raise a most.", conflict
        )
    if problem.cap is None:
        needed = (
            f"every cap must rise by at least {_up(rise, 3)} bn USD"
            if rise is not None
            else f"they must be at least {_up(multiple or 0.0, 3)} times as high"
        )
        message = (
            f"no programme fits under the caps; {needed} (in conflict: {listed}). Raise them or drop an item."
        )
        return NoProgramme(message, conflict, multiple, None, rise)
    growth = _least_growth(problem, bare)
    least = "more than any rise gives" if growth is None else f"{_up(100 * growth, 1)}%"
    message = (
        f"no programme fits budget_cap={problem.cap.label}; the least possible rise is {least} "
        f"(in conflict: {listed}). Raise it or drop an item."
    )
    return NoProgramme(message, conflict, multiple, growth, rise)


def _fits(form: LinearForm, *, whole: bool) -> bool:
    return solve_linear(form, whole=whole) is not None


def _limits(form: LinearForm) -> tuple[str, ...]:
    """Return the named limits; what is on offer is no limit to lift."""
    named = [n for n in dict.fromkeys(form.row_names) if n]
    kept = [n for n in named if not n.startswith(("most of ", "capability of "))]
    return (*kept, *(n for n in named if n.startswith("most of family ")))


def _filtered(form: LinearForm, names: tuple[str, ...], *, whole: bool) -> tuple[str, ...]:
    """Return a smallest subset of conflicting limits that conflicts still."""
    lifted = [name for name in _limits(form) if name not in names]
    for name in names:
        if not _fits(form.without([*lifted, name]), whole=whole):
            lifted.append(name)
    return tuple(name for name in names if name not in lifted)


def _least_multiple(problem: ProgrammeProblem, form: LinearForm) -> float | None:
    """Return the least number that, times every cap, makes room for whole orders."""
    return _least(problem, form, weights=problem.headroom, limits=np.zeros(problem.years))


def _least_rise(problem: ProgrammeProblem, form: LinearForm) -> float | None:
    """Return the least amount that, added to every cap, makes room for whole orders."""
    return _least(problem, form, weights=np.ones(problem.years), limits=problem.headroom)


def _least(problem: ProgrammeProblem, form: LinearForm, *, weights: Floats, limits: Floats) -> float | None:
    """Return the least ``t`` under which whole orders keep caps of ``limits + t · weights``."""
    caps = np.concatenate([form.rows(name) for name in problem.cap_names])
    wider = form.with_columns("more", 0.0, MOST_MORE, objective=-1.0)
    rows = np.hstack([form.matrix[caps].toarray(), -weights[:, None]])
    answer = solve_linear(
        wider.without(problem.cap_names).with_rows(rows, -np.inf, limits, problem.cap_names), whole=True
    )
    return None if answer is None else float(answer.values[wider.blocks["more"]][0])


def _least_growth(problem: ProgrammeProblem, form: LinearForm) -> float | None:
    """Return the least steady growth under which whole orders fit, by bisection, on the safe side."""
    cap = problem.cap
    if cap is None:
        return None

    def fits(rate: float) -> bool:
        headroom = _headroom(cap, rate) / problem.rates[cap.currency]
        if headroom.min() < 0:
            return False
        trial = form
        for name, room in zip(problem.cap_names, headroom.tolist(), strict=True):
            trial = trial.with_bounds(name, upper=room)
        return _fits(trial, whole=True)

    low, width = min(cap.growth), FIRST_WIDTH
    while not fits(low + width):
        low, width = low + width, 2 * width
        if low > MOST_GROWTH:
            return None
    for _ in range(STEPS):
        width /= 2
        low = low if fits(low + width) else low + width
    return low + width


def _headroom(cap: BudgetCap, rate: float) -> Floats:
    years = np.arange(1, cap.years + 1)
    return np.asarray(cap.base * ((1 + rate) ** years - cap.committed), dtype=np.float64)


def _up(number: float, digits: int) -> str:
    step = 10.0**-digits
    return f"{math.ceil(number / step - 1e-4) * step:.{digits}f}"
