"""The programme that a scenario describes: contracts, links, limits, and the level of its payments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from negotiate import InvalidInput
from negotiate.procurement import (
    Excludes,
    Family,
    ProgrammeProblem,
    Requires,
    Synergy,
    annualised_purchases,
    learning_tiers,
)
from negotiate.scenario import Scenario, build_model, build_programme, load_scenario
from negotiate.scenario.items import payment_factor
from negotiate.scenario.missions import threat_weights

MakeScenario = Callable[[dict[str, Any]], Scenario]


def assumed(value: float, unit: str = "1", **rest: Any) -> dict[str, Any]:
    return {"value": value, "unit": unit, "low": value, "high": value, "source": "assumed", **rest}


def shares(*parts: float, **rest: Any) -> dict[str, Any]:
    return {
        "shares": list(parts),
        "low": [0] * len(parts),
        "high": [1] * len(parts),
        "source": "assumed",
        **rest,
    }


PROGRAMME: dict[str, Any] = {
    "first_year": 2026,
    "counts": "delivered",
    "discount_rate": assumed(0.03, "1/yr"),
    "payment_profile": shares(0.4, 0.3, 0.2, 0.1),
    "lag": assumed(3, "years"),
    "deferred_cap": assumed(80.0, "bn USD"),
    "domestic_share": assumed(0.05),
    "ceilings": {"fighter": assumed(0.6)},
    "mission_floors": {"sea": assumed(0.5, "bn USD")},
    "requires": {"eyes": {"item": "fighter", "needs": "radar-plane", "ratio": assumed(0.1)}},
    "excludes": {"one": {"first": "interceptor", "second": "frigate"}},
    "families": {"wings": {"items": ["fighter", "radar-plane"], "most": 30}},
    "synergies": {
        "pair": {
            "first": "fighter",
            "second": "radar-plane",
            "mission": "air",
            "bonus": assumed(0.1, "bn USD"),
            "per": "pair",
            "ratio": [4, 1],
        }
    },
}


@pytest.fixture
def programme(changed: MakeScenario) -> ProgrammeProblem:
    own = {
        "model.items.frigate.payment_profile": shares(1.0),
        "model.items.frigate.lag": assumed(5, "years"),
        "model.items.frigate.upkeep": assumed(0.01, "bn USD/yr"),
        "model.items.frigate.offset": assumed(0.25),
        "model.items.frigate.interoperability": assumed(0.5),
        "model.items.fighter.minimum_order": 8,
        "model.items.fighter.most_a_year": assumed(23, "aircraft"),
    }
    return build_programme(changed({"model.programme": PROGRAMME, **own}))


def test_units_beyond_a_quantity_have_their_own_price(changed: MakeScenario) -> None:
    tiers = {
        "many": {"from_quantity": 12, "price": assumed(0.06, "bn USD/aircraft")},
        "some": {"from_quantity": 4, "price": assumed(0.8, "bn HOM/aircraft")},
    }
    dear = {
        "model.programme": PROGRAMME,
        "model.budget.exchange_rate": assumed(10.0, "HOM/USD"),
        "model.items.fighter.realisation": assumed(0.5),
        "model.items.fighter.price_tiers": tiers,
        "model.items.frigate.learning": assumed(0.8),
    }
    catalogue = build_programme(changed(dear)).catalogue
    fighter, frigate = catalogue["fighter"], catalogue["frigate"]
    expected = [(0, fighter.price), (4, 0.8 / 10 * 0.5), (12, 0.06 * 0.5)]
    assert fighter.contract.schedule(fighter.price) == tuple((n, pytest.approx(p)) for n, p in expected)
    assert frigate.contract.tiers == learning_tiers(frigate.price, 0.8, frigate.most)
    plain = build_programme(changed({"model.programme": PROGRAMME})).catalogue["frigate"]
    assert plain.contract.tiers == ()
    one_price = {path: given for path, given in dear.items() if not path.endswith(("tiers", "learning"))}
    with_one = build_model(changed(one_price)).value
    assert with_one(2.0) == build_model(changed(dear)).value(2.0)  # payoffs know no other


def test_a_schedule_of_prices_must_make_sense(changed: MakeScenario) -> None:
    tier = {"from_quantity": 4, "price": assumed(0.06, "bn USD/aircraft")}
    twice = {"model.items.fighter.price_tiers": {"one": tier, "other": tier}}
    with pytest.raises(InvalidInput, match=r"price_tiers\.other\.from_quantity=4 is that of 'one' too"):
        changed(twice)
    both = {"model.items.fighter.price_tiers": {"one": tier}, "model.items.fighter.learning": assumed(0.9)}
    with pytest.raises(InvalidInput, match="has price_tiers and learning, which both say"):
        changed(both)
    with pytest.raises(InvalidInput, match=r"price_tiers\.one\.from_quantity=0"):
        changed({"model.items.fighter.price_tiers": {"one": {**tier, "from_quantity": 0}}})


def test_contracts_are_those_of_the_item_or_of_the_programme(programme: ProgrammeProblem) -> None:
    fighter, frigate = (programme.catalogue[name] for name in ("fighter", "frigate"))
    assert fighter.contract.profile == (0.4, 0.3, 0.2, 0.1)
    assert (fighter.contract.lag, fighter.contract.minimum, fighter.contract.currency) == (3, 8, "USD")
    assert (fighter.contract.most_a_year, frigate.contract.most_a_year) == (20, None)  # whole lots of 4
    assert frigate.contract.profile == (1.0,)
    assert (frigate.contract.lag, frigate.contract.offset, frigate.interoperability) == (5, 0.25, 0.5)


def test_prices_stay_in_their_currency_and_the_rate_is_stated(programme: ProgrammeProblem) -> None:
    frigate = programme.catalogue["frigate"]
    assert frigate.price == pytest.approx(60.0)
    assert frigate.contract.currency == "HOM"
    assert frigate.contract.upkeep == pytest.approx(1.0)  # 0.01 bn USD at 100
    assert frigate.unit_capability == pytest.approx(0.6 * frigate.capability)
    assert programme.rates["HOM"] == 100
    assert programme.cap is not None
    assert programme.cap.currency == "HOM"
    assert programme.headroom[0] == pytest.approx(0.6)  # 3 % of 20 bn USD


def test_limits_and_links_are_those_of_the_file(programme: ProgrammeProblem) -> None:
    assert programme.calendar == (2026, 2027, 2028, 2029, 2030)
    assert (programme.counts, programme.deferred_cap, programme.domestic_share) == ("delivered", 80.0, 0.05)
    assert dict(programme.floors) == {"naval": 0.1}
    assert dict(programme.ceilings) == {"fighter": 0.6}
    assert dict(programme.mission_floors) == {"sea": 0.5}
    assert programme.catalogue.links == (
        Requires("fighter", "radar-plane", 0.1),
        Excludes("interceptor", "frigate"),
        Family("wings", ("fighter", "radar-plane"), most=30),
        Synergy("fighter", "radar-plane", "air", 0.1, "pair", (4, 1)),
    )


def test_caps_of_the_programme_replace_the_budget_s(changed: MakeScenario) -> None:
    caps = {**PROGRAMME, "caps": [1.0, 1.0, 2.0, 2.0, 3.0]}
    assert build_programme(changed({"model.programme": caps})).headroom.tolist() == [1, 1, 2, 2, 3]


def test_growth_paths_are_variants() -> None:
    first = {
        name: build_programme(load_scenario("japan-us-2025", name)).headroom[0]
        for name in (None, "official-growth", "surge-2024")
    }
    base = load_scenario("japan-us-2025").money("model.budget.base")
    assert first == pytest.approx(
        {None: 0.03 * base, "official-growth": 0.038 * base, "surge-2024": 0.165 * base}
    )


def test_every_variant_with_a_catalogue_makes_a_programme() -> None:
    scenario = load_scenario("japan-us-2025")
    for variant in scenario.variants:
        if scenario.with_variant(variant).document["model"]["value"]["kind"] == "catalogue":
            problem = build_programme(scenario.with_variant(variant))
            nothing = [[0] * problem.years] * len(problem.catalogue)
            assert problem.violations(nothing) == ()


def test_level_orders_come_to_what_the_payoffs_call_a_year() -> None:
    """Orders of the first year, paid level over the plan: contract value over the years, at any rate."""
    scenario = load_scenario("japan-us-2025")
    problem = build_programme(scenario)
    orders = [[item.lot, 0, 0, 0, 0] for item in problem.catalogue]
    content = sum(
        item.us_content * value
        for item, value in zip(problem.catalogue, problem.contract_values(orders).sum(axis=1), strict=True)
    )
    for rate in (0.0, scenario.value("model.programme.discount_rate"), 0.05):
        assert problem.purchases(orders, rate) == pytest.approx(content / 5)
    assert problem.deferred(orders) == pytest.approx(0, abs=1e-12)


def test_the_two_problems_agree_on_capability_and_level_cost() -> None:
    """What a unit adds is the same; its yearly level is that of its payments."""
    scenario = load_scenario("japan-us-2025", "front-loaded-payments")
    problem, value = build_programme(scenario), build_model(scenario).value
    rate = scenario.value("model.programme.discount_rate")
    for item, plain in zip(problem.catalogue, value.problem.catalogue, strict=True):  # type: ignore[union-attr]
        assert item.unit_capability == pytest.approx(plain.unit_capability)
        usd = item.price / problem.rates[item.contract.currency]
        level = annualised_purchases([usd], [1], [1], item.contract.profile, rate=rate, years=5)
        assert plain.price == pytest.approx(5 * level)
        assert plain.price > usd


def test_level_payments_leave_prices_as_they_are() -> None:
    scenario = load_scenario("japan-us-2025")
    for rate in (0.0, 0.03, 0.2):
        other = scenario.with_values({"model.programme.discount_rate": rate})
        assert {payment_factor(other, name) for name in other.document["model"]["items"]} == {1.0}


def test_payments_in_advance_buy_less() -> None:
    plain = build_model(load_scenario("japan-us-2025")).value
    ahead = build_model(load_scenario("japan-us-2025", "front-loaded-payments")).value
    assert payment_factor(load_scenario("japan-us-2025", "front-loaded-payments"), "sm6") == pytest.approx(
        1.0295, abs=1e-4
    )
    assert ahead.relaxed(5.0) < plain.relaxed(5.0)
    assert ahead.relaxed(5.0) == pytest.approx(plain.relaxed(5.0 / payment_factor_of("sm6")), rel=1e-9)


def payment_factor_of(item: str) -> float:
    return payment_factor(load_scenario("japan-us-2025", "front-loaded-payments"), item)


def test_threats_weigh_missions_and_leave_what_is_there() -> None:
    scenario = load_scenario("japan-us-2025")
    plain = build_programme(scenario)
    sea = build_programme(scenario, threat="chinese-naval-expansion")
    same = build_programme(scenario, threat="baseline")
    assert [m.weight for m in same.missions] == [m.weight for m in plain.missions]
    for ours, theirs in zip(plain.missions, sea.missions, strict=True):
        assert ours.stock == theirs.stock
        assert (ours.returns.slopes == theirs.returns.slopes).all()
    assert threat_weights(scenario, "chinese-naval-expansion")["maritime"] == pytest.approx(0.40)


@pytest.mark.parametrize("threat", list(load_scenario("japan-us-2025").document["model"]["threats"]))
def test_weights_under_a_threat_are_in_sum_one(threat: str) -> None:
    scenario = load_scenario("japan-us-2025")
    assert sum(threat_weights(scenario, threat).values()) == pytest.approx(1)
    told = scenario.document["model"]["threats"][threat]["weights"]
    assert not told or sum(entry["value"] for entry in told.values()) == pytest.approx(1)


def test_refusals_where_there_is_nothing_to_build(changed: MakeScenario) -> None:
    with pytest.raises(InvalidInput, match="model.programme is missing; a programme needs at least"):
        build_programme(load_scenario("steel-for-beef"))
    with pytest.raises(InvalidInput, match="is 'power', which names no items; a programme needs a catalogue"):
        build_programme(load_scenario("japan-us-2025", "power-law"))
    with pytest.raises(InvalidInput, match=r"threat='missiles' is not known"):
        build_programme(load_scenario("japan-us-2025"), threat="missiles")
    with pytest.raises(InvalidInput, match="the scenario has no .model.threats."):
        build_programme(changed({"model.programme": PROGRAMME}), threat="missiles")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"payment_profile": shares(0.5, 0.4)},
            "payment_profile.shares sum to 0.9; the shares paid must sum to 1",
        ),
        ({"payment_profile": {"shares": [1.0], "source": "assumed"}}, "payment_profile needs low and high"),
        (
            {"payment_profile": shares(1.0, low=[0.0, 0.0])},
            "low has 2 entries and shares has 1; give one a year",
        ),
        (
            {"payment_profile": shares(1.0, high=[0.5])},
            r"shares\[0\]=1 lies outside its range from 0 to 0.5; widen the range or correct the share",
        ),
        ({"payment_profile": shares(1.0, source="nowhere")}, "payment_profile.source='nowhere' is no source"),
        ({"lag": assumed(2.5, "years")}, "model.programme.lag=2.5; it must be a whole number"),
        ({"lag": assumed(2, "months")}, "has the unit 'months'; it is measured in 'years'"),
        ({"caps": [1.0]}, "caps has 1 entries; model.value.years is 5: give one for each year"),
        (
            {"ceilings": {"navy": assumed(0.5)}},
            "ceilings='navy' is no item's category .* Did you mean 'naval'",
        ),
        (
            {"ceilings": {"naval": assumed(0.05)}},
            "ceilings.naval=0.05 is below the floor of 0.1; lower the floor",
        ),
        (
            {"mission_floors": {"see": assumed(1, "bn USD")}},
            r"mission_floors='see' is no mission.* mean 'sea'",
        ),
        (
            {"requires": {"x": {"item": "figter", "needs": "frigate"}}},
            r"requires.x.item='figter' is no item .* Did you mean 'fighter'",
        ),
        ({"excludes": {"x": {"first": "frigate", "second": "frigate"}}}, "x links 'frigate' with itself"),
        ({"families": {"x": {"items": ["frigate"]}}}, "x limits nothing; give most_kinds, least or most"),
        ({"families": {"x": {"items": ["frigate"], "least": 3, "most": 2}}}, "x.least=3 is above most=2"),
        ({"families": {"x": {"items": ["boat"], "most": 2}}}, r"x.items\[0\]='boat' is no item of this file"),
        (
            {"synergies": {"x": {**PROGRAMME["synergies"]["pair"], "mission": "land"}}},
            "x.mission='land' is no mission of this file",
        ),
        ({"deferred_cap": assumed(1.0, "bn HOM")}, "deferred_cap is in HOM; it must be in USD"),
    ],
)
def test_refusals_by_their_words(changes: dict[str, Any], words: str, changed: MakeScenario) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        changed({"model.programme": {**PROGRAMME, **changes}})
    assert str(refused.value).startswith("steel.toml: model.programme.")


def test_refusals_on_items_and_threats(changed: MakeScenario) -> None:
    with pytest.raises(InvalidInput, match="fighter.minimum_order=6 is no multiple of lot=4; make it one"):
        changed({"model.items.fighter.minimum_order": 6})
    with pytest.raises(InvalidInput, match="fighter.most_a_year=3 is below the smallest order, 4; raise it"):
        changed({"model.items.fighter.most_a_year": assumed(3, "aircraft")})
    with pytest.raises(InvalidInput, match="model.programme is missing; model.items.fighter.payment_profile"):
        changed({"model.items.fighter.payment_profile": shares(1.0)})
    with pytest.raises(InvalidInput, match=r"threats.navy.weights='see' is no mission .* Did you mean 'sea'"):
        changed({"model.threats": {"navy": {"title": "Navy", "weights": {"see": assumed(1)}}}})
