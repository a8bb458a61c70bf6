"""Lotteries between two parties: axioms hold exactly, and closed forms are hit."""

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate.bargaining import (
    BargainingProblem,
    LotteryProblem,
    LotterySolution,
    egalitarian_lottery,
    equal_loss_lottery,
    kalai_smorodinsky_lottery,
    lottery_frontier,
    nash_lottery,
    nash_solution,
    perles_maschler_lottery,
    utilitarian_lottery,
)
from negotiate.bargaining.polygon import Polygon
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.registry import solve as solve_by_name
from tests.bargaining.cases import exact, problems, swapped, transformed

PLAYERS = ("Home", "Foreign")
COVARIANT = [nash_lottery, kalai_smorodinsky_lottery]
EXACT = [*COVARIANT, egalitarian_lottery, equal_loss_lottery, utilitarian_lottery]
ALL = [*EXACT, perles_maschler_lottery]
POSITIVE = st.fractions(min_value="1/50", max_value=50, max_denominator=60)
ANY = st.fractions(min_value=-50, max_value=50, max_denominator=60)
Solve = Callable[[LotteryProblem], LotterySolution]


def two(points: list[tuple[object, object]], point: tuple[object, object] = (0, 0)) -> LotteryProblem:
    return LotteryProblem(BargainingProblem(points, point, PLAYERS, "bn USD"))


def cross(a: tuple[Fraction, ...], b: tuple[Fraction, ...], c: tuple[Fraction, ...]) -> Fraction:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def slow_frontier(points: list[tuple[Fraction, ...]]) -> list[tuple[Fraction, ...]]:
    """Walk from the second player's best to the first's by the flattest fall, in rationals."""
    here = max(points, key=lambda p: (p[1], p[0]))
    chain = [here]
    while right := [p for p in points if p[0] > here[0]]:
        here = max(right, key=lambda p: ((p[1] - here[1]) / (p[0] - here[0]), p[0]))
        chain.append(here)
    return chain


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(problems(players=2, most=15))
def test_the_frontier_has_the_corners_of_the_hull(problem: BargainingProblem) -> None:
    corners = [problem.payoffs(k) for k in lottery_frontier(LotteryProblem(problem)).tolist()]
    assert corners == slow_frontier(exact(problem))


@pytest.mark.parametrize("step", [1, 0.001, 1e-160, 1e150])
def test_points_on_a_straight_edge_are_no_corners(step: float) -> None:
    split = np.arange(2001.0)
    points = np.column_stack([split, split[::-1]]) * step
    problem = LotteryProblem(BargainingProblem(points, (0, 0), PLAYERS, "USD"))
    corners = lottery_frontier(problem)
    assert {0, 2000} <= set(corners.tolist())
    if step == 1:
        assert corners.tolist() == [0, 2000]
    assert corners.tolist() == [
        points.tolist().index(list(map(float, c))) for c in slow_frontier(exact(problem.points))
    ]


def test_an_outcome_that_buries_a_long_arc_is_found_without_a_pass_for_each() -> None:
    angle = np.linspace(0.01, 1.5, 30_000)
    arc = np.column_stack([np.sin(angle), np.cos(angle)])
    problem = BargainingProblem(np.vstack([arc, [[0.999999, 40]]]), (0, 0), PLAYERS, "USD")
    assert len(lottery_frontier(LotteryProblem(problem.restrict(np.arange(30_000))))) == 30_000
    corners = lottery_frontier(LotteryProblem(problem)).tolist()
    assert corners[0] == 30_000
    assert len(corners) < 2000


# ---- closed forms ----


@pytest.mark.parametrize("weight", ["1/2", "1/3", 0.75])
def test_a_line_is_split_by_the_weights(weight: object) -> None:
    deal = nash_lottery(two([(0, 6), (9, 0)]), weights=(weight, 1 - Fraction(str(weight))))
    share = Fraction(str(weight))
    assert deal.exact_payoffs == (9 * share, 6 * (1 - share))
    assert deal.certificate()["normal_inequality"] == 0


