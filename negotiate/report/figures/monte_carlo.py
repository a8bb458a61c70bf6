"""Monte Carlo: how an answer is spread over all draws, and how its estimate settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, finite_number
from negotiate.errors import InvalidInput
from negotiate.report.figures.style import (
    INK,
    PAGE,
    PALETTE,
    axis_title,
    house_style,
    legend_below,
    new_figure,
    safe_text,
    settle,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["plot_monte_carlo"]

_STYLES = ("-", "--", ":")
_NARROW = 5.0  # inches; below it the two parts stand one above the other


@house_style()
def plot_monte_carlo(
    counts: ArrayLike,
    extremes: Sequence[float],
    middle: Sequence[float],
    running: ArrayLike,
    *,
    answer: str,
    unit: str = "",
    lines: Mapping[str, float] | None = None,
    width: float = PAGE,
) -> Figure:
    """Draw a histogram with the range that holds most draws, and the running estimate with its band.

    Parameters
    ----------
    counts : array-like
        Shape (bins,): draws in bins of equal width between the extremes.
    extremes : pair of float
        The least and the largest value.
    middle : pair of float
        The range to be shaded, such as the one that holds 90 % of the draws.
    running : array-like
        Shape (steps, 4): numbers of draws, rising; the mean after so many, and the ends of its
        interval.
    answer : str
        What the numbers are.
    unit : str
        Of the answer.
    lines : mapping, optional
        From a label to a value to be marked in the histogram, such as the median; at most three.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For wrong shapes, numbers that are not finite, ends in the wrong order.

    Examples
    --------
    >>> figure = plot_monte_carlo([1, 3, 2], (0, 3), (0.5, 2.5), [(16, 1.5, 1, 2), (32, 1.6, 1.3, 1.9)],
    ...                           answer="gain", unit="bn USD/yr", lines={"median": 1.6, "now": 1})
    >>> figure.axes[0].get_xlabel(), figure.axes[1].get_xlabel()
    ('gain [bn USD/yr]', 'draws')
    """
    bins = finite_array("counts", counts, ("bins",))
    ends, held = _pair("extremes", extremes), _pair("middle", middle)
    steps, mean, low, high = finite_array("running", running, ("steps", 4)).T
    if (np.diff(steps) <= 0).any() or steps[0] <= 0:
        raise InvalidInput("running: the numbers of draws must be positive and rising.")
    marked = lines or {}
    if len(marked) > len(_STYLES):
        raise InvalidInput(f"lines has {len(marked)} entries; at most {len(_STYLES)} can be told apart.")

    narrow = width < _NARROW
    figure = new_figure(width, 1.15 * width if narrow else 0.4 * width)
    left, right = figure.subplots(2, 1) if narrow else figure.subplots(1, 2)
    _histogram(left, bins, ends, held)
    for style, (label, value) in zip(_STYLES, marked.items(), strict=False):
        place = finite_number(f"lines[{label!r}]", value)
        left.axvline(place, color=INK, linestyle=style, linewidth=1.0, label=safe_text(label))
    left.set_xlabel(axis_title(answer, unit))
    left.set_ylabel("share of draws [%]")
    right.fill_between(steps, low, high, color=PALETTE[4], alpha=0.5, linewidth=0, label="95 % interval")
    right.plot(steps, mean, "o-", color=PALETTE[0], markersize=2.5, label="running mean")
    right.set_xscale("log", base=2)
    right.set_xlabel("draws")
    right.set_ylabel(axis_title("mean", unit))
    legend_below(figure, 2 if narrow else 5)
    return settle(figure)


def _pair(name: str, given: Sequence[float]) -> tuple[float, float]:
    low, high = finite_array(name, given, (2,)).tolist()
    if low > high:
        raise InvalidInput(f"{name}=({low:g}, {high:g}); the lower end comes first.")
    return low, high


def _histogram(
    axes: Axes, counts: NDArray[np.float64], ends: tuple[float, float], held: tuple[float, float]
) -> None:
    """Draw the bins as shares; one value in all draws is one bar."""
    shares = 100 * counts / counts.sum()
    spread = ends[1] - ends[0] or 1e-9 + 0.02 * abs(ends[0])
    start = ends[0] if ends[1] > ends[0] else ends[0] - spread / 2
    edges = start + spread * np.arange(len(counts) + 1) / len(counts)
    axes.axvspan(*held, color=PALETTE[6], alpha=0.35, linewidth=0, zorder=1, label="90 % of draws")
    axes.bar(edges[:-1], shares, np.diff(edges), align="edge", color=PALETTE[0], zorder=2)
