"""The model, the catalogue and the summary's figures follow from the scenario document of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor, fsum, inf, prod
from typing import Any

from negotiate.verify.chain import Chain
from negotiate.verify.entry import ROUNDING, close, digest_of, exact, mismatch
from negotiate.verify.model import Model
from negotiate.verify.region import race_of, reaction_slopes
from negotiate.verify.tier import world_is_the_scenarios

__all__ = ["INPUT_LINKS", "headroom"]

ORDERED = ("sectors", "packages", "missions", "items", "threats")


def scenario_digest(chain: Chain) -> str:
    """The scenario's digest is that of its document, in its order."""
    order = {section: list(chain.scenario[section]) for section in ORDERED if section in chain.scenario}
    found = digest_of({"document": chain.document, "order": order})
    stated = chain.record["scenario"]["digest"]
    same = found == stated == chain.record["provenance"]["inputs"]
    return "" if same else "the document, or the order of its parts, was changed"


def scenario_model(chain: Chain) -> str:
    """The model's parameters, weights, packages and sectors are the scenario's."""
    scenario, record = chain.scenario, chain.model.record
    players = chain.document["players"]
    sectors, levels = scenario["sectors"], scenario["levels"]
    follows = {
        "players": [players["buyer"], players["setter"]],
        "unit": chain.document["unit"],
        "resolution": Fraction(repr(float(chain.document["resolution"]))),
        "weights": {name: exact(weight) for name, weight in scenario["weights"].items()},
        "parameters": {name: exact(entry["value"]) for name, entry in scenario["parameters"].items()},
        "conceded": [name for name in levels["packages"] if name != scenario["threat"]],
        "threat": scenario["threat"],
        "demand": scenario["trade"]["demand"],
        "exporter_loss": scenario["trade"]["exporter_loss"],
        "rates": _rates(scenario),
    }
    return (
        _one_model(chain)
        or mismatch({key: record.get(key) for key in follows}, follows, "model")
        or _region(chain)
        or world_is_the_scenarios(chain)
        or mismatch(
            [_without_title(sector) for sector in record["sectors"]],
            [_sector(chain, name, entry) for name, entry in sectors.items()],
            "model.sectors",
            1e-12,
        )
    )


def _one_model(chain: Chain) -> str:
    models = sum(problem["kind"] == "model" for problem in chain.problems.values())
    return "" if models == 1 else f"the file holds {models} models"


def _rates(scenario: Mapping[str, Any]) -> dict[str, list[Fraction]]:
    """Return each package's rates, sector by sector."""
    return {
        name: [exact(package["rates"][sector]) for sector in scenario["sectors"]]
        for name, package in scenario["packages"].items()
    }


def _region(chain: Chain) -> str:
    """Say where what the region answers is not the scenario's; blank where it is, or nobody counts it."""
    weights = chain.scenario["weights"]
    if not any(exact(weights.get(f"{side}_region", 0)) for side in ("buyer", "setter")):
        return mismatch(chain.model.reactions, [0.0, 0.0], "model.reaction_slopes")
    region, race = chain.scenario["region"], chain.problem("region")
    follows = {"unit": chain.document["unit"], **race_of(region)}
    told = mismatch({key: race.get(key) for key in follows}, follows, "region", ROUNDING)
    slopes = [float(slope) for slope in reaction_slopes(region)]
    return told or mismatch(chain.model.reactions, slopes, "model.reaction_slopes")


def _without_title(sector: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in sector.items() if key != "title"}


