"""Two countries' spending over time: where it is drawn to, from wherever it starts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, finite_number, names, show
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
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["plot_phase_portrait"]

ARROWS = 11  # a side


@house_style()
def plot_phase_portrait(
    motion: ArrayLike,
    push: ArrayLike,
    *,
    countries: Sequence[object],
    window: ArrayLike,
    paths: Sequence[ArrayLike] = (),
    unit: str = "bn USD/yr",
    width: float = COLUMN,
) -> Figure:
    """Draw how spending moves, ``ẋ = M x + g``, the lines on which one side is at rest, and paths.

    Parameters
    ----------
    motion : array-like, shape (2, 2)
        ``M``: of an arms race ``reaction − diag(fatigue)``.
    push : array-like, shape (2,)
        ``g``: the grievances.
    countries : sequence of two names
    window : array-like, shape (2, 2)
        Least and largest spending shown, by country.
    paths : sequence of array-like, each of shape (times, 2)
        Spending over time, first point first.
    unit : str
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Examples
    --------
    >>> figure = plot_phase_portrait([[-1, 0.5], [0.5, -1]], [1, 1], countries=("Home", "Foreign"),
    ...                              window=[[0, 4], [0, 4]])
    >>> figure.axes[0].get_xlabel()
    'Home [bn USD/yr]'
    """
    matrix, drift = finite_array("motion", motion, (2, 2)), finite_array("push", push, (2,))
    first, second = names("countries", countries, 2)
    seen = finite_array("window", window, (2, 2))
    if (seen[:, 0] >= seen[:, 1]).any():
        raise InvalidInput("window holds a least spending that is not below the largest; order each pair.")
    if isinstance(paths, str | Mapping) or not isinstance(paths, Iterable):
        raise InvalidInput(f"paths={show(paths)}; it must be a sequence of paths, each of shape (times, 2).")
    tracks = [finite_array(f"paths[{k}]", path, ("times", 2)) for k, path in enumerate(paths)]

    figure = new_figure(width, min(finite_number("width", width), 4.6) + 0.35)
    axes = figure.subplots()
    _draw_arrows(axes, matrix, drift, seen)
    for k, (name, style) in enumerate(((first, "-"), (second, "--"))):
        _draw_line(axes, matrix[k], drift[k], seen, label=f"{safe_text(name)} at rest", style=style, color=k)
    for number, track in enumerate(tracks):
        axes.plot(*track.T, color=INK, linewidth=1.1, label="paths" if number == 0 else None)
        axes.plot(*track[0], "o", color=INK, markersize=3)
    if np.linalg.cond(matrix) < 1e12:
        rest = np.linalg.solve(matrix, -drift)
        if (seen[:, 0] <= rest).all() and (rest <= seen[:, 1]).all():
            axes.plot(*rest, "*", color=INK, markersize=9, linestyle="none", label="both at rest")
    axes.set_xlim(*seen[0])
    axes.set_ylim(*seen[1])
    axes.set_xlabel(axis_title(first, unit))
    axes.set_ylabel(axis_title(second, unit))
    legend_below(figure, 2)
    return settle(figure)


def _draw_arrows(
    axes: Axes, matrix: NDArray[np.float64], drift: NDArray[np.float64], seen: NDArray[np.float64]
) -> None:
    """Draw the direction of motion on a grid, all arrows of one length on the page."""
    sides = [np.linspace(low, high, ARROWS + 2)[1:-1] for low, high in seen]
    x, y = np.meshgrid(*sides)
    across, up = np.tensordot(matrix, np.array([x, y]), 1) + drift[:, None, None]
    spans = seen[:, 1] - seen[:, 0]
    length = np.hypot(across / spans[0], up / spans[1])
    length[length == 0] = 1
    axes.quiver(
        x, y, across / length, up / length, angles="xy", color="#B8C0C6", width=0.004, scale_units="xy",
        scale=14.0, pivot="mid",
    )  # fmt: skip


def _draw_line(
    axes: Axes,
    row: NDArray[np.float64],
    drift: float,
    seen: NDArray[np.float64],
    *,
    label: str,
    style: str,
    color: int,
) -> None:
    """Draw where one country's spending does not change: ``row · x + drift = 0``."""
    if row[1] != 0:
        x = np.array(seen[0])
        axes.plot(x, -(row[0] * x + drift) / row[1], style, color=PALETTE[(0, 5)[color]], label=label)
    elif row[0] != 0:
        axes.axvline(-drift / row[0], linestyle=style, color=PALETTE[(0, 5)[color]], label=label)
