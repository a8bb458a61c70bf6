from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate.bargaining import BargainingProblem, individually_rational, kalai_smorodinsky_solution
from tests.bargaining.cases import dominates, exact, problems, swapped, transformed

PLAYERS = ("Home", "Foreign")
POSITIVE = st.fractions(min_value="1/50", max_value=50, max_denominator=60)
ANY = st.fractions(min_value=-50, max_value=50, max_denominator=60)


def ideal_gains(problem: BargainingProblem) -> list[Fraction]:
    pool = individually_rational(problem).tolist()
    return [max(column) for column in zip(*(problem.gains(k) for k in pool), strict=True)]


def brute_force(problem: BargainingProblem) -> list[int]:
    """Compare all sorted normalised gains in rational arithmetic."""
    pool = individually_rational(problem).tolist()
    if not any(min(problem.gains(k)) > 0 for k in pool):
        return []
    ideal = ideal_gains(problem)
    shares = {k: sorted(g / b for g, b in zip(problem.gains(k), ideal, strict=True)) for k in pool}
    return [k for k, share in shares.items() if share == max(shares.values())]


# ---- known values ----


def test_the_cake() -> None:
    cake = BargainingProblem([(k, 10 - k) for k in range(11)], (0, 2), PLAYERS, "bn USD")
    deal = kalai_smorodinsky_solution(cake)
    assert deal.payoffs.tolist() == [4, 6]
    proof = deal.certificate()
    assert proof["ideal"] == [8, 10]
    assert proof["normalised_gains"] == [0.5, 0.5]
    assert proof["next_normalised_gains"] == [0.375, 0.625]
    assert proof["dominated_by"] == []


def test_a_curved_frontier_has_its_textbook_solution() -> None:
    """On ``u2 = 1 - u1**2`` with ideal (1, 1) the shares are equal at the golden section, 0.618."""
    curve = [(k * 1000, 10**6 - k**2) for k in range(1001)]
    assert kalai_smorodinsky_solution(BargainingProblem(curve, (0, 0), PLAYERS, "USD")).ties.tolist() == [618]


def test_the_ideal_point_ignores_outcomes_worse_than_disagreement() -> None:
    problem = BargainingProblem([(100, -1), (4, 2), (2, 4), (5, 0)], (0, 0), PLAYERS, "USD")
    assert kalai_smorodinsky_solution(problem).certificate()["ideal"] == [5, 4]


def test_three_parties() -> None:
    problem = BargainingProblem(
        [(2, 2, 1), (1, 1, 4), (2, 1, 4), (4, 0, 0)], (0, 0, 0), ("a", "b", "c"), "USD"
    )
    deal = kalai_smorodinsky_solution(problem)
    assert deal.ties.tolist() == [2]
    assert deal.certificate()["normalised_gains"] == [0.5, 0.5, 1.0]


# ---- axioms ----


@settings(deadline=None, max_examples=150)
@given(problems())
def test_it_is_the_exact_leximin(problem: BargainingProblem) -> None:
    deal = kalai_smorodinsky_solution(problem)
    assert deal.ties.tolist() == brute_force(problem)
    if deal.agreement:
        left = [k for k in individually_rational(problem).tolist() if k not in deal.ties.tolist()]
        assert (deal.certificate()["runner_up"] is None) == (not left)
        assert not left or deal.certificate()["runner_up"] in left


@settings(deadline=None, max_examples=60)
@given(problems())
def test_the_deal_is_efficient_and_better_for_all(problem: BargainingProblem) -> None:
    deal = kalai_smorodinsky_solution(problem)
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
    moved = kalai_smorodinsky_solution(transformed(problem, scale, shift))
    assert moved.ties.tolist() == kalai_smorodinsky_solution(problem).ties.tolist()


@settings(deadline=None, max_examples=60)
@given(problems(players=2))
def test_symmetry(problem: BargainingProblem) -> None:
    both = swapped(problem)
    picked = {both.payoffs(k) for k in kalai_smorodinsky_solution(both).ties.tolist()}
    assert picked == {payoffs[::-1] for payoffs in picked}


@settings(deadline=None, max_examples=80)
@given(problems(players=2), st.data())
def test_individual_monotonicity(problem: BargainingProblem, data: st.DataObject) -> None:
    """More outcomes that leave one's ideal alone cannot lower the other's equal share of the ideal."""
    before = kalai_smorodinsky_solution(problem)
    assume(before.agreement)
    ideal = ideal_gains(problem)
    rise = data.draw(st.lists(st.tuples(st.fractions(0, 1), st.fractions(0, 3)), min_size=1, max_size=4))
    more = [
        [d + share * most for d, share, most in zip(problem.reservation, shares, ideal, strict=True)]
        for shares in rise
    ]
    larger = BargainingProblem([*exact(problem), *more], problem.reservation, PLAYERS, "USD")
    after = kalai_smorodinsky_solution(larger)

    def guaranteed(deal_problem: BargainingProblem, outcome: int) -> Fraction:
        best = ideal_gains(deal_problem)
        least = min(g / b for g, b in zip(deal_problem.gains(outcome), best, strict=True))
        return least * best[1]

    assert ideal_gains(larger)[0] == ideal[0]
    assert guaranteed(larger, int(after.ties[0])) >= guaranteed(problem, int(before.ties[0]))


# ---- ties, no agreement ----


def test_ties_are_all_listed() -> None:
    problem = BargainingProblem([(1, 2), (2, 1), (1, 2)], (0, 0), PLAYERS, "USD")
    assert kalai_smorodinsky_solution(problem).ties.tolist() == [0, 1, 2]


def test_a_difference_that_floats_would_miss() -> None:
    most = Fraction(1) + Fraction(1, 10**20)
    problem = BargainingProblem([(1, 1), (1, most), (0, 2), (2, 0)], (0, 0), PLAYERS, "USD")
    assert kalai_smorodinsky_solution(problem).ties.tolist() == [1]


@pytest.mark.parametrize("outcomes", [[(1, 1)], [(3, 2), (2, 3)], [(0, 0)]])
def test_no_agreement_where_not_all_can_gain(outcomes: list[tuple[int, int]]) -> None:
    deal = kalai_smorodinsky_solution(BargainingProblem(outcomes, (2, 2), PLAYERS, "USD"))
    assert not deal.agreement
    assert "more than disagreement" in deal.reason
