"""Credibility of the threat: break-even audience cost and weights."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.payoffs import (
    Outcome,
    PayoffModel,
    Term,
    break_even_weight,
    instruments_form,
    reversion_point,
    setter_audience_cost,
    threat_credibility,
)
from tests.payoffs.closed_form import PACKAGES as REAL_PACKAGES
from tests.payoffs.closed_form import consumers, revenue
from tests.payoffs.closed_form import model as closed_form_model
from tests.payoffs.tables import CALM

PACKAGES = ("mfn", "deal", "threat")
THREE = st.lists(st.integers(-9, 9), min_size=3, max_size=3)


@CALM
@given(THREE)
def test_the_break_even_audience_cost_is_the_least_that_makes_the_threat_dominant(values: list[int]) -> None:
    found = threat_credibility(PACKAGES, values, "threat")
    assert found.break_even >= 0
    assert found.credible == (found.break_even == 0) == ("threat" in found.tempting)
    for cost, holds in ((found.break_even, True), (found.break_even - Fraction(1, 2), False)):
        if cost < 0:
            continue
        table = dict(zip(PACKAGES, values, strict=True))
        terms = [
            Term("tariff", "U", lambda o, of=table: of[o.package]),
            setter_audience_cost("U", float(cost)),
        ]
        form = instruments_form(PayoffModel(("J", "U"), terms, "USD"), [0], PACKAGES, "threat")
        assert (2 in reversion_point(form).dominant[1]) == holds


def test_the_prototype_threat_is_credible_by_itself() -> None:
    payoffs = closed_form_model().evaluate(Outcome(0, package) for package in REAL_PACKAGES)
    found = threat_credibility(list(REAL_PACKAGES), payoffs.exact[1], "threat25")
    assert found.credible
    assert found.tempting == ("threat25",)
    assert "credible by itself" in str(found)
    assert found.answer()["break_even_audience_cost"] == 0


def test_a_threat_that_costs_says_what_it_needs() -> None:
    found = threat_credibility(PACKAGES, ["0", "5.3", "0"], "threat")
    assert found.break_even == Fraction(53, 10)
    assert "needs an audience cost of 5.300 bn USD/yr" in str(found)
    assert found.certificate()["payoffs"]["deal"] == Fraction(53, 10)


@CALM
@given(THREE, THREE)
def test_the_break_even_weight_is_the_least(fixed: list[int], weighted: list[int]) -> None:
    def credible(weight: Fraction) -> bool:
        totals = [f + weight * w for f, w in zip(fixed, weighted, strict=True)]
        return totals[2] == max(totals)

    found = break_even_weight(PACKAGES, fixed, weighted, "threat")
    grid = [1 + Fraction(k, 8) for k in range(300)]
    if found is None:
        assert not any(credible(weight) for weight in grid)
    else:
        assert found >= 1
        assert credible(found)
        assert not any(credible(weight) for weight in grid if weight < found)


def test_more_weight_on_revenue_keeps_the_prototype_threat() -> None:
    """It is credible at weight 1 already, so nothing more is needed; not so against no tariff rise."""
    parts = [[part(package) for package in REAL_PACKAGES] for part in (consumers, revenue)]
    assert break_even_weight(list(REAL_PACKAGES), *parts, "threat25") == 1
    assert break_even_weight(list(REAL_PACKAGES), *parts, "mfn") is None


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="threat='treat' is not known; .* Did you mean 'threat'"):
        threat_credibility(PACKAGES, [0, 1, 2], "treat")
    with pytest.raises(InvalidInput, match=r"payoffs has shape \(2,\); it must have shape \(3,\)"):
        threat_credibility(PACKAGES, [0, 1], "threat")
    with pytest.raises(InvalidInput, match=r"weighted\[0\] is nan"):
        break_even_weight(PACKAGES, [0, 1, 2], [float("nan"), 1, 1], "threat")
