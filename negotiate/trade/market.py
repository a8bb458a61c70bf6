"""The sectors of a model as arrays, and what a form of demand and supply has to answer.

A form fixes the two curves through the base point (world price 1, quantity equal to base
imports). All arrays have shape (..., sectors); changes are against the base tariffs.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.trade.sector import Sector, pass_through

__all__ = ["Form", "Market", "Response", "market_of"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Market:
    """Parameters of the sectors, each of shape (sectors,)."""

    names: tuple[str, ...]
    imports: Floats
    base: Floats  # tariff at the base
    demand: Floats  # elasticity, a magnitude
    supply: Floats  # elasticity; may be infinite
    passed: Floats  # share of a small tariff that buyers bear
    borne: Floats  # share that exporters bear

    def rise(self, rates: Floats) -> Floats:
        """Return the proportional rise of ``1 + tariff`` over its base."""
        return (rates - self.base) / (1 + self.base)


def market_of(sectors: Sequence[Sector]) -> Market:
    """Gather sectors into arrays."""
    exporter_share = [
        0.0
        if math.isinf(s.supply_elasticity)
        else s.demand_elasticity / (s.demand_elasticity + s.supply_elasticity)
        for s in sectors
    ]
    return Market(
        names=tuple(s.name for s in sectors),
        imports=np.array([s.imports for s in sectors]),
        base=np.array([s.base_tariff for s in sectors]),
        demand=np.array([s.demand_elasticity for s in sectors]),
        supply=np.array([s.supply_elasticity for s in sectors]),
        passed=np.array([pass_through(s) for s in sectors]),
        borne=np.array(exporter_share),
    )


class Response(NamedTuple):
    """How a market settles at given rates; or the slopes of the same in each sector's own rate."""

    world_price: Floats
    duty_paid_price: Floats
    quantity: Floats
    export_value: Floats  # change in world price times quantity


class Form(ABC):
    """Demand and supply curves of one shape, for every sector of a market."""

    def __init__(self, market: Market) -> None:
        self.market = market

    @abstractmethod
    def response(self, rates: Floats) -> Response:
        """Return prices, quantity and the change in export value."""

    @abstractmethod
    def slopes(self, rates: Floats) -> Response:
        """Return the derivatives of ``response`` in each sector's own rate."""

    @abstractmethod
    def surpluses(self, rates: Floats) -> tuple[Floats, Floats]:
        """Return the changes in consumer surplus and in exporters' supply surplus."""

    @abstractmethod
    def optimal_rates(self, revenue_weight: float) -> Floats:
        """Return the rates that maximise consumer surplus plus weighted revenue."""
