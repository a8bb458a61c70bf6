"""In which share of draws each answer follows: bars with their intervals, by question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

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
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["plot_label_shares"]

Line = tuple[str, str | None]  # a question, and one of its answers

_MOST = 60  # bars
_BAR = 0.17  # inches a bar, and for a question's own line


@house_style()
def plot_label_shares(
    shares: Mapping[str, Mapping[str, Sequence[float]]],
    *,
    now: Mapping[str, str] | None = None,
    width: float = COLUMN,
) -> Figure:
    """Draw one bar an answer, under its question, with the interval of its share.

    Parameters
    ----------
    shares : mapping
        By question and answer: the share, and the low and high end of its interval, from 0 to 1.
    now : mapping of str to str, optional
        By question, the answer of the point estimate, whose bar is set apart.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For no answers or more than 60, and for shares outside [0, 1] or their intervals.

    Examples
    --------
    >>> shares = {"deal": {"yes": (0.7, 0.6, 0.8), "no": (0.3, 0.2, 0.4)}}
    >>> figure = plot_label_shares(shares, now={"deal": "yes"})
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['deal', 'yes', 'no']
    """
    read = _read(shares)
    marked = set((now or {}).items())

    figure = new_figure(width, 0.6 + _BAR * (len(read) + len(shares)))
    axes = figure.subplots()
    lines = [line for question, answers in shares.items() for line in _lines(question, answers)]
    for place, line in enumerate(lines):
        if line in read:
            _draw(axes, place, read[line], now=line in marked)
    _name(axes, lines, 24 if width < 5 else 40)
    axes.set_xlim(0, 100)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("share of draws, with its 95 % interval [%]")
    if marked:
        from matplotlib.patches import Patch

        looks = {"point estimate": PALETTE[0], "other answers": PALETTE[4]}
        legend_below(figure, 2, handles=[Patch(color=colour, label=word) for word, colour in looks.items()])
    return settle(figure)


def _read(shares: Mapping[str, Mapping[str, Sequence[float]]]) -> dict[Line, list[float]]:
    """Return share, low and high in percent, by question and answer."""
    rows = [(question, answer) for question, answers in shares.items() for answer in answers]
    if not 0 < len(rows) <= _MOST:
        raise InvalidInput(f"shares holds {len(rows)} answers; give 1 to {_MOST}.")
    return {(q, a): _share(f"shares[{q!r}][{a!r}]", shares[q][a]) for q, a in rows}


def _lines(question: str, answers: Iterable[str]) -> list[Line]:
    """Return the line of a question, and one for each of its answers."""
    return [(question, None), *((question, answer) for answer in answers)]


def _name(axes: Axes, lines: Sequence[Line], letters: int) -> None:
    words = [safe_text(question if answer is None else answer, letters) for question, answer in lines]
    axes.set_yticks(range(len(lines)), words)
    for label, (_, answer) in zip(axes.get_yticklabels(), lines, strict=True):
        label.set_fontweight("bold" if answer is None else "normal")
    axes.set_ylim(len(lines) - 0.4, -0.6)


def _share(name: str, given: Sequence[float]) -> list[float]:
    found = finite_array(name, given, (3,))
    share, low, high = found.tolist()
    if not 0 <= low <= share <= high <= 1:
        raise InvalidInput(
            f"{name}=({share:g}, {low:g}, {high:g}); give share, low and high, low ≤ share ≤ high."
        )
    return list((100 * np.array([share, low, high])).tolist())


def _draw(axes: Axes, place: int, percent: Sequence[float], *, now: bool) -> None:
    share, low, high = percent
    axes.barh(place, share, height=0.62, color=PALETTE[0 if now else 4], zorder=2)
    axes.plot([low, high], [place, place], color=INK, linewidth=0.9, solid_capstyle="butt", zorder=3)
    axes.annotate(
        f"{share:.1f}", (high, place), (3, 0), textcoords="offset points", va="center", fontsize=6.0
    )
