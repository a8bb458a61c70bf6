"""The divisible bundle: its prices, slopes and slackness."""

from collections.abc import Callable

import pytest

from negotiate.procurement import (
    BundleProblem,
    Catalogue,
    CatalogueValue,
    Item,
    Mission,
    NoBundle,
    PiecewiseReturns,
    relaxed_bundle,
)


def test_a_bundle_worked_out_by_hand() -> None:
    items = [Item("jet", "air", 1.0, 10), Item("ship", "sea", 1.0, 10)]
    missions = [
        Mission("air", PiecewiseReturns([0, 2, 4], [3.0, 1.5, 0.5])),
        Mission("sea", PiecewiseReturns([0, 3], [2.0, 1.0])),
    ]
    plan = relaxed_bundle(BundleProblem(Catalogue(items), missions, 3.0, 2))
    assert plan.quantities == pytest.approx([3.0, 3.0])  # 2 at 3, 3 at 2, 1 at 1.5
    assert plan.value == pytest.approx(13.5)
    assert plan.budget_price == pytest.approx(3.0)  # 1.5 a bn over 2 years
    assert plan.optimality_gap < 1e-9


@pytest.mark.parametrize("seed", range(40))
def test_prices_slopes_and_slackness(seed: int, make: Callable[[int], BundleProblem]) -> None:
    problem = make(seed)
    try:
        plan = relaxed_bundle(problem)
    except NoBundle:
        return
    value = CatalogueValue(problem)
    left, right = value.slope(problem.budget)
    scale = max(1.0, plan.value)
    assert plan.budget_price is not None
    assert plan.floor_prices is not None
    assert plan.value == pytest.approx(value.relaxed(problem.budget), abs=1e-7 * scale)
    assert right - 1e-6 * scale <= plan.budget_price <= left + 1e-6 * scale
    assert plan.certificate()["violations"] == []
    room = plan.certificate()["room"]
    assert abs(plan.budget_price * room["budget"]) < 1e-6 * scale
    for name, price in plan.floor_prices.items():
        assert price >= 0
        assert abs(price * room[f"floor of {name}"]) < 1e-6 * scale


def test_a_slack_budget_has_no_price() -> None:
    problem = BundleProblem(
        Catalogue([Item("jet", "air", 1.0, 2)]), [Mission("air", PiecewiseReturns([0], [1.0]))], 9.0, 1
    )
    plan = relaxed_bundle(problem)
    assert plan.budget_price == pytest.approx(0.0, abs=1e-9)
    assert plan.binding == ("most of jet",)


def test_a_binding_floor_has_a_price() -> None:
    items = [
        Item("jet", "air", 1.0, 9, category="fighter"),
        Item("ship", "air", 1.0, 9, 0, 1, 0.5, 1.0, "naval"),
    ]
    mission = Mission("air", PiecewiseReturns([0], [1.0]))
    plan = relaxed_bundle(BundleProblem(Catalogue(items), [mission], 4.0, 1, {"naval": 0.25}))
    assert plan.quantities == pytest.approx([3.0, 1.0])
    assert plan.floor_prices == {"naval": pytest.approx(0.5)}
    assert plan.binding == ("budget", "floor of naval")
