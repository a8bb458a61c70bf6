"""Lotteries among many parties: columns against exact geometry, against cvxpy, and by certificate."""

from collections.abc import Callable
from fractions import Fraction

import cvxpy as cp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.bargaining import (
    BargainingProblem,
    LotteryProblem,
    LotterySolution,
    egalitarian_lottery,
    equal_loss_lottery,
    kalai_smorodinsky_lottery,
    nash_lottery,
    nash_solution,
    principles,
    utilitarian_lottery,
)
from negotiate.bargaining.convex import ConvexSet
from negotiate.bargaining.crowd import Crowd
from negotiate.bargaining.polygon import Polygon
from tests.bargaining.cases import problems

ALL = [nash_lottery, kalai_smorodinsky_lottery, egalitarian_lottery, utilitarian_lottery, equal_loss_lottery]
HALVES, ONES = (Fraction(1, 2),) * 2, (Fraction(1),) * 2
PRINCIPLES: list[Callable[[ConvexSet[LotterySolution]], LotterySolution]] = [
    lambda space: principles.nash(space, HALVES, {}),
    principles.kalai_smorodinsky,
    lambda space: principles.egalitarian(space, ONES, {}),
    lambda space: principles.utilitarian(space, ONES, {}),
    principles.equal_loss,
]
Solve = Callable[[LotteryProblem], LotterySolution]


def many(outcomes: int, players: int, seed: int) -> LotteryProblem:
    """Draw outcomes of a sphere, most of which are efficient, and as many below it."""
    drawn = np.abs(np.random.default_rng(seed).normal(size=(outcomes, players)))
    drawn /= np.linalg.norm(drawn, axis=1)[:, None]
    drawn[::2] *= 0.8
    return LotteryProblem(BargainingProblem(drawn, [0.1] * players, [f"p{k}" for k in range(players)], "USD"))


@pytest.mark.parametrize("principle", PRINCIPLES)
@settings(deadline=None, max_examples=25)
@given(points=st.lists(st.tuples(st.integers(-9, 30), st.integers(-9, 30)), min_size=1, max_size=9))
def test_columns_find_what_geometry_finds(
    principle: Callable[[ConvexSet[LotterySolution]], LotterySolution], points: list[tuple[int, int]]
) -> None:
    problem = LotteryProblem(BargainingProblem(points, (0, 0), ("Home", "Foreign"), "USD"))
    exact, numeric = principle(Polygon(problem)), principle(Crowd(problem))
    assert numeric.agreement == exact.agreement
    assert numeric.payoffs.tolist() == pytest.approx(exact.payoffs.tolist(), rel=3e-8, abs=3e-8)
    assert not numeric.exact


@pytest.mark.parametrize(
    ("points", "payoffs"),
    [([(28, -1), (7, 26), (18, 18), (21, 15)], (18, 18)), ([(14, 25), (18, 13), (12, 30)], (12, 30))],
)
def test_a_product_that_is_flat_towards_a_neighbour_does_not_draw_it_in(
    points: list[tuple[int, int]], payoffs: tuple[int, int]
) -> None:
    problem = LotteryProblem(BargainingProblem(points, (0, 0), ("Home", "Foreign"), "USD"))
    assert tuple(principles.nash(Crowd(problem), HALVES, {}).payoffs) == payoffs


@settings(deadline=None, max_examples=30)
@given(problems(players=3))
def test_the_normal_inequality_holds_for_three(problem: BargainingProblem) -> None:
    deal = nash_lottery(LotteryProblem(problem))
    discrete = nash_solution(problem)
    if deal.agreement:
        assert deal.certificate()["normal_inequality"] <= 1e-9
        assert len(deal.lottery) <= len(problem.feasible)
        if discrete.agreement:
            assert np.log(deal.gains).sum() >= np.log(discrete.gains).sum() - 1e-12
    else:
        assert not discrete.agreement


def test_nash_against_cvxpy() -> None:
    problem = many(60, 4, 1)
    gains = problem.points.feasible - 0.1
    lottery = cp.Variable(60, nonneg=True)
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    program = cp.Problem(cp.Maximize(weights @ cp.log(gains.T @ lottery)), [cp.sum(lottery) == 1])
    program.solve(solver=cp.CLARABEL)
    deal = nash_lottery(problem, weights=weights)
    assert deal.gains.tolist() == pytest.approx((gains.T @ lottery.value).tolist(), abs=1e-4)
    assert weights @ np.log(deal.gains) >= program.value - 1e-8


