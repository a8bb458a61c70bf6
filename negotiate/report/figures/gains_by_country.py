"""Who gains and who loses: bars by country, one colour a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from negotiate.checks import finite_array, names, show
from negotiate.errors import InvalidInput
from negotiate.report.figures.style import (
    COLUMN,
    PALETTE,
    axis_title,
    house_style,
    legend_below,
    new_figure,
    safe_text,
    settle,
    zero_line,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["plot_gains_by_country"]

_MOST = 4


@house_style()
def plot_gains_by_country(
    countries: Sequence[object],
    cases: Mapping[str, ArrayLike],
    *,
    unit: str = "",
    title: str = "Gain",
    width: float = COLUMN,
) -> Figure:
    """Draw each country's gain in each case as horizontal bars, the first country on top.

    Parameters
    ----------
    countries : sequence
        Labels.
    cases : mapping of str to array-like
        By label, a gain for every country; one to four.
    unit : str
        Of the gains.
    title : str
        What the horizontal axis shows.
    width : float
        Inches.

    Raises
    ------
    InvalidInput
        For a wrong shape, or too many cases to tell apart.

    Examples
    --------
    >>> figure = plot_gains_by_country(["A", "B"], {"war": [-2, -1], "talks": [1, 0.5]}, unit="bn USD")
    >>> len(figure.axes[0].patches)
    4
    """
    if not isinstance(cases, Mapping):
        raise InvalidInput(f"cases={show(cases)}; it must map the name of each case to its gains.")
    labels = names("countries", countries)
    if not 1 <= len(cases) <= _MOST:
        raise InvalidInput(f"cases has {len(cases)} entries; 1 to {_MOST} can be told apart.")
    gains = [finite_array(f"cases[{case!r}]", values, (len(labels),)) for case, values in cases.items()]
    figure = new_figure(width, 0.5 + 0.09 * len(labels) * (1 + len(cases)))
    axes = figure.subplots()
    thick = 0.8 / len(cases)
    places = np.arange(len(labels))
    for number, (case, values) in enumerate(zip(cases, gains, strict=True)):
        axes.barh(
            places + (number - (len(cases) - 1) / 2) * thick,
            values,
            height=thick,
            color=PALETTE[number],
            label=safe_text(case, 60),
            zorder=3,
        )
    zero_line(axes, vertical=True)
    axes.set_yticks(places, [safe_text(label, 24) for label in labels])
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.set_xlabel(axis_title(title, unit))
    legend_below(figure, 2)
    return settle(figure)
