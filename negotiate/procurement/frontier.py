"""The budget frontier: what each budget is worth, in whole lots and divisible, and its price.

The divisible value is concave and piecewise linear in the budget; its kinks are known exactly, so
that any number of budgets costs one look-up each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, instance_of
from negotiate.errors import InvalidInput
from negotiate.procurement.conflict import no_bundle
from negotiate.procurement.form import standard_form
from negotiate.procurement.linear import Relaxation
from negotiate.procurement.problem import BundleProblem
from negotiate.procurement.value import CatalogueValue, ValueFunction
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["BudgetFrontier", "RelaxedFrontier", "budget_frontier", "relaxed_frontier"]


@dataclass(frozen=True, eq=False)
class BudgetFrontier(Solution):
    """``V(B)`` at several budgets, with the marginal values named apart.

    Attributes
    ----------
    levels : ndarray, shape (budgets,)
        bn USD/yr above the status quo, rising.
    whole, divisible : ndarray, shape (budgets,)
        Value in whole lots, and of the continuous relaxation.
    slopes : ndarray, shape (budgets, 2)
        Left and right slope of the divisible value, per bn USD/yr.
    differences : tuple of float or None
        What the step to the next level adds in whole lots, per bn USD/yr; None at the last.
    """

    levels: NDArray[np.float64]
    whole: NDArray[np.float64]
    divisible: NDArray[np.float64]
    slopes: NDArray[np.float64]
    provenance: Provenance
    concept: str = "budget frontier"

    @property
    def differences(self) -> tuple[float | None, ...]:
        """What the step to the next level adds in whole lots, per bn USD/yr; None at the last."""
        steps = np.diff(self.whole) / np.diff(self.levels)
        return (*steps.tolist(), None)

    def table(self) -> Table:
        """Return one row a budget."""
        columns: list[Column | str] = [
            Column("purchases above status quo", "bn USD/yr", 2),
            Column("value, whole lots", "capability", 4),
            Column("value, divisible", "capability", 4),
            Column("gap", "capability", 6),
            Column("left slope, divisible", "per bn USD/yr", 5),
            Column("right slope, divisible", "per bn USD/yr", 5),
            Column("finite difference, whole lots", "per bn USD/yr", 5),
        ]
        rows = list(
            zip(
                self.levels.tolist(),
                self.whole.tolist(),
                self.divisible.tolist(),
                (self.divisible - self.whole).tolist(),
                *self.slopes.T.tolist(),
                self.differences,
                strict=True,
            )
        )
        note = "The finite difference is taken over the step to the next row; whole lots have no dual."
        return Table("What each budget is worth", columns, rows, [note])

    def answer(self) -> dict[str, Any]:
        """Return budgets, values and prices."""
        return {
            "levels": self.levels,
            "whole": self.whole,
            "divisible": self.divisible,
            "slopes": self.slopes,
            "differences": self.differences,
        }

    def certificate(self) -> dict[str, Any]:
        """Return what must hold of any ``V``: it never falls, and whole lots never beat divisible ones."""
        return {
            "least_rise": float(np.diff(self.whole).min()) if len(self.whole) > 1 else 0.0,
            "least_gap": float((self.divisible - self.whole).min()),
        }


def budget_frontier(value: ValueFunction, levels: ArrayLike) -> BudgetFrontier:
    """Work out what several budgets are worth.

    Parameters
    ----------
    value : ValueFunction
        ``V``.
    levels : array-like, shape (budgets,)
        bn USD/yr above the status quo, at least 0 and rising.

    Examples
    --------
    >>> from negotiate.procurement import PowerValue
    >>> budget_frontier(PowerValue(9.0, 0.5), [0.0, 7.0]).whole
    array([0., 1.])
    """
    instance_of("value", value, ValueFunction, hint=", as CatalogueValue is")  # type: ignore[type-abstract]
    budgets = finite_array("levels", levels, ("budgets",))
    if budgets[0] < 0 or (np.diff(budgets) <= 0).any():
        raise InvalidInput("levels must be at least 0 and rise; sort them and drop repeated ones.")
    inputs = digest({"value": value.digest, "levels": budgets})
    points = budgets.tolist()
    if isinstance(value, CatalogueValue):
        value.values(budgets)  # budgets close to one another share the work
    return BudgetFrontier(
        budgets,
        np.array([value(level) for level in points]),
        np.array([value.relaxed(level) for level in points]),
        np.array([value.slope(level) for level in points]),
        provenance=Provenance(inputs=inputs),
    )


@dataclass(frozen=True, eq=False)
class RelaxedFrontier(Solution):
    """What budgets would be worth if items were divisible: a concave, piecewise linear function.

    Attributes
    ----------
    problem : BundleProblem
        What was asked; its own budget is not used.
    levels : ndarray, shape (budgets,)
        bn USD/yr.
    values : ndarray, shape (budgets,)
        Divisible value at each.
    slopes : ndarray, shape (budgets, 2)
        Left and right slope there, per bn USD/yr; the budget's shadow price lies between them.
    kinks, kink_values : ndarray, shape (kinks,)
        Every budget at which the slope changes, and the value there: between them it is linear,
        beyond the last level. The first is the least budget that allows a bundle.
    """

    problem: BundleProblem
    levels: NDArray[np.float64]
    values: NDArray[np.float64]
    slopes: NDArray[np.float64]
    kinks: NDArray[np.float64]
    kink_values: NDArray[np.float64]
    provenance: Provenance
    concept: str = "relaxed frontier"

    def table(self) -> Table:
        """Return one row a budget."""
        columns: list[Column | str] = [
            Column("budget", "bn USD/yr", 3),
            Column("value, divisible", "capability", 6),
            Column("left slope", "per bn USD/yr", 6),
            Column("right slope", "per bn USD/yr", 6),
        ]
        rows = list(zip(self.levels.tolist(), self.values.tolist(), *self.slopes.T.tolist(), strict=True))
        note = f"{len(self.kinks)} kinks from {self.kinks[0]:.4g} to {self.kinks[-1]:.4g} bn USD/yr"
        return Table("What each budget is worth if items were divisible", columns, rows, [note])

    def answer(self) -> dict[str, Any]:
        """Return budgets, values, slopes and kinks."""
        return {
            "levels": self.levels,
            "values": self.values,
            "slopes": self.slopes,
            "kinks": self.kinks,
            "kink_values": self.kink_values,
        }

    def certificate(self) -> dict[str, Any]:
        """Return how far values exceed the bound of weak duality at their slopes, and the concavity."""
        relaxation = Relaxation(standard_form(self.problem))
        bounds = [relaxation.at(total) for total in (self.levels * self.problem.years).tolist()]
        proven = np.array([np.nan if bound is None else bound.value for bound in bounds])
        slopes = np.diff(self.kink_values) / np.diff(self.kinks)
        return {
            "largest_difference_to_duality": float(np.abs(self.values - proven).max()),
            "largest_rise_of_slope": float(np.diff(slopes).max(initial=0.0)),
        }


def relaxed_frontier(problem: BundleProblem, budgets: ArrayLike) -> RelaxedFrontier:
    """Work out what budgets would be worth if items were divisible, and where the slope changes.

    Exact: without floors by merging the pieces of the missions in the order of their slopes, with
    floors by tracing the kinks of one linear programme.

    Parameters
    ----------
    problem : BundleProblem
        Catalogue, missions and floors; its own budget is not used.
    budgets : array-like, shape (budgets,)
        bn USD/yr, at least 0, in any order.

    Raises
    ------
    NoBundle
        Where no bundle fits one of the budgets.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> catalogue = Catalogue([Item("jet", "air", 2.0, 3), Item("drone", "air", 1.0, 4, capability=0.5)])
    >>> problem = BundleProblem(catalogue, [Mission("air", PiecewiseReturns([0], [1.0]))], 5.0, years=1)
    >>> frontier = relaxed_frontier(problem, [3.0, 7.0])
    >>> frontier.values, frontier.kinks
    (array([3. , 6.5]), array([ 0.,  6., 10.]))
    """
    instance_of("problem", problem, BundleProblem)
    levels = finite_array("budgets", budgets, ("budgets",))
    if levels.min() < 0:
        raise InvalidInput(f"budgets holds {levels.min():g} bn USD/yr; none may be below 0.")
    form = standard_form(problem)
    relaxation, years = Relaxation(form), problem.years
    value, least = relaxation.frontier, float(levels.min())
    if value is None or np.isnan(value(levels * years)).any():
        raise no_bundle(problem.with_budget(least), form)
    return RelaxedFrontier(
        problem,
        levels,
        value(levels * years),
        value.sides(levels * years) * years,
        value.totals / years,
        value.values,
        Provenance(problem.digest, {"budgets": levels}, packages=relaxation.packages),
    )
