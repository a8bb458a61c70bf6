import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput
from negotiate.trade import (
    PartialEquilibrium,
    Sector,
    harberger_triangle,
    revenue_change,
    trade_creation,
    trade_diversion,
)

IMPORTS = st.floats(0.1, 1e4)
RATES = st.floats(0, 2)


@settings(deadline=None, max_examples=80)
@given(IMPORTS, IMPORTS, RATES, RATES, st.floats(0.1, 20))
def test_diversion_never_exceeds_what_either_side_sells(
    partner: float, others: float, before: float, after: float, substitution: float
) -> None:
    if substitution * (after - before) / (1 + before) > 1:
        with pytest.raises(InvalidInput, match="SMART is an approximation"):
            trade_diversion(partner, others, before, after, substitution=substitution)
        return
    diverted = trade_diversion(partner, others, before, after, substitution=substitution)
    assert -partner * (1 + 1e-9) <= diverted <= others * (1 + 1e-9)
    assert diverted * (before - after) >= 0


@settings(deadline=None, max_examples=40)
@given(IMPORTS, IMPORTS, RATES, st.floats(0.1, 20))
def test_no_change_of_tariff_changes_nothing(
    partner: float, others: float, rate: float, elasticity: float
) -> None:
    created = trade_creation(partner, rate, rate, demand_elasticity=elasticity, supply_elasticity=3)
    diverted = trade_diversion(partner, others, rate, rate, substitution=elasticity)
    assert created == diverted == 0
    assert revenue_change(partner, rate, rate, creation=created, diversion=diverted, other_tariff=0.1) == 0


def test_diversion_moves_the_import_ratio_as_the_elasticity_says() -> None:
    diverted = trade_diversion(60, 140, 0.2, 0.05, substitution=3)
    ratio = (60 + diverted) / (140 - diverted)
    assert ratio / (60 / 140) - 1 == pytest.approx(3 * 0.15 / 1.2, rel=1e-12)


def test_creation_is_the_slope_of_the_full_model_for_a_small_cut() -> None:
    sector = Sector("s", 80, 0.2, demand_elasticity=2, supply_elasticity=3)
    step = 1e-6
    quantity = PartialEquilibrium([sector]).effects([0.2 - step]).quantity[0]
    created = trade_creation(80, 0.2, 0.2 - step, demand_elasticity=2, supply_elasticity=3)
    assert quantity - 80 == pytest.approx(created, rel=1e-5, abs=0)


@pytest.mark.parametrize("demand", [0.5, 1, 2, 4])
def test_triangle_is_the_limit_of_the_importers_loss(demand: float) -> None:
    sector = Sector("s", 100, 0, demand, math.inf, substitution=5)
    rate = 1e-4
    for shape in ("linear", "constant_elasticity"):
        model = PartialEquilibrium([sector], demand=shape, exporter_loss="markup_profit")
        loss = -model.effects([rate]).importer_welfare[0]
        assert loss == pytest.approx(harberger_triangle(100, rate, demand_elasticity=demand), rel=1e-3, abs=0)


def test_nothing_to_divert_is_refused() -> None:
    with pytest.raises(InvalidInput, match="nothing to divert"):
        trade_diversion(0, 0, 0.1, 0, substitution=2)


def test_a_rate_of_minus_one_is_refused() -> None:
    with pytest.raises(InvalidInput, match="tariff=-1; it must be above -1"):
        trade_creation(1, 0.1, -1, demand_elasticity=2)
