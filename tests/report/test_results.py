"""results.json: its layout is the published one, problems stand once, and it can be made again."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from negotiate import load_scenario, solve_case
from negotiate.analysis import find_drivers
from negotiate.errors import InvalidInput
from negotiate.provenance import digest
from negotiate.report.reproduction import TOLERANCE, compare_records, reproduce
from negotiate.report.results import SCHEMA, results_json, results_schema

Record = dict[str, Any]


@pytest.fixture(scope="module", params=["steel-for-beef", "steel-for-beef/markups"])
def text(request: pytest.FixtureRequest) -> str:
    name, _, variant = request.param.partition("/")
    case = solve_case(load_scenario(name, variant=variant or None))
    return results_json(case, find_drivers(case.deals))


def test_the_layout_is_the_published_one(text: str) -> None:
    schema, record = results_schema(), json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(record, schema)
    assert schema["properties"]["schema"]["const"] == SCHEMA == record["schema"]


def test_the_schema_names_every_kind_of_problem_that_is_written(text: str) -> None:
    known = {
        name.removeprefix("problem-") for name in results_schema()["$defs"] if name.startswith("problem-")
    }
    kinds = {problem["kind"].replace(" ", "-") for problem in json.loads(text)["problems"].values()}
    assert kinds <= known
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**json.loads(text), "extra": 1}, results_schema())


def test_every_answer_names_its_problem_and_problems_stand_once(text: str) -> None:
    record = json.loads(text)
    assert all(digest(problem) == key for key, problem in record["problems"].items())
    for name, answer in record["answers"].items():
        assert answer["problem"] in record["problems"], name
    shared = [answer["problem"] for answer in record["answers"].values()]
    assert len(set(shared)) < len(shared)


def test_the_file_holds_no_name_of_a_machine(text: str) -> None:
    platform = json.loads(text)["provenance"]["platform"]
    assert set(platform) == {"system", "machine", "python"}


def test_the_same_versions_give_the_same_bytes(text: str) -> None:
    found = reproduce(json.loads(text), text)
    assert found.same_bytes
    assert found.holds
    assert found.text == text
    assert found.summary() == "Reproduced byte for byte."


def test_elsewhere_entries_are_compared_within_the_tolerance(text: str) -> None:
    record = json.loads(text)
    record["provenance"]["versions"]["numpy"] = "1.0"
    record["summary"]["capability_worth"] *= 1 + TOLERANCE / 10
    found = compare_records(record, json.dumps(record), json.loads(text))
    assert found.holds
    assert not found.same_bytes
    assert [what for what, *_ in found.environment] == ["numpy"]
    assert "differs: numpy: 1.0 in the file" in found.summary()
    assert 0 < found.largest <= TOLERANCE


def test_an_answer_that_moved_is_named(text: str) -> None:
    record = json.loads(text)
    record["provenance"]["python"] = "4.0"
    record["summary"]["capability_worth"] *= 2
    record["answers"]["deal-nash"]["answer"]["convention"] = "other"
    found = compare_records(record, json.dumps(record), json.loads(text))
    assert not found.holds
    places = [place for place, *_ in found.changes]
    assert places == ["summary.capability_worth", "answers.deal-nash.answer.convention"]
    assert "changed: summary.capability_worth:" in found.summary()
    assert not replace(found, changes=()).summary().startswith("Not")


def test_the_same_environment_and_other_bytes_is_not_reproduced(text: str) -> None:
    found = compare_records(json.loads(text), text + " ", json.loads(text))
    assert not found.holds
    assert "written in another way" in found.summary()


def test_another_scenario_inside_is_refused(text: str) -> None:
    record = json.loads(text)
    record["scenario"]["document"]["title"] = "Another"
    with pytest.raises(InvalidInput, match="not that of its digest"):
        reproduce(record, text)
    record["scenario"]["document"] = {"schema": "negotiate/scenario/1"}
    with pytest.raises(InvalidInput, match="the results file: scenario: name is missing"):
        reproduce(record, text)
