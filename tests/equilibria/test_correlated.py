"""Correlated equilibria: Aumann's example, Nash within correlated within coarse, proofs checked anew."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibria import (
    CorrelatedEquilibrium,
    coarse_correlated_equilibrium,
    correlated_equilibrium,
    maximin_strategies,
    nash_equilibria,
    pure_equilibria,
)
from negotiate.equilibria.incentives import coarse_incentives, incentives
from negotiate.errors import InvalidInput
from negotiate.games import NormalFormGame
from negotiate.registry import solve
from tests.strategies import bimatrix_games, games

BOTH = (correlated_equilibrium, coarse_correlated_equilibrium)
# Aumann's (1974) example: pure equilibria (5, 1) and (1, 5); a public coin gives (3, 3) on
# average, a private signal 10/3 to each.
AUMANN = NormalFormGame.from_bimatrix([[5, 0], [4, 1]], [[1, 0], [4, 5]])


def largest_gain(payoffs: np.ndarray, lottery: np.ndarray, *, coarse: bool) -> Fraction | float:
    """Return the largest gain from disobeying a lottery over profiles, in the arithmetic of the payoffs."""
    flat = lottery.ravel()
    rows = [
        (coarse_incentives if coarse else incentives)(payoffs, i).dense(flat.size) @ flat
        for i in range(len(payoffs))
    ]
    return max([Fraction(0), *np.concatenate(rows)])


def proved_bound(game: NormalFormGame, found: CorrelatedEquilibrium, goals: np.ndarray) -> Fraction:
    """Rework the bound from the multipliers in the certificate, profile by profile."""
    record = found.certificate()
    best = []
    for profile in np.ndindex(game.shape):
        reach = sum(w * goal[profile] for w, goal in zip(record["weights"], goals, strict=True))
        for m in record["multipliers"]:
            i = game.player_index(m["player"])
            if m["told"] in (None, game.strategies[i][profile[i]]):
                swapped = (*profile[:i], game.position(i, m["instead"]), *profile[i + 1 :])
                reach -= m["value"] * (game.exact[i][swapped] - game.exact[i][profile])
        best.append(reach)
    return max(best)


def test_aumann_gives_each_player_ten_thirds() -> None:
    found = correlated_equilibrium(AUMANN)
    assert found.exact_payoffs == (Fraction(10, 3), Fraction(10, 3))
    assert found.probabilities == dict.fromkeys([("s1", "s1"), ("s2", "s1"), ("s2", "s2")], Fraction(1, 3))
    assert correlated_equilibrium(AUMANN, objective="player", player="player 1").value == 5
    assert found.exact
    assert found.duality_gap == found.violation == 0


def test_the_fair_one_splits_battle_of_the_sexes_by_a_coin() -> None:
    battle = NormalFormGame.from_bimatrix([[3, 0], [0, 2]], [[2, 0], [0, 3]])
    fair = correlated_equilibrium(battle, objective="fairness")
    assert fair.distribution.tolist() == [[0.5, 0], [0, 0.5]]
    assert fair.reference == (Fraction(6, 5), Fraction(6, 5))
    assert fair.value == Fraction(5, 2) - Fraction(6, 5)
    for_column = correlated_equilibrium(battle, objective="fairness", reference=[1, 0])
    assert for_column.exact_payoffs == (3, 2)
    assert for_column.value == 2


def test_rock_paper_scissors_has_one_correlated_but_more_coarse_ones() -> None:
    rps = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    game = NormalFormGame.from_bimatrix(rps, -rps)
    assert correlated_equilibrium(game).distribution == pytest.approx(np.full((3, 3), 1 / 9))
    apart = np.where(np.eye(3, dtype=bool), 0, Fraction(1, 6))
    assert largest_gain(game.exact, apart, coarse=True) == 0
    assert largest_gain(game.exact, apart, coarse=False) == Fraction(1, 6)


@given(bimatrix_games(largest=3))
@settings(max_examples=30, deadline=None)
def test_nash_is_correlated_and_correlated_is_coarse(game: NormalFormGame) -> None:
    nash = nash_equilibria(game)
    products = [np.outer(*(np.array(x, dtype=object) for x in each.exact)) for each in nash]
    for lottery in (*products, sum(products) / Fraction(len(products))):
        assert largest_gain(game.exact, lottery, coarse=False) == 0
    fine, coarse = (solver(game) for solver in BOTH)
    assert largest_gain(game.exact, fine.mixture.x.reshape(game.shape), coarse=True) == 0
    assert max(sum(each.exact_payoffs) for each in nash) <= fine.value <= coarse.value
    assert coarse.value <= max(game.exact.sum(axis=0).ravel())


@given(games(), st.sampled_from(["welfare", "fairness", 0, 2]), st.sampled_from(BOTH))
@settings(max_examples=40, deadline=None)
def test_three_players_and_both_sides_of_the_proof(game: NormalFormGame, aim: str | int, solver) -> None:
    options = {"objective": aim} if isinstance(aim, str) else {"objective": "player", "player": aim}
    found = solver(game, **options)
    lottery = found.mixture.x.reshape(game.shape)
    assert found.exact
    assert sum(found.mixture.x) == 1
    assert min(found.mixture.x) >= 0
    assert largest_gain(game.exact, lottery, coarse=found.concept != "correlated") == 0
    goals = (
        game.exact if aim == "fairness" else [game.exact.sum(axis=0) if aim == "welfare" else game.exact[aim]]
    )
    if found.reference is not None:
        goals = [u - over for u, over in zip(game.exact, found.reference, strict=True)]
        assert found.value >= 0
    assert found.value == min((goal * lottery).sum() for goal in goals)
    assert proved_bound(game, found, goals) == found.value
    for payoff, secured in zip(found.payoffs, maximin_strategies(game).values, strict=True):
        assert payoff >= secured - 1e-12
    if aim == "welfare":
        assert all(sum(each.exact_payoffs) <= found.value for each in pure_equilibria(game))


@given(games(largest=2), st.sampled_from([10**9, Fraction(1, 10**9)]), st.integers(-(10**6), 10**6))
@settings(max_examples=20, deadline=None)
def test_units_and_constants_change_nothing(game: NormalFormGame, unit: Fraction, constant: int) -> None:
    moved = NormalFormGame(game.exact * unit + constant)
    before, after = (correlated_equilibrium(g) for g in (game, moved))
    assert after.mixture.x.tolist() == before.mixture.x.tolist()
    assert after.value == before.value * unit + 3 * constant


@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e9])
@pytest.mark.parametrize("solver", BOTH)
def test_large_games_are_proved_numerically_in_every_unit(solver, unit: float) -> None:
    payoffs = np.random.default_rng(7).random((2, 40, 40)) * unit
    game = NormalFormGame(payoffs)
    found = solver(game, objective="fairness")
    assert not found.exact
    assert found.exact_payoffs is None
    assert 0 <= found.violation < 1e-8 * unit
    assert -1e-9 * unit < found.duality_gap < 1e-8 * unit
    assert largest_gain(payoffs, found.distribution, coarse=solver is BOTH[1]) < 1e-8 * unit
    assert min(found.payoffs - np.array(found.reference)) == pytest.approx(found.value, rel=1e-9)
    assert "Numerical: the largest gain by disobeying is" in found.summary()


def test_numerical_and_exact_reach_the_same_value() -> None:
    rng = np.random.default_rng(3)
    for _ in range(6):
        game = NormalFormGame(rng.integers(-9, 10, (2, 4, 4)))
        for solver in BOTH:
            exact, numerical = (solver(game, method=method) for method in ("exact", "highs"))
            assert numerical.value == pytest.approx(float(exact.value), abs=1e-9)
            assert numerical.provenance.packages == ("scipy",)


def test_players_may_count_in_units_that_are_worlds_apart() -> None:
    payoffs = (
        np.random.default_rng(8).integers(-9, 10, (3, 3, 3, 3))
        * np.array([10**9, 1, Fraction(1, 10**9)])[:, None, None, None]
    )
    game = NormalFormGame(payoffs)
    for player, unit in enumerate([1e9, 1, 1e-9]):
        exact, numerical = (
            correlated_equilibrium(game, objective="player", player=player, method=method)
            for method in ("exact", "highs")
        )
        assert exact.duality_gap == exact.violation == 0
        assert numerical.value == pytest.approx(float(exact.value), abs=1e-8 * unit)


def test_the_table_and_the_record_show_the_lottery() -> None:
    found = solve(AUMANN, "correlated")
    lines = found.summary().splitlines()
    assert lines[0] == "Correlated equilibrium: largest sum of payoffs"
    assert lines[-2].split() == ["expected", "1.000", "3.333", "3.333"]
    record = found.to_dict()
    assert record["answer"]["payoffs"] == {"player 1": "10/3", "player 2": "10/3"}
    assert record["certificate"]["duality_gap"] == "0"
    assert all(Fraction(m["value"]) > 0 for m in record["certificate"]["multipliers"])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"objective": "sum"}, "objective='sum' is not known; choose from fairness, player, welfare"),
        ({"objective": "player"}, "objective='player' needs player=, a name or position"),
        ({"player": 0}, "player goes with objective='player'; objective='welfare' does not take it"),
        ({"objective": "player", "player": "Home"}, "player 'Home' is not known"),
        ({"reference": [0, 0]}, "reference goes with objective='fairness'; objective='welfare'"),
        ({"objective": "fairness", "reference": [0]}, "reference has shape .1,.; it must have shape .2,."),
        ({"method": "cvxpy"}, "method='cvxpy' is not known; choose from auto, exact, highs"),
    ],
)
def test_what_does_not_fit_is_refused(options: dict, words: str) -> None:
    for solver in BOTH:
        with pytest.raises(InvalidInput, match=words):
            solver(AUMANN, **options)
