"""The reaction term: its formula, its shape, its refusals."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.payoffs import Outcome, PayoffModel, Term, public_funds_cost, regional_reaction

LEVEL = st.floats(0, 50)
RESPONSE = st.dictionaries(st.sampled_from(["C", "K", "T"]), st.floats(0, 2), min_size=1)
WORTH = st.floats(-2, 2)


def linear(response: dict[str, float]):
    return lambda extra: {name: slope * extra for name, slope in response.items()}


def at(term: Term, level: float) -> float:
    return float(term.value(Outcome(level, "deal")))


def test_by_hand() -> None:
    """China spends 1/4 and Taiwan 1/8 of each dollar: 8 (1/4 × −1/2 + 1/8 × 1/4) = −3/4."""
    answers = linear({"China": 0.25, "Taiwan": 0.125, "Elsewhere": 3.0})
    assert at(regional_reaction("J", answers, {"China": -0.5, "Taiwan": 0.25}), 8) == -0.75


@given(RESPONSE, WORTH)
def test_nothing_at_the_status_quo(response: dict[str, float], worth: float) -> None:
    term = regional_reaction("J", linear(response), dict.fromkeys(response, worth))
    assert at(term, 0) == 0


@given(RESPONSE, LEVEL, LEVEL)
def test_falls_with_purchases_where_rivals_answer_by_arming(
    response: dict[str, float], one: float, other: float
) -> None:
    term = regional_reaction("J", linear(response), dict.fromkeys(response, -0.25))
    low, high = sorted((one, other))
    assert at(term, high) <= at(term, low) <= 0


@given(RESPONSE, LEVEL)
def test_a_friend_is_a_rival_with_the_other_sign(response: dict[str, float], level: float) -> None:
    friend, rival = (
        regional_reaction("J", linear(response), dict.fromkeys(response, sign * 0.5)) for sign in (1, -1)
    )
    assert at(friend, level) == -at(rival, level) >= 0


@given(RESPONSE, st.floats(0.01, 50), st.sampled_from([0.5, 2.0, 1024.0]))
def test_scales_with_money(response: dict[str, float], level: float, scale: float) -> None:
    term = regional_reaction("J", linear(response), dict.fromkeys(response, -0.25))
    assert at(term, scale * level) == pytest.approx(scale * at(term, level), rel=1e-12)


def test_weight_zero_equals_absence() -> None:
    cost = public_funds_cost("J", 0.25)

    def never(_: float) -> dict[str, float]:
        raise AssertionError

    off = regional_reaction("J", never, {"C": -1}, weight=0)
    outcomes = [Outcome(level, "deal") for level in (0, 1, 8)]
    with_term, without = (PayoffModel(["J", "U"], terms, "bn USD/yr") for terms in ([cost, off], [cost]))
    assert (with_term.evaluate(outcomes).exact == without.evaluate(outcomes).exact).all()


def test_a_worth_without_an_answer_is_named() -> None:
    term = regional_reaction("J", linear({"China": 0.2}), {"Chna": -1.0})
    with pytest.raises(InvalidInput, match=r"worth names 'Chna', .* it has China\. Did you mean 'China'"):
        at(term, 1)


@pytest.mark.parametrize(
    ("induced", "worth", "words"),
    [
        ({"C": 1.0}, {"C": -1.0}, "it must be a function of the purchases"),
        (linear({"C": 1.0}), {"C": float("nan")}, r"worth\['C'\] is nan"),
        (linear({"C": 1.0}), {"C": "much"}, r"worth\['C'\]"),
        (linear({"C": 1.0}), ["C"], r"worth=\['C'\]; it must map countries"),
    ],
)
def test_refusals(induced: object, worth: Any, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        regional_reaction("J", induced, worth)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (1.0, r"induced\(2\) is 1.0; it must map countries to spending"),
        ({"C": None}, r"induced\(2\)\['C'\] is None"),
        ({"C": float("inf")}, r"induced\(2\)\['C'\] is inf"),
    ],
)
def test_what_induced_returns_is_checked(answer: Any, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        at(regional_reaction("J", lambda _: answer, {"C": -1.0}), 2)
