"""Links between items as rows of a linear form."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from negotiate.procurement.links import Excludes, Family, Requires, Synergy
from negotiate.procurement.programme.builder import Builder, Places, Terms
from negotiate.procurement.programme.problem import ProgrammeProblem

__all__ = ["Ordered", "add_links", "synergy_terms"]


@dataclass(eq=False)
class Ordered:
    """The columns of the orders, and of whether an item is bought in the first so many years."""

    places: Places  # shape (items, years)
    totals: Places  # shape (items,)
    lot: NDArray[np.float64]
    bought: dict[tuple[int, int], int] = field(default_factory=dict)

    def units(self, item: int, years: int) -> Terms:
        """Return the units of an item ordered in the first years."""
        if years == self.places.shape[1]:
            return Terms(self.totals[item], self.lot[item])
        return Terms(self.places[item, :years], self.lot[item])


def add_links(builder: Builder, problem: ProgrammeProblem, ordered: Ordered) -> None:
    """Add the rows of every link but synergies."""
    for link in problem.catalogue.links:
        if isinstance(link, Requires):
            _requires(builder, problem, ordered, link)
        elif isinstance(link, Excludes):
            either = [_bought(builder, problem, ordered, name, problem.years) for name in link.items]
            builder.rows(link.name, Terms(either, 1.0), upper=1.0)
        elif isinstance(link, Family):
            _family(builder, problem, ordered, link)


def _requires(builder: Builder, problem: ProgrammeProblem, ordered: Ordered, link: Requires) -> None:
    item, needs = (problem.place(name) for name in link.items)
    most, lot = problem.catalogue[link.item].most, problem.catalogue[link.needs].lot
    ratio = lot / max(most, 1) if link.ratio is None else link.ratio
    for year in range(1, problem.years + 1):
        room = ordered.units(needs, year) - ordered.units(item, year) * ratio
        builder.rows(link.name, room, lower=0.0)


def _bought(builder: Builder, problem: ProgrammeProblem, ordered: Ordered, name: str, years: int) -> int:
    """Return the column that is 1 where any of an item is ordered in the first years, and else 0."""
    k = problem.place(name)
    if (k, years) not in ordered.bought:
        item = problem.catalogue[name]
        column = int(builder.columns(f"{name} bought by {years}", 1.0, integer=True)[0])
        units = ordered.units(k, years)
        builder.rows("", units - Terms(column, item.most), upper=0.0)
        builder.rows("", units - Terms(column, item.lot), lower=0.0)
        ordered.bought[k, years] = column
    return ordered.bought[k, years]


def _family(builder: Builder, problem: ProgrammeProblem, ordered: Ordered, family: Family) -> None:
    units = Terms()
    for name in family.items:
        units = units + ordered.units(problem.place(name), problem.years)
    if family.most is not None:
        builder.rows(f"most of family {family.name}", units, upper=family.most)
    if family.least is not None:
        builder.rows(f"least of family {family.name}", units, lower=family.least)
    if family.most_kinds is not None:
        kinds = [_bought(builder, problem, ordered, name, problem.years) for name in family.items]
        builder.rows(f"kinds of family {family.name}", Terms(kinds, 1.0), upper=family.most_kinds)


def synergy_terms(
    builder: Builder, problem: ProgrammeProblem, ordered: Ordered, counted: NDArray[np.int64]
) -> Terms:
    """Return what synergies add to each mission's capability when so many years of orders count."""
    extra = Terms()
    for link in problem.catalogue.links:
        if not isinstance(link, Synergy):
            continue
        years = [int(counted[problem.place(name)]) for name in link.items]
        if min(years) == 0 or min(problem.catalogue[name].most for name in link.items) == 0:
            continue
        add = _pairs if link.per == "pair" else _both
        column = add(builder, problem, ordered, link, years)
        extra = extra + Terms(column, link.bonus, problem.mission_names.index(link.mission))
    return extra


def _both(
    builder: Builder, problem: ProgrammeProblem, ordered: Ordered, link: Synergy, years: list[int]
) -> int:
    """Add the product of two yes-or-no columns."""
    first, second = (
        _bought(builder, problem, ordered, name, n) for name, n in zip(link.items, years, strict=True)
    )
    both = int(builder.columns(f"{link.name} in {link.mission} by {years}", 1.0)[0])
    builder.rows("", Terms([both, first], [1.0, -1.0]), upper=0.0)
    builder.rows("", Terms([both, second], [1.0, -1.0]), upper=0.0)
    builder.rows("", Terms([both, first, second], [1.0, -1.0, -1.0]), lower=-1.0)
    return both


def _pairs(
    builder: Builder, problem: ProgrammeProblem, ordered: Ordered, link: Synergy, years: list[int]
) -> int:
    """Add the lesser of two quantities; where it costs capability, held up by a yes-or-no column."""
    places = [problem.place(name) for name in link.items]
    held = [ordered.units(k, n) * (1 / r) for k, n, r in zip(places, years, link.ratio, strict=True)]
    most = [problem.catalogue[k].most / r for k, r in zip(places, link.ratio, strict=True)]
    label = f"{link.name} in {link.mission} by {years}"
    pairs = int(builder.columns(f"pairs: {label}", min(most))[0])
    for side in held:
        builder.rows("", Terms(pairs, 1.0) - side, upper=0.0)
    if link.bonus < 0:
        first = int(builder.columns(f"the first is fewer: {label}", 1.0, integer=True)[0])
        builder.rows("", Terms([pairs, first], [1.0, -most[0]]) - held[0], lower=-most[0])
        builder.rows("", Terms([pairs, first], [1.0, most[1]]) - held[1], lower=0.0)
    return pairs