def _sector(chain: Chain, name: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return a sector as the scenario states it, supply elasticity from pass-through."""
    eta = float(entry["demand_elasticity"]["value"])
    share = float(entry.get("pass_through", chain.scenario["trade"]["pass_through"])["value"])
    covered = float(entry["covered_share"]["value"]) if "covered_share" in entry else 1.0
    return {
        "name": name,
        "imports": chain.money(entry["imports"]) * covered,
        "base_tariff": float(entry["base_tariff"]["value"]),
        "demand_elasticity": eta,
        "supply_elasticity": None if share == 1 else eta * share / (1 - share),
        "substitution": float(entry["substitution"]["value"]) if "substitution" in entry else None,
    }


def scenario_catalogue(chain: Chain) -> str:
    """The catalogue's items are the scenario's, and its missions' returns chords of their power law."""
    records = [problem for problem in chain.problems.values() if problem["kind"] == "catalogue"]
    floors = {name: float(entry["value"]) for name, entry in chain.scenario.get("floors", {}).items()}
    follows = {
        "items": [_item(chain, name, entry) for name, entry in chain.scenario.get("items", {}).items()],
        "floors": {name: share for name, share in floors.items() if share},
        "years": chain.years,
    }
    for record in records:
        told = mismatch({key: record[key] for key in follows}, follows, "catalogue", 1e-12)
        if told or not _are_chords(chain, record["missions"], record["items"]):
            return told or "the returns of a mission are not those of the scenario's power law"
    return ""


def _item(chain: Chain, name: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item as the scenario states it, its price as level payments."""
    price = chain.money(entry["price"]) * _value(entry, "realisation", 1.0)
    reference = chain.money(entry["reference_price"]) if "reference_price" in entry else price
    lot = entry.get("lot", 1)
    return {
        "name": name,
        "mission": entry["mission"],
        "category": entry.get("category", ""),
        "price": price * _level_payments(chain, entry),
        "unit_capability": _value(entry, "capability") * reference,
        "us_content": _value(entry, "us_content"),
        "least": exact(entry.get("least", 0)),
        "most": floor(_value(entry, "most") / lot) * lot,
        "lot": lot,
    }


def _value(entry: Mapping[str, Any], key: str, default: float | None = None) -> float:
    return float(entry[key]["value"]) if default is None or key in entry else default


def _level_payments(chain: Chain, entry: Mapping[str, Any]) -> float:
    """Return what a price of 1 sums to, paid level over the plan at the same present value."""
    programme, years = chain.scenario.get("programme", {}), chain.years
    told = entry.get("payment_profile", programme.get("payment_profile"))
    if told is None or (len(told["shares"]) == years and max(told["shares"]) - min(told["shares"]) < 1e-12):
        return 1.0
    growth = 1 + _value(programme, "discount_rate")
    paid = fsum(share * growth ** -(year + 1) for year, share in enumerate(told["shares"]))
    return float(years * paid / fsum(growth ** -(year + 1) for year in range(years)))


def _are_chords(chain: Chain, missions: Sequence[Any], items: Sequence[Any]) -> bool:
    """Say whether each mission's returns touch its power law at both ends of every segment."""
    scenario = chain.scenario
    years, theta = chain.years, float(scenario["value"]["exponent"]["value"])
    weights = {name: float(entry["weight"]["value"]) for name, entry in scenario["missions"].items()}
    status_quo = chain.money(scenario["status_quo"]["purchases"])
    if [mission["name"] for mission in missions] != list(weights):
        return False
    for mission in missions:
        share = weights[mission["name"]] / sum(weights.values())
        stock, scale = share * status_quo * years, share * years
        if not close(mission["weight"], share) or not close(mission["stock"], stock):
            return False
        offered = fsum(i["unit_capability"] * i["most"] for i in items if i["mission"] == mission["name"])
        ends = [*mission["breakpoints"], offered or 1.0]
        at = [((stock + end) / scale) ** theta - (stock / scale) ** theta for end in ends]
        if not _rise_to(at, ends, mission["slopes"]):
            return False
    return True


def _rise_to(values: Sequence[float], ends: Sequence[float], slopes: Sequence[float]) -> bool:
    """Say whether returns with these slopes between the ends have these values there, from 0 on."""
    rises = [slope * (b - a) for slope, a, b in zip(slopes, ends[:-1], ends[1:], strict=True)]
    return all(close(fsum(rises[:k]), value) for k, value in enumerate(values))


def headroom(chain: Chain) -> float:
    """Return the purchases a year that the budget cap leaves room for."""
    budget, years = chain.scenario["budget"], chain.years
    base = chain.money(budget["base"])
    path = budget["growth_path"] if "growth_path" in budget else [budget["growth"]["value"]]
    rates = [float(path[year % len(path)]) for year in range(years)]
    committed = float(budget["committed"]["value"]) if "committed" in budget else 1.0
    caps = [base * prod(1 + rate for rate in rates[: year + 1]) - committed * base for year in range(years)]
    return fsum(caps) / years


def summary_of_inputs(chain: Chain) -> str:
    """The room under the cap, the share of assumed inputs and the revenue weight follow from the scenario."""
    given = chain.record["summary"]
    sources = [entry["source"] for entry in _parameters(chain.document)]
    follows = {
        "headroom": headroom(chain),
        "assumed_share": sum("assumed" in listed for listed in sources) / len(sources),
        "threat_credible_from_revenue_weight": _credible_weight(chain.model),
    }
    return mismatch({key: given.get(key) for key in follows}, follows, "summary", 1e-5)


def _parameters(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the parameters of a scenario: tables with a value, a unit and a source."""
    if isinstance(value, Mapping):
        if {"value", "unit", "source"} <= set(value):
            yield value
        else:
            for entry in value.values():
                yield from _parameters(entry)


def _credible_weight(model: Model) -> float | None:
    """Return the least weight on revenue, from 1 up, at which no package is better than the threat."""
    names, threat = list(model.record["rates"]), model.record["threat"]
    weight = model.weights["consumers_and_revenue"]
    fixed = {
        name: weight * fsum(e.consumers for e in model.effects(name)) + model.organised(model.effects(name))
        for name in names
    }
    revenue = {name: weight * fsum(e.revenue for e in model.effects(name)) for name in names}
    low, high = 1.0, inf
    for name in names:
        behind, gain = fixed[name] - fixed[threat], revenue[threat] - revenue[name]
        if gain > 0:
            low = max(low, behind / gain)
        elif gain < 0:
            high = min(high, behind / gain)
        elif behind > 0:
            return None
    return low if low <= high * (1 + ROUNDING) else None


INPUT_LINKS: Sequence[tuple[str, str, Callable[[Chain], str]]] = (
    ("file", "the scenario's digest is that of its document", scenario_digest),
    ("payoffs", "the model is the scenario's: parameters, weights, packages, sectors", scenario_model),
    ("budget-frontier", "the catalogue is the scenario's: items, prices, returns", scenario_catalogue),
    ("file", "the summary's figures on inputs follow from the scenario", summary_of_inputs),
)
