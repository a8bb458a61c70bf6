import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate.bargaining import BargainingProblem, nash_solution
from negotiate.errors import InvalidInput
from tests.bargaining.cases import dominates, exact, problems, swapped, transformed

PLAYERS = ("Home", "Foreign")
POSITIVE = st.fractions(min_value="1/50", max_value=50, max_denominator=60)
ANY = st.fractions(min_value=-50, max_value=50, max_denominator=60)


def brute_force(problem: BargainingProblem, powers: list[int]) -> list[int]:
    """Compare every product of gains in rational arithmetic."""
    products = {}
    for k in range(len(problem.feasible)):
        gains = problem.gains(k)
        if min(gains) > 0:
            products[k] = math.prod(g**p for g, p in zip(gains, powers, strict=True))
    return [k for k, product in products.items() if product == max(products.values())]


# ---- known values ----


def test_the_cake() -> None:
    cake = BargainingProblem([(k, 10 - k) for k in range(11)], (0, 2), PLAYERS, "bn USD")
    deal = nash_solution(cake)
    assert deal.payoffs.tolist() == [4, 6]
    assert deal.ties.tolist() == [4]
    assert deal.certificate() == {
        "product": 16.0,
        "next_product": 15.0,
        "runner_up": 3,
        "runner_up_label": "outcome 3",
        "decided": "exactly",
        "least_gain": 4.0,
        "dominated_by": [],
    }


def test_a_curved_frontier_has_its_textbook_solution() -> None:
    """On ``u2 = 1 - u1**2`` the product is largest at ``u1 = 1/sqrt(3)``; the grid is of thousandths."""
    curve = [(k * 1000, 10**6 - k**2) for k in range(1001)]
    assert nash_solution(BargainingProblem(curve, (0, 0), PLAYERS, "USD")).ties.tolist() == [577]


@pytest.mark.parametrize(("weight", "share"), [("1/2", 50), ("3/4", 75), (0.3, 30), ("0.07", 7)])
def test_weights_split_a_dollar_in_their_proportion(weight: object, share: int) -> None:
    dollar = BargainingProblem([(k, 100 - k) for k in range(101)], (0, 0), PLAYERS, "cent")
    other = 1 - Fraction(str(weight))
    deal = nash_solution(dollar, weights=(weight, other))
    assert deal.payoffs.tolist() == [share, 100 - share]
    assert deal.certificate()["decided"] == "exactly"
    product = share ** float(1 - other) * (100 - share) ** float(other)
    assert deal.certificate()["product"] == pytest.approx(product, rel=1e-14)


# ---- axioms ----


@settings(deadline=None, max_examples=150)
@given(problems())
def test_it_is_the_exact_maximiser(problem: BargainingProblem) -> None:
    deal = nash_solution(problem)
    assert deal.ties.tolist() == brute_force(problem, [1] * len(problem.players))
    proof = deal.certificate()
    if deal.agreement:
        rest = [k for k in range(len(problem.feasible)) if k not in deal.ties.tolist()]
        left = [k for k in rest if min(problem.gains(k)) > 0]
        assert (proof["runner_up"] is None) == (not left)
        if left:
            following = brute_force(problem.restrict(left), [1] * len(problem.players))
            assert proof["runner_up"] == left[following[0]]
            assert proof["next_product"] == pytest.approx(float(math.prod(problem.gains(left[following[0]]))))


@settings(deadline=None, max_examples=80)
@given(problems(players=2), st.integers(1, 9))
def test_weighted_it_is_the_exact_maximiser(problem: BargainingProblem, tenths: int) -> None:
    deal = nash_solution(problem, weights=(tenths / 10, 1 - Fraction(tenths, 10)))
    assert deal.ties.tolist() == brute_force(problem, [tenths, 10 - tenths])


@settings(deadline=None, max_examples=60)
@given(problems(players=2))
def test_weights_without_a_common_denominator_agree_where_they_are_nearly_equal(
    problem: BargainingProblem,
) -> None:
    near = Fraction(10**60 + 1, 2 * 10**60 + 1)
    deal = nash_solution(problem, weights=(near, 1 - near))
    best = max((math.prod(problem.gains(k)) for k in nash_solution(problem).ties.tolist()), default=0)
    for tied in deal.ties.tolist():
        assert math.prod(problem.gains(tied)) >= best * (1 - Fraction(1, 10**38))
    assert not deal.agreement or "40 decimal places" in deal.certificate()["decided"]


@settings(deadline=None, max_examples=60)
@given(problems(), st.data())
def test_no_weighting_picks_a_dominated_or_irrational_deal(
    problem: BargainingProblem, data: st.DataObject
) -> None:
    n = len(problem.players)
    raw = data.draw(st.lists(st.integers(1, 9), min_size=n, max_size=n))
    deal = nash_solution(problem, weights=[Fraction(weight, sum(raw)) for weight in raw])
    for k in deal.ties.tolist():
        assert min(problem.gains(k)) > 0
        assert not any(dominates(other, problem.payoffs(k)) for other in exact(problem))
    assert not deal.agreement or deal.certificate()["dominated_by"] == []


