"""Comparisons along one list: what is bought alone, which package tempts, what a tariff point is worth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from negotiate.verify.entry import Claims, Entry, exact, exacts, mismatch
from negotiate.verify.model import Model

__all__ = ["check_alone", "check_point_prices", "check_threat"]

POINT = 0.01  # a percentage point of an ad valorem rate


def check_alone(entry: Entry) -> Claims:
    """Check what the buyer would buy without a deal: the level that pays it most, the largest of those."""
    levels, payoffs = exacts(entry.problem["levels"]), exacts(entry.problem["payoffs"])
    most = max(payoffs)
    ties = sorted(level for level, payoff in zip(levels, payoffs, strict=True) if payoff == most)
    follows = {
        "alone": ties[-1],
        "ties": ties,
        "levels": levels,
        "unit": entry.problem["unit"],
        "concessions": [max(exact(0), level - ties[-1]) for level in levels],
    }
    yield entry.agrees(f"the best of {len(levels)} levels without a deal", "answer", follows)
    yield entry.agrees("the payoffs are those compared", "certificate", {"payoffs": payoffs})


def check_threat(entry: Entry) -> Claims:
    """Check whether the setter would carry the threat out, by its payoff under each package."""
    payoffs = dict(zip(entry.problem["packages"], exacts(entry.problem["payoffs"]), strict=True))
    threat, most = entry.problem["threat"], max(payoffs.values())
    follows = {
        "threat": threat,
        "credible": payoffs[threat] == most,
        "break_even_audience_cost": most - payoffs[threat],
        "unit": entry.problem["unit"],
        "tempting": [package for package, payoff in payoffs.items() if payoff == most],
    }
    model = Model(entry.named("model", "model"))
    without = {"purchases": 0, "agreed": False, "threat_executed": True}
    right = [payoff in model.payoffs({**without, "package": name})[1] for name, payoff in payoffs.items()]
    yield entry.states("the setter's payoffs without purchases are the model's", all(right))
    yield entry.agrees(f"the threat against {len(payoffs)} packages", "answer", follows)
    yield entry.agrees("the payoffs are those compared", "certificate", {"payoffs": payoffs})


def check_point_prices(entry: Entry) -> Claims:
    """Check both sides' prices of a tariff point, worked out again from the slopes."""
    tariff, purchase = ([list(map(float, exacts(row))) for row in entry.problem[key]] for key in _SLOPES)
    together = [math.fsum(row) for row in tariff]
    places = ["all covered sectors", *entry.problem["sectors"]]
    slopes = [together, *map(list, zip(*tariff, strict=True))]
    rows = [
        {
            "sectors": place,
            "both_gain": _both_gain([row[1] for row in purchase], of),
            "buyer": _price(of[0] <= 0, -of[0], [-slope for slope in purchase[0]]),
            "setter": _price(of[1] > 0, of[1], purchase[1]),
        }
        for place, of in zip(places, slopes, strict=True)
    ]
    given = entry.answer["prices"]
    told = mismatch([_without_reasons(row) for row in given], rows, "answer.prices", 1e-12)
    yield entry.states(f"both prices at {len(rows)} places", not told, told)
    reasoned = [_has_its_reason(row[role]) for row in given for role in ("buyer", "setter")]
    yield entry.states("a missing price has its reason", all(reasoned))
    entry.seen |= {"answer.prices"}
    yield entry.agrees("the unit", "answer", {"unit": "bn USD/yr per percentage point"})
    stated = {key: [exacts(row) for row in entry.problem[key]] for key in _SLOPES}
    yield entry.agrees("the slopes are those of the problem", "certificate", stated)


def _without_reasons(row: Mapping[str, Any]) -> dict[str, Any]:
    prices = {role: {key: row[role][key] for key in ("more", "less")} for role in ("buyer", "setter")}
    return {**row, **prices}


def _has_its_reason(price: Mapping[str, Any]) -> bool:
    missing = None in (price["more"], price["less"])
    return type(price["reason"]) is str and missing == bool(price["reason"])


_SLOPES = ("tariff_slopes", "purchase_slopes")


def _price(has_one: bool, tariff_slope: float, purchase_slopes: Sequence[float]) -> dict[str, Any]:
    less, more = (POINT * tariff_slope / s if has_one and s > 0 else None for s in purchase_slopes)
    return {"more": more, "less": less}


def _both_gain(purchase_slopes: Sequence[float], tariff_slopes: Sequence[float]) -> bool:
    """Say whether some ratio of relief to purchases is good for both."""
    low, high = 0.0, math.inf
    for purchase, tariff in zip(purchase_slopes, tariff_slopes, strict=True):
        if tariff < 0:
            low = max(low, purchase / tariff)
        elif purchase <= 0:
            return False
        elif tariff > 0:
            high = min(high, purchase / tariff)
    return low < high
