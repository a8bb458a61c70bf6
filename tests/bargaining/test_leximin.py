"""The solutions that equalise something on a finite set, against their definitions in rationals."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.bargaining import (
    BargainingProblem,
    BargainingSolution,
    LotteryProblem,
    conley_wilkie_solution,
    egalitarian_solution,
    equal_loss_solution,
    individually_rational,
    nash_lottery,
    utilitarian_solution,
)
from negotiate.errors import InvalidInput, NotApplicable
from tests.bargaining.cases import dominates, exact, problems, swapped, transformed

PLAYERS = ("Home", "Foreign")
SOLUTIONS = [egalitarian_solution, equal_loss_solution, conley_wilkie_solution, utilitarian_solution]
POSITIVE = st.fractions(min_value="1/50", max_value=50, max_denominator=60)
ANY = st.fractions(min_value=-50, max_value=50, max_denominator=60)
Solve = Callable[[BargainingProblem], BargainingSolution]


def best(problem: BargainingProblem, measure: Callable[[Sequence[Fraction]], object]) -> list[int]:
    """Return the individually rational outcomes with the largest measure of their gains."""
    pool = individually_rational(problem).tolist()
    if not any(min(problem.gains(k)) > 0 for k in pool):
        return []
    values = {k: measure(problem.gains(k)) for k in pool}
    return [k for k in pool if values[k] == max(values.values())]  # type: ignore[type-var]


@settings(deadline=None, max_examples=60)
@given(problems())
def test_egalitarian_is_leximin_in_gains(problem: BargainingProblem) -> None:
    assert egalitarian_solution(problem).ties.tolist() == best(problem, sorted)


@settings(deadline=None, max_examples=40)
@given(problems(players=3), st.lists(POSITIVE, min_size=3, max_size=3))
def test_proportional_is_leximin_in_shares(problem: BargainingProblem, shares: list[Fraction]) -> None:
    found = egalitarian_solution(problem, proportions=shares).ties.tolist()
    assert found == best(problem, lambda gains: sorted(g / p for g, p in zip(gains, shares, strict=True)))


@settings(deadline=None, max_examples=60)
@given(problems())
def test_equal_loss_is_leximin_in_distances_from_the_ideal(problem: BargainingProblem) -> None:
    pool = individually_rational(problem).tolist()
    ideal = [max(column) for column in zip(*(problem.gains(k) for k in pool), strict=True)]
    found = equal_loss_solution(problem).ties.tolist()
    assert found == best(problem, lambda gains: sorted(g - b for g, b in zip(gains, ideal, strict=True)))


@settings(deadline=None, max_examples=60)
@given(problems(), st.lists(st.fractions(0, 9, max_denominator=9), min_size=4, max_size=4))
def test_utilitarian_has_the_largest_sum(problem: BargainingProblem, weights: list[Fraction]) -> None:
    assert utilitarian_solution(problem).ties.tolist() == best(problem, sum)
    weights = [*weights[: len(problem.players) - 1], Fraction(1)]
    found = utilitarian_solution(problem, weights=weights).ties.tolist()
    assert found == best(problem, lambda gains: sum(w * g for w, g in zip(weights, gains, strict=True)))


@settings(deadline=None, max_examples=60)
@given(problems(players=2))
def test_conley_wilkie_reaches_farthest_towards_the_nash_lottery(problem: BargainingProblem) -> None:
    lottery = nash_lottery(LotteryProblem(problem)).exact_payoffs
    towards = [u - d for u, d in zip(lottery, problem.reservation, strict=True)]
    found = conley_wilkie_solution(problem)
    assert found.ties.tolist() == best(
        problem, lambda gains: sorted(g / n for g, n in zip(gains, towards, strict=True))
    )


def test_conley_wilkie_is_nash_where_the_nash_lottery_is_an_outcome() -> None:
    points = BargainingProblem([(0, 4), (2, 3), (4, 0)], (0, 0), PLAYERS, "USD")
    deal = conley_wilkie_solution(points)
    assert deal.payoffs.tolist() == [2, 3]
    assert deal.certificate()["least_share"] == 1
    assert deal.certificate()["decided"] == "exactly"


def test_conley_wilkie_with_three_parties_says_what_it_rests_on() -> None:
    points = BargainingProblem(
        [(4, 1, 1), (1, 4, 1), (1, 1, 4), (2, 2, 1)], (0, 0, 0), ("a", "b", "c"), "USD"
    )
    proof = conley_wilkie_solution(points).certificate()
    assert proof["nash_lottery"] == pytest.approx([2, 2, 2], abs=1e-12)
    assert proof["decided"] == "exactly, given the Nash lottery"


@pytest.mark.parametrize("solve", SOLUTIONS)
@settings(deadline=None, max_examples=25)
@given(problem=problems())
def test_every_pick_is_efficient(solve: Solve, problem: BargainingProblem) -> None:
    outcomes, deal = exact(problem), solve(problem)
    for pick in deal.ties.tolist():
        assert not any(dominates(other, outcomes[pick]) for other in outcomes)


@pytest.mark.parametrize("solve", [*SOLUTIONS[:2], utilitarian_solution])
@settings(deadline=None, max_examples=25)
@given(problem=problems(players=2))
def test_symmetric_problems_have_symmetric_ties(solve: Solve, problem: BargainingProblem) -> None:
    problem = swapped(problem)
    ties = {problem.payoffs(k) for k in solve(problem).ties.tolist()}
    assert ties == {payoffs[::-1] for payoffs in ties}


@pytest.mark.parametrize("solve", SOLUTIONS)
@settings(deadline=None, max_examples=25)
@given(problem=problems(players=2), scale=POSITIVE, shift=st.lists(ANY, min_size=2, max_size=2))
def test_a_common_unit_and_origin_change_nothing(
    solve: Solve, problem: BargainingProblem, scale: Fraction, shift: list[Fraction]
) -> None:
    moved = transformed(problem, [scale, scale], shift)
    assert solve(moved).ties.tolist() == solve(problem).ties.tolist()


@settings(deadline=None, max_examples=25)
@given(problems(players=2), st.lists(POSITIVE, min_size=2, max_size=2))
def test_conley_wilkie_does_not_depend_on_scales(problem: BargainingProblem, scale: list[Fraction]) -> None:
    moved = transformed(problem, scale, [Fraction(0)] * 2)
    assert conley_wilkie_solution(moved).ties.tolist() == conley_wilkie_solution(problem).ties.tolist()


def test_egalitarian_does_depend_on_scales() -> None:
    points = BargainingProblem([(k, 10 - k) for k in range(11)], (0, 0), PLAYERS, "USD")
    cents = transformed(points, [Fraction(100), Fraction(1)], [Fraction(0)] * 2)
    assert egalitarian_solution(points).ties.tolist() == [5]
    assert egalitarian_solution(cents).ties.tolist() == [1]


@settings(deadline=None, max_examples=40)
@given(problems(), st.data())
def test_more_outcomes_never_lower_the_least_gain(problem: BargainingProblem, data: st.DataObject) -> None:
    kept = data.draw(st.sets(st.integers(0, len(problem.feasible) - 1), min_size=1))
    few, many = egalitarian_solution(problem.restrict(sorted(kept))), egalitarian_solution(problem)
    if few.agreement:
        assert many.certificate()["least_share"] >= few.certificate()["least_share"]


@pytest.mark.parametrize("solve", SOLUTIONS)
def test_nobody_gains_is_an_answer(solve: Solve) -> None:
    deal = solve(BargainingProblem([(1, 1), (3, 0)], (2, 2), PLAYERS, "USD"))
    assert not deal.agreement
    assert deal.payoffs.tolist() == [2, 2]
    assert "more than disagreement" in deal.reason


@pytest.mark.parametrize("solve", SOLUTIONS)
def test_one_outcome_and_its_duplicates(solve: Solve) -> None:
    deal = solve(BargainingProblem([("0.1", "0.2")] * 3, (0, 0), PLAYERS, "USD"))
    assert deal.ties.tolist() == [0, 1, 2]


@pytest.mark.parametrize("solve", SOLUTIONS[:2])
def test_numbers_that_floats_cannot_scale_are_compared_exactly(solve: Solve) -> None:
    tiny = Fraction(1, 10**320)
    points = [(tiny, 10**300), (2 * tiny, 10**300), (2 * tiny, 1)]
    assert solve(BargainingProblem(points, (0, 0), PLAYERS, "USD")).ties.tolist() == [1]


def test_payoffs_in_different_units_are_not_compared() -> None:
    mixed = BargainingProblem([(1, 2), (2, 1)], (0, 0), PLAYERS, ("bn USD", "lives"))
    assert mixed.unit == "bn USD | lives"
    assert mixed.with_disagreement((0, 0)).units == ("bn USD", "lives")
    for solve in (egalitarian_solution, equal_loss_solution, utilitarian_solution):
        with pytest.raises(NotApplicable, match="which are in bn USD, lives; convert them to one unit"):
            solve(mixed)
    assert utilitarian_solution(mixed, weights=(3, 1)).payoffs.tolist() == [2, 1]
    assert egalitarian_solution(mixed, proportions=(1, 5)).agreement
    assert conley_wilkie_solution(mixed).agreement


def test_bad_weights_are_refused() -> None:
    points = BargainingProblem([(1, 2), (2, 1)], (0, 0), PLAYERS, "USD")
    with pytest.raises(InvalidInput, match=r"weights\[1\] is -1; a welfare weight must be at least 0"):
        utilitarian_solution(points, weights=(1, -1))
    with pytest.raises(InvalidInput, match="weights are all 0"):
        utilitarian_solution(points, weights=(0, 0))
    with pytest.raises(InvalidInput, match=r"proportions\[0\] is 0; a proportion must be above 0"):
        egalitarian_solution(points, proportions=(0, 1))
    with pytest.raises(InvalidInput, match="weights sum to 2; bargaining weights must sum to 1"):
        conley_wilkie_solution(points, weights=(1, 1))
    with pytest.raises(InvalidInput, match="unit has 3 entries; give one text, or one for each of 2 players"):
        BargainingProblem([(1, 2)], (0, 0), PLAYERS, ("USD", "JPY", "EUR"))
