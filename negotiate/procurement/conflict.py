"""Why no bundle fits: the smallest conflicting set of limits, and what would make room.

A deletion filter: drop one limit after another, for good where the rest still conflicts. What is
left conflicts as a whole and no longer when any one limit is lifted. Only whole bundles count.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.errors import NoSolution
from negotiate.procurement.form import Floats, Form
from negotiate.procurement.problem import DOLLAR, BundleProblem
from negotiate.procurement.program import cheapest

__all__ = ["NoBundle", "no_bundle"]


class NoBundle(NoSolution):
    """No bundle keeps all limits.

    Attributes
    ----------
    conflict : tuple of str
        A smallest set of limits that conflict.
    least_budget : float or None
        Least yearly budget under which a bundle fits, bn USD/yr; None where none would do.
    least_growth : float or None
        Least steady yearly growth that gives this budget, where the budget is a cap.
    """

    def __init__(
        self,
        message: str,
        conflict: tuple[str, ...] = (),
        least_budget: float | None = None,
        least_growth: float | None = None,
    ) -> None:
        super().__init__(message)
        self.conflict = conflict
        self.least_budget = least_budget
        self.least_growth = least_growth


@dataclass(frozen=True)
class _Limits:
    """The limits that can be lifted: the budget, floors, least quantities."""

    budget: bool
    floors: tuple[int, ...]
    least: tuple[int, ...]

    def without(self, kind: str, index: int) -> _Limits:
        return _Limits(
            self.budget and kind != "budget",
            tuple(k for k in self.floors if kind != "floor" or k != index),
            tuple(k for k in self.least if kind != "least" or k != index),
        )


def no_bundle(problem: BundleProblem, form: Form) -> NoBundle:
    """Explain why a problem has no bundle, as an error ready to raise."""
    wanted = np.flatnonzero(form.low).tolist()
    every = _Limits(True, tuple(range(len(form.floors))), tuple(wanted))
    conflict = _names(problem, _filtered(form, problem.total, every))
    least = _least_cost(form, every)
    listed = ", ".join(conflict)
    if least is None:
        return NoBundle(
            f"no bundle fits at any budget: {listed} conflict. Lower one or raise a most.",
            conflict,
        )
    budget = least / problem.years
    if problem.cap is None:
        message = (
            f"no bundle fits budget={problem.budget:.4g} bn USD/yr; the least possible is "
            f"{_rounded_up(budget, 4)} bn USD/yr (in conflict: {listed}). Raise it or drop an item."
        )
        return NoBundle(message, conflict, budget)
    growth = problem.cap.least_growth(budget)
    rise = "more than any rise gives" if growth is None else f"{_rounded_up(100 * growth, 1)}%"
    message = (
        f"no bundle fits budget_cap={problem.cap.label}; the least possible rise is {rise} "
        f"(in conflict: {listed}). Raise it or drop an item."
    )
    return NoBundle(message, conflict, budget, growth)


def _filtered(form: Form, total: float, limits: _Limits) -> _Limits:
    for kind, members in (("budget", (0,)), ("floor", limits.floors), ("least", limits.least)):
        for index in members:
            rest = limits.without(kind, index)
            if not _fits(form, total, rest):
                limits = rest
    return limits


def _fits(form: Form, total: float, limits: _Limits) -> bool:
    cost = _least_cost(form, limits)
    return cost is not None and (not limits.budget or cost <= total + DOLLAR)


def _least_cost(form: Form, limits: _Limits) -> float | None:
    least: Floats = np.zeros(len(form.cost))
    least[list(limits.least)] = form.low[list(limits.least)]
    if not limits.floors:
        return float(form.cost @ least)
    lots = cheapest(form, least, form.floors[list(limits.floors)])
    return None if lots is None else float(form.cost @ lots)


def _names(problem: BundleProblem, limits: _Limits) -> tuple[str, ...]:
    items = tuple(problem.catalogue)
    floors = tuple(problem.floors)
    return (
        *(["the budget"] if limits.budget else []),
        *(f"the floor of {floors[k]}" for k in limits.floors),
        *(f"least {items[k].least} of {items[k].name}" for k in limits.least),
    )


def _rounded_up(number: float, digits: int) -> str:
    step = 10.0**-digits
    return f"{np.ceil(number / step - 1e-9) * step:.{digits}f}"
