from fractions import Fraction

import numpy as np
from hypothesis import given, settings

from negotiate.games import NormalFormGame
from negotiate.repeated import minmax_payoffs
from tests.strategies import bimatrix_games, games


def test_known_values() -> None:
    """The dilemma's equilibrium; a 2×2 saddle, ``(ad - bc) / (a + d - b - c)``; three who must all match."""
    dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    assert minmax_payoffs(dilemma).values == (1, 1)
    skewed = NormalFormGame.from_bimatrix([[3, -1], [-2, 1]], [[0, 0], [0, 0]])
    assert minmax_payoffs(skewed).values == (Fraction(1, 7), 0)
    same = np.zeros((3, 2, 2, 2))
    same[:, 0, 0, 0] = same[:, 1, 1, 1] = 1
    assert minmax_payoffs(NormalFormGame(same)).values == (0, 0, 0)


@settings(deadline=None, max_examples=40)
@given(bimatrix_games())
def test_what_is_secured_is_what_is_enforced(game: NormalFormGame) -> None:
    result = minmax_payoffs(game)
    assert all(gap == 0 for gap in result.certificate()["enforced_less_secured"].values())
    for i, payoffs in enumerate(game.exact):
        own = np.moveaxis(payoffs, i, 0)
        assert own.min(axis=1).max() <= result.values[i] <= own.max(axis=0).min()
        assert sum(result.securing[i]) == sum(result.punishing[i]) == 1
        assert min(*result.securing[i], *result.punishing[i]) >= 0


@settings(deadline=None, max_examples=20)
@given(games())
def test_three_players(game: NormalFormGame) -> None:
    result = minmax_payoffs(game)
    assert set(result.certificate()["enforced_less_secured"].values()) == {0}
    assert result.to_dict()["answer"]["players"] == list(game.players)
    assert "minmax" in result.summary()
