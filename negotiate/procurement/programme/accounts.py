"""The accounts of a programme in plain arithmetic: what is due, when, and to whom.

``O_y = Σ_k Σ_h π_kh p_k x_{k,y−h}`` plus the upkeep of what is delivered; what falls due after the
last year is deferred, so that payments and deferred obligations together are the contract value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from negotiate.procurement.catalogue import Item

__all__ = ["block_ends", "by_year", "deliveries", "order_values", "payments", "profiles", "upkeep_due"]

Floats = NDArray[np.float64]


def block_ends(item: Item) -> tuple[Floats, Floats, Floats]:
    """Return start, end and price of each block of the price schedule that the most can reach."""
    starts = np.array([start for start, _ in item.schedule if start < item.most or start == 0], dtype=float)
    prices = np.array([price for _, price in item.schedule[: len(starts)]])
    return starts, np.append(starts[1:], max(item.most, starts[-1])), prices


def order_values(items: Sequence[Item], dollar: Floats, orders: Floats) -> Floats:
    """Return the contract value of each item's order in each year, bn USD."""
    values = np.array([item.price for item in items])[:, None] * orders
    for row, item in enumerate(items):
        if item.contract.tiers:
            starts, ends, prices = block_ends(item)
            ends[-1] = np.inf
            held = np.append(0.0, np.cumsum(orders[row]))
            paid = [math.fsum(prices * np.clip(q - starts, 0.0, ends - starts)) for q in held]
            values[row] = np.diff(paid)
    due: Floats = values * dollar[:, None]
    return due


def profiles(items: Sequence[Item]) -> Floats:
    """Return the payment profiles, padded to one length, shape (items, longest)."""
    longest = max(len(item.contract.profile) for item in items)
    shares = np.zeros((len(items), longest))
    for row, item in enumerate(items):
        shares[row, : len(item.contract.profile)] = item.contract.profile
    return shares


def payments(items: Sequence[Item], values: Floats) -> Floats:
    """Return what falls due by item and year, those after the plan included, bn USD."""
    shares, years = profiles(items), values.shape[1]
    due = np.zeros((len(items), years + shares.shape[1] - 1))
    for wait in range(shares.shape[1]):
        due[:, wait : wait + years] += shares[:, wait : wait + 1] * values
    return due


def deliveries(items: Sequence[Item], orders: Floats) -> Floats:
    """Return the units delivered by item and year of the plan."""
    years, arrived = orders.shape[1], np.zeros(orders.shape)
    for row, item in enumerate(items):
        lag = min(item.contract.lag, years)
        arrived[row, lag:] = orders[row, : years - lag]
    return arrived


def upkeep_due(items: Sequence[Item], dollar: Floats, orders: Floats) -> Floats:
    """Return the operating cost of what is delivered, by item and year, bn USD."""
    rate = dollar * np.array([item.contract.upkeep for item in items])
    due: Floats = rate[:, None] * np.cumsum(deliveries(items, orders), axis=1)
    return due


def by_year(due: Floats) -> Floats:
    """Add up the items of each year without rounding in between."""
    return np.array([math.fsum(column) for column in due.T])
