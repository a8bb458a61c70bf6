"""A scenario from results.json: the one that was solved, or a refusal in words."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from negotiate import InvalidInput, load_scenario, solve_case
from negotiate.analysis import find_drivers
from negotiate.report.again import find_results, scenario_of
from negotiate.report.results import results_json


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    case = solve_case(load_scenario("steel-for-beef", variant="markups"))
    return dict(json.loads(results_json(case, find_drivers(case.deals))))


def test_the_scenario_that_was_solved(record: dict[str, Any]) -> None:
    again = scenario_of(record, "results.json")
    assert again.digest == load_scenario("steel-for-beef", variant="markups").digest


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
