"""Contests: closed forms, concavity, who stays out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput
from negotiate.region import Contest, contest_equilibrium


@pytest.mark.parametrize("count", [2, 3, 7])
@pytest.mark.parametrize("r", [0.3, 0.8, 1.0])
def test_equal_countries_spend_r_v_of_n_less_one_over_n_squared(count: int, r: float) -> None:
    contest = Contest([f"c{k}" for k in range(count)], [9.0] * count, decisiveness=r)
    expected = r * 9 * (count - 1) / count**2
    assert contest_equilibrium(contest).effort == pytest.approx([expected] * count, rel=1e-10)


def test_two_unequal_prizes_in_closed_form() -> None:
    """m_i = V_i² V_j/(V_i + V_j)² at r = 1 and unit costs."""
    found = contest_equilibrium(Contest(["A", "B"], [6, 3]))
    assert found.effort == pytest.approx([36 * 3 / 81, 9 * 6 / 81])
    assert found.dissipation < 1


def test_a_small_prize_stays_out() -> None:
    found = contest_equilibrium(Contest(["A", "B", "C"], [10, 10, 4]))
    assert found.effort[2] == 0
    assert found.effort[:2] == pytest.approx([2.5, 2.5])
    assert found.certificate()["regret_bound"] < 1e-9


@given(
    st.lists(st.tuples(st.floats(0.5, 20), st.floats(0.2, 5)), min_size=2, max_size=5),
    st.sampled_from([0.4, 0.7, 1.0]),
)
@settings(deadline=None, max_examples=25)
def test_no_other_effort_pays_more(countries: list[tuple[float, float]], r: float) -> None:
    prize, cost = zip(*countries, strict=True)
    contest = Contest([f"c{k}" for k in range(len(prize))], prize, cost, decisiveness=r)
    found = contest_equilibrium(contest)
    own = contest.payoffs(found.effort)
    for i in range(len(prize)):
        for other in np.linspace(0, prize[i] / cost[i], 12):
            tried = found.effort.copy()
            tried[i] = other
            assert contest.payoffs(tried)[i] <= own[i] + found.regret_bound[i] + 1e-9
    assert found.regret_bound.max() < 1e-6 * max(prize)


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="prize of B is 0; it must be above 0"):
        Contest(["A", "B"], [1, 0])
    with pytest.raises(InvalidInput, match="decisiveness"):
        Contest(["A", "B"], [1, 1], decisiveness=1.5)
    with pytest.raises(InvalidInput, match="at least two"):
        Contest(["A"], [1])
