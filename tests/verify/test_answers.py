"""Answers without a scenario: every claim holds, and no number is changed unseen."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import NormalFormGame, nash_equilibria
from negotiate.bargaining import (
    BargainingProblem,
    LotteryProblem,
    conley_wilkie_solution,
    equal_loss_lottery,
    kalai_smorodinsky_lottery,
)
from negotiate.coalition import (
    CoalitionGame,
    bankruptcy,
    banzhaf_index,
    core,
    least_core,
    nucleolus,
    shapley_value,
    weighted_voting,
)
from negotiate.equilibria import pure_equilibria
from negotiate.report.answers import answers_record
from negotiate.solution import Solution
from negotiate.trade import Economy, GeneralEquilibrium, load_regions, tariffs_by
from negotiate.verify import verify
from negotiate.verify.claim import HOLDS
from negotiate.verify.nullspace import directions, subset_sums
from tests.verify.tampering import numbers, with_change, with_value

Record = dict[str, Any]

PLACE = st.integers(0, 1_000_000)
BY = st.sampled_from([-2, -1, 1, 2])
SOME = settings(max_examples=60, deadline=None)
RULES: list[dict[str, Any]] = [
    {},
    {"deficits": "balanced"},
    {"deficits": "nominal", "numeraire": "USA"},
    {"labour_supply": 0.5, "revenue": "income_tax_relief"},
    {"labour_supply": 0.4, "scale": 0.1, "numeraire": "world_prices"},
]


def recorded(**solutions: Solution) -> Record:
    return dict(json.loads(json.dumps(answers_record(solutions))))


def failing(record: Record) -> str:
    return " ".join(str(claim) for claim in verify(record).failing)


@pytest.mark.parametrize("rules", RULES)
def test_equilibria_of_trade_hold_under_every_rule(rules: dict[str, Any]) -> None:
    world = load_regions()
    found = verify(recorded(war=GeneralEquilibrium(world, **rules).effects(tariffs_by(world, "USA", 0.25))))
    assert found.holds, found.failing
    assert found.count(HOLDS) > 10
    assert [claim.statement for claim in found.unchecked if claim.answer == "war"] == [
        "that there is no other equilibrium"
    ]


def test_sectors_margins_and_batches_are_read() -> None:
    flows = [[[90.0, 50], [20, 30]], [[10, 5], [80, 70]]]
    sectors = Economy(flows, ("A", "B"), [4, 6], sectors=("x", "y"))
    margins = Economy([[90, 20], [10, 80]], ("A", "B"), 4, margins=[0.2, 0.3])
    world = load_regions()
    orders = np.zeros((12, 12))
    orders[1, 0] = 8
    tables = np.stack([tariffs_by(world, "USA", rate) for rate in (0.1, 0.2)]).reshape(1, 2, 12, 12)
    found = verify(
        recorded(
            sectors=GeneralEquilibrium(sectors, labour_supply=0.3).effects(tariffs_by(sectors, "A", 0.3)),
            margins=GeneralEquilibrium(margins, scale=0.1).effects(tariffs_by(margins, "B", 0.1)),
            batch=GeneralEquilibrium(world).effects(
                tables, purchases=orders, iceberg=np.full((12, 12), 1.02)
            ),
        )
    )
    assert found.holds, found.failing


@pytest.fixture(scope="module")
def trade() -> Record:
    three = Economy(
        [[80, 10, 6], [12, 90, 9], [7, 5, 60]],
        ("A", "B", "C"),
        3,
        tariffs=[[0, 0.1, 0], [0.05, 0, 0], [0, 0, 0]],
    )
    model = GeneralEquilibrium(three, labour_supply=0.4, revenue="income_tax_relief")
    orders = np.zeros((3, 3))
    orders[0, 1] = 2
    return recorded(war=model.effects(tariffs_by(three, "A", 0.2), purchases=orders))


@given(place=PLACE, by=BY)
@SOME
def test_no_number_of_an_equilibrium_of_trade_is_changed_unseen(place: int, by: int, trade: Record) -> None:
    _no_change_holds(trade, place, by)


def _no_change_holds(record: Record, place: int, by: int, but: str = "") -> None:
    places = [
        path
        for path in numbers({key: record[key] for key in ("answers", "problems")})
        if "provenance" not in path and path[1] != but
    ]
    path = places[place % len(places)]
    assert not verify(with_change(record, path, by)).holds, path


def test_an_answer_to_another_question_is_told_by_what_fails(trade: Record) -> None:
    def path_of(key: str, *inner: Any) -> tuple[Any, ...]:
        return ("answers", "war", "answer", key, *inner)

    assert "spends what it earns" in failing(with_change(trade, path_of("expenditure", 0), 1))
    assert "employment is what labour supplies" in failing(with_change(trade, path_of("employment", 0), 1))
    assert "welfare follows" in failing(with_change(trade, path_of("welfare", 0), 1))
    problem = trade["answers"]["war"]["problem"]
    assert "sells what it earns" in failing(with_change(trade, ("problems", problem, "rates", 1, 0), 1))


DIVISIONS: dict[str, Callable[[CoalitionGame], Solution]] = {
    "core": core,
    "least core": least_core,
    "nucleolus": nucleolus,
    "prenucleolus": lambda game: nucleolus(game, individually_rational=False),
    "Shapley value": shapley_value,
    "Banzhaf value": lambda game: banzhaf_index(game, normalised=False),
}
ESTATES = bankruptcy(200, {"A": 100, "B": 200, "C": 300})


@given(worths=st.lists(st.integers(0, 9), min_size=15, max_size=15))
@settings(max_examples=40, deadline=None)
def test_divisions_of_any_game_hold(worths: list[int]) -> None:
    game = CoalitionGame(list("ABCD"), [0, *worths[:-1], worths[-1] + 4 * 9])  # as much as all get alone
    found = verify(recorded(**{name: solve(game) for name, solve in DIVISIONS.items()}))
    assert found.holds, found.failing


def test_a_single_player_gets_everything() -> None:
    game = CoalitionGame(["A"], [0, 3])
    found = verify(recorded(alone=nucleolus(game), core=core(game), average=shapley_value(game)))
    assert found.holds, found.failing


@pytest.fixture(scope="module")
def divided() -> Record:
    majority = weighted_voting({"A": 1, "B": 1, "C": 1}, 2)
    return recorded(
        **{name: solve(ESTATES) for name, solve in DIVISIONS.items()},
        majority=core(majority),
        voting=banzhaf_index(weighted_voting({"A": 3, "B": 2, "C": 1}, 4)),
    )


@given(place=PLACE, by=BY)
@SOME
def test_no_number_of_a_division_is_changed_unseen(place: int, by: int, divided: Record) -> None:
    unmoved = divided["answers"]["majority"]["problem"]  # its core is as empty whatever a player makes alone
    _no_change_holds(divided, place, by, but=unmoved)


def test_a_stage_that_is_left_out_is_missed() -> None:
    record = recorded(estates=nucleolus(ESTATES))
    record["answers"]["estates"]["certificate"]["stages"].pop()
    assert "nothing can move after the last stage" in failing(record)


def test_an_empty_core_is_not_called_full() -> None:
    record = recorded(majority=core(weighted_voting({"A": 1, "B": 1, "C": 1}, 2)))
    answer = record["answers"]["majority"]["answer"]
    answer.update(empty=False, element={"A": "1/2", "B": "1/2", "C": "0"}, least_core_excess=0)
    assert "does better alone" in failing(record)


HOSTILE = st.sampled_from([None, "", [], {}, -1, 10**300, 1e308, "1/0", "9" * 4000, True, [[]], "\x1b[31m"])


@given(place=PLACE, value=HOSTILE)
@SOME
def test_no_entry_makes_the_check_stumble(place: int, value: object, trade: Record, divided: Record) -> None:
    for record in (trade, divided):
        paths = list(numbers({key: record[key] for key in ("answers", "problems")}))
        forged = with_value(record, paths[place % len(paths)], value)
        assert verify(forged).summary(every=True).replace("\n", "").isprintable()


@given(settled=st.lists(st.integers(1, 31), max_size=6))
@settings(max_examples=50, deadline=None)
def test_moves_leave_settled_coalitions_alone(settled: list[int]) -> None:
    moves = directions(settled, 5)
    assert all(subset_sums(move)[mask] == 0 for move in moves for mask in settled)
    rank = np.linalg.matrix_rank([[mask >> i & 1 for i in range(5)] for mask in settled] or [[0] * 5])
    assert len(moves) == 5 - rank


def test_a_strict_equilibrium_of_a_degenerate_game_may_have_an_index() -> None:
    rng = np.random.default_rng(3)
    for _ in range(40):
        payoffs = rng.integers(0, 3, (2, 3, 4))
        found = verify(recorded(all=nash_equilibria(NormalFormGame.from_bimatrix(*payoffs.tolist()))))
        assert found.holds, found.failing


@pytest.mark.parametrize("payoffs", [[[3, 0], [5, 1]], [[1, -1], [-1, 1]]])
def test_pure_equilibria_are_looked_for_again(payoffs: list[list[int]]) -> None:
    game = NormalFormGame.from_bimatrix(payoffs, (-np.array(payoffs)).tolist())
    record = recorded(pure=pure_equilibria(game))
    assert verify(record).holds
    assert "no pure equilibrium is missing" in verify(record).summary(every=True)
    record["answers"]["pure"]["answer"]["equilibria"] = []
    for part in ("regrets", "exact_payoffs"):
        record["answers"]["pure"]["certificate"][part] = []
    missed = "no pure equilibrium is missing from the 0 (there are 1)" in failing(record)
    assert missed == bool(len(pure_equilibria(game)))


def test_a_deal_of_three_by_lotteries_is_left_unchecked() -> None:
    three = BargainingProblem([(3, 1, 2), (1, 3, 2), (2, 2, 2)], (0, 0, 0), ("A", "B", "C"), "bn USD")
    found = verify(recorded(deal=conley_wilkie_solution(three)))
    assert found.holds
    assert any("for two parties only" in claim.detail for claim in found.unchecked)


@pytest.mark.parametrize("solve", [kalai_smorodinsky_lottery, equal_loss_lottery])
def test_a_deal_that_is_best_for_both_holds(solve: Callable[[LotteryProblem], Solution]) -> None:
    one = LotteryProblem(BargainingProblem([(3, 4), (1, 2)], (0, 0), ("A", "B"), "bn USD"))
    found = verify(recorded(deal=solve(one)))
    assert found.holds, found.failing


def test_a_game_that_is_too_large_is_left_unchecked() -> None:
    players = [f"P{k}" for k in range(15)]
    game = CoalitionGame(players, [mask.bit_count() for mask in range(1 << 15)])
    found = verify(recorded(average=shapley_value(game)))
    assert found.holds
    assert any("more than 14 players" in claim.detail for claim in found.unchecked)
