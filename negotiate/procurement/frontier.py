"""The budget frontier: what each budget is worth, in whole lots and divisible, and its price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array
from negotiate.errors import InvalidInput
from negotiate.procurement.value import ValueFunction
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["BudgetFrontier", "budget_frontier"]


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
    budgets = finite_array("levels", levels, ("budgets",))
    if budgets[0] < 0 or (np.diff(budgets) <= 0).any():
        raise InvalidInput("levels must be at least 0 and rise; sort them and drop repeated ones.")
    inputs = digest({"value": value.digest, "levels": budgets})
    points = budgets.tolist()
    return BudgetFrontier(
        budgets,
        np.array([value(level) for level in points]),
        np.array([value.relaxed(level) for level in points]),
        np.array([value.slope(level) for level in points]),
        provenance=Provenance(inputs=inputs),
    )
