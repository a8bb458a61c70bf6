"""The checked scenario: frozen, digested by content, and open to other values."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import random
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.provenance import plain
from negotiate.scenario import Parameter, Scenario, load_scenario, shipped_scenarios
from negotiate.scenario.read import shipped_names

STEEL = load_scenario("steel-for-beef")
THROUGH = "model.trade.pass_through"
ORDERED = {"sectors", "packages", "missions", "items"}

MakeScenario = Callable[[dict[str, Any]], Scenario]


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_scenarios_load_with_every_variant(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.name == name
    assert shipped_scenarios()[name] == scenario.title
    assert len(scenario.variants) >= 2
    digests = {scenario.with_variant(variant).digest for variant in scenario.variants}
    assert len(digests | {scenario.digest}) == len(scenario.variants) + 1


def test_what_the_file_says_is_what_the_scenario_holds() -> None:
    assert STEEL.players == ("Home", "Foreign")
    assert (STEEL.unit, STEEL.resolution, STEEL.variant) == ("bn USD/yr", 1e-6, None)
    assert "Two invented countries" in STEEL.description
    assert STEEL.variants["cheap-ships"] == "Frigates at the low end of their price"
    assert STEEL.parameter("model.sectors.beef.imports") == Parameter(
        "model.sectors.beef.imports", 6.0, "bn USD/yr", sources=("home-customs-2024",), date="2024"
    )
    paths = list(STEEL.parameters)
    assert paths.index("model.sectors.steel.imports") < paths.index("model.sectors.beef.imports")
    assert STEEL.sources["home-budget-2024"]["publisher"] == "Treasury of Home"
    assert "ranged" not in STEEL.document["model"]["sectors"]["steel"]["imports"]
    assert "variants" not in STEEL.document


def test_only_the_sources_that_are_used_are_listed(changed: MakeScenario) -> None:
    scenario = changed({"sources.spare": {"title": "Not used"}})
    assert set(scenario.sources) == set(STEEL.sources)


def test_nothing_can_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        STEEL.name = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        STEEL.document["model"]["trade"]["tier"] = "general"  # type: ignore[index]
    with pytest.raises(TypeError):
        STEEL.parameters["x"] = STEEL.parameter(THROUGH)  # type: ignore[index]
    assert isinstance(STEEL.document["model"]["levels"]["offers"], tuple)


def test_the_tables_given_are_not_kept(tables: dict[str, Any]) -> None:
    scenario = Scenario(tables)
    tables["variants"]["markups"]["changes"][THROUGH]["value"] = 7
    tables["title"] = "other"
    assert scenario.with_variant("markups").value(THROUGH) == 0.95
    assert scenario.with_variant("markups").title == STEEL.title


def test_the_document_is_plain_enough_for_json() -> None:
    assert json.loads(json.dumps(plain(STEEL.document))) == plain(STEEL.document)


def shuffled(value: Any, order: random.Random, name: str = "") -> Any:
    """The same tables with their keys in another order, where the order does not count."""
    if not isinstance(value, dict):
        return value
    keys = list(value)
    if name not in ORDERED:
        order.shuffle(keys)
    return {key: shuffled(value[key], order, key) for key in keys}


@settings(max_examples=25, deadline=None)
@given(order=st.randoms(use_true_random=False))
def test_the_digest_ignores_the_order_of_keys(steel_text: str, order: random.Random) -> None:
    again = Scenario(shuffled(tomllib.loads(steel_text), order))
    assert again.digest == STEEL.digest
    assert again.with_variant("markups").digest == STEEL.with_variant("markups").digest


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_digest_ignores_comments_and_blank_lines(steel_text: str, data: st.DataObject) -> None:
    head, _, rest = steel_text.partition("[players]")
    lines = ["[players]" + rest.splitlines()[0], *rest.splitlines()[1:]]
    for place in data.draw(st.lists(st.integers(0, len(lines)), max_size=5)):
        lines.insert(place, data.draw(st.sampled_from(["", "# a comment = 1", "   ", "\t# [x]"])))
    assert Scenario(tomllib.loads(head + "\n".join(lines))).digest == STEEL.digest


@pytest.mark.parametrize("section", sorted(ORDERED))
def test_the_digest_knows_the_order_of_what_is_shown_in_order(section: str, tables: dict[str, Any]) -> None:
    entries = tables["model"][section]
    tables["model"][section] = dict(reversed(entries.items()))
    assert Scenario(tables).digest != STEEL.digest


def test_numbers_count_by_their_value(changed: MakeScenario) -> None:
    assert changed({"model.sectors.steel.imports.value": 12}).digest == STEEL.digest
    assert changed({"model.sectors.steel.imports.value": 12.5}).digest != STEEL.digest
    assert changed({"model.sectors.steel.imports.date": "2024"}).digest == STEEL.digest


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(list(STEEL.parameters)), st.floats(0.01, 0.99))
def test_other_values_and_back_again(path: str, value: float) -> None:
    if path == "model.floors.naval" or path.endswith("most"):
        value *= 100 if path.endswith("most") else 1
    if path.endswith("substitution"):
        value += 1
    before = STEEL.value(path)
    after = STEEL.with_values({path: value})
    assert after.value(path) == value
    assert dict(after.overrides) == ({path: value} if value != before else {})
    assert (after.digest == STEEL.digest) == (value == before)
    assert STEEL.value(path) == before
    back = after.with_values({path: before})
    assert back.digest == STEEL.digest
    assert back.parameters == STEEL.parameters
    assert not back.overrides
    table: Any = after.document
    for key in path.split("."):
        table = table[key]
    assert table["value"] == value
    untouched = set(STEEL.parameters) - {path}
    assert all(after.parameters[other] is STEEL.parameters[other] for other in untouched)


def test_values_add_up_and_may_leave_the_range() -> None:
    once = STEEL.with_values({THROUGH: 0.99})
    twice = once.with_values({"model.sectors.steel.imports": 20})
    assert dict(twice.overrides) == {THROUGH: 0.99, "model.sectors.steel.imports": 20}
    assert twice.digest == STEEL.with_values(dict(reversed(twice.overrides.items()))).digest
    assert not twice.parameter(THROUGH).contains(0.99)
    assert not twice.with_variant(None).overrides
    assert twice.table().notes[-1] == (
        "Set by hand, outside the file: model.trade.pass_through, model.sectors.steel.imports."
    )


def test_a_base_tariff_moves_with_the_status_quo_package() -> None:
    moved = STEEL.with_values({"model.sectors.steel.base_tariff": 0.1})
    assert moved.document["model"]["packages"]["free"]["rates"] == {"steel": 0.1, "beef": 0.05}
    assert moved.document["model"]["packages"]["threat"] == STEEL.document["model"]["packages"]["threat"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"model.trade.passthrough": 1},
            r"passthrough is no parameter .* Did you mean 'model.trade.pass_through'",
        ),
        ({"model.levels.claims": 3}, "model.levels.claims is no parameter of this scenario"),
        ({THROUGH: 0}, "model.trade.pass_through=0; it must be above 0"),
        ({THROUGH: float("nan")}, "model.trade.pass_through is nan; it must be a finite number"),
        ({THROUGH: "0.5"}, "is '0.5'; it must be a number, without quotes"),
        ({"model.items.frigate.price": -1}, "model.items.frigate.price=-1; it must be above 0"),
    ],
)
def test_impossible_values_are_refused(values: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=f"^steel-for-beef: .*{words}"):
        STEEL.with_values(values)


def test_values_are_read_by_path() -> None:
    assert STEEL.value("model.parameters.revenue_weight", 1) == 1.0
    with pytest.raises(InvalidInput, match="revenue_weight is no parameter of this scenario"):
        STEEL.value("model.parameters.revenue_weight")


def test_money_is_converted_to_billions_of_the_scenarios_currency() -> None:
    assert STEEL.money("model.items.fighter.price") == 0.1
    assert STEEL.money("model.items.interceptor.price") == pytest.approx(0.004)
    assert STEEL.money("model.items.frigate.price") == pytest.approx(0.6)
    assert STEEL.with_values({"model.budget.exchange_rate": 120}).money(
        "model.items.frigate.price"
    ) == pytest.approx(0.5)
    with pytest.raises(InvalidInput, match="model.trade.pass_through is no money; its unit is '1'"):
        STEEL.money(THROUGH)


def test_the_calibration_table_shows_every_parameter() -> None:
    table = STEEL.table()
    rows = {row[0]: row for row in table.rows}
    assert len(rows) == len(STEEL.parameters)
    assert rows["trade.pass_through"][1:] == (0.6, "1", 0.3, 0.9, "assumed", "", "assumed")
    assert rows["budget.base"][1:] == (2000, "bn HOM", None, None, "home-budget-2024", "2024", "identified")
    assumed = sum(row[-1] == "assumed" for row in table.rows)
    assert STEEL.assumed_share == assumed / len(rows)
    assert table.notes[0] == f"{assumed} of {len(rows)} parameters are assumed ({STEEL.assumed_share:.0%})."
    assert STEEL.with_variant("markups").table().notes[1] == (
        "Variant markups changes: model.trade.exporter_loss, model.trade.pass_through."
    )


def pickled(scenario: Scenario) -> Scenario:
    again: Scenario = pickle.loads(pickle.dumps(scenario))  # noqa: S301
    return again


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
def test_copies_are_equal_in_content(copied: Callable[[Scenario], Scenario]) -> None:
    scenario = STEEL.with_variant("markups").with_values({"model.sectors.beef.imports": 7})
    again = copied(scenario)
    assert again.digest == scenario.digest
    assert (again.variant, dict(again.overrides)) == ("markups", {"model.sectors.beef.imports": 7.0})
    assert again.variants == scenario.variants


def test_a_scenario_says_what_it_is() -> None:
    assert repr(STEEL) == f"<Scenario 'steel-for-beef': {len(STEEL.parameters)} parameters>"
    assert "variant='markups'" in repr(STEEL.with_variant("markups"))


def test_every_variant_is_checked_when_the_file_is_loaded(tmp_path: Path, steel_text: str) -> None:
    path = tmp_path / "steel.toml"
    path.write_text(
        steel_text.replace('"model.items.frigate.price" = 50.0', '"model.items.frigate.price" = 5')
    )
    with pytest.raises(InvalidInput) as refused:
        load_scenario(path)
    assert str(refused.value).startswith(
        f"{path}: variants.cheap-ships: model.items.frigate.price=5 lies out"
    )


def test_loading_stays_light() -> None:
    heavy = ("cvxpy", "nashpy", "scipy", "pandas", "matplotlib", "highspy")
    code = (
        "import sys; from negotiate.scenario import load_scenario; load_scenario('steel-for-beef').digest; "
        f"print(*(name for name in {heavy!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
