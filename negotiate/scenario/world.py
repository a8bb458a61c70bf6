"""The world of a scenario: what a package does in general equilibrium, in place of single markets.

The economy is the shipped table of regions in one sector, so a package counts by one rate: the mean of
its sectors' rates by their imports, what the talks do not cover at the base rate. The setter charges
all others one rate, the same in every outcome. Payoffs are equivalent variations against the status quo.

Purchases are orders of the buyer's government at the status quo's tariffs: a transfer that shifts
demand to the setter's goods. What they cost is a payoff term of its own, so the buyer's part here is
what remains, wages and prices: ``EV(Δd) − EV(0) + Δd``; the setter's is ``EV(Δd) − EV(0)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.scenario.scenario import Scenario
from negotiate.scenario.world_section import check_world
from negotiate.trade import (
    GeneralEquilibrium,
    TariffEffects,
    TradeEquilibrium,
    load_regions,
    tariff_gradient,
    tariffs_by,
)
from negotiate.trade.general.policy import ChosenTariffs, TariffSetter, optimal_tariffs

__all__ = ["WorldTrade", "world_key", "world_of"]

Floats = NDArray[np.float64]

_TOLERANCE = 1e-14
_PATH = "model.world."


@dataclass(frozen=True, eq=False)
class WorldTrade:
    """The world economy of a scenario, ready to be asked.

    Attributes
    ----------
    model : GeneralEquilibrium
        The regions.
    buyer, setter : str
        The rows of the parties.
    weights : ndarray, shape (sectors,)
        What a point of tariff on each sector adds to the mean rate.
    base_rates : ndarray, shape (sectors,)
        The rates of the status quo.
    base : float
        The mean base rate.
    others : float
        The setter's rate on everybody else.
    orders : bool
        Whether purchases count by what they do to wages and prices.
    key : object
        What all of it depends on, for comparison.
    """

    model: GeneralEquilibrium
    buyer: str
    setter: str
    weights: Floats
    base_rates: Floats
    base: float
    others: float
    orders: bool
    key: object

    @property
    def places(self) -> tuple[int, int]:
        """Rows of buyer and setter."""
        return self.model.economy.place(self.buyer), self.model.economy.place(self.setter)

    def mean_rate(self, rates: ArrayLike) -> Floats:
        """Return the mean rate on all of the buyer's goods, for rates (..., sectors)."""
        return np.asarray(self.base + (np.asarray(rates) - self.base_rates) @ self.weights)

    def tables(self, means: ArrayLike) -> Floats:
        """Return tables of tariffs, (..., regions, regions), at mean rates on the buyer."""
        economy = self.model.economy
        table = tariffs_by(economy, self.setter, self.others)
        rates = np.asarray(means, dtype=float)
        tables = np.array(np.broadcast_to(table, (*rates.shape, *table.shape)))
        row, column = self.places
        tables[..., row, column] = rates
        return tables

    def equilibrium(self, means: ArrayLike, *, level: float = 0.0) -> TradeEquilibrium:
        """Return the equilibrium at mean rates on the buyer, with purchases a year beside them."""
        orders = None
        if level:
            orders = np.zeros(self.model.economy.shape)
            orders[self.places[::-1]] = level
        return self.model.effects(self.tables(means), purchases=orders, tolerance=_TOLERANCE)

    @cached_property
    def status_quo(self) -> TradeEquilibrium:
        """At base tariffs, others held, without further purchases."""
        return self.equilibrium(self.base)

    def gains(self, means: ArrayLike) -> Floats:
        """Return what mean rates give buyer and setter over the status quo, (..., 2), bn USD/yr."""
        found = self.equilibrium(means).equivalent_variation - self.status_quo.equivalent_variation
        return np.asarray(found[..., list(self.places)])

    def effects(self, rates: ArrayLike) -> TariffEffects:
        """Return a package's effects as one market: gains of both parties, and the setter's revenue.

        ``revenue`` is at base-year prices, ``R'/P̂``, like equivalent variations free of the numeraire.
        ``consumer_surplus`` is the setter's equivalent variation less the change in its revenue,
        ``exporter_gain`` the buyer's equivalent variation.
        """
        mean = self.mean_rate(rates)
        found, before = self.equilibrium(mean), self.status_quo
        row, column = self.places
        change = found.equivalent_variation - before.equivalent_variation
        raised, raised_before = (each.tariff_revenue / each.prices for each in (found, before))
        revenue = raised[..., column] - raised_before[..., column]
        price = found.wages[..., row] / before.wages[..., row]
        value = found.flows[..., row, column]
        parts = {
            "world_price": price,
            "duty_paid_price": (1 + mean) * price,
            "quantity": value / price,
            "export_value": value - before.flows[row, column],
            "consumer_surplus": change[..., column] - revenue,
            "revenue": revenue,
            "exporter_surplus": change[..., row],
            "exporter_gain": change[..., row],
        }
        return TariffEffects(
            markup_profit=None, **{name: np.asarray(part)[..., None] for name, part in parts.items()}
        )

    def slopes(self, rates: ArrayLike, revenue_weight: float) -> Floats:
        """Return slopes of the buyer's and the setter's gain in each sector's rate, (2, sectors)."""
        found = self.equilibrium(self.mean_rate(rates))
        base, places = self.model.welfare_base, self.places
        gains = [
            tariff_gradient(found, welfare=self.buyer)[places] * base[places[0]],
            tariff_gradient(found, welfare=self.setter)[places] * base[places[1]]
            + (revenue_weight - 1) * tariff_gradient(found, revenue=self.setter)[places],
        ]
        return np.outer(gains, self.weights)

    def best_rate(self, revenue_weight: float) -> float:
        """Return the setter's best mean rate on the buyer, everybody else's held."""
        return float(self.best(revenue_weight).rates[0])

    def best(self, revenue_weight: float) -> ChosenTariffs:
        """Return it with its proof."""
        aim = TariffSetter(self.setter, on=(self.buyer,), revenue_weight=revenue_weight)
        return optimal_tariffs(self.model, aim, held=self.tables(self.base))

    def order_gain(self, side: int, level: float) -> float:
        """Return what purchases give a party by wages and prices, the buyer's cost aside."""
        if level not in self._orders:
            self._orders[level] = self._solve_order(float(level))
        return self._orders[level][side]

    @cached_property
    def _orders(self) -> dict[float, tuple[float, float]]:
        """What is known of orders, by level."""
        return {}

    def _solve_order(self, level: float) -> tuple[float, float]:
        if not level:
            return 0.0, 0.0
        found = self.equilibrium(self.base, level=level)
        change = found.equivalent_variation - self.status_quo.equivalent_variation
        buyer, setter = (float(change[place]) for place in self.places)
        return buyer + level, setter

    def order_slope(self, side: int, level: float) -> float:
        """Return the slope of ``order_gain``, by a difference of half a billion to either side."""
        step = 0.5
        low = max(0.0, level - step)
        rise = self.order_gain(side, level + step) - self.order_gain(side, low)
        return rise / (level + step - low)


