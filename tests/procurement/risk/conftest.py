"""Small random programmes, and the slow way to solve them: look at all orders."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from negotiate.procurement import (
    Catalogue,
    Contract,
    Item,
    Mission,
    PiecewiseReturns,
    ProgrammeProblem,
    Requires,
)
from negotiate.procurement.risk import Scenarios

Orders = NDArray[np.float64]


def random_programme(seed: int) -> ProgrammeProblem:
    """Two or three items over two years in two currencies; late payments, upkeep, price tiers, links."""
    rng = np.random.default_rng(seed)
    items = []
    for k in range(int(rng.integers(2, 4))):
        currency = "JPY" if rng.random() < 0.3 else "USD"
        unit = 150 if currency == "JPY" else 1
        price = float(rng.choice([0.3, 0.5, 0.8])) * unit
        contract = Contract(
            profile=[(1.0,), (0.4, 0.6), (0.25, 0.5, 0.25)][int(rng.integers(3))],
            lag=int(rng.integers(0, 2)),
            upkeep=float(rng.choice([0.0, 0.05])) * unit,
            currency=currency,
            tiers=((1, price * float(rng.choice([0.7, 1.2]))),) if rng.random() < 0.3 else (),
        )
        score = float(rng.choice([0.8, 1.0, 1.3]))
        items.append(
            Item(
                f"i{k}",
                f"m{k % 2}",
                price,
                int(rng.integers(1, 4)),
                capability=score,
                contract=contract,
                reference_price=price / unit,
            )
        )
    missions = []
    for name in sorted({item.mission for item in items}):
        starts = np.append(0, np.cumsum(rng.uniform(0.4, 1.2, 2)))
        slopes = np.sort(rng.uniform(0.1, 3, 3))[::-1]
        missions.append(Mission(name, PiecewiseReturns(starts, slopes)))
    headroom = rng.uniform(0.4, 2.0, 2)
    links = [Requires(items[0].name, items[1].name)] if rng.random() < 0.3 else []
    return ProgrammeProblem(Catalogue(items, links), missions, headroom, rates={"JPY": 150})


def random_scenarios(seed: int, programme: ProgrammeProblem, *, prices: bool) -> Scenarios:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(2, 6))
    rates = 150 * rng.uniform(0.7, 1.4, (count, programme.years))
    items = programme.catalogue.names[: len(programme.catalogue) - 1]
    factors = rng.uniform(0.8, 1.5, (count, len(items))) if prices else None
    weights = rng.integers(1, 5, count)
    return Scenarios(rates, factors, items if prices else (), weights / weights.sum())


def every_order(programme: ProgrammeProblem) -> Iterator[Orders]:
    rows = []
    for item in programme.catalogue:
        lots = range(0, item.most + 1, item.lot)
        years = itertools.product(lots, repeat=programme.years)
        rows.append([row for row in years if item.least <= sum(row) <= item.most])
    for orders in itertools.product(*rows):
        yield np.array(orders, dtype=float)


@pytest.fixture(scope="session")
def programme_of() -> Callable[[int], ProgrammeProblem]:
    return random_programme


@pytest.fixture(scope="session")
def scenarios_of() -> Callable[..., Scenarios]:
    return random_scenarios


@pytest.fixture(scope="session")
def all_orders() -> Callable[[ProgrammeProblem], Iterator[Orders]]:
    return every_order
