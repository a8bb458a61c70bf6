"""How strongly the region may answer: break-evens against the closed form."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from negotiate import InvalidInput, load_scenario
from negotiate.analysis.strength import NO_DEAL, ReactionStrength, reaction_strength
from negotiate.scenario import Deals, build_model, solve_deals
from negotiate.scenario.reactions import reactions_of, scaled_reactions


@cache
def solved() -> Deals:
    return solve_deals(build_model(load_scenario("japan-us-2025").with_variant("regional-reaction")))


@cache
def found() -> ReactionStrength:
    return reaction_strength(solved())


def test_each_side_breaks_even_where_its_answers_eat_up_its_gain() -> None:
    """The gain without a region, over the purchases, is what a dollar's answers may cost at most."""
    deal, scenario = found().deal, solved().model.scenario
    assert deal == solved().deal()
    calm = solve_deals(build_model(scaled_reactions(scenario, 0.0), reuse=solved().model))
    without = calm.model.payoffs.evaluate([deal, calm.reversion.outcome]).exact
    for side, player in enumerate(scenario.players):
        pays = found().pays[player]
        assert len(pays.values) == 1
        costs = -reactions_of(scaled_reactions(scenario, pays.values[0])).slope(side)
        assert costs * deal.purchases == pytest.approx(float(without[side, 0] - without[side, 1]), abs=1e-4)


def test_one_side_stops_gaining_within_what_is_stable_before_the_other() -> None:
    japan, united_states = (found().pays[player].values[0] for player in found().players)
    assert 1 < united_states < japan < found().limit


def test_nothing_is_agreed_from_some_strength_on() -> None:
    last = found().last_agreement
    assert last is not None
    labels = {row.strength: row.deal for row in found().rows}
    assert all((label == NO_DEAL) == (strength > last) for strength, label in labels.items())
    assert found().table().notes[-1] == f"At {found().limit:.2f} times the region's spending explodes."


def test_gains_fall_as_the_region_answers_more_strongly() -> None:
    """The Nash product does; each side's own gain need not, where the deal moves."""
    products = [float(np.prod(row.gains)) for row in found().rows]
    assert products == sorted(products, reverse=True)


def test_without_reactions_there_is_nothing_to_ask() -> None:
    plain = solve_deals(build_model(load_scenario("steel-for-beef")))
    with pytest.raises(InvalidInput, match=r"steel-for-beef counts no reactions; set model.weights"):
        reaction_strength(plain)
