"""Sobol indices: which share of the variance each parameter brings, alone and together with others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from negotiate.checks import finite_array
from negotiate.errors import InvalidInput
from negotiate.report.figures.style import (
    COLUMN,
    INK,
    PALETTE,
    house_style,
    legend_below,
    new_figure,
    safe_text,
    settle,
    zero_line,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["plot_sobol_indices"]

_MOST = 40  # parameters


@house_style()
def plot_sobol_indices(
    parameters: Sequence[object],
    first: ArrayLike,
    total: ArrayLike,
    *,
    answer: str,
    width: float = COLUMN,
) -> Figure:
    """Draw two bars a parameter, the first-order index over the total one, with their intervals.

    Parameters
    ----------
    parameters : sequence
        Names, the one on top first.
    first, total : array-like
        Shape (parameters, 3): the index, and the low and high end of its interval.
    answer : str
        Of what the variance is.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For wrong shapes, numbers that are not finite, more than 40 parameters.

    Examples
    --------
    >>> figure = plot_sobol_indices(["price", "worth"], [(0.6, 0.5, 0.7), (0.2, 0.1, 0.3)],
    ...                             [(0.8, 0.7, 0.9), (0.3, 0.2, 0.4)], answer="deal")
    >>> [text.get_text() for text in figure.legends[0].get_texts()]
    ['first order: alone', 'total: with others']
    """
    if not 0 < len(parameters) <= _MOST:
        raise InvalidInput(f"parameters has {len(parameters)} entries; give 1 to {_MOST}.")
    series = {
        "first order: alone": (finite_array("first", first, (len(parameters), 3)), PALETTE[0]),
        "total: with others": (finite_array("total", total, (len(parameters), 3)), PALETTE[1]),
    }
    figure = new_figure(width, 0.75 + 0.3 * len(parameters))
    axes = figure.subplots()
    places = np.arange(len(parameters))
    for number, (label, (given, colour)) in enumerate(series.items()):
        at = places + 0.38 * (number - 0.5)
        axes.barh(at, given[:, 0], height=0.36, color=colour, label=label, zorder=2)
        axes.hlines(at, given[:, 1], given[:, 2], color=INK, linewidth=0.9, zorder=3)
    zero_line(axes, vertical=True)
    letters = 25 if width < 5 else 44
    axes.set_yticks(places, [safe_text(name, letters) for name in parameters])
    axes.set_ylim(len(parameters) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(safe_text(f"share of the variance of {answer}", 60))
    legend_below(figure, 2)
    return settle(figure)
