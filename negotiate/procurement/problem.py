"""The bundle problem: which quantities are worth most within the budget.

``V(B) = max Φ(x)`` over whole lots ``x`` with ``Σ p_k x_k ≤ B·years``, each quantity between its
least and its most, and each floor met: a category's spending at least its share of what is spent.
Spending is taken as even over the plan, so that a year's share is the total over the years: costs
are contract values, and payment profiles, lags and upkeep do not enter. ``ProgrammeProblem`` is
the problem with a calendar, and the one that knows links, tiers and currencies.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import (
    did_you_mean,
    finite_array,
    finite_number,
    freeze,
    instance_of,
    names,
    show,
    whole_number,
)
from negotiate.errors import InvalidInput
from negotiate.procurement.budget import BudgetCap
from negotiate.procurement.catalogue import Catalogue
from negotiate.procurement.mission import Mission
from negotiate.provenance import digest

__all__ = ["DOLLAR", "BundleProblem", "check_floors", "check_missions", "check_reach"]

DOLLAR = 1e-9  # bn USD: a dollar; limits hold to within this much money over the plan


@dataclass(frozen=True, eq=False, init=False)
class BundleProblem:
    """What can be bought, what it is worth, and the limits.

    Parameters
    ----------
    catalogue : Catalogue
        The items.
    missions : sequence of Mission
        Every mission that an item names; distinct.
    budget : float or BudgetCap
        Largest spending a year, bn USD/yr; of a cap its average headroom.
    years : int, optional
        Length of the plan; may be left out with a cap, whose years it must equal.
    floors : mapping of category to float, optional
        Least share of what is spent, from 0 to 1, in sum at most 1.

    Raises
    ------
    InvalidInput
        For an unknown mission or category, floors above 1 or that nothing can meet, returns that
        do not reach as far as the catalogue; for links, price tiers, smallest orders, currencies.

    Examples
    --------
    >>> from negotiate.procurement import Item, power_missions
    >>> catalogue = Catalogue([Item("kc46", "air", 0.25, 40), Item("sm6", "sea", 0.005, 2000, lot=10)])
    >>> missions = power_missions(catalogue, {"air": 1, "sea": 1}, status_quo=14, exponent=0.5, years=5)
    >>> problem = BundleProblem(catalogue, missions, budget=2.0, years=5)
    >>> problem.cost([10, 200]), problem.violations([40, 200])
    (3.5, ('budget',))
    """

    catalogue: Catalogue
    missions: tuple[Mission, ...]
    budget: float
    years: int
    floors: Mapping[str, float]
    cap: BudgetCap | None

    def __init__(
        self,
        catalogue: Catalogue,
        missions: Sequence[Mission],
        budget: float | BudgetCap,
        years: int | None = None,
        floors: Mapping[str, float] | None = None,
    ) -> None:
        if not isinstance(catalogue, Catalogue):
            raise InvalidInput("catalogue must be a Catalogue; build one with Catalogue([Item(…), …]).")
        cap = budget if isinstance(budget, BudgetCap) else None
        _plain(catalogue, cap)
        freeze(
            self,
            catalogue=catalogue,
            missions=check_missions(catalogue, missions),
            budget=finite_number("budget", cap.average if cap else budget, low=0, unit="bn USD/yr"),
            years=_years(years, cap),
            floors=check_floors(catalogue, {} if floors is None else floors),
            cap=cap,
        )

    def with_budget(self, budget: float | BudgetCap) -> BundleProblem:
        """Return the same problem with another budget."""
        return BundleProblem(self.catalogue, self.missions, budget, self.years, self.floors)

    @property
    def total(self) -> float:
        """Budget over the whole plan, bn USD."""
        return self.budget * self.years

    @cached_property
    def price(self) -> NDArray[np.float64]:
        """Unit prices, bn USD, shape (items,)."""
        return finite_array("price", [item.price for item in self.catalogue])

    def quantities(self, quantities: ArrayLike) -> NDArray[np.float64]:
        """Accept a quantity for each item, none negative."""
        units = finite_array("quantities", quantities, (len(self.catalogue),))
        if units.min() < 0:
            raise InvalidInput(
                f"quantities[{int(units.argmin())}] is {units.min():g}; it must be at least 0."
            )
        return units

    def cost(self, quantities: ArrayLike) -> float:
        """Return the cost of a bundle over the plan, bn USD."""
        return math.fsum(self.price * self.quantities(quantities))

    def added(self, quantities: ArrayLike) -> tuple[float, ...]:
        """Return the capability that a bundle adds to each mission, bn USD at score 1."""
        units = self.quantities(quantities)
        return tuple(
            math.fsum(
                i.unit_capability * n
                for i, n in zip(self.catalogue, units.tolist(), strict=True)
                if i.mission == m.name
            )
            for m in self.missions
        )

    def value(self, quantities: ArrayLike) -> float:
        """Return ``Φ``: the value of a bundle over the value of buying nothing."""
        return math.fsum(m.value(a) for m, a in zip(self.missions, self.added(quantities), strict=True))

    def surplus(self, category: str, quantities: ArrayLike) -> float:
        """Return by how much a category's spending exceeds its floor, bn USD over the plan."""
        spent = self.price * self.quantities(quantities)
        inside = [item.category == category for item in self.catalogue]
        return math.fsum(spent[inside]) - self.floors.get(category, 0.0) * math.fsum(spent)

    def violations(self, quantities: ArrayLike, *, whole: bool = True) -> tuple[str, ...]:
        """Name the limits that a bundle breaks by more than a dollar or a millionth of a lot."""
        units = self.quantities(quantities)
        broken = []
        for item, count in zip(self.catalogue, units.tolist(), strict=True):
            slip = 1e-6 * item.lot
            if not item.least - slip <= count <= item.most + slip:
                broken.append(f"bounds of {item.name}")
            if whole and abs(count - item.lot * round(count / item.lot)) > 0:
                broken.append(f"lots of {item.name}")
        broken += [f"floor of {name}" for name in self.floors if self.surplus(name, units) < -DOLLAR]
        if self.cost(units) > self.total + DOLLAR:
            broken.append("budget")
        return tuple(broken)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content."""
        missions = [
            (m.name, m.title, m.weight, m.stock, m.returns.breakpoints, m.returns.slopes)
            for m in self.missions
        ]
        limits = {"budget": self.budget, "years": self.years, "floors": self.floors}
        return digest({"catalogue": self.catalogue.digest, "missions": missions, "limits": limits})


def _plain(catalogue: Catalogue, cap: BudgetCap | None) -> None:
    """Refuse what a bundle without a calendar cannot honour."""
    found = [f"links ({catalogue.links[0].name})"] if catalogue.links else []
    for item in catalogue:
        contract = item.contract
        found += [f"price tiers of {item.name!r}"] if contract.tiers else []
        found += [f"a smallest order of {item.name!r}"] if contract.minimum > item.lot else []
        found += [f"a largest order a year of {item.name!r}"] if contract.most_a_year is not None else []
        found += [f"a price in {contract.currency} ({item.name!r})"] if contract.currency != "USD" else []
    if cap is not None and cap.currency != "USD":
        found.append(f"a budget cap in {cap.currency}")
    if found:
        raise InvalidInput(
            f"BundleProblem cannot honour {found[0]}; use ProgrammeProblem, "
            "with one year where there is no calendar."
        )


def check_missions(
    catalogue: Catalogue, missions: Sequence[Mission], *, reach: bool = True
) -> tuple[Mission, ...]:
    """Accept missions that cover every item's; with ``reach``, returns that reach as far as the items do."""
    if isinstance(missions, str) or not isinstance(missions, Iterable):
        raise InvalidInput(f"missions is {show(missions)}; it must be a sequence of Mission.")
    kept = tuple(missions)
    if not kept:
        raise InvalidInput("missions is empty; give one for each mission that items serve.")
    for position, mission in enumerate(kept):
        instance_of(f"missions[{position}]", mission, Mission)
    known = names("missions", [mission.name for mission in kept])
    for item in catalogue:
        if item.mission not in known:
            raise InvalidInput(
                f"item {item.name!r} serves mission {item.mission!r}, which is not among the missions: "
                f"{', '.join(known)}.{did_you_mean(item.mission, known)}"
            )
    for mission in kept:
        if reach:
            check_reach(mission, catalogue.capability_on_offer(mission.name))
    return kept


