"""The threat: its break-even weight on revenue is where the setter begins to carry it out."""

from __future__ import annotations

import pytest

from negotiate import build_model, load_scenario
from negotiate.scenario import NegotiationModel, solve_deals
from negotiate.scenario.threat import credibility_of, credible_weight

THROUGH, WEIGHT = "model.trade.pass_through", "model.parameters.revenue_weight"


@pytest.fixture(scope="module")
def model() -> NegotiationModel:
    return build_model(load_scenario("japan-us-2025"))


def test_a_credible_threat_needs_no_extra_weight(model: NegotiationModel) -> None:
    assert credibility_of(model).credible
    assert credible_weight(model) == 1


@pytest.mark.parametrize("share", [0.7, 0.75, 0.85, 0.95])
def test_the_weight_is_where_the_reversion_changes(model: NegotiationModel, share: float) -> None:
    at = build_model(model.scenario.with_values({THROUGH: share}), reuse=model)
    assert not credibility_of(at).credible
    weight = credible_weight(at)
    assert weight is not None
    for shift, carried_out in ((-1e-4, False), (1e-4, True)):
        values = {THROUGH: share, WEIGHT: float(weight) + shift}
        deals = solve_deals(build_model(model.scenario.with_values(values), reuse=model))
        assert (deals.reversion.outcome.package == model.threat) == carried_out


def test_the_audience_cost_is_where_backing_down_stops_to_pay(model: NegotiationModel) -> None:
    """At a pass-through of 0.95 the threat needs 5.26 bn USD a year."""
    at = build_model(model.scenario.with_values({THROUGH: 0.95}), reuse=model)
    found = credibility_of(at)
    assert float(found.break_even) == pytest.approx(5.26, abs=0.005)
    assert found.tempting == ("mfn",)
