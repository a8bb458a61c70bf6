"""The region in a scenario: its terms by hand, what the variant changes, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

from negotiate import InvalidInput, load_scenario
from negotiate.payoffs import Outcome
from negotiate.scenario import Deals, Scenario, build_model, solve_deals
from negotiate.scenario.batch import ScenarioBatch
from negotiate.scenario.reactions import reactions_of, scaled_reactions

ON = {"model.weights.buyer_region": 1, "model.weights.setter_region": 1}


def number(value: float, unit: str = "1", width: float = 1.0) -> dict[str, Any]:
    return {"value": value, "unit": unit, "low": value - width, "high": value + width, "source": "assumed"}


def region(answer: float = 0.5, back: float = 0.0, **more: Any) -> dict[str, Any]:
    """A rival that spends ``answer`` of each dollar of Home's; Home answers by ``back``."""
    return {
        "buyer": "home",
        "speed": number(0.5, "1/yr", 0.25),
        "countries": {
            "home": {"title": "Home", "spending": number(4, "bn HOM/yr"), "answers": {"rival": number(back)}},
            "rival": {
                "title": "Rival",
                "spending": number(8, "bn HOM/yr"),
                "answers": {"home": number(answer)},
                "worth_to_buyer": number(-0.25),
                "worth_to_setter": number(0.125),
            },
        },
        **more,
    }


@pytest.fixture
def with_region(changed: Callable[..., Scenario], tables: dict[str, Any]) -> Callable[..., Scenario]:
    """The tutorial scenario with a region, in its own currency."""
    unit = tables["unit"]

    def make(changes: dict[str, Any] | None = None, **given: Any) -> Scenario:
        made = region(**given)
        for country in made["countries"].values():
            country["spending"]["unit"] = unit
        return changed({"model.region": made, **ON, **(changes or {})})

    return make


@cache
def flagship(variant: str | None) -> Deals:
    return solve_deals(build_model(load_scenario("japan-us-2025").with_variant(variant)))


def contribution(deals: Deals, player: int, term: str, level: float) -> Fraction:
    found = deals.model.payoffs.evaluate([Outcome(level, deals.model.packages[0])])
    name = deals.model.scenario.players[player]
    row = [t.player == name and t.name == term for t in found.terms].index(True)
    return found.contributions[row][0]


def test_terms_by_hand(with_region: Callable[..., Scenario]) -> None:
    """The rival answers 4 by 2; a dollar of it is worth −0.25 to the buyer and 0.125 to the setter."""
    deals = solve_deals(build_model(with_region()))
    assert [contribution(deals, player, "region", 4.0) for player in (0, 1)] == [-0.5, 0.25]
    assert [contribution(deals, player, "region", 0.0) for player in (0, 1)] == [0, 0]


def test_only_what_is_additional_is_answered(with_region: Callable[..., Scenario]) -> None:
    half = reactions_of(with_region(additional_share=number(0.5, width=0.25)))
    assert half.induced(4.0) == {"rival": 1.0}


def test_the_buyer_does_not_answer_the_answers(with_region: Callable[..., Scenario]) -> None:
    """Its purchases are what the deal says; its own response matters for the rest of the region only."""
    assert reactions_of(with_region(back=0.5)).per_dollar == reactions_of(with_region()).per_dollar


def test_flagship_answers_by_hand() -> None:
    """With Japan's purchases given the three others solve a system of three; here by Cramer's rule.

    china = 0.2 + 0.05 korea + 0.2 taiwan, korea = 0.1 + 0.02 china, taiwan = 0.05 china: so
    china (1 − 0.001 − 0.01) = 0.205.
    """
    china = 0.205 / 0.989
    found = flagship("regional-reaction").model.reactions
    assert found is not None
    by_hand = {"china": china, "south-korea": 0.1 + 0.02 * china, "taiwan": 0.05 * china}
    assert found.per_dollar == pytest.approx(by_hand, rel=1e-12)
    assert found.slope(0) == pytest.approx(-0.25 * china + 0.1 * 0.05 * china)
    assert contribution(flagship("regional-reaction"), 0, "region", 6.0) == pytest.approx(
        6 * found.slope(0), abs=1e-6
    )


def test_the_region_is_off_by_default_and_changes_nothing_there() -> None:
    model = flagship(None).model
    assert model.reactions is None
    assert "region" not in {term.name for term in model.payoffs.terms}


