"""From a scenario to the model of a negotiation: the only place that knows every sub-domain.

Trade gives what a tariff package costs and brings, procurement gives what purchases are worth,
and both enter the payoff terms as plain functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import exact_number, instance_of
from negotiate.payoffs import Outcome, PayoffModel, calibrate_capability_worth
from negotiate.procurement import (
    BudgetCap,
    BundleProblem,
    Catalogue,
    CatalogueValue,
    PowerValue,
)
from negotiate.scenario.items import bundle_item
from negotiate.scenario.missions import missions_of
from negotiate.scenario.plan_measures import plan_measure
from negotiate.scenario.reactions import SIDES, Reactions, reactions_of
from negotiate.scenario.scenario import Scenario
from negotiate.scenario.terms import (
    PARAMETERS,
    TermInputs,
    buyer_terms,
    import_shares,
    organised_reach,
    setter_terms,
)
from negotiate.scenario.world import WorldTrade, world_key, world_of
from negotiate.trade import (
    PartialEquilibrium,
    Sector,
    TariffEffects,
    supply_elasticity_from_pass_through,
)

__all__ = ["NegotiationModel", "build_model"]

_VALUED = ("value", "missions", "items", "budget", "status_quo", "floors")  # what V(B) depends on

Value = CatalogueValue | PowerValue


@dataclass(frozen=True, eq=False)
class NegotiationModel:
    """A negotiation ready to be solved: trade, procurement and payoffs of one scenario.

    Attributes
    ----------
    scenario : Scenario
        Where it comes from.
    trade : PartialEquilibrium
        The import markets under the talks, in the scenario's order of sectors.
    rates : mapping of str to ndarray, shape (sectors,)
        Tariff rates by package, fractions.
    effects : mapping of str to TariffEffects
        Effects of each package, shape (sectors,).
    value : CatalogueValue or PowerValue
        What purchases are worth, capability units against purchases above the status quo.
    cap : BudgetCap
        What the budget's growth leaves for new purchases.
    capability_worth : float
        ω, bn USD/yr per capability unit.
    payoffs : PayoffModel
        Both parties' terms.
    purchases : tuple of float
        The levels on the grid, bn USD/yr above the status quo.
    reactions : Reactions or None
        How the region answers purchases; None where no payoff counts it.
    world : WorldTrade or None
        The world economy that gives the effects of packages in the general tier; None in the partial.
    """

    scenario: Scenario
    trade: PartialEquilibrium
    rates: Mapping[str, NDArray[np.float64]]
    effects: Mapping[str, TariffEffects]
    value: Value
    cap: BudgetCap
    capability_worth: float
    payoffs: PayoffModel
    purchases: tuple[float, ...]
    reactions: Reactions | None = None
    world: WorldTrade | None = None

    @property
    def packages(self) -> tuple[str, ...]:
        """The tariff packages, in the scenario's order."""
        return tuple(self.rates)

    @property
    def concessions(self) -> tuple[str, ...]:
        """The packages that the setter may concede: those that a deal can hold."""
        return tuple(self.scenario.document["model"]["levels"]["packages"])

    @property
    def threat(self) -> str:
        """The package that is carried out where there is no deal."""
        return str(self.scenario.document["model"]["threat"])

    @property
    def headroom(self) -> float:
        """Purchases a year that the budget cap leaves room for, bn USD/yr."""
        return self.cap.average

    @property
    def tier(self) -> str:
        """Whether tariffs act on single markets, ``partial``, or on the whole world's trade, ``general``."""
        return "partial" if self.world is None else "general"

    @property
    def optimal_tariff(self) -> float:
        """The setter's best mean tariff on the buyer by its own welfare, revenue weighted."""
        kappa = self.scenario.value(PARAMETERS + "revenue_weight", 1.0)
        if self.world is not None:
            return self.world.best_rate(kappa)
        return float(import_shares(self.trade) @ self.trade.optimal_tariffs(kappa))

    def outcomes(self) -> tuple[Outcome, ...]:
        """Return every outcome on the grid: each purchase level with each package."""
        return tuple(Outcome(level, package) for level in self.purchases for package in self.packages)

    def tariff_slopes(self, package: str) -> NDArray[np.float64]:
        """Return both players' payoff slopes in each sector's tariff, shape (2, sectors), bn USD/yr."""
        weights = self.scenario.document["model"]["weights"]
        kappa = self.scenario.value(PARAMETERS + "revenue_weight", 1.0)
        if self.world is not None:
            shares = np.array([[weights["tariff"]], [weights["consumers_and_revenue"]]])
            return np.asarray(shares * self.world.slopes(self.rates[package], kappa))
        slopes = self.trade.slopes(self.rates[package])
        buyer = weights["tariff"] * slopes.exporter_gain
        setter = weights["consumers_and_revenue"] * (slopes.consumer_surplus + kappa * slopes.revenue)
        if weights["organised"]:
            base = 1 + np.array([sector.base_tariff for sector in self.trade.sectors])
            rise = slopes.duty_paid_price / base * import_shares(self.trade)
            setter = setter + weights["organised"] * organised_reach(self.scenario) * rise
        return np.stack([buyer, setter])

    def purchase_slopes(self, level: float) -> NDArray[np.float64]:
        """Return both players' left and right payoff slopes in purchases, shape (2, 2).

        The worth of purchases counts by its continuous relaxation, whose slopes exist.
        """
        value = self.scenario.value
        weights = self.scenario.document["model"]["weights"]
        gain = self.capability_worth * np.array(self.value.slope(level))
        psi = value(PARAMETERS + "sensitivity", 0.0)
        beyond = max(0.0, level - value(PARAMETERS + "sensitivity_threshold", 0.0))
        cost = weights["cost"] * (1 + value(PARAMETERS + "marginal_excess_burden"))
        buyer = weights["capability"] * gain - cost - weights["sensitivity"] * psi * beyond
        rent = sum(value(PARAMETERS + f"export_rent_{part}") for part in ("economic", "political"))
        spill = weights["ally_strength"] * value(PARAMETERS + "ally_spill_in")
        setter = weights["export_rent"] * rent + spill * gain
        for key in ("offset", "interop"):
            if weights[key]:
                buyer = buyer + weights[key] * np.array(
                    plan_measure(self.scenario, self.value, key).slope(level)
                )
        reacts = np.zeros(2)
        if self.world is not None and self.world.orders:
            reacts += [self.world.order_slope(side, level) for side in (0, 1)]
        if self.reactions is not None:
            for side, name in enumerate(SIDES):
                reacts[side] = weights[f"{name}_region"] * self.reactions.slope(side)
        return np.stack([buyer, setter]) + reacts[:, None]


