"""Maximin: known values, both sides of the proof, and its place below every equilibrium."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibria import maximin_strategies, nash_equilibria
from negotiate.errors import InvalidInput
from negotiate.games import NormalFormGame
from negotiate.registry import solve
from tests.strategies import bimatrix_games, games


def test_the_value_of_a_two_by_two_zero_sum_game_has_a_closed_form() -> None:
    # (ad - bc) / (a + d - b - c) where there is no saddle point.
    a, b, c, d = 3, -1, -2, 4
    game = NormalFormGame.from_bimatrix([[a, b], [c, d]], [[-a, -b], [-c, -d]])
    row, column = maximin_strategies(game).securities
    assert row.value == Fraction(a * d - b * c, a + d - b - c) == -column.value
    assert row.strategy.tolist() == [Fraction(3, 5), Fraction(2, 5)]
    assert (row.pure_strategy, row.pure_value, row.pure_punishment_value) == ("s1", -1, 3)


def test_punishers_who_correlate_can_do_more_than_a_pure_profile() -> None:
    # The first player wins by guessing whether the others match; mixing between matching and not
    # holds it to 1/2, while any one profile lets it win.
    wins = np.zeros((2, 2, 2))
    wins[0] = np.eye(2)
    wins[1] = 1 - np.eye(2)
    first = maximin_strategies(NormalFormGame([wins, 0 * wins, 0 * wins])).securities[0]
    assert (first.pure_value, first.value, first.pure_punishment_value) == (0, Fraction(1, 2), 1)
    assert sum(share for others, share in first.punishment if others[0] == others[1]) == Fraction(1, 2)


def earned(game: NormalFormGame, player: int) -> np.ndarray:
    own = np.moveaxis(game.exact[player], player, 0)
    return own.reshape(len(own), -1)


@given(games(), st.sampled_from([1, 10**9, Fraction(1, 10**9)]))
@settings(max_examples=30, deadline=None)
def test_both_sides_prove_the_value(game: NormalFormGame, unit: Fraction) -> None:
    game = NormalFormGame(game.exact * unit)
    found = maximin_strategies(game)
    numerical = maximin_strategies(game, method="highs")
    for i, (exact, approximate) in enumerate(zip(found.securities, numerical.securities, strict=True)):
        own = earned(game, i)
        assert min(exact.strategy @ own) == exact.value == exact.bound
        shares = dict(exact.punishment)
        labels = [labels for k, labels in enumerate(game.strategies) if k != i]
        mixture = [shares.get((a, b), Fraction(0)) for a in labels[0] for b in labels[1]]
        assert max(own @ np.array(mixture, dtype=object)) == exact.value
        assert exact.pure_value <= exact.value <= exact.pure_punishment_value
        assert exact.pure_value == max(min(row) for row in own)
        assert exact.pure_punishment_value == min(max(column) for column in own.T)
        assert approximate.value == pytest.approx(float(exact.value), abs=1e-8 * unit)
        assert approximate.bound == pytest.approx(float(exact.value), abs=1e-8 * unit)


@given(bimatrix_games())
@settings(max_examples=25, deadline=None)
def test_no_equilibrium_gives_less_than_maximin(game: NormalFormGame) -> None:
    values = [security.value for security in maximin_strategies(game).securities]
    for equilibrium in nash_equilibria(game):
        assert all(u >= v for u, v in zip(equilibrium.exact_payoffs, values, strict=True))


def test_large_games_are_bounded_from_both_sides() -> None:
    payoffs = np.random.default_rng(5).normal(size=(2, 60, 70))
    found = maximin_strategies(NormalFormGame(payoffs))
    assert not found.exact
    assert "Values are numerical, proved to within" in found.summary()
    for record in found.certificate().values():
        assert -1e-12 <= record["gap"] < 1e-9


def test_it_is_known_by_name_and_refuses_by_words() -> None:
    game = NormalFormGame([[2, 5]])
    assert solve(game, "maximin").values.tolist() == [5]
    assert solve(game, "maximin").to_dict()["certificate"]["player 1"]["gap"] == "0"
    with pytest.raises(InvalidInput, match="method='lp' is not known"):
        maximin_strategies(game, method="lp")
