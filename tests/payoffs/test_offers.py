"""The offers form: which outcomes are pure equilibria."""

from __future__ import annotations

import pytest
from hypothesis import given

from negotiate import InvalidInput
from negotiate.payoffs import Outcome, StrategicForm, offers_form
from tests.payoffs.closed_form import model as closed_form_model
from tests.payoffs.tables import CALM, LEVELS, PACKAGES, THREAT, payoff_tables, pure_equilibria, table_model

Payoffs = dict[tuple[float, str], int]
NO_DEAL = Outcome(0, THREAT, agreed=False, threat_executed=True)


def prototype() -> StrategicForm:
    return offers_form(closed_form_model("0.001"), [4, 6, 8, 10], ["mfn", "april", "deal"], "threat25")


def equilibrium_outcomes(form: StrategicForm) -> set[Outcome]:
    return {form.outcome(profile) for profile in pure_equilibria(form.game)}


def test_prototype_has_13_pure_equilibria_with_4_outcomes() -> None:
    form = prototype()
    no_deal = Outcome(0, "threat25", agreed=False, threat_executed=True)
    assert form.game.shape == (13, 13)
    assert len(pure_equilibria(form.game)) == 13
    assert equilibrium_outcomes(form) == {no_deal, *(Outcome(d, "deal") for d in (6, 8, 10))}


def test_better_for_both_is_not_enough() -> None:
    """+8 under a package worse for both than another: the setter would grant the other instead."""
    form = prototype()
    worse, better = Outcome(8, "april"), Outcome(8, "deal")
    no_deal = form.payoffs.at(form.outcome((0, 0)))
    assert all(a > b for a, b in zip(form.payoffs.at(worse), no_deal, strict=True))
    assert all(a > b for a, b in zip(form.payoffs.at(better), form.payoffs.at(worse), strict=True))
    assert worse not in equilibrium_outcomes(form)


@CALM
@given(payoff_tables(), payoff_tables())
def test_pure_equilibrium_outcomes_are_those_of_the_theorem(buyer: Payoffs, setter: Payoffs) -> None:
    form = offers_form(table_model(buyer, setter), LEVELS, PACKAGES, THREAT)
    expected = {NO_DEAL}
    for d in LEVELS:
        for package in PACKAGES:
            more = max(buyer[level, package] for level in LEVELS if level >= d)
            accepted = [other for other in PACKAGES if buyer[d, other] >= buyer[d, package]]
            if buyer[d, package] >= max(buyer[0, THREAT], more) and setter[d, package] >= max(
                setter[0, THREAT], *(setter[d, other] for other in accepted)
            ):
                expected.add(Outcome(d, package))
    assert equilibrium_outcomes(form) == expected


@CALM
@given(payoff_tables(), payoff_tables())
def test_what_both_prefer_is_an_equilibrium_where_it_cannot_be_improved(
    buyer: Payoffs, setter: Payoffs
) -> None:
    """Purchases made a concession, packages a conflict: all mutual gains are equilibria."""
    cost = {place: value - 10 * place[0] for place, value in buyer.items()}
    relief = {place: 10 * (*PACKAGES, THREAT)[::-1].index(place[1]) for place in buyer}
    buys = {place: cost[place] + relief[place] for place in buyer}
    sets = {place: setter[place] + 12 * place[0] - relief[place] for place in setter}
    form = offers_form(table_model(buys, sets), LEVELS, PACKAGES, THREAT)
    mutual = {
        Outcome(d, package)
        for d in LEVELS
        for package in PACKAGES
        if buys[d, package] > buys[0, THREAT] and sets[d, package] > sets[0, THREAT]
    }
    assert mutual <= equilibrium_outcomes(form)


@CALM
@given(payoff_tables(), payoff_tables())
def test_cells_follow_the_two_conditions(buyer: Payoffs, setter: Payoffs) -> None:
    form = offers_form(table_model(buyer, setter), LEVELS, PACKAGES, THREAT)
    offers = [(d, package) for d in LEVELS for package in PACKAGES]
    for row, (d, wanted) in enumerate(offers, start=1):
        for column, (demanded, granted) in enumerate(offers, start=1):
            deal = d >= demanded and buyer[d, granted] >= buyer[d, wanted]
            assert form.outcome((row, column)) == (Outcome(d, granted) if deal else NO_DEAL)


def test_labels_and_table() -> None:
    form = prototype()
    assert form.game.strategies[0][:2] == ("nothing", "+4 if at least mfn")
    assert form.game.strategies[1][-1] == "deal if at least +10"
    assert len(form.table().rows) == 169
    assert form.table().rows[-1][:3] == ("+10 if at least deal", "deal if at least +10", "+10 / deal")


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="packages holds the threat 'deal'"):
        offers_form(closed_form_model(), [4], ["mfn", "deal"], "deal")
    with pytest.raises(InvalidInput, match="profile='nothing'; it must hold one strategy for each"):
        prototype().outcome("nothing")
    with pytest.raises(InvalidInput, match="strategy of Japan 'noting' is not known"):
        prototype().outcome(("noting", 0))
