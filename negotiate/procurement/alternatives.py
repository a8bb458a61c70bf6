"""The best bundles after the best: the ``k`` best distinct ones, each with what it falls short.

Every bundle with a loss of at most ``γ`` is enumerated (``band.py``), none left out for being beaten
by another; ``γ`` grows until there are ``k`` of them, and then no bundle outside is better than the
last inside. Where that would take too many, the MILP finds one after another: each is cut out by
splitting what is left into boxes (Lawler), and the box with the best bundle gives the next.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of, whole_number
from negotiate.errors import NotApplicable
from negotiate.procurement.band import Band
from negotiate.procurement.conflict import no_bundle
from negotiate.procurement.form import Floats, Form, Whole, standard_form
from negotiate.procurement.linear import Relaxation
from negotiate.procurement.optimal import whole_answer
from negotiate.procurement.parts import Parts, TooManyParts
from negotiate.procurement.problem import DOLLAR, BundleProblem
from negotiate.procurement.search import best_whole_bundle
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["Alternatives", "best_bundles"]

GROWTH = 1.5  # of the loss allowed, from one round to the next
MOST_BY_MILP = 100  # bundles, each of which takes several solves
START = 1e-7  # beside the worth of the catalogue, where the best bundle has no loss


@dataclass(frozen=True, eq=False)
class Alternatives(Solution):
    """The best distinct bundles in whole lots, the best first.

    Attributes
    ----------
    problem : BundleProblem
        What was asked.
    quantities : ndarray, shape (bundles, items)
        Units; ties as in ``optimal_bundle``: the cheapest first, then the one that buys most of the
        first item in the catalogue, and so on.
    values, costs : ndarray, shape (bundles,)
        Value, and cost over the plan in bn USD.
    proof : str
        ``"enumeration"``, or ``"MILP"`` within the solver's tolerances; then ties are in no order.
    complete : bool
        Whether these are all the bundles that keep the limits.
    """

    problem: BundleProblem
    quantities: NDArray[np.int64]
    values: NDArray[np.float64]
    costs: NDArray[np.float64]
    proof: str
    complete: bool
    provenance: Provenance
    concept: str = "best bundles"

    def __len__(self) -> int:
        return len(self.quantities)

    @property
    def shortfalls(self) -> NDArray[np.float64]:
        """By how much each bundle falls short of the best, shape (bundles,)."""
        return np.asarray(self.values[0] - self.values)

    @property
    def least(self) -> NDArray[np.int64]:
        """Least quantity of each item over the bundles: what is in all of them, shape (items,)."""
        return np.asarray(self.quantities.min(axis=0))

    @property
    def most(self) -> NDArray[np.int64]:
        """Largest quantity of each item over the bundles, shape (items,)."""
        return np.asarray(self.quantities.max(axis=0))

    @property
    def in_all(self) -> dict[str, int]:
        """Items that every bundle buys, and how many units at the least."""
        pairs = zip(self.problem.catalogue.names, self.least.tolist(), strict=True)
        return {name: units for name, units in pairs if units}

    def table(self) -> Table:
        """Return one row an item: the best bundle, the least and the most over all."""
        columns: list[Column | str] = ["item", "best", "least of all", "most of all", "in how many"]
        held = (self.quantities > 0).sum(axis=0).tolist()
        cells = (self.quantities[0].tolist(), self.least.tolist(), self.most.tolist(), held)
        rows = list(zip([item.title for item in self.problem.catalogue], *cells, strict=True))
        last = float(self.shortfalls[-1])
        share = f" ({100 * last / self.values[0]:.3g}%)" if self.values[0] > 0 else ""
        notes = [
            f"the {len(self)} best distinct bundles; the last falls short by {last:.3g}{share}; {self.proof}"
        ]
        return Table("Near-optimal alternatives", columns, rows, notes)

    def bundles_table(self) -> Table:
        """Return one row a bundle: value, shortfall, cost, and how it differs from the best."""
        columns: list[Column | str] = [
            "rank",
            Column("value", "capability", 6),
            Column("short of the best", "capability", 8),
            Column("cost", "bn USD", 4),
            "against the best",
        ]
        cells = (self.values.tolist(), self.shortfalls.tolist(), self.costs.tolist(), self._changes)
        rows = list(zip(range(1, len(self) + 1), *cells, strict=True))
        return Table("The best bundles", columns, rows)

    @cached_property
    def _changes(self) -> list[str]:
        titles = [item.title for item in self.problem.catalogue]
        moved = self.quantities - self.quantities[0]
        return [", ".join(f"{row[k]:+d} {titles[k]}" for k in np.flatnonzero(row)) for row in moved]

    def answer(self) -> dict[str, Any]:
        """Return bundles, values, costs, shortfalls, and what is in all."""
        return {
            "items": self.problem.catalogue.names,
            "quantities": self.quantities,
            "values": self.values,
            "costs": self.costs,
            "shortfalls": self.shortfalls,
            "least": self.least,
            "most": self.most,
            "in_all": self.in_all,
            "complete": self.complete,
        }

    def certificate(self) -> dict[str, Any]:
        """Return the proof: limits checked in plain arithmetic, bundles distinct and in order."""
        return {
            "proof": self.proof,
            "violations": sorted({name for row in self.quantities for name in self.problem.violations(row)}),
            "distinct": len(np.unique(self.quantities, axis=0)) == len(self),
            "largest_rise": float(np.diff(self.values).max(initial=0.0)),
        }


def best_bundles(problem: BundleProblem, k: int = 10) -> Alternatives:
    """Find the ``k`` best distinct bundles in whole lots.

    Parameters
    ----------
    problem : BundleProblem
        Catalogue, missions and limits.
    k : int
        From 1 to 10,000; where fewer bundles keep the limits, all of them are given.

    Raises
    ------
    NoBundle
        Where no bundle keeps the limits.

    References
    ----------
    .. [1] E. L. Lawler (1972), Management Science 18(7), 401-405. doi:10.1287/mnsc.18.7.401

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> catalogue = Catalogue([Item("jet", "air", 2.0, 3), Item("drone", "air", 1.0, 4, capability=0.5)])
    >>> problem = BundleProblem(catalogue, [Mission("air", PiecewiseReturns([0], [1.0]))], 5.0, years=1)
    >>> found = best_bundles(problem, 3)
    >>> found.quantities.tolist(), found.shortfalls, found.in_all
    ([[2, 1], [2, 0], [1, 3]], array([0. , 0.5, 1. ]), {'jet': 1})
    """
    instance_of("problem", problem, BundleProblem)
    count = whole_number("k", k, low=1, high=10_000)
    form = standard_form(problem)
    relaxation = Relaxation(form)
    proof = "enumeration"
    try:
        lots = _enumerated(form, relaxation, problem.total, count)
    except TooManyParts:
        if count > MOST_BY_MILP:
            raise NotApplicable(
                f"k={count} bundles take an enumeration too large; ask for at most {MOST_BY_MILP}, which the "
                "MILP finds one by one."
            ) from None
        proof = "MILP"
        found = _one_by_one(form, problem.total)
        lots = np.array([bundle for bundle, _ in zip(found, range(count), strict=False)], dtype=np.int64)
    if not len(lots):
        raise no_bundle(problem, form)
    units = lots * form.lot
    units.setflags(write=False)
    packages = relaxation.packages if proof == "enumeration" else ("cvxpy", "highspy")
    return Alternatives(
        problem=problem,
        quantities=units,
        values=np.array([problem.value(row) for row in units]),
        costs=np.array([problem.cost(row) for row in units]),
        proof=proof,
        complete=len(units) < count,
        provenance=Provenance(problem.digest, {"k": count}, packages=packages),
    )


def _enumerated(form: Form, relaxation: Relaxation, total: float, count: int) -> Whole:
    """Enumerate with rising allowances until there are enough bundles."""
    prices = relaxation.prices(total)
    best = None if prices is None else best_whole_bundle(form, total, prices)
    if prices is None or best is None:
        return np.zeros((0, len(form.cost)), dtype=np.int64)
    band = Band.at(form, prices, total, total)
    widest = best.bound - min(form.value(form.low), form.value(best.lots)) + band.tie
    gamma = max(best.bound - form.value(best.lots), START * form.worth) + band.tie
    while True:
        bundles = band.bundles(min(gamma, widest), alike=True)
        if len(bundles) >= count or gamma >= widest:
            return bundles.lots(_in_order(bundles, band, total)[:count])
        gamma *= GROWTH


def _in_order(bundles: Parts, band: Band, total: float) -> Whole:
    """Order bundles by value, then cost, then what they buy of the first item, and so on."""
    loss = band.keys(bundles) + band.prices.budget * total
    worth = _groups(loss, band.tie)
    cost = _groups(bundles.rows[:, 0], DOLLAR)
    lots = bundles.lots(np.arange(len(bundles)))
    return np.lexsort((*(-lots[:, ::-1].T), cost, worth))


def _groups(numbers: Floats, width: float) -> Whole:
    """Number values in rising order, those closer than ``width`` to the one before alike."""
    order = np.argsort(numbers, kind="stable")
    groups = np.empty(len(numbers), dtype=np.int64)
    groups[order] = np.cumsum(np.append(False, np.diff(numbers[order]) > width))
    return groups


def _one_by_one(form: Form, total: float) -> Iterator[Whole]:
    """Give one bundle after another, the best first, by the MILP over boxes of lots.

    A box waits with the divisible bound; it is solved only when no other promises more.
    """
    waiting: list[tuple[float, int, Form, Whole | None]] = [(-np.inf, 0, form, None)]
    number = 0
    while waiting:
        _, _, box, lots = heapq.heappop(waiting)
        if lots is None:
            found = whole_answer(box, total)
            if found is None:
                continue
            lots = np.rint(found.lots).astype(np.int64)
            number += 1
            heapq.heappush(waiting, (-form.value(lots), number, box, lots))
            continue
        yield lots
        for part in _without(box, lots):
            bound = Relaxation(part).at(total)
            if bound is not None:
                number += 1
                heapq.heappush(waiting, (-bound.value, number, part, None))


def _without(box: Form, lots: Whole) -> Iterator[Form]:
    """Split a box without one of its bundles: alike up to an item, and less or more of that."""
    low, high = box.low.copy(), box.high.copy()
    for item, held in enumerate(lots.tolist()):
        for side, end in ((high, held - 1), (low, held + 1)):
            kept = side[item]
            side[item] = end
            if low[item] <= high[item]:
                yield replace(box, low=low.copy(), high=high.copy())
            side[item] = kept
        low[item] = high[item] = held
