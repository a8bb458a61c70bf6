"""A variant changes what it says and nothing else, and says what it may not change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.scenario import Scenario, load_scenario
from negotiate.scenario.variants import with_changes

STEEL = load_scenario("steel-for-beef")
RANGED = [path for path, parameter in STEEL.parameters.items() if parameter.ranged]
THROUGH = "model.trade.pass_through"
WHOLE = {"value": 0.95, "unit": "1", "low": 0.9, "high": 1.0, "source": "assumed"}

MakeScenario = Callable[[dict[str, Any]], Scenario]


def leaves(value: Any, path: str = "") -> dict[str, Any]:
    """Every text and number of a document by its path."""
    if isinstance(value, Mapping):
        return {k: v for key, entry in value.items() for k, v in leaves(entry, f"{path}.{key}").items()}
    if isinstance(value, tuple):
        return {k: v for n, entry in enumerate(value) for k, v in leaves(entry, f"{path}[{n}]").items()}
    return {path.removeprefix("."): value}


def differing(one: Scenario, other: Scenario) -> set[str]:
    """The paths at which two scenarios differ."""
    left, right = leaves(one.document), leaves(other.document)
    return {path for path in {*left, *right} if left.get(path) != right.get(path)}


def varied(changed: MakeScenario, changes: dict[str, Any]) -> Scenario:
    return changed({"variants.test": {"title": "A test", "changes": changes}}).with_variant("test")


def test_shipped_variants_change_what_they_say() -> None:
    cheap = STEEL.with_variant("cheap-ships")
    frigate = "model.items.frigate."
    kept = {path for path in differing(STEEL, cheap) if path.startswith(frigate + "reference_price.")}
    assert differing(STEEL, cheap) - kept == {frigate + "price.value"}
    assert cheap.value(frigate + "reference_price") == STEEL.money(frigate + "price")
    assert cheap.value("model.items.frigate.price") == 50
    markups = STEEL.with_variant("markups")
    assert {path.rpartition(".")[0] for path in differing(STEEL, markups)} == {"model.trade", THROUGH}
    assert markups.document["model"]["trade"]["exporter_loss"] == "markup_profit"
    assert markups.variant == "markups"
    assert markups.digest != STEEL.digest


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(RANGED), st.floats(0, 1))
def test_a_number_changes_one_value_and_no_more(path: str, share: float) -> None:
    known = STEEL.parameter(path)
    assert known.low is not None
    assert known.high is not None
    value = min(known.low + share * (known.high - known.low), known.high)
    after = with_changes(STEEL.document, {path: value})
    wanted = {f"{path}.value"} if value != known.value else set()
    left, right = leaves(STEEL.document), leaves(after)
    assert {key for key in {*left, *right} if left.get(key) != right.get(key)} == wanted


def test_a_plain_number_keeps_unit_range_and_source_and_drops_the_fact(changed: MakeScenario) -> None:
    base = changed({"variants.test": {"title": "t", "changes": {THROUGH: 0.9}}})
    after = base.with_variant("test").parameter(THROUGH)
    assert (after.value, after.unit, after.low, after.high) == (0.9, "1", 0.3, 0.9)
    assert after.sources == base.parameter(THROUGH).sources


def test_a_whole_parameter_brings_its_own_range(changed: MakeScenario) -> None:
    after = varied(changed, {THROUGH: WHOLE}).parameter(THROUGH)
    assert (after.value, after.low, after.high, after.note) == (0.95, 0.9, 1.0, "")


def test_sections_can_be_replaced_and_added(changed: MakeScenario) -> None:
    surcharge = {"title": "Surcharge", "source": "assumed", "rates": {"steel": 0.4, "beef": 0.4}}
    after = varied(changed, {"model.packages.surcharge": surcharge, "model.threat": "surcharge"})
    assert list(after.document["model"]["packages"]) == ["free", "half", "threat", "surcharge"]
    grid = varied(changed, {"model.levels.purchases": [0, 1, 4]})
    assert grid.document["model"]["levels"]["purchases"] == (0, 1, 4)
    path = varied(changed, {"model.budget.growth_path": [0.1, 0.03, 0.03, 0.03, 0.03]})
    assert path.document["model"]["budget"]["growth_path"][0] == 0.1
    weights = varied(changed, {"model.weights.sensitivity": 0})
    assert differing(STEEL, weights) == {"model.weights.sensitivity"}


def test_an_absent_section_is_made_for_its_entry(changed: MakeScenario) -> None:
    seen = {"purchases": {"value": 1, "unit": "bn USD/yr", "source": "home-budget-2024"}, "package": "half"}
    base = {"model.observed": None} if "observed" in STEEL.document["model"] else {}
    changes = {f"model.observed.{key}": value for key, value in seen.items()}
    scenario = changed({**base, "variants.test": {"title": "t", "changes": changes}}).with_variant("test")
    assert scenario.document["model"]["observed"]["package"] == "half"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {THROUGH: 0.95},
            "pass_through=0.95 lies outside the parameter's range from 0.3 to 0.9; give a",
        ),
        ({THROUGH: float("nan")}, "pass_through=nan lies outside the parameter's range"),
        (
            {"model.sectors.steel.imports": 13},
            "imports=13 replaces a parameter that has no range; give a whole",
        ),
        (
            {"model.trade.passthrough": 0.5},
            r"model.trade.passthrough is not known. Did you mean 'pass_through'",
        ),
        ({"modle.trade": 0.5}, r"variants.test: modle is not known. Did you mean 'model'\?"),
        (
            {"model.items.frigat.price": 50},
            r"there is no model.items.frigat to change. Did you mean 'frigate'\?",
        ),
        (
            {"model.trade.pass_through.low": 0.1},
            "model.trade.pass_through is changed as a whole, so give it whole",
        ),
        ({"model.levels.offers[0]": 1}, "has the path 'model.levels.offers.0.'; write it in quotes"),
        ({"name": "other"}, "name is the same in every variant; remove it from the changes."),
        ({"sources.x": {"title": "x"}}, "sources.x is the same in every variant"),
        ({THROUGH: {"value": 0.95, "unit": "1"}}, "model.trade.pass_through has no source"),
        ({THROUGH: True}, "model.trade.pass_through is True without unit and source"),
        (
            {"model.threat": "surcharge"},
            "model.threat='surcharge' is no package of this file; choose from free",
        ),
        (
            {"model.packages.free.rates.steel": 0.1},
            "free.rates.steel=0.1, but model.sectors.steel.base_tariff",
        ),
        ({"model.floors.naval": 0.5}, "floors.naval=0.5 lies outside the parameter's range from 0 to 0.2"),
        ({"model.floors.isr": 0.5}, "model.floors.isr is 0.5 without unit and source; write { value = 0.5"),
        (
            {"model.trade.demand": "cubic"},
            "model.trade.demand='cubic' is not known; choose from constant_elast",
        ),
    ],
)
def test_refusals_by_their_words(changes: dict[str, Any], words: str, changed: MakeScenario) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        varied(changed, changes)
    assert str(refused.value).startswith("steel.toml: ")


def test_an_unknown_variant_is_refused(changed: MakeScenario) -> None:
    with pytest.raises(
        InvalidInput, match=r"steel.toml: variant='cheap-shops' .* Did you mean 'cheap-ships'\?"
    ):
        changed({}).with_variant("cheap-shops")
    with pytest.raises(InvalidInput, match=r"variant='x' is not known; the file has no \[variants\]"):
        changed({"variants": {}}).with_variant("x")
    with pytest.raises(InvalidInput, match="variant=3 is not known; choose from cheap-ships, markups"):
        changed({}).with_variant(3)  # type: ignore[arg-type]
