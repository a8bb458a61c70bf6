"""Relations within the region: known countries, a race that comes to rest, no reaction counted twice.

Called by ``relations.py``; each refusal begins with the path of the part to correct.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from negotiate.errors import InvalidInput, NoSolution
from negotiate.region import ArmsRace, arms_race_equilibrium
from negotiate.scenario.plan_relations import exists

__all__ = ["check_region", "race_of"]

Document = Mapping[str, Any]


def race_of(region: Document) -> ArmsRace:
    """Return the arms race of a checked ``[model.region]``."""
    countries = region["countries"]
    places = {name: place for place, name in enumerate(countries)}
    response = np.zeros((len(places), len(places)))
    for name, country in countries.items():
        for other, answer in country["answers"].items():
            response[places[name], places[other]] = answer["value"]
    spending = [country["spending"]["value"] for country in countries.values()]
    return ArmsRace.around(tuple(countries), response, spending, speed=region["speed"]["value"])


def check_region(model: Document) -> None:
    """Refuse a region whose parts do not fit together, or that payoffs would count twice."""
    weighed = [side for side in ("buyer", "setter") if model["weights"][f"{side}_region"] > 0]
    if "region" not in model:
        if weighed:
            raise InvalidInput(f"model.region is missing; model.weights.{weighed[0]}_region is above 0.")
        return
    _countries(model["region"])
    _worths(model["region"], weighed)
    _rest(model["region"])
    _once(model, weighed)


def _countries(region: Document) -> None:
    countries = region["countries"]
    exists("model.region.buyer", region["buyer"], "country", countries)
    for name, country in countries.items():
        path = f"model.region.countries.{name}.answers"
        for other in country["answers"]:
            exists(path, other, "country", countries)
            if other == name:
                raise InvalidInput(f"{path}.{name} answers itself; remove it.")


def _worths(region: Document, weighed: list[str]) -> None:
    for name, country in region["countries"].items():
        for side in ("buyer", "setter"):
            path = f"model.region.countries.{name}.worth_to_{side}"
            stated = f"worth_to_{side}" in country
            if name == region["buyer"] and stated:
                raise InvalidInput(
                    f"{path}: {name} is the buyer, whose purchases the payoffs count already; remove it."
                )
            if name != region["buyer"] and side in weighed and not stated:
                raise InvalidInput(f"{path} is missing; model.weights.{side}_region is above 0 and needs it.")


def _rest(region: Document) -> None:
    """Refuse responses under which spending rises without end, the buyer's own answers counted or not."""
    found = arms_race_equilibrium(race_of(region))
    if not found.stable:
        raise InvalidInput(f"model.region.countries: {found.reason} a year; lower the answers.")
    try:
        found.answers(region["buyer"], 1.0)
    except NoSolution as error:
        raise InvalidInput(f"model.region.countries: {error}") from None


def _once(model: Document, weighed: list[str]) -> None:
    """Refuse a reaction that a threat to the missions holds already and that the payoffs count again."""
    holds = [name for name, threat in model.get("threats", {}).items() if threat["includes_reaction"]]
    if holds and weighed:
        raise InvalidInput(
            f"model.threats.{holds[0]} includes the region's reaction, and model.weights.{weighed[0]}_region "
            "counts it again; set the weight to 0, or weigh the missions as if nobody reacted and set "
            "includes_reaction = false."
        )
