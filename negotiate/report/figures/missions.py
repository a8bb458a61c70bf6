"""Capability by mission before and after a plan, beside what the whole catalogue would add."""

from __future__ import annotations

from collections.abc import Sequence
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
    number_format,
    settle,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["plot_missions"]

Floats = NDArray[np.float64]


@house_style()
def plot_missions(
    missions: Sequence[object],
    before: ArrayLike,
    added: ArrayLike,
    *,
    offered: ArrayLike | None = None,
    unit: str = "bn USD at score 1",
    width: float = COLUMN,
) -> Figure:
    """Draw capability by mission: what is there, and what the plan adds to it.

    Parameters
    ----------
    missions : sequence of names
    before, added : array-like, shape (missions,)
        Capability before the plan and what it adds, none negative.
    offered : array-like, shape (missions,), optional
        What the whole catalogue would add; a tick at before plus offered.
    unit : str
        Of capability.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For wrong shapes or amounts below 0.

    Examples
    --------
    >>> axes = plot_missions(["air", "sea"], [2, 1], [1, 3]).axes[0]
    >>> [text.get_text() for text in axes.texts]
    ['+1.00', '+3.00']
    """
    known = names("missions", missions)
    held = finite_array("before", before, (len(known),))
    more = finite_array("added", added, (len(known),))
    most = finite_array("offered", np.zeros(len(known)) if offered is None else offered, (len(known),))
    for name, amounts in (("before", held), ("added", more), ("offered", most)):
        if amounts.min() < 0:
            raise InvalidInput(f"{name} has {amounts.min():g}; capability must be at least 0.")

    figure = new_figure(width, 0.75 + 0.27 * len(known))
    axes = figure.subplots()
    places = np.arange(len(known))
    axes.barh(places, held, 0.6, color="#BBBBBB", label="before", zorder=2)
    axes.barh(places, more, 0.6, held, color=PALETTE[0], label="added by the plan", zorder=2)
    if offered is not None:
        axes.plot(
            held + most,
            places,
            "|",
            color=INK,
            markersize=9,
            label="with all that is on offer",
            zorder=3,
        )
    _print_gains(axes, held, more, most)
    axes.set_yticks(places, [wrapped(name, 18 if width < 5 else 32) for name in known])
    axes.set_ylim(len(known) - 0.5, -0.5)
    axes.margins(x=0.12)
    axes.set_xlim(left=0)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(axis_title("Capability", unit))
    legend_below(figure, 3 if width >= 5 else 2)
    return settle(figure)


def _print_gains(axes: Axes, held: Floats, more: Floats, most: Floats) -> None:
    """Print what is added inside its bar, or after it where the bar is too short."""
    shown, far = number_format(more), held + np.maximum(more, most)
    for place, gain in enumerate(more.tolist()):
        inside = gain > 0.1 * float(far.max())
        axes.annotate(
            f"+{shown.format(gain)}",
            (held[place] + gain / 2 if inside else far[place], place),
            (0 if inside else 4, 0),
            textcoords="offset points",
            va="center",
            ha="center" if inside else "left",
            fontsize=6,
            color="white" if inside else INK,
        )
