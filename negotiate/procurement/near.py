"""What near-optimal bundles have in common: the least and the most of each item among them.

A bundle is near-optimal when it is worth at least ``1 − within`` of the best. For one item at a
fixed number of lots the best value is bounded by the divisible problem, concave in that number, so
that bisection finds the numbers that are possible at all; from the outermost inwards each is then
tried in whole lots, until one holds a near-optimal bundle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import finite_number, instance_of
from negotiate.procurement.band import TIE, Band
from negotiate.procurement.form import Form
from negotiate.procurement.linear import Relaxation
from negotiate.procurement.optimal import whole_answer
from negotiate.procurement.parts import TooManyParts
from negotiate.procurement.plan import Plan
from negotiate.procurement.problem import BundleProblem
from negotiate.procurement.search import FEW_PARTS
from negotiate.procurement.value import CatalogueValue
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["NearOptimal", "near_optimal"]


@dataclass(frozen=True, eq=False)
class NearOptimal(Solution):
    """The range of each item over all bundles worth nearly as much as the best.

    Attributes
    ----------
    plan : Plan
        The best plan.
    within : float
        Share of the best value that a bundle may fall short by.
    least, most : ndarray, shape (items,)
        Least and largest quantity over all near-optimal bundles; each is attained, though not all at
        once, and not every quantity between need be.
    """

    plan: Plan
    within: float
    least: NDArray[np.int64]
    most: NDArray[np.int64]
    provenance: Provenance
    concept: str = "near-optimal range"

    @property
    def in_all(self) -> dict[str, int]:
        """Items that every near-optimal bundle buys, and how many units at the least."""
        pairs = zip(self.plan.problem.catalogue.names, self.least.tolist(), strict=True)
        return {name: units for name, units in pairs if units}

    @property
    def in_none(self) -> tuple[str, ...]:
        """Items that no near-optimal bundle buys."""
        pairs = zip(self.plan.problem.catalogue.names, self.most.tolist(), strict=True)
        return tuple(name for name, units in pairs if not units)

    def table(self) -> Table:
        """Return one row an item: in the best plan, the least and the most."""
        columns: list[Column | str] = ["item", "best", "least", "most", "on offer"]
        items = tuple(self.plan.problem.catalogue)
        cells = (self.plan.quantities.tolist(), self.least.tolist(), self.most.tolist())
        rows = list(zip([item.title for item in items], *cells, [i.most for i in items], strict=True))
        share = f"all bundles worth at least {100 * (1 - self.within):g}% of the best, {self.plan.value:.6f}"
        return Table("Range over near-optimal bundles", columns, rows, [share])

    def answer(self) -> dict[str, Any]:
        """Return ranges, and what is in all and in none."""
        names = self.plan.problem.catalogue.names
        ranges = zip(self.least.tolist(), self.most.tolist(), strict=True)
        return {
            "within": self.within,
            "ranges": {name: list(ends) for name, ends in zip(names, ranges, strict=True)},
            "in_all": self.in_all,
            "in_none": self.in_none,
        }

    def certificate(self) -> dict[str, Any]:
        """Return the best value, its proof, and the least value that counts."""
        best = self.plan.value
        return {"value": best, "proof": self.plan.proof, "least_value": (1 - self.within) * best}


def near_optimal(problem: BundleProblem, within: float = 0.01) -> NearOptimal:
    """Find the least and the most of each item over all bundles worth nearly as much as the best.

    Parameters
    ----------
    problem : BundleProblem
        Catalogue, missions and limits.
    within : float
        Share of the best value that a bundle may fall short by, from 0 to below 1.

    Returns
    -------
    NearOptimal
        Exact; where an enumeration would be too large the MILP decides, within its tolerances.

    Raises
    ------
    NoBundle
        Where no bundle keeps the limits.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> catalogue = Catalogue([Item("jet", "air", 2.0, 3), Item("drone", "air", 1.0, 4, capability=0.5)])
    >>> problem = BundleProblem(catalogue, [Mission("air", PiecewiseReturns([0], [1.0]))], 5.0, years=1)
    >>> found = near_optimal(problem, 0.2)
    >>> found.least, found.most
    (array([2, 0]), array([2, 1]))
    """
    instance_of("problem", problem, BundleProblem)
    share = finite_number("within", within, low=0, high=0.99)
    value = CatalogueValue(problem)
    plan = value.plan(problem.budget)
    form = value.form
    reach = _Reach(form, problem.total, (1 - share) * plan.value)
    best = (plan.quantities // form.lot).astype(np.int64).tolist()
    items = range(len(best))
    least = np.array([reach.furthest(k, best[k], int(form.low[k])) for k in items]) * form.lot
    most = np.array([reach.furthest(k, best[k], int(form.high[k])) for k in items]) * form.lot
    for ends in (least, most):
        ends.setflags(write=False)
    packages = plan.provenance.packages
    return NearOptimal(
        plan, share, least, most, Provenance(problem.digest, {"within": share}, packages=packages)
    )


@dataclass(frozen=True, eq=False)
class _Reach:
    """Whether bundles worth at least ``enough`` can hold so many lots of an item."""

    form: Form
    total: float
    enough: float

    def furthest(self, item: int, best: int, end: int) -> int:
        """Return the number of lots furthest from ``best`` towards ``end`` that a bundle can hold."""
        step = 1 if end >= best else -1
        outermost = _last(lambda far: self._divisible(item, best + step * far), abs(end - best))
        for far in range(outermost, 0, -1):
            if self._whole(item, best + step * far):
                return best + step * far
        return best

    def _fixed(self, item: int, lots: int) -> Form:
        low, high = self.form.low.copy(), self.form.high.copy()
        low[item] = high[item] = lots
        return replace(self.form, low=low, high=high)

    def _divisible(self, item: int, lots: int) -> bool:
        found = Relaxation(self._fixed(item, lots)).at(self.total)
        return found is not None and found.value >= self.enough - self._tie

    def _whole(self, item: int, lots: int) -> bool:
        form = self._fixed(item, lots)
        prices = Relaxation(form).prices(self.total)
        if prices is None:
            return False
        band, total = Band.at(form, prices, self.total, self.total), np.array([self.total])
        allowed = float(band.bounds(total)[0]) - self.enough + self._tie
        try:
            if band.best(total, allowed, FEW_PARTS)[0] is not None:
                return True
            return band.best(total, allowed)[0] is not None
        except TooManyParts:
            answer = whole_answer(form, self.total)
            return answer is not None and form.value(np.rint(answer.lots)) >= self.enough - self._tie

    @property
    def _tie(self) -> float:
        return TIE * (self.form.worth or 1.0)


def _last(holds: Callable[[int], bool], end: int) -> int:
    """Return the last of 0, …, ``end`` for which something holds that holds up to there."""
    low, high = 0, end
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low
