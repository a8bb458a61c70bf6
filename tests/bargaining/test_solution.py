import json

import pytest

from negotiate.bargaining import BargainingProblem, kalai_smorodinsky_solution, nash_solution
from negotiate.bargaining.solvers import SOLVERS
from negotiate.registry import solve

PLAYERS = ("Home", "Foreign")
CAKE = BargainingProblem([(k, 10 - k) for k in range(11)], (0, 2), PLAYERS, "bn USD")


def test_the_table_as_text() -> None:
    assert nash_solution(CAKE).summary().splitlines() == [
        "Bargaining, nash solution [bn USD]",
        " player  disagreement  payoff   gain",
        "   Home         0.000   4.000  4.000",
        "Foreign         2.000   6.000  4.000",
    ]


def test_the_notes_name_the_deal() -> None:
    problem = BargainingProblem(
        [(1, 2), (2, 1)], (0, 0), PLAYERS, "USD", labels=["low tariff", "high tariff"]
    )
    assert nash_solution(problem).table().notes == (
        "Deal: low tariff.",
        "2 outcomes tie (low tariff, high tariff); the first is shown.",
    )
    assert repr(nash_solution(problem)) == "BargainingSolution(nash: low tariff, high tariff)"


def test_no_agreement_shows_its_reason() -> None:
    deal = nash_solution(BargainingProblem([(1, 1)], (2, 2), PLAYERS, "USD"))
    assert "No agreement: no outcome gives every player more than disagreement does." in str(deal)
    assert deal.gains.tolist() == [0, 0]
    assert repr(deal) == "BargainingSolution(nash: no agreement)"
    assert json.loads(deal.to_json())["answer"]["outcomes"] == []


def test_json_holds_answer_certificate_and_provenance() -> None:
    record = json.loads(nash_solution(CAKE, weights=("1/4", "3/4")).to_json())
    assert record["concept"] == "nash"
    assert record["answer"]["payoffs"] == [2, 8]
    assert record["answer"]["convention"] == "discrete"
    assert record["certificate"]["dominated_by"] == []
    assert record["provenance"]["inputs"] == CAKE.digest
    assert record["provenance"]["options"] == {"weights": ["1/4", "3/4"]}


def test_a_gain_is_the_exact_one_rounded_once() -> None:
    problem = BargainingProblem([("0.3", 1)], ("0.1", 0), PLAYERS, "USD")
    assert nash_solution(problem).gains[0] == 0.2  # 0.3 - 0.1 in floats is 0.19999999999999998


def test_nobody_can_change_a_solution() -> None:
    deal = nash_solution(CAKE)
    with pytest.raises(ValueError, match="read-only"):
        deal.ties[0] = 3
    deal.certificate()["product"] = 0
    assert deal.certificate()["product"] == 16


def test_solve_knows_each_by_name() -> None:
    names = ["nash", "kalai-smorodinsky", "egalitarian", "utilitarian", "equal-loss", "conley-wilkie"]
    assert [row.concept for row in SOLVERS if row.problem is BargainingProblem][: len(names)] == names
    assert solve(CAKE, "nash", weights=("1/4", "3/4")).payoffs.tolist() == [2, 8]
    assert solve(CAKE, "kalai-smorodinsky").to_json() == kalai_smorodinsky_solution(CAKE).to_json()
