"""Payoffs taken apart: what each term adds to each party's payoff in each outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, names
from negotiate.errors import InvalidInput
from negotiate.report.figures.style import (
    INK,
    PAGE,
    PALETTE,
    axis_title,
    house_style,
    new_figure,
    number_format,
    safe_text,
    settle,
    wrapped,
    zero_line,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["plot_decomposition"]

_SIDE_BY_SIDE = 5.5  # inches; narrower figures stack the panels
_ROW_LETTERS = 22  # on a line of an outcome's label
_FITS_BESIDE_ANOTHER = 24  # characters in a legend of two columns


@house_style()
def plot_decomposition(
    values: Mapping[str, ArrayLike],
    terms: Mapping[str, Sequence[object]],
    outcomes: Sequence[object],
    *,
    unit: str,
    width: float = PAGE,
) -> Figure:
    """Draw what each term adds to each party's payoff, as bars on both sides of zero.

    Gains lie right of zero, losses left of it; the diamond is their sum, the payoff. Terms that
    are zero in every outcome are left out.

    Parameters
    ----------
    values : mapping
        From a party to its terms, shape (terms, outcomes), in ``unit``.
    terms : mapping
        From a party to the names of its terms.
    outcomes : sequence
        Labels of the outcomes, first on top.
    unit : str
        Of the values.
    width : float
        Inches: 3.4 for a column (panels one above the other), 7 for a page.

    Raises
    ------
    InvalidInput
        For wrong shapes, numbers that are not finite, or parties without terms.

    Examples
    --------
    >>> figure = plot_decomposition({"Home": [[-3, -1], [2, 0]]}, {"Home": ("tariffs", "capability")},
    ...                             ("threat", "deal"), unit="bn USD/yr")
    >>> figure.axes[0].get_xlabel()
    'Payoff to Home [bn USD/yr]'
    """
    rows = [wrapped(label, _ROW_LETTERS) for label in names("outcomes", outcomes)]
    if not values:
        raise InvalidInput("values is empty; give at least one party's terms.")
    if set(values) != set(terms):
        raise InvalidInput(f"values has parties {', '.join(values)}; terms has {', '.join(terms)}.")
    parts = {player: _parts(player, values[player], terms[player], len(rows)) for player in values}

    figure, panels, legend_columns = _lay_out(width, rows, [labels for _, labels in parts.values()])
    form = number_format(np.concatenate([array.sum(axis=0) for array, _ in parts.values()]))
    for axes, (player, (array, labels)) in zip(panels, parts.items(), strict=True):
        _draw_bars(axes, array, labels)
        _write_totals(axes, array, form)
        axes.set_xlabel(axis_title(f"Payoff to {player}", unit))
        axes.set_yticks(range(len(rows)), rows)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        beside_another = width >= _SIDE_BY_SIDE and axes is not panels[0]
        axes.tick_params(axis="y", length=0, labelleft=not beside_another)
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=legend_columns, borderaxespad=0.2)
    return settle(figure)


def _lay_out(
    width: float, rows: Sequence[str], terms: Sequence[Sequence[str]]
) -> tuple[Figure, Sequence[Axes], int]:
    """Return a figure with a panel for each party, and the columns of their legends."""
    longest = max(len(label) for labels in terms for label in labels)
    legend_columns = 2 if longest <= _FITS_BESIDE_ANOTHER else 1
    legend_rows = max(-(-(len(labels) + 1) // legend_columns) for labels in terms)
    row = 0.27 if any("\n" in label for label in rows) else 0.2
    down, across = (1, len(terms)) if width >= _SIDE_BY_SIDE else (len(terms), 1)
    figure = new_figure(width, down * (0.6 + row * len(rows) + 0.14 * legend_rows))
    return figure, list(figure.subplots(down, across, squeeze=False).flat), legend_columns


def _parts(
    player: str, values: ArrayLike, terms: Sequence[object], count: int
) -> tuple[NDArray[np.float64], list[str]]:
    """Read one party's terms; keep those that are not zero throughout (all, if none is)."""
    labels = names(f"terms[{player!r}]", terms)
    array = finite_array(f"values[{player!r}]", values, (len(labels), count))
    kept = [k for k in range(len(labels)) if np.any(array[k])] or list(range(len(labels)))
    return array[kept], [safe_text(labels[k]) for k in kept]


def _draw_bars(axes: Axes, array: NDArray[np.float64], labels: Sequence[str]) -> None:
    places = np.arange(array.shape[1])
    gains = np.zeros(len(places))
    losses = np.zeros(len(places))
    for number, (row, label) in enumerate(zip(array, labels, strict=True)):
        start = np.where(row >= 0, gains, losses)
        repeat = number // len(PALETTE)
        axes.barh(
            places,
            row,
            left=start,
            height=0.62,
            color=PALETTE[number % len(PALETTE)],
            hatch=("", "///", "...", "xxx")[repeat % 4],
            edgecolor="white",
            linewidth=0.3,
            label=label,
        )
        gains += np.maximum(row, 0.0)
        losses += np.minimum(row, 0.0)
    totals = array.sum(axis=0)
    diamond: dict[str, Any] = {
        "marker": "D",
        "markersize": 3.6,
        "markerfacecolor": "white",
        "markeredgecolor": INK,
    }
    axes.plot(totals, places, linestyle="none", zorder=4, label="payoff", **diamond)
    zero_line(axes, vertical=True)


def _write_totals(axes: Axes, array: NDArray[np.float64], form: str) -> None:
    """Write each payoff right of its bar."""
    ends = np.maximum(array, 0.0).sum(axis=0)
    for place, (total, end) in enumerate(zip(array.sum(axis=0), ends, strict=True)):
        axes.annotate(
            form.format(total + 0.0).replace("-", "−"),
            (max(float(end), float(total)), place),
            (5, 0),
            textcoords="offset points",
            va="center",
            fontsize=6.5,
            in_layout=False,
        )
    axes.use_sticky_edges = False
    axes.margins(x=0.14)
