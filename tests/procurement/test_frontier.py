"""The budget frontiers: one row a budget, the certificates recomputed."""

import numpy as np
import pytest

from negotiate import InvalidInput
from negotiate.procurement import (
    BundleProblem,
    Catalogue,
    CatalogueValue,
    Item,
    Mission,
    NoBundle,
    PiecewiseReturns,
    budget_frontier,
    relaxed_bundle,
)
from negotiate.procurement.frontier import relaxed_frontier


def test_rows_are_the_value_function(fleet: BundleProblem) -> None:
    value = CatalogueValue(fleet)
    frontier = budget_frontier(value, [0, 1, 2.5])
    assert frontier.whole.tolist() == [value(0.0), value(1.0), value(2.5)]
    assert frontier.differences == pytest.approx((value(1.0), (value(2.5) - value(1.0)) / 1.5, None))
    assert frontier.certificate()["least_rise"] > 0
    assert frontier.certificate()["least_gap"] >= -1e-12
    assert len(frontier.table().rows) == 3


def test_levels_must_rise(fleet: BundleProblem) -> None:
    with pytest.raises(InvalidInput, match="levels must be at least 0 and rise"):
        budget_frontier(CatalogueValue(fleet), [1, 1])


@pytest.mark.parametrize("floors", [{}, {"naval": 0.3}, {"naval": 0.25, "transport": 0.2}])
def test_the_divisible_frontier_is_the_relaxation(fleet: BundleProblem, floors: dict[str, float]) -> None:
    problem = BundleProblem(fleet.catalogue, fleet.missions, 1.0, fleet.years, floors)
    levels = [4.0, 0.35, 2.0]
    found = relaxed_frontier(problem, levels)
    for level, value, (left, right) in zip(levels, found.values, found.slopes, strict=True):
        plan = relaxed_bundle(problem.with_budget(level))
        assert plan.budget_price is not None
        assert value == pytest.approx(plan.value, rel=1e-8)
        assert right - 1e-8 <= plan.budget_price <= left + 1e-8
    proof = found.certificate()
    assert proof["largest_difference_to_duality"] < 1e-10
    assert proof["largest_rise_of_slope"] < 1e-8
    assert len(found.table().rows) == 3


def test_between_kinks_the_divisible_value_is_linear(fleet: BundleProblem) -> None:
    found = relaxed_frontier(fleet, [1.0])
    between = (found.kinks[1:] + found.kinks[:-1]) / 2
    middle = relaxed_frontier(fleet, between)
    assert middle.values == pytest.approx((found.kink_values[1:] + found.kink_values[:-1]) / 2, rel=1e-12)
    assert middle.slopes[:, 0] == pytest.approx(middle.slopes[:, 1])
    assert np.diff(middle.slopes[:, 0]).max() < 0


def test_budgets_that_allow_nothing_are_refused() -> None:
    jets = Catalogue([Item("jet", "air", 1.0, 10, least=4)])
    problem = BundleProblem(jets, [Mission("air", PiecewiseReturns([0], [1.0]))], 9.0, 2)
    with pytest.raises(NoBundle, match="the least possible is 2.0000 bn USD/yr"):
        relaxed_frontier(problem, [3.0, 1.0])
    with pytest.raises(InvalidInput, match="none may be below 0"):
        relaxed_frontier(problem, [-1.0])
