"""Marginal values, each under its own name."""

import pytest

from negotiate import InvalidInput
from negotiate.procurement import (
    BundleProblem,
    Catalogue,
    CatalogueValue,
    Item,
    Mission,
    PiecewiseReturns,
    PowerValue,
    marginal_values,
    relaxed_bundle,
)


def lumpy() -> CatalogueValue:
    jets = Catalogue([Item("jet", "air", 2.0, 5)])
    return CatalogueValue(BundleProblem(jets, [Mission("air", PiecewiseReturns([0], [1.0]))], 1.0, 1))


def test_a_lumpy_item_tells_them_apart() -> None:
    prices = marginal_values(lumpy(), 3.0, step=0.5)
    assert (prices.relaxation_left, prices.relaxation_right) == pytest.approx((1.0, 1.0))
    assert prices.finite_difference == 0.0
    assert (prices.value, prices.relaxed_value, prices.gap) == pytest.approx((2.0, 3.0, 1.0))
    assert marginal_values(lumpy(), 3.0, step=1.0).finite_difference == 2.0
    assert marginal_values(lumpy(), 3.0, step=2.0).finite_difference == 1.0


def test_the_dual_of_the_relaxation_lies_between_the_slopes(fleet: BundleProblem) -> None:
    prices = marginal_values(CatalogueValue(fleet), fleet.budget, step=0.5)
    dual = relaxed_bundle(fleet).budget_price
    assert dual is not None
    assert prices.relaxation_right - 1e-8 <= dual <= prices.relaxation_left + 1e-8
    assert prices.relaxation_dual == prices.relaxation_right


def test_the_table_names_the_step() -> None:
    table = marginal_values(PowerValue(14, 0.5), 0.0, step=0.5).table()
    assert [row[0] for row in table.rows] == [
        "left slope of the relaxation",
        "right slope of the relaxation (dual)",
        "finite difference over 0.5 bn USD/yr",
    ]


def test_a_step_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidInput, match="step=0 bn USD/yr; it must be above 0"):
        marginal_values(PowerValue(14, 0.5), 0.0, step=0)