def world_of(scenario: Scenario, tier: str | None = None) -> WorldTrade | None:
    """Return the world of a scenario in the general tier; None in the partial one.

    ``tier`` takes the place of the scenario's own.

    Examples
    --------
    >>> from negotiate.scenario import load_scenario
    >>> world_of(load_scenario("steel-for-beef")) is None
    True
    """
    model = scenario.document["model"]
    if (tier or model["trade"]["tier"]) != "general":
        return None
    check_world({**model, "trade": {**model["trade"], "tier": "general"}})
    given = model["world"]
    sectors = [f"model.sectors.{name}." for name in model["sectors"]]
    imports = np.array([scenario.money(place + "imports") for place in sectors])
    covered = np.array([scenario.value(place + "covered_share", 1.0) for place in sectors])
    base_rates = np.array([scenario.value(place + "base_tariff") for place in sectors])
    shares = imports / imports.sum()
    base = float(shares @ base_rates)
    elasticity, others = (
        scenario.value(_PATH + "trade_elasticity"),
        scenario.value(_PATH + "others_tariff", 0.0),
    )
    parties = str(given["buyer"]), str(given["setter"])
    return WorldTrade(
        model=GeneralEquilibrium(_economy(*parties, elasticity, base), given["deficits"]),
        buyer=parties[0],
        setter=parties[1],
        weights=shares * covered,
        base_rates=base_rates,
        base=base,
        others=others,
        orders=bool(given["orders"]),
        key=world_key(scenario, tier),
    )


def world_key(scenario: Scenario, tier: str | None = None) -> object:
    """Return what the world of a scenario depends on, for comparison."""
    model = scenario.document["model"]
    return [tier or model["trade"]["tier"], model.get("world"), model["sectors"], model["status_quo_package"]]


def _economy(buyer: str, setter: str, elasticity: float, base: float) -> Any:
    plain = load_regions(elasticity)
    return load_regions(elasticity, tariffs=tariffs_by(plain, setter, {buyer: base}))
