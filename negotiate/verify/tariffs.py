"""Effects of tariffs by the closed formulas of the model, sector by sector, in plain floats.

With imports M before duty at the base tariff t0, demand elasticity n and supply elasticity e, and
``r = (1+t)/(1+t0)``, at constant elasticities::

    world price r^(-n/(n+e))      duty-paid price (1+t) × world price      quantity M × world price^e
    consumers  -M (1+t0) [(p/p0)^(1-n) - 1]/(1-n)       a logarithm at n = 1
    revenue    t × world price × quantity - t0 M
    exporters  M (world price^(1+e) - 1)/(1+e)

Linear curves have the same elasticities at the base; their surpluses are trapezoids.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from negotiate.verify.entry import exact

__all__ = ["Effects", "tariff_effects"]


@dataclass(frozen=True)
class Effects:
    """Changes against the base tariff, in money a year; ``price_rise`` is a fraction."""

    consumers: float
    revenue: float
    exporters: float
    price_rise: float


def tariff_effects(sector: Mapping[str, Any], rate: float, demand: str, exporter_loss: str) -> Effects:
    """Return what a tariff does in one sector.

    Examples
    --------
    >>> steel = {"imports": 40, "base_tariff": 0, "demand_elasticity": 2, "supply_elasticity": 3}
    >>> effects = tariff_effects(steel, 0.25, "constant_elasticity", "supply_surplus")
    >>> round(effects.consumers + effects.revenue, 3)
    1.985
    """
    imports, base, eta = (
        float(exact(sector[key])) for key in ("imports", "base_tariff", "demand_elasticity")
    )
    supply = None if sector["supply_elasticity"] is None else float(exact(sector["supply_elasticity"]))
    market = {"constant_elasticity": _constant, "linear": _linear}[demand]
    world, quantity, consumers, exporters = market(imports, base, eta, supply, rate)
    if exporter_loss == "markup_profit":
        exporters = (world * quantity - imports) / float(exact(sector["substitution"]))
    return Effects(
        consumers=consumers,
        revenue=rate * world * quantity - base * imports,
        exporters=exporters,
        price_rise=(1 + rate) * world / (1 + base) - 1,
    )


def _constant(
    imports: float, base: float, eta: float, supply: float | None, rate: float
) -> tuple[float, float, float, float]:
    rise = (1 + rate) / (1 + base)
    borne = 0.0 if supply is None else eta / (eta + supply)
    world = rise**-borne
    quantity = imports * rise ** (-eta * (1 - borne))
    paid = rise * world
    integral = math.log(paid) if eta == 1 else (paid ** (1 - eta) - 1) / (1 - eta)
    exporters = 0.0 if supply is None else imports * (world ** (1 + supply) - 1) / (1 + supply)
    return world, quantity, -imports * (1 + base) * integral, exporters


def _linear(
    imports: float, base: float, eta: float, supply: float | None, rate: float
) -> tuple[float, float, float, float]:
    rise = (1 + rate) / (1 + base)
    passed = 1.0 if supply is None else supply / (eta + supply)
    if passed == 0:
        world, quantity = 1 / rise, imports
    else:
        # demand M (1 - eta (p/p0 - 1)) meets supply M (1 + e (w - 1)) at p/p0 = rise × w
        slope = eta * passed / (1 - passed) if passed < 1 else math.inf
        world = 1.0 if math.isinf(slope) else (eta + slope) / (slope + eta * rise)
        quantity = max(imports * (1 - eta * (rise * world - 1)), 0.0)
    mean = (imports + quantity) / 2
    return world, quantity, -(1 + base) * (rise * world - 1) * mean, (world - 1) * mean
