"""A scenario from results.json: the one that was solved, or a refusal in words."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from negotiate import InvalidInput, load_scenario, solve_case
from negotiate.analysis import Drivers, find_drivers
from negotiate.provenance import plain
from negotiate.report.again import find_results, scenario_of
from negotiate.report.blocks import Prose
from negotiate.report.document import report_document
from negotiate.report.results import results_json
from negotiate.report.tables import case_tables
from negotiate.scenario import CaseSolution


@pytest.fixture(scope="module")
def solved() -> tuple[CaseSolution, Drivers]:
    case = solve_case(load_scenario("steel-for-beef", variant="markups"))
    return case, find_drivers(case.deals)


@pytest.fixture(scope="module")
def record(solved: tuple[CaseSolution, Drivers]) -> dict[str, Any]:
    return dict(json.loads(results_json(*solved)))


def test_the_scenario_that_was_solved(record: dict[str, Any]) -> None:
    again = scenario_of(record, "results.json")
    assert again.digest == load_scenario("steel-for-beef", variant="markups").digest
    assert again.variant == "markups"
    assert record["scenario"]["variant"] == "markups"


def test_a_report_from_results_names_the_variant(
    record: dict[str, Any], solved: tuple[CaseSolution, Drivers]
) -> None:
    case = solve_case(scenario_of(record, "results.json"))
    drivers = find_drivers(case.deals)
    assert json.loads(results_json(case, drivers)) == record
    tables = case_tables(case, drivers)
    beginning = report_document(case, drivers, tables, {}).blocks[0]
    assert isinstance(beginning, Prose)
    assert "Scenario steel-for-beef, variant markups." in beginning.sentences[0].text
    assert tables["calibration"].notes == case_tables(*solved)["calibration"].notes


def test_a_variant_with_numbers_of_its_own_is_kept(solved: tuple[CaseSolution, Drivers]) -> None:
    scenario = load_scenario("steel-for-beef", variant="markups")
    path = next(iter(scenario.parameters))
    moved = scenario.with_values({path: scenario.parameters[path].high})
    held = {
        "digest": moved.digest,
        "variant": moved.variant,
        "changes": list(moved.changes),
        "document": json.loads(json.dumps(plain(moved.document))),
    }
    again = scenario_of({"scenario": held}, "results.json")
    assert (again.digest, again.variant) == (moved.digest, "markups")
    del held["changes"]
    assert scenario_of({"scenario": held}, "results.json").variant is None


@pytest.mark.parametrize("name", sorted(load_scenario("japan-us-2025").variants))
def test_every_variant_is_read_again(name: str) -> None:
    scenario = load_scenario("japan-us-2025", variant=name)
    held = {
        "digest": scenario.digest,
        "variant": name,
        "changes": list(scenario.changes),
        "document": json.loads(json.dumps(plain(scenario.document))),
    }
    again = scenario_of({"scenario": held}, "results.json")
    assert (again.digest, again.variant, list(again.changes)) == (scenario.digest, name, held["changes"])


def test_a_variant_that_is_no_name_is_refused(record: dict[str, Any]) -> None:
    forged = copy.deepcopy(record)
    for name in (["markups"], 3, "\x1b[2J"):
        forged["scenario"]["variant"] = name
        with pytest.raises(InvalidInput, match="results.json: "):
            scenario_of(forged, "results.json")


def test_a_changed_scenario_is_refused(record: dict[str, Any]) -> None:
    forged = copy.deepcopy(record)
    forged["scenario"]["document"]["model"]["trade"]["pass_through"]["value"] = 0.91
    with pytest.raises(InvalidInput, match="results.json: its scenario is not that of its digest"):
        scenario_of(forged, "results.json")


def test_a_record_without_a_scenario_is_refused(record: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match="holds no scenario"):
        scenario_of({"schema": record["schema"]}, "results.json")


def test_where_results_are_looked_for(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text("{}")
    assert find_results(tmp_path) == tmp_path / "results.json"
    assert find_results(tmp_path / "other.json") == tmp_path / "other.json"
    assert find_results("steel-for-beef") is None
