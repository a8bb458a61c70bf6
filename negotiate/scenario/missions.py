"""Missions of a scenario: their weights and returns, and what they weigh under a threat in the region."""

from __future__ import annotations

import math

from negotiate.checks import one_of
from negotiate.errors import InvalidInput
from negotiate.procurement import Catalogue, Mission, power_missions
from negotiate.scenario.scenario import Scenario

__all__ = ["missions_of", "threat_weights"]


def missions_of(scenario: Scenario, catalogue: Catalogue, threat: str | None = None) -> tuple[Mission, ...]:
    """Return the missions by the scenario's power law, with their own weights or those of a threat.

    A threat changes what a mission's level is worth, not what the buyer has already: stocks and
    returns are those of the missions' own weights, under which every mission begins at one level.
    """
    missions = power_missions(
        catalogue,
        _own_weights(scenario),
        status_quo=scenario.money("model.status_quo.purchases"),
        exponent=scenario.value("model.value.exponent"),
        years=scenario.document["model"]["value"]["years"],
        titles={name: mission["title"] for name, mission in scenario.document["model"]["missions"].items()},
    )
    if threat is None:
        return missions
    weights = threat_weights(scenario, threat)
    return tuple(
        Mission(m.name, m.returns, weight=weights[m.name], stock=m.stock, title=m.title) for m in missions
    )


def threat_weights(scenario: Scenario, threat: str) -> dict[str, float]:
    """Return the weights of the missions under a threat, in sum 1.

    Raises
    ------
    InvalidInput
        Where the scenario has no such threat.

    Examples
    --------
    >>> from negotiate.scenario import load_scenario
    >>> flagship = load_scenario("japan-us-2025")
    >>> round(threat_weights(flagship, "north-korean-missiles")["missile_defence"], 2)
    0.55
    """
    threats = scenario.document["model"].get("threats", {})
    if not threats:
        raise InvalidInput(f"threat={threat!r} is not known; the scenario has no [model.threats].")
    told = threats[one_of("threat", threat, threats)]["weights"]
    raw = _own_weights(scenario)
    raw |= {name: scenario.value(f"model.threats.{threat}.weights.{name}") for name in told}
    total = math.fsum(raw.values())
    return {name: weight / total for name, weight in raw.items()}


def _own_weights(scenario: Scenario) -> dict[str, float]:
    missions = scenario.document["model"]["missions"]
    return {name: scenario.value(f"model.missions.{name}.weight") for name in missions}
