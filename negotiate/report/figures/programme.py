"""A programme over years: what falls due under the caps and after the plan, and when orders arrive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, finite_number, names, show, whole_number
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

__all__ = ["plot_programme"]

Floats = NDArray[np.float64]

MOST_ORDERS = 120  # bars of the lower part
MOST_LAG = 100  # years, as of a contract
LINE = 0.085  # inches of height for each order
SMALL = 5.0  # points: the units of an order


@house_style()
def plot_programme(
    outlays: Mapping[str, ArrayLike],
    caps: ArrayLike,
    orders: ArrayLike,
    lags: ArrayLike,
    *,
    items: Sequence[object],
    first_year: int,
    unit: str = "bn USD",
    width: float = COLUMN,
) -> Figure:
    """Draw outlays by year against the caps, and below each order from its year to its delivery.

    What falls due after the plan stands in its years, pale; its sum is printed. An order that is
    delivered in its own year is a short bar.

    Parameters
    ----------
    outlays : mapping of group to array-like, shape (years and more,)
        What falls due by year, in ``unit``; years after those of ``caps`` are after the plan. At
        most eight groups, such as missions.
    caps : array-like, shape (years,)
        The largest outlay of each year of the plan.
    orders : array-like, shape (items, years)
        Units ordered; items without orders are left out.
    lags : array-like, shape (items,)
        Years from order to delivery.
    items : sequence of names
    first_year : int
    unit : str
        Of money.
    width : float
        Inches: 3.4 for a column, 7 for a page.

    Raises
    ------
    InvalidInput
        For wrong shapes, amounts below 0, a lag above 100 years, more than eight groups, more than 120
        orders.

    Examples
    --------
    >>> figure = plot_programme({"air": [1, 2, 1]}, [2, 2], [[4, 0], [0, 1]], [2, 1], items=["jet", "ship"],
    ...                         first_year=2027)
    >>> figure.axes[0].get_title("left"), [label.get_text() for label in figure.axes[1].get_yticklabels()]
    ('Outlays [bn USD]', ['jet', 'ship'])
    """
    limits = finite_array("caps", caps, ("years",))
    known = names("items", items)
    units = finite_array("orders", orders, (len(known), len(limits)))
    waits = finite_array("lags", lags, (len(known),))
    due = _due(outlays, len(limits))
    start = whole_number("first_year", first_year)
    for name, amounts in (("caps", limits), ("orders", units), ("lags", waits)):
        finite_number(f"the least of {name}", amounts.min(), low=0)
    finite_number("the longest of lags", waits.max(), high=MOST_LAG)
    placed = [(k, year, units[k, year]) for k, year in np.argwhere(units > 0).tolist()]
    if len(placed) > MOST_ORDERS:
        raise InvalidInput(f"orders has {len(placed)} orders; at most {MOST_ORDERS} can be read.")

    figure = new_figure(width, 2.0 + LINE * max(len(placed), 6))
    height = LINE * max(len(placed), 6)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(1.25, height))
    _draw_outlays(above, due, limits, start)
    _draw_orders(below, placed, waits, known, start)
    last = max([next(iter(due.values())).size, *(year + waits[k] + 1 for k, year, _ in placed)])
    above.set_xlim(start - 0.6, start + last - 0.4)
    step = 1 if last <= 8 or width > COLUMN * 1.5 else 2
    years = np.arange(start, start + int(last), step)
    below.set_xticks(years, [str(year) for year in years.tolist()])
    for axes in (above, below):
        axes.axvline(start + len(limits) - 0.5, color=INK, linewidth=0.6, linestyle=(0, (1, 2)), zorder=1)
    above.set_title(axis_title("Outlays", unit), loc="left", fontsize=7)
    below.set_title("Orders: units, from order to delivery", loc="left", fontsize=7)
    legend_below(figure, 2 if width < 5 else 3)
    return settle(figure)


def _due(outlays: Mapping[str, ArrayLike], years: int) -> dict[str, Floats]:
    if not isinstance(outlays, Mapping):
        raise InvalidInput(f"outlays is {show(outlays)}; it must map groups to what falls due by year.")
    if not outlays or len(outlays) > len(PALETTE):
        raise InvalidInput(f"outlays holds {len(outlays)} groups; give one to {len(PALETTE)}.")
    due = {name: finite_array(f"outlays[{name!r}]", given, ("years",)) for name, given in outlays.items()}
    lengths = {len(amounts) for amounts in due.values()}
    if len(lengths) > 1 or min(lengths) < years:
        raise InvalidInput(
            f"outlays run over {', '.join(map(str, sorted(lengths)))} years; make them equal, at least the "
            f"{years} of caps."
        )
    for name, amounts in due.items():
        if amounts.min() < 0:
            raise InvalidInput(f"outlays[{name!r}] has {amounts.min():g}; outlays must be at least 0.")
    return due


def _draw_outlays(axes: Axes, due: Mapping[str, Floats], caps: Floats, start: int) -> None:
    """Stack what falls due, pale after the plan, with the caps as steps over the years of the plan."""
    planned = len(caps)
    places = np.arange(start, start + next(iter(due.values())).size)
    floor = np.zeros(places.size)
    for number, (name, amounts) in enumerate(due.items()):
        colour = PALETTE[number]
        axes.bar(
            places[:planned],
            amounts[:planned],
            0.72,
            floor[:planned],
            color=colour,
            label=safe_text(name, 32),
            zorder=2,
        )
        axes.bar(
            places[planned:],
            amounts[planned:],
            0.72,
            floor[planned:],
            color=colour,
            alpha=0.35,
            zorder=2,
        )
        floor += amounts
    axes.hlines(caps, places[:planned] - 0.45, places[:planned] + 0.45, color=INK, linewidth=1.2, label="cap")
    axes.set_ylim(0, 1.12 * max(float(caps.max()), float(floor.max()), 1e-9))
    later = float(floor[planned:].sum())
    if later > 0:
        axes.annotate(
            f"{later:.3g} after the plan",
            (1, 1),
            xycoords="axes fraction",
            ha="right",
            va="top",
            fontsize=SMALL + 1,
        )


def _draw_orders(
    axes: Axes,
    placed: Sequence[tuple[int, int, float]],
    waits: Floats,
    known: Sequence[str],
    start: int,
) -> None:
    """Draw one bar an order, those of an item below one another; units at its end."""
    kinds = list(dict.fromkeys(k for k, _, _ in placed))
    middles = []
    for number, kind in enumerate(kinds):
        rows = [place for place, (k, _, _) in enumerate(placed) if k == kind]
        middles.append((rows[0] + rows[-1]) / 2)
        if number % 2:
            axes.axhspan(rows[0] - 0.5, rows[-1] + 0.5, color="#F2F2F2", zorder=0)
    for place, (kind, year, units) in enumerate(placed):
        first, last = start + year, start + year + waits[kind]
        axes.barh(place, max(last - first, 0.15), 0.5, first, color="#A9B4BD", zorder=2)
        axes.plot([last], [place], marker=">", markersize=2.5, color=INK, zorder=3)
        axes.annotate(
            f"{units:.4g}",
            (last, place),
            (3, -0.2),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
        )
    letters = 22 if axes.figure.get_figwidth() < 5 else 40  # type: ignore[union-attr]
    axes.set_yticks(middles, [safe_text(known[kind], letters) for kind in kinds])
    axes.set_ylim(max(len(placed), 1) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
