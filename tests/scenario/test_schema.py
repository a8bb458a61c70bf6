"""The layout: pinned as JSON Schema, agreeing with the reader, and refusing key by key."""

from __future__ import annotations

import contextlib
import copy
import datetime
import json
import tomllib
from collections.abc import Callable
from importlib import resources
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.scenario import Scenario, json_schema
from negotiate.scenario.read import shipped_names
from negotiate.scenario.schema import quantity_at

PACKAGE = resources.files("negotiate")
SHIPPED = PACKAGE.joinpath("scenario", "scenario-1.schema.json").read_text("utf-8")
VALIDATOR = jsonschema.Draft202012Validator(json.loads(SHIPPED))


def as_json(value: Any) -> Any:
    """Dates as text, as an editor's TOML plug-in hands them to the schema."""
    return json.loads(json.dumps(value, default=datetime.date.isoformat))


def shipped(name: str) -> dict[str, Any]:
    return tomllib.loads(PACKAGE.joinpath("scenarios", f"{name}.toml").read_text("utf-8"))


STEEL = shipped("steel-for-beef")


def test_the_shipped_schema_is_the_one_that_the_reader_uses() -> None:
    """To write it anew: ``json.dumps(json_schema(), indent=1, ensure_ascii=False)`` and a line end."""
    assert json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n" == SHIPPED


def test_it_is_a_sound_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_scenarios_satisfy_the_shipped_schema(name: str) -> None:
    VALIDATOR.validate(as_json(shipped(name)))


PLACES = [
    ("model.trade.pass_through", 0.6),
    ("model.trade.pass_through.value", 1.5),
    ("model.trade.pass_through.value", "0.6"),
    ("model.trade.pass_through.unit", "%"),
    ("model.trade.pass_through.source", None),
    ("model.trade.pass_through.low", None),
    ("model.trade.pass_through.date", "2024-13"),
    ("model.items.fighter.price.value", -1),
    ("model.items.fighter.lot", 0),
    ("model.items.fighter.categroy", "fighter"),
    ("model.packages.half.rates.steel", 12.5),
    ("model.kind", "prisoners-dilemma"),
    ("model.levels.claims", 7),
    ("model.sectors", {}),
    ("model.weights", {"tarif": 1}),
    ("players.buyer", ""),
    ("model.items.fighter.minimum_order", 0.5),
    ("model.programme", {"first_year": 2026.5}),
    ("model.programme", {"first_year": 2026, "counts": "paid"}),
    ("model.threats", {"navy": {}}),
    ("model.threats", {"navy": {"title": "Navy", "weights": {"sea": 0.5}}}),
    ("model.threats", {"navy": {"title": "Navy", "includes_reaction": "yes"}}),
    ("model.region", {"buyer": "home"}),
    ("model.region", {"buyer": "home", "speed": 0.3, "countries": {}}),
    ("schema", "negotiate/scenario/2"),
    ("variants.cheap-ships.changes", {}),
    ("name", "Steel & Beef"),
]


