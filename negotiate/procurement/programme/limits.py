"""The limits of a programme in plain arithmetic: the room that orders leave under each, by name.

A limit is kept where its room is not below 0. Room is in bn USD for money and capability and in
units for quantities; an exclusion has room for one item less those ordered.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from negotiate.procurement.links import Excludes, Family, Requires, Synergy

if TYPE_CHECKING:
    from negotiate.procurement.programme.problem import ProgrammeProblem

__all__ = ["limit_rooms"]

Floats = NDArray[np.float64]


def limit_rooms(problem: ProgrammeProblem, orders: Floats, *, whole: bool = True) -> dict[str, float]:
    """Return the room under every limit; with ``whole``, those on whole orders too."""
    rooms = _money(problem, orders) | _capability(problem, orders) | _quantities(problem, orders)
    for link in problem.catalogue.links:
        if isinstance(link, Requires) and link.ratio is not None:
            needs, item = (_held(problem, orders, name) for name in (link.needs, link.item))
            rooms[link.name] = float((needs - link.ratio * item).min())
        elif isinstance(link, Family):
            rooms |= _family(problem, orders, link)
    return rooms | _whole(problem, orders) if whole else rooms


def _held(problem: ProgrammeProblem, orders: Floats, name: str) -> Floats:
    """Return the units of an item ordered by the end of each year."""
    held: Floats = np.cumsum(orders[problem.place(name)])
    return held


def _money(problem: ProgrammeProblem, orders: Floats) -> dict[str, float]:
    rooms = dict(zip(problem.cap_names, (problem.headroom - problem.outlays(orders)).tolist(), strict=True))
    if problem.deferred_cap is not None:
        rooms["deferred cap"] = problem.deferred_cap - problem.deferred(orders)
    value = problem.contract_values(orders).sum(axis=1)
    total = math.fsum(value)
    for category, share in problem.floors.items():
        rooms[f"floor of {category}"] = _spent(problem, value, category) - share * total
    for category, share in problem.ceilings.items():
        rooms[f"ceiling of {category}"] = share * total - _spent(problem, value, category)
    if problem.domestic_share:
        home = math.fsum((1 - i.us_content) * v for i, v in zip(problem.catalogue, value, strict=True))
        rooms["domestic share"] = home - problem.domestic_share * total
    return rooms


def _spent(problem: ProgrammeProblem, value: Floats, category: str) -> float:
    return math.fsum(v for i, v in zip(problem.catalogue, value, strict=True) if i.category == category)


def _capability(problem: ProgrammeProblem, orders: Floats) -> dict[str, float]:
    rooms: dict[str, float] = {}
    links = problem.catalogue.links
    redundant = {k.mission for k in links if isinstance(k, Synergy) and k.bonus < 0}
    for mission in redundant:
        place = problem.mission_names.index(mission)
        rooms[f"capability of {mission}"] = min(held[place] for held in problem.capabilities(orders))
    for mission, least in problem.mission_floors.items():
        held = problem.capabilities(orders)[-1][problem.mission_names.index(mission)]
        rooms[f"capability floor of {mission}"] = held - least
    return rooms


def _quantities(problem: ProgrammeProblem, orders: Floats) -> dict[str, float]:
    rooms = {}
    for item, units in zip(problem.catalogue, orders.sum(axis=1).tolist(), strict=True):
        rooms[f"most of {item.name}"] = item.most - units
        if item.least:
            rooms[f"least of {item.name}"] = units - item.least
    for row, item in zip(orders, problem.catalogue, strict=True):
        if item.contract.most_a_year is not None:
            rooms[f"most a year of {item.name}"] = item.contract.most_a_year - float(row.max())
    return rooms


def _family(problem: ProgrammeProblem, orders: Floats, family: Family) -> dict[str, float]:
    units = math.fsum(orders[problem.place(name)].sum() for name in family.items)
    rooms = {}
    if family.most is not None:
        rooms[f"most of family {family.name}"] = family.most - units
    if family.least is not None:
        rooms[f"least of family {family.name}"] = units - family.least
    return rooms


def _whole(problem: ProgrammeProblem, orders: Floats) -> dict[str, float]:
    """Return the room under limits that only whole orders can be held to."""
    rooms: dict[str, float] = {}
    for row, item in zip(orders, problem.catalogue, strict=True):
        if (row % item.lot).any():
            rooms[f"lots of {item.name}"] = -float(item.lot)
        if item.contract.minimum > item.lot and row.any():
            rooms[f"smallest order of {item.name}"] = float(row[row > 0].min()) - item.contract.minimum
    return rooms | _kinds(problem, orders)


def _kinds(problem: ProgrammeProblem, orders: Floats) -> dict[str, float]:
    rooms: dict[str, float] = {}
    bought = {name: bool(orders[k].any()) for k, name in enumerate(problem.catalogue.names)}
    for link in problem.catalogue.links:
        if isinstance(link, Excludes):
            rooms[link.name] = 1.0 - bought[link.first] - bought[link.second]
        elif isinstance(link, Family) and link.most_kinds is not None:
            rooms[f"kinds of family {link.name}"] = link.most_kinds - float(
                sum(bought[k] for k in link.items)
            )
        elif isinstance(link, Requires) and link.ratio is None:
            lot = problem.catalogue[link.needs].lot
            started = _held(problem, orders, link.item) > 0
            rooms[link.name] = float((_held(problem, orders, link.needs) - lot * started).min())
    return rooms
