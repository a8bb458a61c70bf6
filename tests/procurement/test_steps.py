"""The steps of V: equal to brute force, and to V itself on both sides of every step."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from negotiate import InvalidInput, NotApplicable
from negotiate.procurement import (
    BundleProblem,
    Catalogue,
    CatalogueValue,
    Item,
    Mission,
    NoBundle,
    PiecewiseReturns,
    ValueFunction,
)
from negotiate.procurement import steps as steps_file
from negotiate.procurement.parts import TooManyParts
from negotiate.procurement.steps import value_steps


def every_step(problem: BundleProblem, low: float, high: float) -> list[tuple[float, float]] | None:
    """Go through all bundles by cost."""
    kept = [
        (problem.cost(bundle) / problem.years, problem.value(bundle))
        for bundle in itertools.product(*(range(i.least, i.most + 1, i.lot) for i in problem.catalogue))
        if all(problem.surplus(name, bundle) >= -1e-9 for name in problem.floors)
    ]
    steps: list[tuple[float, float]] = []
    for budget in [low, *sorted({cost for cost, _ in kept if low + 1e-9 < cost <= high + 1e-10})]:
        best = max((value for cost, value in kept if cost <= budget + 5e-10), default=None)
        if best is None:
            return None
        if not steps or best > steps[-1][1] + 1e-9:
            steps.append((budget, best))
    return steps


@pytest.mark.parametrize("seed", range(4000, 4040))
def test_steps_are_those_of_brute_force(seed: int, make: Callable[[int], BundleProblem]) -> None:
    problem = make(seed)
    dear = problem.catalogue.most_cost / problem.years
    low, high = round(0.1 * (seed % 5) * dear, 3), round(0.1 * (seed % 5 + 3) * dear, 3)
    expected = every_step(problem, low, high)
    value = CatalogueValue(problem)
    if expected is None:
        with pytest.raises(NoBundle):
            value_steps(value, low, high)
        return
    found = value_steps(value, low, high)
    assert found.budgets == pytest.approx([budget for budget, _ in expected], abs=2e-9)
    assert found.values == pytest.approx([best for _, best in expected], abs=1e-9)


@pytest.mark.parametrize("floors", [{}, {"naval": 0.3}])
def test_steps_agree_with_v_on_both_sides(fleet: BundleProblem, floors: dict[str, float]) -> None:
    problem = BundleProblem(fleet.catalogue, fleet.missions, 1.0, fleet.years, floors)
    steps = value_steps(CatalogueValue(problem), 2.0, 2.15)
    value = CatalogueValue(problem)
    assert len(steps) > 5
    for step in range(1, len(steps)):
        budget = float(steps.budgets[step])
        assert value(budget) == steps(budget) == steps.values[step]
        assert value(budget - 1e-8) == steps(budget - 1e-8) == steps.values[step - 1]
        assert value.plan(budget).quantities.tolist() == steps.quantities[step].tolist()
    proof = steps.certificate()
    assert proof["least_rise"] > 0
    assert proof["largest_overspending"] <= 1e-9
    assert proof["least_gap"] >= -1e-12


def test_they_are_a_value_function_on_their_interval(fleet: BundleProblem) -> None:
    source = CatalogueValue(fleet)
    steps = value_steps(source, 1.0, 1.1)
    assert isinstance(steps, ValueFunction)
    assert steps(1.05) == source(1.05) <= steps.relaxed(1.05)
    assert steps.slope(1.05) == source.slope(1.05)
    assert steps.plan(1.05) is source.plan(1.05)
    assert 1.0 <= steps.reach <= 1.1
    assert steps.digest != source.digest
    with pytest.raises(InvalidInput, match="outside the steps, which run from 1 to 1.1"):
        steps(1.2)


def test_the_table_says_what_changes() -> None:
    items = [
        Item("jet", "air", 2.0, 1, title="Jet"),
        Item("drone", "air", 1.0, 1, capability=0.5, title="Drone"),
    ]
    problem = BundleProblem(Catalogue(items), [Mission("air", PiecewiseReturns([0], [1]))], 5.0, 1)
    steps = value_steps(CatalogueValue(problem), 0, 9)
    assert [row[3] for row in steps.table().rows] == ["", "+1 Drone", "+1 Jet, -1 Drone", "+1 Drone"]
    assert steps.answer()["budgets"].tolist() == [0, 1, 2, 3]
    assert steps.rises.tolist() == [0, 0.5, 1.5, 0.5]


def test_too_many_steps_are_refused_with_an_estimate(fleet: BundleProblem) -> None:
    with pytest.raises(NotApplicable, match=r"V has about \d+ steps on this interval, more than most=20"):
        value_steps(CatalogueValue(fleet), 0.5, 4.5, most=20)
    with pytest.raises(InvalidInput, match="low=2 is above high=1"):
        value_steps(CatalogueValue(fleet), 2, 1)


def test_an_enumeration_too_large_is_refused(fleet: BundleProblem, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise TooManyParts

    monkeypatch.setattr(steps_file, "_stairs", refuse)
    with pytest.raises(NotApplicable, match="around 1 bn USD/yr take an enumeration too large"):
        value_steps(CatalogueValue(fleet), 1.0, 2.0)


def test_an_interval_of_one_budget_has_one_step(fleet: BundleProblem) -> None:
    steps = value_steps(CatalogueValue(fleet), 1.5, 1.5)
    assert len(steps) == 1
    assert np.diff(steps.values).tolist() == []
