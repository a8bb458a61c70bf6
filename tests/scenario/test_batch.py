"""Many draws at once give what ``solve_deals`` gives draw by draw: the same outcomes and numbers."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pytest

from negotiate import InvalidInput, NotApplicable, load_scenario
from negotiate.payoffs import TariffPointProblem, tariff_point_prices
from negotiate.scenario import Scenario, build_model, solve_deals
from negotiate.scenario.batch import ScenarioBatch
from negotiate.scenario.batch_draws import units_of
from negotiate.scenario.threat import credibility_of

QUICK = ("trade", "sectors", "parameters")
COMMON = {
    "marginal_excess_burden": (0.25, 0.1, 0.5, "1"),
    "sensitivity": (0.05, 0.0, 0.2, "per bn USD"),
    "sensitivity_threshold": (0.5, 0.0, 1.0, "bn USD/yr"),
    "organised_weight": (1.2, 1.0, 1.5, "1"),
    "organised_sales": (20.0, 10.0, 30.0, "bn USD/yr"),
    "organised_transmission": (0.5, 0.2, 0.8, "1"),
    "buyer_audience_cost": (0.1, 0.0, 0.3, "bn USD/yr"),
    "buyer_stated_limit": (1.0, 0.5, 1.5, "bn USD/yr"),
    "setter_audience_cost": (0.1, 0.0, 0.3, "bn USD/yr"),
    "other_concessions_to_setter": (0.2, 0.0, 0.4, "bn USD/yr"),
    "other_concessions_cost": (0.1, 0.0, 0.2, "bn USD/yr"),
    "revenue_weight": (1.1, 1.0, 1.5, "1"),
}


def drawn(scenario: Scenario, count: int, parts: tuple[str, ...] = QUICK) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(3)
    return {
        path: rng.uniform(one.low, one.high, count)
        for path, one in scenario.parameters.items()
        if one.ranged and path.split(".")[1] in parts
    }


def with_everything() -> Scenario:
    """The scenario with every payoff term switched on, a base tariff and a share that may vary."""
    steel = load_scenario("steel-for-beef")
    file = plain(steel._file)
    for key, (value, low, high, unit) in COMMON.items():
        entry = {"value": value, "low": low, "high": high, "unit": unit, "source": "assumed"}
        file["model"]["parameters"][key] = entry
    sector = file["model"]["sectors"]["beef"]
    sector["base_tariff"] |= {"low": 0.01, "high": 0.1}
    sector["covered_share"] = {"value": 0.9, "low": 0.5, "high": 1.0, "unit": "1", "source": "assumed"}
    sector["pass_through"] = {"value": 0.5, "low": 0.2, "high": 0.8, "unit": "1", "source": "assumed"}
    kinds = ("sensitivity", "buyer_audience", "buyer_other", "organised", "setter_audience", "setter_other")
    file["model"]["weights"] = {**file["model"].get("weights", {}), **dict.fromkeys(kinds, 1), "cost": 0.9}
    return Scenario(file)


def plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: plain(entry) for key, entry in value.items()}
    return [plain(entry) for entry in value] if isinstance(value, list | tuple) else value


def check_draw_by_draw(scenario: Scenario, values: dict[str, np.ndarray]) -> set[str]:
    batch = ScenarioBatch(scenario)
    found = batch.solve(values)
    count = len(next(iter(values.values())))
    for k in range(count):
        one = {path: float(column[k]) for path, column in values.items()}
        deals = solve_deals(build_model(scenario.with_values(one), reuse=batch.model))
        model, place, deal = deals.model, deals.reversion.outcome, deals.deal()
        assert found.outcome(k) == place
        assert found.deal(k) == deal
        assert found.equilibria[k] == len(deals.reversion.profiles)
        np.testing.assert_allclose(found.payoffs[k], np.array(deals.reversion.payoffs, float), rtol=1e-12)
        gains = np.zeros(2) if deal is None else deals.nash.gains
        np.testing.assert_allclose(found.gains[k], gains, rtol=1e-12)
        prices = tariff_point_prices(
            TariffPointProblem(
                scenario.players,
                [sector.title for sector in model.trade.sectors],
                model.tariff_slopes(place.package),
                model.purchase_slopes(place.purchases),
            )
        )
        for price, many in ((prices.buyer[0].more, found.pays[k]), (prices.setter[0].more, found.asks[k])):
            assert (price is None) == np.isnan(many)
            assert price is None or many == pytest.approx(price, rel=1e-12)
        assert found.audience_cost[k] == pytest.approx(float(credibility_of(model).break_even), rel=1e-12)
    assert found.defined.all()
    return {str(found.deal(k)) for k in range(count)}


@pytest.mark.parametrize("variant", [None, "markups"])
def test_every_draw_is_that_of_a_single_call(variant: str | None) -> None:
    steel = load_scenario("steel-for-beef", variant)
    found = check_draw_by_draw(steel, drawn(steel, 60))
    assert variant == "markups" or len(found) > 5


def test_every_term_that_a_scenario_may_switch_on() -> None:
    everything = with_everything()
    assert len(check_draw_by_draw(everything, drawn(everything, 60))) > 3


@pytest.mark.slow
def test_draws_that_change_what_purchases_are_worth() -> None:
    steel = load_scenario("steel-for-beef")
    values = drawn(steel, 2, (*QUICK, "items", "budget"))
    batch = ScenarioBatch(steel)
    assert not batch.quick(list(values))
    assert batch.quick(list(drawn(steel, 1)))
    check_draw_by_draw(steel, values)


def test_the_power_law_variant_of_the_shipped_case() -> None:
    japan = load_scenario("japan-us-2025", "power-law")
    check_draw_by_draw(japan, drawn(japan, 20))


def test_no_model_where_a_single_call_refuses() -> None:
    steel = load_scenario("steel-for-beef")
    found = ScenarioBatch(steel).solve({"model.trade.pass_through": [1.0, 0.5]})
    assert found.defined.tolist() == [False, True]
    with pytest.raises(InvalidInput, match="full pass-through"):
        build_model(steel.with_values({"model.trade.pass_through": 1.0}))


def test_half_units_are_decided_by_the_decimal() -> None:
    values = np.array([0.5e-6, 1.5e-6, 2.5e-6, -0.5e-6, 0.1 + 0.2, 1e12])
    units = units_of(values, Fraction(1), Fraction(1, 10**6))
    assert units.tolist() == [0, 2, 2, 0, 300000, 0]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "values is empty"),
        ({"model.trade.pass_trough": [0.5]}, "is no parameter"),
        ({"model.trade.pass_through": [0.5, 1.5]}, "model.trade.pass_through=1.5"),
        (
            {"model.trade.pass_through": [0.5], "model.parameters.purchase_worth": [0.5, 0.6]},
            "columns of 1 and 2 draws",
        ),
    ],
)
def test_refusals(values: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        ScenarioBatch(load_scenario("steel-for-beef")).solve(values)


def test_linear_demand_is_solved_one_by_one() -> None:
    steel = load_scenario("steel-for-beef")
    file = plain(steel._file)
    file["model"]["trade"]["demand"] = "linear"
    with pytest.raises(NotApplicable, match="Solve them one by one"):
        ScenarioBatch(Scenario(file))
