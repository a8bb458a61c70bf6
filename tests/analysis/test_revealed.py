"""A deal read backwards: conditions checked anew, brackets that bracket, prices by hand, refusals."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from negotiate import InvalidInput, NotApplicable
from negotiate.analysis.revealed import observed_deal, read_deal, revealed_values, threat_carried_out
from negotiate.analysis.revealed_price import revealed_price
from negotiate.analysis.revealed_solution import revealed_table
from negotiate.bargaining import nash_solution
from negotiate.payoffs import Outcome
from negotiate.scenario import NegotiationModel, build_model, load_scenario, solve_deals

THROUGH = "model.trade.pass_through"
TO_SETTER = "model.parameters.other_concessions_to_setter"
US_ACCOUNT = Outcome(3, "deal")


def shipped(variant: str | None = None) -> NegotiationModel:
    return build_model(load_scenario("japan-us-2025", variant=variant))


@pytest.fixture(scope="module")
def japan() -> NegotiationModel:
    return shipped()


@pytest.fixture(scope="module")
def whole() -> NegotiationModel:
    return shipped("whole-package")


@pytest.fixture(scope="module")
def tokyo() -> NegotiationModel:
    return shipped("tokyo-account")


# ---- one reading ----


def test_the_deal_that_is_predicted_is_read_as_predicted(japan: NegotiationModel) -> None:
    deals = solve_deals(japan)
    reading = read_deal(japan, deals.deal())
    assert reading.without == deals.reversion.outcome
    assert [float(gain) for gain in reading.gains] == deals.nash.gains.tolist()
    assert reading.weights.contains("1/2")
    assert reading.picked.picked_by("nash")
    assert all(reading.conditions.values())


def test_the_us_account_misses_what_the_us_would_accept(japan: NegotiationModel) -> None:
    reading = read_deal(japan)
    assert reading.outcome == observed_deal(japan) == US_ACCOUNT
    assert reading.weights.reason == "it gives United States no more than disagreement does"
    assert list(reading.conditions.values()) == [False, False, True, False]
    assert "No weight yields it" in str(reading)


def test_the_weights_are_those_of_the_nash_solution(whole: NegotiationModel) -> None:
    reading = read_deal(whole, US_ACCOUNT)
    interval = reading.weights.interval
    assert interval is not None
    for weight, picked in (
        (interval[0] - 1e-6, False),
        (sum(interval) / 2, True),
        (interval[1] + 1e-6, False),
    ):
        ties = nash_solution(reading.problem, weights=(weight, 1 - weight)).ties
        assert (0 in ties) == picked


def test_a_deal_off_the_grid_joins_the_alternatives(whole: NegotiationModel) -> None:
    on, off = read_deal(whole, US_ACCOUNT), read_deal(whole, Outcome("3.1", "deal"))
    assert len(off.problem.feasible) == len(on.problem.feasible) + 1
    assert off.problem.label(0) == "+3.1 / deal"


def test_a_threat_that_pays_by_itself_leaves_nothing_to_gain_from_relief_alone(
    tokyo: NegotiationModel,
) -> None:
    """Without new purchases the setter's gain from relief is at most the audience cost of the threat."""
    assert threat_carried_out(tokyo).purchases == 0.5
    for through in (0.3, 0.6, 0.75, 0.9):
        model = build_model(tokyo.scenario.with_values({THROUGH: through}), reuse=tokyo)
        for package in model.packages[:3]:
            reading = read_deal(model, Outcome(threat_carried_out(model).purchases, package))
            assert reading.gains[1] <= reading.credibility.break_even
            assert not reading.conditions["all three"]


# ---- along a parameter ----


def test_the_ends_of_a_segment_bracket_what_holds(whole: NegotiationModel) -> None:
    found = revealed_values(whole, THROUGH, outcome=US_ACCOUNT, steps=8)
    checked = 0
    for name, segments in found.segments.items():
        for segment in segments:
            for value, holds in (
                (segment.low, True),
                (segment.high, True),
                (segment.fails_below, False),
                (segment.fails_above, False),
            ):
                if value is None:
                    continue
                model = build_model(whole.scenario.with_values({THROUGH: value}), reuse=whole)
                assert read_deal(model, US_ACCOUNT).conditions[name] == holds
                checked += 1
            if segment.fails_above is not None:
                assert 0 < segment.fails_above - segment.high <= (found.high - found.low) / 1000
    assert checked >= 10
    (together,) = found.segments["all three"]
    assert together.low == pytest.approx(0.534, abs=0.002)
    assert together.high == pytest.approx(0.657, abs=0.002)


