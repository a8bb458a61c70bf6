"""What a harder ratifier does to the deal: alone, and where the other side is bound as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, names
from negotiate.errors import InvalidInput
from negotiate.report.figures.exchange_curve import with_gaps
from negotiate.report.figures.style import (
    COLUMN,
    PAGE,
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
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["plot_win_set_effects"]

_WORDS = ("only {side} needs ratification (×: no deal)", "both sides need it (+: no deal)")
_LOOKS = (
    {"color": PALETTE[0], "linestyle": "-", "marker": "o", "markersize": 5, "markerfacecolor": "white"},
    {"color": PALETTE[5], "linestyle": "--", "marker": "s", "markersize": 2.5},
)
_NO_DEAL = ("x", "+")


@house_style()
def plot_win_set_effects(
    steps: ArrayLike,
    one_sided: Sequence[Sequence[float | None]],
    two_sided: Sequence[Sequence[float | None]],
    *,
    players: Sequence[object],
    side: int,
    ratifier: str,
    unit: str = "",
    width: float = COLUMN,
) -> Figure:
    """Draw both negotiators' gains from the deal against what one ratifier asks for.

    One panel a player, the ratifier's own side first. Lines end where there is no agreement; crosses
    at a gain of 0 stand for none.

    Parameters
    ----------
    steps : array-like
        Shape (steps,), what the ratifier asks for, ascending.
    one_sided, two_sided : sequences of float or None
        Shape (players, steps): gains over no deal where only the ratifier's side is bound, and
        where both are; None (or NaN) for no agreement.
    players : sequence
        Two names.
    side : int
        The position of the ratifier's side: 0 or 1.
    ratifier : str
        The ratifier's name.
    unit : str
        Of gains and steps.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For a wrong shape or numbers that are not finite.

    Examples
    --------
    >>> figure = plot_win_set_effects([0, 1, 2], [[5, 6, 7], [5, 4, 3]], [[5, 6, None], [5, 4, None]],
    ...                               players=("Home", "Foreign"), side=0, ratifier="Diet")
    >>> [axes.get_title(loc="left") for axes in figure.axes]
    ['Home', 'Foreign']
    """
    asked = finite_array("steps", steps, ("steps",))
    pair = names("players", players, 2)
    if side not in (0, 1):
        raise InvalidInput(f"side={side!r}; it must be 0 or 1, the position of a player.")
    gains = [
        _pairs("one_sided", one_sided, len(asked)),
        _pairs("two_sided", two_sided, len(asked)),
    ]
    beside = width >= PAGE - 1
    figure = new_figure(width, 2.4 if beside else 3.7)
    panels = figure.subplots(1, 2) if beside else figure.subplots(2, 1, sharex=True)
    for axes, player in zip(panels, (side, 1 - side), strict=True):
        for number, values in enumerate(gains):
            label = _WORDS[number].format(side=safe_text(pair[side]))
            _draw_line(axes, asked, values[player], number, label)
        zero_line(axes)
        axes.set_title(safe_text(pair[player]), loc="left")
        axes.set_ylabel(axis_title("Gain", unit))
        if beside or axes is panels[-1]:
            axes.set_xlabel(axis_title(f"What {ratifier} asks for", unit))
    handles, labels = panels[0].get_legend_handles_labels()
    legend_below(figure, 2 if beside else 1, handles=handles, labels=labels)
    return settle(figure)


def _pairs(
    name: str, values: Sequence[Sequence[float | None]], count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if len(values) != 2:
        raise InvalidInput(f"{name} has {len(values)} rows; it must have one for each of 2 players.")
    return with_gaps(f"{name}[0]", values[0], count), with_gaps(f"{name}[1]", values[1], count)


def _draw_line(
    axes: Axes, asked: NDArray[np.float64], gains: NDArray[np.float64], number: int, label: str
) -> None:
    """Draw gains where there is a deal, and a cross at 0 where there is none."""
    look: dict[str, Any] = {**_LOOKS[number]}
    axes.plot(asked, gains, label=label, zorder=3 + number, **look)
    none = asked[np.isnan(gains)]
    axes.plot(
        none, np.zeros(len(none)), _NO_DEAL[number], color=look["color"], markersize=5, zorder=3 + number
    )
