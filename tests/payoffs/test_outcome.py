"""Outcomes: labels, equality, refusals."""

from __future__ import annotations

import pytest

from negotiate import InvalidInput
from negotiate.payoffs import Outcome


def test_label_says_level_package_and_whether_agreed() -> None:
    assert Outcome(0.5, "deal").label == "+0.5 / deal"
    assert Outcome(0, "threat", agreed=False).label == "+0 / threat (no deal)"


def test_equal_outcomes_hash_alike() -> None:
    assert {Outcome(8, "deal"), Outcome("8", "deal"), Outcome(8.0, "deal")} == {Outcome(8, "deal")}
    assert Outcome(0, "deal") != Outcome(0, "deal", agreed=False)


def test_outcome_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Outcome(8, "deal").purchases = 9  # type: ignore[misc]


def test_negative_zero_is_zero() -> None:
    assert Outcome(-0.0, "deal").label == "+0 / deal"


def test_refusals_name_the_argument() -> None:
    with pytest.raises(InvalidInput, match=r"purchases=-1 bn USD/yr; it must be at least 0"):
        Outcome(-1, "deal")
    with pytest.raises(InvalidInput, match="purchases is nan"):
        Outcome(float("nan"), "deal")
    with pytest.raises(InvalidInput, match="package=' '; it must be the name"):
        Outcome(1, " ")
    with pytest.raises(InvalidInput, match="agreed=1; it must be True or False"):
        Outcome(1, "deal", agreed=1)  # type: ignore[arg-type]
