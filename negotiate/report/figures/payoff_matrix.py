"""The payoffs of a two-player game as a pair of heat maps, with its equilibria marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, names, whole_number
from negotiate.errors import InvalidInput
from negotiate.report.figures.style import (
    INK,
    PAGE,
    axis_title,
    house_style,
    legend_below,
    new_figure,
    number_format,
    safe_text,
    settle,
)

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

__all__ = ["plot_payoff_matrix"]

Cells = Sequence[tuple[int, int]]

_MOST_NUMBERED_COLUMNS = 8
_SIDE_BY_SIDE = 5.5  # inches; narrower figures stack the two panels
_LETTERS_ABOVE = 56  # that fit over a panel, gaps included
_LEAST_HEIGHT = 0.75  # inches, of a panel's cells
_SHADES = 64


@house_style()
def plot_payoff_matrix(
    payoffs: ArrayLike,
    row_labels: Sequence[object],
    column_labels: Sequence[object],
    *,
    players: Sequence[object],
    unit: str,
    equilibria: Cells | Mapping[str, Cells] = (),
    supports: Sequence[tuple[Sequence[int], Sequence[int]]] = (),
    width: float = PAGE,
) -> Figure:
    """Draw each player's payoffs over all pairs of strategies.

    Blue is a payoff above 0, red one below it, on the same scale for both players. Cells hold
    their number where there are at most 8 columns. The first player chooses the row.

    Parameters
    ----------
    payoffs : array-like
        Shape (2, rows, columns), player first, in ``unit``.
    row_labels, column_labels : sequences
        Strategies of the first and of the second player.
    players : sequence
        Two names.
    unit : str
        Of the payoffs.
    equilibria : sequence of (row, column), or mapping
        Pure equilibria: outlined cells. A mapping gives sets of cells by their words in the
        legend: the first is outlined with a full line, the next with dashes, then dots.
    supports : sequence of (rows, columns)
        Supports of mixed equilibria, as indices: a dot in every cell played with positive
        probability in one of them.
    width : float
        Inches: 3.4 for a column (the panels stand one above the other), 7 for a page.

    Raises
    ------
    InvalidInput
        For a wrong shape, numbers that are not finite, or a cell outside the matrix.

    Examples
    --------
    >>> figure = plot_payoff_matrix(
    ...     [[[3, 0], [5, 1]], [[3, 5], [0, 1]]], ("share", "grab"), ("share", "grab"),
    ...     players=("Home", "Foreign"), unit="bn USD", equilibria=[(1, 1)])
    >>> [axes.get_title() for axes in figure.axes[:2]]
    ['Payoff to Home', 'Payoff to Foreign']
    """
    numbers = finite_array("payoffs", payoffs, (2, "row", "column"))
    _, height, breadth = numbers.shape
    rows = [safe_text(label, 24) for label in names("row_labels", row_labels, height)]
    columns = [safe_text(label, 24) for label in names("column_labels", column_labels, breadth)]
    pair = [safe_text(player, 24) for player in names("players", players, 2)]
    outlined = equilibria if isinstance(equilibria, Mapping) else {"pure equilibrium": equilibria}
    pure = {
        safe_text(words): [_cell("equilibria", cell, (height, breadth)) for cell in cells]
        for words, cells in outlined.items()
    }
    mixed = _played(supports, (height, breadth))

    kinds = len(pure) + int(mixed.any())
    figure, panels, turned = _lay_out(width, columns, height, kinds)
    largest = float(np.abs(numbers).max()) or 1.0
    for player, axes in enumerate(panels):
        _draw_panel(axes, numbers[player], largest)
        _name_cells(axes, rows, columns, turned)
        axes.set_title(f"Payoff to {pair[player]}", fontweight="bold")
        axes.set_xlabel(f"{pair[1]} chooses")
        axes.set_ylabel(f"{pair[0]} chooses")
        entries = _mark(axes, pure, mixed)
    if width >= _SIDE_BY_SIDE:
        panels[1].tick_params(labelleft=False)
        panels[1].set_ylabel("")
    _scale(figure, panels, numbers, largest, unit)
    if entries:
        legend_below(figure, 2, handles=entries)
    return settle(figure)


def _lay_out(
    width: float, columns: Sequence[str], rows: int, kinds: int
) -> tuple[Figure, Sequence[Axes], bool]:
    """Return a figure with two panels, and whether column labels are turned for want of room."""
    down, across = (1, 2) if width >= _SIDE_BY_SIDE else (2, 1)
    turned = (max(map(len, columns)) + 2) * len(columns) > _LETTERS_ABOVE
    row = 0.26 if len(columns) <= _MOST_NUMBERED_COLUMNS else 0.19
    panel = 0.55 + 0.5 * turned + max(rows * row, _LEAST_HEIGHT)
    figure = new_figure(width, down * panel + 0.6 + 0.16 * -(-kinds // 2))
    return figure, list(figure.subplots(down, across).flat), turned


def _cell(name: str, cell: Sequence[int], shape: tuple[int, int]) -> tuple[int, int]:
    if len(cell) != 2:
        raise InvalidInput(f"{name} has {tuple(cell)}; each must be a pair (row, column).")
    row, column = (
        whole_number(f"{name} {word}", index, high=count - 1)
        for word, index, count in zip(("row", "column"), cell, shape, strict=True)
    )
    return row, column


def _played(
    supports: Sequence[tuple[Sequence[int], Sequence[int]]], shape: tuple[int, int]
) -> NDArray[np.bool_]:
    """Return the cells that some mixed equilibrium reaches with positive probability."""
    played = np.zeros(shape, dtype=bool)
    for rows, columns in supports:
        for row in rows:
            for column in columns:
                played[_cell("supports", (row, column), shape)] = True
    return played


def _colours() -> Colormap:
    import matplotlib

    return matplotlib.colormaps["RdBu"].resampled(_SHADES)


def _draw_panel(axes: Axes, numbers: NDArray[np.float64], largest: float) -> None:
    height, breadth = numbers.shape
    axes.pcolormesh(
        np.arange(breadth + 1) - 0.5,
        np.arange(height + 1) - 0.5,
        numbers,
        cmap=_colours(),
        vmin=-largest,
        vmax=largest,
        edgecolor="white",
        linewidth=0.4,
    )
    axes.set_ylim(height - 0.5, -0.5)
    axes.spines[:].set_visible(False)
    if breadth > _MOST_NUMBERED_COLUMNS:
        return
    form = number_format(numbers)
    for (row, column), number in np.ndenumerate(numbers):
        text = form.format(number).replace("-", "−")
        colour = "white" if abs(number) > 0.62 * largest else INK
        axes.text(column, row, text, ha="center", va="center", color=colour, fontsize=6.5, in_layout=False)


def _name_cells(axes: Axes, rows: Sequence[str], columns: Sequence[str], turned: bool) -> None:
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.tick_params(length=0)
    axes.set_yticks(range(len(rows)), rows)
    if turned:
        axes.set_xticks(range(len(columns)), columns, rotation=50, ha="left", rotation_mode="anchor")
    else:
        axes.set_xticks(range(len(columns)), columns)


def _mark(axes: Axes, pure: Mapping[str, Cells], mixed: NDArray[np.bool_]) -> list[Artist]:
    """Outline pure equilibria, dot the cells of mixed ones; return what the legend needs."""
    from matplotlib.lines import Line2D

    entries = [
        _outline(axes, cells, words, ("-", "--", ":")[number % 3])
        for number, (words, cells) in enumerate(pure.items())
        if cells
    ]
    if mixed.any():
        rows, columns = np.nonzero(mixed)
        dot: dict[str, Any] = {
            "marker": "o",
            "markersize": 3.2,
            "markerfacecolor": INK,
            "markeredgecolor": "white",
        }
        axes.plot(columns + 0.3, rows - 0.27, linestyle="none", zorder=4, markeredgewidth=0.6, **dot)
        entries.append(Line2D([], [], linestyle="none", label="in the support of a mixed equilibrium", **dot))
    return entries


def _outline(axes: Axes, cells: Cells, words: str, style: Any) -> Artist:
    """Frame cells in black on white; return the legend's sample."""
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Patch, Rectangle

    frames = [Rectangle((column - 0.45, row - 0.45), 0.9, 0.9) for row, column in cells]
    for colour, line, dashes in (("white", 3.0, "-"), (INK, 1.5, style)):
        axes.add_collection(
            PatchCollection(
                frames, facecolor="none", edgecolor=colour, linewidth=line, linestyle=dashes, zorder=3
            )
        )
    return Patch(facecolor="none", edgecolor=INK, linewidth=1.5, linestyle=style, label=words)


def _scale(
    figure: Figure, panels: Sequence[Axes], numbers: NDArray[np.float64], largest: float, unit: str
) -> None:
    """Draw the colour bar that both panels share, over the range that occurs."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    bar = figure.colorbar(
        ScalarMappable(Normalize(-largest, largest), _colours()),
        ax=panels,
        location="bottom",
        aspect=45,
        shrink=0.8,
        pad=0.03,
    )
    bar.outline.set_visible(False)
    low, high = min(0.0, float(numbers.min())), max(0.0, float(numbers.max()))
    if low < high:
        bar.ax.set_xlim(low, high)
    bar.set_label(f"{axis_title('Payoff', unit)}: above 0 a gain, below 0 a loss")
