"""Linear programmes in rationals: duality proves each answer, HiGHS agrees."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from negotiate.errors import InvalidInput, NoSolution
from negotiate.games.exact_lp import maximise
from tests.strategies import RATIONALS


@given(st.data(), st.integers(1, 4), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_the_optimum_is_proved_by_duality(data: st.DataObject, m: int, n: int) -> None:
    row = st.lists(RATIONALS, min_size=n, max_size=n)
    c = data.draw(row)
    a = np.array(data.draw(st.lists(row, min_size=m, max_size=m)), dtype=object)
    b = [abs(limit) for limit in data.draw(st.lists(RATIONALS, min_size=m, max_size=m))]
    try:
        found = maximise(c, a, b)
    except NoSolution:
        ray = linprog([-float(x) for x in c], a.astype(float), np.zeros(m), bounds=(0, 1))
        assert ray.fun < 0, "an unbounded objective grows along some direction that keeps the limits"
        return
    x, y = np.array(found.x), np.array(found.dual)
    assert min(*x, *y) >= 0
    assert all(a @ x <= b)
    assert all(a.T @ y >= c)
    assert c @ x == b @ y == found.value


def test_the_programme_on_which_the_largest_coefficient_rule_cycles() -> None:
    # Beale (1955), Naval Research Logistics Quarterly 2, 269-275.
    found = maximise(
        ["3/4", -150, "1/50", -6],
        [["1/4", -60, "-1/25", 9], ["1/2", -90, "-1/50", 3], [0, 0, 1, 0]],
        [0, 0, 1],
    )
    assert found.value == Fraction(1, 20)


def test_bad_programmes_are_refused() -> None:
    with pytest.raises(InvalidInput, match=r"limits\[1\] is -1; every limit must be at least 0"):
        maximise([1], [[1], [1]], [1, -1])
    with pytest.raises(InvalidInput, match=r"matrix has shape \(1, 2\); it must have shape \(1, 1\)"):
        maximise([1], [[1, 2]], [1])
    with pytest.raises(NoSolution, match="unbounded"):
        maximise([1, 1], [[1, -1]], [1])
