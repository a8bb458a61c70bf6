"""The whole bundle: brute force, ties, and the proof."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.procurement import (
    BundleProblem,
    Catalogue,
    Item,
    Mission,
    NoBundle,
    PiecewiseReturns,
    optimal_bundle,
    relaxed_bundle,
)
from negotiate.procurement import optimal as optimal_file
from negotiate.procurement.parts import TooManyParts

Slowly = Callable[[BundleProblem], tuple[float, tuple[int, ...]] | None]
LINE = PiecewiseReturns([0], [1.0])


@pytest.mark.parametrize("seed", range(70))
def test_it_equals_brute_force(seed: int, make: Callable[[int], BundleProblem], slowly: Slowly) -> None:
    problem = make(seed)
    best = slowly(problem)
    if best is None:
        with pytest.raises(NoBundle):
            optimal_bundle(problem)
        return
    plan = optimal_bundle(problem)
    assert plan.value == pytest.approx(best[0], abs=1e-10)
    assert tuple(plan.quantities.tolist()) == best[1]
    assert plan.proof == "enumeration"
    assert plan.certificate()["violations"] == []


def test_the_solver_and_the_enumeration_agree_on_a_fleet(fleet: BundleProblem) -> None:
    plan = optimal_bundle(fleet)
    assert plan.solver_bound == pytest.approx(plan.value, rel=1e-8)
    assert plan.optimality_gap == 0.0
    assert plan.status == "optimal"
    assert plan.value < plan.relaxation_bound < plan.value * 1.01


def test_of_equal_bundles_the_cheapest_then_the_first_item() -> None:
    twins = [Item(name, "air", 1.0, 2, category="twin") for name in ("first", "second")]
    flat = Mission("air", PiecewiseReturns([0, 3], [1.0, 0.0]))
    problem = BundleProblem(Catalogue(twins), [flat], 4.0, 1)
    plan = optimal_bundle(problem)
    assert plan.quantities.tolist() == [2, 1]
    assert plan.cost == 3.0


def test_the_order_of_the_catalogue_alone_settles_ties() -> None:
    items = [Item(name, "air", price, 5) for name, price in (("a", 0.1), ("b", 0.2), ("c", 0.3))]
    air = Mission("air", LINE)
    forward = optimal_bundle(BundleProblem(Catalogue(items), [air], 0.6, 1))
    backward = optimal_bundle(BundleProblem(Catalogue(items[::-1]), [air], 0.6, 1))
    assert forward.quantities.tolist() == [5, 0, 0] or forward.value == pytest.approx(0.6)
    assert forward.quantities.tolist() == [4, 1, 0]
    assert backward.quantities.tolist() == [2, 0, 0]


def test_two_runs_are_alike_to_the_byte(fleet: BundleProblem) -> None:
    assert optimal_bundle(fleet).to_json() == optimal_bundle(fleet).to_json()


def test_a_budget_of_nothing_buys_nothing(fleet: BundleProblem) -> None:
    plan = optimal_bundle(fleet.with_budget(0))
    assert plan.quantities.sum() == 0
    assert (plan.value, plan.budget_share) == (0.0, None)


def test_a_budget_for_everything_buys_everything(fleet: BundleProblem) -> None:
    plan = optimal_bundle(fleet.with_budget(fleet.catalogue.most_cost / fleet.years))
    assert plan.quantities.tolist() == [item.most for item in fleet.catalogue]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.001, 3.7, 1000.0]))
def test_prices_and_budget_in_another_currency_buy_the_same(seed: int, rate: float) -> None:
    rng = np.random.default_rng(seed)
    prices = rng.integers(1, 40, 4) / 20

    def problem(scale: float) -> BundleProblem:
        items = [
            Item(f"i{k}", f"m{k % 2}", float(price) * scale, 5, capability=1 + k / 10)
            for k, price in enumerate(prices)
        ]
        starts = np.array([0.0, 1.0, 3.0]) * scale
        returns = PiecewiseReturns(starts, np.array([3.0, 2.0, 1.0]) / scale)
        return BundleProblem(Catalogue(items), [Mission("m0", returns), Mission("m1", returns)], 2 * scale, 2)

    home, abroad = optimal_bundle(problem(1.0)), optimal_bundle(problem(rate))
    assert abroad.value == pytest.approx(home.value, rel=1e-9)
    assert abroad.cost == pytest.approx(rate * home.cost, rel=1e-9)


@pytest.mark.parametrize("seed", range(12))
def test_another_item_never_lowers_the_value(seed: int, make: Callable[[int], BundleProblem]) -> None:
    problem = make(seed)
    more = Catalogue([*problem.catalogue, Item("more", problem.missions[0].name, 0.2, 3)])
    missions = [
        Mission(m.name, PiecewiseReturns(m.returns.breakpoints, m.returns.slopes), weight=m.weight)
        for m in problem.missions
    ]

    def value(catalogue: Catalogue) -> float:
        try:
            return optimal_bundle(
                BundleProblem(catalogue, missions, problem.budget, problem.years, problem.floors)
            ).value
        except NoBundle:
            return -1.0

    assert value(more) >= value(problem.catalogue) - 1e-10


def test_a_tolerance_leaves_a_gap_that_is_proven(fleet: BundleProblem) -> None:
    plan = optimal_bundle(fleet, tolerance=0.05)
    assert plan.proof == "weak duality"
    assert plan.value >= 0.95 * optimal_bundle(fleet).value
    assert plan.proven_bound == plan.relaxation_bound >= plan.value
    with pytest.raises(InvalidInput, match="tolerance=-0.1; it must be from 0 to 1"):
        optimal_bundle(fleet, tolerance=-0.1)


def test_where_enumeration_is_too_large_the_gap_is_said(
    fleet: BundleProblem, monkeypatch: pytest.MonkeyPatch
) -> None:
    best = optimal_bundle(fleet)

    def refuse(*_: object, **__: object) -> None:
        raise TooManyParts

    monkeypatch.setattr(optimal_file, "best_whole_bundle", refuse)
    plan = optimal_bundle(fleet)
    assert plan.proof == "weak duality"
    assert plan.value == pytest.approx(best.value, rel=1e-8)
    assert plan.status == "feasible"
    assert plan.optimality_gap == pytest.approx(best.relaxation_bound - best.value, abs=1e-8)


@pytest.mark.parametrize("seed", range(25))
def test_divisible_bundles_bound_whole_ones(seed: int, make: Callable[[int], BundleProblem]) -> None:
    problem = make(seed)
    try:
        whole = optimal_bundle(problem)
    except NoBundle:
        return
    divisible = relaxed_bundle(problem)
    assert divisible.value >= whole.value - 1e-7
    assert divisible.certificate()["duality_gap"] <= 1e-7 * max(1.0, divisible.value)
    assert whole.relaxation_bound >= whole.value - 1e-10
