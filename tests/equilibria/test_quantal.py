"""Logit equilibria: closed forms, scalar equations, scaling, turning points, limits, estimates."""

from __future__ import annotations

import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import brentq

from negotiate.equilibria import (
    LogitEquilibrium,
    fit_logit,
    logit_equilibria,
    logit_limit,
    nash_equilibria,
)
from negotiate.errors import InvalidInput, NoSolution, NotApplicable
from negotiate.games import NormalFormGame, exact_regrets
from negotiate.games.profiles import deviation_payoffs
from negotiate.registry import solve
from tests.strategies import bimatrix_games, games

PENNIES = NormalFormGame.from_bimatrix([[9, 0], [0, 1]], [[0, 1], [1, 0]])
FOLDED = NormalFormGame.from_bimatrix(
    [[7, 0, 6], [7, 8, 3], [5, 9, 3]], [[1, 1, 6], [7, 8, 1], [6, 7, 9]], unit="bn USD"
)


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def response(game: NormalFormGame, point: LogitEquilibrium) -> NDArray[np.float64]:
    """Return the logit responses to a point, worked out in floats apart from the library."""
    found = []
    for i in range(len(game.players)):
        weights = np.exp(point.precision * (deviation_payoffs(game, i, point.profile)))
        found.append(weights / weights.sum())
    return np.concatenate(found)


@pytest.mark.parametrize("precision", [0.1, 1, 4, 25, 300])
def test_matching_pennies_by_a_scalar_equation(precision: float) -> None:
    def column(p: float) -> float:
        return logistic(precision * (1 - 2 * p))

    p = brentq(lambda p: logistic(precision * (10 * column(p) - 1)) - p, 0, 1, xtol=1e-15)
    (point,) = logit_equilibria(PENNIES, precisions=[precision]).points
    assert point.profile[0][0] == pytest.approx(p, abs=1e-11)
    assert point.profile[1][0] == pytest.approx(column(p), abs=1e-11)
    assert point.residual < 1e-11


@pytest.mark.parametrize("share", [0.45, 0.3, 0.1, 1e-3, 1e-8])
def test_stag_hunt_by_its_closed_form(share: float) -> None:
    """In a symmetric 2x2 game λ is a function of the share p: log(p / (1 - p)) over the gain at p."""
    hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 3]], [[4, 3], [0, 3]])
    precision = math.log(share / (1 - share)) / (share * (4 - 3) + (1 - share) * (0 - 3))
    (point,) = logit_equilibria(hunt, precisions=[precision]).points
    for mixed in point.profile:
        assert mixed[0] == pytest.approx(share, rel=1e-9)


@given(games(players=3), st.floats(0, 20))
@settings(max_examples=20, deadline=None)
def test_points_are_fixed_points_and_start_at_random(game: NormalFormGame, precision: float) -> None:
    found = logit_equilibria(game, precisions=[0, precision])
    for strategy in found.points[0].profile:
        assert strategy == pytest.approx(1 / len(strategy), abs=1e-15)
    for point in found.points:
        assert np.concatenate(point.profile) == pytest.approx(response(game, point), abs=1e-10)
        assert point.residual < 1e-10


@given(bimatrix_games(), st.integers(-10, 10), st.integers(-(10**9), 10**9))
@settings(max_examples=20, deadline=None)
def test_payoffs_times_c_are_precision_times_c(game: NormalFormGame, power: int, shift: int) -> None:
    unit = Fraction(10) ** power
    scaled = NormalFormGame(game.exact * unit + shift)
    plain = logit_equilibria(game, precisions=[0.3, 2])
    moved = logit_equilibria(scaled, precisions=[0.3 / float(unit), 2 / float(unit)])
    assert len(plain.points) == len(moved.points)
    for one, two in zip(plain.points, moved.points, strict=True):
        assert np.concatenate(one.profile) == pytest.approx(np.concatenate(two.profile), abs=1e-9)
    assert logit_limit(game).profile[0] == pytest.approx(logit_limit(scaled).profile[0], abs=1e-12)


