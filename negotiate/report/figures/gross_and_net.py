"""What purchases bring before the others have answered them, and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from negotiate.checks import finite_array, finite_number, names, show
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
    zero_line,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["plot_gross_and_net"]

DASHES = ((0, (4, 2)), (0, (1, 1.5)), (0, (4, 1.5, 1, 1.5)), (0, (8, 2)))


@house_style()
def plot_gross_and_net(
    levels: ArrayLike,
    gross: ArrayLike,
    net: ArrayLike,
    *,
    players: Sequence[object],
    marks: Mapping[str, float] | None = None,
    what: str = "Security",
    unit: str = "",
    width: float = COLUMN,
) -> Figure:
    """Draw for each player what purchases bring gross, and net of the answers; a panel each.

    Parameters
    ----------
    levels : array-like, shape (levels,)
        Purchases, increasing, in ``unit``.
    gross, net : array-like, shape (players, levels)
        In ``unit``.
    players : sequence of names
        At most four.
    marks : mapping of name to float, optional
        At most four levels to mark, such as that of a deal.
    what, unit : str
        What is gained, and in which unit.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For wrong shapes, numbers that are not finite, levels that do not increase, too many marks.

    Examples
    --------
    >>> figure = plot_gross_and_net([0, 1, 2], [[0, 2, 3]], [[0, 1, 1]], players=["Home"], unit="bn USD")
    >>> figure.axes[0].get_title("left")
    'Security of Home [bn USD]'
    """
    known = names("players", players)
    if len(known) > 4:
        raise InvalidInput(f"players names {len(known)}; at most 4 have room, a panel each.")
    at = finite_array("levels", levels, ("levels",))
    if (np.diff(at) <= 0).any():
        raise InvalidInput("levels must increase from one to the next.")
    before = finite_array("gross", gross, (len(known), len(at)))
    after = finite_array("net", net, (len(known), len(at)))
    given = {} if marks is None else marks
    if not isinstance(given, Mapping):
        raise InvalidInput(f"marks={show(marks)}; it must map names to levels.")
    if len(given) > len(DASHES):
        raise InvalidInput(f"marks holds {len(given)} levels; at most {len(DASHES)} can be told apart.")
    lines = {key: finite_number(f"marks[{key!r}]", place) for key, place in given.items()}

    figure = new_figure(width, 0.5 + 1.35 * len(known) + 0.16 * ((len(lines) + 3) // 2))
    panels = figure.subplots(len(known), 1, sharex=True, squeeze=False)[:, 0]
    for k, (axes, player) in enumerate(zip(panels, known, strict=True)):
        first = k == 0
        axes.fill_between(at, before[k], after[k], color=PALETTE[7], alpha=0.25, linewidth=0)
        axes.plot(at, before[k], color=PALETTE[0], label="gross" if first else None)
        axes.plot(at, after[k], "--", color=PALETTE[5], label="net of the answers" if first else None)
        for dash, (key, place) in zip(DASHES, lines.items(), strict=False):
            said = f"{safe_text(key)}: {place:.3g}" if first else None
            axes.axvline(place, color=INK, linestyle=dash, linewidth=0.7, label=said)
        zero_line(axes)
        axes.set_title(axis_title(f"{what} of {player}", unit), loc="left", fontsize=7)
    panels[-1].set_xlabel(axis_title("Purchases above status quo", unit))
    legend_below(figure, 2)
    return settle(figure)
