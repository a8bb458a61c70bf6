"""Contests: closed forms, concavity, who stays out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput
from negotiate.region import Contest, ContestEquilibrium, contest_equilibrium


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
    assert found.dissipation == pytest.approx((4 / 3 + 2 / 3) / (6 * 2 / 3 + 3 * 1 / 3))
    assert found.certificate()["unique"] is True
    assert "40.0% of the prize is spent" in found.summary()
    assert "the only equilibrium" in found.summary()


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


@pytest.mark.parametrize("ratio", [1e-3, 1e-8, 1e-18])
def test_a_prize_far_above_the_other_s_stays_exact(ratio: float) -> None:
    """m_i = V_i² V_j/(V_i + V_j)², to the last digits, and the bound on regret says so."""
    found = contest_equilibrium(Contest(["A", "B"], [1.0, ratio]))
    expected = [ratio / (1 + ratio) ** 2, ratio**2 / (1 + ratio) ** 2]
    assert found.effort == pytest.approx(expected, rel=1e-12, abs=0)
    assert found.regret_bound.max() < 1e-12 * ratio


@pytest.mark.parametrize("r", [1e-6, 0.01, 0.3, 0.999, 1.0])
@pytest.mark.parametrize("prizes", [[1, 1], [1, 50], [1, 50, 1e-5], [3, 2, 2, 0.5]])
def test_the_bound_is_near_nothing_whatever_effort_tells(r: float, prizes: list[float]) -> None:
    """First-order condition r V s (1 − s) = m, and a bound far below the prizes."""
    found = contest_equilibrium(Contest([f"c{k}" for k in range(len(prizes))], prizes, decisiveness=r))
    chance = found.contest.chances(found.effort)
    assert found.effort == pytest.approx(r * np.array(prizes) * chance * (1 - chance), rel=1e-9, abs=1e-12)
    assert found.regret_bound.max() < 1e-12 * max(prizes)
    assert np.isfinite(found.dissipation)


@given(st.lists(st.floats(0.01, 5), min_size=3, max_size=3), st.sampled_from([0.4, 1.0]))
@settings(deadline=None, max_examples=30)
def test_the_bound_bounds_the_regret_of_any_effort(effort: list[float], r: float) -> None:
    """Held against the best of many efforts tried, at profiles that are no equilibrium."""
    contest = Contest(list("ABC"), [6, 3, 1], [1, 2, 0.5], decisiveness=r)
    made = ContestEquilibrium(contest, np.array(effort))
    for i in range(3):
        tried = np.repeat(made.effort[None], 400, axis=0)
        tried[:, i] = np.geomspace(1e-9, 8, 400)
        best = max(contest.payoffs(row)[i] for row in tried) - contest.payoffs(made.effort)[i]
        assert best <= made.regret_bound[i] + 1e-12


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="prize of B is 0; it must be above 0"):
        Contest(["A", "B"], [1, 0])
    with pytest.raises(InvalidInput, match="decisiveness"):
        Contest(["A", "B"], [1, 1], decisiveness=1.5)
    with pytest.raises(InvalidInput, match="at least two"):
        Contest(["A"], [1])
    with pytest.raises(InvalidInput, match="prize holds 1e\\+300; at most 1e\\+100 is accepted"):
        Contest(["A", "B"], [1, 1e300])
    for asked in (Contest.chances, Contest.payoffs):
        with pytest.raises(InvalidInput, match="effort of B is -1; it must be at least 0"):
            asked(Contest(["A", "B"], [1, 1], decisiveness=0.5), [1, -1])
