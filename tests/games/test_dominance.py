"""Dominance and iterated elimination: proofs hold, HiGHS agrees, published games come out."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import linprog

from negotiate.errors import InvalidInput
from negotiate.games import NormalFormGame, dominated_strategies, iterated_elimination
from tests.strategies import bimatrix_games, games


def own_rows(game: NormalFormGame, player: int) -> np.ndarray:
    return np.moveaxis(game.payoffs[player], player, 0).reshape(game.shape[player], -1)


def dominated_by_highs(rows: np.ndarray, strategy: int, kind: str) -> bool:
    """Ask HiGHS for the mixture with the largest least gain, or the largest total gain without a loss."""
    gains = rows - rows[strategy]
    k, profiles = gains.shape
    total = [[1.0] * k + [0.0]]
    if kind == "strict":
        cost, columns = np.r_[np.zeros(k), -1], np.c_[-gains.T, np.ones(profiles)]
    else:
        cost, columns = np.r_[-gains.sum(axis=1), 0], np.c_[-gains.T, np.zeros(profiles)]
    found = linprog(cost, columns, np.zeros(profiles), total, [1], [(0, None)] * k + [(None, None)])
    return bool(-found.fun > 1e-6)


@pytest.mark.parametrize("kind", ["strict", "weak"])
@given(game=bimatrix_games())
@settings(max_examples=30, deadline=None)
def test_the_verdict_is_that_of_a_linear_programme(kind: str, game: NormalFormGame) -> None:
    found = {(d.player, d.strategy) for d in dominated_strategies(game, kind=kind)}
    for i, player in enumerate(game.players):
        for s, label in enumerate(game.strategies[i]):
            assert ((player, label) in found) == dominated_by_highs(own_rows(game, i), s, kind)


@pytest.mark.parametrize("kind", ["strict", "weak"])
@pytest.mark.parametrize("by", ["mixed", "pure"])
@given(game=games())
@settings(max_examples=20, deadline=None)
def test_every_proof_holds(kind: str, by: str, game: NormalFormGame) -> None:
    for d in dominated_strategies(game, kind=kind, by=by):
        i = game.player_index(d.player)
        rows = np.moveaxis(game.exact[i], i, 0).reshape(game.shape[i], -1)
        mixed = sum(share * rows[game.position(i, label)] for label, share in d.by)
        gains = mixed - rows[game.position(i, d.strategy)]
        assert sum(share for _, share in d.by) == 1
        assert (d.least_gain, d.largest_gain) == (min(gains), max(gains))
        assert d.least_gain > 0 if kind == "strict" else d.least_gain >= 0 < d.largest_gain
        assert by == "mixed" or len(d.by) == 1


def test_a_mixture_may_dominate_where_nothing_pure_does() -> None:
    game = NormalFormGame.from_bimatrix([[3, 0], [0, 3], ["1.5", "1.5"]], [[0, 0]] * 3)
    assert dominated_strategies(game) == ()
    lower = NormalFormGame.from_bimatrix([[3, 0], [0, 3], ["1.499999999999999999", "1.5"]], [[0, 0]] * 3)
    (found,) = dominated_strategies(lower)
    assert (found.strategy, found.least_gain) == ("s3", Fraction(1, 2 * 10**18))
    weaker = NormalFormGame.from_bimatrix([[3, 0, 0], [0, 3, 1], ["1.5", "1.5", 0]], [[0, 0, 0]] * 3)
    assert dominated_strategies(weaker) == ()
    (found,) = dominated_strategies(weaker, kind="weak")
    assert (found.mixture(), found.least_gain, found.largest_gain) == ("1/2 s1 + 1/2 s2", 0, Fraction(1, 2))


def test_a_published_game_is_solved() -> None:
    # Gibbons (1992), Game Theory for Applied Economists, figure 1.1.1: (Up, Middle) is left.
    game = NormalFormGame.from_bimatrix(
        [[1, 1, 0], [0, 0, 2]],
        [[0, 2, 1], [3, 1, 0]],
        strategies=[["Up", "Down"], ["Left", "Middle", "Right"]],
    )
    found = iterated_elimination(game, by="pure")
    assert [[step.strategy for step in steps] for steps in found.rounds] == [["Right"], ["Down"], ["Left"]]
    assert found.solvable
    assert found.answer()["left"] == {"player 1": ("Up",), "player 2": ("Middle",)}
    assert found.table().rows[1] == (2, "player 1", "Down", "Up", 1)
    assert found.to_dict()["certificate"]["rounds"][0][0]["by"] == {"Middle": "1"}


def test_weak_elimination_may_remove_an_equilibrium() -> None:
    game = NormalFormGame.from_bimatrix([[1, 0], [0, 0]], [[1, 0], [0, 0]])
    assert iterated_elimination(game).rounds == ()
    assert iterated_elimination(game, kind="weak").reduced.strategies == (("s1",), ("s1",))


@given(bimatrix_games())
@settings(max_examples=25, deadline=None)
def test_what_is_left_depends_on_no_order(game: NormalFormGame) -> None:
    mirrored = game.restrict([range(count)[::-1] for count in game.shape])
    for kind in ("strict", "weak"):
        left = iterated_elimination(game, kind=kind).reduced
        other = iterated_elimination(mirrored, kind=kind).reduced
        assert [set(labels) for labels in left.strategies] == [set(labels) for labels in other.strategies]
        assert dominated_strategies(left, kind=kind) == ()
    one_by_one = game
    while found := dominated_strategies(one_by_one):
        last = found[-1]
        one_by_one = one_by_one.restrict(
            [
                [label for label in labels if (player, label) != (last.player, last.strategy)]
                for player, labels in zip(one_by_one.players, one_by_one.strategies, strict=True)
            ]
        )
    assert one_by_one.strategies == iterated_elimination(game).reduced.strategies


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kind": "week"}, r"kind='week' is not known; choose from strict, weak. Did you mean 'weak'"),
        ({"by": "both"}, "by='both' is not known; choose from mixed, pure"),
        ({"player": 2}, "player 2 is not known; choose from player 1, player 2"),
    ],
)
def test_unknown_options_are_refused(options: dict[str, object], words: str) -> None:
    game = NormalFormGame.from_bimatrix([[1]], [[1]])
    with pytest.raises(InvalidInput, match=words):
        dominated_strategies(game, **options)  # type: ignore[arg-type]
