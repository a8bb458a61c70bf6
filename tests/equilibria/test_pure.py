"""Pure equilibria by definition, for any number of players."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from negotiate.equilibria import nash_equilibria, pure_equilibria
from negotiate.games import NormalFormGame, exact_regrets
from tests.strategies import bimatrix_games, games


@given(games())
@settings(max_examples=40, deadline=None)
def test_a_profile_is_listed_exactly_if_nobody_gains_by_deviating(game: NormalFormGame) -> None:
    found = pure_equilibria(game)
    stable = [index for index in np.ndindex(game.shape) if not any(exact_regrets(game, index))]
    assert [tuple(k for (k,) in equilibrium.support) for equilibrium in found] == stable
    assert found.complete


@given(bimatrix_games())
@settings(max_examples=20, deadline=None)
def test_they_are_the_pure_ones_among_all(game: NormalFormGame) -> None:
    pure = [equilibrium.exact for equilibrium in nash_equilibria(game) if equilibrium.kind == "pure"]
    assert [equilibrium.exact for equilibrium in pure_equilibria(game)] == pure


def test_ties_are_decided_on_the_payoffs_as_given() -> None:
    tied = NormalFormGame.from_bimatrix([["0.3"], ["3e-1"]], [[0], [0]])
    apart = NormalFormGame.from_bimatrix([[3 * 10**17], [3 * 10**17 + 1]], [[0], [0]])
    assert [equilibrium.labels for equilibrium in pure_equilibria(tied)] == [("s1", "s1"), ("s2", "s1")]
    assert apart.payoffs[0, 0, 0] == apart.payoffs[0, 1, 0]
    assert [equilibrium.labels for equilibrium in pure_equilibria(apart)] == [("s2", "s1")]


def test_none_is_an_answer() -> None:
    found = pure_equilibria(NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))
    assert len(found) == 0
    assert found.complete
    assert found.summary().splitlines()[0] == "Pure Nash equilibria: 0"


def test_one_player_maximises() -> None:
    found = pure_equilibria(NormalFormGame([[1, 3, 2, 3]]))
    assert [equilibrium.labels for equilibrium in found] == [("s2",), ("s4",)]
