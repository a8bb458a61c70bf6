"""The commitment form, and the best rule to commit to."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.equilibria import pure_commitment
from negotiate.payoffs import Outcome, commitment_form
from tests.payoffs.closed_form import PLAYERS as REAL_PLAYERS
from tests.payoffs.closed_form import model as closed_form_model
from tests.payoffs.tables import (
    CALM,
    LEVELS,
    PACKAGES,
    PLAYERS,
    THREAT,
    payoff_tables,
    pure_equilibria,
    table_model,
)

Payoffs = dict[tuple[float, str], int]
RULES = [(d, package) for d in LEVELS for package in PACKAGES]


@CALM
@given(payoff_tables(), payoff_tables())
def test_setter_leads_with_a_rule(buyer: Payoffs, setter: Payoffs) -> None:
    form = commitment_form(table_model(buyer, setter), LEVELS, PACKAGES, THREAT, "Setter")
    assert form.game.strategies[0] == ("+0", "+2", "+5", "+7")
    for (row, bought), (column, rule) in product(enumerate((0, *LEVELS)), enumerate([None, *RULES])):
        met = rule is not None and bought >= rule[0]
        refused = Outcome(bought, THREAT, agreed=False, threat_executed=True)
        assert form.outcome((row, column)) == (Outcome(bought, rule[1]) if met else refused)


@CALM
@given(payoff_tables(), payoff_tables())
def test_buyer_leads_with_a_rule(buyer: Payoffs, setter: Payoffs) -> None:
    form = commitment_form(table_model(buyer, setter), LEVELS, PACKAGES, THREAT, "Buyer")
    granted = (*PACKAGES, THREAT)
    assert form.game.strategies[1] == granted
    for (row, rule), (column, package) in product(enumerate([None, *RULES]), enumerate(granted)):
        met = rule is not None and buyer[rule[0], package] >= buyer[rule]
        threatened = package == THREAT
        expected = Outcome(rule[0] if met else 0, package, bool(met), threatened)
        assert form.outcome((row, column)) == expected


@CALM
@given(payoff_tables(), payoff_tables(), st.sampled_from(PLAYERS))
def test_the_best_rule_beats_every_pure_equilibrium(buyer: Payoffs, setter: Payoffs, leader: str) -> None:
    form = commitment_form(table_model(buyer, setter), LEVELS, PACKAGES, THREAT, leader)
    strong, weak = (pure_commitment(form.game, leader=leader, ties=ties) for ties in ("strong", "weak"))
    lead = PLAYERS.index(leader)
    own, other = form.game.exact[lead], form.game.exact[1 - lead]
    if lead == 1:
        own, other = own.T, other.T
    after = [
        [own[k, j] for j in range(own.shape[1]) if other[k, j] == max(other[k])] for k in range(len(own))
    ]
    assert (strong.value, weak.value) == (max(map(max, after)), max(map(min, after)))
    assert weak.value <= strong.value
    for profile in pure_equilibria(form.game):
        assert strong.value >= form.game.exact[(lead, *profile)]


def test_prototype_leaders_take_the_gains() -> None:
    """Whoever leads leaves the other little more than the threat does."""
    arguments = (closed_form_model("0.001"), [4, 6, 8, 10], ["mfn", "april", "deal"], "threat25")
    for leader, expected in (("United States", 10), ("Japan", 6)):
        form = commitment_form(*arguments, leader=leader)
        found = pure_commitment(form.game, leader=leader)
        replies = [(c.strategy, reply) for c in found.best for reply in c.replies]
        profiles = [pair if leader == "Japan" else pair[::-1] for pair in replies]
        assert {form.outcome(profile) for profile in profiles} == {Outcome(expected, "deal")}


def test_a_level_of_0_is_listed_once() -> None:
    form = commitment_form(closed_form_model(), [0, 4], ["deal"], "threat25", REAL_PLAYERS[1])
    assert form.game.strategies[0] == ("+0", "+4")


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="leader='Japna' is not known; .* Did you mean 'Japan'"):
        commitment_form(closed_form_model(), [4], ["deal"], "threat25", "Japna")
    with pytest.raises(InvalidInput, match="packages holds the threat"):
        commitment_form(closed_form_model(), [4], ["deal"], "deal", "Japan")
