"""Additionality: what would be bought anyway is no concession."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.payoffs import Outcome, additionality
from tests.payoffs.closed_form import model as closed_form_model
from tests.payoffs.tables import CALM


@CALM
@given(st.lists(st.integers(-4, 4), min_size=1, max_size=8))
def test_a_concession_is_what_goes_beyond_the_best_level(payoffs: list[int]) -> None:
    levels = [0.5 * k for k in range(len(payoffs))]
    found = additionality(levels, payoffs)
    assert set(found.best) == {d for d, u in zip(levels, payoffs, strict=True) if u == max(payoffs)}
    assert found.alone == max(found.best)
    for level, payoff, conceded in zip(levels, payoffs, found.concessions, strict=True):
        assert conceded == max(0.0, level - found.alone)
        assert not (conceded > 0 and payoff == max(payoffs))


def test_everything_is_a_concession_in_the_prototype() -> None:
    levels = [0, 3, 5, 8, 10]
    payoffs = closed_form_model().evaluate(Outcome(level, "mfn") for level in levels)
    found = additionality(levels, payoffs.exact[0])
    assert found.alone == 0
    assert found.concessions.tolist() == levels
    assert "By itself the buyer would buy 0 bn USD/yr" in str(found)


def test_a_buyer_who_would_buy_anyway_concedes_less() -> None:
    found = additionality([0, 2, 4, 6], ["0", "0.5", "0.6", "0.4"])
    assert found.concessions.tolist() == [0, 0, 0, 2]
    assert found.answer()["ties"] == (4.0,)
    assert len(found.certificate()["payoffs"]) == 4


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="levels holds -1; purchases must be at least 0"):
        additionality([0, -1], [0, 0])
    with pytest.raises(InvalidInput, match="levels has a level twice"):
        additionality([1, 1], [0, 0])
    with pytest.raises(InvalidInput, match=r"payoffs has shape \(1,\); it must have shape \(2,\)"):
        additionality([0, 1], [0])
