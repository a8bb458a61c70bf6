"""Weights that yield an outcome: closed forms, agreement with the Nash solution, empty sets in words."""

from __future__ import annotations

import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.bargaining import BargainingProblem, LotteryProblem, nash_lottery, nash_solution
from negotiate.bargaining.backwards import solutions_that_pick, weights_that_yield
from negotiate.bargaining.backwards_solution import WeightSet
from negotiate.errors import InvalidInput, NotApplicable
from tests.bargaining.cases import problems

PLAYERS = ("Home", "Foreign")
WEIGHTS = st.fractions(min_value="1/40", max_value="39/40", max_denominator=40)


def cake(pieces: int) -> BargainingProblem:
    splits = [(k, pieces - k) for k in range(pieces + 1)]
    return BargainingProblem(splits, (0, 0), PLAYERS, "USD", [f"{k} to Home" for k, _ in splits])


def end(found: WeightSet, name: str) -> tuple[Fraction, Fraction, bool, tuple[int, ...]]:
    one = getattr(found, name)
    return one.low, one.high, one.closed, one.rivals


# ---- known values ----


@pytest.mark.parametrize("k", range(2, 9))
def test_a_share_of_a_cake_is_bound_by_its_neighbours(k: int) -> None:
    """From ``a log(k/(k-1)) = (1-a) log((11-k)/(10-k))`` and the same one piece further."""
    found = weights_that_yield(cake(10), k)

    def tie(smaller: int) -> float:
        mine, theirs = math.log((smaller + 1) / smaller), math.log((10 - smaller) / (9 - smaller))
        return theirs / (mine + theirs)

    assert found.interval == pytest.approx((tie(k - 1), tie(k)), abs=1e-14)
    assert end(found, "low")[2:] == (True, (k - 1,))
    assert end(found, "high")[2:] == (True, (k + 1,))
    assert found.high is not None
    assert 0 <= found.high.high - found.high.low <= Fraction(3, 10**40)


def test_rational_ends_are_exact() -> None:
    """The gains 1, 2, 4 and 4, 2, 1: neighbours tie at one half on both sides."""
    geometric = BargainingProblem([(1, 4), (2, 2), (4, 1)], (0, 0), PLAYERS, "USD")
    half = Fraction(1, 2)
    assert end(weights_that_yield(geometric, 0), "high") == (half, half, True, (1, 2))
    assert end(weights_that_yield(geometric, 0), "low") == (0, 0, False, ())
    middle = weights_that_yield(geometric, 1)
    assert middle.interval == (0.5, 0.5)
    assert (middle.decided, middle.inside) == ("exactly", half)
    assert end(weights_that_yield(geometric, 2), "low") == (half, half, True, (0, 1))


def test_ends_that_agree_without_being_rational_say_how_far() -> None:
    """Ratios 2 and 3 on both sides: both ends are log 3 / log 6."""
    problem = BargainingProblem([(1, 9), (2, 3), (4, 1)], (0, 0), PLAYERS, "USD")
    found = weights_that_yield(problem, 1)
    assert found.decided == "to 40 decimal places"
    assert found.interval == pytest.approx((math.log(3) / math.log(6),) * 2, abs=1e-15)


def test_a_share_of_a_divisible_cake_has_one_weight() -> None:
    """With lotteries every split is attainable: 3 of 10 takes a weight of 3/10, exactly."""
    found = weights_that_yield(LotteryProblem(cake(10)), 3)
    assert found.low is not None
    assert found.high is not None
    assert found.low.low == found.high.high == Fraction(3, 10)
    assert found.contains("0.3")
    assert not found.contains("0.31")


def test_a_lone_outcome_takes_any_weight() -> None:
    found = weights_that_yield(BargainingProblem([(1, 1), (1, 1)], (0, 0), PLAYERS, "USD"), 1)
    assert found.interval == (0, 1)
    assert not found.contains(0)
    assert not found.contains(1)
    assert found.contains("1e-9")


def test_gains_that_floats_cannot_tell_apart() -> None:
    """A rival better by 1e-30 for one and worse for the other by as much: the tie is near one half."""
    tiny = Fraction(1, 10**30)
    problem = BargainingProblem([(1, 1), (1 + tiny, 1 - tiny), (1 - tiny, 1 - tiny)], (0, 0), PLAYERS, "USD")
    found = weights_that_yield(problem, 0)
    assert found.high is not None
    assert found.high.rivals == (1,)
    assert found.high.low > Fraction(1, 2)  # log(1 + t) < -log(1 - t)
    assert found.interval == (0, pytest.approx(0.5))


def test_of_many_outcomes_the_two_neighbours_bind() -> None:
    angle = np.linspace(0.1, 1.4, 200_000)
    points = np.stack([np.sin(angle), np.cos(angle)], axis=1)
    found = weights_that_yield(BargainingProblem(points, (0, 0), PLAYERS, "USD"), 70_000)
    share = float(points[70_000, 0] ** 2)  # on the circle the weight is the square of the gain
    assert found.interval == pytest.approx((share, share), abs=1e-5)
    assert found.low is not None
    assert found.low.rivals == (69_999,)


def test_an_end_next_to_one_leaves_room_for_a_weight() -> None:
    nearly = BargainingProblem([(1, 2), ("1e-140", 1)], (-1, 0), PLAYERS, "USD")
    assert weights_that_yield(nearly, 0).inside == Fraction(1, 2)
    ahead = BargainingProblem([(1, 2), (1 + Fraction(1, 10**140), 1)], (0, 0), PLAYERS, "USD")
    found = weights_that_yield(ahead, 1)
    assert found.inside is not None
    assert 1 - Fraction(1, 10**139) < found.inside < 1


