"""Offset work and interoperability of the bundle behind the purchases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from negotiate import InvalidInput
from negotiate.payoffs import Outcome
from negotiate.scenario import Scenario, build_model
from negotiate.scenario.plan_measures import plan_measure

SHARE = {"value": 0.25, "unit": "1", "low": 0.0, "high": 0.5, "source": "assumed"}
KEYS = {"offset": "offset", "interop": "interoperability"}


def items(tables: dict[str, Any]) -> list[str]:
    return list(tables["model"]["items"])


def term_at(scenario: Scenario, name: str, level: float) -> float:
    model = build_model(scenario)
    found = model.payoffs.evaluate([Outcome(level, model.packages[0])])
    row = [term.name for term in found.terms].index(name)
    return float(found.contributions[row][0])


def test_offset_is_the_sum_over_the_bundle(changed: Callable[..., Scenario], tables: dict[str, Any]) -> None:
    shares = {f"model.items.{name}.offset": SHARE for name in items(tables)}
    scenario = changed({**shares, "model.weights.offset": 1})
    model = build_model(scenario)
    level = model.purchases[-1]
    plan = model.value.plan(level)
    by_hand = sum(
        0.25 * item.us_content * item.price * count / plan.problem.years
        for item, count in zip(plan.problem.catalogue, plan.quantities.tolist(), strict=True)
    )
    assert by_hand > 0
    assert term_at(scenario, "offset", level) == pytest.approx(by_hand, abs=1e-6)
    assert term_at(scenario, "offset", 0.0) == 0


def test_interoperability_of_a_dollar_anywhere_is_what_is_spent(
    changed: Callable[..., Scenario], tables: dict[str, Any]
) -> None:
    shares = {f"model.items.{name}.interoperability": SHARE for name in items(tables)}
    scenario = changed({**shares, "model.weights.interop": 2})
    model = build_model(scenario)
    level = model.purchases[-1]
    spent = model.value.plan(level).yearly_cost
    assert term_at(scenario, "interoperability", level) == pytest.approx(2 * 0.25 * spent, abs=1e-6)


@pytest.mark.parametrize("weight", KEYS)
def test_by_a_power_law_the_average_counts(weight: str, changed: Callable[..., Scenario]) -> None:
    key = {"offset": "average_offset", "interop": "average_interoperability"}[weight]
    changes = {"model.value.kind": "power", f"model.weights.{weight}": 1}
    scenario = changed({**changes, f"model.parameters.{key}": SHARE})
    model = build_model(scenario)
    measure = plan_measure(scenario, model.value, weight)
    assert (measure(4.0), measure.slope(4.0)) == (1.0, (0.25, 0.25))
    with pytest.raises(InvalidInput, match=rf"model.parameters.{key} is missing; .* names no items"):
        changed(changes)


@pytest.mark.parametrize("weight", KEYS)
def test_a_weight_without_an_item_that_has_it_is_refused(
    weight: str, changed: Callable[..., Scenario]
) -> None:
    words = rf"model.weights.{weight} is above 0, but no item of model.items has {KEYS[weight]}; give it"
    with pytest.raises(InvalidInput, match=words):
        changed({f"model.weights.{weight}": 1})


def test_slopes_are_those_of_the_divisible_bundle(
    changed: Callable[..., Scenario], tables: dict[str, Any]
) -> None:
    """With the same rate on every item the measure rises by that rate for every dollar spent."""
    shares = {f"model.items.{name}.interoperability": SHARE for name in items(tables)}
    scenario = changed({**shares, "model.weights.interop": 1})
    model = build_model(scenario)
    plain = build_model(changed({}))
    for level in (0.0, 1.0):
        moved = model.purchase_slopes(level) - plain.purchase_slopes(level)
        assert moved[0] == pytest.approx([0.25, 0.25], abs=1e-4)
        assert moved[1] == pytest.approx([0.0, 0.0])