def test_the_variant_lowers_what_both_gain() -> None:
    off, on = flagship(None), flagship("regional-reaction")
    assert on.deal() is not None
    assert (on.nash.gains < off.nash.gains).all()
    reactions = on.model.reactions
    assert reactions is not None
    assert reactions.slope(0) < 0
    assert reactions.slope(1) < 0
    assert reactions.reaction.proof is not None
    deal = off.deal()
    assert deal is not None
    moved = on.payoffs.at(deal)[0] - off.payoffs.at(deal)[0]
    assert float(moved) == pytest.approx(reactions.slope(0) * deal.purchases, abs=1e-6)


def test_strength_zero_is_the_region_switched_off() -> None:
    on = flagship("regional-reaction").model
    none = solve_deals(build_model(scaled_reactions(on.scenario, 0.0), reuse=on))
    assert (none.payoffs.exact == flagship(None).payoffs.exact).all()
    assert none.nash.labels == flagship(None).nash.labels


@settings(max_examples=15)
@given(st.floats(0.1, 6.0))
def test_the_limit_is_where_spending_explodes(strength: float) -> None:
    on = flagship("regional-reaction").model
    limit = reactions_of(on.scenario).limit
    assert reactions_of(scaled_reactions(on.scenario, strength)).reaction.stable
    assert reactions_of(scaled_reactions(on.scenario, strength)).limit == pytest.approx(limit / strength)
    with pytest.raises(InvalidInput, match="explosive"):
        scaled_reactions(on.scenario, 1.0001 * limit)


def test_the_limit_looks_at_those_who_answer_a_given_buyer() -> None:
    """China and South Korea answer one another by 0.6; Japan's own answers would bear more than 1/0.6."""
    here = "model.region.countries."
    damped = flagship("regional-reaction").model.scenario.with_values(
        {
            here + "china.answers.south-korea": 0.6,
            here + "south-korea.answers.china": 0.6,
            here + "china.answers.taiwan": 0.0,
            here + "south-korea.answers.japan": -1.0,
            here + "china.answers.japan": -1.0,
            here + "japan.answers.china": 0.5,
        }
    )
    limit = reactions_of(damped).limit
    assert limit == pytest.approx(1 / 0.6)
    assert reactions_of(scaled_reactions(damped, 0.999 * limit)).reaction.stable
    with pytest.raises(InvalidInput, match=r"spending of japan given .* is explosive"):
        scaled_reactions(damped, 1.001 * limit)


def test_all_highs_together_come_to_rest() -> None:
    scenario = flagship("regional-reaction").model.scenario
    highs = {
        path: parameter.high
        for path, parameter in scenario.parameters.items()
        if path.startswith("model.region.") and ".answers." in path
    }
    assert len(highs) == 8
    assert reactions_of(scenario.with_values(highs)).reaction.proof is not None


def test_prices_of_a_tariff_point_count_the_region() -> None:
    off, on = flagship(None).model, flagship("regional-reaction").model
    assert on.reactions is not None
    slopes = [on.reactions.slope(side) for side in (0, 1)]
    moved = on.purchase_slopes(3.0) - off.purchase_slopes(3.0)
    np.testing.assert_allclose(moved, np.array([slopes, slopes]).T, atol=1e-12)


def test_many_draws_at_once_agree_with_one_by_one() -> None:
    scenario = flagship("regional-reaction").model.scenario
    here = "model.region."
    values = {
        here + "countries.china.answers.japan": [0.0, 0.3, 0.6, 0.6],
        here + "countries.china.worth_to_buyer": [-1.0, -0.05, -1.0, -0.2],
        here + "countries.taiwan.worth_to_setter": [0.0, 0.3, 0.1, 0.1],
        here + "additional_share": [0.25, 1.0, 1.0, 0.5],
        "model.parameters.sensitivity": [0.05, 0.0, 0.1, 0.05],
    }
    found = ScenarioBatch(scenario).solve(values)
    reuse = flagship("regional-reaction").model
    for draw in range(4):
        one = {path: column[draw] for path, column in values.items()}
        deals = solve_deals(build_model(scenario.with_values(one), reuse=reuse))
        assert found.deal(draw) == deals.deal()
        assert found.gains[draw].tolist() == deals.nash.gains.tolist()


