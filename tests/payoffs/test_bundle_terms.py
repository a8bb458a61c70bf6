"""Offset work and interoperability: their formulas, their shape, their refusals."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.payoffs import Outcome, PayoffModel, Term, interoperability, offset_work, public_funds_cost

TERMS = [offset_work, interoperability]


def at(term: Term, level: float) -> float:
    return float(term.value(Outcome(level, "deal")))


@pytest.mark.parametrize("make", TERMS)
@given(level=st.floats(0, 50), share=st.floats(0, 1))
def test_the_function_times_the_weight(make: Callable[..., Term], level: float, share: float) -> None:
    term = make("J", lambda extra: share * extra, weight="0.5")
    assert at(term, 0) == 0
    assert at(term, level) == pytest.approx(0.5 * share * level)


@pytest.mark.parametrize("make", TERMS)
def test_weight_zero_equals_absence(make: Callable[..., Term]) -> None:
    def never(_: float) -> float:
        raise AssertionError

    cost = public_funds_cost("J", 0.25)
    outcomes = [Outcome(level, "deal") for level in (0, 1, 8)]
    terms = [cost, make("J", never, weight=0)]
    with_term, without = (PayoffModel(["J", "U"], some, "bn USD/yr") for some in (terms, [cost]))
    assert (with_term.evaluate(outcomes).exact == without.evaluate(outcomes).exact).all()


@pytest.mark.parametrize("make", TERMS)
def test_a_number_is_no_function(make: Callable[..., Term]) -> None:
    with pytest.raises(InvalidInput, match="it must be a function of the purchases"):
        make("J", 0.2)