def build_model(
    scenario: Scenario, reuse: NegotiationModel | None = None, *, tier: str | None = None
) -> NegotiationModel:
    """Build the model that a scenario describes.

    Parameters
    ----------
    scenario : Scenario
        Of the kind ``purchases-for-tariffs``.
    reuse : NegotiationModel, optional
        A model built before, whose value function is used again where nothing that it depends
        on differs; sweeps over other parameters then solve no procurement problem twice.
    tier : {"general", "partial"}, optional
        In place of the scenario's own, to set the two side by side.

    Raises
    ------
    InvalidInput
        Where the numbers make no model: a cap below committed outlays, linear demand above its
        choke price, a term switched on without its parameters.

    Examples
    --------
    >>> from negotiate.scenario import load_scenario
    >>> model = build_model(load_scenario("steel-for-beef"))
    >>> model.packages, model.threat
    (('free', 'half', 'threat'), 'threat')
    """
    instance_of("scenario", scenario, Scenario, hint=", which load_scenario() reads")
    model = scenario.document["model"]
    trade = _trade(scenario)
    rates = {
        name: np.array([package["rates"][sector.name] for sector in trade.sectors])
        for name, package in model["packages"].items()
    }
    value = reuse.value if reuse and _same_value(reuse.scenario, scenario) else _value(scenario)
    worth = calibrate_capability_worth(
        scenario.value(PARAMETERS + "purchase_worth"),
        scenario.value(PARAMETERS + "marginal_excess_burden"),
        value.slope(0.0)[1],
    )
    world = None if tier == "partial" else _world(scenario, reuse, tier)
    market = world or trade
    effects = {package: market.effects(rate) for package, rate in rates.items()}
    weighed = any(model["weights"][f"{side}_region"] for side in SIDES)
    reactions = reactions_of(scenario) if weighed else None
    inputs = TermInputs(scenario, trade, effects, value, worth, reactions, world)
    terms = [*buyer_terms(inputs), *setter_terms(inputs)]
    return NegotiationModel(
        scenario=scenario,
        trade=trade,
        rates=MappingProxyType(rates),
        effects=MappingProxyType(effects),
        value=value,
        cap=_cap(scenario),
        capability_worth=worth,
        payoffs=PayoffModel(scenario.players, terms, scenario.unit, scenario.resolution),
        purchases=_levels(model["levels"]["purchases"]),
        reactions=reactions,
        world=world,
    )


