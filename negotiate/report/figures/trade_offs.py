"""What one objective costs in another: risk against value, and Pareto sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from negotiate.checks import finite_array, finite_number, names
from negotiate.errors import InvalidInput
from negotiate.report.figures.style import (
    COLUMN,
    INK,
    PALETTE,
    axis_title,
    house_style,
    legend_below,
    new_figure,
    settle,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["plot_pareto_set", "plot_risk_frontier"]


@house_style()
def plot_risk_frontier(
    risks: ArrayLike,
    values: ArrayLike,
    *,
    expected: ArrayLike | None = None,
    risk: str = "CVaR of total outlays",
    unit: str = "bn USD",
    value_unit: str = "",
    width: float = COLUMN,
) -> Figure:
    """Draw what plans are worth against what they may cost in bad cases.

    Parameters
    ----------
    risks, values : array-like, shape (plans,)
        Risk, in ``unit``, and value of each plan; in any order.
    expected : array-like, shape (plans,), optional
        Expected outlays of the same plans: a thin line leads from there to the risk.
    risk : str
        What the risk is.
    unit, value_unit : str
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For wrong shapes or no plan.

    Examples
    --------
    >>> axes = plot_risk_frontier([3, 1, 2], [0.9, 0.5, 0.8], expected=[2.5, 0.9, 1.7]).axes[0]
    >>> axes.lines[-1].get_xdata().tolist()
    [1.0, 2.0, 3.0]
    """
    x = finite_array("risks", risks, ("plans",))
    y = finite_array("values", values, x.shape)
    mean = None if expected is None else finite_array("expected", expected, x.shape)
    order = np.lexsort((y, x))

    figure = new_figure(width, min(0.72 * finite_number("width", width, unit="in"), 3.6))
    axes = figure.subplots()
    if mean is not None:
        axes.hlines(y, mean, x, color=PALETTE[7], linewidth=0.7, zorder=2)
        axes.plot(
            mean[order],
            y[order],
            "o",
            color=PALETTE[7],
            markerfacecolor="white",
            markersize=3.5,
            label="expected outlays",
        )
    axes.plot(x[order], y[order], "o-", color=PALETTE[0], markersize=3.5, label=risk, zorder=3)
    axes.margins(0.06)
    axes.set_xlabel(axis_title("Outlays over the plan" if mean is not None else risk, unit))
    axes.set_ylabel(axis_title("Value of the plan", value_unit))
    legend_below(figure, 2)
    return settle(figure)


@house_style()
def plot_pareto_set(
    points: ArrayLike,
    *,
    measures: Sequence[object],
    units: Sequence[str],
    width: float = COLUMN,
) -> Figure:
    """Draw programmes by their measures: the first against each of the others, numbered.

    Parameters
    ----------
    points : array-like, shape (plans, measures)
    measures : sequence of names
        Two to four.
    units : sequence of str
        One for each measure.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For wrong shapes, fewer than two or more than four measures.

    Examples
    --------
    >>> figure = plot_pareto_set([[4, 0], [3, 1]], measures=["value", "cost"], units=["", "bn USD"])
    >>> figure.axes[0].get_xlabel()
    'cost [bn USD]'
    """
    known = names("measures", measures)
    if not 2 <= len(known) <= 4 or len(units) != len(known):
        raise InvalidInput(
            f"measures has {len(known)} names and units {len(units)}; give two to four measures, a unit each."
        )
    plans = finite_array("points", points, ("plans", len(known)))
    count = len(known) - 1
    side_by_side = finite_number("width", width, unit="in") >= 5
    figure = new_figure(width, min(0.62 * width, 2.6) if side_by_side else 1.9 * count + 0.2)
    shape = (1, count) if side_by_side else (count, 1)
    panels = figure.subplots(*shape, sharey=side_by_side, squeeze=False).ravel()
    for place, axes in enumerate(panels, start=1):
        axes.plot(plans[:, place], plans[:, 0], "o", color=PALETTE[0], markersize=4)
        for number, plan in enumerate(plans, start=1):
            axes.annotate(
                str(number),
                (plan[place], plan[0]),
                (3, 3),
                textcoords="offset points",
                fontsize=6,
                color=INK,
            )
        axes.margins(0.1)
        axes.set_xlabel(axis_title(known[place], units[place]))
        if place == 1 or not side_by_side:
            axes.set_ylabel(axis_title(known[0], units[0]))
    return settle(figure)
