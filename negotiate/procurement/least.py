"""The least budget under which a bundle keeps all other limits, and the rise that gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of
from negotiate.errors import NoSolution
from negotiate.procurement.conflict import no_bundle
from negotiate.procurement.form import standard_form
from negotiate.procurement.problem import DOLLAR, BundleProblem
from negotiate.procurement.program import cheapest
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["LeastRise", "least_rise"]


@dataclass(frozen=True, eq=False)
class LeastRise(Solution):
    """What it takes for a bundle to fit.

    Attributes
    ----------
    problem : BundleProblem
        What was asked.
    budget : float
        Least yearly budget under which a bundle keeps all other limits, bn USD/yr.
    quantities : ndarray, shape (items,)
        Units of a bundle that does at this budget.
    growth : float or None
        Least steady yearly growth that gives this budget, of a problem with a cap; None without
        one, and where no growth gives it.
    """

    problem: BundleProblem
    budget: float
    quantities: NDArray[np.int64]
    growth: float | None
    provenance: Provenance
    concept: str = "least rise"

    @property
    def rise(self) -> float:
        """By how much the problem's budget must rise, bn USD/yr; 0 where a bundle fits already."""
        short = self.budget - self.problem.budget
        return short if short * self.problem.years > DOLLAR else 0.0

    def table(self) -> Table:
        """Return budget, least budget and rise."""
        columns: list[Column | str] = ["what", Column("a year", "bn USD/yr", 4)]
        rows = [("budget", self.problem.budget), ("least budget", self.budget), ("least rise", self.rise)]
        cap = self.problem.cap
        notes = (
            [] if cap is None or self.growth is None else [f"least yearly growth {100 * self.growth:.2f}%"]
        )
        return Table("Least budget that allows a bundle", columns, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return budget, rise, growth and the bundle."""
        units = dict(zip(self.problem.catalogue.names, self.quantities.tolist(), strict=True))
        return {"budget": self.budget, "rise": self.rise, "growth": self.growth, "quantities": units}

    def certificate(self) -> dict[str, Any]:
        """Return which limits the bundle breaks at the least budget: none."""
        return {"violations": list(self.problem.with_budget(self.budget).violations(self.quantities))}


def least_rise(problem: BundleProblem) -> LeastRise:
    """Find the least budget under which some bundle keeps the least quantities and the floors.

    Without floors it is the cost of the least quantities; with floors a MILP finds it.

    Raises
    ------
    NoBundle
        Where no budget would do; names the limits that conflict.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> jets = Catalogue([Item("jet", "air", 1.0, 10, least=4)])
    >>> problem = BundleProblem(jets, [Mission("air", PiecewiseReturns([0], [1.0]))], 1.5, years=2)
    >>> found = least_rise(problem)
    >>> found.budget, found.rise
    (2.0, 0.5)
    """
    instance_of("problem", problem, BundleProblem)
    form = standard_form(problem)
    least = form.low.astype(float)
    lots = cheapest(form, least, form.floors) if len(form.floors) else least
    if lots is None:
        reason: NoSolution = no_bundle(problem.with_budget(0.0), form)
        raise reason
    units = np.rint(lots).astype(np.int64) * form.lot
    units.setflags(write=False)
    budget = problem.cost(units) / problem.years
    return LeastRise(
        problem,
        budget,
        units,
        None if problem.cap is None else problem.cap.least_growth(budget),
        Provenance(problem.digest, {}, packages=("cvxpy", "highspy") if len(form.floors) else ()),
    )
