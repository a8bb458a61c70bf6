"""Region map: which answer where, over the ranges of two parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array
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

__all__ = ["plot_region_map"]

_OTHERS = "#DDDDDD"
_MARKS = ("X", "D", "^", "v", "P")
_HATCHES = ("", "///", "...", "\\\\\\", "xx", "--", "++")  # regions differ in print without colours too


@house_style()
def plot_region_map(
    columns: ArrayLike,
    rows: ArrayLike,
    codes: ArrayLike,
    labels: Sequence[object],
    *,
    parameters: tuple[str, str],
    units: tuple[str, str] = ("", ""),
    marks: Mapping[str, Sequence[float]] | None = None,
    width: float = COLUMN,
) -> Figure:
    """Colour each cell of a grid by its label.

    The first seven labels have a colour and a hatching of their own, all others share a grey.

    Parameters
    ----------
    columns, rows : array-like
        Shapes (columns,) and (rows,): the middles of the cells, evenly spaced and rising.
    codes : array-like of int
        Shape (rows, columns): positions among the labels.
    labels : sequence
        In the order of the legend.
    parameters : pair of str
        Their names: across, then up.
    units : pair of str
        Their units.
    marks : mapping, optional
        From a name to a point (across, up) to be marked, such as the values now.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For wrong shapes, values that do not rise, codes that are no positions.

    Examples
    --------
    >>> figure = plot_region_map([0.5, 1.5], [1, 3], [[0, 0], [0, 1]], ["deal", "none"],
    ...                          parameters=("price", "worth"), units=("bn USD", "1"))
    >>> figure.axes[0].get_xlabel(), [text.get_text() for text in figure.legends[0].get_texts()]
    ('price [bn USD]', ['deal', 'none'])
    """
    x, y = finite_array("columns", columns, ("columns",)), finite_array("rows", rows, ("rows",))
    cells = finite_array("codes", codes, (len(y), len(x))).astype(int)
    if cells.min() < 0 or cells.max() >= len(labels):
        raise InvalidInput(f"codes go from {cells.min()} to {cells.max()}; labels has {len(labels)} entries.")
    edges = _edges("columns", x), _edges("rows", y)
    spots = {name: finite_array(f"marks[{name!r}]", spot, (2,)) for name, spot in (marks or {}).items()}
    own = min(len(labels), len(_HATCHES))
    entries = own + (len(labels) > own) + len(spots)

    figure = new_figure(width, min(0.72 * width, 4.2) + 0.16 * -(-entries // 2))
    axes = figure.subplots()
    for code in range(own):
        _fill(
            axes, edges, cells == code, PALETTE[code], hatch=_HATCHES[code], label=safe_text(labels[code], 30)
        )
    axes.set_facecolor(PALETTE[min(int(np.bincount(cells.ravel()).argmax()), own - 1)])  # behind all borders
    if len(labels) > own:
        _fill(axes, edges, cells >= own, _OTHERS, hatch="", label=f"{len(labels) - own} others")
    for number, (name, spot) in enumerate(spots.items()):
        look: dict[str, Any] = {
            "color": "white",
            "markeredgecolor": INK,
            "markersize": 6,
            "linestyle": "none",
        }
        marker = _MARKS[number % len(_MARKS)]
        axes.plot(*spot, marker, label=safe_text(name, 30), zorder=5, clip_on=False, **look)
    axes.set_xlim(edges[0][0], edges[0][-1])
    axes.set_ylim(edges[1][0], edges[1][-1])
    axes.set_xlabel(axis_title(parameters[0], units[0]))
    axes.set_ylabel(axis_title(parameters[1], units[1]))
    legend_below(figure, 2)
    return settle(figure)


def _edges(name: str, middles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the borders of cells from their middles."""
    if len(middles) < 2 or (np.diff(middles) <= 0).any():
        raise InvalidInput(f"{name} must be at least two values in rising order.")
    inner = 0.5 * (middles[1:] + middles[:-1])
    first, last = 2 * middles[0] - inner[0], 2 * middles[-1] - inner[-1]
    return np.concatenate([[first], inner, [last]])


def _fill(
    axes: Axes,
    edges: tuple[NDArray[np.float64], NDArray[np.float64]],
    held: NDArray[np.bool_],
    colour: str,
    *,
    hatch: str,
    label: str,
) -> None:
    """Draw all cells of a label as one shape, so that no seams show between them."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    across, up = edges
    corners = [
        [
            (across[left], up[low]),
            (across[right], up[low]),
            (across[right], up[high]),
            (across[left], up[high]),
            (across[left], up[low]),
        ]
        for left, right, low, high in _blocks(held)
    ]
    steps = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    shape = Path(np.array(corners).reshape(-1, 2), steps * len(corners))
    looks: dict[str, Any] = {"facecolor": colour, "edgecolor": INK, "linewidth": 0}
    axes.add_patch(PathPatch(shape, hatch=hatch or None, label=label, zorder=2, **looks))


def _blocks(held: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """Return blocks of cells (first and last column edge, first and last row edge), equal runs joined."""
    blocks: list[tuple[int, int, int, int]] = []
    growing: dict[tuple[int, int], int] = {}  # runs of the row before, with the row that they began in
    for row in range(len(held) + 1):
        line = held[row].astype(int) if row < len(held) else np.zeros(held.shape[1], dtype=int)
        steps = np.flatnonzero(np.diff(np.concatenate([[0], line, [0]]))).reshape(-1, 2).tolist()
        runs = {(left, right): growing.get((left, right), row) for left, right in steps}
        blocks += [(*run, since, row) for run, since in growing.items() if run not in runs]
        growing = runs
    return blocks
