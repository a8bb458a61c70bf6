"""What a deal can give two parties: outcomes, frontier, disagreement point, deals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, names, whole_number
from negotiate.errors import InvalidInput
from negotiate.report.figures.style import (
    COLUMN,
    INK,
    MARKERS,
    PAGE,
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

__all__ = ["plot_feasible_set"]

Deal = int | Sequence[float]

_DEAL_MARKERS = ("*", "D", "H", "8", "d", ">", "<")
_SHADE = "#E8E8E8"


@house_style()
def plot_feasible_set(
    points: ArrayLike,
    disagreement: ArrayLike,
    *,
    players: Sequence[object],
    unit: str,
    groups: Sequence[object] | None = None,
    deals: Mapping[str, Deal] | None = None,
    observed: Mapping[str, Deal] | None = None,
    width: float = COLUMN,
) -> Figure:
    """Draw the outcomes of a negotiation of two parties, and where deals lie among them.

    Shaded is what both weakly prefer to disagreement. The staircase joins the strict frontier:
    the outcomes that no other betters for one party without loss to the other. Deals at one and
    the same point share a marker.

    Parameters
    ----------
    points : array-like
        Shape (outcomes, 2), each party's payoff, in ``unit``.
    disagreement : array-like
        Shape (2,): payoffs without a deal.
    players : sequence
        Two names: horizontal, then vertical axis.
    unit : str
        Of both axes.
    groups : sequence, optional
        One label an outcome (its tariff package, say); each group has a colour and a marker.
    deals : mapping, optional
        From a name to the index of an outcome, or to a point (a lottery's, say).
    observed : mapping, optional
        The same for deals that happened; drawn as crosses.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For a wrong shape, numbers that are not finite, or an index that is no outcome.

    Examples
    --------
    >>> figure = plot_feasible_set([(0, 3), (1, 2), (3, 0)], (0, 0), players=("Home", "Foreign"),
    ...                            unit="bn USD", deals={"Nash": 1})
    >>> figure.axes[0].get_xlabel()
    'Payoff to Home [bn USD]'
    """
    outcomes = finite_array("points", points, ("outcomes", 2))
    apart = finite_array("disagreement", disagreement, (2,))
    pair = names("players", players, 2)
    groups = [""] * len(outcomes) if groups is None else list(groups)
    if len(groups) != len(outcomes):
        raise InvalidInput(f"groups has {len(groups)} labels; points has {len(outcomes)} outcomes.")
    agreed = _by_point("deals", deals or {}, outcomes)
    seen = _by_point("observed", observed or {}, outcomes)

    entries = len(set(groups)) + len(agreed) + len(seen) + 3
    columns = 2 if width < PAGE / 2 + 1 else 3
    figure = new_figure(width, min(0.72 * width, 4.0) + 0.13 * -(-entries // columns))
    axes = figure.subplots()
    _draw_outcomes(axes, outcomes, groups)
    _draw_frontier(axes, outcomes)
    _draw_deals(axes, agreed, seen)
    axes.plot(*apart, "X", color=INK, markersize=5, linestyle="none", zorder=5, label="disagreement point")
    _shade_gains(axes, apart)
    axes.set_xlabel(axis_title(f"Payoff to {pair[0]}", unit))
    axes.set_ylabel(axis_title(f"Payoff to {pair[1]}", unit))
    legend_below(figure, columns)
    return settle(figure)


def _by_point(
    name: str, deals: Mapping[str, Deal], outcomes: NDArray[np.float64]
) -> dict[tuple[float, float], str]:
    """Return the names of the deals at each point, joined where several coincide."""
    found: dict[tuple[float, float], list[str]] = {}
    for label, deal in deals.items():
        if isinstance(deal, int | np.integer):
            place = outcomes[whole_number(f"{name}[{label!r}]", deal, high=len(outcomes) - 1)]
        else:
            place = finite_array(f"{name}[{label!r}]", deal, (2,))
        found.setdefault((float(place[0]), float(place[1])), []).append(safe_text(label, 60))
    return {place: " = ".join(labels) for place, labels in found.items()}


def _draw_outcomes(axes: Axes, outcomes: NDArray[np.float64], groups: Sequence[object]) -> None:
    order = list(dict.fromkeys(groups))
    for number, group in enumerate(order):
        members = outcomes[[label == group for label in groups]]
        axes.plot(
            *members.T,
            linestyle="none",
            marker=MARKERS[number % len(MARKERS)],
            markersize=3.6,
            color=PALETTE[number % len(PALETTE)],
            markeredgecolor="white",
            markeredgewidth=0.3,
            zorder=3,
            label=safe_text(group) if group != "" else "outcome",
        )


def strict_frontier(outcomes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the outcomes that none betters for one party without loss to the other, left to right."""
    order = np.lexsort((-outcomes[:, 1], -outcomes[:, 0]))
    ranked = outcomes[order]
    best_before = np.maximum.accumulate(np.concatenate(([-np.inf], ranked[:-1, 1])))
    return ranked[ranked[:, 1] > best_before][::-1]


def _draw_frontier(axes: Axes, outcomes: NDArray[np.float64]) -> None:
    axes.plot(
        *strict_frontier(outcomes).T,
        drawstyle="steps-pre",
        color="#777777",
        linewidth=0.7,
        zorder=2,
        label="strict frontier",
    )


def _draw_deals(
    axes: Axes, agreed: Mapping[tuple[float, float], str], seen: Mapping[tuple[float, float], str]
) -> None:
    for number, (place, label) in enumerate(agreed.items()):
        axes.plot(
            *place,
            linestyle="none",
            marker=_DEAL_MARKERS[number % len(_DEAL_MARKERS)],
            markersize=9 if number == 0 else 6,
            markerfacecolor="white",
            markeredgecolor=INK,
            markeredgewidth=1.0,
            zorder=6,
            label=label,
        )
    for number, (place, label) in enumerate(seen.items()):
        axes.plot(
            *place,
            linestyle="none",
            marker=("x", "+", "1", "2")[number % 4],
            markersize=6,
            markeredgewidth=1.6,
            color=PALETTE[5],
            zorder=7,
            label=label,
        )


def _shade_gains(axes: Axes, apart: NDArray[np.float64]) -> None:
    """Shade what both weakly prefer to disagreement, up to the edges of the picture."""
    from matplotlib.patches import Rectangle

    axes.margins(0.06)
    axes.autoscale_view()
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    corner = (float(apart[0]), float(apart[1]))
    axes.add_patch(
        Rectangle(
            corner,
            right - corner[0],
            top - corner[1],
            facecolor=_SHADE,
            edgecolor="none",
            zorder=0,
            label="no worse than disagreement for both",
        )
    )
    axes.set(xlim=(left, right), ylim=(bottom, top))
