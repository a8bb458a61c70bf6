"""Change points: both sides bracket a real change."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.analysis import change_points


@given(st.floats(0.01, 0.99))
@settings(max_examples=50, deadline=None)
def test_a_threshold_is_bracketed(threshold: float) -> None:
    (point,) = change_points(lambda x: x >= threshold, 0.0, 1.0, tolerance=1e-6)
    assert point.below < threshold <= point.above
    assert point.above - point.below <= 1e-6
    assert (point.answer_below, point.answer_above) == (False, True)


def test_every_change_of_a_step_function_is_found() -> None:
    points = change_points(math.floor, 0.0, 3.5, steps=14, tolerance=1e-9)
    assert [point.value for point in points] == pytest.approx([1, 2, 3], abs=1e-9)
    assert [(point.answer_below, point.answer_above) for point in points] == [(0, 1), (1, 2), (2, 3)]


def test_a_constant_answer_has_no_change_point() -> None:
    assert change_points(lambda _: "deal", 0.0, 1.0) == ()


def test_a_bracket_that_floats_cannot_split_ends() -> None:
    (point,) = change_points(lambda x: x > 1, 0.0, 2.0, steps=3, tolerance=1e-300)
    assert point.below <= 1 < point.above


def test_bad_ranges_are_refused() -> None:
    with pytest.raises(InvalidInput, match="low=1 and high=1; low must be below high"):
        change_points(bool, 1, 1)
    with pytest.raises(InvalidInput, match="tolerance=0; it must be above 0"):
        change_points(bool, 0, 1, tolerance=0)
    with pytest.raises(InvalidInput, match="steps=0; it must be at least 1"):
        change_points(bool, 0, 1, steps=0)