def test_each_solution_on_one_frontier() -> None:
    """Corners (0, 4), (2, 3), (4, 0); the second edge is ``y = 6 - 3x/2``, the ideal (4, 4)."""
    problem = two([(0, 4), (2, 3), (4, 0), (1, 1)])
    assert nash_lottery(problem).exact_payoffs == (2, 3)
    assert kalai_smorodinsky_lottery(problem).exact_payoffs == (Fraction(12, 5), Fraction(12, 5))
    assert egalitarian_lottery(problem, proportions=(1, 2)).exact_payoffs == (Fraction(8, 5), Fraction(16, 5))
    assert utilitarian_lottery(problem).exact_payoffs == (2, 3)
    assert equal_loss_lottery(problem).exact_payoffs == (Fraction(12, 5), Fraction(12, 5))
    # lengths sqrt(2) and sqrt(6): the middle lies (sqrt(6) - sqrt(2)) / (2 sqrt(6)) along the second edge
    along = (math.sqrt(6) - math.sqrt(2)) / (2 * math.sqrt(6))
    meeting = [2 + 2 * along, 3 - 3 * along]
    assert perles_maschler_lottery(problem).payoffs.tolist() == pytest.approx(meeting, abs=1e-14)


def test_a_quarter_circle_is_halved_at_the_diagonal() -> None:
    """All symmetric solutions pick the same point of a symmetric frontier, here to 1e-12."""
    corners = [
        (Fraction(2 * k * 100, 10_000 + k * k), Fraction(10_000 - k * k, 10_000 + k * k)) for k in range(101)
    ]
    circle = two([*corners, *(c[::-1] for c in corners)])
    for solve in ALL:
        assert solve(circle).gains[0] == pytest.approx(solve(circle).gains[1], abs=1e-12)


def test_a_tie_of_the_sum_is_shown_with_its_ends() -> None:
    deal = utilitarian_lottery(two([(0, 4), (3, 1), (3, 0)], (0, 0)))
    assert deal.exact_payoffs == (2, 2)
    assert deal.certificate()["gains_of_tied_ends"] == [[0, 4], [3, 1]]


def test_outcomes_worse_than_disagreement_for_one_can_be_part_of_a_deal() -> None:
    problem = two([(-1, 9), (7, -1)], (0, 0))
    deal = nash_lottery(problem)
    assert nash_solution(problem.points).agreement is False
    assert deal.agreement
    assert deal.certificate()["normal_inequality"] == 0
    assert kalai_smorodinsky_lottery(problem).certificate()["ideal_gains"] == [6.2, 7.75]


# ---- axioms, exactly ----


@pytest.mark.parametrize("solve", ALL)
@settings(deadline=None, max_examples=40)
@given(problem=problems(players=2))
def test_no_outcome_lies_beyond_the_deal_in_its_direction(solve: Solve, problem: BargainingProblem) -> None:
    deal = solve(LotteryProblem(problem))
    proof = deal.certificate()
    assert min(proof["direction"]) >= 0
    assert sum(proof["direction"]) == pytest.approx(1)
    if deal.agreement:
        assert min(deal.gains) >= 0
        assert sum(share for _, share in deal.lottery) == 1
        assert all(share > 0 for _, share in deal.lottery)
        assert proof["largest_beyond"] <= 1e-12 * (1 + np.abs(problem.feasible).max())
        assert not any(all(a > b for a, b in zip(u, deal.exact_payoffs, strict=True)) for u in exact(problem))
    else:
        assert proof["largest_gain_in_direction"] <= 1e-12
        assert deal.payoffs.tolist() == problem.disagreement.tolist()


@pytest.mark.parametrize("solve", COVARIANT)
@settings(deadline=None, max_examples=40)
@given(
    problem=problems(players=2),
    scale=st.lists(POSITIVE, min_size=2, max_size=2),
    shift=st.lists(ANY, min_size=2, max_size=2),
)
def test_covariance(
    solve: Solve, problem: BargainingProblem, scale: list[Fraction], shift: list[Fraction]
) -> None:
    deal = solve(LotteryProblem(problem))
    moved = solve(LotteryProblem(transformed(problem, scale, shift)))
    payoffs = zip(scale, deal.exact_payoffs, shift, strict=True)
    assert moved.exact_payoffs == tuple(a * u + b for a, u, b in payoffs)


