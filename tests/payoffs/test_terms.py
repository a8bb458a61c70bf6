"""The standard terms: their formulas, their shape, their refusals."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.payoffs import (
    Outcome,
    Term,
    ally_strength,
    buyer_audience_cost,
    calibrate_capability_worth,
    capability_value,
    consumers_and_revenue,
    export_rent,
    organised_industries,
    other_concessions,
    public_funds_cost,
    sensitivity_cost,
    setter_audience_cost,
    tariff_loss,
)
from tests.payoffs.tables import CALM

LEVEL = st.floats(0, 50)


def at(term: Term, purchases: float, package: str = "deal", **flags: bool) -> float:
    return float(term.value(Outcome(purchases, package, **flags)))


def test_values_by_hand() -> None:
    assert at(tariff_loss("J", {"deal": -6.64}), 8) == -6.64
    assert at(capability_value("J", 2, lambda extra: extra / 4), 8) == 4
    assert at(public_funds_cost("J", 0.5), 8) == -12
    assert at(sensitivity_cost("J", 0.05), 8) == -1.6
    assert at(consumers_and_revenue("U", lambda p: -4, lambda p: 8, 1.5), 8) == 8
    assert at(organised_industries("U", 1.25, 0.5, 800, {"deal": 0.125}), 8) == 12.5
    assert at(export_rent("U", 0.25), 8) == 2
    assert at(ally_strength("U", 0.5, 2, lambda extra: extra / 4), 8) == 2
    assert at(other_concessions("J", -0.5, ["deal"]), 8) == -0.5


def test_audience_costs_fall_where_they_should() -> None:
    buyer = buyer_audience_cost("J", cost=1, limit=5)
    assert [at(buyer, level) for level in (0, 5, 5.5)] == [0, 0, -1]
    setter = setter_audience_cost("U", cost=1)
    assert at(setter, 0, "mfn", agreed=False) == -1
    assert at(setter, 0, "threat", agreed=False, threat_executed=True) == 0
    assert at(setter, 8, "deal") == 0


def test_other_concessions_come_with_their_packages_only() -> None:
    term = other_concessions("U", 0.5, ["deal", "wide"])
    assert [at(term, 0, package) for package in ("mfn", "wide")] == [0, 0.5]
    assert at(term, 0, "deal", agreed=False) == 0


@pytest.mark.parametrize(
    "term",
    [
        capability_value("J", 7.5, lambda extra: (14 + extra) ** 0.5 - 14**0.5),
        public_funds_cost("J", 0.25),
        sensitivity_cost("J", 0.2, 3),
    ],
    ids=lambda term: term.name,
)
@CALM
@given(LEVEL, LEVEL)
def test_the_buyers_payoff_is_concave_in_purchases(term: Term, a: float, b: float) -> None:
    assert at(term, (a + b) / 2) >= (at(term, a) + at(term, b)) / 2 - 1e-9


@CALM
@given(st.floats(0.1, 2), st.floats(0, 1), st.floats(0.01, 100))
def test_calibration_makes_the_last_dollar_worth_what_it_says(v: float, m: float, slope: float) -> None:
    assert calibrate_capability_worth(v, m, slope) * slope / (1 + m) == pytest.approx(v)


def test_calibration_of_a_power_law() -> None:
    assert calibrate_capability_worth(0.8, 0.25, 0.5 * 14**-0.5) == pytest.approx(2 * 14**0.5)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: public_funds_cost("J", -0.1), "excess_burden=-0.1; it must be at least 0"),
        (lambda: sensitivity_cost("J", -1), "slope=-1; it must be at least 0"),
        (lambda: organised_industries("U", 0.5, 1, 1, {}), "extra_weight=0.5; it must be at least 1"),
        (lambda: organised_industries("U", 2, 1.5, 1, {}), "transmission=1.5; it must be from 0 to 1"),
        (lambda: calibrate_capability_worth(0.8, 0.25, 0), "slope=0 .*; it must be above 0"),
        (lambda: tariff_loss("J", 3), "change=3; it must be a function of the package or a dict"),  # type: ignore[arg-type]
        (lambda: other_concessions("J", 1, "deal"), "packages='deal' must be a sequence"),
        (
            lambda: tariff_loss("J", {"deal": -1}).value(Outcome(0, "dael")),
            "change has no package 'dael'; it has deal. Did you mean 'deal'",
        ),
    ],
)
def test_refusals(build: Callable[[], object], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        build()
