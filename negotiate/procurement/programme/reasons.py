"""Why a programme stops where it does: the limits that one more lot would break.

An item's reason is found by trying: one lot more in each year in turn in which it would be worth
something, checked in plain arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from negotiate.procurement.catalogue import Item
from negotiate.procurement.problem import DOLLAR
from negotiate.procurement.programme.trim import NOISE

if TYPE_CHECKING:
    from negotiate.procurement.programme.problem import ProgrammeProblem

__all__ = ["binding_limits", "reasons"]

Floats = NDArray[np.float64]
Orders = Floats | NDArray[np.int64]

ROOM = 1e-6  # of a divisible programme: less counts as none


def binding_limits(
    problem: ProgrammeProblem, orders: Orders, *, relaxed: bool, outlays: Floats
) -> tuple[str, ...]:
    """Return the limits that stop another lot of some item; where divisible, those without room."""
    if relaxed:
        rooms = problem.rooms(orders, whole=False)
        rooms |= dict(zip(problem.cap_names, (problem.headroom - outlays).tolist(), strict=True))
        return tuple(name for name, room in rooms.items() if room <= ROOM)
    found: dict[str, None] = {}
    for item in range(len(problem.catalogue)):
        found |= dict.fromkeys(_blockers(problem, orders, item) or ())
    order = list(problem.rooms(orders))
    return tuple(sorted(found, key=lambda name: order.index(name) if name in order else len(order)))


def reasons(
    problem: ProgrammeProblem, orders: Orders, *, relaxed: bool, binding: Sequence[str]
) -> tuple[str, ...]:
    """Return for each item why no more of it is ordered."""
    if relaxed:
        own = ("most of ", "least of ", "most a year of ")
        shared = [name for name in binding if not name.startswith(own)]
        yearly = [f"most a year of {item.name}" for item in problem.catalogue]
        return tuple(
            "all that is on offer"
            if f"most of {item.name}" in binding
            else _binding([*shared, name] if name in binding else shared)
            for item, name in zip(problem.catalogue, yearly, strict=True)
        )
    return tuple(_reason(problem, orders, k, item) for k, item in enumerate(problem.catalogue))


def _reason(problem: ProgrammeProblem, orders: Orders, place: int, item: Item) -> str:
    if orders[place].sum() >= item.most:
        return "all that is on offer"
    if not _affordable(problem, place, item):
        lot = problem.contract_values(_alone(problem, place, 0, item))[place, 0]
        return f"beyond the caps: the smallest order costs {lot:.3g} bn USD"
    blockers = _blockers(problem, orders, place)
    if blockers:
        needs = [name for name in blockers if name.startswith(f"{item.name} needs ")]
        return needs[0].removeprefix(f"{item.name} ") if needs else _binding(blockers)
    if not _useful_years(problem, orders, place):
        return "more would add nothing"
    return "room left: the programme is not proven optimal"


def _binding(names: Sequence[str]) -> str:
    """Write limits as text; caps of many years as a span."""
    caps = [re.sub(r"^outlay cap ", "", name) for name in names if name.startswith("outlay cap ")]
    rest = [name for name in names if not name.startswith("outlay cap ")]
    if len(caps) > 2 and int(caps[-1]) - int(caps[0]) == len(caps) - 1:
        shown = [f"outlay caps {caps[0]} to {caps[-1]}"]
    else:
        shown = [f"outlay cap {year}" for year in caps]
    return f"binding: {', '.join([*shown, *rest])}" if names else "more would add nothing"


def _step(orders: Orders, place: int, year: int, item: Item) -> int:
    """Return the units that make one order more: a lot, or the smallest order where there is none."""
    return item.lot if orders[place, year] > 0 else max(item.lot, item.contract.minimum)


def _alone(problem: ProgrammeProblem, place: int, year: int, item: Item) -> Floats:
    orders = np.zeros((len(problem.catalogue), problem.years))
    orders[place, year] = max(item.lot, item.contract.minimum)
    return orders


def _affordable(problem: ProgrammeProblem, place: int, item: Item) -> bool:
    return any(
        (problem.outlays(_alone(problem, place, year, item)) <= problem.headroom + DOLLAR).all()
        for year in range(problem.years)
    )


def _more(problem: ProgrammeProblem, orders: Orders, place: int, year: int) -> Floats:
    """Return the orders with one more of an item in a year."""
    more = np.array(orders, dtype=np.float64)
    more[place, year] += _step(orders, place, year, problem.catalogue[place])
    return more


def _useful_years(problem: ProgrammeProblem, orders: Orders, place: int) -> list[int]:
    """Return the years in which one more order of an item would add value; limits aside."""
    worth = problem.value(orders)
    least = worth + NOISE * max(1.0, abs(worth))
    return [y for y in range(problem.years) if problem.value(_more(problem, orders, place, y)) > least]


def _blockers(problem: ProgrammeProblem, orders: Orders, place: int) -> tuple[str, ...] | None:
    """Return the limits that stop one more order in the years where the fewest do; None where none does.

    Years in which it would add nothing are looked at only where there are no others.
    """
    fewest = []
    for year in _useful_years(problem, orders, place) or range(problem.years):
        broken = problem.violations(_more(problem, orders, place, year))
        if not broken:
            return None
        fewest.append(broken)
    least = min(len(broken) for broken in fewest)
    kept: dict[str, None] = {}
    for broken in fewest:
        if len(broken) == least:
            kept |= dict.fromkeys(broken)
    return tuple(kept)
