"""A programme whose outlays depend on the scenario: orders now, exchange rate and prices later.

In scenario ``s`` what falls due for item ``k`` in year ``y``, payments and upkeep, is what is due at the
plan's prices times the price multiplier ``m_sk`` and times ``φ_sky``, the rise of its currency against
the budget's since the plan's rate ``e_0``. The paths are those of one currency, the buyer's own, per
dollar: for a budget in yen ``e_sy/e_0`` for dollars and 1 for yen, for a budget in dollars 1 for dollars
and ``e_0/e_sy`` for yen. So

    O_sy = Σ_k φ_sky m_sk due_ky

is linear in what falls due at the plan's prices. Outlays are shown in bn USD at the plan's rate, the
unit of the caps; a cap in the buyer's currency stays what it is in that. Payments after the last year
are not outlays.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_number, freeze, instance_of, known_keys, one_of, show
from negotiate.errors import InvalidInput
from negotiate.procurement.problem import DOLLAR
from negotiate.procurement.programme import ProgrammeProblem
from negotiate.procurement.risk.measures import conditional_value_at_risk
from negotiate.procurement.risk.scenarios import Scenarios
from negotiate.provenance import digest

__all__ = ["RiskProblem"]

Floats = NDArray[np.float64]

CAPS = ("plan", "expected", "cvar", "worst")


@dataclass(frozen=True, eq=False, init=False)
class RiskProblem:
    """A programme, what may happen to its costs, and how much risk is taken.

    Parameters
    ----------
    programme : ProgrammeProblem
        Items, missions and limits; with paths of the exchange it needs the plan's rate of one
        currency to the dollar, such as ``rates={"JPY": 150}``. Limits other than the yearly caps
        are judged at the plan's prices.
    scenarios : Scenarios
        Paths of the rate over as many years as the programme has, and prices of its items.
    caps : {"cvar", "expected", "worst", "plan"}
        What keeps each year's cap: CVaR of the outlay, its expectation, the outlay of every
        scenario, or only the outlay at the plan's prices. CVaR below the cap makes overspending
        rarer than ``1 − level`` and small where it happens.
    level : float
        Of VaR and CVaR, from 0 to below 1.
    total_cap : float, optional
        Largest CVaR of the outlays of all years together, bn USD.
    weight : float
        Value given up for a billion less of that CVaR: the objective is ``value − weight · CVaR``.
    budget_currency : str, optional
        Currency in which the caps are fixed, ``"USD"`` or that of the rate; a ``BudgetCap`` says its
        own. Needed with paths of the exchange only.

    Raises
    ------
    InvalidInput
        For paths of another length than the programme, a rate that is missing, a currency without
        paths, an item that the catalogue does not have.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> catalogue = Catalogue([Item("jet", "air", 0.1, 40)])
    >>> air = Mission("air", PiecewiseReturns([0], [1.0]))
    >>> programme = ProgrammeProblem(catalogue, [air], [1.0, 1.0], rates={"JPY": 150})
    >>> scenarios = Scenarios(rates=[(150, 150), (150, 180)], probabilities=[0.75, 0.25])
    >>> problem = RiskProblem(programme, scenarios, budget_currency="JPY", level=0.5)
    >>> problem.outlays([[10, 9]])
    array([[1.  , 0.9 ],
           [1.  , 1.08]])
    >>> problem.tail_outlays([[10, 9]]).round(6)
    array([1.  , 0.99])
    """

    programme: ProgrammeProblem
    scenarios: Scenarios
    caps: str
    level: float
    total_cap: float | None
    weight: float
    budget_currency: str

    def __init__(
        self,
        programme: ProgrammeProblem,
        scenarios: Scenarios,
        *,
        caps: str = "cvar",
        level: float = 0.95,
        total_cap: float | None = None,
        weight: float = 0.0,
        budget_currency: str | None = None,
    ) -> None:
        instance_of("programme", programme, ProgrammeProblem)
        if not isinstance(scenarios, Scenarios):
            raise InvalidInput(f"scenarios is {show(scenarios)}; it must be Scenarios.")
        _same_years(programme, scenarios)
        scenarios.multipliers(programme.catalogue.names)
        quantile = finite_number("level", level, low=0, high=1)
        if quantile == 1:
            raise InvalidInput("level=1; it must be below 1, and caps='worst' keeps every scenario.")
        freeze(
            self,
            programme=programme,
            scenarios=scenarios,
            caps=one_of("caps", caps, CAPS),
            level=quantile,
            total_cap=None
            if total_cap is None
            else finite_number("total_cap", total_cap, low=0, unit="bn USD"),
            weight=finite_number("weight", weight, low=0),
            budget_currency=_budget_currency(programme, scenarios, budget_currency),
        )

    def replace(self, **changes: object) -> RiskProblem:
        """Return the same problem with other arguments."""
        known_keys("RiskProblem", changes, self.__dataclass_fields__)
        return RiskProblem(**({field: getattr(self, field) for field in self.__dataclass_fields__} | changes))

    @cached_property
    def currencies(self) -> tuple[str, ...]:
        """The currency of each item."""
        return tuple(item.contract.currency for item in self.programme.catalogue)

    @cached_property
    def multipliers(self) -> Floats:
        """Price multipliers, shape (scenarios, items)."""
        return self.scenarios.multipliers(self.programme.catalogue.names)

    @cached_property
    def currency_factors(self) -> dict[str, Floats]:
        """Rise of each currency against the budget's since the plan's rate, shape (scenarios, years)."""
        ones = np.ones((self.scenarios.count, self.programme.years))
        if self.scenarios.rates is None:
            return dict.fromkeys(self.currencies, ones)
        own = _own_currency(self.programme)
        rise = self.scenarios.rates / self.programme.rates[own]
        if self.budget_currency == own:
            return {"USD": rise, own: ones}
        return {"USD": ones, own: 1 / rise}

    def outlays(self, orders: ArrayLike) -> Floats:
        """Return the outlay of each scenario and year, bn USD at the plan's rate."""
        due = self.programme.payments(orders) + self.programme.upkeep(orders)
        outlays = np.zeros((self.scenarios.count, self.programme.years))
        for currency, factor in self.currency_factors.items():
            inside = [k for k, code in enumerate(self.currencies) if code == currency]
            outlays += factor * (self.multipliers[:, inside] @ due[inside])
        return outlays

    def tail_outlays(self, orders: ArrayLike) -> Floats:
        """Return CVaR of each year's outlay, bn USD, shape (years,)."""
        return np.array([self._tail(column) for column in self.outlays(orders).T])

    def tail_total(self, orders: ArrayLike) -> float:
        """Return CVaR of the outlays of all years together, bn USD."""
        return self._tail(self.outlays(orders).sum(axis=1))

    def _tail(self, losses: Floats) -> float:
        return conditional_value_at_risk(losses, self.scenarios.probabilities, self.level)

    def objective(self, orders: ArrayLike) -> float:
        """Return ``value − weight · CVaR`` of the total."""
        return self.programme.value(orders) - self.weight * (self.tail_total(orders) if self.weight else 0.0)

    def rooms(self, orders: ArrayLike, *, whole: bool = True) -> dict[str, float]:
        """Return the room under each limit by name, yearly caps judged as ``caps`` says."""
        rooms = self.programme.rooms(orders, whole=whole)
        if self.caps != "plan":
            judged = self.judged_outlays(orders)
            rooms |= dict(
                zip(self.programme.cap_names, (self.programme.headroom - judged).tolist(), strict=True)
            )
        if self.total_cap is not None:
            rooms["CVaR of total outlays"] = self.total_cap - self.tail_total(orders)
        return rooms

    def judged_outlays(self, orders: ArrayLike) -> Floats:
        """Return what is held against each year's cap, bn USD, shape (years,)."""
        if self.caps == "plan":
            return self.programme.outlays(orders)
        if self.caps == "cvar":
            return self.tail_outlays(orders)
        outlays = self.outlays(orders)
        if self.caps == "expected":
            return self.scenarios.probabilities @ outlays
        return np.asarray(outlays[self.scenarios.probabilities > 0].max(axis=0))

    def violations(self, orders: ArrayLike, *, whole: bool = True) -> tuple[str, ...]:
        """Name the limits that orders break by more than a dollar."""
        return tuple(name for name, room in self.rooms(orders, whole=whole).items() if room < -DOLLAR)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content."""
        terms = (self.caps, self.level, self.total_cap, self.weight, self.budget_currency)
        return digest([self.programme.digest, self.scenarios.digest, *terms])


def _same_years(programme: ProgrammeProblem, scenarios: Scenarios) -> None:
    if scenarios.years is None:
        return
    if scenarios.years != programme.years:
        raise InvalidInput(
            f"scenarios have rates for {scenarios.years} years and the programme runs over "
            f"{programme.years}; make them equal."
        )
    own = _own_currency(programme)
    for item in programme.catalogue:
        if item.contract.currency not in (own, "USD"):
            raise InvalidInput(
                f"item {item.name!r} is priced in {item.contract.currency}; scenarios have paths of {own} "
                f"per USD only. Price it in {own} or USD."
            )


def _own_currency(programme: ProgrammeProblem) -> str:
    """Return the one currency whose rate the paths depart from."""
    codes = [code for code in programme.rates if code != "USD"]
    if not codes:
        raise InvalidInput(
            "the programme has no rate that paths could depart from; give it that of the buyer's currency, "
            "such as rates={'JPY': 150}."
        )
    if len(codes) > 1:
        raise InvalidInput(
            f"the programme has rates of {', '.join(codes)}, and scenarios have paths of one; "
            "keep the rate of the buyer's currency."
        )
    return codes[0]


def _budget_currency(programme: ProgrammeProblem, scenarios: Scenarios, given: str | None) -> str:
    own = programme.cap.currency if programme.cap is not None else None
    if given is not None and own not in (None, given):
        raise InvalidInput(f"budget_currency={given!r} and the budget cap is in {own}; leave it out.")
    if scenarios.rates is None:
        return own or ("USD" if given is None else one_of("budget_currency", given, programme.rates))
    known = (_own_currency(programme), "USD")
    if given is None and own is None:
        raise InvalidInput(
            f"budget_currency is missing; say whether the caps are fixed in {known[0]!r} or in 'USD'."
        )
    return one_of("budget_currency", own or given, known)
