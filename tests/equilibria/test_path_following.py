"""One equilibrium of a large game: known paths, ties, scales, honest regrets, refusals."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from negotiate.equilibria import nash_equilibria
from negotiate.equilibria.path_following import lemke_howson
from negotiate.equilibria.pivoting import follow_path
from negotiate.equilibria.whole_numbers import judged, whole_numbers
from negotiate.errors import InvalidInput, NoSolution, NotApplicable
from negotiate.games import NormalFormGame
from negotiate.games.regret import exact_regrets
from tests.strategies import bimatrix_games


def assert_equilibrium(game: NormalFormGame, **options: Any) -> None:
    found = lemke_howson(game, **options)
    assert len(found) == 1
    assert not found.complete
    assert exact_regrets(game, found[0].exact) == (0, 0)
    assert found[0].max_regret == 0


@given(bimatrix_games())
@settings(max_examples=40, deadline=None)
def test_every_label_leads_to_an_extreme_equilibrium_tied_or_not(game: NormalFormGame) -> None:
    known = {equilibrium.exact for equilibrium in nash_equilibria(game)}
    for label in range(sum(game.shape)):
        found = lemke_howson(game, label=label)
        assert found[0].exact in known
        assert max(found[0].regrets) == 0


@pytest.mark.parametrize("scale", [1, 1e18, 1e-18, 1e-300, 1e300])
@pytest.mark.parametrize("shape", [(4, 5), (20, 30), (60, 15)])
def test_scales_do_not_matter(scale: float, shape: tuple[int, int]) -> None:
    payoffs = np.random.default_rng(1).normal(size=(2, *shape)) * scale
    assert_equilibrium(NormalFormGame(payoffs))


@pytest.mark.parametrize("size", [3, 12, 30, 60])
def test_tied_games_do_not_cycle(size: int) -> None:
    rng = np.random.default_rng(size)
    games: list[NDArray[Any]] = [
        rng.integers(0, 3, (2, size, size)),
        np.ones((2, size, size), dtype=int),
        np.stack([np.eye(size, dtype=int)] * 2),
        np.stack([np.eye(size, dtype=int), -np.eye(size, dtype=int)]),
        np.repeat(rng.integers(0, 9, (2, size, 1)), size, axis=2),
    ]
    for payoffs in games:
        assert_equilibrium(NormalFormGame(payoffs))
        assert_equilibrium(NormalFormGame(payoffs), label=size)


def test_payoffs_far_from_zero_are_no_trouble() -> None:
    rng = np.random.default_rng(2)
    assert_equilibrium(NormalFormGame(10**9 + rng.integers(0, 99, (2, 30, 30))))
    assert_equilibrium(NormalFormGame(rng.integers(0, 99, (2, 6, 6)).astype(object) * Fraction(10**40, 7)))


def test_a_large_game_is_solved_exactly() -> None:
    assert_equilibrium(NormalFormGame(np.random.default_rng(3).normal(size=(2, 200, 200))))


def test_where_many_strategies_are_played_the_regret_is_small_and_said_to_be_above_zero() -> None:
    size = 70
    identity = np.eye(size)
    game = NormalFormGame(np.stack([identity, -identity]))
    found = lemke_howson(game)
    assert found[0].regrets == exact_regrets(game, found[0].exact)
    assert 0 < found[0].max_regret < 1e-12
    assert "in exact arithmetic" in found.note
    assert "regret is exactly 0" not in found.note


def test_labels_of_both_players_can_lead_to_different_equilibria() -> None:
    battle = NormalFormGame.from_bimatrix([[3, 0], [0, 2]], [[2, 0], [0, 3]])
    ends = [lemke_howson(battle, label=k)[0].labels for k in range(4)]
    assert ends == [("s1", "s1"), ("s2", "s2"), ("s1", "s1"), ("s2", "s2")]


def test_integers_and_floats_follow_the_same_path() -> None:
    rng = np.random.default_rng(4)
    for _ in range(20):
        A, B = rng.integers(1, 1000, (2, 5, 6))
        for label in range(11):
            exact = follow_path(A.astype(object), B.astype(object), label, 1000)
            near = follow_path(A / 1000, B / 1000, label, 1000)
            assert exact is not None
            assert near is not None
            assert (near.rows, near.columns, near.pivots) == (exact.rows, exact.columns, exact.pivots)


@given(bimatrix_games(), st.data())
@settings(max_examples=30, deadline=None)
def test_judged_regrets_are_those_of_the_game(game: NormalFormGame, data: st.DataObject) -> None:
    x, y = (
        data.draw(st.lists(st.integers(0, 4), min_size=count, max_size=count).filter(any))
        for count in game.shape
    )
    found = judged(game, x, y)
    assert found.regrets == exact_regrets(game, found.exact)


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_whole_numbers_lose_nothing(numbers: list[float]) -> None:
    whole, common = whole_numbers(np.array(numbers))
    assert [Fraction(number, common) for number in whole] == [Fraction(number) for number in numbers]


def test_the_same_call_gives_the_same_bytes() -> None:
    game = NormalFormGame(np.random.default_rng(5).normal(size=(2, 40, 40)))
    assert lemke_howson(game).to_json() == lemke_howson(game).to_json()


def test_three_players_are_refused() -> None:
    with pytest.raises(NotApplicable, match="Lemke and Howson's method needs a game of two players"):
        lemke_howson(NormalFormGame(np.ones((3, 2, 2, 2))))


def test_too_few_pivots_are_told_in_words() -> None:
    game = NormalFormGame(np.stack([np.eye(4), -np.eye(4)]))
    with pytest.raises(NoSolution, match=r"label 1 did not end within max_pivots=2"):
        lemke_howson(game, label=1, max_pivots=2)


@pytest.mark.parametrize("options", [{"label": 4}, {"label": -1}, {"label": "a"}, {"max_pivots": 0}])
def test_bad_options_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match=next(iter(options))):
        lemke_howson(NormalFormGame(np.ones((2, 2, 2))), **options)
