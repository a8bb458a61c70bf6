"""What a counterfactual asks: tariffs, changes of trade costs, orders abroad; checked and flattened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.errors import InvalidInput
from negotiate.trade.general.economy import Economy
from negotiate.trade.general.layout import for_users, read_cells, sector_first
from negotiate.trade.general.system import Shock, System
from negotiate.trade.general.tariffs import read_tariffs

__all__ = ["Request"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Request:
    """A batch of questions, one row each, in the layout of the equations."""

    batch: tuple[int, ...]
    tariffs: Floats  # (rows, sector, i, j)
    iceberg: Floats | None  # like tariffs
    purchases: Floats | None  # (rows, i, j)

    @classmethod
    def read(
        cls, economy: Economy, tariffs: ArrayLike, iceberg: ArrayLike | None, purchases: ArrayLike | None
    ) -> Request:
        """Check what a user asks and lay it out; a single table of costs or orders goes for all."""
        rates = read_tariffs(economy, tariffs)
        batch = rates.shape[: -len(economy.shape)]
        flat = sector_first(rates, len(economy.sectors))
        flat = flat.reshape(-1, *flat.shape[-3:])
        return cls(
            batch, flat, _icebergs(economy, iceberg, len(flat)), _orders(economy, purchases, len(flat))
        )

    @property
    def rows(self) -> int:
        """How many tables of tariffs."""
        return len(self.tariffs)

    def shock(self, system: System, rows: slice) -> Shock:
        """Prepare some rows for the equations."""
        costs, orders = (None if part is None else part[rows] for part in (self.iceberg, self.purchases))
        return system.shock(self.tariffs[rows], costs, orders)

    def for_users(self) -> tuple[Floats, Floats, Floats]:
        """Return tariffs, icebergs and purchases in the users' layout; without axes where not asked."""
        iceberg = np.ones(()) if self.iceberg is None else self._in_batch(for_users(self.iceberg))
        purchases = np.zeros(()) if self.purchases is None else self._in_batch(self.purchases)
        return self._in_batch(for_users(self.tariffs)), iceberg, purchases

    def _in_batch(self, table: Floats) -> Floats:
        return table.reshape(*self.batch, *table.shape[1:])


def _icebergs(economy: Economy, iceberg: ArrayLike | None, rows: int) -> Floats | None:
    if iceberg is None:
        return None
    costs = read_cells("iceberg", iceberg, economy.shape)
    if not (costs > 0).all():
        raise InvalidInput(f"iceberg has {costs.min():g}; a change of trade costs is a factor above 0.")
    flat = sector_first(costs, len(economy.sectors))
    return _for_rows("iceberg", flat.reshape(-1, *flat.shape[-3:]), rows)


def _orders(economy: Economy, purchases: ArrayLike | None, rows: int) -> Floats | None:
    if purchases is None:
        return None
    countries = economy.countries
    orders = read_cells("purchases", purchases, (len(countries), len(countries)))
    for place in np.argwhere(orders < 0):
        raise InvalidInput(
            f"purchases: {countries[place[-1]]} orders {orders[tuple(place)]:g} from {countries[place[-2]]}; "
            "an order is at least 0."
        )
    return _for_rows("purchases", orders.reshape(-1, *orders.shape[-2:]), rows)


def _for_rows(name: str, tables: Floats, rows: int) -> Floats:
    if len(tables) not in (1, rows):
        raise InvalidInput(f"{name} has {len(tables)} tables for {rows} of tariffs; give one, or as many.")
    return np.array(np.broadcast_to(tables, (rows, *tables.shape[1:])))
