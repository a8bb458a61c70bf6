"""Tornado: what an answer becomes when each parameter goes to the low and to the high end of its range."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import finite_number
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

__all__ = ["plot_tornado"]

_MOST = 40  # bars
_END = 6.0  # points: size of the type at the ends of the bars


@house_style()
def plot_tornado(
    parameters: Sequence[object],
    ends: Sequence[tuple[object, object]],
    at_low: Sequence[float | None],
    at_high: Sequence[float | None],
    *,
    base: float,
    answer: str,
    unit: str = "",
    width: float = COLUMN,
) -> Figure:
    """Draw one bar a parameter, from the answer at its low end to that at its high end.

    Parameters
    ----------
    parameters : sequence
        Names, the one on top first.
    ends : sequence of pairs
        The low and the high end of each range, as they are to be printed.
    at_low, at_high : sequence of float or None
        The answer there; None where there is none, which is printed.
    base : float
        The answer at everybody's own value: a line through all bars.
    answer : str
        What the numbers are.
    unit : str
        Of the answer.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For lists of different lengths, more than 40 parameters, a number that is not finite.

    Examples
    --------
    >>> figure = plot_tornado(["price", "worth"], [(1, 3), (2, 4)], [2, 0.5], [0, 2.5], base=1,
    ...                       answer="gain", unit="bn USD/yr")
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['price', 'worth']
    """
    count = len(parameters)
    if not count or {len(ends), len(at_low), len(at_high)} != {count}:
        raise InvalidInput(
            f"parameters, ends, at_low and at_high have {count}, {len(ends)}, {len(at_low)} and "
            f"{len(at_high)} entries; give as many of each, at least one."
        )
    if count > _MOST:
        raise InvalidInput(f"parameters has {count} entries; at most {_MOST} bars can be read.")
    middle = finite_number("base", base)
    low, high = _numbers("at_low", at_low), _numbers("at_high", at_high)

    figure = new_figure(width, 0.75 + 0.19 * count)
    axes = figure.subplots()
    _draw(axes, low, middle, PALETTE[4], "low end")
    _draw(axes, high, middle, PALETTE[1], "high end")
    axes.axvline(middle, color=INK, linewidth=0.8, zorder=4)
    for place in range(count):
        _print_ends(axes, place, ends[place], (low[place], high[place]), middle)
    letters = 25 if width < 5 else 44
    axes.set_yticks(range(count), [safe_text(name, letters) for name in parameters])
    axes.set_ylim(count - 0.5, -0.5)
    axes.margins(x=0.2)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(axis_title(answer, unit))
    legend_below(figure, 2)
    return settle(figure)


def _numbers(name: str, given: Sequence[float | None]) -> NDArray[np.float64]:
    """Read numbers; None becomes NaN, which is not drawn."""
    found = [np.nan if one is None else finite_number(f"{name}[{k}]", one) for k, one in enumerate(given)]
    return np.array(found)


def _draw(axes: Axes, at: NDArray[np.float64], base: float, colour: str, label: str) -> None:
    known = ~np.isnan(at)
    axes.barh(
        np.flatnonzero(known), at[known] - base, left=base, height=0.62, color=colour, label=label, zorder=3
    )


def _print_ends(
    axes: Axes, place: int, ends: tuple[object, object], at: tuple[float, float], base: float
) -> None:
    """Print the end of the range beside the bar that it makes; both on one side where both go there."""
    words = [safe_text(f"{end:.3g}" if isinstance(end, float | int) else end, 12) for end in ends]
    texts: dict[bool, list[tuple[float, str]]] = {False: [], True: []}
    for other, (word, value) in enumerate(zip(words, at, strict=True)):
        missing, right = bool(np.isnan(value)), _on_right(at, other, base)
        texts[right].append((base if missing else value, f"{word}: none" if missing else word))
    for right, found in texts.items():
        if found:
            order = sorted(found)
            axes.annotate(
                " | ".join(word for _, word in order),
                (order[-right][0], place),
                (2 if right else -2, 0),
                textcoords="offset points",
                va="center",
                ha="left" if right else "right",
                fontsize=_END,
            )


def _on_right(at: tuple[float, float], end: int, base: float) -> bool:
    """Say on which side of the base an end is printed: that of its bar, else where the other bar is not."""
    own, beside = at[end], at[1 - end]
    if own > base or own < base:
        return own > base
    return beside < base if beside > base or beside < base else bool(end)
