"""Ranging: the plan is the best throughout, and at neither side beyond."""

import pytest

from negotiate import InvalidInput, NotApplicable
from negotiate.procurement import BundleProblem, Catalogue, CatalogueValue, Item, Mission, PiecewiseReturns
from negotiate.procurement import value as value_file
from negotiate.procurement.parts import TooManyParts
from negotiate.procurement.ranging import plan_range


@pytest.mark.parametrize("budget", [0.4, 1.7, 3.0])
def test_the_plan_stays_between_its_ends_and_no_longer(fleet: BundleProblem, budget: float) -> None:
    found = plan_range(fleet.with_budget(budget))
    value = CatalogueValue(fleet)
    assert found.high is not None
    assert found.rise is not None
    assert found.low <= budget < found.high
    plan = found.plan.quantities.tolist()
    for inside in (found.low, (found.low + found.high) / 2, found.high - 1e-8):
        assert value.plan(inside).quantities.tolist() == plan
    assert value.plan(found.low - 1e-8).quantities.tolist() != plan
    assert value(found.high) == pytest.approx(found.plan.value + found.rise, abs=1e-15)
    assert found.rise > 0
    assert len(found.table().rows) == 2
    assert found.certificate()["next_cost"] == pytest.approx(found.high * fleet.years)


def test_beyond_the_whole_catalogue_nothing_changes(fleet: BundleProblem) -> None:
    value = CatalogueValue(fleet)
    found = plan_range(value, value.reach)
    assert (found.high, found.next_plan, found.rise, found.changes) == (None, None, None, {})
    assert found.low == pytest.approx(value.reach)
    assert len(found.table().rows) == 1


def test_a_floor_that_stops_spending_gives_no_upper_end() -> None:
    items = [Item("jet", "air", 1.0, 10, category="f"), Item("ship", "air", 1.0, 2, category="naval")]
    mission = Mission("air", PiecewiseReturns([0], [1.0]))
    value = CatalogueValue(BundleProblem(Catalogue(items), [mission], 1.0, 1, {"naval": 0.5}))
    assert plan_range(value, 5.0).high is None
    assert plan_range(value, 3.0).high == pytest.approx(4.0)


def test_what_cannot_be_ranged_is_refused(fleet: BundleProblem, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidInput, match="value must be a CatalogueValue with a budget extra"):
        plan_range(CatalogueValue(fleet))

    def refuse(*_: object, **__: object) -> None:
        raise TooManyParts

    monkeypatch.setattr(value_file, "best_whole_bundle", refuse)
    with pytest.raises(NotApplicable, match="not proven by enumeration"):
        plan_range(CatalogueValue(fleet, tolerance=0.05), 2.0)