@settings(deadline=None, max_examples=30)
@given(problems(players=2), st.lists(POSITIVE, min_size=2, max_size=2))
def test_perles_maschler_is_covariant(problem: BargainingProblem, scale: list[Fraction]) -> None:
    deal = perles_maschler_lottery(LotteryProblem(problem))
    moved = perles_maschler_lottery(LotteryProblem(transformed(problem, scale, [Fraction(0)] * 2)))
    expected = [float(a) * u for a, u in zip(scale, deal.gains, strict=True)]
    assert moved.gains.tolist() == pytest.approx(expected, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("solve", EXACT)
@settings(deadline=None, max_examples=30)
@given(problem=problems(players=2))
def test_symmetry(solve: Solve, problem: BargainingProblem) -> None:
    problem = swapped(problem)
    first, second = solve(LotteryProblem(problem)).exact_payoffs
    assert first == second


@settings(deadline=None, max_examples=60)
@given(problems(players=2), st.data())
def test_nash_ignores_irrelevant_alternatives(problem: BargainingProblem, data: st.DataObject) -> None:
    deal = nash_lottery(LotteryProblem(problem))
    assume(deal.agreement)
    others = data.draw(st.sets(st.integers(0, len(problem.feasible) - 1)))
    kept = problem.restrict(sorted({*others, *deal.outcomes.tolist()}))
    assert nash_lottery(LotteryProblem(kept)).exact_payoffs == deal.exact_payoffs


@settings(deadline=None, max_examples=60)
@given(problems(players=2), POSITIVE, st.sampled_from([(1, 2), (2, 1), (1, 1)]))
def test_nash_rises_with_one_s_own_disagreement(
    problem: BargainingProblem, rise: Fraction, ratio: tuple[int, int]
) -> None:
    weights = [Fraction(part, sum(ratio)) for part in ratio]
    raised = problem.with_disagreement((problem.reservation[0] + rise, problem.reservation[1]))
    before = nash_lottery(LotteryProblem(problem), weights=weights)
    after = nash_lottery(LotteryProblem(raised), weights=weights)
    if before.agreement and after.agreement:
        assert after.exact_payoffs[0] >= before.exact_payoffs[0]


@settings(deadline=None, max_examples=60)
@given(problems(players=2))
def test_the_lottery_product_is_at_least_the_discrete_one(problem: BargainingProblem) -> None:
    lottery, discrete = nash_lottery(LotteryProblem(problem)), nash_solution(problem)
    if discrete.agreement:
        best = math.prod(problem.gains(int(discrete.ties[0])))
        pairs = zip(lottery.exact_payoffs, problem.reservation, strict=True)
        assert math.prod(u - d for u, d in pairs) >= best


@settings(deadline=None, max_examples=80)
@given(problems(players=2), st.tuples(ANY, ANY))
def test_kalai_smorodinsky_is_individually_monotone(
    problem: BargainingProblem, extra: tuple[Fraction, Fraction]
) -> None:
    more = BargainingProblem([*exact(problem), extra], problem.reservation, PLAYERS, "USD")
    few, many = LotteryProblem(problem), LotteryProblem(more)
    assume(Polygon(few).refusal() is None)
    for same, other in ((0, 1), (1, 0)):
        if Polygon(few).ideal()[same] == Polygon(many).ideal()[same]:
            before = kalai_smorodinsky_lottery(few).exact_payoffs[other]
            assert kalai_smorodinsky_lottery(many).exact_payoffs[other] >= before


@settings(deadline=None, max_examples=60)
@given(problems(players=2), st.tuples(ANY, ANY))
def test_the_egalitarian_least_gain_is_monotone(
    problem: BargainingProblem, extra: tuple[Fraction, Fraction]
) -> None:
    more = BargainingProblem([*exact(problem), extra], problem.reservation, PLAYERS, "USD")
    before, after = egalitarian_lottery(LotteryProblem(problem)), egalitarian_lottery(LotteryProblem(more))
    assert min(after.gains) >= min(before.gains)


@settings(deadline=None, max_examples=60)
@given(*[st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5)] * 2)
def test_linking_harms_nobody_under_perles_maschler(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    first, second = [*first, (0, 0)], [*second, (0, 0)]
    linked = [(a + c, b + d) for a, b in first for c, d in second]
    together = perles_maschler_lottery(two(linked)).payoffs  # type: ignore[arg-type]
    apart = perles_maschler_lottery(two(first)), perles_maschler_lottery(two(second))  # type: ignore[arg-type]
    assert (together >= sum(deal.payoffs for deal in apart) - 1e-9).all()


@settings(deadline=None, max_examples=40)
@given(problems(players=2))
def test_perles_maschler_halves_the_length_of_the_frontier(problem: BargainingProblem) -> None:
    deal = perles_maschler_lottery(LotteryProblem(problem))
    if deal.agreement:
        proof = deal.certificate()
        assert proof["length_before"] == pytest.approx(proof["length_after"], rel=1e-12)


# ---- odd and bad input ----


@pytest.mark.parametrize("solve", ALL)
def test_a_frontier_that_is_one_point(solve: Solve) -> None:
    deal = solve(two([("0.1", "0.2"), ("0.1", "0.2"), (0, 0)]))
    assert deal.exact_payoffs == (Fraction(1, 10), Fraction(1, 5))
    assert deal.lottery == ((0, 1),)


@pytest.mark.parametrize("solve", ALL)
def test_nobody_gains_is_an_answer(solve: Solve) -> None:
    deal = solve(two([(0, 4), (4, 0)], (2, 2)))
    assert not deal.agreement
    assert "No agreement: no deal gives every player more" in deal.summary()
    assert deal.certificate()["largest_gain_in_direction"] == 0
    assert deal.answer()["payoffs"] == [2, 2]
    assert repr(deal).endswith("no agreement)")


def test_a_solution_shows_its_lottery() -> None:
    points = BargainingProblem([(0, 4), (4, 0)], (0, 0), PLAYERS, "bn USD", ["all to Foreign", "all to Home"])
    deal = solve_by_name(LotteryProblem(points), "kalai-smorodinsky")
    assert "Lottery: 0.5 all to Foreign, 0.5 all to Home." in deal.summary()
    assert deal.answer()["probabilities"] == [0.5, 0.5]
    assert deal.to_json() == kalai_smorodinsky_lottery(LotteryProblem(points)).to_json()


def test_bad_input_is_refused() -> None:
    with pytest.raises(InvalidInput, match="is a list; it must be a BargainingProblem"):
        LotteryProblem([(1, 2)])  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match=r"weights\[0\] is -0.5; a bargaining weight must be above 0"):
        nash_lottery(two([(1, 2)]), weights=(-0.5, 1.5))
    three = LotteryProblem(BargainingProblem([(1, 2, 3)], (0, 0, 0), ("a", "b", "c"), "USD"))
    with pytest.raises(NotApplicable, match="for two players; the problem has 3"):
        perles_maschler_lottery(three)
    with pytest.raises(NotApplicable, match="a chain of edges for two players; the problem has 3"):
        lottery_frontier(three)
    mixed = LotteryProblem(BargainingProblem([(1, 2)], (0, 0), PLAYERS, ("USD", "lives")))
    with pytest.raises(NotApplicable, match="which are in USD, lives"):
        equal_loss_lottery(mixed)


@pytest.mark.slow
@pytest.mark.parametrize("largest", [20, 10**6])
def test_outcomes_set_aside_early_are_no_corners(largest: int) -> None:
    drawn = np.random.default_rng(3).normal(size=(3000, 2))
    points = np.rint(drawn / np.linalg.norm(drawn, axis=1)[:, None] * largest)
    problem = BargainingProblem(points, (0, 0), PLAYERS, "USD")
    corners = [problem.payoffs(k) for k in lottery_frontier(LotteryProblem(problem)).tolist()]
    assert corners == slow_frontier(exact(problem))
