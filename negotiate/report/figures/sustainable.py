"""What can be sustained by reverting to a stage equilibrium, among what is feasible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, names
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

__all__ = ["plot_sustainable_set"]

_SHADES = ("#BFD9EA", "#7FB3D5", "#3F8FC0")
_MARKS = ("*", "D", "^", "v", "P")


@house_style()
def plot_sustainable_set(
    payoffs: ArrayLike,
    regions: Mapping[str, Sequence[ArrayLike]],
    reversion: ArrayLike,
    *,
    players: Sequence[object],
    unit: str = "",
    marks: Mapping[str, Sequence[float]] | None = None,
    width: float = COLUMN,
) -> Figure:
    """Draw the payoffs of all profiles, and the average payoffs that are sustained.

    Parameters
    ----------
    payoffs : array-like
        Shape (profiles, 2), in ``unit``.
    regions : mapping
        From a label (a discount factor, say) to the polygons sustained under it, each of shape
        (corners, 2); the largest set first, at most three.
    reversion : array-like
        Shape (2,): payoffs after a breach.
    players : sequence
        Two names: horizontal, then vertical axis.
    unit : str
        Of both axes.
    marks : mapping, optional
        From a name to a point to be marked, such as an agreement.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For a wrong shape, numbers that are not finite, more than three labels.

    Examples
    --------
    >>> figure = plot_sustainable_set([(3, 3), (0, 5), (5, 0), (1, 1)], {"δ = 0.6": [[(1, 1), (3, 3)]]},
    ...                               (1, 1), players=("Home", "Foreign"), unit="bn USD")
    >>> figure.axes[0].get_xlabel()
    'Average payoff of Home [bn USD]'
    """
    points = finite_array("payoffs", payoffs, ("profiles", 2))
    after = finite_array("reversion", reversion, (2,))
    pair = names("players", players, 2)
    if len(regions) > len(_SHADES):
        raise InvalidInput(f"regions has {len(regions)} labels; at most {len(_SHADES)} can be told apart.")
    spots = {label: finite_array(f"marks[{label!r}]", spot, (2,)) for label, spot in (marks or {}).items()}

    rows = 2 + len(regions) + len(spots)
    figure = new_figure(width, min(0.8 * width, 4.2) + 0.13 * -(-rows // 2))
    axes = figure.subplots()
    axes.plot(
        *points.T, "o", color="#8A8A8A", markersize=1.8, linestyle="none", label="pure profile", zorder=4
    )
    for number, (label, polygons) in enumerate(regions.items()):
        _draw_region(axes, f"regions[{label!r}]", polygons, _SHADES[number], label)
    axes.plot(*after, "X", color=INK, markersize=5, linestyle="none", label="reversion", zorder=5)
    for number, (label, spot) in enumerate(spots.items()):
        marker, words = _MARKS[number % len(_MARKS)], safe_text(label, 60)
        size = 9 if marker == "*" else 5
        axes.plot(*spot, marker, color=PALETTE[5], markersize=size, linestyle="none", label=words, zorder=6)
    _frame(axes, [*(np.asarray(p, dtype=float) for r in regions.values() for p in r), after[None, :]], points)
    axes.set_xlabel(axis_title(f"Average payoff of {pair[0]}", unit))
    axes.set_ylabel(axis_title(f"Average payoff of {pair[1]}", unit))
    legend_below(figure, 2)
    return settle(figure)


def _draw_region(axes: Axes, name: str, polygons: Sequence[ArrayLike], colour: str, label: str) -> None:
    """Draw polygons of one shade, those without area as lines or dots; one entry in the legend."""
    words: str | None = safe_text(label, 60)
    for place, polygon in enumerate(polygons):
        corners = finite_array(f"{name}[{place}]", polygon, ("corners", 2))
        closed = np.concatenate([corners, corners[:1]])
        axes.fill(*closed.T, facecolor=colour, edgecolor=colour, linewidth=1.0, label=words, zorder=3)
        words = None


def _frame(axes: Axes, kept: Sequence[NDArray[np.float64]], points: NDArray[np.float64]) -> None:
    """Show what is sustained at a legible size, with the profiles around it."""
    inner = np.concatenate(list(kept))
    low, high = inner.min(axis=0), inner.max(axis=0)
    span = np.where(high > low, high - low, np.ptp(points, axis=0) / 4 + 1e-9)
    for axis, limit in ((0, axes.set_xlim), (1, axes.set_ylim)):
        limit(float(low[axis] - 0.35 * span[axis]), float(high[axis] + 0.35 * span[axis]))
