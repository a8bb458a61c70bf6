"""V(B): equal to the MILP and to brute force, nondecreasing, below a concave relaxation."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput, NotApplicable
from negotiate.procurement import (
    BundleProblem,
    Catalogue,
    CatalogueValue,
    Item,
    Mission,
    NoBundle,
    PiecewiseReturns,
    PowerValue,
    ValueFunction,
    optimal_bundle,
    relaxed_bundle,
    value_steps,
)
from negotiate.procurement import value as value_file
from negotiate.procurement.least import least_rise
from negotiate.procurement.parts import TooManyParts

Slowly = Callable[[BundleProblem], tuple[float, tuple[int, ...]] | None]


@pytest.mark.parametrize("seed", range(1000, 1250))
def test_it_equals_brute_force(seed: int, make: Callable[[int], BundleProblem], slowly: Slowly) -> None:
    problem = make(seed)
    best = slowly(problem)
    value = CatalogueValue(problem)
    if best is None:
        with pytest.raises(NoBundle):
            value(problem.budget)
        return
    plan = value.plan(problem.budget)
    assert plan.value == pytest.approx(best[0], abs=1e-10)
    assert tuple(plan.quantities.tolist()) == best[1]


@pytest.mark.parametrize("floors", [{}, {"naval": 0.3}, {"naval": 0.25, "transport": 0.2}])
def test_it_equals_the_milp_through_cvxpy(fleet: BundleProblem, floors: dict[str, float]) -> None:
    problem = BundleProblem(fleet.catalogue, fleet.missions, 1.0, fleet.years, floors)
    value = CatalogueValue(problem)
    for budget in (0.35, 2.0, 4.8):
        through = optimal_bundle(problem.with_budget(budget), tolerance=1e-12)
        assert through.proof == "weak duality"
        assert value(budget) == pytest.approx(through.value, rel=1e-8)
        assert value.relaxed(budget) == pytest.approx(relaxed_bundle(problem.with_budget(budget)).value)


def test_it_never_falls_and_the_relaxation_is_concave_above(fleet: BundleProblem) -> None:
    value = CatalogueValue(fleet)
    budgets = np.linspace(0, value.reach * 1.05, 40)
    whole = np.array([value(b) for b in budgets])
    divisible = np.array([value.relaxed(b) for b in budgets])
    assert (np.diff(whole) >= 0).all()
    assert (divisible >= whole - 1e-12).all()
    assert (np.diff(divisible, 2) <= 1e-10).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 400), st.lists(st.floats(0, 1.2), min_size=2, max_size=6))
def test_values_rise_with_the_budget(seed: int, shares: list[float]) -> None:
    rng = np.random.default_rng(seed)
    items = [Item(f"i{k}", "air", float(rng.integers(1, 60)) / 40, 4) for k in range(4)]
    catalogue = Catalogue(items)
    mission = Mission("air", PiecewiseReturns([0, 2, 4], [3, 2, 1]))
    value = CatalogueValue(BundleProblem(catalogue, [mission], 1.0, 2))
    budgets = [share * value.reach for share in (5e-324, *shares)]
    found = dict(zip(budgets, (value(budget) for budget in budgets), strict=True))
    assert [found[b] for b in sorted(found)] == sorted(found.values())


@pytest.mark.parametrize("worth", [1e-9, 1e9])
def test_the_unit_of_value_does_not_matter(worth: float, fleet: BundleProblem) -> None:
    missions = [Mission(m.name, m.returns, weight=worth * m.weight, stock=m.stock) for m in fleet.missions]
    scaled = CatalogueValue(BundleProblem(fleet.catalogue, missions, 1.0, fleet.years))
    plain = CatalogueValue(fleet)
    for budget in (0.7, 3.0):
        assert scaled(budget) == pytest.approx(worth * plain(budget), rel=1e-11)
        assert scaled.plan(budget).quantities.tolist() == plain.plan(budget).quantities.tolist()
        assert scaled.slope(budget) == pytest.approx([worth * s for s in plain.slope(budget)], rel=1e-9)


def test_slopes_are_those_of_the_relaxation(fleet: BundleProblem) -> None:
    value = CatalogueValue(fleet)
    for budget in (0.5, 2.2, 4.1):
        left, right = value.slope(budget)
        step = 1e-5
        here = value.relaxed(budget)
        assert (value.relaxed(budget + step) - here) / step == pytest.approx(right, rel=1e-5)
        assert (here - value.relaxed(budget - step)) / step == pytest.approx(left, rel=1e-5)
        assert left >= right > 0


def test_slopes_at_a_kink_and_at_both_ends() -> None:
    mission = Mission("air", PiecewiseReturns([0, 4], [2.0, 0.5]))
    value = CatalogueValue(BundleProblem(Catalogue([Item("jet", "air", 1.0, 10)]), [mission], 1.0, 2))
    assert value.slope(2.0) == pytest.approx((4.0, 1.0))
    assert value.slope(1.0) == pytest.approx((4.0, 4.0))
    assert value.slope(0.0) == pytest.approx((4.0, 4.0))
    assert value.slope(5.0) == pytest.approx((1.0, 0.0))
    assert value.reach == 5.0


def test_values_are_kept(fleet: BundleProblem) -> None:
    value = CatalogueValue(fleet)
    assert value.plan(2.0) is value.plan(2.0)
    assert value.plans([2.0, 3.0])[0] is value.plan(2.0)
    assert value.digest == CatalogueValue(fleet.with_budget(1.0)).digest


@pytest.mark.parametrize("seed", range(1300, 1340))
def test_many_budgets_together_equal_each_alone(seed: int, make: Callable[[int], BundleProblem]) -> None:
    problem = make(seed)
    together, alone = CatalogueValue(problem), CatalogueValue(problem)
    dear = problem.catalogue.most_cost / problem.years
    least = least_rise(problem).budget
    budgets = [least + round(share * dear, 3) for share in (0.9, 0.3, 0.31, 0.32, 0.33, 0.6, 1.4)]
    found = together.plans(budgets)
    assert [plan.quantities.tolist() for plan in found] == [
        alone.plan(b).quantities.tolist() for b in budgets
    ]
    assert together.values(budgets).tolist() == [alone(b) for b in budgets]


def test_many_budgets_of_a_fleet_rise_and_are_proven(fleet: BundleProblem) -> None:
    value, alone = CatalogueValue(fleet), CatalogueValue(fleet)
    budgets = np.linspace(0.0, 4.5, 300)
    values = value.values(budgets)
    assert (np.diff(values) >= 0).all()
    assert values[::50].tolist() == [alone(b) for b in budgets[::50].tolist()]
    assert {plan.proof for plan in value.plans(budgets[::50])} == {"enumeration"}
    with pytest.raises(InvalidInput, match="extras has no budgets"):
        value.values([])
    with pytest.raises(InvalidInput, match="extras holds -1 bn USD/yr; it must be at least 0"):
        value.values([1.0, -1.0])


def test_of_many_budgets_one_too_small_is_named() -> None:
    jets = Catalogue([Item("jet", "air", 1.0, 10, least=4)])
    value = CatalogueValue(BundleProblem(jets, [Mission("air", PiecewiseReturns([0], [1.0]))], 1.0, 2))
    with pytest.raises(NoBundle, match="the least possible is 2.0000 bn USD/yr"):
        value.values([3.0, 1.5])


def test_where_enumeration_is_too_large_the_milp_answers(
    fleet: BundleProblem, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = CatalogueValue(fleet)(2.0)

    def refuse(*_: object, **__: object) -> None:
        raise TooManyParts

    monkeypatch.setattr(value_file, "best_whole_bundle", refuse)
    assert CatalogueValue(fleet)(2.0) == pytest.approx(expected, abs=1e-12)
    rough = CatalogueValue(fleet, tolerance=0.05)
    assert 0.95 * expected <= rough(2.0) <= expected + 1e-12
    assert rough.plan(2.0).proof == "weak duality"
    with pytest.raises(InvalidInput, match="tolerance=2; it must be from 0 to 1"):
        CatalogueValue(fleet, tolerance=2)


def test_least_quantities_set_a_least_budget() -> None:
    mission = Mission("air", PiecewiseReturns([0], [1.0]))
    jets = Catalogue([Item("jet", "air", 1.0, 10, least=4)])
    value = CatalogueValue(BundleProblem(jets, [mission], 1.0, 2))
    with pytest.raises(NoBundle, match="the least possible is 2.0000 bn USD/yr"):
        value(1.5)
    with pytest.raises(NoBundle):
        value.slope(1.5)
    assert value(2.0) == 4.0
    assert value.slope(2.0) == pytest.approx((2.0, 2.0))


def test_a_floor_can_stop_spending_short_of_the_catalogue() -> None:
    items = [Item("jet", "air", 1.0, 10, category="f"), Item("ship", "air", 1.0, 2, category="naval")]
    mission = Mission("air", PiecewiseReturns([0], [1.0]))
    value = CatalogueValue(BundleProblem(Catalogue(items), [mission], 1.0, 1, {"naval": 0.5}))
    assert value.reach == 4.0
    assert value(9.0) == 4.0


def test_the_power_law() -> None:
    value = PowerValue(14.0, 0.5)
    assert value(0.0) == 0.0
    assert value(2.0) == pytest.approx(16**0.5 - 14**0.5)
    assert value.relaxed(2.0) == value(2.0)
    assert value.plan(2.0) is None
    assert value.slope(2.0) == pytest.approx((0.125, 0.125))


def test_both_are_value_functions(fleet: BundleProblem) -> None:
    assert isinstance(PowerValue(14.0, 0.5), ValueFunction)
    assert isinstance(CatalogueValue(fleet), ValueFunction)


@pytest.mark.parametrize("bad", [-1.0, float("nan"), "many"])
def test_bad_budgets_are_refused_in_words(bad: float, fleet: BundleProblem) -> None:
    for value in (PowerValue(14.0, 0.5), CatalogueValue(fleet)):
        for ask in (value, value.relaxed, value.slope, value.plan):
            with pytest.raises(InvalidInput, match="extra"):
                ask(bad)


def test_bad_power_laws_are_refused_in_words() -> None:
    with pytest.raises(InvalidInput, match="base=0 bn USD/yr; it must be above 0"):
        PowerValue(0.0, 0.5)
    with pytest.raises(InvalidInput, match="exponent=2"):
        PowerValue(1.0, 2)


def test_a_catalogue_too_large_to_enumerate_is_left_to_the_solver() -> None:
    """The bound on completions grows with the square of a mission's items; 260 are beyond it."""
    rng = np.random.default_rng(5)
    items = [
        Item(f"item{k}", "air", float(price), 5) for k, price in enumerate(rng.uniform(0.01, 1, 260).round(3))
    ]
    line = Mission("air", PiecewiseReturns([0], [1.0]))
    value = CatalogueValue(BundleProblem(Catalogue(items), [line], 2.0, 1), tolerance=1e-3)
    plan = value.plan(2.0)
    assert plan.proof == "weak duality"
    assert plan.certificate()["violations"] == []
    assert plan.optimality_gap <= 2e-3 * plan.proven_bound
    with pytest.raises(NotApplicable, match="take an enumeration too large"):
        value_steps(value, 1.0, 1.1)
