"""What a budget buys, V(B), and what one more unit of it is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, finite_number
from negotiate.errors import InvalidInput
from negotiate.report.figures.style import (
    COLUMN,
    INK,
    PALETTE,
    axis_title,
    house_style,
    legend_below,
    new_figure,
    safe_text,
    settle,
    zero_line,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["mark_changes", "plot_budget_frontier"]

Price = ArrayLike | Sequence[float | None]


@house_style()
def plot_budget_frontier(
    budgets: ArrayLike,
    integer_values: ArrayLike,
    relaxed_values: ArrayLike,
    prices: Mapping[str, Price],
    *,
    cap: float | None = None,
    unit: str,
    value_unit: str,
    width: float = COLUMN,
) -> Figure:
    """Draw the value of the best bundle by budget, and below it the prices of the budget.

    The integer optimum is a step function, constant up to the budget where a better bundle
    fits; its continuous relaxation lies on or above it. It is drawn as a dot at each budget, since
    nothing is known between; ``mark_changes`` makes steps of them where all steps are known. A
    vertical line marks the cap.

    Parameters
    ----------
    budgets : array-like
        Shape (budgets,), increasing, in ``unit``.
    integer_values, relaxed_values : array-like
        Shape (budgets,), in ``value_unit``.
    prices : mapping
        From the name of a price (``"relaxation dual"``, ``"finite difference"``) to its values
        of shape (budgets,), in ``value_unit`` per ``unit``; None in place of a value that does
        not exist leaves a gap.
    cap : float, optional
        The budget cap, in ``unit``.
    unit, value_unit : str
        Of budgets and of values.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For wrong shapes, numbers that are not finite, budgets that do not increase, or no price.

    Examples
    --------
    >>> figure = plot_budget_frontier([0, 1, 2], [0, 0, 3], [0, 1.5, 3], {"relaxation dual": [1.5] * 3},
    ...                               cap=1, unit="bn USD", value_unit="points")
    >>> [axes.get_title('left') for axes in figure.axes]
    ['Value [points]', 'Price [points per bn USD]']
    """
    steps = finite_array("budgets", budgets, ("budgets",))
    if (np.diff(steps) <= 0).any():
        raise InvalidInput("budgets must increase from one to the next.")
    whole = finite_array("integer_values", integer_values, steps.shape)
    relaxed = finite_array("relaxed_values", relaxed_values, steps.shape)
    limit = None if cap is None else finite_number("cap", cap, unit=unit)
    if not prices:
        raise InvalidInput("prices is empty; give at least one, such as {'relaxation dual': [...]}.")
    curves = {name: _with_gaps(f"prices[{name!r}]", price, len(steps)) for name, price in prices.items()}

    figure = new_figure(width, 3.3)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    above.plot(steps, relaxed, color=PALETTE[1], label="continuous relaxation")
    above.plot(steps, whole, "o", color=PALETTE[0], markersize=2.5, label="integer optimum")
    for number, (name, price) in enumerate(curves.items()):
        colour = PALETTE[(2 + number) % len(PALETTE)]
        dashes = ("-", "--", ":", "-.")[number % 4]
        below.plot(
            steps, price, dashes, color=colour, linewidth=0.9, drawstyle="steps-post", label=safe_text(name)
        )
    if limit is not None:
        _mark_cap(above, below, limit, (steps[0] + steps[-1]) / 2)
    zero_line(below)
    above.set_title(axis_title("Value", value_unit), loc="left", fontsize=7)
    below.set_title(axis_title("Price", f"{value_unit} per {unit}"), loc="left", fontsize=7)
    below.set_xlabel(axis_title("Budget", unit))
    legend_below(figure, 2)
    return settle(figure)


@house_style()
def mark_changes(figure: Figure, changes: ArrayLike) -> Figure:
    """Mark on a drawn budget frontier the budgets at which the best bundle becomes another.

    Where the frontier is drawn at all of them, the integer optimum is known in between as well: its
    dots become steps.

    Parameters
    ----------
    figure : Figure
        From ``plot_budget_frontier``; the marks are added to it.
    changes : array-like, shape (changes,)
        All of them within the budgets drawn, in their unit, as ``value_steps(…).budgets`` has them.

    Raises
    ------
    InvalidInput
        For a budget outside those drawn.

    Examples
    --------
    >>> figure = plot_budget_frontier([0, 2], [0, 3], [0, 3], {"dual": [1.5, 1.5]}, unit="bn USD",
    ...                               value_unit="points")
    >>> mark_changes(figure, [1.5]).axes[0].texts[-1].get_text()
    'ticks: the bundle changes'
    """
    above = figure.axes[0]
    drawn = np.asarray(above.lines[0].get_xdata(), dtype=float)
    moved = finite_array("changes", changes, ("changes",))
    if moved.min() < drawn[0] or moved.max() > drawn[-1]:
        raise InvalidInput(f"changes must lie from {drawn[0]:g} to {drawn[-1]:g}, like the budgets.")
    if np.isin(moved, drawn).all():
        shown = [handle for legend in figure.legends for handle in legend.legend_handles if handle]
        for line in (above.lines[1], *(h for h in shown if h.get_label() == above.lines[1].get_label())):
            line.set(drawstyle="steps-post", linestyle="-", marker="")
    above.plot(
        moved,
        np.zeros(moved.size),
        "|",
        color=PALETTE[5],
        markersize=6,
        markeredgewidth=0.7,
        transform=above.get_xaxis_transform(),
        clip_on=False,
    )
    above.annotate(
        "ticks: the bundle changes",
        (0, 1),
        (3, -2),
        "axes fraction",
        textcoords="offset points",
        va="top",
        fontsize=6,
        color=PALETTE[5],
    )
    return figure


def _mark_cap(above: Axes, below: Axes, limit: float, middle: float) -> None:
    """Draw the cap through both panels, its value on the side with more room."""
    for axes in (above, below):
        axes.axvline(limit, color=INK, linestyle=(0, (4, 2)), linewidth=0.8)
    shift, side = (-3, "right") if limit > middle else (3, "left")
    place = (limit, 0.04)
    above.annotate(
        f"cap {limit:.4g}", place, (shift, 0), ("data", "axes fraction"), textcoords="offset points", ha=side
    )


def _with_gaps(name: str, values: Price, count: int) -> NDArray[np.float64]:
    """Read a price at each budget; None becomes a gap in the line."""
    given = values.tolist() if isinstance(values, np.ndarray) else list(values)  # type: ignore[arg-type]
    if len(given) != count:
        raise InvalidInput(f"{name} has {len(given)} values; it must have {count}, one a budget.")
    return np.array(
        [np.nan if value is None else finite_number(f"{name}[{k}]", value) for k, value in enumerate(given)]
    )
