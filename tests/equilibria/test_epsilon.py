"""ε-equilibria: regrets and shortfalls by definition, exact where the profile is."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibria import epsilon_equilibrium_check, nash_equilibria
from negotiate.errors import InvalidInput
from negotiate.games import NormalFormGame, exact_regrets
from negotiate.registry import solve
from tests.strategies import bimatrix_games, games, mixtures

DILEMMA = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]], unit="M")


def test_a_bad_strategy_played_seldom_costs_little_regret() -> None:
    profile = [["1/100", "99/100"], "s2"]
    found = epsilon_equilibrium_check(DILEMMA, profile=profile)
    assert found.regrets == (Fraction(1, 100), 0)
    assert found.well_supported_epsilon == 1
    assert not found.nash
    assert (
        found.summary().splitlines()[-1] == "An equilibrium to within 0.01 M; well supported to within 1 M."
    )


@given(games(), st.data())
@settings(max_examples=40, deadline=None)
def test_shortfall_bounds_regret(game: NormalFormGame, data: st.DataObject) -> None:
    profile = [data.draw(mixtures(count)) for count in game.shape]
    found = epsilon_equilibrium_check(game, profile=profile)
    assert found.regrets == exact_regrets(game, profile)
    assert all(0 <= r <= s for r, s in zip(found.regrets, found.shortfalls, strict=True))
    assert found.nash == (found.well_supported_epsilon == 0)
    scaled = epsilon_equilibrium_check(NormalFormGame(3 * game.exact + 2), profile=profile)
    assert scaled.epsilon == 3 * found.epsilon


@given(bimatrix_games())
@settings(max_examples=20, deadline=None)
def test_equilibria_have_none(game: NormalFormGame) -> None:
    for equilibrium in nash_equilibria(game):
        assert epsilon_equilibrium_check(game, profile=equilibrium.exact).nash
        rounded = epsilon_equilibrium_check(game, profile=equilibrium.profile)
        assert rounded.epsilon < 1e-12


def test_it_is_known_by_name_and_refuses_by_words() -> None:
    found = solve(DILEMMA, "epsilon equilibrium", profile=["s1", "s1"])
    assert found.to_dict()["certificate"]["regrets"] == {"player 1": "2", "player 2": "2"}
    with pytest.raises(InvalidInput, match="must have one strategy for each of 2 players"):
        epsilon_equilibrium_check(DILEMMA, profile=["s1"])
    with pytest.raises(InvalidInput, match=r"profile\[0\] sums to 5/6; probabilities must sum to 1"):
        epsilon_equilibrium_check(DILEMMA, profile=[["1/2", "1/3"], "s1"])
    with pytest.raises(InvalidInput, match=r"profile\[1\]\[0\] is nan; it must be a finite number"):
        epsilon_equilibrium_check(DILEMMA, profile=["s1", np.array([np.nan, 1])])
