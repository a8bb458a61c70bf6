"""Perfection by dominance against perfection by trembles, and the chain of concepts."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from negotiate.equilibria import (
    nash_equilibria,
    perfect_equilibria,
    pure_equilibria,
    rationalisable_strategies,
)
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.games import NormalFormGame, dominated_strategies, exact_regrets
from negotiate.registry import solve
from tests.strategies import bimatrix_games

# Selten's example of a strict and a weak equilibrium in one game.
SELTEN = NormalFormGame.from_bimatrix([[1, 0], [0, 0]], [[1, 0], [0, 0]])


def test_the_weak_equilibrium_of_two_is_not_perfect() -> None:
    found = perfect_equilibria(SELTEN)
    assert [each.labels for each in found.equilibria] == [("s1", "s1"), ("s2", "s2")]
    assert (found.perfect, found.strict) == ((True, False), (True, False))
    assert [each.labels for each in found.selected] == [("s1", "s1")]


def test_undominated_strategies_may_make_up_a_dominated_mixture() -> None:
    # s1 and s2 are undominated, yet s3 is no worse than 2/3 s1 + 1/3 s2 whatever column does.
    game = NormalFormGame.from_bimatrix([[4, 0, 1], [0, 4, 1], [3, 3, 1]], [[3, 0, 2], [0, 3, 2], [0, 0, 2]])
    assert dominated_strategies(game, player=0, kind="weak") == ()
    found = perfect_equilibria(game)
    verdicts = dict(zip([each.labels for each in found.equilibria], found.perfect, strict=True))
    assert verdicts[("2/3 s1 + 1/3 s2", "s3")] is False
    assert verdicts[("s3", "s3")] is verdicts[("s1", "s1")] is True
    assert "player 1 does no worse with" in found.summary()


@given(bimatrix_games())
@settings(max_examples=40, deadline=None)
def test_the_proofs_hold_and_the_concepts_nest(game: NormalFormGame) -> None:
    found = perfect_equilibria(game)
    assert len(found.selected) >= 1  # Selten (1975): every finite game has a perfect equilibrium
    left = rationalisable_strategies(game).strategies
    for each, strict, perfect, pair in zip(
        found.equilibria, found.strict, found.perfect, found.trembles, strict=True
    ):
        assert exact_regrets(game, each.exact) == (0, 0)
        assert perfect or not strict
        for i, tremble in enumerate(pair):
            own = np.moveaxis(game.exact[i], i, 0)
            mine = np.array(each.exact[i], dtype=object)
            if tremble.belief is not None:
                payoffs = own @ np.array(tremble.belief, dtype=object)
                assert min(tremble.belief) > 0
                assert mine @ payoffs == max(payoffs)
            else:
                gains = (np.array(tremble.dominated_by, dtype=object) - mine) @ own
                assert min(gains) >= 0 < max(gains)
            assert {game.strategies[i][k] for k in each.support[i]} <= set(left[i])


@given(bimatrix_games(largest=3))
@settings(max_examples=30, deadline=None)
def test_a_pure_equilibrium_is_perfect_if_and_only_if_no_part_is_dominated(game: NormalFormGame) -> None:
    dominated = {(d.player, d.strategy) for d in dominated_strategies(game, kind="weak")}
    found = perfect_equilibria(game, equilibria=pure_equilibria(game))
    for each, perfect in zip(found.equilibria, found.perfect, strict=True):
        assert perfect == dominated.isdisjoint(zip(game.players, each.labels, strict=True))


def test_large_games_are_decided_exactly_too() -> None:
    payoffs = np.random.default_rng(4).integers(-20, 21, (2, 20, 20))
    payoffs[0, 3], payoffs[0, 4] = 30, 30
    payoffs[0, 4, 7] = 29
    payoffs[1, 3] = payoffs[1, 4] = 0
    payoffs[1, 4, 7] = -1
    game = NormalFormGame(payoffs)
    found = perfect_equilibria(game, equilibria=pure_equilibria(game))
    verdicts = dict(zip([each.labels for each in found.equilibria], found.perfect, strict=True))
    assert {row for row, _ in verdicts} == {"s4", "s5"}
    assert not any(perfect for (row, _), perfect in verdicts.items() if row == "s5")
    assert verdicts[("s4", "s8")] == (("player 2", "s8") not in _weakly_dominated(game))


def _weakly_dominated(game: NormalFormGame) -> set[tuple[str, str]]:
    return {(d.player, d.strategy) for d in dominated_strategies(game, player=1, kind="weak")}


def test_it_is_known_by_name_and_refuses_by_words() -> None:
    found = solve(SELTEN, "perfect")
    record = found.to_dict()
    assert [each["perfect"] for each in record["answer"]["equilibria"]] == [True, False]
    proof = found.certificate()["equilibria"]
    assert proof[0]["player 1"]["belief"] == (Fraction(1, 2), Fraction(1, 2))
    assert proof[1]["player 1"]["dominated_by"] == (1, 0)
    with pytest.raises(NotApplicable, match="perfection needs a game of two players; this one has 3"):
        perfect_equilibria(NormalFormGame(np.zeros((3, 1, 1, 1))))
    with pytest.raises(InvalidInput, match="equilibria are those of another game"):
        perfect_equilibria(SELTEN, equilibria=nash_equilibria(NormalFormGame.from_bimatrix([[1]], [[1]])))