def test_where_the_branch_turns_back_every_passage_is_listed() -> None:
    found = logit_equilibria(FOLDED, precisions=[0.5, 2, 10])
    assert [point.precision for point in found.points] == [0.5, 2, 2, 2, 10]
    passages = [np.concatenate(point.profile) for point in found.points[1:4]]
    for k, passage in enumerate(passages):
        assert passage == pytest.approx(response(FOLDED, found.points[1 + k]), abs=1e-11)
        assert all(np.abs(passage - other).max() > 1e-3 for other in passages[:k])
    assert not found.bifurcations


def test_a_bifurcation_is_passed_straight_on_and_told() -> None:
    """Coordination on two alike: play at random is stable until λ = 2 and remains a fixed point."""
    game = NormalFormGame.from_bimatrix(np.eye(2), np.eye(2))
    found = logit_equilibria(game, precisions=[1, 100])
    assert found.points[1].profile[0].tolist() == pytest.approx([0.5, 0.5])
    ((low, high),) = found.bifurcations
    assert 1.99 < low < 2 < high < 2.01
    assert "Another branch crosses this one at a precision between" in found.summary()
    assert logit_limit(game).equilibrium is not None
    assert logit_limit(game).equilibrium.exact == ((Fraction(1, 2),) * 2,) * 2  # type: ignore[union-attr]


@given(bimatrix_games())
@settings(max_examples=30, deadline=None)
def test_limits_of_two_players_are_equilibria(game: NormalFormGame) -> None:
    limit = logit_limit(game)
    regret = max(exact_regrets(game, limit.profile))
    assert regret < Fraction(1, 10**5)
    found = nash_equilibria(game)
    if limit.equilibrium is not None:
        assert exact_regrets(game, limit.equilibrium.exact) == (0, 0)
        assert limit.max_regret == 0
    if not found.degenerate:
        assert limit.equilibrium is not None
        assert limit.equilibrium.exact in [each.exact for each in found]


@given(games(players=3))
@settings(max_examples=15, deadline=None)
def test_limits_of_three_players_leave_no_regret(game: NormalFormGame) -> None:
    limit = logit_limit(game)
    assert max(exact_regrets(game, limit.profile)) < Fraction(1, 10**5)


@given(st.lists(st.integers(-9, 9), min_size=4, max_size=4))
@settings(max_examples=40, deadline=None)
def test_the_limit_of_symmetric_coordination_is_risk_dominant(cells: list[int]) -> None:
    a, b, c, d = cells
    if not (a > c and d > b and a - c != d - b):
        return
    A = np.array([[a, b], [c, d]])
    chosen = logit_limit(NormalFormGame.from_bimatrix(A, A.T)).equilibrium
    assert chosen is not None
    assert chosen.support == (((0,), (0,)) if a - c > d - b else ((1,), (1,)))


def test_three_players_on_whose_nine_equilibria_a_tracer_stalled() -> None:
    """McKelvey & McLennan's 2x2x2 game; gambitproject/gambit#474 lists its equilibria."""
    payoffs = np.zeros((3, 2, 2, 2), dtype=int)
    payoffs[:, 0, 0, 0] = 9, 8, 12
    payoffs[:, 1, 1, 0] = 9, 8, 2
    payoffs[:, 1, 0, 1] = payoffs[:, 0, 1, 1] = 3, 4, 6
    game = NormalFormGame(payoffs)
    found = logit_limit(game)
    assert found.equilibrium is not None
    assert found.equilibrium.labels == ("1/2 s1 + 1/2 s2", "1/2 s1 + 1/2 s2", "s1")
    assert len(logit_equilibria(game, precisions=[0.1, 1, 5]).bifurcations) == 1


def test_a_limit_within_a_continuum() -> None:
    """Any mixture of the columns is an equilibrium with the second row; twins are played alike."""
    game = NormalFormGame.from_bimatrix([[0, 0, 1], [3, 3, 3]], [[1, 0, 0], [2, 2, 0]])
    found = nash_equilibria(game)
    limit = logit_limit(game)
    assert found.degenerate
    assert limit.equilibrium is not None
    assert limit.equilibrium.exact == ((0, 1), (Fraction(1, 2), Fraction(1, 2), 0))
    assert limit.equilibrium.exact not in [each.exact for each in found]


