"""The least budget that allows a bundle: equal to what the refusal names, and enough."""

import pytest

from negotiate.procurement import (
    BudgetCap,
    BundleProblem,
    Catalogue,
    CatalogueValue,
    Item,
    Mission,
    NoBundle,
    PiecewiseReturns,
)
from negotiate.procurement.least import least_rise

AIR = [Mission("air", PiecewiseReturns([0], [1.0]))]


def test_floors_add_to_the_cost_of_least_quantities() -> None:
    items = [Item("jet", "air", 1.0, 6, least=4, category="f"), Item("ship", "air", 1.0, 9, category="naval")]
    problem = BundleProblem(Catalogue(items), AIR, 1.0, 2, {"naval": 0.5})
    found = least_rise(problem)
    assert (found.budget, found.rise) == (4.0, 3.0)
    assert found.quantities.tolist() == [4, 4]
    assert found.certificate() == {"violations": []}
    assert CatalogueValue(problem)(found.budget) == 8.0
    with pytest.raises(NoBundle) as refused:
        CatalogueValue(problem)(found.budget - 0.01)
    assert refused.value.least_budget == pytest.approx(found.budget)


def test_a_cap_gets_its_least_growth() -> None:
    jets = Catalogue([Item("jet", "air", 1.0, 60, least=33)])
    cap = BudgetCap(10.0, 0.03, years=3)
    problem = BundleProblem(jets, AIR, cap)
    found = least_rise(problem)
    assert found.budget == 11.0
    assert found.growth is not None
    assert BudgetCap(10.0, found.growth, years=3).average == pytest.approx(11.0)
    assert "growth" in found.table().notes[0]


def test_no_rise_where_a_bundle_fits(fleet: BundleProblem) -> None:
    found = least_rise(fleet)
    assert (found.budget, found.rise, found.growth) == (0.0, 0.0, None)
    assert found.answer()["rise"] == 0.0


def test_limits_that_conflict_at_any_budget_are_named() -> None:
    items = [Item("jet", "air", 1.0, 9, least=9, category="f"), Item("ship", "air", 1.0, 1, category="naval")]
    problem = BundleProblem(Catalogue(items), AIR, 9.0, 1, {"naval": 0.5})
    with pytest.raises(NoBundle, match="no bundle fits at any budget"):
        least_rise(problem)