def check_reach(mission: Mission, offered: float) -> None:
    """Refuse returns that end before the capability on offer does."""
    if offered > mission.returns.reach * (1 + 1e-9):
        raise InvalidInput(
            f"mission {mission.name!r}: its returns reach {mission.returns.reach:g} bn USD, "
            f"the catalogue can add {offered:g}; build the returns for this catalogue."
        )


def _years(years: int | None, cap: BudgetCap | None) -> int:
    if years is None:
        if cap is None:
            raise InvalidInput("years is missing; say over how many years the plan runs.")
        return cap.years
    length = whole_number("years", years, low=1, high=100)
    if cap is not None and cap.years != length:
        raise InvalidInput(f"years={length} and the budget cap runs over {cap.years}; make them equal.")
    return length


def check_floors(catalogue: Catalogue, floors: Mapping[str, float]) -> dict[str, float]:
    """Accept least shares of spending by category; those of 0 are left out."""
    if not isinstance(floors, Mapping):
        raise InvalidInput(f"floors is {show(floors)}; it must map categories to shares.")
    shares: dict[str, float] = {}
    for category, share in floors.items():
        if category not in catalogue.categories:
            raise InvalidInput(
                f"floors names the category {category!r}, which no item has; "
                f"known: {', '.join(catalogue.categories) or 'none'}."
                f"{did_you_mean(category, catalogue.categories)}"
            )
        least = finite_number(f"floors[{category!r}]", share, low=0, high=1)
        if least > 0 and all(item.most == 0 for item in catalogue if item.category == category):
            raise InvalidInput(
                f"floors[{category!r}]={least:g}: nothing can meet it, since every item of {category!r} "
                "has most=0; raise a most or drop the floor."
            )
        if least > 0:
            shares[category] = least
    if math.fsum(shares.values()) > 1 + 1e-12:
        raise InvalidInput(
            f"floors sum to {math.fsum(shares.values()):g}; shares of spending can sum to at most 1."
        )
    return shares