@settings(deadline=None, max_examples=60)
@given(problems(), st.data())
def test_affine_covariance(problem: BargainingProblem, data: st.DataObject) -> None:
    n = len(problem.players)
    scale = data.draw(st.lists(POSITIVE, min_size=n, max_size=n))
    shift = data.draw(st.lists(ANY, min_size=n, max_size=n))
    moved = nash_solution(transformed(problem, scale, shift))
    assert moved.ties.tolist() == nash_solution(problem).ties.tolist()


@settings(deadline=None, max_examples=60)
@given(problems(), st.data())
def test_independence_of_irrelevant_alternatives(problem: BargainingProblem, data: st.DataObject) -> None:
    deal = nash_solution(problem)
    assume(deal.agreement)
    others = [k for k in range(len(problem.feasible)) if k not in deal.ties.tolist()]
    kept = sorted(
        [*deal.ties.tolist(), *data.draw(st.sets(st.sampled_from(others)) if others else st.just(set()))]
    )
    again = nash_solution(problem.restrict(kept))
    assert [kept[k] for k in again.ties.tolist()] == deal.ties.tolist()


@settings(deadline=None, max_examples=60)
@given(problems(players=2))
def test_symmetry(problem: BargainingProblem) -> None:
    both = swapped(problem)
    picked = {both.payoffs(k) for k in nash_solution(both).ties.tolist()}
    assert picked == {payoffs[::-1] for payoffs in picked}


@settings(deadline=None, max_examples=60)
@given(problems(), POSITIVE)
def test_a_better_fallback_never_hurts(problem: BargainingProblem, rise: Fraction) -> None:
    point = list(problem.reservation)
    point[0] += rise
    before, after = nash_solution(problem), nash_solution(problem.with_disagreement(point))
    assume(after.agreement)
    assert before.agreement
    least_after = min(problem.payoffs(k)[0] for k in after.ties.tolist())
    assert least_after >= max(problem.payoffs(k)[0] for k in before.ties.tolist())


# ---- ties and numbers at the edge ----


def test_a_tie_that_floats_would_break() -> None:
    """Products of exactly 1 from factors that floats round."""
    outcomes = [(Fraction(k, 7), Fraction(7, k)) for k in (3, 5, 11, 13)] + [(1, 1)]
    deal = nash_solution(BargainingProblem(outcomes, (0, 0), PLAYERS, "USD"))
    assert deal.ties.tolist() == [0, 1, 2, 3, 4]
    assert deal.certificate()["runner_up"] is None
    assert "5 outcomes tie" in deal.summary()


def test_a_tie_across_magnitudes() -> None:
    outcomes = [(Fraction(3) ** k, Fraction(3) ** -k) for k in range(-300, 301, 7)]
    deal = nash_solution(BargainingProblem(outcomes, (0, 0), PLAYERS, "USD"))
    assert len(deal.ties) == len(outcomes)


def test_a_difference_that_floats_would_miss() -> None:
    deal = nash_solution(BargainingProblem([(10**20, 1), (10**20 + 1, 1)], (0, 0), PLAYERS, "USD"))
    assert deal.ties.tolist() == [1]
    crowded = BargainingProblem([(1e16 + 2, 1), (1e16 + 4, 1)], (1e16, 0), PLAYERS, "USD")
    assert nash_solution(crowded).ties.tolist() == [1]


@pytest.mark.parametrize("scale", [1e-307, 1e-18, 1e18, 1e307])
def test_scale_does_not_matter(scale: float) -> None:
    splits = np.array([(k, 10 - k, 1 + k % 2) for k in range(11)])
    deal = nash_solution(BargainingProblem(scale * splits, (0, 0, 0), ("a", "b", "c"), "USD"))
    assert deal.ties.tolist() == [5]
    tiny = BargainingProblem([("1e-350", 1), ("2e-350", 1)], (0, 0), PLAYERS, "USD")
    assert nash_solution(tiny).ties.tolist() == [1]


def test_a_product_beyond_floats_is_left_out_and_not_infinite() -> None:
    deal = nash_solution(BargainingProblem([(1e300, 1e300)], (0, 0), PLAYERS, "USD"))
    assert deal.agreement
    assert deal.certificate()["product"] is None
    deal.to_json()


def test_many_equal_outcomes_tie() -> None:
    deal = nash_solution(BargainingProblem(np.ones((10_000, 2)), (0, 0), PLAYERS, "USD"))
    assert len(deal.ties) == 10_000


# ---- no agreement, refusals ----


def test_no_agreement_where_nobody_gains() -> None:
    deal = nash_solution(BargainingProblem([(1, 1), (3, 2)], (2, 2), PLAYERS, "USD"))
    assert not deal.agreement
    assert "more than disagreement" in deal.reason
    assert deal.payoffs.tolist() == [2, 2]
    assert deal.certificate()["outcomes_better_for"] == {"Home": 1, "Foreign": 0}


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ((1, 0), r"weights\[1\] is 0; a bargaining weight must be above 0"),
        ((1.5, -0.5), r"weights\[1\] is -0.5"),
        ((0.5, 0.6), "weights sum to 1.1; bargaining weights must sum to 1"),
        ((1,), r"weights has shape \(1,\); it must have shape \(2,\)"),
    ],
)
def test_refusals(weights: tuple[float, ...], words: str) -> None:
    problem = BargainingProblem([(1, 1)], (0, 0), PLAYERS, "USD")
    with pytest.raises(InvalidInput, match=words):
        nash_solution(problem, weights=weights)
