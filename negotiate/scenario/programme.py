"""From a scenario to the programme problem: what to order in which year of the plan."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of
from negotiate.errors import InvalidInput
from negotiate.procurement import (
    BudgetCap,
    Catalogue,
    Excludes,
    Family,
    ProgrammeProblem,
    Requires,
    Synergy,
)
from negotiate.scenario.items import FOREIGN, currency_of, programme_item
from negotiate.scenario.missions import missions_of
from negotiate.scenario.scenario import Scenario

__all__ = ["build_programme"]

Link = Requires | Excludes | Family | Synergy

_HERE = "model.programme."


def build_programme(scenario: Scenario, *, threat: str | None = None) -> ProgrammeProblem:
    """Build the programme problem that a scenario describes.

    The budget cap and every price stay in the currency that the file states them in, with the
    scenario's exchange rate; outlays are in billions of the scenario's own currency.

    Parameters
    ----------
    scenario : Scenario
        With ``model.programme`` and a catalogue.
    threat : str, optional
        One of ``model.threats``, whose weights the missions take; their own where None.

    Raises
    ------
    InvalidInput
        Where the scenario has no programme or no catalogue, or the threat is not known; where the
        numbers make no programme, such as a cap below what is committed.

    Examples
    --------
    >>> from negotiate.scenario import load_scenario
    >>> problem = build_programme(load_scenario("japan-us-2025"))
    >>> problem.calendar, problem.headroom.round(1)
    ((2026, 2027, 2028, 2029, 2030), array([1.7, 3.5, 5.3, 7.2, 9.1]))
    """
    instance_of("scenario", scenario, Scenario, hint=", which load_scenario() reads")
    model = scenario.document["model"]
    if "programme" not in model:
        raise InvalidInput(
            "model.programme is missing; a programme needs at least its first_year and discount_rate."
        )
    if model["value"]["kind"] != "catalogue":
        raise InvalidInput(
            "model.value.kind is 'power', which names no items; a programme needs a catalogue."
        )
    plan = model["programme"]
    catalogue = Catalogue([programme_item(scenario, name) for name in model["items"]], _links(scenario))
    rate = scenario.parameters.get(FOREIGN)
    return ProgrammeProblem(
        catalogue,
        missions_of(scenario, catalogue, threat),
        _cap(scenario),
        years=model["value"]["years"],
        rates={rate.unit.partition("/")[0]: rate.value} if rate else {},
        first_year=plan["first_year"],
        floors={name: scenario.value(f"model.floors.{name}") for name in model.get("floors", {})},
        ceilings={name: scenario.value(f"{_HERE}ceilings.{name}") for name in plan.get("ceilings", {})},
        domestic_share=scenario.value(_HERE + "domestic_share", 0.0),
        mission_floors={
            name: scenario.money(f"{_HERE}mission_floors.{name}") for name in plan.get("mission_floors", {})
        },
        deferred_cap=scenario.money(_HERE + "deferred_cap") if "deferred_cap" in plan else None,
        aggregation=plan["aggregation"],
        counts=plan["counts"],
    )


def _cap(scenario: Scenario) -> BudgetCap | NDArray[np.float64]:
    """Return the cap on outlays: the list of the programme, or what the budget's growth leaves."""
    model = scenario.document["model"]
    if "caps" in model["programme"]:
        return np.array(model["programme"]["caps"])
    code = currency_of(scenario, "model.budget.base")
    rate = scenario.value(FOREIGN) if code != "USD" else 1.0
    path = model["budget"].get("growth_path")
    return BudgetCap(
        scenario.money("model.budget.base") * rate,
        scenario.value("model.budget.growth") if path is None else path,
        model["value"]["years"],
        scenario.value("model.budget.committed", 1.0),
        code,
    )


def _links(scenario: Scenario) -> list[Link]:
    """Return the links of the programme: needs, exclusions, families, synergies."""
    plan = scenario.document["model"]["programme"]
    links: list[Link] = []
    for name, link in plan.get("requires", {}).items():
        ratio = scenario.value(f"{_HERE}requires.{name}.ratio") if "ratio" in link else None
        links.append(Requires(link["item"], link["needs"], ratio))
    links += [Excludes(link["first"], link["second"]) for link in plan.get("excludes", {}).values()]
    for name, link in plan.get("families", {}).items():
        limits = {key: link[key] for key in ("most_kinds", "least", "most") if key in link}
        links.append(Family(name, link["items"], **limits))
    for name, link in plan.get("synergies", {}).items():
        bonus = scenario.money(f"{_HERE}synergies.{name}.bonus")
        pair = link.get("ratio", (1.0, 1.0))
        links.append(Synergy(link["first"], link["second"], link["mission"], bonus, link["per"], pair))
    return links
