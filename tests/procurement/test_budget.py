"""The budget cap: growth, headroom, and the least growth that would do."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.procurement import BudgetCap


def test_three_per_cent_on_the_budget_of_2025() -> None:
    cap = BudgetCap(57.6, 0.03, years=5)
    assert cap.headroom[0] == pytest.approx(1.728)
    assert cap.average == pytest.approx(5.396, abs=5e-4)


def test_a_path_of_growth_is_compounded() -> None:
    cap = BudgetCap(100, [0.165, 0.03, 0.03], years=3)
    assert cap.headroom == pytest.approx([16.5, 19.995, 23.59485])
    assert cap.label == "16.5%, 3.0%, 3.0%"
    assert BudgetCap(100, 0, years=3).average == 0.0


def test_outlays_committed_in_part_leave_more() -> None:
    assert BudgetCap(100, 0.0, years=4, committed=0.9).average == pytest.approx(10)


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 0.3), st.integers(1, 10), st.floats(0.2, 1.0))
def test_the_least_growth_is_the_growth(rate: float, years: int, committed: float) -> None:
    cap = BudgetCap(57.6, rate, years, committed)
    found = cap.least_growth(cap.average)
    assert found == pytest.approx(rate, abs=1e-9)
    growth = (1 + found) ** np.arange(1, years + 1)
    assert 57.6 * (growth.mean() - committed) >= cap.average - 1e-12


def test_no_growth_is_large_enough_for_some_needs() -> None:
    assert BudgetCap(1, 0.03, years=1).least_growth(1e9) is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((57.6, -0.03, 5), r"cap of 55\.87 bn USD/yr in year 1 is below committed outlays of 57\.6"),
        ((57.6, [0.1, -0.2], 2), r"in year 2 is below committed outlays"),
        ((57.6, 0.03, 5, 1.1), "is below committed outlays of 63.36"),
        ((0, 0.03, 5), "base=0 bn USD/yr; it must be above 0"),
        ((57.6, [0.1, 0.1], 5), "growth has 2 rates; it must have one, or one for each of 5 years"),
        ((57.6, float("nan"), 5), r"growth\[0\] is nan"),
        ((57.6, 12, 5), "growth must lie above -1 and at most 10"),
        ((57.6, 0.03, 0), "years=0; it must be at least 1|years=0; it must be from 1 to 100"),
        ((57.6, 0.03, 5, -1), "committed=-1; it must be at least 0"),
    ],
)
def test_bad_caps_are_refused_in_words(arguments: tuple[Any, ...], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        BudgetCap(*arguments)
