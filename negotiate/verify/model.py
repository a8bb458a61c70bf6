"""The payoff terms of a model, evaluated anew at any outcome and rounded as the model says.

A term that comes out within a hair of half a unit may be rounded either way, because floats were
added in another order: both are then right.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import floor, fsum
from typing import Any

from negotiate.verify.entry import exact
from negotiate.verify.scenario_world import World
from negotiate.verify.tariffs import Effects, tariff_effects

__all__ = ["Model", "Outcome"]

Outcome = Mapping[str, Any]

HAIR = 1e-4  # of a unit
LATER = ("offset", "interop", "buyer_region", "setter_region")  # weights that the first files lack


class Model:
    """A model as a results file holds it.

    Parameters
    ----------
    record : mapping
        A problem of kind ``"model"``.
    """

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.record = record
        self.buyer, self.setter = record["players"]
        self.resolution = exact(record["resolution"])
        if self.resolution <= 0:
            raise ValueError("the resolution must be above 0")
        self.weights = dict.fromkeys(LATER, 0.0)
        self.weights |= {name: float(exact(weight)) for name, weight in record["weights"].items()}
        self._parameters = {name: float(exact(value)) for name, value in record["parameters"].items()}
        self.worth = float(exact(record["capability_worth"]))
        self._gains = {float(exact(level)): float(exact(gain)) for level, gain in record["gains"]}
        self.reactions = [float(exact(slope)) for slope in record.get("reaction_slopes", (0, 0))]
        self._measures = {
            name: {float(exact(level)): float(exact(amount)) for level, amount in listed}
            for name, listed in record.get("measures", {}).items()
        }
        self.world = World(record["world"]) if "world" in record else None
        self.weights["orders"] = float(self.world is not None and self.world.orders)
        self._known: dict[str, tuple[Effects, ...]] = {}

    def parameter(self, name: str, default: float | None = None) -> float:
        """Return a parameter, or its default where the model leaves it out."""
        return self._parameters[name] if default is None else self._parameters.get(name, default)

    def with_parameter(self, name: str, value: float) -> Model:
        """Return the model with another value of a parameter on which no effect of tariffs depends."""
        changed = copy.copy(self)
        changed._parameters = {**self._parameters, name: value}
        return changed

    def gain(self, level: float) -> float:
        """Return the capability that purchases add."""
        return self._gains[level]

    def gains(self) -> Mapping[float, float]:
        """Return the capability that each level of purchases adds."""
        return self._gains

    def calibrated_worth(self) -> float:
        """Return ω from the share of its cost that a marginal purchase is worth at the status quo."""
        share, burden = self.parameter("purchase_worth"), self.parameter("marginal_excess_burden")
        return share * (1 + burden) / float(exact(self.record["slope_at_status_quo"]))

    def effects(self, package: str, rates: Sequence[float] | None = None) -> tuple[Effects, ...]:
        """Return what a package does in each sector, or what other rates would."""
        if rates is None and package in self._known:
            return self._known[package]
        at = [float(exact(rate)) for rate in self.record["rates"][package]] if rates is None else rates
        found = self.in_markets(at) if self.world is None else (_in_the_world(self.world, at),)
        if rates is None:
            self._known[package] = found
        return found

    def in_markets(self, rates: Sequence[float]) -> tuple[Effects, ...]:
        """Return what rates do, sector by sector, each market by itself."""
        return tuple(
            tariff_effects(sector, rate, self.record["demand"], self.record["exporter_loss"])
            for sector, rate in zip(self.record["sectors"], rates, strict=True)
        )

    def terms(self, outcome: Outcome) -> dict[tuple[str, str], float]:
        """Return each term by player and name, weighted, not rounded."""
        level, package = float(exact(outcome["purchases"])), outcome["package"]
        return self._of_buyer(level, package, outcome) | self._of_setter(level, package, outcome)

    def _of_buyer(self, level: float, package: str, outcome: Outcome) -> dict[tuple[str, str], float]:
        weight, parameter = self.weights, self.parameter
        beyond = max(0.0, level - parameter("sensitivity_threshold", 0.0))
        found = {
            "tariff": weight["tariff"] * fsum(e.exporters for e in self.effects(package)),
            "capability": weight["capability"] * self.worth * self.gain(level),
            "cost": -weight["cost"] * (1 + parameter("marginal_excess_burden")) * level,
            "sensitivity": -weight["sensitivity"] * parameter("sensitivity", 0.0) / 2 * beyond**2,
        }
        if weight["buyer_audience"]:
            above = level > parameter("buyer_stated_limit")
            found["buyer audience"] = -weight["buyer_audience"] * parameter("buyer_audience_cost") * above
        if weight["buyer_other"]:
            comes_along = self._comes_along(outcome)
            paid = -weight["buyer_other"] * parameter("other_concessions_cost") * comes_along
            found["other concessions"] = paid
        for name, key in (("offset", "offset"), ("interoperability", "interop")):
            if weight[key]:
                found[name] = weight[key] * self._measures[key][level]
        found["region"] = weight["buyer_region"] * self.reactions[0] * level
        found["orders"] = self._orders(0, level)
        return {(self.buyer, name): v for name, v in found.items() if self.weight_of(self.buyer, name)}

    def _of_setter(self, level: float, package: str, outcome: Outcome) -> dict[tuple[str, str], float]:
        weight, parameter = self.weights, self.parameter
        kappa = parameter("revenue_weight", 1.0)
        welfare = fsum(e.consumers + kappa * e.revenue for e in self.effects(package))
        found = {
            "consumers and revenue": weight["consumers_and_revenue"] * welfare,
            "export rent, economic": weight["export_rent"] * parameter("export_rent_economic") * level,
            "export rent, political": weight["export_rent"] * parameter("export_rent_political") * level,
            "ally strength": weight["ally_strength"]
            * parameter("ally_spill_in")
            * self.worth
            * self.gain(level),
        }
        if weight["organised"]:
            found["organised industries"] = self.organised(self.effects(package))
        if weight["setter_audience"]:
            backs_down = not (outcome["agreed"] or outcome["threat_executed"])
            found["setter audience"] = (
                -weight["setter_audience"] * parameter("setter_audience_cost") * backs_down
            )
        if weight["setter_other"]:
            comes_along = self._comes_along(outcome)
            gained = weight["setter_other"] * parameter("other_concessions_to_setter") * comes_along
            found["other concessions"] = gained
        found["region"] = weight["setter_region"] * self.reactions[1] * level
        found["orders"] = self._orders(1, level)
        return {(self.setter, name): v for name, v in found.items() if self.weight_of(self.setter, name)}

    def _orders(self, side: int, level: float) -> float:
        return self.world.order_gain(side, level) if self.world is not None and self.world.orders else 0.0

    def weight_of(self, player: str, name: str) -> float:
        """Return the weight of a player's term."""
        side = "buyer" if player == self.buyer else "setter"
        words = {
            "organised industries": "organised",
            "other concessions": f"{side}_other",
            "interoperability": "interop",
            "region": f"{side}_region",
        }
        return self.weights[words.get(name, name.partition(",")[0].replace(" ", "_"))]

    def _comes_along(self, outcome: Outcome) -> bool:
        return bool(outcome["agreed"]) and outcome["package"] in self.record["conceded"]

    def organised(self, effects: Sequence[Effects]) -> float:
        """Return what organised industries gain, weighted: prices rise by their import-weighted mean."""
        if not self.weights["organised"]:
            return 0.0
        imports = [float(exact(sector["imports"])) for sector in self.record["sectors"]]
        rise = fsum(m * e.price_rise for m, e in zip(imports, effects, strict=True))
        gamma, reach, sales = (
            self.parameter(f"organised_{key}") for key in ("weight", "transmission", "sales")
        )
        return self.weights["organised"] * (gamma - 1) * reach * sales * rise / fsum(imports)

    def units(self, value: float) -> set[int]:
        """Return the whole numbers of units that a value may be rounded to."""
        scaled = Fraction(value) / self.resolution
        low = floor(scaled)
        part = float(scaled - low)
        return {low} if part < 0.5 - HAIR else {low + 1} if part > 0.5 + HAIR else {low, low + 1}

    def payoffs(self, outcome: Outcome) -> tuple[set[Fraction], set[Fraction]]:
        """Return what each player's payoff at an outcome may be, exactly."""
        terms = self.terms(outcome)
        found = []
        for player in (self.buyer, self.setter):
            rounded = [sorted(self.units(value)) for (of, _), value in terms.items() if of == player]
            found.append({sum(parts) * self.resolution for parts in product(*rounded)})
        return found[0], found[1]


def _in_the_world(world: World, rates: Sequence[float]) -> Effects:
    """Return what a package does in general equilibrium, as one market."""
    buyer, setter, revenue = world.change(rates)
    return Effects(consumers=setter - revenue, revenue=revenue, exporters=buyer, price_rise=0.0)
