"""Who gets, or bears, how much: one bar a player for each way to share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from negotiate.checks import finite_array, finite_number, names, show
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

__all__ = ["plot_shares"]

LETTER = 0.06  # inches, about, of the names below the bars
HATCHES = ("", "////", "....", "\\\\\\\\", "xxxx", "oooo", "++++", "||||")


@house_style()
def plot_shares(
    shares: Mapping[str, ArrayLike],
    *,
    players: Sequence[object],
    what: str = "Payoff",
    unit: str = "",
    width: float = COLUMN,
) -> Figure:
    """Draw divisions of the same worth side by side.

    Parameters
    ----------
    shares : mapping of name to array-like, shape (players,)
        One entry a way to share, at most eight, such as the Shapley value beside the nucleolus.
    players : sequence of names
    what, unit : str
        What the bars measure, and in which unit.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Examples
    --------
    >>> figure = plot_shares({"Shapley value": [2, 1], "nucleolus": [1.5, 1.5]}, players=["A", "B"])
    >>> len(figure.axes[0].patches)
    4
    """
    known = names("players", players)
    if not isinstance(shares, Mapping):
        raise InvalidInput(f"shares={show(shares)}; it must map the name of each division to its shares.")
    if not shares or len(shares) > len(HATCHES):
        raise InvalidInput(f"shares holds {len(shares)} divisions; give one to {len(HATCHES)}.")
    read = {key: finite_array(f"shares[{key!r}]", given, (len(known),)) for key, given in shares.items()}

    labels = [safe_text(name, 14) for name in known]
    wide = finite_number("width", width)
    slanted = LETTER * len(known) * max(map(len, labels)) > 0.8 * wide
    height = min(0.62 * wide, 3.4) + 0.16 * ((len(read) + 1) // 2) + (0.3 if slanted else 0.0)
    figure = new_figure(wide, height)
    axes = figure.subplots()
    places, thick = np.arange(len(known)), 0.8 / len(read)
    for k, (key, amounts) in enumerate(read.items()):
        axes.bar(
            places + (k - (len(read) - 1) / 2) * thick, amounts, 0.92 * thick, color=PALETTE[k],
            hatch=HATCHES[k], edgecolor="white", linewidth=0.5, label=safe_text(key),
        )  # fmt: skip
    zero_line(axes)
    turn: Any = {"rotation": 40, "ha": "right", "rotation_mode": "anchor"} if slanted else {}
    axes.set_xticks(places, labels, **turn)
    axes.tick_params(axis="x", length=0)
    axes.set_ylabel(axis_title(what, unit))
    legend_below(figure, 2)
    return settle(figure)
