"""What bundles cost and are worth, and a bound on all of them from any prices, in plain floats.

With prices ``λ >= 0`` on the budget and ``μ >= 0`` on the floors no bundle within the limits, whole
or divisible, is worth more than ``λ budget + Σ_c max_q [f_c(q) - charge(q)]``: weak duality. The
maximum is found mission by mission, the cheapest capability first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from negotiate.verify.entry import exact, floats

__all__ = ["DOLLAR", "Catalogue", "Item", "read_catalogue"]

DOLLAR = 1e-9  # bn USD: limits hold to within this much money over the plan
Prices = Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """An item, money in bn USD a unit."""

    name: str
    mission: str
    category: str
    price: float
    unit_capability: float
    us_content: float
    least: int
    most: int
    lot: int


@dataclass(frozen=True)
class Mission:
    """A mission with its returns: ``slopes[j]`` holds from ``breakpoints[j]`` on."""

    name: str
    weight: float
    breakpoints: tuple[float, ...]
    slopes: tuple[float, ...]

    def value(self, added: float) -> float:
        """Return the weighted value of added capability."""
        ends = [*self.breakpoints[1:], math.inf]
        parts = zip(self.breakpoints, ends, self.slopes, strict=True)
        return self.weight * math.fsum(
            slope * (min(added, end) - start) for start, end, slope in parts if added > start
        )

    def worth_buying_to(self, rate: float) -> float:
        """Return how far capability is worth more than a price for it."""
        ends = [*self.breakpoints[1:], math.inf]
        worth = [end for end, slope in zip(ends, self.slopes, strict=True) if self.weight * slope > rate]
        return math.inf if rate <= 0 else max(worth, default=0.0)


@dataclass(frozen=True)
class Catalogue:
    """Items, missions, years and floors."""

    items: tuple[Item, ...]
    missions: tuple[Mission, ...]
    years: int
    floors: Mapping[str, float]

    @cached_property
    def _members(self) -> dict[str, list[int]]:
        return {m.name: [k for k, i in enumerate(self.items) if i.mission == m.name] for m in self.missions}

    def cost(self, units: Sequence[float]) -> float:
        """Return the cost over the plan, bn USD."""
        return math.fsum(item.price * count for item, count in zip(self.items, units, strict=True))

    def added(self, units: Sequence[float]) -> dict[str, float]:
        """Return the capability added to each mission."""
        return {
            name: math.fsum(self.items[k].unit_capability * units[k] for k in members)
            for name, members in self._members.items()
        }

    def value(self, units: Sequence[float]) -> float:
        """Return what a bundle is worth over buying nothing."""
        added = self.added(units)
        return math.fsum(mission.value(added[mission.name]) for mission in self.missions)

    def surplus(self, category: str, units: Sequence[float]) -> float:
        """Return by how much spending on a category exceeds its floor."""
        inside = math.fsum(
            i.price * n for i, n in zip(self.items, units, strict=True) if i.category == category
        )
        return inside - self.floors[category] * self.cost(units)

    def us_origin(self, units: Sequence[float]) -> float:
        """Return the US-origin part of the spending a year."""
        spent = (i.price * i.us_content * n for i, n in zip(self.items, units, strict=True))
        return math.fsum(spent) / self.years

    def violations(self, units: Sequence[float], total: float, *, whole: bool) -> list[str]:
        """Name the limits that a bundle breaks by more than a dollar or a millionth of a lot."""
        broken = []
        for item, count in zip(self.items, units, strict=True):
            if not item.least - 1e-6 * item.lot <= count <= item.most + 1e-6 * item.lot:
                broken.append(f"bounds of {item.name}")
            if whole and count % item.lot:
                broken.append(f"lots of {item.name}")
        broken += [f"floor of {name}" for name in self.floors if self.surplus(name, units) < -DOLLAR]
        return broken + (["budget"] if self.cost(units) > total + DOLLAR else [])

    def bound(self, total: float, prices: Prices) -> float:
        """Return what no bundle within a total budget exceeds, by weak duality at some prices."""
        price, floors = float(exact(prices["budget"])), prices["floors"]
        marks = {name: float(exact(mark)) for name, mark in floors.items()}
        if price < 0 or min(marks.values(), default=0.0) < 0 or set(marks) != set(self.floors):
            raise ValueError("prices must be those of the limits, none negative")
        charges = [
            item.price
            * (
                price
                - math.fsum(
                    mark * ((item.category == name) - self.floors[name]) for name, mark in marks.items()
                )
            )
            for item in self.items
        ]
        tops = (self._top(mission, charges) for mission in self.missions)
        return math.fsum([price * total, *tops])

    def _top(self, mission: Mission, charges: Sequence[float]) -> float:
        """Return the most that a mission is worth over what it is charged."""
        members = self._members[mission.name]
        held = math.fsum(self.items[k].unit_capability * self.items[k].least for k in members)
        paid = math.fsum(charges[k] * self.items[k].least for k in members)
        rates = {k: charges[k] / self.items[k].unit_capability for k in members}
        for k in sorted(members, key=rates.__getitem__):
            room = self.items[k].unit_capability * (self.items[k].most - self.items[k].least)
            more = min(max(mission.worth_buying_to(rates[k]) - held, 0.0), room)
            held, paid = held + more, paid + more * rates[k]
        return mission.value(held) - paid


def read_catalogue(record: Mapping[str, Any]) -> Catalogue:
    """Read a problem of kind ``"catalogue"``: returns must diminish, prices be positive."""
    items = tuple(_item(entry) for entry in record["items"])
    missions = tuple(_mission(entry) for entry in record["missions"])
    names = {mission.name for mission in missions}
    if len({item.name for item in items}) < len(items) or len(names) < len(missions):
        raise ValueError("items and missions need names of their own")
    if not {item.mission for item in items} <= names:
        raise ValueError("an item serves a mission that is not there")
    floors = {str(name): float(exact(share)) for name, share in record["floors"].items()}
    years = record["years"]
    if type(years) is not int or years < 1:
        raise ValueError("years must be a whole number from 1 on")
    return Catalogue(items, missions, years, floors)


def _mission(entry: Mapping[str, Any]) -> Mission:
    ends, steep, weight = floats(entry["breakpoints"]), floats(entry["slopes"]), float(exact(entry["weight"]))
    rises = sorted(set(ends)) == ends and ends[0] == 0
    diminishes = sorted(steep, reverse=True) == steep and steep[-1] >= 0
    if not rises or not diminishes or weight <= 0:
        raise ValueError("returns must start at 0, rise and diminish")
    return Mission(str(entry["name"]), weight, tuple(ends), tuple(steep))


def _item(entry: Mapping[str, Any]) -> Item:
    price, capability, content = floats([entry[key] for key in ("price", "unit_capability", "us_content")])
    least, most, lot = (entry[key] for key in ("least", "most", "lot"))
    if min(price, capability) <= 0 or any(type(count) is not int for count in (least, most, lot)) or lot < 1:
        raise ValueError("an item needs a price and a capability above 0, and whole quantities")
    names = [str(entry[key]) for key in ("name", "mission", "category")]
    return Item(names[0], names[1], names[2], price, capability, content, least, most, lot)
