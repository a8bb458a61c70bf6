"""Small random problems, and the slow way to solve them: look at every bundle."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from negotiate.procurement import BundleProblem, Catalogue, Item, Mission, PiecewiseReturns, power_missions

Best = tuple[float, tuple[int, ...]]


def random_problem(seed: int) -> BundleProblem:
    """One to four items, one to three missions; ties, lots, least quantities and floors are common."""
    rng = np.random.default_rng(seed)
    served = int(rng.integers(1, 4))
    items = [random_item(rng, k, served) for k in range(int(rng.integers(1, 5)))]
    catalogue = Catalogue(items)
    budget = round(float(rng.uniform(0, 0.55)) * catalogue.most_cost, 2)
    floors = {c: float(rng.choice([0.1, 0.25, 0.5])) for c in catalogue.categories if rng.random() < 0.3}
    floors = {c: s for c, s in floors.items() if any(i.most for i in items if i.category == c)}
    return BundleProblem(catalogue, random_missions(rng, catalogue, served), budget, 2, floors)


def random_item(rng: np.random.Generator, number: int, served: int) -> Item:
    lot = int(rng.integers(1, 4))
    most = int(rng.integers(0, 6))
    least = int(rng.integers(0, min(most, 1) + 1)) if rng.random() < 0.2 else 0
    return Item(
        f"item{number}",
        f"m{int(rng.integers(served))}",
        price=float(rng.choice([0.1, 0.25, 0.3, 1.0, round(float(rng.uniform(0.01, 2)), 3)])),
        most=most * lot,
        least=least * lot,
        lot=lot,
        capability=float(rng.choice([1.0, 0.7, 1.3, round(float(rng.uniform(0.5, 1.5)), 2)])),
        category=f"c{int(rng.integers(2))}",
    )


def random_missions(rng: np.random.Generator, catalogue: Catalogue, served: int) -> tuple[Mission, ...]:
    if rng.random() < 0.7:
        return power_missions(
            catalogue,
            {f"m{c}": float(rng.integers(1, 4)) for c in range(served)},
            status_quo=float(rng.choice([0.0, 1.0, 14.0])),
            exponent=float(rng.choice([0.3, 0.5, 1.0])),
            years=2,
            segments=int(rng.integers(1, 9)),
        )
    missions = []
    for c in range(served):
        count = int(rng.integers(1, 4))
        starts = np.append(0, np.cumsum(rng.integers(1, 4, count - 1)))
        slopes = np.sort(rng.integers(0, 5, count))[::-1] / 2
        missions.append(Mission(f"m{c}", PiecewiseReturns(starts, slopes), weight=float(rng.integers(1, 3))))
    return tuple(missions)


def brute_force(problem: BundleProblem) -> Best | None:
    """Look at every bundle: the most value, then the least cost, then most of the first item."""
    best = None
    for bundle in itertools.product(*(range(i.least, i.most + 1, i.lot) for i in problem.catalogue)):
        if not problem.violations(bundle):
            key = (round(problem.value(bundle), 11), -round(problem.cost(bundle), 8), bundle)
            best = key if best is None else max(best, key)
    return None if best is None else (best[0], best[2])


@pytest.fixture(scope="session")
def make() -> Callable[[int], BundleProblem]:
    return random_problem


@pytest.fixture(scope="session")
def slowly() -> Callable[[BundleProblem], Best | None]:
    return brute_force


@pytest.fixture(scope="session")
def fleet() -> BundleProblem:
    """Nine items for three missions, with the spread of prices of a real catalogue."""
    items = [
        Item("jet", "air", 0.103, 60, lot=3, capability=1.1, category="fighter", us_content=0.85),
        Item("upgrade", "air", 0.0321, 68, lot=2, capability=0.95, category="fighter"),
        Item("tanker", "air", 0.319, 18, capability=0.9, category="transport"),
        Item("interceptor", "defence", 0.0316, 150, lot=5, capability=1.1, category="missiles"),
        Item("missile", "defence", 0.0042, 1000, lot=25, capability=1.05, category="missiles"),
        Item("radar", "defence", 0.7525, 8, capability=0.9, category="naval"),
        Item("ship set", "sea", 0.525, 12, capability=1.1, category="naval"),
        Item("support", "sea", 0.105, 20, capability=0.85, category="naval"),
        Item("tiltrotor", "sea", 0.1235, 34, capability=0.95, category="transport"),
    ]
    catalogue = Catalogue(items)
    weights = {"air": 3, "defence": 2, "sea": 1}
    missions = power_missions(catalogue, weights, status_quo=14, exponent=0.5, years=5)
    return BundleProblem(catalogue, missions, 3.0, 5)
