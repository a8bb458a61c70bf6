"""``V(B)`` in whole lots over an interval: the budgets at which it rises, what to, and with which bundle.

Between its steps ``V`` is level. On a band of budgets the enumeration yields every bundle with a
loss of at most ``γ``; the running maximum of their values by cost is ``V`` wherever the loss of the
best, largest just before the next step, is at most ``γ``. So no step is missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import finite_number, instance_of, whole_number
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.procurement.band import Band
from negotiate.procurement.form import Floats, Whole
from negotiate.procurement.parts import TooManyParts
from negotiate.procurement.plan import Plan
from negotiate.procurement.problem import DOLLAR
from negotiate.procurement.search import GROWTH, START, Sweep
from negotiate.procurement.value import CatalogueValue
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["ValueSteps", "value_steps"]

NARROWEST = 1e-7  # share of the interval below which no band is halved


@dataclass(frozen=True, eq=False)
class ValueSteps(Solution):
    """``V`` as a step function on an interval, complete; also a value function there.

    Attributes
    ----------
    source : CatalogueValue
        The value function whose steps these are.
    low, high : float
        The interval, bn USD/yr.
    budgets : ndarray, shape (steps,)
        ``low``, then every budget in the interval at which ``V`` rises, bn USD/yr, to within a dollar.
    values : ndarray, shape (steps,)
        ``V`` from each budget up to the next; rising.
    quantities : ndarray, shape (steps, items)
        Units of the bundle behind each value.
    """

    source: CatalogueValue
    low: float
    high: float
    budgets: NDArray[np.float64]
    values: NDArray[np.float64]
    quantities: NDArray[np.int64]
    provenance: Provenance
    concept: str = "value steps"

    def __len__(self) -> int:
        return len(self.budgets)

    def __call__(self, extra: float) -> float:
        """Return ``V`` at a budget of the interval, bn USD/yr."""
        return float(self.values[self._step(extra)])

    def relaxed(self, extra: float) -> float:
        """Return the value if items were divisible."""
        return self.source.relaxed(extra)

    def slope(self, extra: float) -> tuple[float, float]:
        """Return the left and the right slope of the divisible value, per bn USD/yr."""
        return self.source.slope(extra)

    def plan(self, extra: float) -> Plan:
        """Return the bundle behind the value at a budget of the interval."""
        self._step(extra)
        return self.source.plan(extra)

    @property
    def reach(self) -> float:
        """Budget of the last step, bn USD/yr: in this interval more gains nothing."""
        return float(self.budgets[-1])

    @property
    def rises(self) -> NDArray[np.float64]:
        """What each step adds to the value; 0 for the first, which is where the interval begins."""
        return np.append(0.0, np.diff(self.values))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the value function and the interval."""
        return digest({"value": self.source.digest, "low": self.low, "high": self.high})

    def _step(self, extra: float) -> int:
        budget = finite_number("extra", extra, low=0, unit="bn USD/yr")
        if not self.low <= budget <= self.high:
            raise InvalidInput(
                f"extra={budget:g} bn USD/yr is outside the steps, which run from {self.low:g} to "
                f"{self.high:g}; work them out for a wider interval."
            )
        room = DOLLAR / self.source.problem.years
        return max(int(np.searchsorted(self.budgets, budget + room, side="right")) - 1, 0)

    def table(self) -> Table:
        """Return one row a step, with what changes in the bundle."""
        columns: list[Column | str] = [
            Column("budget", "bn USD/yr", 4),
            Column("value", "capability", 6),
            Column("rise", "capability", 6),
            "what changes",
        ]
        changes = ["", *(self._change(step) for step in range(1, len(self)))]
        rows = zip(self.budgets.tolist(), self.values.tolist(), self.rises.tolist(), changes, strict=True)
        note = f"every step from {self.low:g} to {self.high:g} bn USD/yr, proven by enumeration"
        return Table("Value in whole lots, step by step", columns, list(rows), [note])

    def _change(self, step: int) -> str:
        moved = self.quantities[step] - self.quantities[step - 1]
        titles = [item.title for item in self.source.problem.catalogue]
        return ", ".join(f"{moved[k]:+d} {titles[k]}" for k in np.flatnonzero(moved))

    def answer(self) -> dict[str, Any]:
        """Return interval, budgets, values and bundles."""
        return {
            "low": self.low,
            "high": self.high,
            "budgets": self.budgets,
            "values": self.values,
            "items": self.source.problem.catalogue.names,
            "quantities": self.quantities,
        }

    def certificate(self) -> dict[str, Any]:
        """Return what must hold: each bundle affordable, values rising and under the divisible ones."""
        problem, years = self.source.problem, self.source.problem.years
        costs = np.array([problem.cost(units) for units in self.quantities])
        divisible = self.source.relaxation.values(self.budgets * years)
        return {
            "proof": "enumeration",
            "least_rise": float(np.diff(self.values).min()) if len(self) > 1 else 0.0,
            "largest_overspending": float((costs - self.budgets * years).max()),
            "least_gap": float((divisible - self.values).min()),
        }


