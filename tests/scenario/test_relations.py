"""Parts of a scenario that do not fit together are refused by the part to correct."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from negotiate import InvalidInput
from negotiate.data import fact
from negotiate.scenario import Scenario

MakeScenario = Callable[[dict[str, Any]], Scenario]

FACT = "elasticities:pass-through-cbo"


def assumed(value: float, unit: str = "1") -> dict[str, Any]:
    return {"value": value, "unit": unit, "low": value, "high": value, "source": "assumed"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"players.setter": "Home"},
            "players.setter is also the buyer; the two parties need different names",
        ),
        (
            {"model.threat": "thread"},
            r"model.threat='thread' is no package of this file.* Did you mean 'threat'",
        ),
        ({"model.status_quo_package": "none"}, "model.status_quo_package='none' is no package of this file"),
        ({"model.levels.packages": ["free", "hal"]}, r"levels.packages\[1\]='hal' is no package"),
        (
            {"model.observed": {"purchases": assumed(1, "bn USD/yr"), "package": "deal"}},
            "model.observed.package='deal' is no package of this file; choose from free, half, threat",
        ),
        (
            {"model.packages.half.rates": {"steel": 0.1}},
            "model.packages.half.rates has no rate for 'beef'; every package names every sector",
        ),
        (
            {"model.packages.half.rates.steal": 0.1},
            r"model.packages.half.rates='steal' is no sector of this file.* Did you mean 'steel'\?",
        ),
        (
            {"model.packages.free.rates.beef": 0.06},
            "free.rates.beef=0.06, but model.sectors.beef.base_tariff is 0.05; .* make them equal",
        ),
        ({"model.levels.purchases.low": 3}, "model.levels.purchases.low=3 is above high=2; exchange the two"),
        ({"model.levels.purchases.step": 1e-6}, "step=1e-06 gives more than 10,000 levels; raise it"),
        ({"model.levels.purchases.step": 0.3}, "step=0.3 does not lead from 0 to 2 in whole steps"),
        (
            {"model.trade.exporter_loss": "markup_profit", "model.sectors.beef.substitution": None},
            "model.sectors.beef.substitution is missing; exporter_loss = 'markup_profit' needs it",
        ),
        ({"model.items": None}, "model.items is missing; model.value.kind = 'catalogue' needs it"),
        ({"model.missions": None}, "model.missions is missing; model.value.kind = 'catalogue' needs it"),
        ({"model.budget.growth": None}, "model.budget.growth is missing; give it, or growth_path"),
        (
            {"model.budget.growth_path": [0.03, 0.03]},
            "growth_path has 2 entries; model.value.years is 5: give one rate for each year",
        ),
        (
            {"model.items.frigate.mission": "see"},
            r"frigate.mission='see' is no mission.* Did you mean 'sea'\?",
        ),
        (
            {"model.items.frigate.least": 7},
            "model.items.frigate.least=7 is above most=6; lower it, or raise most",
        ),
        ({"model.floors": {"navy": assumed(0.1)}}, "model.floors='navy' is no item's category of this file"),
        (
            {"model.weights": {"organised": 1}},
            "model.parameters.organised_weight is missing; model.weights.organised is above 0 and needs it",
        ),
        (
            {"model.weights": {"setter_audience": 1}},
            "model.parameters.setter_audience_cost is missing; model.weights.setter_audience is above 0",
        ),
        (
            {"model.sectors.beef.imports.unit": "bn HOM/yr"},
            "model.sectors.beef.imports is in HOM; it must be in USD, the currency of unit",
        ),
        (
            {"model.items.frigate.price.unit": "bn YEN"},
            "model.items.frigate.price is in YEN; give it in USD, or give .*exchange_rate in YEN/USD",
        ),
        (
            {"model.budget.exchange_rate": None},
            "model.budget.base is in HOM; give it in USD, or give model.budget.exchange_rate in HOM/USD",
        ),
        ({"unit": "bn HOM/yr"}, "model.budget.exchange_rate is per USD; it must be per HOM"),
        (
            {"model.parameters.sensitivity": assumed(0.05, "per bn HOM")},
            "model.parameters.sensitivity is in HOM; it must be in USD",
        ),
        (
            {"model.budget.base.source": "home-budget-2025"},
            r"model.budget.base.source='home-budget-2025' is no source .* Did you mean 'home-budget-2024'\?",
        ),
        (
            {"model.packages.threat.source": "zzz"},
            r"packages.threat.source='zzz' is no source of this file or of the package; add \[sources.zzz\]",
        ),
        (
            {"model.trade.pass_through.fact": FACT},
            f"model.trade.pass_through=0.6, but the data row {FACT} holds .*; correct the value",
        ),
        (
            {"model.budget.exchange_rate.fact": "exchange_rates:jpy-per-usd-2024"},
            "exchange_rate is in HOM/USD, but the data row .* is in JPY/USD; convert the value and",
        ),
        (
            {"model.budget.exchange_rate.fact": "exchange_rates:nowhere"},
            "model.budget.exchange_rate.fact: .*'?nowhere'?",
        ),
    ],
)
def test_refusals_by_their_words(changes: dict[str, Any], words: str, changed: MakeScenario) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        changed(changes)
    assert str(refused.value).startswith("steel.toml: ")


def test_a_power_law_needs_no_catalogue(changed: MakeScenario) -> None:
    without = {f"model.{key}": None for key in ("missions", "items", "floors")}
    scenario = changed({"model.value.kind": "power", **without})
    assert "items" not in scenario.document["model"]


def test_a_shipped_source_needs_no_record_in_the_file(changed: MakeScenario) -> None:
    scenario = changed({"model.trade.pass_through.source": ["amiti-2019", "home-customs-2024"]})
    assert scenario.sources["amiti-2019"]["type"] == "paper"
    assert scenario.parameter("model.trade.pass_through").sources == ("amiti-2019", "home-customs-2024")
    assert scenario.parameter("model.trade.pass_through").identified


def test_a_fact_that_holds_is_kept_and_dropped_with_the_value(changed: MakeScenario) -> None:
    place = "model.trade.pass_through"
    known = {"value": fact(FACT), "low": 0.5, "high": 1, "unit": "1", "source": "assumed", "fact": FACT}
    variant = {"title": "A test", "changes": {place: 0.7}}
    scenario = changed({place: known, "variants.test": variant})
    assert scenario.parameter(place).fact == FACT
    assert scenario.with_variant("test").parameter(place).fact == ""
    assert scenario.with_values({place: 0.8}).parameter(place).fact == ""
    assert scenario.with_values({place: 0.8}).with_values({place: fact(FACT)}).digest == scenario.digest


def test_a_price_may_name_what_it_is_the_price_of(changed: MakeScenario) -> None:
    scenario = changed({"model.items.frigate.price.unit": "bn HOM/ship"})
    assert scenario.money("model.items.frigate.price") == pytest.approx(0.6)
