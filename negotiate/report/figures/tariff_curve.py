"""What a tariff is worth, by its level: one line a party or model, the best rate of each marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, finite_number, show
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
    from matplotlib.figure import Figure

__all__ = ["plot_tariff_curve"]

_STYLES = ("-", "--", ":", "-.")


@house_style()
def plot_tariff_curve(
    rates: ArrayLike,
    lines: Mapping[str, ArrayLike],
    *,
    unit: str = "",
    best: Mapping[str, float] | None = None,
    title: str = "Tariff",
    width: float = COLUMN,
) -> Figure:
    """Draw gains against the rate of a tariff.

    Parameters
    ----------
    rates : array-like, shape (rates,)
        Fractions, in rising order; drawn in percent.
    lines : mapping of str to array-like
        By label, a gain for every rate, in ``unit``; at most eight.
    unit : str
        Of the gains.
    best : mapping of str to float, optional
        By a line's label, the rate to mark on it, within ``rates``.
    title : str
        What the horizontal axis shows.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For a wrong shape, more than eight lines, a mark on a line that is not drawn or beyond its end.

    Examples
    --------
    >>> figure = plot_tariff_curve([0, 0.1, 0.2], {"Home": [0, 2, 1]}, unit="bn USD", best={"Home": 0.1})
    >>> figure.axes[0].get_xlabel()
    'Tariff [%]'
    """
    levels = finite_array("rates", rates, ("rates",))
    if (np.diff(levels) <= 0).any():
        raise InvalidInput("rates must be in rising order, each once.")
    curves = _curves(lines, len(levels))
    marks = _marks({} if best is None else best, levels, curves)
    width = finite_number("width", width, above=0, unit="in")
    figure = new_figure(width, min(0.72 * width, 4.0) + 0.13 * -(-len(curves) // 2))
    axes = figure.subplots()
    zero_line(axes)
    for place, (label, gains) in enumerate(curves.items()):
        colour, style = PALETTE[place], _STYLES[place % len(_STYLES)]
        axes.plot(100 * levels, gains, style, color=colour, label=safe_text(label, 60), zorder=3)
    for label, (rate, gain) in marks.items():
        colour = PALETTE[list(curves).index(label)]
        axes.plot(100 * rate, gain, "o", color=colour, markeredgecolor=INK, markersize=4.5, zorder=5)
    axes.set_xlabel(axis_title(title, "%"))
    axes.set_ylabel(axis_title("Gain", unit))
    legend_below(figure, 2)
    return settle(figure)


def _curves(lines: Mapping[str, ArrayLike], count: int) -> dict[str, NDArray[np.float64]]:
    """Read the gains of each line."""
    if not isinstance(lines, Mapping):
        raise InvalidInput(f"lines={show(lines)}; it must map a line's label to its gains.")
    if not 1 <= len(lines) <= len(PALETTE):
        raise InvalidInput(f"lines has {len(lines)} entries; 1 to {len(PALETTE)} can be told apart.")
    return {label: finite_array(f"lines[{label!r}]", values, (count,)) for label, values in lines.items()}


def _marks(
    best: Mapping[str, float], levels: NDArray[np.float64], curves: Mapping[str, NDArray[np.float64]]
) -> dict[str, tuple[float, float]]:
    """Read the rates to mark, each with the height of its line there."""
    if not isinstance(best, Mapping):
        raise InvalidInput(f"best={show(best)}; it must map a line's label to the rate to mark on it.")
    marks = {}
    for label, rate in best.items():
        if label not in curves:
            raise InvalidInput(f"best has {label!r}, which is none of the lines ({', '.join(curves)}).")
        at = finite_number(f"best[{label!r}]", rate, low=float(levels[0]), high=float(levels[-1]))
        marks[label] = at, float(np.interp(at, levels, curves[label]))
    return marks