def value_steps(value: CatalogueValue, low: float, high: float, *, most: int = 5_000) -> ValueSteps:
    """Work out every step of ``V`` over an interval of budgets.

    Parameters
    ----------
    value : CatalogueValue
        ``V``.
    low, high : float
        The interval, bn USD/yr.
    most : int
        Steps that may be listed; a catalogue of 25 items has thousands for each bn USD/yr.

    Raises
    ------
    InvalidInput
        For an interval that is empty.
    NotApplicable
        Where there are more steps than ``most``, with an estimate of how many, or where the
        enumeration would be too large.
    NoBundle
        Where no bundle fits ``low``.

    Examples
    --------
    >>> from negotiate.procurement import BundleProblem, Catalogue, Item, Mission, PiecewiseReturns
    >>> catalogue = Catalogue([Item("jet", "air", 2.0, 3), Item("drone", "air", 1.0, 2, capability=0.5)])
    >>> value = CatalogueValue(BundleProblem(catalogue, [Mission("air", PiecewiseReturns([0], [1]))], 5, 1))
    >>> steps = value_steps(value, 0.0, 4.5)
    >>> steps.budgets, steps.values
    (array([0., 1., 2., 3., 4.]), array([0. , 0.5, 2. , 2.5, 4. ]))
    """
    instance_of("value", value, CatalogueValue)
    start = finite_number("low", low, low=0, unit="bn USD/yr")
    end = finite_number("high", high, low=0, unit="bn USD/yr")
    limit = whole_number("most", most, low=1, high=1_000_000)
    if end < start:
        raise InvalidInput(f"low={start:g} is above high={end:g}; swap them.")
    value(start)  # says why where no bundle fits
    years = value.problem.years
    totals, lots = _swept(value, start * years, end * years, limit)
    units = lots * value.form.lot
    units.setflags(write=False)
    return ValueSteps(
        value,
        start,
        end,
        np.minimum(np.append(start, totals[1:] / years), end),
        np.array([value.problem.value(row) for row in units]),
        units,
        Provenance(value.digest, {"low": start, "high": end}, packages=value.relaxation.packages),
    )


def _swept(value: CatalogueValue, low: float, high: float, limit: int) -> tuple[Floats, Whole]:
    """Take band after band from ``low`` to ``high``."""
    sweep = Sweep(value.form, value.relaxation)
    narrowest = max(NARROWEST * (high - low), DOLLAR)
    totals, lots = np.zeros(0), np.zeros((0, len(value.form.cost)), dtype=np.int64)
    at, width = low, max(high - low, 0.0)
    while True:
        try:
            band = sweep.narrowed(at, min(at + width, high), narrowest)
            width = band.high - band.low
            costs, bundles = _stairs(sweep, band)
        except TooManyParts:
            width /= 2
            if width < narrowest:
                raise NotApplicable(
                    f"the steps of V around {at / value.problem.years:.4g} bn USD/yr take an enumeration too "
                    "large; ask for V at chosen budgets, or use larger lots."
                ) from None
            continue
        repeated = len(lots) > 0 and bool((bundles[0] == lots[-1]).all())
        totals = np.concatenate([totals, costs[int(repeated) :]])
        lots = np.concatenate([lots, bundles[int(repeated) :]])
        if len(totals) > limit:
            _refuse(len(totals) * (high - low) / (band.high - low), limit)
        if band.high >= high:
            return totals, lots
        at, width = band.high, 2 * width


def _refuse(estimate: float, limit: int) -> None:
    raise NotApplicable(
        f"V has about {float(f'{estimate:.2g}'):.0f} steps on this interval, more than most={limit}; take a "
        "shorter interval, raise most, or ask for V at chosen budgets."
    )


def _stairs(sweep: Sweep, band: Band) -> tuple[Floats, Whole]:
    """Return the budgets of a band, its first and those at which ``V`` rises, and the bundles there."""
    form = sweep.form
    ends = np.array([band.low, band.high])
    widest = float(band.bounds(ends)[1]) - form.value(form.low) + band.tie
    gamma = sweep.excess(band) + max(sweep.allowed or 0.0, START * widest)
    while True:
        gamma = min(gamma, widest)
        bundles = band.bundles(gamma)
        costs, worst = _rises(band, bundles.rows[:, 0], band.keys(bundles))
        if worst <= gamma or gamma == widest:
            break
        gamma *= GROWTH
    picked = [lots for lots in band.picked(bundles, costs, np.inf) if lots is not None]
    found = np.array(picked, dtype=np.int64).reshape(len(picked), len(form.cost))
    gaps = sweep.relaxation.values(costs) - np.array([form.value(lots) for lots in found])
    sweep.learn(float(gaps.max()), band)
    return costs, found


def _rises(band: Band, cost: Floats, key: Floats) -> tuple[Floats, float]:
    """Return where the running minimum of keys falls, and the largest loss that it leaves."""
    first = int(np.searchsorted(cost, band.low + DOLLAR, side="right"))
    if not first:
        return np.array([band.low]), np.inf
    run = np.minimum.accumulate(np.append(key[:first].min(), key[first:]))
    steps = np.flatnonzero(run[1:] < run[:-1] - band.tie)
    steps = steps[np.append(np.diff(cost[first:][steps]) > DOLLAR, True)[: len(steps)]]
    starts = np.append(band.low, cost[first:][steps])
    best = np.append(run[0], run[1:][steps])
    ends = np.append(starts[1:], band.high)
    return starts, float((best + band.prices.budget * ends).max())
