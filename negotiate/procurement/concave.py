"""The divisible value at every budget: a concave, piecewise linear function, kept by its kinks.

Without floors it needs no solver. A mission buys its cheapest capability first, so that its value
is concave and piecewise linear in the money it is given; the budget goes to the missions' pieces
in the order of their slopes. With floors the kinks are traced: two tangents meet at a budget, and
either the value there lies on them, and it is a kink, or a steeper search begins on either side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from negotiate.errors import NotApplicable
from negotiate.procurement.form import Floats, Form
from negotiate.procurement.problem import DOLLAR

__all__ = ["ConcaveValue", "merged_value", "traced_value"]

SAME_SLOPE = 1e-12  # relative; pieces whose slopes are closer are one
MOST_KINKS = 20_000

Tangent = tuple[float, float, float]  # total, value there, slope there


@dataclass(frozen=True, eq=False)
class ConcaveValue:
    """A concave function of the total budget: ``values`` at ``totals``, level beyond the last."""

    totals: Floats  # bn USD over the plan, rising; the first is the least that allows a bundle
    values: Floats
    slopes: Floats  # to the right of each total, falling; the last is 0

    def __call__(self, totals: Floats) -> Floats:
        """Return the value at each total; NaN where no bundle fits."""
        fits = totals >= self.totals[0] - DOLLAR
        return np.where(fits, np.interp(totals, self.totals, self.values), np.nan)

    def sides(self, totals: Floats) -> Floats:
        """Return left and right slopes, shape (totals, 2).

        A kink within a dollar counts as met. At the least total the right slope stands for both.
        """
        last = len(self.totals) - 1
        right = np.searchsorted(self.totals, totals + DOLLAR, side="right") - 1
        left = np.searchsorted(self.totals, totals - DOLLAR, side="left") - 1
        return np.stack([self.slopes[np.clip(side, 0, last)] for side in (left, right)], axis=-1)


def merged_value(form: Form) -> ConcaveValue:
    """Work out the divisible value of a form without floors, by merging its missions' pieces."""
    pieces = [_pieces(form, mission) for mission in range(len(form.curves))]
    slopes, widths = (np.concatenate(column) for column in zip(*pieces, strict=True))
    order = np.argsort(-slopes, kind="stable")
    slopes, widths = slopes[order], widths[order]
    useful = (slopes > 0) & (widths > 0)
    totals = form.cost @ form.low + np.append(0.0, np.cumsum(widths[useful]))
    values = form.value(form.low) + np.append(0.0, np.cumsum((slopes * widths)[useful]))
    return _simplified(totals, values, np.append(slopes[useful], 0.0))


def _pieces(form: Form, mission: int) -> tuple[Floats, Floats]:
    """Return slopes and widths, in money, of a mission's value above its least quantities."""
    members, curve = form.members(mission), form.curves[mission]
    price = form.cost[members] / form.capability[members]
    members = members[np.argsort(price, kind="stable")]
    room = (form.high - form.low)[members] * form.capability[members]
    held = float(form.capability[members] @ form.low[members])
    bought_out = held + np.append(0.0, np.cumsum(room))
    inside = (curve.ends > held) & (curve.ends < bought_out[-1])
    points = np.sort(np.concatenate([bought_out, curve.ends[inside]]))
    middle = (points[1:] + points[:-1]) / 2
    seller = np.clip(np.searchsorted(bought_out, middle, side="right") - 1, 0, max(len(members) - 1, 0))
    segment = np.searchsorted(curve.ends, middle, side="right") - 1
    segment = np.clip(segment, 0, len(curve.slopes) - 1)
    if not len(members) or not len(curve.slopes):
        return np.zeros(0), np.zeros(0)
    paid = np.sort(price, kind="stable")[seller]
    return curve.slopes[segment] / paid, np.diff(points) * paid


def traced_value(tangent: Callable[[float], Tangent], least: float, most: float) -> ConcaveValue:
    """Trace a concave function from the tangents that ``tangent`` gives, between two totals."""
    ends = tangent(least), tangent(most)
    flat = 1e-12 * max(abs(ends[0][1]), abs(ends[1][1]))
    pieces, open_sides = [(ends[1][0], ends[1][1], 0.0)], [ends]
    while open_sides:
        if len(pieces) + len(open_sides) > MOST_KINKS:
            raise NotApplicable(f"the divisible value has more than {MOST_KINKS} kinks; use fewer segments.")
        (a, va, sa), (b, vb, sb) = low, high = open_sides.pop()
        if b - a <= 2 * DOLLAR or sa - sb <= SAME_SLOPE * abs(sa):
            pieces.append(low)
            continue
        meet = min(max((vb - va + sa * a - sb * b) / (sa - sb), a), b)
        here = tangent(meet)
        if va + sa * (meet - a) - here[1] > flat and a + DOLLAR < meet < b - DOLLAR:
            open_sides += [(low, here), (here, high)]
        else:
            pieces += [low, (meet, here[1], sb)]
    pieces.sort()
    totals, values, slopes = (np.array(column) for column in zip(*pieces, strict=True))
    slopes = np.minimum.accumulate(slopes)  # a tangent at a kink may be steeper than what follows
    apart = np.append(np.diff(totals) > DOLLAR, True)
    return _simplified(totals[apart], values[apart], slopes[apart])


def _simplified(totals: Floats, values: Floats, slopes: Floats) -> ConcaveValue:
    """Join neighbouring pieces whose slopes agree, and drop those that add nothing at the end."""
    useful = np.flatnonzero(slopes > SAME_SLOPE * slopes.max(initial=0.0))
    count = int(useful[-1]) + 2 if len(useful) else 1
    totals, values, slopes = totals[:count], values[:count], np.append(slopes[: count - 1], 0.0)
    new = np.append(True, np.abs(np.diff(slopes)) > SAME_SLOPE * np.abs(slopes[:-1]))
    new[-1] = True
    return ConcaveValue(totals[new], values[new], slopes[new])
