"""Pure commitment: a textbook game, ties both ways, and its place between Nash and the best cell."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from negotiate.equilibria import pure_commitment, pure_equilibria
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.games import NormalFormGame, best_responses
from tests.strategies import bimatrix_games

HALF = Fraction(1, 2)


def cournot(q1: Fraction, q2: Fraction) -> tuple[Fraction, Fraction]:
    price = max(Fraction(0), 12 - q1 - q2)
    return q1 * price, q2 * price


def test_the_stackelberg_leader_of_a_linear_market() -> None:
    # Inverse demand 12 - Q, no costs: the leader sells 6, the follower 3; Cournot gives 4 each.
    # (On a grid some replies tie, and a kind follower would let the leader sell a little more.)
    quantities = [k * HALF for k in range(25)]
    game = NormalFormGame.from_function(cournot, [quantities] * 2, players=("Leader", "Follower"))
    found = pure_commitment(game, leader="Leader", ties="weak")
    assert [(best.strategy, best.replies) for best in found.best] == [("6", ("3",))]
    assert (found.value, found.payoffs.tolist()) == (18, [18, 9])
    assert ("4", "4") in [equilibrium.labels for equilibrium in pure_equilibria(game)]


def test_ties_bracket_the_value() -> None:
    game = NormalFormGame.from_bimatrix([[4, 0], [1, 1]], [[2, 2], [1, 1]])
    strong, weak = pure_commitment(game), pure_commitment(game, ties="weak")
    assert (strong.value, strong.best[0].strategy, strong.best[0].replies) == (4, "s1", ("s1",))
    assert (weak.value, weak.best[0].strategy, weak.best[0].replies) == (1, "s2", ("s1", "s2"))
    assert weak.table().rows[0] == ("s1", "s2", 0, 2, False)
    assert strong.to_dict()["certificate"]["commitments"][0]["follower_regret"] == "0"


@given(bimatrix_games())
@settings(max_examples=40, deadline=None)
def test_commitment_is_worth_at_least_any_pure_equilibrium(game: NormalFormGame) -> None:
    for leader in (0, 1):
        strong, weak = (pure_commitment(game, leader=leader, ties=ties) for ties in ("strong", "weak"))
        assert weak.value <= strong.value <= max(game.exact[leader].ravel())
        for equilibrium in pure_equilibria(game):
            assert equilibrium.exact_payoffs[leader] <= strong.value
        for found in (strong, weak):
            for k, commitment in enumerate(found.commitments):
                profile = (k, 0) if leader == 0 else (0, k)
                best = {game.strategies[1 - leader][r] for r in best_responses(game, 1 - leader, profile)}
                assert set(commitment.replies) <= best
                assert commitment.follower_regret == 0


@given(bimatrix_games())
@settings(max_examples=20, deadline=None)
def test_either_player_may_lead(game: NormalFormGame) -> None:
    mirrored = NormalFormGame.from_bimatrix(game.exact[1].T, game.exact[0].T)
    assert pure_commitment(game, leader=1).value == pure_commitment(mirrored, leader=0).value


def test_what_does_not_fit_is_refused() -> None:
    game = NormalFormGame.from_bimatrix([[1]], [[1]])
    with pytest.raises(InvalidInput, match="player 'Home' is not known; choose from player 1, player 2"):
        pure_commitment(game, leader="Home")
    with pytest.raises(InvalidInput, match="ties='week' is not known; choose from strong, weak"):
        pure_commitment(game, ties="week")
    with pytest.raises(NotApplicable, match="commitment needs a game of two players"):
        pure_commitment(NormalFormGame(np.zeros((1, 2))))
