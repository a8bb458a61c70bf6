"""Relations within the plan: payment profiles, links, limits by category, threats, terms of the bundle.

Called by ``relations.py``; each refusal begins with the path of the part to correct.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

from negotiate.checks import did_you_mean, show
from negotiate.errors import InvalidInput
from negotiate.scenario.parameter import ASSUMED

__all__ = ["AVERAGES", "ITEM_KEYS", "check_plan", "exists", "profiles_of"]

TO_ONE = 1e-9  # by which shares paid may miss a sum of 1

AVERAGES = {"offset": "average_offset", "interop": "average_interoperability"}  # parameters by weight
ITEM_KEYS = {"offset": "offset", "interop": "interoperability"}

Document = Mapping[str, Any]


def exists(path: str, name: str, kind: str, known: Collection[str]) -> None:
    """Refuse a name that nothing in the file has, with the nearest that something has."""
    if name not in known:
        raise InvalidInput(
            f"{path}={show(name)} is no {kind} of this file; choose from {', '.join(known)}."
            f"{did_you_mean(name, known)}"
        )


def profiles_of(model: Document) -> dict[str, Document]:
    """Return every payment profile of a model by its path."""
    found = {}
    for name, item in model.get("items", {}).items():
        if "payment_profile" in item:
            found[f"model.items.{name}.payment_profile"] = item["payment_profile"]
    if "payment_profile" in model.get("programme", {}):
        found["model.programme.payment_profile"] = model["programme"]["payment_profile"]
    return found


def check_plan(model: Document) -> None:
    """Refuse a plan whose parts do not fit together."""
    for path, profile in profiles_of(model).items():
        _profile(path, profile)
        if "programme" not in model:
            raise InvalidInput(f"model.programme is missing; {path} needs its discount_rate.")
    _smallest_orders(model.get("items", {}))
    _price_tiers(model.get("items", {}))
    _threats(model)
    _bundle_terms(model)
    if "programme" in model:
        _limits(model)
        _links(model)


def _profile(path: str, profile: Document) -> None:
    shares = profile["shares"]
    if abs(math.fsum(shares) - 1) > TO_ONE:
        raise InvalidInput(f"{path}.shares sum to {math.fsum(shares):.12g}; the shares paid must sum to 1.")
    ends = [key for key in ("low", "high") if key in profile]
    if len(ends) == 1 or (ASSUMED in profile["source"] and not ends):
        raise InvalidInput(f"{path} needs low and high, the bounds of what is plausible year by year.")
    for key in ends:
        if len(profile[key]) != len(shares):
            raise InvalidInput(
                f"{path}.{key} has {len(profile[key])} entries and shares has {len(shares)}; give one a year."
            )
    for year, share in enumerate(shares if ends else ()):
        low, high = profile["low"][year], profile["high"][year]
        if not low <= share <= high:
            raise InvalidInput(
                f"{path}.shares[{year}]={share:g} lies outside its range from {low:g} to {high:g}; "
                "widen the range or correct the share."
            )


def _smallest_orders(items: Document) -> None:
    for name, item in items.items():
        least = item.get("minimum_order", 0)
        if least % item["lot"]:
            raise InvalidInput(
                f"model.items.{name}.minimum_order={least} is no multiple of lot={item['lot']}; make it one."
            )
        most, smallest = item.get("most_a_year"), max(least, item["lot"])
        if most is not None and most["value"] < smallest:
            raise InvalidInput(
                f"model.items.{name}.most_a_year={most['value']:g} is below the smallest order, {smallest}; "
                "raise it."
            )


def _price_tiers(items: Document) -> None:
    for name, item in items.items():
        tiers = item.get("price_tiers", {})
        if tiers and "learning" in item:
            raise InvalidInput(
                f"model.items.{name} has price_tiers and learning, which both say what units cost; keep one."
            )
        known: dict[int, str] = {}
        for key, tier in tiers.items():
            start = tier["from_quantity"]
            if start in known:
                raise InvalidInput(
                    f"model.items.{name}.price_tiers.{key}.from_quantity={start} is that of {known[start]!r} "
                    "too; give each tier its own."
                )
            known[start] = key


def _threats(model: Document) -> None:
    for name, threat in model.get("threats", {}).items():
        for mission in threat["weights"]:
            exists(f"model.threats.{name}.weights", mission, "mission", model.get("missions", {}))


def _bundle_terms(model: Document) -> None:
    """Refuse a term of the bundle where neither items nor an average say what it is."""
    for weight, key in ITEM_KEYS.items():
        if model["weights"][weight] <= 0:
            continue
        if model["value"]["kind"] == "power" and AVERAGES[weight] not in model["parameters"]:
            raise InvalidInput(
                f"model.parameters.{AVERAGES[weight]} is missing; model.weights.{weight} is above 0, and a "
                "power law names no items to take it from."
            )
        if model["value"]["kind"] == "catalogue" and not any(
            key in item for item in model.get("items", {}).values()
        ):
            raise InvalidInput(
                f"model.weights.{weight} is above 0, but no item of model.items has {key}; give it, or set "
                "the weight to 0."
            )


def _limits(model: Document) -> None:
    programme, years = model["programme"], model["value"]["years"]
    if "caps" in programme and len(programme["caps"]) != years:
        raise InvalidInput(
            f"model.programme.caps has {len(programme['caps'])} entries; model.value.years is {years}: "
            "give one for each year."
        )
    categories = {item["category"]: None for item in model.get("items", {}).values()}
    floors = model.get("floors", {})
    for category, ceiling in programme.get("ceilings", {}).items():
        exists("model.programme.ceilings", category, "item's category", categories)
        floor = floors[category]["value"] if category in floors else 0.0
        if ceiling["value"] < floor:
            raise InvalidInput(
                f"model.programme.ceilings.{category}={ceiling['value']:g} is below the floor of {floor:g}; "
                "lower the floor or raise the ceiling."
            )
    for mission in programme.get("mission_floors", {}):
        exists("model.programme.mission_floors", mission, "mission", model.get("missions", {}))


def _links(model: Document) -> None:
    items, programme = model.get("items", {}), model["programme"]
    pairs = {"requires": ("item", "needs"), "excludes": ("first", "second"), "synergies": ("first", "second")}
    for kind, ends in pairs.items():
        for name, link in programme.get(kind, {}).items():
            path = f"model.programme.{kind}.{name}"
            for end in ends:
                exists(f"{path}.{end}", link[end], "item", items)
            if link[ends[0]] == link[ends[1]]:
                raise InvalidInput(f"{path} links {link[ends[0]]!r} with itself; name two items.")
            if kind == "synergies":
                exists(f"{path}.mission", link["mission"], "mission", model.get("missions", {}))
    for name, family in programme.get("families", {}).items():
        path = f"model.programme.families.{name}"
        for position, item in enumerate(family["items"]):
            exists(f"{path}.items[{position}]", item, "item", items)
        if not {"most_kinds", "least", "most"} & family.keys():
            raise InvalidInput(f"{path} limits nothing; give most_kinds, least or most.")
        if family.get("least", 0) > family.get("most", math.inf):
            raise InvalidInput(
                f"{path}.least={family['least']} is above most={family['most']}; lower it, or raise most."
            )
