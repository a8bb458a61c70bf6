"""Checks of what a programme problem is given."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import (
    did_you_mean,
    finite_array,
    finite_number,
    known_keys,
    one_of,
    show,
    whole_number,
)
from negotiate.errors import InvalidInput
from negotiate.procurement.budget import BudgetCap
from negotiate.procurement.catalogue import Catalogue
from negotiate.procurement.links import Synergy
from negotiate.procurement.problem import check_floors
from negotiate.procurement.programme.aggregation import Aggregation, check_aggregation

__all__ = ["Cap", "Limits", "check_headroom", "check_limits", "check_rates"]

Cap = BudgetCap | float | Sequence[float] | NDArray[np.float64]
Floats = NDArray[np.float64]


class Limits(TypedDict, total=False):
    """The optional limits of a programme problem, and how value is counted."""

    floors: Mapping[str, float] | None
    ceilings: Mapping[str, float] | None
    domestic_share: float
    mission_floors: Mapping[str, float] | None
    deferred_cap: float | None
    aggregation: Aggregation
    counts: str
    year_weights: Sequence[float] | NDArray[np.float64] | None


def check_limits(catalogue: Catalogue, missions: Sequence[str], years: int, limits: Limits) -> dict[str, Any]:
    """Accept the limits that are given, and fill in those that are not."""
    known_keys("ProgrammeProblem", limits, Limits.__annotations__)
    _check_synergies(catalogue, missions)
    shares: dict[str, Any] = {
        key: _none_as_empty(limits.get(key)) for key in ("floors", "ceilings", "mission_floors")
    }
    floors, deferred = check_floors(catalogue, shares["floors"]), limits.get("deferred_cap")
    counts = one_of("counts", limits.get("counts", "ordered"), ("ordered", "delivered"))
    if deferred is not None:
        deferred = finite_number("deferred_cap", deferred, low=0, unit="bn USD")
    return {
        "floors": floors,
        "ceilings": _check_ceilings(catalogue, shares["ceilings"], floors),
        "domestic_share": finite_number("domestic_share", limits.get("domestic_share", 0.0), low=0, high=1),
        "mission_floors": _check_mission_floors(catalogue, missions, shares["mission_floors"]),
        "deferred_cap": deferred,
        "aggregation": check_aggregation(limits.get("aggregation", "sum"), missions),
        "counts": counts,
        "year_weights": _check_year_weights(counts, limits.get("year_weights"), years),
    }


def _none_as_empty(shares: object) -> object:
    return {} if shares is None else shares


def check_rates(catalogue: Catalogue, rates: Mapping[str, float]) -> dict[str, float]:
    """Accept units of currency per USD for every currency that an item is priced in."""
    if not isinstance(rates, Mapping):
        raise InvalidInput(f"rates is {show(rates)}; it must map currencies to units per USD.")
    known = {code: finite_number(f"rates[{code!r}]", rate, above=0) for code, rate in rates.items()}
    if known.setdefault("USD", 1.0) != 1:
        raise InvalidInput(f"rates['USD'] is {known['USD']:g}; a USD is 1 USD, leave it out.")
    for item in catalogue:
        _has_rate(f"item {item.name!r} is priced", item.contract.currency, known)
    return known


def _has_rate(what: str, currency: str, rates: Mapping[str, float]) -> None:
    if currency not in rates:
        raise InvalidInput(
            f"{what} in {currency}, a currency without a rate; give rates={{{currency!r}: …}} in {currency} "
            f"per USD.{did_you_mean(currency, rates)}"
        )


def check_headroom(cap: Cap, years: int | None, rates: Mapping[str, float]) -> Floats:
    """Accept the ceiling on new outlays of each year, bn USD."""
    length = None if years is None else whole_number("years", years, low=1, high=100)
    if isinstance(cap, BudgetCap):
        _has_rate("cap is", cap.currency, rates)
        ceilings = cap.headroom / rates[cap.currency]
    elif isinstance(cap, str | Mapping) or not (isinstance(cap, Sequence) or np.ndim(cap)):
        amount = finite_number("cap", cap, low=0, unit="bn USD")
        if length is None:
            raise InvalidInput("years is missing; say over how many years the plan runs.")
        ceilings = np.full(length, amount)
    else:
        ceilings = finite_array("cap", cap, ("years",))
        if ceilings.min() < 0:
            place = int(ceilings.argmin())
            raise InvalidInput(f"cap[{place}] is {ceilings[place]:g} bn USD; it must be at least 0.")
    if length is not None and length != len(ceilings):
        raise InvalidInput(f"years={length} and cap runs over {len(ceilings)}; make them equal.")
    return finite_array("cap", ceilings)


def _check_synergies(catalogue: Catalogue, missions: Sequence[str]) -> None:
    """Refuse a synergy for a mission that there is not."""
    for link in catalogue.links:
        if isinstance(link, Synergy) and link.mission not in missions:
            raise InvalidInput(
                f"{link.name}: mission {link.mission!r} is not among the missions: {', '.join(missions)}."
                f"{did_you_mean(link.mission, missions)}"
            )


def _check_ceilings(
    catalogue: Catalogue, ceilings: Mapping[str, float], floors: Mapping[str, float]
) -> dict[str, float]:
    """Accept largest shares of spending by category, none below its floor."""
    if not isinstance(ceilings, Mapping):
        raise InvalidInput(f"ceilings is {show(ceilings)}; it must map categories to shares.")
    shares: dict[str, float] = {}
    for category, share in ceilings.items():
        if category not in catalogue.categories:
            raise InvalidInput(
                f"ceilings names the category {category!r}, which no item has; known: "
                f"{', '.join(catalogue.categories) or 'none'}.{did_you_mean(category, catalogue.categories)}"
            )
        shares[category] = finite_number(f"ceilings[{category!r}]", share, low=0, high=1)
        if shares[category] < floors.get(category, 0.0):
            raise InvalidInput(
                f"ceilings[{category!r}]={shares[category]:g} is below floors[{category!r}]="
                f"{floors[category]:g}; lower the floor or raise the ceiling."
            )
    covered = {item.category for item in catalogue if item.most} <= set(shares)
    if shares and covered and math.fsum(shares.values()) < 1 - 1e-12:
        raise InvalidInput(
            f"ceilings sum to {math.fsum(shares.values()):g} over all categories; nothing could be "
            "bought below a sum of 1, raise one."
        )
    return shares


def _check_mission_floors(
    catalogue: Catalogue, missions: Sequence[str], floors: Mapping[str, float]
) -> dict[str, float]:
    """Accept least capability by mission, none beyond what the catalogue offers."""
    if not isinstance(floors, Mapping):
        raise InvalidInput(f"mission_floors is {show(floors)}; it must map missions to capability.")
    kept: dict[str, float] = {}
    for mission, least in floors.items():
        if mission not in missions:
            raise InvalidInput(
                f"mission_floors names {mission!r}, which is no mission; known: {', '.join(missions)}."
                f"{did_you_mean(mission, missions)}"
            )
        kept[mission] = finite_number(f"mission_floors[{mission!r}]", least, low=0, unit="bn USD")
        offered = catalogue.capability_on_offer(mission)
        if kept[mission] > offered * (1 + 1e-12):
            raise InvalidInput(
                f"mission_floors[{mission!r}]={kept[mission]:g} is beyond the {offered:g} bn USD at score 1 "
                "that the whole catalogue adds; lower it or add items."
            )
    return kept


def _check_year_weights(counts: str, weights: Sequence[float] | Floats | None, years: int) -> Floats:
    """Accept the weight of each year's deliveries; the last year alone where none are given."""
    if weights is None:
        return finite_array("year_weights", [0.0] * (years - 1) + [1.0])
    if counts == "ordered":
        raise InvalidInput(
            "year_weights are given and counts='ordered'; use counts='delivered' or drop them."
        )
    kept = finite_array("year_weights", weights, (years,))
    if kept.min() < 0 or kept.max() == 0:
        raise InvalidInput("year_weights must be at least 0, and one of them above 0.")
    return kept
