"""Incentive constraints against their definition, summed profile by profile."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from negotiate.equilibria import correlated_equilibrium
from negotiate.equilibria.incentives import check_size, coarse_incentives, incentives
from negotiate.errors import NotApplicable
from negotiate.games import NormalFormGame
from tests.strategies import games


def gain(game: NormalFormGame, lottery: np.ndarray, player: int, told: int | None, instead: int) -> int:
    total = 0
    for profile in np.ndindex(game.shape):
        if told is None or profile[player] == told:
            deviation = (*profile[:player], instead, *profile[player + 1 :])
            own = game.given[player]
            total += lottery[profile] * (own[deviation] - own[profile])
    return int(total)


@given(games())
@settings(max_examples=25, deadline=None)
def test_rows_are_the_gains_from_disobeying(game: NormalFormGame) -> None:
    lottery = np.arange(1, 1 + np.prod(game.shape)).reshape(game.shape)  # scaled up; gains are linear
    for player in range(3):
        fine, coarse = incentives(game.given, player), coarse_incentives(game.given, player)
        assert fine.told is not None
        for each in (fine, coarse):
            rows = each.dense(lottery.size) @ lottery.ravel()
            assert np.array_equal(rows, each.sparse(lottery.size) @ lottery.ravel())
            told = [None] * len(rows) if each.told is None else each.told
            expected = [gain(game, lottery, player, s, d) for s, d in zip(told, each.instead, strict=True)]
            assert rows.tolist() == expected
        assert len(fine.gains) == game.shape[player] * (game.shape[player] - 1)


def test_a_game_too_large_is_refused_before_memory_is_taken() -> None:
    with pytest.raises(
        NotApplicable, match="correlated equilibrium of this game has 2.97e.08 incentive terms"
    ):
        check_size((100, 100, 100), coarse=False)
    with pytest.raises(NotApplicable, match="coarse correlated equilibrium of this game has 3e.08"):
        check_size((100, 100, 100), coarse=True)
    assert check_size((2, 2, 2), coarse=False) == 24


def test_one_player_is_told_what_is_best() -> None:
    assert correlated_equilibrium(NormalFormGame([[1, 3, 2]])).probabilities == {("s2",): 1}