@pytest.mark.parametrize(("path", "value"), PLACES)
def test_reader_and_json_schema_refuse_the_same(
    path: str, value: object, changed: Callable[..., Scenario]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        changed({path: value})
    assert path.rpartition(".")[0] in str(refused.value)
    broken = copy.deepcopy(STEEL)
    *above, last = path.split(".")
    table: Any = broken
    for key in above:
        table = table[key]
    table[last] = value
    if value is None:
        del table[last]
    assert not VALIDATOR.is_valid(as_json(broken))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"modle": {}}, r"steel.toml: modle is not known. Did you mean 'model'\? Correct or remove it."),
        (
            {"model.trade.passthrough": 1},
            r"steel.toml: model.trade.passthrough is not known. Did you mean 'pass_through'\?",
        ),
        ({"model.zzz": 1}, "model.zzz is not known. Known here: budget, floors, items, kind"),
        ({"model.items.fighter.price": None}, "model.items.fighter.price is missing; it is required: Price"),
        (
            {"model.trade.pass_through": 0.6},
            "model.trade.pass_through is 0.6 without unit and source; write { value = 0.6, unit = '1'",
        ),
        (
            {"model.trade.pass_through": {"value": 0.6, "unit": "1"}},
            'model.trade.pass_through has no source; name a key of .sources., or write source = "assumed"',
        ),
        (
            {"model.trade.pass_through": {"value": 0.6, "unit": "1", "source": "assumed"}},
            "model.trade.pass_through is assumed without a range; add low and high",
        ),
        (
            {
                "model.trade.pass_through": {
                    "value": 0.6,
                    "unit": "1",
                    "source": ["home-customs-2024", "assumed"],
                }
            },
            "pass_through.source mixes assumed with sources",
        ),
        (
            {"model.trade.pass_through": {"unit": "1", "source": "assumed", "low": 0.1, "high": 0.2}},
            "model.trade.pass_through has no value; write value = a number",
        ),
        ({"model.trade.pass_through.value": 0.95}, "=0.95 lies outside its range from 0.3 to 0.9; widen"),
        ({"model.trade.pass_through.high": None}, "has a range with one end; add high."),
        ({"model.trade.pass_through.unit": "percent"}, "has the unit 'percent'; it is measured in '1'."),
        ({"model.trade.pass_through.unit": None}, "has no unit; it is measured in '1'."),
        ({"model.trade.pass_through.value": True}, "model.trade.pass_through is True; it must be a number"),
        ({"model.trade.pass_through.value": float("nan")}, "pass_through is nan; it must be a finite number"),
        ({"model.trade.pass_through.value": "0.6"}, "is '0.6'; it must be a number, without quotes"),
        ({"model.trade.pass_through.vlaue": 1}, r"vlaue is not known. Did you mean 'value'\?"),
        ({"model.items.fighter.price.value": -0.1}, r"model.items.fighter.price=-0.1; it must be above 0."),
        (
            {"model.items.fighter.price.unit": "bn"},
            "model.items.fighter.price has the unit 'bn'; it is measured in 'bn USD'",
        ),
        (
            {"model.status_quo.purchases.unit": "bn USD"},
            "status_quo.purchases has the unit 'bn USD'; it is measured in 'bn USD/yr'",
        ),
        (
            {"model.status_quo.purchases.date": datetime.datetime(2024, 1, 1)},
            "purchases.date=.* must be a date",
        ),
        (
            {"model.packages.half.rates.steel": 12.5},
            r"rates.steel=12.5; it must be from 0 to 5. It is a fract",
        ),
        ({"model.packages.half.rates.steel": {"value": 1}}, "is a table; here it must be a plain number"),
        ({"model.packages": []}, r"model.packages is \[\]; it must be a table."),
        ({"model.packages.a b": {}}, "model.packages has an entry named 'a b'; a name has up to 64 letters"),
        ({"model.levels.offers": [1, 1]}, r"levels.offers\[1\]=1 follows 1; list the levels in rising order"),
        ({"model.levels.offers": [-1, 1]}, r"model.levels.offers\[0\]=-1; it must be at least 0."),
        ({"model.levels.offers": []}, "model.levels.offers has 0 entries; it must have 1 to 8."),
        ({"model.levels.offers": 4}, "model.levels.offers is 4; it must be a list in brackets."),
        ({"model.levels.purchases": 4}, "model.levels.purchases is 4; it must be a list in brackets."),
        ({"model.levels.packages": ["free", "free"]}, r"packages\[1\]='free' stands twice; name each once."),
        ({"model.items.fighter.lot": 2.5}, "model.items.fighter.lot=2.5; it must be a whole number."),
        ({"title": "x" * 201}, "title has 201 characters; it may have at most 200."),
        ({"title": "  "}, "title is blank"),
        ({"title": 3}, "title is 3; it must be text in quotes."),
        ({"name": "Steel"}, "name='Steel' must have the form steel-for-beef."),
        ({"schema": "negotiate/scenario/9"}, "schema='negotiate/scenario/9' is not known; choose from"),
        ({"schema": None}, "schema is missing; it is required"),
        ({"sources.home-customs-2024.url": "javascript:x"}, "url='javascript:x' must have the form https://"),
        ({"variants.cheap-ships.title": None}, "variants.cheap-ships.title is missing"),
    ],
)
def test_refusals_by_their_words(
    changes: dict[str, Any], words: str, changed: Callable[..., Scenario]
) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        changed(changes)
    assert str(refused.value).startswith("steel.toml: ")


def test_what_is_no_table_is_no_scenario() -> None:
    with pytest.raises(InvalidInput, match=r"scenario: the file is \[\]; it must be a table"):
        Scenario([])  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="scenario: the file has the key 3; a key must be text"):
        Scenario({3: 4})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("given_date", "written"),
    [(2024, "2024"), ("2024-07", "2024-07"), (datetime.date(2024, 7, 22), "2024-07-22")],
)
def test_dates_are_kept_as_text(given_date: object, written: str, changed: Callable[..., Scenario]) -> None:
    scenario = changed({"model.status_quo.purchases.date": given_date})
    assert scenario.parameter("model.status_quo.purchases").date == written


def test_defaults_are_filled_in(changed: Callable[..., Scenario]) -> None:
    model = changed({"resolution": None} if "resolution" in STEEL else {}).document["model"]
    assert model["weights"]["tariff"] == 1
    assert model["weights"]["organised"] == 0
    assert model["items"]["fighter"]["least"] == 0
    assert model["items"]["frigate"]["lot"] == 1
    assert model["levels"]["purchases"] == {"low": 0, "high": 2, "step": 0.25}


def test_quantities_are_found_by_path() -> None:
    assert quantity_at("model.items.any.most").unit.like == "aircraft"
    with pytest.raises(InvalidInput, match="model.kind is the place of no parameter"):
        quantity_at("model.kind")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
PATHS = [
    ("model",),
    ("players",),
    ("variants",),
    ("model", "levels"),
    ("model", "levels", "purchases"),
    ("model", "packages", "half"),
    ("model", "trade", "pass_through"),
    ("model", "trade", "pass_through", "source"),
    ("model", "items", "fighter", "least"),
    ("model", "items", "fighter", "most", "date"),
    ("model", "items", "fighter", "payment_profile"),
    ("model", "programme"),
    ("model", "threats"),
    ("variants", "cheap-ships", "changes"),
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PATHS), JSON_VALUES)
def test_any_value_anywhere_is_read_or_refused_in_words(path: tuple[str, ...], value: Any) -> None:
    broken = copy.deepcopy(STEEL)
    table = broken
    for key in path[:-1]:
        table = table[key]
    table[path[-1]] = value
    with contextlib.suppress(InvalidInput):
        assert Scenario(broken).digest
