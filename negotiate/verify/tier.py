"""The world economy of the general tier is the one that the scenario asks for, its flows aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum
from typing import Any

from negotiate.verify.chain import Chain
from negotiate.verify.entry import mismatch

__all__ = ["world_is_the_scenarios"]


def world_is_the_scenarios(chain: Chain) -> str:
    """Say where the world is not the scenario's; its flows are taken as the file has them."""
    given = chain.model.record.get("world")
    if chain.scenario["trade"].get("tier", "partial") == "partial":
        return "" if given is None else "model.world is there, but the scenario's tier is partial"
    if given is None:
        return "model.world is missing, but the scenario's tier is general"
    world, sectors = chain.scenario["world"], list(chain.scenario["sectors"].values())
    imports = [chain.money(entry["imports"]) for entry in sectors]
    shares = [value / fsum(imports) for value in imports]
    base_rates = [float(entry["base_tariff"]["value"]) for entry in sectors]
    base = fsum(share * rate for share, rate in zip(shares, base_rates, strict=True))
    follows = {
        **{key: world[key] for key in ("buyer", "setter", "deficits", "orders")},
        "elasticity": float(world["trade_elasticity"]["value"]),
        "others": _value(world, "others_tariff", 0.0),
        "base": base,
        "base_rates": base_rates,
        "weights": [
            share * _value(entry, "covered_share", 1.0) for share, entry in zip(shares, sectors, strict=True)
        ],
        "tariffs": _base_tariffs(given["regions"], world, base),
    }
    return mismatch({key: given.get(key) for key in follows}, follows, "model.world", 1e-12)


def _base_tariffs(regions: Sequence[str], world: Mapping[str, Any], base: float) -> list[list[float]]:
    """Return the tariffs of the base year: the setter's mean rate on the buyer, none beside it."""
    pair = (world["buyer"], world["setter"])
    return [[base if (row, column) == pair else 0.0 for column in regions] for row in regions]


def _value(table: Mapping[str, Any], key: str, default: float) -> float:
    return float(table[key]["value"]) if key in table else default
