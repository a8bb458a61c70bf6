"""What a little more budget is worth: three marginal values that must not be confused.

The *relaxation dual* is the shadow price of the budget if items were divisible; it lies between
the right and the left slope of the divisible value. The *finite difference* is what a stated step
of the budget adds to the value in whole lots. The *gap* is how much divisible items would be worth
over whole ones. A plan in whole lots has no dual.
"""

from __future__ import annotations

from dataclasses import dataclass

from negotiate.checks import finite_number, instance_of
from negotiate.procurement.value import ValueFunction
from negotiate.table import Column, Table

__all__ = ["MarginalValues", "marginal_values"]


@dataclass(frozen=True)
class MarginalValues:
    """Marginal values of the budget at ``extra`` bn USD/yr, per bn USD/yr.

    Attributes
    ----------
    extra, step : float
        Where, and over which step, bn USD/yr.
    relaxation_left, relaxation_right : float
        Slopes of the divisible value; the relaxation dual is any number between them.
    finite_difference : float
        ``(V(extra + step) − V(extra))/step`` in whole lots.
    value, relaxed_value : float
        In whole lots, and divisible.
    """

    extra: float
    step: float
    relaxation_left: float
    relaxation_right: float
    finite_difference: float
    value: float
    relaxed_value: float

    @property
    def gap(self) -> float:
        """Divisible less whole value."""
        return self.relaxed_value - self.value

    @property
    def relaxation_dual(self) -> float:
        """The dual reported where one number is asked for: the right slope, of a budget that rises."""
        return self.relaxation_right

    def table(self) -> Table:
        """Return the marginal values as a table."""
        rows = [
            ("left slope of the relaxation", self.relaxation_left),
            ("right slope of the relaxation (dual)", self.relaxation_right),
            (f"finite difference over {self.step:g} bn USD/yr", self.finite_difference),
        ]
        values = f"{self.value:.6f} in whole lots, {self.relaxed_value:.6f} divisible"
        notes = [f"at {self.extra:g} bn USD/yr; value {values}, gap {self.gap:.1e}"]
        columns: list[Column | str] = ["marginal value of the budget", Column("value", "per bn USD/yr", 6)]
        return Table("Price of the budget cap", columns, rows, notes)


def marginal_values(value: ValueFunction, extra: float, *, step: float) -> MarginalValues:
    """Work out the marginal values of the budget, each under its own name.

    Parameters
    ----------
    value : ValueFunction
        ``V``.
    extra : float
        Budget, bn USD/yr.
    step : float
        Step of the finite difference, bn USD/yr, above 0.

    Examples
    --------
    >>> from negotiate.procurement import PowerValue
    >>> prices = marginal_values(PowerValue(9.0, 0.5), 0.0, step=7.0)
    >>> round(prices.relaxation_right, 6), round(prices.finite_difference, 6), prices.gap
    (0.166667, 0.142857, 0.0)
    """
    instance_of("value", value, ValueFunction, hint=", as CatalogueValue is")  # type: ignore[type-abstract]
    budget = finite_number("extra", extra, low=0, unit="bn USD/yr")
    stride = finite_number("step", step, above=0, unit="bn USD/yr")
    here = value(budget)
    left, right = value.slope(budget)
    return MarginalValues(
        extra=budget,
        step=stride,
        relaxation_left=left,
        relaxation_right=right,
        finite_difference=(value(budget + stride) - here) / stride,
        value=here,
        relaxed_value=value.relaxed(budget),
    )
