"""A two-sector case in closed form that several tests compare with.

Constant import-demand elasticity 2 and export-supply elasticity 3 in both sectors, capability
worth 0.8 of its cost at the margin with V(B) = √B and B0 = 14, excess burden 0.25, rent 0.3,
spill-in 0.1. Everything is written out here a second time, apart from the library.
"""

from __future__ import annotations

import math

from negotiate.payoffs import (
    PayoffModel,
    ally_strength,
    calibrate_capability_worth,
    capability_value,
    consumers_and_revenue,
    export_rent,
    public_funds_cost,
    tariff_loss,
)

PLAYERS = ("Japan", "United States")
IMPORTS = (47.3, 102.7)
PACKAGES = {
    "mfn": (0.025, 0.015),
    "april": (0.275, 0.115),
    "deal": (0.15, 0.15),
    "threat24": (0.275, 0.255),
    "threat25": (0.275, 0.265),
}
DEMAND, SUPPLY = 2.0, 3.0
BASE = 14.0


def world_price(rate: float, base: float) -> float:
    return float(((1 + rate) / (1 + base)) ** (-DEMAND / (DEMAND + SUPPLY)))


def producers(package: str) -> float:
    pairs = zip(IMPORTS, PACKAGES[package], PACKAGES["mfn"], strict=True)
    return sum(m * (world_price(t, b) ** (1 + SUPPLY) - 1) / (1 + SUPPLY) for m, t, b in pairs)


def consumers(package: str) -> float:
    total = 0.0
    for m, t, b in zip(IMPORTS, PACKAGES[package], PACKAGES["mfn"], strict=True):
        ratio = (1 + t) * world_price(t, b) / (1 + b)
        total -= m * (1 + b) * (ratio ** (1 - DEMAND) - 1) / (1 - DEMAND)
    return total


def revenue(package: str) -> float:
    pairs = zip(IMPORTS, PACKAGES[package], PACKAGES["mfn"], strict=True)
    return sum(m * (t * world_price(t, b) ** (1 + SUPPLY) - b) for m, t, b in pairs)


def gain(extra: float) -> float:
    return math.sqrt(BASE + extra) - math.sqrt(BASE)


def model(resolution: str = "0.001") -> PayoffModel:
    worth = calibrate_capability_worth(0.8, 0.25, 0.5 / math.sqrt(BASE))
    buyer, setter = PLAYERS
    terms = [
        tariff_loss(buyer, producers),
        capability_value(buyer, worth, gain),
        public_funds_cost(buyer, 0.25),
        consumers_and_revenue(setter, consumers, revenue),
        export_rent(setter, 0.2, "economic"),
        export_rent(setter, 0.1, "political"),
        ally_strength(setter, 0.1, worth, gain),
    ]
    return PayoffModel(PLAYERS, terms, "bn USD/yr", resolution)
