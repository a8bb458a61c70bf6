"""What is no number, mapping, function or country is refused by its argument's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from negotiate.coalition import sampled_shapley
from negotiate.errors import InvalidInput
from negotiate.region import (
    AllianceGood,
    ArmsRace,
    Contest,
    Doubt,
    NetworkGame,
    arming_cutoffs,
    arming_game,
    arms_race_equilibrium,
    contest_equilibrium,
    efficient_contributions,
    joint_worth,
    network_equilibrium,
)

PAIR = ["A", "B"]
GAME = NetworkGame(PAIR, [1, 1], [[0, 1], [1, 0]], strength=0.5)
REST = arms_race_equilibrium(ArmsRace(PAIR, [[0, 0.1], [0.1, 0]], [1, 1], [1, 1]))
GOOD = AllianceGood(PAIR, [10, 5], ["0.1", "0.1"])
STEP = {"low": 1}
WRONG: Any = "x"  # where the signature asks for something else


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (lambda: arming_game(GAME, WRONG), "levels='x'; it must map each country to its levels by label"),
        (lambda: arming_game(GAME, {"A": WRONG, "B": STEP}), "levels of A are 'x'; they must map labels"),
        (lambda: arming_game(GAME, {"A": {}, "B": STEP}), "levels of A are missing"),
        (lambda: arming_game(GAME, {"A": {"low": 10**400}, "B": STEP}), "'low' of A is beyond the range"),
        (lambda: GAME.best_replies([1]), r"levels has shape \(1,\)"),
        (lambda: NetworkGame(PAIR, [1e200, 1], [[0, 1], [1, 0]]), r"want holds 1e\+200; at most 1e\+100"),
        (lambda: NetworkGame(PAIR, [1, 1], [[0, 1e200], [1e200, 0]]), "network holds 1e"),
        (lambda: REST.answers(WRONG, 1), "country='x' is not known; choose from A, B"),
        (lambda: REST.induced([1, float("nan")]), r"extra\[1\] is nan"),
        (lambda: REST.path([1.0], [1]), r"start has shape \(1,\)"),
        (lambda: joint_worth(WRONG, elasticity=0.5), "benefits='x'; it must map each country to a number"),
        (lambda: joint_worth({"A": 1}, elasticity=0.5)(5), "coalition 5 is neither a country nor"),  # type: ignore[arg-type]
        (lambda: joint_worth({"A": 1}, elasticity=0.5)([["A"]]), r"\['A'\] has no benefit; known: A"),  # type: ignore[list-item]
        (lambda: joint_worth({"A": 10}, elasticity=0.999)(["A"]), "beyond the range of floating-point"),
        (lambda: GOOD.protection([1]), r"contributions has shape \(1,\)"),
        (lambda: GOOD.best_replies([1, float("nan")]), r"contributions\[1\] is nan"),
        (lambda: AllianceGood(PAIR, [10**400, 1], [0.1, 0.1]), r"income\[0\] is beyond the range"),
        (lambda: AllianceGood(PAIR, [1, 1], [10**400, 0.1]), r"taste\[0\] is beyond the range"),
        (lambda: efficient_contributions(GOOD, weights=[1, 0]), "weights holds 0; a weight must be above 0"),
        (lambda: Contest(PAIR, [1, 1], [1, -1]), "cost of B is -1; it must be above 0"),
        (lambda: Doubt(WRONG, 1, temptation=0.1, exposure=2), "distribution must be a function"),
        (
            lambda: Doubt(lambda c: 2 * c, 1, temptation=0.1, exposure=2),
            r"distribution\(0.51\)=1.02; it must",
        ),
        (
            lambda: arming_cutoffs(Doubt(lambda c: c, 1, temptation=0.1, exposure=2), cells=1),
            "cells=1; it must be from 10",
        ),
    ],
)
def test_refusals(asked: Callable[[], object], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        asked()


@pytest.mark.parametrize(
    "answer",
    [
        lambda: network_equilibrium(GAME).levels,
        lambda: contest_equilibrium(Contest(PAIR, [1, 2])).effort,
        lambda: efficient_contributions(GOOD).contributions,
        lambda: REST.levels,
        lambda: sampled_shapley(PAIR, len, samples=2, seed=1).payoffs,
    ],
)
def test_no_answer_can_be_changed(answer: Callable[[], Any]) -> None:
    with pytest.raises(ValueError, match="read-only"):
        answer()[0] = 9.0


def test_one_country_s_name_is_a_coalition_of_one() -> None:
    worth = joint_worth({"Japan": 2}, elasticity=0.5)
    assert worth("Japan") == worth(["Japan"]) == 4  # type: ignore[arg-type]


def test_any_scale_of_weights_gives_the_same() -> None:
    few = efficient_contributions(GOOD, weights=[2, 1])
    many = efficient_contributions(GOOD, weights=[2e300, 1e300])
    assert many.contributions == pytest.approx(few.contributions)
    assert many.consumption == pytest.approx(few.consumption)
