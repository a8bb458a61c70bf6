"""A price that moves changes what a billion buys and not what a unit can do."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.procurement import CatalogueValue, Item
from negotiate.scenario import Scenario, build_model, load_scenario

STEEL = load_scenario("steel-for-beef")
FRIGATE = "model.items.frigate."
PRICES = [f"model.items.{name}.price" for name in STEEL.document["model"]["items"]]

MakeScenario = Callable[[dict[str, Any]], Scenario]


def items(scenario: Scenario) -> dict[str, Item]:
    value = build_model(scenario).value
    assert isinstance(value, CatalogueValue)
    return {item.name: item for item in value.problem.catalogue}


OWN = {name: item.unit_capability for name, item in items(STEEL).items()}


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(PRICES), st.floats(0.5, 2), st.floats(0.6, 1), st.floats(80, 130))
def test_no_unit_gets_better_by_its_price(price: str, factor: float, share: float, rate: float) -> None:
    values = {
        price: factor * STEEL.value(price),
        "model.items.radar-plane.realisation": share,
        "model.budget.exchange_rate": rate,
    }
    after = items(STEEL.with_values(values))
    for name, item in after.items():
        assert item.unit_capability == pytest.approx(OWN[name], rel=1e-12)


def test_a_dearer_item_is_worth_less() -> None:
    dearer = {price: 1.5 * STEEL.value(price) for price in PRICES}
    before, after = build_model(STEEL).value, build_model(STEEL.with_values(dearer)).value
    assert after(1.0) < before(1.0)
    assert after.relaxed(1.0) < before.relaxed(1.0)


def test_the_reference_is_written_down_where_a_price_has_moved() -> None:
    path = FRIGATE + "reference_price"
    assert path not in STEEL.parameters
    dearer = STEEL.with_values({FRIGATE + "price": 72.0})
    assert dearer.money(FRIGATE + "price") == pytest.approx(0.72)
    assert dearer.money(path) == pytest.approx(0.6)
    assert dearer.parameter(path).sources == STEEL.parameter(FRIGATE + "price").sources
    assert dearer.digest != STEEL.digest
    back = dearer.with_values({FRIGATE + "price": 60.0})
    assert back.digest == STEEL.digest
    assert copy.deepcopy(dearer).digest == dearer.digest


def test_a_variant_keeps_the_file_s_own_reference() -> None:
    cheap = STEEL.with_variant("cheap-ships")
    assert items(cheap)["frigate"].unit_capability == pytest.approx(OWN["frigate"])
    dear = cheap.with_values({FRIGATE + "price": 70.0})
    assert items(dear)["frigate"].unit_capability == pytest.approx(OWN["frigate"])


def test_a_reference_that_the_file_states_is_taken(changed: MakeScenario) -> None:
    told = {"value": 50.0, "unit": "bn HOM", "source": "home-budget-2024"}
    scenario = changed({FRIGATE + "reference_price": told})
    score = scenario.value(FRIGATE + "capability")
    assert items(scenario)["frigate"].unit_capability == pytest.approx(0.5 * score)
    weaker = scenario.with_values({"model.budget.exchange_rate": 110.0})
    assert items(weaker)["frigate"].unit_capability == pytest.approx(0.5 * score)
    moved = scenario.with_values({FRIGATE + "reference_price": 40.0})
    assert items(moved)["frigate"].unit_capability == pytest.approx(0.4 * score)


def test_a_variant_may_state_another_reference_or_another_item(changed: MakeScenario) -> None:
    told = {"value": 0.5, "unit": "bn USD", "source": "home-budget-2024"}
    entry = dict(STEEL.document["model"]["items"]["frigate"])
    anew = {key: dict(part) if hasattr(part, "keys") else part for key, part in entry.items()}
    anew["price"] = {"value": 80.0, "unit": "bn HOM", "source": "home-budget-2024"}
    variants = {
        "stated": {"title": "t", "changes": {FRIGATE + "price": 50.0, FRIGATE + "reference_price": told}},
        "anew": {"title": "t", "changes": {"model.items.frigate": anew}},
        "rate": {"title": "t", "changes": {"model.budget.exchange_rate": 110.0}},
    }
    scenario = changed({"variants": variants})
    score = scenario.value(FRIGATE + "capability")
    found = {name: items(scenario.with_variant(name))["frigate"].unit_capability for name in variants}
    assert found == pytest.approx({"stated": 0.5 * score, "anew": 0.8 * score, "rate": 0.6 * score})


def test_the_article_s_line_counts_as_what_it_costs() -> None:
    line = items(load_scenario("japan-us-2025", "article-figures"))["f35a"]
    assert line.unit_capability == pytest.approx(5.1 * line.capability)
