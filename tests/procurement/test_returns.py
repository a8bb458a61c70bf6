"""Diminishing returns: chords of a power law, with their error."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.procurement import PiecewiseReturns, log_returns, power_returns


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0.05, 1.0),
    st.one_of(st.just(0.0), st.floats(0.01, 200.0)),
    st.floats(1e-4, 300.0),
    st.integers(1, 40),
)
def test_chords_touch_at_breakpoints_and_stay_within_the_stated_error(
    exponent: float, stock: float, reach: float, segments: int
) -> None:
    scale = 3.0
    chords = power_returns(exponent, stock=stock, scale=scale, reach=reach, segments=segments)

    def curve(added: float) -> float:
        return float(((stock + added) / scale) ** exponent - (stock / scale) ** exponent)

    size = curve(reach)
    for point in (*chords.breakpoints, reach):
        assert chords(point) == pytest.approx(curve(point), abs=1e-9 * (1 + size))
    for point in np.linspace(0, reach, 40):
        assert -1e-9 * (1 + size) <= curve(point) - chords(point) <= chords.error + 1e-9 * (1 + size)


def test_the_error_falls_with_the_square_of_the_segments() -> None:
    coarse, fine = (power_returns(0.5, stock=70, scale=5, reach=60, segments=n).error for n in (16, 64))
    assert coarse / fine == pytest.approx(16, rel=0.02)


def test_the_stated_error_is_attained() -> None:
    chord = power_returns(0.5, stock=0.0, scale=1.0, reach=1.0, segments=1)
    assert chord.error == pytest.approx(0.25)  # sqrt(x) - x is largest at x = 1/4


def test_an_exponent_of_one_is_exact_in_one_segment() -> None:
    line = power_returns(1.0, stock=5, scale=2, reach=9, segments=30)
    assert (len(line.slopes), line.error, line(4.0)) == (1, 0.0, 2.0)


def test_a_tiny_reach_beside_the_stock_stays_concave() -> None:
    assert power_returns(0.5, stock=70, scale=5, reach=1e-4).slopes[0] == pytest.approx(
        0.5 / (5 * 70) ** 0.5, rel=1e-6
    )
    assert len(power_returns(0.5, stock=70, scale=5, reach=1e-6).slopes) == 1


@pytest.mark.parametrize(
    ("starts", "slopes", "words"),
    [
        ([1, 2], [1, 0.5], r"breakpoints\[0\] is 1; it must be 0"),
        ([0, 2, 2], [3, 2, 1], "breakpoints do not rise"),
        ([0, 2], [1, 2], "slopes rise; returns must diminish"),
        ([0, 2], [1, -1], r"slopes\[-1\] is -1"),
        ([0, 2], [1], r"slopes has shape \(1,\); it must have shape \(2,\)"),
        ([0, float("inf")], [1, 0], r"breakpoints\[1\] is inf"),
    ],
)
def test_bad_returns_are_refused_in_words(starts: list[float], slopes: list[float], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        PiecewiseReturns(starts, slopes)


def test_bad_power_laws_are_refused_in_words() -> None:
    with pytest.raises(InvalidInput, match="exponent=1.5; it must be from 0.05 to 1"):
        power_returns(1.5, stock=1, scale=1, reach=1)
    with pytest.raises(InvalidInput, match="reach=0; it must be above 0"):
        power_returns(0.5, stock=1, scale=1, reach=0)
    with pytest.raises(InvalidInput, match="must be at least 0"):
        PiecewiseReturns([0], [1])(-1.0)
    with pytest.raises(InvalidInput, match="reach is nan; it must be a finite number"):
        PiecewiseReturns([0], [1], reach=float("nan"))


@settings(max_examples=40, deadline=None)
@given(st.floats(0.1, 100), st.floats(0.01, 1000), st.integers(1, 40), st.floats(0.1, 10))
def test_a_logarithm_lies_over_its_chords_by_at_most_the_error(
    stock: float, reach: float, segments: int, scale: float
) -> None:
    returns = log_returns(stock=stock, reach=reach, scale=scale, segments=segments)
    added = np.linspace(0, reach, 300)
    gaps = scale * np.log1p(added / stock) - [returns(a) for a in added]
    size = scale * math.log1p(reach / stock)
    assert gaps.min() >= -1e-9 * size
    assert gaps.max() <= returns.error + 1e-9 * size
    assert gaps.max() >= 0.8 * returns.error - 1e-9 * size or segments > 10
    assert returns(reach) == pytest.approx(size, rel=1e-9)


def test_a_logarithm_needs_a_stock() -> None:
    with pytest.raises(InvalidInput, match="stock=0; it must be above 0"):
        log_returns(stock=0, reach=1)