def test_the_largest_least_gain_against_cvxpy() -> None:
    problem = many(60, 4, 2)
    lottery, least = cp.Variable(60, nonneg=True), cp.Variable()
    limits = [(problem.points.feasible - 0.1).T @ lottery >= least, cp.sum(lottery) == 1]
    program = cp.Problem(cp.Maximize(least), limits)
    program.solve(solver=cp.HIGHS)
    assert min(egalitarian_lottery(problem).gains) == pytest.approx(program.value, abs=1e-9)


def test_leximin_goes_on_where_the_least_cannot_rise() -> None:
    """Player a gets 1 at most; b and c share what is left, and equal parts of it are best."""
    points = [(1, 0, 6), (1, 6, 0), (0, 9, 9)]
    problem = LotteryProblem(BargainingProblem(points, (0, 0, 0), ("a", "b", "c"), "USD"))
    assert egalitarian_lottery(problem).payoffs.tolist() == pytest.approx([1, 3, 3], abs=1e-9)
    # of the sums that tie along the edge between the first two, the most equal one
    fair = LotteryProblem(problem.points.restrict([0, 1]))
    assert utilitarian_lottery(fair).payoffs.tolist() == pytest.approx([1, 3, 3], abs=1e-9)


def test_three_share_a_pie() -> None:
    pie = LotteryProblem(BargainingProblem(np.eye(3) * 6, (0, 0, 0), ("a", "b", "c"), "USD"))
    for solve in ALL:
        assert solve(pie).payoffs.tolist() == pytest.approx([2, 2, 2], abs=1e-12)
    weights = (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6))
    assert nash_lottery(pie, weights=weights).payoffs.tolist() == pytest.approx([3, 2, 1], abs=1e-12)
    assert egalitarian_lottery(pie, proportions=(3, 2, 1)).payoffs.tolist() == pytest.approx(
        [3, 2, 1], abs=1e-12
    )


def test_equal_losses_leave_nobody_below_disagreement() -> None:
    """Equal losses from the ideal (10, 10, 1) would take more than 1 from the last."""
    points = [(10, 0, 0), (0, 10, 0), (0, 0, 1), (4, 4, 0.01)]
    problem = LotteryProblem(BargainingProblem(points, (0, 0, 0), ("a", "b", "c"), "USD"))
    deal = equal_loss_lottery(problem)
    assert deal.gains.tolist() == pytest.approx([5, 5, 0], abs=1e-9)
    assert deal.certificate()["largest_beyond"] <= 1e-9


@pytest.mark.parametrize("solve", ALL)
def test_certificates_of_a_large_problem(solve: Solve) -> None:
    problem = many(5000, 5, 3)
    deal = solve(problem)
    proof = deal.certificate()
    assert proof["largest_beyond"] <= 1e-9
    assert min(proof["direction"]) >= 0
    assert sum(share for _, share in deal.lottery) == 1
    assert len(deal.lottery) <= 6
    assert deal.to_json() == solve(problem).to_json()


@pytest.mark.parametrize("solve", ALL)
def test_nobody_gains_is_an_answer_with_a_separating_direction(solve: Solve) -> None:
    points = [(4, 0, 0), (0, 4, 0), (0, 0, 4)]
    problem = LotteryProblem(BargainingProblem(points, (2, 2, 2), ("a", "b", "c"), "USD"))
    deal = solve(problem)
    assert not deal.agreement
    proof = deal.certificate()
    assert proof["largest_gain_in_direction"] == pytest.approx(-2 / 3)
    assert proof["direction"] == pytest.approx([1 / 3] * 3)
    alone = LotteryProblem(BargainingProblem([(1, 1, -1)], (0, 0, 0), ("a", "b", "c"), "USD"))
    assert solve(alone).certificate()["direction"] == [0, 0, 1]


@pytest.mark.parametrize("solve", ALL)
def test_units_of_any_size(solve: Solve) -> None:
    """Payoffs in a unit a billion times smaller are the same deal."""
    problem = many(200, 3, 4)
    points = problem.points
    small = BargainingProblem(points.feasible * 1e-9, points.disagreement * 1e-9, points.players, "USD")
    expected = (solve(problem).payoffs * 1e-9).tolist()
    assert solve(LotteryProblem(small)).payoffs.tolist() == pytest.approx(expected, rel=1e-7)