# ---- theorems ----


@given(problems(players=2), WEIGHTS)
@settings(max_examples=150, deadline=None)
def test_a_weight_is_in_the_set_exactly_where_nash_picks_the_outcome(
    problem: BargainingProblem, weight: Fraction
) -> None:
    picked = nash_solution(problem, weights=(weight, 1 - weight)).ties
    for outcome in range(len(problem.feasible)):
        found = weights_that_yield(problem, outcome)
        assert found.contains(weight) == (outcome in picked)
        assert bool(found.reason) == found.empty


@given(problems(players=2))
@settings(max_examples=100, deadline=None)
def test_inside_the_interval_nash_picks_the_outcome_and_outside_not(problem: BargainingProblem) -> None:
    for outcome in range(len(problem.feasible)):
        found = weights_that_yield(problem, outcome)
        if found.inside is None or found.low is None or found.high is None:
            continue
        if found.decided == "exactly":
            weight = found.inside
            assert outcome in nash_solution(problem, weights=(weight, 1 - weight)).ties
        below = Fraction(math.ceil(found.low.low * 50) - 1, 50)  # simple, so compared exactly
        above = Fraction(math.floor(found.high.high * 50) + 1, 50)
        for weight in (below, above):
            if 0 < weight < 1:
                assert not found.contains(weight)
                assert outcome not in nash_solution(problem, weights=(weight, 1 - weight)).ties


@given(problems(players=2, most=8), WEIGHTS)
@settings(max_examples=60, deadline=None)
def test_with_lotteries_the_set_is_where_the_normal_inequality_holds(
    problem: BargainingProblem, weight: Fraction
) -> None:
    gains = [problem.gains(k) for k in range(len(problem.feasible))]
    for outcome, (one, other) in enumerate(gains):
        found = weights_that_yield(LotteryProblem(problem), outcome)
        normal = min(one, other) > 0 and all(
            weight * (u / one - 1) + (1 - weight) * (v / other - 1) <= 0 for u, v in gains
        )
        assert found.contains(weight) == normal
        if normal:
            payoffs = nash_lottery(LotteryProblem(problem), weights=(weight, 1 - weight)).payoffs
            scale = 1 + np.abs(problem.feasible).max()
            assert np.allclose(problem.feasible[outcome], payoffs, rtol=0, atol=1e-9 * scale)


# ---- empty sets and refusals ----


def test_an_empty_set_says_why() -> None:
    points = [(-1, 5), (2, 2), (2, 3), (9, "0.1"), ("0.1", 9), (3, "0.01")]
    problem = BargainingProblem(points, (0, 0), PLAYERS, "USD", list("abcdef"))
    assert weights_that_yield(problem, "a").reason == "it gives Home no more than disagreement does"
    assert weights_that_yield(problem, "b").reason == "c is better for one player and no worse for the other"
    assert weights_that_yield(problem, "b").dominated_by == (2,)
    dented = BargainingProblem([(8, 1), ("1.5", "1.5"), (1, 8)], (0, 0), PLAYERS, "USD", ["l", "dent", "r"])
    found = weights_that_yield(dented, "dent")
    assert found.reason == "r is better at weights of Home below 0.8050, l above 0.1950"
    assert found.interval is None
    assert found.inside is None
    assert not found.contains("0.5")
    assert "No weight yields dent" in str(found)


def test_the_table_names_the_rivals_and_the_certificate_holds_their_gains() -> None:
    found = weights_that_yield(cake(10), "4 to Home")
    assert [row[3] for row in found.table().rows] == ["3 to Home", "5 to Home"]
    proof = found.certificate()
    assert proof["low"]["gains_of_rivals"] == {"3 to Home": (3, 7)}
    assert json.loads(found.to_json())["certificate"]["high"]["gains_of_rivals"] == {"5 to Home": ["5", "5"]}


def test_which_solutions_pick_an_outcome() -> None:
    problem = BargainingProblem([(5, 1), (2, 2), (1, 3)], (0, 0), PLAYERS, "USD")
    picked = solutions_that_pick(problem, 0)
    assert [name for name in picked.picks if picked.picked_by(name)] == ["nash", "utilitarian", "equal-loss"]
    mixed = BargainingProblem([(5, 1), (2, 2)], (0, 0), PLAYERS, ("USD", "lives"))
    assert solutions_that_pick(mixed, 0).picked_by("utilitarian") is None
    assert json.loads(picked.to_json())["answer"]["picked_by"]["nash"] is True


def test_refusals() -> None:
    with pytest.raises(NotApplicable, match="problem has 3 players; .* gives an interval for two"):
        weights_that_yield(BargainingProblem([(1, 1, 1)], (0, 0, 0), list("abc"), "USD"), 0)
    with pytest.raises(InvalidInput, match="problem=5 is a int; it must be a BargainingProblem or a Lottery"):
        weights_that_yield(5, 0)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="outcome='2 to home' is no label .* Did you mean '2 to Home'?"):
        weights_that_yield(cake(4), "2 to home")
    with pytest.raises(InvalidInput, match="outcome=5; it must be from 0 to 4"):
        weights_that_yield(cake(4), 5)
    twice = BargainingProblem([(1, 1), (2, 1)], (0, 0), PLAYERS, "USD", ["deal", "deal"])
    with pytest.raises(InvalidInput, match="label of 2 outcomes; give a position"):
        weights_that_yield(twice, "deal")
    with pytest.raises(InvalidInput, match="has no labels, so give a position"):
        solutions_that_pick(BargainingProblem([(1, 1)], (0, 0), PLAYERS, "USD"), "deal")
