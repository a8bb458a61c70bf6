"""The instruments form: separable, solved by dominance; the reversion point."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import InvalidInput, NotApplicable
from negotiate.payoffs import (
    Outcome,
    PayoffModel,
    Term,
    instruments_form,
    reversion_point,
    setter_audience_cost,
)
from tests.payoffs.closed_form import PACKAGES as REAL_PACKAGES
from tests.payoffs.closed_form import model as closed_form_model
from tests.payoffs.tables import CALM, PLAYERS, SMALL, pure_equilibria, table_model

LEVELS = (0, 1, 2)
PACKAGES = ("mfn", "deal", "threat")
BY_LEVEL = st.fixed_dictionaries(dict.fromkeys(LEVELS, SMALL))
BY_PACKAGE = st.fixed_dictionaries(dict.fromkeys(PACKAGES, SMALL))
SEPARABLE = st.tuples(BY_LEVEL, BY_PACKAGE)


def separable_model(tables: list[tuple[dict[int, int], dict[str, int]]]) -> PayoffModel:
    terms = []
    for player, (by_level, by_package) in zip(PLAYERS, tables, strict=True):
        terms.append(Term("purchases", player, lambda o, of=by_level: of[o.purchases]))
        terms.append(Term("package", player, lambda o, of=by_package: of[o.package]))
    return PayoffModel(PLAYERS, terms, "bn USD/yr", "0.5")


@CALM
@given(SEPARABLE, SEPARABLE)
def test_separable_terms_give_each_side_a_dominant_choice(
    buyer: tuple[dict[int, int], dict[str, int]], setter: tuple[dict[int, int], dict[str, int]]
) -> None:
    form = instruments_form(separable_model([buyer, setter]), LEVELS, PACKAGES, "threat")
    point = reversion_point(form)
    best_levels = [k for k, d in enumerate(LEVELS) if buyer[0][d] == max(buyer[0].values())]
    best_packages = [k for k, p in enumerate(PACKAGES) if setter[1][p] == max(setter[1].values())]
    assert point.dominant == (tuple(best_levels), tuple(best_packages))
    assert sorted(point.profiles) == pure_equilibria(form.game)
    assert point.certificate() == {"largest_gain_from_deviating": [0, 0]}
    assert point.unique == (len(best_levels) == len(best_packages) == 1)


def test_outcomes_are_not_agreed_and_only_the_threat_is_carried_out() -> None:
    form = instruments_form(closed_form_model(), [0, 8], list(REAL_PACKAGES), "threat25")
    for row, column in product(range(2), range(5)):
        outcome = form.outcome((row, column))
        package = list(REAL_PACKAGES)[column]
        assert outcome == Outcome((0, 8)[row], package, False, package == "threat25")
        np.testing.assert_array_equal(form.game.exact[:, row, column], form.payoffs.at(outcome))


def test_the_threat_is_the_reversion_point_of_the_prototype() -> None:
    levels = [k / 2 for k in range(21)]
    form = instruments_form(closed_form_model("1e-6"), levels, list(REAL_PACKAGES), "threat25")
    point = reversion_point(form)
    assert point.unique
    assert point.outcome == Outcome(0, "threat25", agreed=False, threat_executed=True)
    assert [float(payoff) for payoff in point.payoffs] == pytest.approx([-11.11, 6.73], abs=0.005)
    assert "+0 / threat25 (no deal)" in str(point)
    assert point.answer()["unique"] is True


def test_an_audience_cost_falls_on_every_package_but_the_threat() -> None:
    model = PayoffModel(PLAYERS, [setter_audience_cost(PLAYERS[1], 2)], "bn USD/yr")
    form = instruments_form(model, [0], PACKAGES, "threat")
    assert form.game.exact[1].tolist() == [[Fraction(-2), Fraction(-2), Fraction(0)]]


def test_coupled_terms_have_no_reversion_point() -> None:
    places = product((0, 1), ("mfn", "threat"))
    matching = {(d, p): int((d == 1) == (p == "mfn")) for d, p in places}
    form = instruments_form(table_model(matching, matching), [0, 1], ["mfn", "threat"], "threat")
    with pytest.raises(NotApplicable, match="Buyer has no dominant choice in the instruments game"):
        reversion_point(form)


def test_ties_are_listed() -> None:
    model = separable_model([({0: 1, 1: 1, 2: 0}, dict.fromkeys(PACKAGES, 0))] * 2)
    point = reversion_point(instruments_form(model, LEVELS, PACKAGES, "threat"))
    assert point.profiles == ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2))
    assert "Choices tie" in str(point)


def test_refusals() -> None:
    model = closed_form_model()
    with pytest.raises(InvalidInput, match=r"threat='threat2' is not among the packages .* Did you mean"):
        instruments_form(model, [0], list(REAL_PACKAGES), "threat2")
    with pytest.raises(InvalidInput, match=r"purchases\[1\] is -1 bn USD/yr; it must be at least 0"):
        instruments_form(model, [0, -1], ["mfn"], "mfn")
    with pytest.raises(InvalidInput, match="purchases has 2 twice"):
        instruments_form(model, [2, 2.0], ["mfn"], "mfn")
    with pytest.raises(InvalidInput, match="packages has 'mfn' twice"):
        instruments_form(model, [0], ["mfn", "mfn"], "mfn")
    with pytest.raises(InvalidInput, match="packages is empty"):
        instruments_form(model, [0], [], "mfn")
    with pytest.raises(InvalidInput, match="purchases has no levels"):
        instruments_form(model, [], ["mfn"], "mfn")
    with pytest.raises(InvalidInput, match="threat=None; it must be the name"):
        instruments_form(model, [0], ["mfn"], None)  # type: ignore[arg-type]
    with pytest.raises(NotApplicable, match="needs a buyer and a setter; the model has 3 players"):
        instruments_form(PayoffModel(list("ABC"), [], "USD"), [0], ["mfn"], "mfn")
