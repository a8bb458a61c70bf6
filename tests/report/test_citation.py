"""cite(): the version, and of a result exactly the works, packages and data behind it."""

from __future__ import annotations

import json
import re

import pytest

from negotiate import InvalidInput, NormalFormGame, load_scenario, nash_equilibria, solve_case
from negotiate.bargaining import BargainingProblem, linkage, nash_solution
from negotiate.provenance import version
from negotiate.report import cite
from negotiate.report.answers import answers_record
from negotiate.report.results import results_record
from negotiate.report.run import references, solve_run

CAKE = BargainingProblem([(1, 2)], (0, 0), ("Home", "Foreign"), "bn USD")


def keys(text: str) -> set[str]:
    return set(re.findall(r"^@\w+\{([^,]+),", text, re.MULTILINE))


def test_the_software_alone() -> None:
    assert keys(cite()) == {"negotiate-solver"}
    assert f"Version {version()}" in cite()


def test_two_concepts_of_one_name_are_told_apart_by_their_problem() -> None:
    game = NormalFormGame.from_bimatrix([[1]], [[1]])
    assert keys(cite(nash_solution(CAKE))) == {"negotiate-solver", "numpy", "nash-1950"}
    assert keys(cite(nash_equilibria(game))) >= {"negotiate-solver", "nash-1950b"}
    assert "nash-1950" not in keys(cite(nash_equilibria(game)))


def test_a_concept_without_a_row_of_its_own() -> None:
    assert "tollison-willett-1979" in keys(cite(linkage({"one": CAKE, "two": CAKE})))


def test_a_solved_scenario_and_its_results_file_give_the_same_bibliography() -> None:
    run = solve_run(load_scenario("steel-for-beef"))
    record = json.loads(json.dumps(results_record(run.case, run.drivers)))
    assert cite(run) == cite(run.case) == cite(record) == references(run.document())
    assert set(run.case.model.scenario.sources) < keys(cite(record))


def test_a_file_of_answers_cites_what_its_solutions_do() -> None:
    game = NormalFormGame.from_bimatrix([[1]], [[1]])
    solutions = {"deal": nash_solution(CAKE), "games": nash_equilibria(game)}
    record = json.loads(json.dumps(answers_record(solutions)))
    assert keys(cite(record)) == set().union(*(keys(cite(solution)) for solution in solutions.values()))
    only = json.loads(json.dumps(answers_record({"games": nash_equilibria(game)})))
    assert "nash-1950" not in keys(cite(only))


def test_packages_that_did_not_work_are_not_cited() -> None:
    case = solve_case(load_scenario("steel-for-beef"))
    assert {"cvxpy", "highspy"} <= keys(cite(case))
    assert "cvxpy" not in keys(cite(case.deals.nash))


@pytest.mark.parametrize(
    ("result", "words"), [(3, "result is a int"), ({}, "lacks answers"), ({"answers": 3}, "lacks answers")]
)
def test_refusals(result: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        cite(result)
