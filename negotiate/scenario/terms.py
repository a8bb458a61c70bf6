"""The payoff terms of a scenario: its parameters and weights become named terms.

Trade and procurement come in as arrays and a callable. That a term which is switched on has its
parameters was checked when the scenario was read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.payoffs import (
    Term,
    ally_strength,
    buyer_audience_cost,
    capability_value,
    consumers_and_revenue,
    export_rent,
    interoperability,
    offset_work,
    organised_industries,
    other_concessions,
    public_funds_cost,
    sensitivity_cost,
    setter_audience_cost,
    tariff_loss,
)
from negotiate.procurement import CatalogueValue, PowerValue
from negotiate.scenario.plan_measures import plan_measure
from negotiate.scenario.reactions import Reactions
from negotiate.scenario.scenario import Scenario
from negotiate.scenario.world import WorldTrade
from negotiate.scenario.world_terms import in_the_world
from negotiate.trade import PartialEquilibrium, TariffEffects

__all__ = ["PARAMETERS", "TermInputs", "buyer_terms", "import_shares", "organised_reach", "setter_terms"]

PARAMETERS = "model.parameters."


@dataclass(frozen=True, eq=False)
class TermInputs:
    """What the terms of one scenario are built from.

    Attributes
    ----------
    scenario : Scenario
        Parameters and weights.
    trade : PartialEquilibrium
        The import markets.
    effects : dict of str to TariffEffects
        Effects of each package, shape (sectors,).
    gain : CatalogueValue or PowerValue
        Capability units that purchases above the status quo add, and the bundle behind them.
    worth : float
        ω, bn USD/yr per capability unit.
    reactions : Reactions or None
        How the region answers purchases; None where no payoff counts it.
    world : WorldTrade or None
        The world economy in the general tier.
    """

    scenario: Scenario
    trade: PartialEquilibrium
    effects: Mapping[str, TariffEffects]
    gain: CatalogueValue | PowerValue
    worth: float
    reactions: Reactions | None = None
    world: WorldTrade | None = None

    def value(self, key: str, default: float | None = None) -> float:
        """Return a parameter of the payoffs."""
        if default is None:
            return self.scenario.value(PARAMETERS + key)
        return self.scenario.value(PARAMETERS + key, default)

    def weight(self, key: str) -> float:
        """Return the weight of a term, 0 where it is switched off."""
        return float(self.scenario.document["model"]["weights"][key])

    def by_package(self, measure: Callable[[TariffEffects], Any]) -> dict[str, float]:
        """Return a measure of the effects, by package."""
        return {package: float(np.sum(measure(effects))) for package, effects in self.effects.items()}


def buyer_terms(inputs: TermInputs) -> list[Term]:
    """Return the buyer's terms: tariffs, capability, cost, sensitivity, and what is switched on."""
    buyer = inputs.scenario.players[0]
    terms = [
        tariff_loss(
            buyer, inputs.by_package(lambda effects: effects.exporter_gain), weight=inputs.weight("tariff")
        ),
        capability_value(buyer, inputs.worth, inputs.gain, weight=inputs.weight("capability")),
        public_funds_cost(buyer, inputs.value("marginal_excess_burden"), weight=inputs.weight("cost")),
        sensitivity_cost(
            buyer,
            inputs.value("sensitivity", 0.0),
            inputs.value("sensitivity_threshold", 0.0),
            weight=inputs.weight("sensitivity"),
        ),
    ]
    if inputs.weight("buyer_audience"):
        cost, limit = inputs.value("buyer_audience_cost"), inputs.value("buyer_stated_limit")
        terms.append(buyer_audience_cost(buyer, cost, limit, weight=inputs.weight("buyer_audience")))
    if inputs.weight("buyer_other"):
        cost, relief = inputs.value("other_concessions_cost"), _relief(inputs.scenario)
        terms.append(other_concessions(buyer, -cost, relief, weight=inputs.weight("buyer_other")))
    for key, term in (("offset", offset_work), ("interop", interoperability)):
        if weight := inputs.weight(key):
            terms.append(term(buyer, plan_measure(inputs.scenario, inputs.gain, key), weight=weight))
    if inputs.reactions and (weight := inputs.weight("buyer_region")):
        terms.append(inputs.reactions.term(0, buyer, weight))
    return terms if inputs.world is None else in_the_world(terms, inputs.world, 0)


def setter_terms(inputs: TermInputs) -> list[Term]:
    """Return the setter's terms: consumers and revenue, rents, ally strength, and what is switched on."""
    setter = inputs.scenario.players[1]
    terms = [
        consumers_and_revenue(
            setter,
            inputs.by_package(lambda effects: effects.consumer_surplus),
            inputs.by_package(lambda effects: effects.revenue),
            inputs.value("revenue_weight", 1.0),
            weight=inputs.weight("consumers_and_revenue"),
        )
    ]
    for part in ("economic", "political"):
        rate, weight = inputs.value(f"export_rent_{part}"), inputs.weight("export_rent")
        terms.append(export_rent(setter, rate, part, weight=weight))
    spill = inputs.value("ally_spill_in")
    terms.append(
        ally_strength(setter, spill, inputs.worth, inputs.gain, weight=inputs.weight("ally_strength"))
    )
    if inputs.weight("organised"):
        terms.append(_organised_term(inputs))
    if inputs.weight("setter_audience"):
        cost = inputs.value("setter_audience_cost")
        terms.append(setter_audience_cost(setter, cost, weight=inputs.weight("setter_audience")))
    if inputs.weight("setter_other"):
        gain, relief = inputs.value("other_concessions_to_setter"), _relief(inputs.scenario)
        terms.append(other_concessions(setter, gain, relief, weight=inputs.weight("setter_other")))
    if inputs.reactions and (weight := inputs.weight("setter_region")):
        terms.append(inputs.reactions.term(1, setter, weight))
    return terms if inputs.world is None else in_the_world(terms, inputs.world, 1)


def organised_reach(scenario: Scenario) -> float:
    """Return (γ−1) × transmission × sales: what a unit rise of import prices is worth, bn USD/yr."""
    gamma, reach, sales = (
        scenario.value(f"{PARAMETERS}organised_{key}") for key in ("weight", "transmission", "sales")
    )
    return (gamma - 1) * reach * sales


def import_shares(trade: PartialEquilibrium) -> NDArray[np.float64]:
    """Return each sector's share of the imports under the talks."""
    imports = np.array([sector.imports for sector in trade.sectors])
    return np.asarray(imports / imports.sum())


def _organised_term(inputs: TermInputs) -> Term:
    """Return the organised industries' term; import prices rise by their weighted mean."""
    gamma, reach, sales = (inputs.value(f"organised_{key}") for key in ("weight", "transmission", "sales"))
    base = 1 + np.array([sector.base_tariff for sector in inputs.trade.sectors])
    shares = import_shares(inputs.trade)
    rise = inputs.by_package(lambda effects: shares * (effects.duty_paid_price / base - 1))
    setter, weight = inputs.scenario.players[1], inputs.weight("organised")
    return organised_industries(setter, gamma, reach, sales, rise, weight=weight)


def _relief(scenario: Scenario) -> list[str]:
    """Return the packages that other concessions come with: those that the setter may concede."""
    model = scenario.document["model"]
    return [name for name in model["levels"]["packages"] if name != model["threat"]]
