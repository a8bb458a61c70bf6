"""Drivers: the rows are solutions, the break-evens bracket real changes, the observed deal is judged."""

from __future__ import annotations

import pytest

from negotiate.analysis import Drivers, find_drivers, outcomes_along
from negotiate.scenario import build_model, load_scenario, solve_deals

THROUGH = "model.trade.pass_through"


@pytest.fixture(scope="module")
def drivers() -> Drivers:
    return find_drivers(solve_deals(build_model(load_scenario("japan-us-2025"))))


def package_at(path: str, value: float) -> str:
    scenario = load_scenario("japan-us-2025").with_values({path: value})
    deal = solve_deals(build_model(scenario)).deal()
    return "no agreement" if deal is None else deal.package


def test_the_scenario_s_own_value_is_a_row(drivers: Drivers) -> None:
    (own,) = [row for row in drivers.rows if row.given]
    assert own.value == 0.6
    assert own.optimal_tariff == pytest.approx(1 / 3)
    assert own.deal == "+6 / deal"
    values = [row.value for row in drivers.rows]
    assert values == sorted(values)
    assert (values[0], values[-1]) == (0.011, 0.95)


def test_the_break_evens_bracket_real_changes(drivers: Drivers) -> None:
    asked = [item for item in drivers.break_evens if item.question == "package agreed on"]
    checked = 0
    for item in asked:
        for point in item.points:
            assert item.low <= point.below < point.above <= item.high
            assert package_at(item.path, point.below) == point.answer_below
            assert package_at(item.path, point.above) == point.answer_above
            checked += 1
    assert checked >= 3


def test_the_audience_cost_that_a_threat_needs_grows_with_pass_through(drivers: Drivers) -> None:
    costs = [row.break_even_audience_cost for row in drivers.rows]
    assert costs == sorted(costs)
    assert costs[-1] == pytest.approx(5.26, abs=0.005)


def test_the_observed_deal_is_judged(drivers: Drivers) -> None:
    """At the defaults the US account (+3) leaves the US short by half a billion."""
    assert drivers.observed is not None
    notes = " ".join(drivers.observed.notes)
    assert "other concessions worth more than 0.5" in notes
    assert "a rent above 0.47 per dollar" in notes
    assert "Purchases predicted less observed: +3" in notes


def test_outcomes_along_any_parameter() -> None:
    model = build_model(load_scenario("steel-for-beef"))
    rows = outcomes_along(model, "model.parameters.purchase_worth", [0.5, 0.8])
    assert [row.given for row in rows] == [False, True]
    assert rows[0].gains[0] <= rows[1].gains[0]


def test_a_scenario_without_an_observed_deal() -> None:
    drivers = find_drivers(solve_deals(build_model(load_scenario("steel-for-beef"))))
    assert drivers.observed is None
    assert {item.question for item in drivers.break_evens} == {"package agreed on"}
