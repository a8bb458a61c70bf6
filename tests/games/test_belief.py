"""Beliefs: proved by their weights, found wherever a strategy is justified with room to spare."""

from __future__ import annotations

import numpy as np
import pytest

from negotiate.games import NormalFormGame, dominated_strategies
from negotiate.games import dominance as module
from negotiate.games.belief import justifying_belief


def test_the_weights_are_positive_and_leave_no_rival_a_gain() -> None:
    rng = np.random.default_rng(1)
    found = 0
    for _ in range(20):
        gains = rng.integers(-9, 6, size=(3, 5)).astype(object)
        weights = justifying_belief(gains)
        if weights is not None:
            found += 1
            assert min(weights) > 0
            assert max(gains @ np.array(weights, dtype=object)) <= 0
    assert found > 10


def test_a_strategy_that_gains_from_nothing_is_not_justified() -> None:
    assert justifying_belief(np.array([[1, 1]], dtype=object)) is None
    assert justifying_belief(np.array([[0, 0]], dtype=object)) == (1, 1)


@pytest.mark.parametrize("kind", ["strict", "weak"])
def test_verdicts_are_the_same_with_and_without_beliefs(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(7)
    for spread in (2, 100):
        game = NormalFormGame(rng.integers(-spread, spread, size=(2, 16, 16)))
        monkeypatch.setattr(module, "_SMALL", 0)
        quick = dominated_strategies(game, kind=kind)
        monkeypatch.setattr(module, "_SMALL", 10**9)
        assert dominated_strategies(game, kind=kind) == quick


def test_published_record_of_a_large_game_stays_exact() -> None:
    # A strategy worse than an even mix of two others by 1e-18 everywhere, among 20 x 20 payoffs.
    payoffs = np.random.default_rng(3).integers(-9, 10, size=(19, 20)).astype(object) * 10**18
    low = (payoffs[0] + payoffs[1]) // 2 - 1
    game = NormalFormGame.from_bimatrix(np.vstack([payoffs, low]), np.zeros((20, 20), dtype=int))
    found = {d.strategy: d for d in dominated_strategies(game, player=0)}
    assert found["s20"].least_gain >= 1
