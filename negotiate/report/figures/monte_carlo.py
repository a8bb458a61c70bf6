"""Monte Carlo: how an answer is spread over all draws, and how its estimate settled."""

from __future__ import annotations

from collections.abc import Sequence
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
    settle,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["plot_monte_carlo"]

_NARROW = 5.0  # inches; below it the two parts stand one above the other


@house_style()
def plot_monte_carlo(
    counts: ArrayLike,
    extremes: Sequence[float],
    middle: Sequence[float],
    draws: ArrayLike,
    estimates: ArrayLike,
    *,
    answer: str,
    unit: str = "",
    median: float | None = None,
    base: float | None = None,
    estimated: str = "mean",
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
    draws : array-like
        Shape (steps,): numbers of draws, rising.
    estimates : array-like
        Shape (steps, 3): the estimate after so many draws, and the ends of its interval.
    answer : str
        What the numbers are.
    unit : str
        Of the answer.
    median, base : float, optional
        Lines in the histogram: the median, and the answer at everybody's own value.
    estimated : str
        What is estimated.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For wrong shapes, numbers that are not finite, ends in the wrong order.

    Examples
    --------
    >>> figure = plot_monte_carlo([1, 3, 2], (0, 3), (0.5, 2.5), [16, 32], [(1.5, 1, 2), (1.6, 1.3, 1.9)],
    ...                           answer="gain", unit="bn USD/yr", median=1.6, base=1)
    >>> figure.axes[0].get_xlabel(), figure.axes[1].get_xlabel()
    ('gain [bn USD/yr]', 'draws')
    """
    bins = finite_array("counts", counts, ("bins",))
    ends, held = _pair("extremes", extremes), _pair("middle", middle)
    steps = finite_array("draws", draws, ("steps",))
    running = finite_array("estimates", estimates, (len(steps), 3))
    if (np.diff(steps) <= 0).any() or steps[0] <= 0:
        raise InvalidInput("draws must be positive and rising.")

    narrow = width < _NARROW
    figure = new_figure(width, 1.15 * width if narrow else 0.4 * width)
    left, right = figure.subplots(2, 1) if narrow else figure.subplots(1, 2)
    _histogram(left, bins, ends, held)
    for value, style, label in ((median, "-", "median"), (base, "--", "at the parameters' own values")):
        if value is not None:
            left.axvline(finite_number(label, value), color=INK, linestyle=style, linewidth=1.0, label=label)
    left.set_xlabel(axis_title(answer, unit))
    left.set_ylabel("share of draws [%]")
    low, high = running[:, 1], running[:, 2]
    right.fill_between(steps, low, high, color=PALETTE[4], alpha=0.5, linewidth=0, label="95 % interval")
    right.plot(steps, running[:, 0], "o-", color=PALETTE[0], markersize=2.5, label=f"running {estimated}")
    right.set_xscale("log", base=2)
    right.set_xlabel("draws")
    right.set_ylabel(axis_title(estimated, unit))
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