def test_others_who_explode_once_the_buyer_is_given_are_refused() -> None:
    """China and South Korea drive one another up; Japan's own answers would hold them down."""
    scenario = flagship("regional-reaction").model.scenario
    here = "model.region.countries."
    wild = {
        here + "china.answers.south-korea": 1.2,
        here + "south-korea.answers.china": 1.2,
        here + "south-korea.answers.japan": -3.0,
        here + "china.answers.japan": -3.0,
        here + "japan.answers.china": 2.0,
    }
    with pytest.raises(InvalidInput, match=r"countries: .* spending of japan given .* is explosive"):
        scenario.with_values(wild)
    found = ScenarioBatch(scenario).solve({path: [0.1, value] for path, value in wild.items()})
    assert found.defined.tolist() == [True, False]


def test_answers_close_in_at_the_rate_stated() -> None:
    """Half a life later half of the distance is left, Japan's spending being given."""
    region = reactions_of(flagship("regional-reaction").model.scenario)
    race, others = region.reaction.race, [1, 2, 3]
    assert race.countries[0] == region.buyer
    motion = race.reaction[np.ix_(others, others)] - np.diag(race.fatigue[others])
    final = np.linalg.solve(-motion, race.reaction[others, 0])
    missing = [expm(motion * years) @ final for years in (80.0, 80.0 + region.half_life)]
    assert missing[1] == pytest.approx(missing[0] / 2, rel=1e-6)


def test_an_explosive_draw_has_no_model() -> None:
    scenario = flagship("regional-reaction").model.scenario
    path = "model.region.countries.china.answers.japan"
    back = "model.region.countries.japan.answers.china"
    found = ScenarioBatch(scenario).solve({path: [0.2, 4.0], back: [0.05, 4.0]})
    assert found.defined.tolist() == [True, False]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"answer": 2.0, "back": 2.0},
            r"model.region.countries: no equilibrium: explosive, the largest eigenvalue is 0.5 a year",
        ),
        ({"buyer": "hom"}, "model.region.buyer='hom' is no country of this file; .* Did you mean 'home'"),
    ],
)
def test_refusals(given: dict[str, Any], words: str, with_region: Callable[..., Scenario]) -> None:
    with pytest.raises(InvalidInput, match=words):
        with_region(**given)


@pytest.mark.parametrize("weight", ON)
def test_a_weight_without_a_region_is_refused(weight: str, changed: Callable[..., Scenario]) -> None:
    with pytest.raises(InvalidInput, match=rf"model.region is missing; {weight} is above 0"):
        changed({weight: 1})


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("rival.answers", {"hoem": number(0.1)}, "answers='hoem' is no country of this file"),
        ("rival.answers", {"rival": number(0.1)}, "rival.answers.rival answers itself; remove it"),
        ("home.worth_to_buyer", number(1.0), "home is the buyer, whose purchases the payoffs count already"),
        ("rival.worth_to_setter", None, "worth_to_setter is missing; model.weights.setter_region is above 0"),
        ("rival.spending", number(8, "bn EUR/yr"), "spending is in EUR; it must be in"),
    ],
)
def test_refusals_of_a_country(
    path: str, value: object, words: str, with_region: Callable[..., Scenario]
) -> None:
    country, key = path.split(".")
    given = region()["countries"]
    unit = load_scenario("steel-for-beef").unit
    for one in given.values():
        one["spending"]["unit"] = unit
    given[country][key] = value
    if value is None:
        del given[country][key]
    with pytest.raises(InvalidInput, match=words):
        with_region({"model.region.countries": given})


def test_a_reaction_is_never_counted_twice(with_region: Callable[..., Scenario]) -> None:
    threat = {"title": "Answered", "includes_reaction": True}
    with pytest.raises(
        InvalidInput,
        match=r"threats.arms includes the region's reaction, and model.weights.setter_region counts it again",
    ):
        with_region({"model.threats": {"arms": threat}, "model.weights.buyer_region": 0})
    off = dict.fromkeys(ON, 0)
    assert with_region({"model.threats": {"arms": threat}, **off}).parameters
    threat["includes_reaction"] = False
    assert with_region({"model.threats": {"arms": threat}}).parameters
    with pytest.raises(InvalidInput, match=r"includes_reaction is 1; it must be true or false"):
        with_region({"model.threats": {"arms": {**threat, "includes_reaction": 1}}})


def test_a_scenario_without_a_region_says_so() -> None:
    with pytest.raises(InvalidInput, match=r"steel-for-beef has no \[model.region\]"):
        reactions_of(load_scenario("steel-for-beef"))
