"""How much of one issue either side asks or gives for an amount of the other, and the room between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import exact_number, finite_array, names
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

__all__ = ["plot_exchange_curve", "with_gaps"]

_ROOM = "#E3E8EC"
_MARKS = ("*", "D", "s", "^", "v", "P")


@house_style()
def plot_exchange_curve(
    purchases: ArrayLike,
    asked: Sequence[float | None],
    given: Sequence[float | None],
    *,
    players: Sequence[object],
    titles: tuple[str, str] = ("Purchases", "Relief"),
    units: tuple[str, str] = ("", ""),
    marks: Mapping[str, Sequence[float]] | None = None,
    width: float = COLUMN,
) -> Figure:
    """Draw the least relief that the buyer accepts and the most that the setter gives.

    Shaded is where both gain: at or above the first curve, at or below the second.

    Parameters
    ----------
    purchases : array-like
        Shape (amounts,), ascending.
    asked, given : sequence of float or None
        The buyer's and the setter's curve, one entry an amount; None (or NaN) where no relief
        will do.
    players : sequence
        Two names: buyer, setter.
    titles, units : pairs of str
        What the axes show, and in which unit: purchases, relief.
    marks : mapping, optional
        From a name to a point (purchases, relief) to be marked, such as a deal.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For lengths that differ or numbers that are not finite.

    Examples
    --------
    >>> figure = plot_exchange_curve([0, 1, 2], [0, 1, 2], [None, 2, 3], players=("Home", "Foreign"),
    ...                              units=("bn USD", "points"))
    >>> figure.axes[0].get_ylabel()
    'Relief [points]'
    """
    amounts = finite_array("purchases", purchases, ("amounts",))
    curves = [with_gaps(name, values, len(amounts)) for name, values in (("asked", asked), ("given", given))]
    buyer, setter = names("players", players, 2)
    points = {label: finite_array(f"marks[{label!r}]", spot, (2,)) for label, spot in (marks or {}).items()}

    figure = new_figure(width, min(0.68 * width, 4.0) + 0.13 * (3 + len(points)) / (1 + (width > 5)))
    axes = figure.subplots()
    _draw_room(axes, amounts, *curves)
    axes.plot(amounts, curves[0], color=PALETTE[0], label=f"least that {safe_text(buyer)} accepts")
    axes.plot(
        amounts, curves[1], color=PALETTE[5], linestyle="--", label=f"most that {safe_text(setter)} gives"
    )
    for number, (label, spot) in enumerate(points.items()):
        marker = _MARKS[number % len(_MARKS)]
        size = 8 if marker == "*" else 5
        axes.plot(*spot, marker, color=INK, markersize=size, linestyle="none", label=safe_text(label, 60))
    axes.set_xlabel(axis_title(titles[0], units[0]))
    axes.set_ylabel(axis_title(titles[1], units[1]))
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
    axes.margins(x=0.02)
    legend_below(figure, 1 if width < 5 else 2)
    return settle(figure)


def with_gaps(name: str, values: Sequence[float | None], count: int) -> NDArray[np.float64]:
    """Read numbers of which some are missing (None or NaN) as floats, NaN where missing."""
    listed = list(values)
    if len(listed) != count:
        raise InvalidInput(f"{name} has {len(listed)} entries; it must have {count}.")
    found = np.full(count, np.nan)
    for place, value in enumerate(listed):
        if value is not None and not (isinstance(value, float) and np.isnan(value)):
            found[place] = float(exact_number(f"{name}[{place}]", value))
    return found


def _draw_room(
    axes: Axes, amounts: NDArray[np.float64], asked: NDArray[np.float64], given: NDArray[np.float64]
) -> None:
    """Shade between the curves, where the first is not above the second."""
    known = ~(np.isnan(asked) | np.isnan(given))
    if (asked[known] <= given[known]).any():
        axes.fill_between(
            amounts,
            asked,
            given,
            where=known & (np.nan_to_num(asked) <= np.nan_to_num(given)),
            color=_ROOM,
            linewidth=0,
            label="room for a deal",
        )
