"""Mixed strategies, what they give, best responses and regret."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput
from negotiate.games import (
    NormalFormGame,
    best_responses,
    exact_payoffs,
    exact_profile,
    exact_regrets,
    expected_payoffs,
    mixed_profile,
    regrets,
)
from tests.strategies import bimatrix_games, games, mixtures

PENNIES = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
HALF = Fraction(1, 2)


def slow_payoff(game: NormalFormGame, player: int, profile: tuple[tuple[Fraction, ...], ...]) -> Fraction:
    """Sum over all pure profiles, the definition."""
    total = Fraction(0)
    for index in np.ndindex(game.shape):
        weight = Fraction(1)
        for strategy, k in zip(profile, index, strict=True):
            weight *= strategy[k]
        total += weight * game.exact[(player, *index)]
    return total


@given(games(), st.data())
@settings(max_examples=40, deadline=None)
def test_payoffs_and_regrets_follow_the_definition(game: NormalFormGame, data: st.DataObject) -> None:
    profile = tuple(data.draw(mixtures(count)) for count in game.shape)
    payoffs = tuple(slow_payoff(game, i, profile) for i in range(3))
    assert exact_payoffs(game, profile) == payoffs
    np.testing.assert_allclose(expected_payoffs(game, profile), [float(u) for u in payoffs], atol=1e-12)
    for i, strategies in enumerate(game.strategies):
        pure = [
            slow_payoff(game, i, exact_profile(game, [*profile[:i], k, *profile[i + 1 :]]))
            for k in range(len(strategies))
        ]
        assert exact_regrets(game, profile)[i] == max(pure) - payoffs[i]
        assert best_responses(game, i, profile) == tuple(np.flatnonzero(np.array(pure) == max(pure)))
    np.testing.assert_allclose(
        regrets(game, profile), [float(r) for r in exact_regrets(game, profile)], atol=1e-12
    )


@given(bimatrix_games(), st.data())
@settings(max_examples=30, deadline=None)
def test_regret_is_zero_exactly_where_only_best_responses_are_played(
    game: NormalFormGame, data: st.DataObject
) -> None:
    profile = tuple(data.draw(mixtures(count)) for count in game.shape)
    for i, regret in enumerate(exact_regrets(game, profile)):
        assert regret >= 0
        assert (regret == 0) == set(np.flatnonzero(profile[i])).issubset(best_responses(game, i, profile))


def test_ties_are_ties_in_decimals_that_floats_can_not_hold() -> None:
    game = NormalFormGame.from_bimatrix([["0.3", "0.3"], ["0.1", "0.5"]], [[0, 0], [0, 0]])
    assert best_responses(game, 0, [0, ["1/2", "1/2"]]) == (0, 1)
    rounded = NormalFormGame.from_bimatrix([[0.3], [0.1 + 0.2]], [[0], [0]])
    assert best_responses(rounded, 0, [0, 0]) == (1,)
    assert best_responses(rounded, 0, [0, 0], tolerance=1e-12) == (0, 1)


def test_floats_that_sum_to_one_up_to_rounding_become_exact() -> None:
    game = NormalFormGame.from_bimatrix([[1, 2, 3]], [[1, 2, 3]])
    row, column = exact_profile(game, [[1.0], np.array([1 / 3, 1 / 3, 1 / 3])])
    assert (sum(row), sum(column)) == (1, 1)
    assert column[0] == column[1] == column[2] == Fraction(1, 3)
    assert exact_profile(game, [0, [1 + 1e-12, -1e-12, 0.0]])[1] == (1, 0, 0)


def test_a_pure_strategy_may_be_given_by_label_or_position() -> None:
    assert exact_profile(PENNIES, ["s2", np.int64(0)]) == ((0, 1), (1, 0))
    assert [list(vector) for vector in mixed_profile(PENNIES, [1, "s1"])] == [[0, 1], [1, 0]]


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        ([[1, 0]], "must have one strategy for each of 2 players"),
        (3, "must have one strategy for each of 2 players"),
        ([[HALF, HALF], [HALF, Fraction(1, 3)]], r"profile\[1\] sums to 5/6"),
        ([[HALF, HALF], [2, -1]], r"profile\[1\]\[1\] is -1; a probability must be at least 0"),
        ([[0.5, 0.4], 0], r"profile\[0\] sums to"),
        ([[1], 0], r"profile\[0\] has shape \(1,\); it must have shape \(2,\)"),
        (["s3", 0], "strategy of player 1 's3' is not known; choose from s1, s2"),
        ([True, 0], "strategy of player 1 True is not known"),
    ],
)
def test_bad_profiles_are_refused(profile: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        exact_profile(PENNIES, profile)  # type: ignore[arg-type]


def test_a_negative_tolerance_is_refused() -> None:
    with pytest.raises(InvalidInput, match="tolerance=-1; it must be at least 0"):
        best_responses(PENNIES, 0, [0, 0], tolerance=-1)
