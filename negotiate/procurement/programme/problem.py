"""The programme problem: what to order in which year.

``max Σ_e ω_e Φ(q_1(e), …)`` over whole orders ``x_ky`` with outlays ``O_y ≤ H_y`` in every year,
each item's total between its least and its most, shares of spending, links and floors kept. Every
quantity here can be worked out from the orders in plain arithmetic: that is what proofs rest on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, freeze, whole_number
from negotiate.errors import InvalidInput
from negotiate.procurement.annualise import annualised_purchases
from negotiate.procurement.budget import BudgetCap
from negotiate.procurement.catalogue import Catalogue
from negotiate.procurement.links import Synergy
from negotiate.procurement.mission import Mission
from negotiate.procurement.problem import DOLLAR, check_missions
from negotiate.procurement.programme import accounts
from negotiate.procurement.programme.aggregation import CES, Aggregation, aggregate
from negotiate.procurement.programme.inputs import Cap, Limits, check_headroom, check_limits, check_rates
from negotiate.procurement.programme.limits import limit_rooms
from negotiate.provenance import digest

__all__ = ["ProgrammeProblem"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, init=False)
class ProgrammeProblem:
    """What can be ordered year by year, what it is worth, and the limits.

    Parameters
    ----------
    catalogue : Catalogue
        The items, their contracts, and the links between them.
    missions : sequence of Mission
        Every mission that an item or a synergy names; distinct.
    cap : BudgetCap, float or sequence of float
        Ceiling on new outlays: a cap's headroom, one number for every year, or one a year, bn USD.
    years : int, optional
        Length of the plan; may be left out with a cap or a sequence, whose length it must equal.
    rates : mapping of currency to float, optional
        Units of each currency per USD.
    first_year : int
        The calendar year of the first orders, for the names of the yearly caps.
    floors, ceilings : mapping of category to float, optional
        Least and largest share of the contract value, from 0 to 1.
    domestic_share : float
        Least share of the contract value that is not of US origin.
    mission_floors : mapping of mission to float, optional
        Least capability added by the end of the plan, bn USD at score 1.
    deferred_cap : float, optional
        Largest sum of payments due after the last year, bn USD.
    aggregation : {"sum", "worst"} or CES
        How the missions' values make one.
    counts : {"ordered", "delivered"}
        Whether all that is ordered counts, or what is delivered by the end of a year.
    year_weights : sequence of float, optional
        Weight of the value at the end of each year where deliveries count; the last year alone
        where none are given.

    Raises
    ------
    InvalidInput
        For a currency without a rate, an unknown mission or category, limits that contradict one
        another, returns that do not reach as far as the catalogue.

    Examples
    --------
    >>> from negotiate.procurement import Contract, Item, PiecewiseReturns
    >>> jet = Item("jet", "air", 0.1, 40, contract=Contract(profile=(0.25, 0.75), lag=2))
    >>> air = Mission("air", PiecewiseReturns([0], [1.0]))
    >>> problem = ProgrammeProblem(Catalogue([jet]), [air], [1.0, 1.0], first_year=2027)
    >>> problem.outlays([[12, 4]]), round(problem.deferred([[12, 4]]), 9)
    (array([0.3, 1. ]), 0.3)
    >>> problem.violations([[12, 8]])
    ('outlay cap 2028',)
    """

    catalogue: Catalogue
    missions: tuple[Mission, ...]
    cap: BudgetCap | None
    headroom: Floats  # bn USD, shape (years,)
    years: int
    first_year: int
    rates: Mapping[str, float]
    floors: Mapping[str, float]
    ceilings: Mapping[str, float]
    domestic_share: float
    mission_floors: Mapping[str, float]
    deferred_cap: float | None
    aggregation: Aggregation
    counts: str
    year_weights: Floats  # shape (years,)

    def __init__(
        self,
        catalogue: Catalogue,
        missions: Sequence[Mission],
        cap: Cap,
        *,
        years: int | None = None,
        rates: Mapping[str, float] | None = None,
        first_year: int = 1,
        **limits: Unpack[Limits],
    ) -> None:
        if not isinstance(catalogue, Catalogue):
            raise InvalidInput("catalogue must be a Catalogue; build one with Catalogue([Item(…), …]).")
        known = check_rates(catalogue, {} if rates is None else rates)
        headroom = check_headroom(cap, years, known)
        kept = check_missions(catalogue, missions)
        freeze(
            self,
            catalogue=catalogue,
            missions=kept,
            cap=cap if isinstance(cap, BudgetCap) else None,
            headroom=headroom,
            years=len(headroom),
            first_year=whole_number("first_year", first_year),
            rates=known,
            **check_limits(catalogue, tuple(m.name for m in kept), len(headroom), limits),
        )

    def replace(self, **changes: Any) -> ProgrammeProblem:
        """Return the same problem with other arguments."""
        given = {key: getattr(self, key) for key in ("catalogue", "missions", *_LIMITS)}
        given["cap"] = self.cap or self.headroom
        given["year_weights"] = self.year_weights if self.counts == "delivered" else None
        return ProgrammeProblem(**(given | changes))

    @cached_property
    def dollar(self) -> Floats:
        """USD per unit of each item's currency, shape (items,)."""
        return np.array([1 / self.rates[item.contract.currency] for item in self.catalogue])

    @property
    def calendar(self) -> tuple[int, ...]:
        """The years of the plan."""
        return tuple(range(self.first_year, self.first_year + self.years))

    @property
    def cap_names(self) -> tuple[str, ...]:
        """The names of the yearly caps."""
        return tuple(f"outlay cap {year}" for year in self.calendar)

    @cached_property
    def mission_names(self) -> tuple[str, ...]:
        """The missions' names in order."""
        return tuple(mission.name for mission in self.missions)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.catalogue.names)}

    def place(self, item: str) -> int:
        """Return an item's row in the orders."""
        return self._places[item]

    @cached_property
    def evaluations(self) -> tuple[tuple[float, NDArray[np.int64]], ...]:
        """When value is counted: weights, and how many years of orders count by then, shape (items,)."""
        if self.counts == "ordered":
            return ((1.0, np.full(len(self.catalogue), self.years)),)
        lags = np.array([item.contract.lag for item in self.catalogue])
        return tuple(
            (float(weight), np.clip(year + 1 - lags, 0, self.years))
            for year, weight in enumerate(self.year_weights)
            if weight > 0 or year == self.years - 1
        )

    def orders(self, orders: ArrayLike) -> Floats:
        """Accept units ordered of each item in each year, none negative."""
        units = finite_array("orders", orders, (len(self.catalogue), self.years))
        if units.min() < 0:
            item, year = np.unravel_index(int(units.argmin()), units.shape)
            raise InvalidInput(f"orders[{item}, {year}] is {units.min():g}; it must be at least 0.")
        return units

    def contract_values(self, orders: ArrayLike) -> Floats:
        """Return the contract value of each order, bn USD, shape (items, years)."""
        return accounts.order_values(self.catalogue.items, self.dollar, self.orders(orders))

    def cost(self, orders: ArrayLike) -> float:
        """Return the contract value of all orders, bn USD."""
        return math.fsum(self.contract_values(orders).ravel())

    def payments(self, orders: ArrayLike) -> Floats:
        """Return what falls due under the contracts by item and year of the plan, bn USD."""
        due = accounts.payments(self.catalogue.items, self.contract_values(orders))
        return due[:, : self.years]

    def upkeep(self, orders: ArrayLike) -> Floats:
        """Return the operating cost of what is delivered by item and year, bn USD."""
        return accounts.upkeep_due(self.catalogue.items, self.dollar, self.orders(orders))

    def outlays(self, orders: ArrayLike) -> Floats:
        """Return the outlays of each year, payments and upkeep, bn USD, shape (years,)."""
        return accounts.by_year(np.concatenate([self.payments(orders), self.upkeep(orders)]))

    def deferred(self, orders: ArrayLike) -> float:
        """Return the payments that fall due after the last year, bn USD."""
        due = accounts.payments(self.catalogue.items, self.contract_values(orders))
        return math.fsum(due[:, self.years :].ravel())

    def deliveries(self, orders: ArrayLike) -> Floats:
        """Return the units delivered by item and year of the plan."""
        return accounts.deliveries(self.catalogue.items, self.orders(orders))

    def capabilities(self, orders: ArrayLike) -> tuple[tuple[float, ...], ...]:
        """Return the capability added to each mission wherever value is counted, the end last."""
        units = self.orders(orders)
        return tuple(self._capability(units, counted) for _, counted in self.evaluations)

    def added(self, orders: ArrayLike) -> tuple[float, ...]:
        """Return the capability added to each mission by the end of the plan, bn USD at score 1."""
        return self.capabilities(orders)[-1]

    def _capability(self, orders: Floats, counted: NDArray[np.int64]) -> tuple[float, ...]:
        held = [math.fsum(row[:n]) for row, n in zip(orders, counted, strict=True)]
        parts: dict[str, list[float]] = {name: [0.0] for name in self.mission_names}
        for item, units in zip(self.catalogue, held, strict=True):
            parts[item.mission].append(item.unit_capability * units)
        for link in self.catalogue.links:
            if isinstance(link, Synergy):
                first, second = (held[self.place(name)] for name in link.items)
                pairs = min(first / link.ratio[0], second / link.ratio[1])
                parts[link.mission].append(link.bonus * (pairs if link.per == "pair" else float(pairs > 0)))
        return tuple(math.fsum(parts[name]) for name in self.mission_names)

    def value(self, orders: ArrayLike) -> float:
        """Return what the orders are worth over ordering nothing."""
        return math.fsum(
            weight * self.aggregated(held)
            for (weight, _), held in zip(self.evaluations, self.capabilities(orders), strict=True)
        )

    def aggregated(self, added: Sequence[float]) -> float:
        """Return the value of capability added to the missions."""
        values = [m.value(max(a, 0.0)) for m, a in zip(self.missions, added, strict=True)]
        return aggregate(self.aggregation, values, self.mission_names)

    def purchases(self, orders: ArrayLike, rate: float = 0.0) -> float:
        """Return US-origin purchases ``d(x)``: the level payment over the plan's years, bn USD/yr.

        Payments after the last year count at their present value.
        """
        values = self.contract_values(orders)
        shares = accounts.profiles(self.catalogue.items)
        paid = np.zeros((*values.shape, self.years + shares.shape[1] - 1))
        for year in range(self.years):
            paid[:, year, year : year + shares.shape[1]] = shares
        content = np.repeat([item.us_content for item in self.catalogue], self.years)
        profile = paid.reshape(values.size, -1)
        ones = np.ones(values.size)
        return annualised_purchases(values.ravel(), content, ones, profile, rate=rate, years=self.years)

    def offset(self, orders: ArrayLike) -> float:
        """Return the work that comes back, ``Σ θ_k o_k`` of contract value, bn USD/yr over the plan."""
        return self._yearly(orders, [i.contract.offset * i.us_content for i in self.catalogue])

    def interoperability(self, orders: ArrayLike) -> float:
        """Return ``Σ ι_k`` of contract value a year over the plan."""
        return self._yearly(orders, [item.interoperability for item in self.catalogue])

    def _yearly(self, orders: ArrayLike, share: Sequence[float]) -> float:
        return math.fsum((np.array(share)[:, None] * self.contract_values(orders)).ravel()) / self.years

    def rooms(self, orders: ArrayLike, *, whole: bool = True) -> dict[str, float]:
        """Return the room that orders leave under each limit, by name; below 0 where it is broken."""
        return limit_rooms(self, self.orders(orders), whole=whole)

    def violations(self, orders: ArrayLike, *, whole: bool = True) -> tuple[str, ...]:
        """Name the limits that orders break by more than a dollar or a billionth of a unit."""
        return tuple(name for name, room in self.rooms(orders, whole=whole).items() if room < -DOLLAR)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content."""
        missions = [
            (m.name, m.title, m.weight, m.stock, m.returns.breakpoints, m.returns.slopes)
            for m in self.missions
        ]
        limits = {key: getattr(self, key) for key in ("headroom", *_LIMITS)}
        if isinstance(self.aggregation, CES):
            limits["aggregation"] = vars(self.aggregation)
        return digest({"catalogue": self.catalogue.digest, "missions": missions, "limits": limits})


_LIMITS = (
    "first_year",
    "rates",
    "floors",
    "ceilings",
    "domestic_share",
    "mission_floors",
    "deferred_cap",
    "aggregation",
    "counts",
    "year_weights",
)
