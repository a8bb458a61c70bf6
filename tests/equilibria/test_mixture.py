"""The linear programme behind correlation, commitment and security: both ways to solve it agree."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibria import highs
from negotiate.equilibria.mixture import exact_best_mixture, numerical_best_mixture, solves_exactly
from negotiate.errors import InvalidInput

ENTRIES = st.integers(-4, 4)


@st.composite
def programmes(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    n, goals, limits = draw(st.integers(1, 5)), draw(st.integers(1, 3)), draw(st.integers(0, 4))
    cells = st.lists(ENTRIES, min_size=n, max_size=n)
    rows = draw(st.lists(cells, min_size=goals + limits, max_size=goals + limits))
    matrix = np.array(rows, dtype=object).reshape(goals + limits, n)
    return matrix[:goals], matrix[goals:]


@given(programmes(), st.sampled_from([1, 10**9, Fraction(1, 10**9)]))
@settings(max_examples=80, deadline=None)
def test_exact_and_numerical_agree_in_every_unit(
    programme: tuple[np.ndarray, np.ndarray], unit: Fraction
) -> None:
    goals, limits = (part * Fraction(unit) for part in programme)
    exact = exact_best_mixture(goals, limits)
    numerical = numerical_best_mixture(goals.astype(float), limits.astype(float))
    assert (exact is None) == (numerical is None)
    if exact is not None and numerical is not None:
        assert exact.value == exact.bound
        assert exact.violation == 0
        assert sum(exact.x) == sum(exact.weights) == 1
        assert min(*exact.x, *exact.weights, *exact.multipliers, 0) == 0
        assert exact.value == min(goals @ exact.x)
        scale = float(unit)
        assert numerical.value == pytest.approx(float(exact.value), abs=1e-7 * scale)
        assert numerical.bound == pytest.approx(float(exact.value), abs=1e-7 * scale)
        assert numerical.violation <= 1e-8 * scale


def test_no_mixture_keeps_within_contradictory_limits() -> None:
    goals, limits = np.array([[1, 2]], dtype=object), np.array([[1, 1]], dtype=object)
    assert exact_best_mixture(goals, limits) is None
    assert numerical_best_mixture(goals.astype(float), limits.astype(float)) is None


def wide(seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.integers(-9, 10, (2, 2500)).astype(float), rng.integers(-9, 10, (30, 2500)).astype(float)


@pytest.mark.parametrize("seed", range(3))
def test_generating_columns_gives_the_optimum_of_all(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    goals, limits = wide(seed)
    generated = numerical_best_mixture(goals, limits)
    monkeypatch.setattr(highs, "_WIDE", 10_000)
    at_once = numerical_best_mixture(goals, limits)
    assert generated is not None
    assert at_once is not None
    assert generated.value == pytest.approx(at_once.value, abs=1e-9)
    assert generated.bound - generated.value < 1e-9


def test_a_wide_programme_may_have_no_solution() -> None:
    goals, limits = wide(0)
    limits[0] = 1
    assert numerical_best_mixture(goals, limits) is None


def test_methods_have_names() -> None:
    assert solves_exactly("auto", 10)
    assert not solves_exactly("auto", 10**6)
    with pytest.raises(InvalidInput, match="method='simplex' is not known; choose from auto, exact, highs"):
        solves_exactly("simplex", 10)
