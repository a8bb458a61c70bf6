"""Relations: rules between places of a scenario file.

Each function reads the checked document, where every place holds on its own account, and
refuses what does not fit together, in a sentence that begins with the path to correct.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from negotiate.errors import InvalidInput
from negotiate.scenario.parameter import Parameter
from negotiate.scenario.plan_relations import check_plan, exists
from negotiate.scenario.region_relations import check_region
from negotiate.scenario.world_section import check_world

__all__ = ["MOST_LEVELS", "check_facts", "check_relations"]

MOST_LEVELS = 10_000  # points of the grid of purchases

_TERM_NEEDS = {
    "buyer_audience": ("buyer_audience_cost", "buyer_stated_limit"),
    "buyer_other": ("other_concessions_cost",),
    "organised": ("organised_weight", "organised_sales", "organised_transmission"),
    "setter_audience": ("setter_audience_cost",),
    "setter_other": ("other_concessions_to_setter",),
}

_CONVERTIBLE = (".price", ".reference_price", ".upkeep")

Document = Mapping[str, Any]
Parameters = Mapping[str, Parameter]


def check_relations(document: Document, parameters: Parameters) -> None:
    """Refuse a document whose parts do not fit together.

    Raises
    ------
    InvalidInput
        With a sentence that begins with the path of the part to correct.
    """
    _players(document["players"])
    _packages(document["model"])
    _purchase_levels(document["model"]["levels"]["purchases"])
    _substitution(document["model"])
    _terms(document["model"])
    _value(document["model"])
    _budget(document["model"])
    _items(document["model"])
    check_plan(document["model"])
    check_region(document["model"])
    check_world(document["model"])
    _currencies(document, parameters)


def check_facts(parameters: Parameters) -> None:
    """Refuse a parameter that says it equals a row of the shipped data and does not."""
    quoted = {path: parameter for path, parameter in parameters.items() if parameter.fact}
    if not quoted:
        return
    from negotiate.data import fact, row

    for path, parameter in quoted.items():
        try:
            known, unit = fact(parameter.fact), str(row(parameter.fact)["unit"])
        except InvalidInput as error:
            raise InvalidInput(f"{path}.fact: {error}") from None
        if unit.partition("/")[0] != parameter.unit.partition("/")[0]:
            raise InvalidInput(
                f"{path} is in {parameter.unit}, but the data row {parameter.fact} is in {unit}; "
                "convert the value and remove fact."
            )
        if not math.isclose(parameter.value, known, rel_tol=1e-9):
            raise InvalidInput(
                f"{path}={parameter.value:g}, but the data row {parameter.fact} holds {known:g}; "
                "correct the value, or remove fact."
            )


def _players(players: Document) -> None:
    if players["buyer"] == players["setter"]:
        raise InvalidInput("players.setter is also the buyer; the two parties need different names.")


def _packages(model: Document) -> None:
    packages, sectors = model["packages"], model["sectors"]
    exists("model.threat", model["threat"], "package", packages)
    exists("model.status_quo_package", model["status_quo_package"], "package", packages)
    for position, name in enumerate(model["levels"]["packages"]):
        exists(f"model.levels.packages[{position}]", name, "package", packages)
    if "observed" in model:
        exists("model.observed.package", model["observed"]["package"], "package", packages)
    for name, package in packages.items():
        path = f"model.packages.{name}.rates"
        for sector in package["rates"]:
            exists(path, sector, "sector", sectors)
        for sector in sectors:
            if sector not in package["rates"]:
                raise InvalidInput(f"{path} has no rate for {sector!r}; every package names every sector.")
    _status_quo(model["status_quo_package"], packages, sectors)


def _status_quo(name: str, packages: Document, sectors: Document) -> None:
    for key, sector in sectors.items():
        rate, base = packages[name]["rates"][key], sector["base_tariff"]["value"]
        if not math.isclose(rate, base, rel_tol=1e-12, abs_tol=1e-15):
            raise InvalidInput(
                f"model.packages.{name}.rates.{key}={rate:g}, but model.sectors.{key}.base_tariff is "
                f"{base:g}; the status quo package holds the base tariffs, so make them equal."
            )


def _purchase_levels(levels: Any) -> None:
    if not isinstance(levels, Mapping):
        return
    low, high, step = levels["low"], levels["high"], levels["step"]
    if low > high:
        raise InvalidInput(f"model.levels.purchases.low={low:g} is above high={high:g}; exchange the two.")
    steps = (high - low) / step
    if steps > MOST_LEVELS:
        raise InvalidInput(
            f"model.levels.purchases.step={step:g} gives more than {MOST_LEVELS:,} levels; raise it."
        )
    if not math.isclose(steps, round(steps), rel_tol=1e-9, abs_tol=1e-9):
        raise InvalidInput(
            f"model.levels.purchases.step={step:g} does not lead from {low:g} to {high:g} in whole steps; "
            "change the step or high."
        )


def _substitution(model: Document) -> None:
    if model["trade"]["exporter_loss"] != "markup_profit":
        return
    for name, sector in model["sectors"].items():
        if "substitution" not in sector:
            raise InvalidInput(
                f"model.sectors.{name}.substitution is missing; exporter_loss = 'markup_profit' needs it."
            )


def _terms(model: Document) -> None:
    """Refuse a payoff term that is switched on without the parameters that it needs."""
    for term, needed in _TERM_NEEDS.items():
        for key in needed:
            if model["weights"][term] > 0 and key not in model["parameters"]:
                raise InvalidInput(
                    f"model.parameters.{key} is missing; model.weights.{term} is above 0 and needs it."
                )


def _value(model: Document) -> None:
    if model["value"]["kind"] != "catalogue":
        return
    for key in ("missions", "items"):
        if key not in model:
            raise InvalidInput(f"model.{key} is missing; model.value.kind = 'catalogue' needs it.")


def _budget(model: Document) -> None:
    value, budget = model["value"], model["budget"]
    if "growth" not in budget and "growth_path" not in budget:
        raise InvalidInput(
            "model.budget.growth is missing; give it, or growth_path with a rate for each year."
        )
    if "growth_path" in budget and len(budget["growth_path"]) != value["years"]:
        raise InvalidInput(
            f"model.budget.growth_path has {len(budget['growth_path'])} entries; model.value.years is "
            f"{value['years']}: give one rate for each year."
        )


def _items(model: Document) -> None:
    items, missions = model.get("items", {}), model.get("missions", {})
    for name, item in items.items():
        path = f"model.items.{name}"
        exists(f"{path}.mission", item["mission"], "mission", missions)
        if item["least"] > item["most"]["value"]:
            raise InvalidInput(
                f"{path}.least={item['least']:g} is above most={item['most']['value']:g}; "
                "lower it, or raise most."
            )
    categories = {item["category"]: None for item in items.values()}
    for category in model.get("floors", {}):
        exists("model.floors", category, "item's category", categories)


def _currencies(document: Document, parameters: Parameters) -> None:
    """Refuse money in a currency that the scenario cannot convert."""
    own = document["unit"][3:6]
    rate = parameters.get("model.budget.exchange_rate")
    foreign, base = rate.unit.split("/") if rate else (own, own)
    if base != own:
        raise InvalidInput(
            f"model.budget.exchange_rate is per {base}; it must be per {own}, the currency of unit."
        )
    for path, parameter in parameters.items():
        currency = _currency(parameter.unit)
        if currency in ("", own) or path == "model.budget.exchange_rate":
            continue
        convertible = path == "model.budget.base" or path.endswith(_CONVERTIBLE)
        if not convertible:
            raise InvalidInput(f"{path} is in {currency}; it must be in {own}, the currency of unit.")
        if currency != foreign:
            raise InvalidInput(
                f"{path} is in {currency}; give it in {own}, "
                f"or give model.budget.exchange_rate in {currency}/{own}."
            )


def _currency(unit: str) -> str:
    found = [word[:3] for word in unit.replace("(", " ").split() if word[:3].isupper() and len(word) >= 3]
    return found[0] if found else ""