def _world(scenario: Scenario, reuse: NegotiationModel | None, tier: str | None) -> WorldTrade | None:
    """Return the world of the general tier; that of a model built before where nothing differs."""
    if reuse and reuse.world is not None and reuse.world.key == world_key(scenario, tier):
        return reuse.world
    return world_of(scenario, tier)


def _trade(scenario: Scenario) -> PartialEquilibrium:
    model = scenario.document["model"]
    sectors = []
    for name, entry in model["sectors"].items():
        place = f"model.sectors.{name}."
        elasticity = scenario.value(place + "demand_elasticity")
        everywhere = scenario.value("model.trade.pass_through")
        share = scenario.value(place + "pass_through", everywhere)
        sectors.append(
            Sector(
                name,
                scenario.money(place + "imports") * scenario.value(place + "covered_share", 1.0),
                scenario.value(place + "base_tariff"),
                demand_elasticity=elasticity,
                supply_elasticity=supply_elasticity_from_pass_through(elasticity, share),
                title=entry["title"],
                substitution=scenario.value(place + "substitution") if "substitution" in entry else None,
            )
        )
    how = model["trade"]
    return PartialEquilibrium(sectors, how["demand"], how["exporter_loss"], scenario.unit)


def _cap(scenario: Scenario) -> BudgetCap:
    model = scenario.document["model"]
    path = model["budget"].get("growth_path")
    return BudgetCap(
        scenario.money("model.budget.base"),
        scenario.value("model.budget.growth") if path is None else path,
        model["value"]["years"],
        scenario.value("model.budget.committed", 1.0),
    )


def _same_value(one: Scenario, other: Scenario) -> bool:
    return _valued(one) == _valued(other)


def _valued(scenario: Scenario) -> list[Any]:
    model = scenario.document["model"]
    timing = model.get("programme", {})
    return [*map(model.get, _VALUED), *map(timing.get, ("payment_profile", "discount_rate"))]


def _value(scenario: Scenario) -> Value:
    model = scenario.document["model"]
    status_quo = scenario.money("model.status_quo.purchases")
    exponent = scenario.value("model.value.exponent")
    if model["value"]["kind"] == "power":
        return PowerValue(status_quo, exponent)
    catalogue = Catalogue([bundle_item(scenario, name) for name in model["items"]])
    missions = missions_of(scenario, catalogue)
    floors = {name: scenario.value(f"model.floors.{name}") for name in model.get("floors", {})}
    return CatalogueValue(BundleProblem(catalogue, missions, 0.0, model["value"]["years"], floors))


def _levels(grid: Any) -> tuple[float, ...]:
    """Return the grid's levels; a range is stepped through in decimal arithmetic."""
    if not isinstance(grid, Mapping):
        return tuple(float(level) for level in grid)
    low, high, step = (exact_number(key, str(grid[key])) for key in ("low", "high", "step"))
    count = int((high - low) / step)
    return tuple(float(low + Fraction(k) * step) for k in range(count + 1))