def test_a_break_even_is_where_the_closed_form_has_it(japan: NegotiationModel) -> None:
    """The US loses 0.515118 at +3; a rent of a third of that more per dollar makes it whole."""
    path = "model.parameters.export_rent_economic"
    found = revealed_values(japan, path, high=0.5, steps=6)
    (segment,) = found.segments["both gain"]
    assert segment.fails_below is not None
    assert segment.fails_below <= 0.2 + 0.515118 / 3 <= segment.low
    assert segment.high == 0.5
    assert segment.fails_above is None
    assert found.audience_cost is not None
    assert found.audience_cost[1] == 0


def test_other_concessions_break_even(whole: NegotiationModel) -> None:
    found = revealed_values(whole, TO_SETTER, outcome=US_ACCOUNT)
    (segment,) = found.segments["all three"]
    assert segment.fails_below is not None
    assert segment.fails_below <= 0.515118 <= segment.low


def test_a_segment_narrower_than_a_step_shows_where_another_condition_changes() -> None:
    """Between 0.607 and 0.64 alone some weight yields the deal; a step of the scan is 0.059."""
    scenario = load_scenario("japan-us-2025", variant="whole-package")
    model = build_model(scenario.with_values({"model.parameters.purchase_worth": 1.05}))
    found = revealed_values(model, THROUGH, outcome=Outcome("0.5", "deal"))
    (gain,), (yielded,) = found.segments["both gain"], found.segments["some weight yields it"]
    assert yielded.low == gain.low
    assert yielded.high - yielded.low < (found.high - found.low) / found.steps
    assert yielded.fails_above is not None
    assert yielded.fails_above - yielded.high <= (found.high - found.low) / 1000


def test_never_is_an_answer(japan: NegotiationModel) -> None:
    found = revealed_values(japan, "model.parameters.revenue_weight", steps=3)
    assert found.segments["both gain"] == ()
    assert found.audience_cost is None
    assert "both gain: never" in str(found)
    row = revealed_table([found]).rows[0]
    assert row[3:5] == ("never", "never")
    assert json.loads(found.to_json())["answer"]["least_audience_cost"] is None


def test_values_without_a_model_are_named(japan: NegotiationModel) -> None:
    found = revealed_values(japan, THROUGH, low=0.5, high=1.5, steps=4)
    assert min(found.undefined) >= 1
    assert all(segment.high < 1 for segments in found.segments.values() for segment in segments)
    assert "No model at" in str(found)


# ---- the price of a tariff point ----


def test_the_price_paid_by_hand(japan: NegotiationModel) -> None:
    """12.5 points on 47.3 bn and 11.5 on 102.7 bn of imports."""
    price = revealed_price(japan)
    points = (12.5 * 47.3 + 11.5 * 102.7) / 150
    assert price.points == pytest.approx(points, abs=1e-12)
    assert price.average == pytest.approx(3 / points, abs=1e-12)
    assert price.accepted == pytest.approx((4.5 / points, 7.5 / points), abs=1e-12)
    assert price.gains[4.5][1] > 0 >= price.gains[4.0][1]
    assert price.gains[7.5][0] > 0 >= price.gains[8.0][0]
    assert isinstance(price.gains[4.5][1], Fraction)
    assert "Less than United States asks" in str(price)


def test_both_sides_gain_between_their_prices(whole: NegotiationModel) -> None:
    price = revealed_price(whole, US_ACCOUNT)
    asked, offered = price.accepted
    assert asked is not None
    assert offered is not None
    assert asked <= price.average <= offered
    assert "in this model" not in str(price)
    assert json.loads(price.to_json())["answer"]["paid"] == 3


def test_where_purchases_are_no_concession_the_buyer_has_no_price(tokyo: NegotiationModel) -> None:
    price = revealed_price(tokyo)
    assert price.paid == -0.5
    assert "Japan: the purchase is no concession" in str(price)


# ---- refusals ----


def test_refusals(japan: NegotiationModel) -> None:
    steel = build_model(load_scenario("steel-for-beef"))
    with pytest.raises(InvalidInput, match=r"model.observed is missing; give an outcome"):
        read_deal(steel)
    with pytest.raises(InvalidInput, match=r"outcome.package='deel' is not known; .* Did you mean 'deal'\?"):
        read_deal(japan, Outcome(3, "deel"))
    with pytest.raises(InvalidInput, match="is not agreed; give a deal"):
        read_deal(japan, Outcome(0, "deal", agreed=False))
    with pytest.raises(InvalidInput, match="low=1 and high=1; low must be below high"):
        revealed_values(japan, THROUGH, low=1, high=1)
    with pytest.raises(InvalidInput, match="has no range in the scenario; give low"):
        revealed_values(japan, "model.sectors.autos.base_tariff")
    with pytest.raises(NotApplicable, match="gives no relief from threat25, so a point of it has no price"):
        revealed_price(japan, Outcome(3, "threat25"))
