"""Rationalisable strategies: Bernheim's example, beliefs that justify, and every equilibrium within."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from negotiate.equilibria import RationalisableSet, nash_equilibria, rationalisable_strategies
from negotiate.errors import InvalidInput
from negotiate.games import NormalFormGame, dominated_strategies, iterated_elimination
from negotiate.registry import solve
from tests.strategies import bimatrix_games, games

# Bernheim's (1984) example, in Osborne & Rubinstein (1994), figure 56.1: the fourth strategies go,
# and only (s2, s2) of the rest is an equilibrium.
BERNHEIM = NormalFormGame.from_bimatrix(
    [[0, 2, 7, 0], [5, 3, 5, 0], [7, 2, 0, 0], [0, 0, 0, 10]],
    [[7, 5, 0, 1], [2, 3, 2, 1], [0, 5, 7, 1], [0, -2, 0, -1]],
)


def is_justified(game: NormalFormGame, found: RationalisableSet) -> bool:
    """Say whether each strategy left is a best response, in the whole game, to its belief."""
    for each in found.justifications:
        i = game.player_index(each.player)
        own = np.moveaxis(game.exact[i], i, 0)
        payoffs = np.zeros(len(own), dtype=object)
        for others, share in each.belief:
            rest = [k for k in range(len(game.players)) if k != i]
            places = tuple(game.position(k, label) for k, label in zip(rest, others, strict=True))
            payoffs += share * own[(slice(None), *places)]
            if share <= 0 or any(
                label not in found.strategies[k] for k, label in zip(rest, others, strict=True)
            ):
                return False
        if payoffs[game.position(i, each.strategy)] < max(payoffs):
            return False
    return True


def test_bernheim() -> None:
    found = rationalisable_strategies(BERNHEIM)
    assert found.strategies == (("s1", "s2", "s3"),) * 2
    assert [each.labels for each in nash_equilibria(BERNHEIM)] == [("s2", "s2")]
    assert is_justified(BERNHEIM, found)
    assert not found.solvable
    assert "2 of 8 strategies are a best response to no such belief." in found.summary()


@given(games())
@settings(max_examples=30, deadline=None)
def test_what_is_left_is_justified_and_what_is_gone_is_dominated(game: NormalFormGame) -> None:
    found = rationalisable_strategies(game)
    assert is_justified(game, found)
    assert found.strategies == iterated_elimination(game).reduced.strategies
    assert dominated_strategies(found.reduced) == ()
    assert found.elimination is not None
    removed = [step for steps in found.elimination.rounds for step in steps]
    assert len(removed) + len(found.justifications) == sum(game.shape)
    assert all(step.least_gain > 0 for step in removed)


@given(bimatrix_games())
@settings(max_examples=30, deadline=None)
def test_every_equilibrium_is_within(game: NormalFormGame) -> None:
    found = rationalisable_strategies(game)
    point = rationalisable_strategies(game, beliefs="point")
    assert is_justified(game, point)
    for i, labels in enumerate(found.strategies):
        assert set(point.strategies[i]) <= set(labels)
    for equilibrium in nash_equilibria(game):
        for i, played in enumerate(equilibrium.support):
            assert {game.strategies[i][k] for k in played} <= set(found.strategies[i])
        if equilibrium.kind == "pure":
            assert all(
                label in left for label, left in zip(equilibrium.labels, point.strategies, strict=True)
            )


def test_a_strategy_may_be_best_only_against_a_mixture() -> None:
    game = NormalFormGame.from_bimatrix([[3, 0], [0, 3], [2, 2]], [[1, 0], [0, 1], [0, 0]])
    found = rationalisable_strategies(game)
    third = found.justifications[2]
    assert third.strategy == "s3"
    assert sum(share for _, share in third.belief) == 1
    assert Fraction(1, 3) <= dict(third.belief)[("s1",)] <= Fraction(2, 3)
    assert rationalisable_strategies(game, beliefs="point").strategies == (("s1", "s2"), ("s1", "s2"))


def test_large_games_have_exact_beliefs_too() -> None:
    payoffs = np.random.default_rng(2).integers(-50, 51, (2, 25, 25))
    payoffs[:, 0] += 30
    game = NormalFormGame(payoffs)
    assert is_justified(game, rationalisable_strategies(game))


def test_it_is_known_by_name_and_refuses_by_words() -> None:
    found = solve(BERNHEIM, "rationalisable")
    record = found.to_dict()
    assert record["answer"]["left"]["player 1"] == ["s1", "s2", "s3"]
    assert len(record["certificate"]["beliefs"]) == 6
    assert rationalisable_strategies(BERNHEIM, beliefs="point").certificate()["removed"] is None
    with pytest.raises(InvalidInput, match="beliefs='pure' is not known; choose from correlated, point"):
        rationalisable_strategies(BERNHEIM, beliefs="pure")
