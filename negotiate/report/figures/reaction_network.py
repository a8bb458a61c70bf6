"""Who answers whom: countries on a circle, an arrow a reaction, as thick as it is strong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from negotiate.checks import finite_array, finite_number, names
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
    from matplotlib.text import Text

__all__ = ["plot_reaction_network"]

MOST = 12  # countries that can be told apart
BEND = 0.14  # of an arrow, so that the two of a pair part
AT = 0.36  # how far along an arrow its strength is written


@house_style()
def plot_reaction_network(
    reactions: ArrayLike,
    *,
    countries: Sequence[object],
    levels: ArrayLike | None = None,
    unit: str = "",
    width: float = COLUMN,
) -> Figure:
    """Draw reactions as arrows: from the country that is answered to the one that answers.

    Parameters
    ----------
    reactions : array-like, shape (countries, countries)
        Row ``i`` answers column ``j``; negative ones are drawn dashed, the diagonal not at all.
    countries : sequence of names
        At most 12.
    levels : array-like, shape (countries,), optional
        Written under each name, with the unit.
    unit : str
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Examples
    --------
    >>> figure = plot_reaction_network([[0, 0.5], [0.2, 0]], countries=("Home", "Foreign"))
    >>> len(figure.axes[0].patches)
    2
    """
    known = names("countries", countries)
    if len(known) > MOST:
        raise InvalidInput(f"countries names {len(known)}; at most {MOST} can be told apart in a figure.")
    strength = finite_array("reactions", reactions, (len(known), len(known)))
    amounts = None if levels is None else finite_array("levels", levels, (len(known),))

    figure = new_figure(width, min(finite_number("width", width), 4.6) + 0.25)
    axes = figure.subplots()
    turn = np.pi / 2 - 2 * np.pi * np.arange(len(known)) / len(known)
    places = np.column_stack([np.cos(turn), np.sin(turn)])
    strength = strength - np.diag(np.diag(strength))
    largest = float(np.abs(strength).max()) or 1.0
    labels = []
    for k, (x, y) in enumerate(places.tolist()):
        amount = "" if amounts is None else f"\n{_three_digits(amounts[k])} {safe_text(unit)}".rstrip()
        labels.append(
            axes.text(
                x,
                y,
                safe_text(known[k]) + amount,
                ha="center",
                va="center",
                fontsize=7,
                color=INK,
                bbox={"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": INK, "linewidth": 0.8},
            )
        )
    for i, j in np.argwhere(strength != 0).tolist():
        share = float(strength[i, j]) / largest
        _draw_arrow(axes, labels[j], labels[i], share, f"{strength[i, j]:.2g}")
    if (strength > 0).any():
        axes.plot([], [], color=PALETTE[5], label="answers with more")
    if (strength < 0).any():
        axes.plot([], [], color=PALETTE[0], linestyle="--", label="answers with less")
    axes.set_xlim(-1.45, 1.45)
    axes.set_ylim(-1.3, 1.3)
    axes.set_aspect("equal")
    axes.axis("off")
    legend_below(figure, 2)
    return settle(figure)


def _three_digits(amount: float) -> str:
    """Write three digits or more, without powers of ten where it is some thousands."""
    return f"{amount:,.0f}" if 1e3 <= abs(amount) < 1e7 else f"{amount:.3g}"


def _draw_arrow(axes: Axes, source: Text, target: Text, share: float, words: str) -> None:
    """Draw a bent arrow between two boxes; its strength is written at a third of the way."""
    from matplotlib.patches import FancyArrowPatch

    color, style = (PALETTE[5], "-") if share > 0 else (PALETTE[0], "--")
    start, end = np.array(source.get_position()), np.array(target.get_position())
    arrow = FancyArrowPatch(
        tuple(start), tuple(end), connectionstyle=f"arc3,rad={BEND}", arrowstyle="-|>", mutation_scale=8,
        linewidth=0.6 + 1.8 * abs(share), color=color, linestyle=style, shrinkA=2, shrinkB=2,
        patchA=source.get_bbox_patch(), patchB=target.get_bbox_patch(), zorder=4,  # boxes are placed by then
    )  # fmt: skip
    axes.add_patch(arrow)
    bend = (start + end) / 2 + BEND * np.array([end[1] - start[1], start[0] - end[0]])
    x, y = (1 - AT) ** 2 * start + 2 * AT * (1 - AT) * bend + AT**2 * end
    axes.text(
        float(x), float(y), words, fontsize=6, ha="center", va="center", color=INK, zorder=5,
        bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.85},
    )  # fmt: skip
