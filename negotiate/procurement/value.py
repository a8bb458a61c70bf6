"""``V(B)``: what purchases of so much a year are worth, as a function the payoffs can call.

``V(extra)`` is the value of the best bundle that costs at most ``extra`` bn USD a year over the
plan, above buying nothing. Two ways to get it: from a catalogue (whole lots, exact), and from a
power law (smooth, a benchmark). Both answer the same questions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, finite_number, freeze, instance_of
from negotiate.errors import InvalidInput
from negotiate.procurement.conflict import no_bundle
from negotiate.procurement.form import Whole, standard_form
from negotiate.procurement.linear import Relaxation, RelaxedValue
from negotiate.procurement.optimal import optimal_bundle, whole_plan
from negotiate.procurement.parts import TooManyParts
from negotiate.procurement.plan import Plan
from negotiate.procurement.problem import DOLLAR, BundleProblem
from negotiate.procurement.search import best_whole_bundle, best_whole_bundles
from negotiate.provenance import digest

__all__ = ["CatalogueValue", "PowerValue", "ValueFunction"]


@runtime_checkable
class ValueFunction(Protocol):
    """What payoffs need to know of purchases; ``extra`` is in bn USD/yr, at least 0."""

    def __call__(self, extra: float) -> float:
        """Return the value of the best purchases of at most ``extra`` a year."""

    def relaxed(self, extra: float) -> float:
        """Return the value if items were divisible; never below the value itself."""

    def slope(self, extra: float) -> tuple[float, float]:
        """Return the left and the right slope of the divisible value, per bn USD/yr."""

    def plan(self, extra: float) -> Plan | None:
        """Return the bundle behind the value, or None where there is none to name."""

    @property
    def reach(self) -> float:
        """Purchases beyond which nothing is gained, bn USD/yr; infinite where there is no end."""

    @property
    def digest(self) -> str:
        """SHA-256 of what the function depends on."""


@dataclass(frozen=True, eq=False, init=False)
class PowerValue:
    """``V(extra) = (base + extra)^exponent − base^exponent``.

    Parameters
    ----------
    base : float
        Purchases at the status quo, bn USD/yr, above 0.
    exponent : float
        In (0, 1].

    Examples
    --------
    >>> value = PowerValue(9.0, 0.5)
    >>> value(7.0), value.slope(7.0)
    (1.0, (0.125, 0.125))
    """

    base: float
    exponent: float

    def __init__(self, base: float, exponent: float) -> None:
        freeze(
            self,
            base=finite_number("base", base, above=0, unit="bn USD/yr"),
            exponent=finite_number("exponent", exponent, above=0, high=1),
        )

    def __call__(self, extra: float) -> float:
        """Return the value of purchases of ``extra`` bn USD/yr."""
        return float((self.base + _extra(extra)) ** self.exponent - self.base**self.exponent)

    def relaxed(self, extra: float) -> float:
        """Return the value itself: money is divisible."""
        return self(extra)

    def slope(self, extra: float) -> tuple[float, float]:
        """Return the derivative, twice."""
        slope = float(self.exponent * (self.base + _extra(extra)) ** (self.exponent - 1))
        return slope, slope

    def plan(self, extra: float) -> None:
        """Return None: no bundle stands behind a power law."""
        _extra(extra)

    @property
    def reach(self) -> float:
        """Infinite: a power law has no end."""
        return math.inf

    @property
    def digest(self) -> str:
        """SHA-256 of base and exponent."""
        return digest({"base": self.base, "exponent": self.exponent})


class CatalogueValue:
    """``V(extra)`` of a catalogue: the best whole bundle that costs at most ``extra`` a year.

    Each value is proven by enumeration (``search.py``), and so exact and never falling as the budget
    rises; where that would be too large the MILP answers, within its tolerances. Values and plans
    are kept, so that asking again costs nothing.

    Parameters
    ----------
    problem : BundleProblem
        Catalogue, missions, years and floors; its own budget is not used.
    tolerance : float
        Relative gap at which the MILP may stop, where it has to step in; for hundreds of items.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> catalogue = Catalogue([Item("jet", "air", 2.0, 3), Item("drone", "air", 1.0, 4, capability=0.5)])
    >>> value = CatalogueValue(BundleProblem(catalogue, [Mission("air", PiecewiseReturns([0], [1]))], 5, 1))
    >>> value(5.0), value.slope(5.0), value.reach
    (4.5, (1.0, 1.0), 10.0)
    >>> value.plan(5.0).quantities
    array([2, 1])
    """

    def __init__(self, problem: BundleProblem, *, tolerance: float = 0.0) -> None:
        self.problem = instance_of("problem", problem, BundleProblem)
        self.tolerance = finite_number("tolerance", tolerance, low=0, high=1)
        self.form = standard_form(problem)
        self.relaxation = Relaxation(self.form)
        self._plans: dict[float, Plan] = {}
        self._units: dict[float, Whole] = {}  # best bundles whose plans nobody has asked for yet
        self._values: dict[bytes, float] = {}  # by bundle

    def __call__(self, extra: float) -> float:
        """Return the value of the best whole bundle of at most ``extra`` bn USD/yr."""
        budget = _extra(extra)
        return self._value(self._units[budget]) if budget in self._units else self.plan(budget).value

    def relaxed(self, extra: float) -> float:
        """Return the value if items were divisible."""
        return self._relaxed(extra).value

    def slope(self, extra: float) -> tuple[float, float]:
        """Return the left and the right slope of the divisible value, per bn USD/yr.

        At the least budget that allows a bundle the right slope stands for both.
        """
        self._relaxed(extra)
        years = self.problem.years
        left, right = self.relaxation.slopes(_extra(extra) * years)
        return left * years, right * years

    def plan(self, extra: float) -> Plan:
        """Return the best whole bundle of at most ``extra`` bn USD/yr."""
        budget = _extra(extra)
        if budget not in self._plans:
            self._plans[budget] = self._plan(budget)
        return self._plans[budget]

    def values(self, extras: ArrayLike) -> NDArray[np.float64]:
        """Return the values at many budgets, shape (budgets,): far quicker than one by one."""
        return np.array([self(extra) for extra in self._solved_together(extras)])

    def plans(self, extras: ArrayLike) -> tuple[Plan, ...]:
        """Return the plans at many budgets."""
        return tuple(self.plan(extra) for extra in self._solved_together(extras))

    @property
    def reach(self) -> float:
        """Cost of the best bundle without a budget, bn USD/yr; more gains nothing."""
        if not len(self.form.floors):
            return self.problem.catalogue.most_cost / self.problem.years
        everything = self.problem.catalogue.most_cost / self.problem.years + DOLLAR
        return self.plan(everything).yearly_cost

    @property
    def digest(self) -> str:
        """SHA-256 of the problem without its budget."""
        return self.problem.with_budget(0.0).digest

    def _relaxed(self, extra: float) -> RelaxedValue:
        budget = _extra(extra)
        found = self.relaxation.at(budget * self.problem.years)
        if found is None:
            raise no_bundle(self.problem.with_budget(budget), self.form)
        return found

    def _solved_together(self, extras: ArrayLike) -> list[float]:
        """Accept budgets, and find their bundles; those close to one another share the work."""
        budgets = finite_array("extras", extras, ("budgets",))
        if budgets.min() < 0:
            raise InvalidInput(f"extras holds {budgets.min():g} bn USD/yr; it must be at least 0.")
        unknown = sorted(set(budgets.tolist()) - self._plans.keys() - self._units.keys())
        totals = {budget: budget * self.problem.years for budget in unknown}
        found = best_whole_bundles(self.form, np.unique(list(totals.values())), self.relaxation)
        for budget, total in totals.items():
            best = found.get(total)
            if best is not None:
                self._units[budget] = best.lots * self.form.lot
        return [float(budget) for budget in budgets.tolist()]

    def _value(self, units: Whole) -> float:
        key = units.tobytes()
        if key not in self._values:
            self._values[key] = self.problem.value(units)
        return self._values[key]

    def _plan(self, budget: float) -> Plan:
        problem = self.problem.with_budget(budget)
        relaxed = self._relaxed(budget)
        units = self._units.get(budget)
        if units is None:
            try:
                found = best_whole_bundle(self.form, problem.total, relaxed.prices)
            except TooManyParts:
                return optimal_bundle(problem, tolerance=self.tolerance)
            if found is None:
                raise no_bundle(problem, self.form)
            units = found.lots * self.form.lot
        packages = self.relaxation.packages
        return whole_plan(problem, units, bound=relaxed.value, proven=True, packages=packages)


def _extra(extra: float) -> float:
    return finite_number("extra", extra, low=0, unit="bn USD/yr")
