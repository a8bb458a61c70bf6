"""Threats over all bundles: lotteries, single bundles and information against looking at every bundle."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from negotiate.errors import InvalidInput
from negotiate.procurement import BundleProblem, Catalogue, Item, Mission, PiecewiseReturns
from negotiate.procurement.risk import (
    RegretProblem,
    Threats,
    minimax_regret,
    minimax_regret_bundle,
    mixed_problem,
    threat_information,
    threat_regret,
    value_of_information,
)


def random_threats(seed: int) -> Threats:
    """Two to four items, two missions, two or three threats with concave returns."""
    rng = np.random.default_rng(seed)
    items = [
        Item(
            f"i{k}",
            f"m{k % 2}",
            price=float(rng.choice([0.3, 0.5, 1.0, 1.7])),
            most=int(rng.integers(1, 4)),
            capability=float(rng.choice([0.8, 1.0, 1.3])),
            category=f"c{k % 2}",
        )
        for k in range(int(rng.integers(2, 5)))
    ]
    catalogue = Catalogue(items)
    budget = float(rng.uniform(0.2, 0.7)) * catalogue.most_cost
    floors = {"c0": 0.3} if rng.random() < 0.3 else {}

    def threat() -> BundleProblem:
        missions = []
        for name in ("m0", "m1"):
            starts = np.append(0, np.cumsum(rng.uniform(0.3, 1.5, 2)))
            slopes = np.sort(rng.uniform(0, 3, 3))[::-1]
            missions.append(
                Mission(name, PiecewiseReturns(starts, slopes), weight=float(rng.uniform(0.2, 2)))
            )
        return BundleProblem(catalogue, missions, budget, 1, floors)

    return Threats({f"t{k}": threat() for k in range(int(rng.integers(2, 4)))})


def all_bundles(threats: Threats) -> NDArray[np.int64]:
    problem = next(iter(threats.problems.values()))
    every = itertools.product(*(range(i.least, i.most + 1) for i in problem.catalogue))
    return np.array([bundle for bundle in every if not problem.violations(bundle)])


@pytest.mark.parametrize("seed", range(12))
def test_every_bundle_looked_at(seed: int) -> None:
    threats = random_threats(seed)
    bundles = all_bundles(threats)
    problem = RegretProblem([threats.values(bundle) for bundle in bundles])
    assert threats.best == pytest.approx(problem.best, abs=1e-9)
    lottery = threat_regret(threats)
    slow = minimax_regret(problem, randomised=True, method="numeric")
    assert lottery.max_regret == pytest.approx(slow.max_regret, abs=1e-7)
    assert lottery.lower_bound == pytest.approx(lottery.max_regret, abs=1e-8)
    single = minimax_regret_bundle(threats)
    assert single.max_regret == pytest.approx(minimax_regret(problem).max_regret, abs=1e-8)
    assert single.certificate()["violations"] == []
    assert single.lower_bound <= lottery.max_regret <= single.max_regret + 1e-9
    assert single.solver_bound == pytest.approx(single.max_regret, abs=1e-5)


@pytest.mark.parametrize("seed", range(20, 26))
def test_mixtures_and_information_over_every_bundle(seed: int) -> None:
    threats = random_threats(seed)
    rng = np.random.default_rng(seed)
    prior = rng.dirichlet(np.ones(len(threats.labels)))
    told = rng.dirichlet(np.ones(2), size=len(prior))
    bundles = all_bundles(threats)
    mixed = mixed_problem(threats, prior)
    values = np.array([threats.values(bundle) for bundle in bundles])
    assert [mixed.value(bundle) for bundle in bundles] == pytest.approx(values @ prior, abs=1e-10)
    fast = threat_information(threats, prior, told)
    slow = value_of_information(values, prior, told)
    assert fast.here_and_now == pytest.approx(slow.here_and_now, abs=1e-9)
    assert fast.with_signal == pytest.approx(slow.with_signal, abs=1e-9)
    assert fast.wait_and_see == pytest.approx(slow.wait_and_see, abs=1e-9)


def test_a_compromise_that_is_best_nowhere() -> None:
    """Half and half is best under neither threat, and regrets least under both."""
    catalogue = Catalogue([Item("jet", "air", 1.0, 4), Item("ship", "sea", 1.0, 4)])
    line = PiecewiseReturns([0], [1.0])

    def threat(air: float, sea: float) -> BundleProblem:
        missions = [Mission("air", line, weight=air), Mission("sea", line, weight=sea)]
        return BundleProblem(catalogue, missions, 4.0, 1)

    threats = Threats({"missiles": threat(2, 1), "navy": threat(1, 2)})
    assert minimax_regret(threats.regret_problem()).max_regret == 4
    single = minimax_regret_bundle(threats)
    assert single.quantities.tolist() == [2, 2]
    assert single.max_regret == single.lower_bound == 2
    assert "2 jet, 2 ship" in str(single)
    assert single.to_dict()["answer"]["max_regret"] == 2


def test_refusals() -> None:
    threats = random_threats(3)
    problem = next(iter(threats.problems.values()))
    with pytest.raises(InvalidInput, match="differ in budget; threat scenarios may differ in what missions"):
        Threats({"a": problem, "b": problem.with_budget(problem.budget / 2)})
    with pytest.raises(InvalidInput, match=r"problems\['a'\] is an int; it must be a BundleProblem"):
        Threats({"a": 3})  # type: ignore[dict-item]
    with pytest.raises(InvalidInput, match="at least one threat scenario"):
        Threats({})
    other = Catalogue([*problem.catalogue.items[1:], replace(problem.catalogue[0], price=0.1)])
    changed = BundleProblem(other, problem.missions, problem.budget, 1, problem.floors)
    with pytest.raises(InvalidInput, match="differ in catalogue"):
        Threats({"a": problem, "b": changed})
