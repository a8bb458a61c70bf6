"""What terms of the bundle count, worked out anew: work that comes back, forces that fit together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum
from typing import Any

from negotiate.verify.catalogue import read_catalogue
from negotiate.verify.chain import Chain
from negotiate.verify.entry import exact, floats, mismatch

__all__ = ["bundle_measures"]

AVERAGES = {"offset": "average_offset", "interop": "average_interoperability"}


def bundle_measures(chain: Chain) -> str:
    """What offset and interoperability count at each level is a sum over the bundle behind it."""
    weights, told = chain.scenario["weights"], chain.model.record.get("measures", {})
    counted = [name for name in AVERAGES if exact(weights.get(name, 0))]
    if list(told) != counted:
        return f"measures has {', '.join(told) or 'nothing'}, not {', '.join(counted) or 'nothing'}"
    return next(filter(None, (_differs(chain, name, told[name]) for name in counted)), "")


def _differs(chain: Chain, name: str, listed: Sequence[Sequence[Any]]) -> str:
    """Say where a measure is not that of the bundle; levels without a bundle in the file are left."""
    known = _by_level(chain, name)
    stated = {float(exact(level)): float(exact(amount)) for level, amount in listed}
    levels = [level for level in stated if level in known]
    return mismatch([stated[k] for k in levels], [known[k] for k in levels], f"measures.{name}")


def _by_level(chain: Chain, name: str) -> dict[float, float]:
    """Return the measure at every level of the budget frontier."""
    frontier = chain.answers["budget-frontier"]
    levels = floats(chain.problem("budget-frontier")["levels"])
    if chain.scenario["value"]["kind"] == "power":
        average = float(exact(chain.scenario["parameters"][AVERAGES[name]]["value"]))
        return {level: average * level for level in levels}
    catalogue = read_catalogue(next(p for p in chain.problems.values() if p["kind"] == "catalogue"))
    items = chain.scenario["items"]
    rates = [
        _share(items[item.name], name) * (item.us_content if name == "offset" else 1.0) * item.price
        for item in catalogue.items
    ]
    bundles = [floats(units) for units in frontier["certificate"]["bundles"]]
    return {
        level: fsum(rate * count for rate, count in zip(rates, units, strict=True)) / catalogue.years
        for level, units in zip(levels, bundles, strict=True)
    }


def _share(item: Mapping[str, Any], name: str) -> float:
    key = "offset" if name == "offset" else "interoperability"
    return float(exact(item[key]["value"])) if key in item else 0.0
