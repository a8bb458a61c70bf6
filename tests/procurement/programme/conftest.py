"""Small random programmes, and the slow way to solve them: look at every way to order."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from negotiate.errors import InvalidInput
from negotiate.procurement import (
    Catalogue,
    Contract,
    Excludes,
    Family,
    Item,
    Mission,
    PiecewiseReturns,
    Programme,
    ProgrammeProblem,
    Requires,
    Synergy,
    optimal_programme,
    power_missions,
)
from negotiate.procurement.links import Link

MOST_PROGRAMMES = 250  # that brute force looks at


def random_programme(seed: int) -> ProgrammeProblem:
    """Two to four items over one to three years; links, tiers, smallest orders and floors are common."""
    rng = np.random.default_rng(seed)
    for _ in range(1000):
        try:
            problem = _draw(rng)
        except InvalidInput:  # contradictory draws: a floor above the ceiling, say
            continue
        if np.prod([len(ways) for ways in _ways(problem)]) <= MOST_PROGRAMMES:
            return problem
    raise RuntimeError("no small problem drawn")


def _draw(rng: np.random.Generator) -> ProgrammeProblem:
    years, served = int(rng.integers(1, 4)), int(rng.integers(1, 3))
    items = [_item(rng, k, served) for k in range(int(rng.integers(2, 5)))]
    links = [link for link in (_link(rng, items, served) for _ in range(3)) if link is not None]
    catalogue = Catalogue(items, links)
    total = catalogue.most_cost
    caps = np.round(rng.uniform(0.1, 0.7, years) * total / years, 2)
    delivered = rng.random() < 0.4
    missions = _missions(rng, catalogue, served)
    chance = rng.random(6)
    return ProgrammeProblem(
        catalogue,
        missions,
        caps.tolist(),
        rates={"JPY": 100.0},
        first_year=2027,
        floors={"c0": float(rng.choice([0.1, 0.3, 0.5]))} if chance[0] < 0.2 else None,
        ceilings={"c1": float(rng.choice([0.4, 0.7]))} if chance[1] < 0.2 else None,
        domestic_share=0.2 if chance[2] < 0.15 else 0.0,
        mission_floors={"m0": 0.3} if chance[3] < 0.15 else None,
        deferred_cap=round(float(0.2 * total), 2) if chance[4] < 0.3 else None,
        aggregation="worst" if chance[5] < 0.25 else "sum",
        counts="delivered" if delivered else "ordered",
        year_weights=[*rng.integers(0, 3, years - 1).tolist(), 1] if delivered and chance[5] < 0.6 else None,
    )


def _item(rng: np.random.Generator, number: int, served: int) -> Item:
    lot, most = int(rng.integers(1, 3)), int(rng.integers(1, 5))
    price = float(rng.choice([0.1, 0.25, 0.3, 1.0, round(float(rng.uniform(0.05, 2)), 3)]))
    foreign = rng.random() < 0.2
    factor = 100.0 if foreign else 1.0
    profile = [(1.0,), (0.5, 0.5), (0.25, 0.5, 0.25), (0.0, 1.0)][int(rng.integers(4))]
    tiers = []
    if rng.random() < 0.35:
        starts = np.cumsum(rng.integers(1, 4, int(rng.integers(1, 3))))
        tiers = [(int(s), factor * price * float(rng.choice([0.6, 0.8, 1.3]))) for s in starts]
    return Item(
        f"i{number}",
        f"m{int(rng.integers(served))}",
        price * factor,
        most * lot,
        least=lot if rng.random() < 0.15 else 0,
        lot=lot,
        capability=float(rng.choice([1.0, 0.7, 1.3])),
        us_content=float(rng.choice([1.0, 0.6, 0.0])),
        category=f"c{int(rng.integers(2))}",
        contract=Contract(
            profile,
            lag=int(rng.integers(0, 3)),
            upkeep=factor * 0.02 * price if rng.random() < 0.3 else 0.0,
            currency="JPY" if foreign else "USD",
            minimum=lot * 2 if most > 1 and rng.random() < 0.25 else 0,
            tiers=tuple(tiers),
            most_a_year=lot * 2 if most > 2 and rng.random() < 0.3 else None,
        ),
        reference_price=price if foreign or rng.random() < 0.2 else None,
    )


def _link(rng: np.random.Generator, items: list[Item], served: int) -> Link | None:
    first, second = (items[k].name for k in rng.choice(len(items), 2, replace=False))
    mission = f"m{int(rng.integers(served))}"
    kind = int(rng.integers(8))
    if kind == 0:
        return Requires(first, second, None if rng.random() < 0.5 else float(rng.choice([0.5, 1.0, 2.0])))
    if kind == 1:
        return Excludes(first, second)
    if kind == 2:
        return Family(f"f{rng.integers(9)}", (first, second), most_kinds=1, most=int(rng.integers(1, 7)))
    if kind == 3:
        return Family(f"f{rng.integers(9)}", tuple(i.name for i in items), least=int(rng.integers(1, 3)))
    if kind == 4:
        return Synergy(first, second, mission, float(rng.choice([0.3, -0.05])))
    if kind == 5:
        return Synergy(first, second, mission, float(rng.choice([0.1, -0.03])), "pair", (1.0, 2.0))
    return None


def _missions(rng: np.random.Generator, catalogue: Catalogue, served: int) -> tuple[Mission, ...]:
    if rng.random() < 0.6:
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


def _ways(problem: ProgrammeProblem) -> list[list[tuple[int, ...]]]:
    """Return for each item every way to spread whole lots over the years."""
    ways = []
    for item in problem.catalogue:
        rows = itertools.product(range(0, item.most + 1, item.lot), repeat=problem.years)
        smallest = max(item.contract.minimum, item.lot)
        largest = item.most if item.contract.most_a_year is None else item.contract.most_a_year
        ways.append(
            [
                row
                for row in rows
                if item.least <= sum(row) <= item.most
                and all(n == 0 or smallest <= n <= largest for n in row)
            ]
        )
    return ways


def every_programme(problem: ProgrammeProblem) -> Iterator[np.ndarray]:
    for rows in itertools.product(*_ways(problem)):
        yield np.array(rows, dtype=float)


def brute_force(problem: ProgrammeProblem) -> float | None:
    """Return the value of the best way to order that keeps the limits."""
    values = [problem.value(o) for o in every_programme(problem) if not problem.violations(o)]
    return max(values, default=None)


@pytest.fixture(scope="session")
def make() -> Callable[[int], ProgrammeProblem]:
    return random_programme


@pytest.fixture(scope="session")
def slowly() -> Callable[[ProgrammeProblem], float | None]:
    return brute_force


@pytest.fixture(scope="session")
def every() -> Callable[[ProgrammeProblem], Iterator[np.ndarray]]:
    return every_programme


@pytest.fixture(scope="session")
def forces() -> ProgrammeProblem:
    """Six items for three missions over three years, with what contracts and links there are."""
    advance = (0.2, 0.3, 0.3, 0.2)
    fighter = Contract(advance, lag=2, upkeep=0.004, offset=0.1)
    items = [
        Item("jet", "air", 0.103, 60, lot=3, category="air", contract=fighter, us_content=0.8),
        Item("tanker", "air", 0.319, 6, category="air", contract=Contract(advance, lag=2)),
        Item("missile", "defence", 0.0042, 600, lot=25, category="arms", contract=Contract((0.5, 0.5), 1)),
        Item("radar", "defence", 0.25, 4, category="naval", contract=Contract(advance, lag=2)),
        Item("ship", "sea", 0.3, 6, category="naval", contract=Contract(advance, 2, tiers=((2, 0.25),))),
        Item(
            "patrol",
            "sea",
            15.0,
            20,
            category="home",
            us_content=0.0,
            interoperability=0.2,
            reference_price=0.1,
            contract=Contract((0.4, 0.6), 1, currency="JPY", minimum=2),
        ),
        Item("carrier", "sea", 9.0, 1, category="naval"),
    ]
    catalogue = Catalogue(items, [Requires("missile", "radar"), Synergy("jet", "tanker", "air", 0.3)])
    missions = power_missions(
        catalogue, {"air": 3, "defence": 2, "sea": 1}, status_quo=14, exponent=0.5, years=3, segments=8
    )
    return ProgrammeProblem(
        catalogue,
        missions,
        [0.6, 0.9, 1.2],
        rates={"JPY": 150.0},
        first_year=2027,
        deferred_cap=2.0,
        domestic_share=0.1,
    )


@pytest.fixture(scope="session")
def forces_plan(forces: ProgrammeProblem) -> Programme:
    """Its programme, to half a percent."""
    return optimal_programme(forces, tolerance=0.005)
