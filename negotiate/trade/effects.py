"""What tariffs do to prices, quantities and welfare, sector by sector."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["TariffEffects"]


@dataclass(frozen=True, eq=False)
class TariffEffects:
    """Effects of tariff rates, each an array of shape (..., sectors).

    Prices and ``quantity`` are levels (world price 1 at the base, quantity in the model's unit
    at that price). All else is a change against the base tariffs, in the model's unit; a loss
    is negative. From ``PartialEquilibrium.slopes`` every entry is the derivative in the
    sector's own rate instead. Sum over the last axis for totals.
    """

    world_price: NDArray[np.float64]
    duty_paid_price: NDArray[np.float64]
    quantity: NDArray[np.float64]
    export_value: NDArray[np.float64]
    consumer_surplus: NDArray[np.float64]
    revenue: NDArray[np.float64]
    exporter_surplus: NDArray[np.float64]
    markup_profit: NDArray[np.float64] | None
    exporter_gain: NDArray[np.float64]

    @property
    def importer_welfare(self) -> NDArray[np.float64]:
        """Consumer surplus plus tariff revenue."""
        return self.consumer_surplus + self.revenue

    @property
    def world_welfare(self) -> NDArray[np.float64]:
        """The importer's welfare plus the exporters' gain in the form that the model chose."""
        return self.importer_welfare + self.exporter_gain
