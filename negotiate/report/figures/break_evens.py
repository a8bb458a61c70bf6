"""Where an answer changes along one parameter: a strip of the answers, with the values between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

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
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["plot_break_evens"]

_HATCHES = ("", "///", "...", "\\\\\\", "xx", "--", "++", "oo")


@house_style()
def plot_break_evens(
    edges: ArrayLike,
    answers: Sequence[object],
    *,
    parameter: str,
    unit: str = "",
    now: float | None = None,
    width: float = COLUMN,
) -> Figure:
    """Draw one field an answer, from edge to edge, with the value at each change above it.

    Parameters
    ----------
    edges : array-like
        Shape (answers + 1,), rising: the low end of the range, each change, the high end.
    answers : sequence
        The answer in each field; at most eight different ones.
    parameter, unit : str
        The parameter's name and unit.
    now : float, optional
        Its own value, marked below.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For edges that do not rise or do not fit the answers, and for too many answers.

    Examples
    --------
    >>> figure = plot_break_evens([0.3, 0.5, 0.9], ["yes", "no"], parameter="pass-through", now=0.6)
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['0.5']
    """
    ends = finite_array("edges", edges, (len(answers) + 1,))
    if (np.diff(ends) <= 0).any():
        raise InvalidInput("edges must be in rising order.")
    kinds = list(dict.fromkeys(str(answer) for answer in answers))
    if len(kinds) > len(PALETTE):
        raise InvalidInput(
            f"answers has {len(kinds)} different ones; at most {len(PALETTE)} can be told apart."
        )

    figure = new_figure(width, 1.15 + 0.16 * ((len(kinds) + 1) // 2))
    axes = figure.subplots()
    _fill(axes, ends, [str(answer) for answer in answers], kinds)
    for place in ends[1:-1].tolist():
        axes.axvline(place, color=INK, linewidth=0.9)
        _print_above(axes, place)
    if now is not None:
        own = finite_number("now", now)
        axes.plot(
            own, -0.5, "^", color=INK, markersize=5, clip_on=False, linestyle="none", label="now", zorder=5
        )
    axes.set_xlim(ends[0], ends[-1])
    axes.set_ylim(-0.5, 0.5)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(axis_title(parameter, unit))
    legend_below(figure, 2)
    return settle(figure)


def _fill(axes: Axes, ends: NDArray[np.float64], answers: Sequence[str], kinds: Sequence[str]) -> None:
    """Draw the fields; each answer is named once."""
    for k, answer in enumerate(answers):
        kind = kinds.index(answer)
        label = safe_text(answer, 30) if answers.index(answer) == k else None
        looks: dict[str, Any] = {
            "color": PALETTE[kind],
            "hatch": _HATCHES[kind],
            "edgecolor": INK,
            "linewidth": 0,
        }
        axes.barh(0, ends[k + 1] - ends[k], left=ends[k], height=1, label=label, **looks)


def _print_above(axes: Axes, place: float) -> None:
    spot: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "va": "bottom", "fontsize": 6.5}
    axes.annotate(f"{place:.3g}", (place, 0.5), (0, 2), **spot)