def test_a_limit_that_is_neared_slowly() -> None:
    """Row 4 pays as much as row 2 in the limit, and is played with a probability like 1 / λ."""
    A = [[2, 2, 2, 0], [3, 0, 3, 3], [0, 1, 3, 3], [2, 3, 3, 2], [1, 2, 3, 3]]
    B = [[2, 1, 2, 1], [1, 1, 1, 0], [2, 0, 3, 3], [3, 1, 0, 1], [1, 2, 1, 3]]
    limit = logit_limit(NormalFormGame.from_bimatrix(A, B))
    assert limit.equilibrium is None
    rows, columns = limit.profile
    assert rows.tolist() == [0, 1, 0, 0, 0]
    assert columns == pytest.approx([0.655401, 0.218467, 0.126132, 0], abs=1e-5)
    assert columns @ (np.array(A[1]) - A[3]) == pytest.approx(0, abs=1e-12)
    assert limit.max_regret < 1e-12


def test_a_limit_with_irrational_probabilities() -> None:
    """Three players who all mix: the square roots are not rational, regret stands in for exactness."""
    payoffs = [
        [[[0, 4], [5, 0]], [[0, 2], [2, 4]]],
        [[[5, 3], [2, 3]], [[3, 2], [2, 3]]],
        [[[0, 5], [4, 0]], [[2, 0], [0, 0]]],
    ]
    limit = logit_limit(NormalFormGame(payoffs))
    assert limit.equilibrium is None
    assert all(0.2 < share < 0.8 for mixed in limit.profile for share in mixed)
    assert max(exact_regrets(limit.game, limit.profile)) < Fraction(1, 10**15)
    assert "so the regret is not exactly 0" in limit.summary()


def test_a_branch_with_many_turns_is_not_left() -> None:
    """Too long a step ends on a piece of this curve that runs nearby, and leads back to λ = 0."""
    rng = np.random.default_rng(0)
    rng.normal(size=2_000)
    game = NormalFormGame(rng.normal(size=(2, 60, 60)))
    limit = logit_limit(game)
    assert limit.equilibrium is not None
    assert exact_regrets(game, limit.equilibrium.exact) == (0, 0)


@pytest.mark.parametrize("ratio", ["1e-7", "1e-4", "1e6"])
def test_players_whose_payoffs_differ_in_scale(ratio: str) -> None:
    B = [[Fraction(ratio) * entry for entry in row] for row in ([0, 1], [1, 0])]
    limit = logit_limit(NormalFormGame.from_bimatrix([[9, 0], [0, 1]], B))
    assert limit.equilibrium is not None
    assert limit.equilibrium.exact == ((Fraction(1, 2),) * 2, (Fraction(1, 10), Fraction(9, 10)))


def test_where_nobody_can_gain_play_stays_at_random() -> None:
    game = NormalFormGame.from_bimatrix([[2, 2, 2]] * 2, [[5, 5, 5], [7, 7, 7]])
    assert logit_limit(game).equilibrium is not None
    (point,) = logit_equilibria(game, precisions=[7]).points
    assert point.profile[1] == pytest.approx([1 / 3] * 3)
    with pytest.raises(NotApplicable, match="nobody can ever gain.*any precision fits alike"):
        fit_logit(game, [[1, 2], [3, 4, 5]])


def log_likelihood(game: NormalFormGame, counts: list[NDArray[np.float64]], precision: float) -> float:
    (point,) = logit_equilibria(game, precisions=[precision]).points
    return float(np.concatenate(counts) @ np.log(np.concatenate(point.profile)))


@pytest.mark.parametrize("precision", [0.2, 1.0, 3.0])
def test_the_precision_behind_expected_counts_is_found(precision: float) -> None:
    (point,) = logit_equilibria(PENNIES, precisions=[precision]).points
    counts = [200 * strategy for strategy in point.profile]
    fit = fit_logit(PENNIES, counts)
    assert fit.precision == pytest.approx(precision, rel=1e-7)
    assert fit.log_likelihood == pytest.approx(log_likelihood(PENNIES, counts, precision), abs=1e-9)
    step = 1e-3 * precision
    three = [log_likelihood(PENNIES, counts, precision + k * step) for k in (-1, 0, 1)]
    curvature = (three[0] - 2 * three[1] + three[2]) / step**2
    assert fit.standard_error == pytest.approx(1 / math.sqrt(-curvature), rel=1e-3)
    low, high = fit.interval
    assert high is not None
    for end in (low, high):  # twice the loss at the ends is the 95% point of chi-square
        assert fit.log_likelihood - log_likelihood(PENNIES, counts, end) == pytest.approx(
            3.841459 / 2, abs=1e-5
        )


