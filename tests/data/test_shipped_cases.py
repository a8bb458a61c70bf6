"""The shipped real cases, checked without the scenario reader: every number sourced, ranges, units."""

import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from negotiate.data import fact, row, sources

CASES = ("japan-us-2025", "south-korea-us-2025")
TEXTS = {name: (resources.files("negotiate.scenarios") / f"{name}.toml").read_text("utf-8") for name in CASES}
FILES: dict[str, dict[str, Any]] = {name: tomllib.loads(text) for name, text in TEXTS.items()}

# Numbers that are choices and not facts; a payment profile has its own source and range.
DESIGN = {"step", "rates", "weights", "levels", "years", "lot", "resolution", "growth_path"}
DESIGN |= {"first_year", "ratio", "payment_profile"}


def is_parameter(entry: object) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("value"), int | float)


def parameters(table: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, entry in table.items():
        place = f"{path}.{key}"
        if is_parameter(entry):
            yield place, entry
        elif isinstance(entry, dict):
            yield from parameters(entry, place)


PARAMETERS = {name: dict(parameters(file, "")) for name, file in FILES.items()}
PLACES = [(name, place) for name, entries in PARAMETERS.items() for place in entries]
FACTS = [(name, place) for name, place in PLACES if "fact" in PARAMETERS[name][place]]


def plain_changes(name: str) -> dict[str, list[float]]:
    """Return the plain numbers that variants put in place of a parameter's value, by its path."""
    changes: dict[str, list[float]] = {}
    for variant in FILES[name]["variants"].values():
        for path, value in variant["changes"].items():
            if isinstance(value, int | float) and f".{path}" in PARAMETERS[name]:
                changes.setdefault(path, []).append(value)
    return changes


def keys(source: str | list[str]) -> list[str]:
    return [source] if isinstance(source, str) else source


@pytest.mark.parametrize(("name", "place"), PLACES)
def test_a_parameter_is_sourced(name: str, place: str) -> None:
    entry = PARAMETERS[name][place]
    assert set(entry) <= {"value", "unit", "low", "high", "source", "date", "note", "fact"}
    assert ("low" in entry) == ("high" in entry)
    if "low" in entry:
        assert entry["low"] <= entry["value"] <= entry["high"]
    if entry["source"] == "assumed":
        assert "low" in entry
        assert entry["note"], "a judgement says why"
    else:
        assert set(keys(entry["source"])) <= set(sources())
        assert "date" in entry


@pytest.mark.parametrize(("name", "place"), FACTS)
def test_a_fact_is_the_row_it_names(name: str, place: str) -> None:
    entry = PARAMETERS[name][place]
    assert entry["value"] == fact(entry["fact"])
    assert set(keys(entry["source"])) & set(row(entry["fact"])["source"]), "the row's source is named"
    money = re.compile(r"(bn|tn) [A-Z]{3}")
    unit, row_unit = entry["unit"], row(entry["fact"])["unit"]
    assert unit == row_unit or money.match(unit)[0] == money.match(row_unit)[0]  # type: ignore[index]


@pytest.mark.parametrize("name", CASES)
def test_every_number_outside_a_parameter_is_a_choice_of_design(name: str) -> None:
    def bare(entry: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if isinstance(entry, dict):
            if not is_parameter(entry):
                for key, inner in entry.items():
                    yield from bare(inner, (*path, *key.split(".")))
        elif isinstance(entry, list):
            for inner in entry:
                yield from bare(inner, path)
        elif isinstance(entry, int | float):
            yield path

    found = {path for path in bare(FILES[name], ()) if path[-1] != "date" and not DESIGN & set(path)}
    assert all(path[0] == "variants" and ".".join(path[3:]) in plain_changes(name) for path in found)


@pytest.mark.parametrize("name", CASES)
def test_plain_changes_stay_in_range(name: str) -> None:
    changes = plain_changes(name)
    assert changes
    for path, values in changes.items():
        old = PARAMETERS[name][f".{path}"]
        assert all(old["low"] <= value <= old["high"] for value in values), path


@pytest.mark.parametrize("name", CASES)
def test_every_source_named_outside_a_parameter_is_known(name: str) -> None:
    for line in TEXTS[name].splitlines():
        if line.startswith("source = ") and "assumed" not in line:
            assert set(re.findall(r'"([^"]+)"', line)) <= set(sources())
    # A note or a description that names a source in brackets names one that is there.
    for key in re.findall(r"\(([a-z0-9]+(?:-[a-z0-9]+)*-\d{4}[a-z0-9-]*)\)", TEXTS[name]):
        assert key in sources()


@pytest.mark.parametrize("name", CASES)
def test_quantities_come_in_whole_and_few_lots(name: str) -> None:
    for item, entry in FILES[name]["model"]["items"].items():
        lots = entry["most"]["value"] / entry["lot"]
        assert lots == int(lots) <= 60, item


@pytest.mark.parametrize("name", CASES)
def test_mission_weights_sum_to_one(name: str) -> None:
    model = FILES[name]["model"]
    assert sum(entry["weight"]["value"] for entry in model["missions"].values()) == pytest.approx(1)
    for threat in model["threats"].values():
        weights = threat.get("weights", {})
        assert not weights or sum(entry["value"] for entry in weights.values()) == pytest.approx(1)


@pytest.mark.parametrize("name", CASES)
def test_no_machine_path(name: str) -> None:
    assert not re.search(r"(^|[\s\"'(])/(home|tmp|root|Users|work|farm)/|file://", TEXTS[name])
