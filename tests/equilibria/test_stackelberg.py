"""Mixed commitment: a published game, ties both ways against a second method, its place above Nash."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibria import maximin_strategies, mixed_commitment, nash_equilibria, pure_commitment
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.games import NormalFormGame
from negotiate.registry import solve
from tests.strategies import bimatrix_games, mixtures

HALF = Fraction(1, 2)
# The introductory example of Conitzer & Sandholm (2006): the only equilibrium gives the leader 2, the pure
# commitment to the second row 3, even odds 3.5.
EXAMPLE = NormalFormGame.from_bimatrix([[2, 4], [1, 3]], [[1, 0], [0, 1]])


def weak_by_intervals(own: np.ndarray, theirs: np.ndarray) -> Fraction:
    """Return the weak value for a leader with two strategies, with no linear programme.

    Between odds where two replies tie, best replies do not change and the leader's payoff from
    each is linear: the least of them is concave, and greatest at an end or where two of them cross.
    """

    def crossings(payoffs: np.ndarray) -> set[Fraction]:
        slopes = payoffs[0] - payoffs[1]
        found = set()
        for j in range(payoffs.shape[1]):
            for k in range(j):
                if slopes[j] != slopes[k]:
                    found.add(Fraction(payoffs[1, k] - payoffs[1, j], slopes[j] - slopes[k]))
        return {t for t in found if 0 <= t <= 1}

    ties = sorted(crossings(theirs) | {Fraction(0), Fraction(1)})
    values = []
    for low, high in pairwise(ties):
        middle = (low + high) / 2
        replied = np.array([middle, 1 - middle]) @ theirs
        best = np.flatnonzero(replied == max(replied))
        inside = [t for t in crossings(own[:, best]) if low < t < high]
        values += [min(np.array([t, 1 - t]) @ own[:, best]) for t in (low, high, *inside)]
    return max(values)


def test_conitzer_and_sandholm() -> None:
    found = mixed_commitment(EXAMPLE)
    assert (found.value, found.strategy.tolist()) == (Fraction(7, 2), [HALF, HALF])
    assert found.best[0].replies == ("s2",)
    assert found.payoffs.tolist() == [3.5, 0.5]
    assert pure_commitment(EXAMPLE).value == 3
    assert [each.exact_payoffs[0] for each in nash_equilibria(EXAMPLE)] == [2]


def test_with_weak_ties_the_same_value_is_approached_and_not_reached() -> None:
    found = mixed_commitment(EXAMPLE, ties="weak")
    assert found.value == Fraction(7, 2)
    assert not found.attained
    assert found.best[0].least_if_tied == Fraction(3, 2)
    assert "The value is a supremum" in found.summary()
    odds = found.best[0].near(0.001)
    replied = odds @ EXAMPLE.payoffs[1]
    assert replied[1] > replied[0]
    assert 3.499 < odds @ EXAMPLE.payoffs[0, :, 1] < 3.5
    assert mixed_commitment(EXAMPLE).best[0].near(0.5).tolist() == [0.5, 0.5]


def test_a_reply_best_only_at_one_point_counts_for_strong_ties_alone() -> None:
    # The third reply never beats both others; at even odds it ties with them and suits the leader.
    game = NormalFormGame.from_bimatrix([[0, 0, 9], [0, 0, 9]], [[2, 0, 1], [0, 2, 1]])
    assert mixed_commitment(game).value == 9
    weak = mixed_commitment(game, ties="weak")
    assert weak.value == 0
    assert [each.replies for each in weak.inducements] == [("s1",), ("s2",)]


def test_odds_without_a_tie_are_preferred_where_they_are_as_good() -> None:
    game = NormalFormGame.from_bimatrix([[5, 0], [5, 0], [5, 0]], [[1, 0], [0, 1], [0, 1]])
    weak = mixed_commitment(game, ties="weak")
    replied = weak.strategy @ game.exact[1]
    assert (weak.value, weak.attained) == (5, True)
    assert replied[0] > replied[1]


def test_replies_that_are_alike_cannot_be_told_apart() -> None:
    # Both replies always pay the follower the same: matching pennies is what the leader can count on.
    game = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[0, 0], [0, 0]])
    assert mixed_commitment(game).value == 1
    weak = mixed_commitment(game, ties="weak")
    assert (weak.value, weak.attained, weak.best[0].replies) == (0, True, ("s1", "s2"))


@st.composite
def two_row_games(draw: st.DrawFn) -> NormalFormGame:
    count = draw(st.integers(1, 4))
    row = st.lists(st.integers(-3, 3), min_size=count, max_size=count)
    return NormalFormGame(np.array([[draw(row), draw(row)] for _ in range(2)]))


@given(two_row_games())
@settings(max_examples=60, deadline=None)
def test_weak_ties_agree_with_a_second_method(game: NormalFormGame) -> None:
    found = mixed_commitment(game, ties="weak")
    assert found.value == weak_by_intervals(game.exact[0], game.exact[1])
    mirrored = NormalFormGame.from_bimatrix(game.exact[1].T, game.exact[0].T)
    assert mixed_commitment(mirrored, leader=1, ties="weak").value == found.value


@given(bimatrix_games(), st.data())
@settings(max_examples=40, deadline=None)
def test_the_weak_value_is_approached_and_never_exceeded(game: NormalFormGame, data: st.DataObject) -> None:
    own, theirs = game.exact
    found = mixed_commitment(game, ties="weak")

    def worst(odds: np.ndarray) -> Fraction:
        replied = odds @ theirs
        return min((odds @ own)[replied == max(replied)])

    for _ in range(5):
        assert worst(np.array(data.draw(mixtures(game.shape[0])), dtype=object)) <= found.value
    share = Fraction(1, 10**9)
    for best in found.best:
        odds = (1 - share) * best.strategy + share * best.towards
        assert worst(odds) >= found.value - share * (own.max() - own.min())
    assert found.attained == (worst(found.strategy) == found.value)


@given(bimatrix_games(), st.sampled_from([0, 1]))
@settings(max_examples=40, deadline=None)
def test_its_place_among_the_concepts(game: NormalFormGame, leader: int) -> None:
    strong, weak = (mixed_commitment(game, leader=leader, ties=ties) for ties in ("strong", "weak"))
    secure = maximin_strategies(game).securities[leader].value
    nash = [each.exact_payoffs[leader] for each in nash_equilibria(game)]
    assert secure <= weak.value <= strong.value <= max(game.exact[leader].ravel())
    assert max(nash) <= strong.value
    assert pure_commitment(game, leader=leader).value <= strong.value
    assert pure_commitment(game, leader=leader, ties="weak").value <= weak.value
    for found in (strong, weak):
        own, theirs = (np.moveaxis(game.exact[k], leader, 0) for k in (leader, 1 - leader))
        for each in found.inducements:
            replied, at = each.strategy @ theirs, [game.position(1 - leader, r) for r in each.replies]
            assert all(replied[k] == max(replied) for k in at)
            assert each.leader_payoff == each.bound == min((each.strategy @ own)[at])
            assert each.follower_regret == 0
            assert each.least_if_tied <= each.leader_payoff
        labels = game.strategies[1 - leader]
        for gone in found.exclusions:
            mixture = np.array([dict(gone.by).get(label, Fraction(0)) for label in labels], dtype=object)
            ahead = theirs @ mixture - theirs[:, labels.index(gone.replies[0])]
            assert sum(mixture) == 1
            assert min(ahead) == gone.margin >= 0
            assert found is weak or gone.margin > 0
        named = [reply for each in (*found.inducements, *found.exclusions) for reply in each.replies]
        assert sorted(named) == sorted(labels)


@given(
    bimatrix_games(largest=3),
    st.sampled_from([10**9, Fraction(1, 10**9)]),
    st.sampled_from(["strong", "weak"]),
)
@settings(max_examples=25, deadline=None)
def test_units_do_not_matter(game: NormalFormGame, unit: Fraction, ties: str) -> None:
    scaled = NormalFormGame(np.stack([game.exact[0] * unit + 5, game.exact[1] / unit - 7]))
    before, exact = (mixed_commitment(g, ties=ties) for g in (game, scaled))
    numerical = mixed_commitment(scaled, ties=ties, method="highs")
    assert exact.value == before.value * unit + 5
    assert exact.strategy.tolist() == before.strategy.tolist()
    assert numerical.value == pytest.approx(float(exact.value), rel=1e-7, abs=1e-7 * float(unit))


def test_large_games_are_solved_numerically_with_bounds() -> None:
    game = NormalFormGame(np.random.default_rng(11).random((2, 60, 60)))
    for ties in ("strong", "weak"):
        found = mixed_commitment(game, ties=ties)
        assert not found.exact
        assert all(-1e-12 <= each.bound - each.leader_payoff < 1e-8 for each in found.inducements)
        assert all(0 <= each.follower_regret < 1e-8 for each in found.inducements)
    assert "Numerical: no commitment is worth more than" in found.summary()


def test_it_is_known_by_name_and_refuses_by_words() -> None:
    assert solve(EXAMPLE, "mixed commitment", ties="weak").to_dict()["answer"]["attained"] is False
    assert solve(EXAMPLE, "mixed commitment").certificate()["inducements"][1]["bound"] == Fraction(7, 2)
    with pytest.raises(InvalidInput, match="ties='week' is not known; choose from strong, weak"):
        mixed_commitment(EXAMPLE, ties="week")
    with pytest.raises(InvalidInput, match="player 'Home' is not known"):
        mixed_commitment(EXAMPLE, leader="Home")
    with pytest.raises(NotApplicable, match="commitment needs a game of two players"):
        mixed_commitment(NormalFormGame(np.zeros((3, 2, 2, 2))))
    with pytest.raises(InvalidInput, match="share=2; it must be from 0 to 1"):
        mixed_commitment(EXAMPLE, ties="weak").best[0].near(2)
