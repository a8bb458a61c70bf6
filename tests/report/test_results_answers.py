"""Files of answers without a scenario: written whole, laid out as published, and checked."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from negotiate import InvalidInput, NormalFormGame, nash_equilibria
from negotiate.bargaining import BargainingProblem, egalitarian_solution, nash_solution
from negotiate.coalition import bankruptcy, core, nucleolus, shapley_value, weighted_voting
from negotiate.equilibria import mixed_commitment
from negotiate.procurement import (
    BundleProblem,
    Catalogue,
    Item,
    optimal_bundle,
    power_missions,
    relaxed_bundle,
)
from negotiate.provenance import digest
from negotiate.report.answers import ANSWERS, answers_record, answers_schema, write_results
from negotiate.report.writing import WriteError
from negotiate.solution import Solution
from negotiate.trade import GeneralEquilibrium, load_regions, tariffs_by
from negotiate.verify import verify
from negotiate.verify.reading import ANSWERS as READ

GAME = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
CAKE = BargainingProblem([(k, 10 - k) for k in range(11)], (0, 2), ("Home", "Foreign"), "bn USD")


@pytest.fixture(scope="module")
def solutions() -> dict[str, Solution]:
    world = load_regions()
    items = Catalogue([Item("kc46", "air", 0.25, 40), Item("sm6", "sea", 0.005, 2000, lot=10)])
    missions = power_missions(items, {"air": 1, "sea": 1}, status_quo=14, exponent=0.5, years=5)
    bundles = BundleProblem(items, missions, budget=2.0, years=5)
    return {
        "equilibria": nash_equilibria(GAME),
        "deal": nash_solution(CAKE),
        "fair deal": egalitarian_solution(CAKE),
        "bundle": optimal_bundle(bundles),
        "divisible bundle": relaxed_bundle(bundles),
        "estates": nucleolus(bankruptcy(200, {"A": 100, "B": 200, "C": 300})),
        "average": shapley_value(bankruptcy(200, {"A": 100, "B": 200, "C": 300})),
        "majority": core(weighted_voting({"A": 1, "B": 1, "C": 1}, 2)),
        "war": GeneralEquilibrium(world).effects(tariffs_by(world, "USA", {"JPN": 0.25})),
    }


def test_what_is_written_holds(solutions: dict[str, Solution], tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    write_results(solutions, path)
    found = verify(path)
    assert found.holds, found.failing
    assert {claim.answer for claim in found.claims} == {*solutions, "file", "provenance"}
    assert [path.name for path in tmp_path.iterdir()] == ["answers.json"]
    assert path.read_bytes() == _again(solutions, path)


def _again(solutions: dict[str, Solution], path: Path) -> bytes:
    write_results(solutions, path)
    return path.read_bytes()


def test_the_layout_is_the_published_one(solutions: dict[str, Solution]) -> None:
    record = json.loads(json.dumps(answers_record(solutions)))
    jsonschema.validate(record, answers_schema())
    assert record["schema"] == ANSWERS == READ
    assert all(digest(problem) == key for key, problem in record["problems"].items())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**record, "scenario": {}}, answers_schema())


def test_a_solution_that_no_rule_checks_is_said_not_to_be_checked() -> None:
    found = verify(answers_record({"leader": mixed_commitment(GAME)}))
    assert found.holds
    assert any("no rule here checks 'mixed commitment'" in claim.detail for claim in found.unchecked)


def test_another_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    path.write_text("my work")
    with pytest.raises(InvalidInput, match="holds no answers"):
        write_results({"equilibria": nash_equilibria(GAME)}, path)
    assert path.read_text() == "my work"
    with pytest.raises(WriteError, match="cannot be written"):
        write_results({"equilibria": nash_equilibria(GAME)}, tmp_path / "nowhere" / "answers.json")


@pytest.mark.parametrize("given", [{}, [nash_solution(CAKE)], {"deal": 3}, {3: nash_solution(CAKE)}])
def test_what_is_no_solution_is_refused(given: object) -> None:
    with pytest.raises(InvalidInput, match=r"solutions"):
        answers_record(given)  # type: ignore[arg-type]
