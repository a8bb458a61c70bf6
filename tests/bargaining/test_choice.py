from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.bargaining import BargainingProblem
from negotiate.bargaining.choice import best_and_next, gain_bounds
from tests.bargaining.cases import problems

PLAYERS = ("Home", "Foreign")
WILD = st.fractions().map(lambda q: q * Fraction(10) ** 40) | st.floats(-1e300, 1e300).map(Fraction)


def check_bounds(problem: BargainingProblem) -> None:
    """Bounds hold for the exact gains, in each player's power of two, and are tight."""
    outcomes = np.arange(len(problem.feasible))
    low, high = gain_bounds(problem, outcomes)
    for player in range(len(problem.players)):
        column = [problem.gains(k)[player] for k in outcomes]
        largest = max(abs(problem.disagreement[player]), np.abs(problem.feasible[:, player]).max())
        scale = Fraction(2) ** -int(np.frexp(largest)[1])
        for k, gain in enumerate(column):
            assert Fraction(low[k, player]) <= gain * scale <= Fraction(high[k, player])
            below_range = 5e-323 / max(largest, 5e-324)  # payoffs so small have few digits themselves
            assert high[k, player] - low[k, player] < 1e-14 + below_range


@settings(deadline=None, max_examples=80)
@given(problems())
def test_bounds_hold(problem: BargainingProblem) -> None:
    check_bounds(problem)


@settings(deadline=None, max_examples=80)
@given(st.lists(st.tuples(WILD, WILD), min_size=2, max_size=6))
def test_bounds_hold_for_numbers_of_any_size(rows: list[tuple[Fraction, Fraction]]) -> None:
    check_bounds(BargainingProblem(rows[1:], rows[0], PLAYERS, "USD"))


def test_bounds_hold_where_rounding_hides_the_gain() -> None:
    check_bounds(BargainingProblem([(10**20 + 1, "1e-330")], (10**20, 0), PLAYERS, "USD"))


@pytest.mark.parametrize("slack", [0.0, 10.0])
def test_loose_bounds_change_nothing(slack: float) -> None:
    problem = BargainingProblem([(1, 5), (3, 3), (2, 3), (3, 3)], (0, 0), PLAYERS, "USD")
    totals = problem.feasible.sum(axis=1)
    best, following = best_and_next(problem, np.arange(4), totals - slack, totals + slack, sum)
    assert best.tolist() == [0, 1, 3]
    assert following == 2
    everyone, none = best_and_next(problem, best, totals[best], totals[best], sum)
    assert everyone.tolist() == [0, 1, 3]
    assert none is None
