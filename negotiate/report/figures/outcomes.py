"""Which outcome follows at which value of a parameter: one row a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, whole_number
from negotiate.errors import InvalidInput
from negotiate.report.figures.style import (
    COLUMN,
    INK,
    PALETTE,
    axis_title,
    house_style,
    new_figure,
    safe_text,
    settle,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["plot_outcomes_by_parameter"]

_LETTER = 0.051  # inches: the mean width of a letter at 6.5 points
_BARS = 0.9  # inches: the least room for the purchases


@house_style()
def plot_outcomes_by_parameter(
    values: ArrayLike,
    outcomes: Sequence[object],
    purchases: ArrayLike,
    *,
    parameter: str,
    unit: str,
    default: int | None = None,
    width: float = COLUMN,
) -> Figure:
    """Draw which outcome follows at each value of a parameter, and how much is bought in it.

    Every outcome has a colour and its words beside it. The default is printed bold and marked.

    Parameters
    ----------
    values : array-like
        Shape (values,), of the parameter, first on top.
    outcomes : sequence
        What happens at each value, in words.
    purchases : array-like
        Shape (values,), in ``unit``.
    parameter : str
        The parameter's name, with its unit if it has one.
    unit : str
        Of the purchases.
    default : int, optional
        Position of the default value.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For wrong shapes, numbers that are not finite, or a default that is no position.

    Examples
    --------
    >>> figure = plot_outcomes_by_parameter([0.25, 0.6], ["no agreement", "15 %"], [0, 8],
    ...                                     parameter="pass-through", unit="bn USD/yr", default=1)
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['0.25', '0.6 (default)']
    """
    points = finite_array("values", values, ("values",))
    bought = finite_array("purchases", purchases, points.shape)
    if len(outcomes) != len(points):
        raise InvalidInput(f"outcomes has {len(outcomes)} entries; values has {len(points)}.")
    marked = None if default is None else whole_number("default", default, high=len(points) - 1)
    ticks = [f"{value:.6g}" + (" (default)" if k == marked else "") for k, value in enumerate(points)]
    room = width - 0.45 - _LETTER * max(map(len, ticks))
    words = [wrapped(outcome, int((room - _BARS) / _LETTER)) for outcome in outcomes]
    text_width = 0.2 + _LETTER * max(len(line) for word in words for line in word.split("\n"))

    figure = new_figure(width, 0.55 + (0.26 if any("\n" in word for word in words) else 0.19) * len(points))
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=(text_width, max(_BARS, room - text_width)))
    colours = _colours(words)
    _name_outcomes(left, words, colours, marked)
    _draw_purchases(right, bought, colours)
    left.set_yticks(range(len(points)), ticks)
    if marked is not None:
        left.get_yticklabels()[marked].set_fontweight("bold")
    left.set_ylim(len(points) - 0.5, -0.5)
    left.set_ylabel(safe_text(parameter))
    left.set_title("Outcome", loc="left", fontsize=7)
    right.set_xlabel(axis_title("Purchases", unit), loc="right")
    return settle(figure)


def _colours(words: Sequence[str]) -> list[str]:
    kinds = list(dict.fromkeys(words))
    return [PALETTE[kinds.index(word) % len(PALETTE)] for word in words]


def _name_outcomes(axes: Axes, words: Sequence[str], colours: Sequence[str], marked: int | None) -> None:
    places = range(len(words))
    axes.scatter([0.0] * len(words), places, c=list(colours), marker="s", s=26, linewidths=0, clip_on=False)
    if marked is not None:
        frame: dict[str, Any] = {"facecolors": "none", "edgecolors": INK, "linewidths": 1.0}
        axes.scatter([0.0], [marked], marker="s", s=60, clip_on=False, **frame)
    for place, word in zip(places, words, strict=True):
        weight = "bold" if place == marked else "normal"
        axes.annotate(
            word,
            (0.0, place),
            (7, 0),
            textcoords="offset points",
            va="center",
            fontsize=6.5,
            fontweight=weight,
            in_layout=False,
        )
    axes.set_xlim(-0.06, 1.0)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)


def _draw_purchases(axes: Axes, bought: NDArray[np.float64], colours: Sequence[str]) -> None:
    places = np.arange(len(bought))
    axes.barh(places, bought, height=0.6, color=list(colours))
    for place, amount in enumerate(bought):
        axes.annotate(
            f"{amount:.3g}".replace("-", "−"),
            (max(float(amount), 0.0), place),
            (3, 0),
            textcoords="offset points",
            va="center",
            fontsize=6.5,
            in_layout=False,
        )
    axes.axvline(0.0, color=INK, linewidth=0.6)
    axes.margins(x=0.35)
    axes.tick_params(axis="y", length=0, labelleft=False)
    axes.spines["left"].set_visible(False)
