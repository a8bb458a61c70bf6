"""From scenario to model: the prototype's figures, slopes against differences, reuse."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput, Outcome
from negotiate.payoffs import TariffPointProblem, tariff_point_prices
from negotiate.scenario import NegotiationModel, build_model, load_scenario, solve_deals

PSI = "model.parameters.sensitivity"
THROUGH = "model.trade.pass_through"

#: Payoffs of the case worked out by hand before: V by a power law, no domestic sensitivity
#: (buyer / setter, bn USD a year; rows by purchases, columns by package).
PROTOTYPE = {
    0: ((0.00, 0.00), (-7.07, 4.95), (-6.64, 5.03), (-10.88, 6.68), (-11.11, 6.73)),
    3: ((-0.90, 1.19), (-7.96, 6.13), (-7.53, 6.22), (-11.77, 7.87), (-12.00, 7.92)),
    5: ((-1.63, 1.96), (-8.70, 6.91), (-8.27, 7.00), (-12.51, 8.65), (-12.74, 8.70)),
    8: ((-2.90, 3.11), (-9.97, 8.06), (-9.54, 8.14), (-13.78, 9.79), (-14.01, 9.84)),
    10: ((-3.84, 3.87), (-10.91, 8.81), (-10.48, 8.90), (-14.72, 10.55), (-14.95, 10.60)),
}


@pytest.fixture(scope="module")
def flagship() -> NegotiationModel:
    return build_model(load_scenario("japan-us-2025"))


@pytest.fixture(scope="module")
def power() -> NegotiationModel:
    return build_model(load_scenario("japan-us-2025", "power-law").with_values({PSI: 0}))


def test_the_prototype_payoffs_are_met_to_the_cent(power: NegotiationModel) -> None:
    for level, row in PROTOTYPE.items():
        outcomes = [Outcome(level, package) for package in power.packages]
        found = power.payoffs.evaluate(outcomes).payoffs.T
        assert np.abs(found - np.array(row)).max() <= 0.0051, level


def test_the_prototype_prices_are_met(power: NegotiationModel) -> None:
    def prices(level: float, package: str) -> list[float]:
        slopes = (power.tariff_slopes(package), power.purchase_slopes(level))
        found = tariff_point_prices(TariffPointProblem(power.scenario.players, ("a", "o"), *slopes))
        return [round(float(found.buyer[0].more or 0), 2), round(float(found.setter[0].more or 0), 2)]

    assert prices(3, "deal") == [1.25, 0.60]
    assert prices(0, "threat25") == [1.33, 0.16]


@pytest.mark.parametrize(
    ("share", "reversion", "deal"),
    [
        (0.011, "threat25", None),
        (0.25, "threat25", None),
        (0.5, "threat25", (10.0, "deal")),
        (0.6, "threat25", (8.0, "deal")),
        (0.75, "deal", (8.0, "mfn")),
        (0.95, "mfn", None),
    ],
)
def test_what_drives_the_prototype(
    power: NegotiationModel, share: float, reversion: str, deal: tuple[float, str] | None
) -> None:
    model = build_model(power.scenario.with_values({THROUGH: share}), reuse=power)
    deals = solve_deals(model)
    assert deals.reversion.outcome.package == reversion
    agreed = deals.deal()
    assert (None if agreed is None else (agreed.purchases, agreed.package)) == deal


def test_the_cap_leaves_room(flagship: NegotiationModel) -> None:
    """3 % a year on 8.7 tn yen: 1.7 bn USD in the first year, 5.4 on average over five."""
    assert flagship.cap.headroom[0] == pytest.approx(1.723, abs=0.001)
    assert flagship.headroom == pytest.approx(5.381, abs=0.001)


def test_status_quo_pays_nothing(flagship: NegotiationModel) -> None:
    totals = flagship.payoffs.evaluate([Outcome(0, "mfn")]).totals
    assert totals.tolist() == [[0], [0]]


@given(
    share=st.floats(0.05, 0.9),
    rate=st.floats(0.0, 0.6),
    kappa=st.floats(1, 1.5),
    level=st.floats(0.5, 9.5),
    psi=st.floats(0, 0.2),
)
@settings(max_examples=40, deadline=None)
def test_slopes_are_the_limits_of_differences(
    power: NegotiationModel, share: float, rate: float, kappa: float, level: float, psi: float
) -> None:
    scenario = power.scenario.with_values(
        {THROUGH: share, "model.parameters.revenue_weight": kappa, PSI: psi}
    )
    model = build_model(scenario, reuse=power)
    rates = np.array([rate, rate])
    slopes = model.trade.slopes(rates)
    step = 1e-6
    up, down = (model.trade.effects(rates + sign * step) for sign in (1, -1))
    expected = (up.exporter_gain - down.exporter_gain) / (2 * step)
    assert slopes.exporter_gain == pytest.approx(expected, rel=1e-5, abs=1e-4)
    terms = {name: model.payoffs.evaluate([Outcome(level + d, "deal")]).payoffs[:, 0]
             for name, d in (("up", 1e-2), ("down", -1e-2))}  # fmt: skip
    difference = (terms["up"] - terms["down"]) / 2e-2
    assert model.purchase_slopes(level).mean(axis=1) == pytest.approx(difference, abs=2e-3)


def test_the_slopes_of_the_setter_count_what_is_switched_on(power: NegotiationModel) -> None:
    """At the setter's optimal uniform tariff its slope is nil, sector by sector."""
    best = power.trade.optimal_tariffs()
    slopes = power.trade.slopes(best)
    assert slopes.importer_welfare == pytest.approx([0, 0], abs=1e-9)


def test_a_value_function_is_used_again_only_where_nothing_differs(flagship: NegotiationModel) -> None:
    scenario = flagship.scenario
    same = build_model(scenario.with_values({THROUGH: 0.5}), reuse=flagship)
    assert same.value is flagship.value
    other = build_model(scenario.with_values({"model.status_quo.purchases": 10}), reuse=flagship)
    assert other.value is not flagship.value


def test_a_cap_below_what_is_committed_is_refused() -> None:
    scenario = load_scenario("japan-us-2025").with_values({"model.budget.growth": -0.01})
    with pytest.raises(InvalidInput, match="is below committed outlays"):
        build_model(scenario)


@pytest.mark.parametrize("name", ["japan-us-2025", "steel-for-beef"])
def test_every_variant_makes_a_model(name: str) -> None:
    scenario = load_scenario(name)
    for variant in scenario.variants:
        model = build_model(scenario.with_variant(variant))
        assert model.packages
        assert model.capability_worth > 0