def test_estimates_scale_with_the_unit_and_widen_with_confidence() -> None:
    counts = [[60, 40], [20, 80]]
    fit, wide = fit_logit(PENNIES, counts), fit_logit(PENNIES, counts, confidence=0.99)
    cents = NormalFormGame(100 * PENNIES.exact)
    assert fit_logit(cents, counts).precision == pytest.approx(fit.precision / 100, rel=1e-9)
    assert wide.precision == fit.precision
    assert wide.interval[0] < fit.interval[0]
    assert wide.interval[1] is None or fit.interval[1] < wide.interval[1]


def test_one_player_who_chooses_by_the_closed_form() -> None:
    """One of three at 1, 2, 3: equal score where the frequencies are exp(λ) to one another."""
    alone = NormalFormGame([[1, 2, 3]])
    assert fit_logit(alone, [[1, 3, 9]]).precision == pytest.approx(math.log(3), rel=1e-9)
    assert logit_limit(alone).equilibrium.labels == ("s3",)  # type: ignore[union-attr]


def test_counts_at_random_give_no_precision() -> None:
    fit = fit_logit(PENNIES, [[50, 50], [50, 50]])
    assert (fit.precision, fit.standard_error, fit.interval[0]) == (0, None, 0)
    assert fit.log_likelihood == fit.log_likelihood_at_random == pytest.approx(-200 * math.log(2))


def test_the_estimate_is_the_best_of_all_passages() -> None:
    middle = logit_equilibria(FOLDED, precisions=[2]).points[2]
    fit = fit_logit(FOLDED, [1000 * strategy for strategy in middle.profile])
    assert fit.precision == pytest.approx(2, rel=1e-6)
    assert np.concatenate(fit.point.profile) == pytest.approx(np.concatenate(middle.profile), abs=1e-6)


def test_play_at_the_limit_has_no_finite_precision() -> None:
    dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    with pytest.raises(NoSolution, match="likelihood still rises at precision .* see logit_limit"):
        fit_logit(dilemma, [[0, 10], [0, 10]])


def test_results_show_themselves() -> None:
    found = solve(FOLDED, "logit")
    assert "precision [1/(bn USD)]" in found.summary()
    record = json.loads(found.to_json())
    assert record["certificate"]["points"][3]["residual"] < 1e-12
    assert found.to_json() == solve(FOLDED, "logit").to_json()
    limit = solve(FOLDED, "logit limit")
    assert json.loads(limit.to_json())["answer"]["exact"] is True
    assert "Largest regret: 0 bn USD exactly." in limit.summary()
    fit = fit_logit(PENNIES, [[60, 40], [20, 80]])
    assert "95% interval from 4.499 to 69.75" in fit.summary()
    assert json.loads(fit.to_json())["answer"]["precision"] == fit.precision
    with pytest.raises(ValueError, match="read-only"):
        found.points[0].profile[0][0] = 1


@pytest.mark.parametrize(
    ("precisions", "words"),
    [
        ([-1], r"precisions\[0\]=-1; it must be at least 0"),
        ([], "precisions is empty"),
        ("12", "precisions='12' must be a sequence of numbers"),
        (np.array(3.0), "must be a sequence of numbers"),
        ([1, math.nan], r"precisions\[1\] is nan"),
    ],
)
def test_precisions_that_are_none(precisions: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        logit_equilibria(PENNIES, precisions=precisions)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([[1, 2]], "must have one vector for each of 2 players"),
        ([[1, 2], [3, 4, 5]], r"counts\[1\] has shape \(3,\); it must have shape \(2,\)"),
        ([[1, 2], [3, -4]], r"counts\[1\] has -4; a count must be at least 0"),
        ([[0, 0], [0, 0]], "counts are all 0"),
    ],
)
def test_counts_that_are_none(counts: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        fit_logit(PENNIES, counts)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="confidence=1; it must be below 1"):
        fit_logit(PENNIES, [[1, 2], [3, 4]], confidence=1)
