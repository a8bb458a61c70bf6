"""Checks: what is accepted is exact and frozen; what is refused is refused in words."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.checks import (
    exact_array,
    exact_number,
    finite_array,
    finite_number,
    known_keys,
    names,
    one_of,
    probability_vector,
    whole_number,
)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_the_rational_it_holds(number: float) -> None:
    assert float(exact_number("x", number)) == number
    assert exact_number("x", np.float64(number)) == Fraction(number)


@given(st.fractions(), st.integers())
def test_exact_kinds_are_kept(share: Fraction, whole: int) -> None:
    assert exact_number("x", share) == share
    assert exact_number("x", str(share)) == share
    assert exact_number("x", whole) == whole
    assert exact_number("x", str(whole)) == whole


def test_decimal_text_is_decimal_and_not_binary() -> None:
    assert exact_number("x", "0.1") == Fraction(1, 10) == exact_number("x", Decimal("0.1"))
    assert exact_number("x", 0.1) != Fraction(1, 10)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (float("nan"), "x is nan; it must be a finite number"),
        (float("inf"), "x is inf"),
        (True, "not a truth value"),
        (np.True_, "not a truth value"),
        (1 + 2j, "must be a finite real number"),
        (None, "x is None"),
        ("ten", "x is 'ten'; it must be a finite number such as"),
        ("1/0", "must be a finite number such as"),
        ("nan", "must be a finite number such as"),
        ("1e999999999", "exponent is out of range"),
        ("1" * 5000, "5000 characters"),
        (Decimal("nan"), "must be a finite number"),
    ],
)
def test_what_is_no_number_is_refused(value: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        exact_number("x", value)


def test_arrays_are_copied_and_read_only() -> None:
    mine = np.array([[1.0, 2.0]])
    held = finite_array("payoffs", mine, ("rows", 2))
    mine[0, 0] = 9
    assert held[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        held[0, 0] = 3
    with pytest.raises(ValueError, match="read-only"):
        exact_array("payoffs", mine)[0, 0] = 3


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([[1, float("nan")]], r"payoffs\[0, 1\] is nan"),
        ([[1, 2], [3]], r"payoffs is ragged: payoffs\[1\] has shape \(1,\), payoffs\[0\] has \(2,\)"),
        ([1, 2], r"payoffs has shape \(2,\); it must have shape \(rows, 2\)"),
        (np.zeros((0, 2)), "payoffs has no rows; it must have at least one"),
        ([[1, "two"]], r"payoffs\[0, 1\] is 'two'"),
        ([[1, True]], r"payoffs\[0, 1\] is True"),
        (np.array([[True, False]]), "not a truth value"),
        (np.array([[1j, 2]]), "finite real number"),
        (np.ma.masked_invalid([[1.0, np.nan]]), "payoffs has masked entries"),
        ([[10**400, 1]], "beyond the range of floating-point"),
    ],
)
def test_a_bad_array_is_refused_by_its_place(value: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        finite_array("payoffs", value, ("rows", 2))  # type: ignore[arg-type]


def test_mixed_kinds_are_read_exactly() -> None:
    row = exact_array("payoffs", [1, "0.1", Fraction(1, 3), 0.5, Decimal("2.5"), np.uint8(200)])
    assert row.tolist() == [1, Fraction(1, 10), Fraction(1, 3), Fraction(1, 2), Fraction(5, 2), 200]
    assert exact_array("a", np.array([250, 5], dtype=np.uint8)).sum() == 255


def test_bounds_are_named() -> None:
    assert finite_number("rate", 0, low=0) == 0
    with pytest.raises(InvalidInput, match=r"price=0 bn USD; it must be above 0"):
        finite_number("price", 0, above=0, unit="bn USD")
    with pytest.raises(InvalidInput, match="share=1.5; it must be from 0 to 1"):
        finite_number("share", 1.5, low=0, high=1)
    with pytest.raises(InvalidInput, match="years=2.5; it must be a whole number"):
        whole_number("years", 2.5)
    with pytest.raises(InvalidInput, match="years=0; it must be at least 1"):
        whole_number("years", 0, low=1)


def test_names_and_choices() -> None:
    assert names("players", ["Home", 2]) == ("Home", "2")
    assert names("players", {"Home": 1, "Foreign": 2}.keys()) == ("Home", "Foreign")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="players has 'A' twice"):
        names("players", ["A", "A"])
    with pytest.raises(InvalidInput, match=r"players\[1\] is empty"):
        names("players", ["A", " "])
    with pytest.raises(InvalidInput, match=r"players\[0\] is empty"):
        names("players", [None, "B"])
    with pytest.raises(InvalidInput, match="players has 1 labels; it must have 2"):
        names("players", ["A"], 2)
    with pytest.raises(InvalidInput, match="must be a sequence of labels"):
        names("players", "AB")
    with pytest.raises(InvalidInput, match="players is a set, which has no order; give a list of labels"):
        names("players", {"A", "B"})  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="choose from egalitarian, nash. Did you mean 'nash'"):
        one_of("concept", "nsah", ["nash", "egalitarian"])
    with pytest.raises(InvalidInput, match="unknown key 'priec'; known: price. Did you mean 'price'"):
        known_keys("item", {"priec": 1}, ["price"])


def test_probabilities() -> None:
    with pytest.raises(InvalidInput, match="sums to 0.9; probabilities must sum to 1"):
        probability_vector("profile[0]", [0.4, 0.5], 2)
    with pytest.raises(InvalidInput, match=r"profile\[0\]\[1\] is -0.5; a probability must be at least 0"):
        probability_vector("profile[0]", [1.5, -0.5], 2)
