import dataclasses
import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize_scalar

from negotiate.errors import InvalidInput
from negotiate.trade import PartialEquilibrium, Sector, TariffEffects, supply_elasticity_from_pass_through

SHAPES = st.sampled_from(["constant_elasticity", "linear"])
CHANGES = (
    "export_value",
    "consumer_surplus",
    "revenue",
    "exporter_surplus",
    "markup_profit",
    "exporter_gain",
)


@st.composite
def sectors(draw: st.DrawFn, highest_base: float = 0.5) -> Sector:
    return Sector(
        "s",
        draw(st.floats(0.5, 200)),
        draw(st.floats(0, highest_base)),
        demand_elasticity=draw(st.one_of(st.just(1.0), st.floats(0.2, 5))),
        supply_elasticity=draw(st.floats(0.1, 20)),
        substitution=draw(st.floats(1.5, 8)),
    )


def below_choke(sector: Sector, shape: str, share: float) -> float:
    """Return a rate at a share of the way from the base tariff to 60 %, or to the choke tariff."""
    top = 0.6
    demand, supply = sector.demand_elasticity, sector.supply_elasticity
    if shape == "linear" and supply > 1:
        rise = (demand + supply) / (demand * (supply - 1))
        top = min(top, sector.base_tariff + (1 + sector.base_tariff) * rise)
    return sector.base_tariff + share * 0.98 * (top - sector.base_tariff)


# ---- known values ----


def flagship() -> PartialEquilibrium:
    supply = supply_elasticity_from_pass_through(2, 0.6)
    return PartialEquilibrium(
        [Sector("autos", 47.3, 0.025, 2, supply), Sector("other", 102.7, 0.015, 2, supply)]
    )


@pytest.mark.parametrize(
    ("rates", "exporters", "importer"),
    [
        ((0.025, 0.015), 0, 0),
        ((0.275, 0.115), -7.07, 4.95),
        ((0.15, 0.15), -6.64, 5.03),
        ((0.275, 0.255), -10.88, 6.68),
        ((0.275, 0.265), -11.11, 6.73),
    ],
)
def test_an_independent_prototype_to_its_printed_digits(
    rates: tuple[float, float], exporters: float, importer: float
) -> None:
    at = flagship().effects(rates)
    assert round(at.exporter_gain.sum(), 2) == exporters
    assert round(at.importer_welfare.sum(), 2) == importer


@settings(deadline=None, max_examples=40)
@given(sectors(), SHAPES, st.floats(0.05, 1))
def test_prices_clear_the_market(sector: Sector, shape: str, share: float) -> None:
    """Second method: solve demand equals supply for the world price by bracketing."""
    rate = below_choke(sector, shape, share)
    demand, supply = sector.demand_elasticity, sector.supply_elasticity

    def excess(price: float) -> float:
        ratio = (1 + rate) * price / (1 + sector.base_tariff)
        if shape == "linear":
            return (1 - demand * (ratio - 1)) - (1 + supply * (price - 1))
        return float(ratio**-demand - price**supply)

    at = PartialEquilibrium([sector], demand=shape).effects([rate])
    assert at.world_price[0] == pytest.approx(brentq(excess, 1e-9, 2, xtol=1e-14), rel=1e-9)
    assert at.duty_paid_price[0] == pytest.approx((1 + rate) * at.world_price[0], rel=1e-12)
    export_value = at.world_price * at.quantity - sector.imports
    assert at.export_value[0] == pytest.approx(export_value[0], rel=1e-9, abs=1e-9)
    assert at.markup_profit is not None
    assert sector.substitution is not None
    assert at.markup_profit[0] == pytest.approx(export_value[0] / sector.substitution, rel=1e-9, abs=1e-9)


@settings(deadline=None, max_examples=30)
@given(sectors(), SHAPES, st.floats(0.05, 1))
def test_surpluses_are_the_areas_behind_the_curves(sector: Sector, shape: str, share: float) -> None:
    """Second method: Gauss-Legendre integration of the demand and supply curves."""
    at = PartialEquilibrium([sector], demand=shape).effects([below_choke(sector, shape, share)])
    nodes, weights = np.polynomial.legendre.leggauss(40)
    base = 1 + sector.base_tariff

    def area(low: float, high: float, elasticity: float) -> float:
        price = low + (high - low) * (nodes + 1) / 2
        curve = 1 + elasticity * (price / low - 1) if shape == "linear" else (price / low) ** elasticity
        return float((high - low) / 2 * sector.imports * weights @ curve)

    consumers = -area(base, at.duty_paid_price[0], -sector.demand_elasticity)
    exporters = area(1.0, at.world_price[0], sector.supply_elasticity)
    assert at.consumer_surplus[0] == pytest.approx(consumers, rel=1e-9, abs=1e-12)
    assert at.exporter_surplus[0] == pytest.approx(exporters, rel=1e-9, abs=1e-12)


# ---- properties ----


@settings(deadline=None, max_examples=40)
@given(sectors(), SHAPES)
def test_the_base_tariff_changes_nothing_exactly(sector: Sector, shape: str) -> None:
    at = PartialEquilibrium([sector], demand=shape).effects([sector.base_tariff])
    assert all(getattr(at, change)[0] == 0 for change in CHANGES)
    assert at.world_price[0] == 1
    assert at.quantity[0] == sector.imports


@settings(deadline=None, max_examples=60)
@given(sectors(highest_base=0), SHAPES, st.floats(0, 1))
def test_a_tariff_on_free_trade_costs_the_world(sector: Sector, shape: str, share: float) -> None:
    at = PartialEquilibrium([sector], demand=shape).effects([below_choke(sector, shape, share)])
    assert at.world_welfare[0] <= 1e-12 * sector.imports
    assert at.exporter_surplus[0] <= 0
    assert at.consumer_surplus[0] <= 0


@settings(deadline=None, max_examples=60)
@given(sectors(), SHAPES, st.floats(0.05, 0.9))
def test_slopes_are_the_derivatives(sector: Sector, shape: str, share: float) -> None:
    model = PartialEquilibrium([sector], demand=shape)
    rate, step = below_choke(sector, shape, share), 1e-5
    low, high, slope = model.effects([rate - step]), model.effects([rate + step]), model.slopes([rate])
    for name in [field.name for field in dataclasses.fields(TariffEffects)]:
        difference = (getattr(high, name)[0] - getattr(low, name)[0]) / (2 * step)
        assert getattr(slope, name)[0] == pytest.approx(difference, rel=1e-5, abs=1e-5 * sector.imports)


@settings(deadline=None, max_examples=40)
@given(sectors(highest_base=0), st.sampled_from([2.0, 3.0]))
def test_pass_through_is_the_slope_of_the_price_at_free_trade(sector: Sector, size: float) -> None:
    bigger = dataclasses.replace(sector, imports=size * sector.imports)
    slope = PartialEquilibrium([bigger]).slopes([0.0]).duty_paid_price[0]
    share = sector.supply_elasticity / (sector.demand_elasticity + sector.supply_elasticity)
    assert slope == pytest.approx(share, rel=1e-12)


@settings(deadline=None, max_examples=40)
@given(sectors(), SHAPES, st.floats(0.05, 1), st.floats(0.01, 100))
def test_scaling_imports_scales_welfare(sector: Sector, shape: str, share: float, scale: float) -> None:
    rate = below_choke(sector, shape, share)
    bigger = dataclasses.replace(sector, imports=scale * sector.imports)
    at = PartialEquilibrium([sector], demand=shape).effects([rate])
    scaled = PartialEquilibrium([bigger], demand=shape).effects([rate])
    for change in CHANGES:
        assert getattr(scaled, change)[0] == pytest.approx(scale * getattr(at, change)[0], rel=1e-12)


@settings(deadline=None, max_examples=40)
@given(sectors())
def test_the_optimal_tariff_is_the_inverse_supply_elasticity(sector: Sector) -> None:
    best = PartialEquilibrium([sector]).optimal_tariffs()[0]
    assert best == pytest.approx(1 / sector.supply_elasticity, rel=1e-12)


@settings(deadline=None, max_examples=40)
@given(sectors(), SHAPES, st.floats(1, 2))
def test_no_search_beats_the_optimal_tariff(sector: Sector, shape: str, weight: float) -> None:
    model = PartialEquilibrium([sector], demand=shape)
    best = model.optimal_tariffs(weight)[0]
    assume(best < 1e3)

    def loss(rate: float) -> float:
        at = model.effects([rate])
        return float(-(at.consumer_surplus + weight * at.revenue)[0])

    reach = (best + 1) * 0.4
    choke = below_choke(sector, shape, 1) if shape == "linear" and sector.supply_elasticity > 1 else math.inf
    found = minimize_scalar(
        loss, bounds=(best - reach, max(min(best + reach, choke), best)), method="bounded"
    )
    assert loss(best) <= found.fun + 1e-9 * sector.imports
    slope = model.slopes([best])
    assert (slope.consumer_surplus + weight * slope.revenue)[0] == pytest.approx(0, abs=1e-9 * sector.imports)


@pytest.mark.parametrize(
    ("shape", "demand", "supply", "weight"),
    [
        ("constant_elasticity", 0.2, 3.0, 2.0),
        ("constant_elasticity", 2.0, 0.0, 1.0),
        ("linear", 2.0, 0.1, 1.0),
    ],
)
def test_where_the_optimal_tariff_is_infinite_welfare_rises_throughout(
    shape: str, demand: float, supply: float, weight: float
) -> None:
    model = PartialEquilibrium([Sector("s", 100, 0.1, demand, supply)], demand=shape)
    assert model.optimal_tariffs(weight)[0] == math.inf
    at = model.effects([[0.1], [0.5], [2], [8], [64], [512]])
    assert (np.diff((at.consumer_surplus + weight * at.revenue)[:, 0]) > 0).all()


def test_linear_optimal_tariff_is_the_inverse_elasticity_at_its_own_world_price() -> None:
    model = PartialEquilibrium([Sector("s", 100, 0.1, 2, 3)], demand="linear")
    best = model.optimal_tariffs()
    at = model.effects(best)
    elasticity = 100 * 3 * at.world_price / at.quantity
    assert best[0] == pytest.approx(1 / elasticity[0], rel=1e-12)


def test_optimal_tariff_at_the_corners_of_supply() -> None:
    sectors_ = [
        Sector("flat", 1, 0.1, 2, math.inf, substitution=4),
        Sector("fixed", 1, 0.1, 2, 0, substitution=4),
    ]
    for shape in ("linear", "constant_elasticity"):
        best = PartialEquilibrium(sectors_, demand=shape, exporter_loss="markup_profit").optimal_tariffs()
        assert best[0] == pytest.approx(0, abs=1e-15)
        assert best[1] == math.inf


# ---- numerical care ----


@pytest.mark.parametrize("demand", [1.0, 1.0000001, 0.5, 3.0])
def test_a_tiny_tariff_change_keeps_its_digits(demand: float) -> None:
    """Second method: the textbook formulas in 60-digit decimals."""
    with localcontext() as context:
        context.prec = 60
        step, imports, supply = Decimal(2) ** -40, Decimal(100), Decimal(3)
        base, eta = Decimal("0.125"), Decimal(demand)
        log_rise = ((1 + base + step) / (1 + base)).ln()
        price, passed = (-eta / (eta + supply) * log_rise).exp(), supply / (eta + supply)
        exporters = imports * (price ** (1 + supply) - 1) / (1 + supply)
        ratio = (passed * log_rise).exp()
        integral = ratio.ln() if eta == 1 else (ratio ** (1 - eta) - 1) / (1 - eta)
        consumers = -imports * (1 + base) * integral
        revenue = (base + step) * price * imports * price**supply - base * imports
    at = PartialEquilibrium([Sector("s", 100, 0.125, demand, 3)]).effects([float(base + step)])
    assert at.exporter_surplus[0] == pytest.approx(float(exporters), rel=1e-14, abs=0)
    assert at.consumer_surplus[0] == pytest.approx(float(consumers), rel=1e-14, abs=0)
    assert at.revenue[0] == pytest.approx(float(revenue), rel=1e-13, abs=0)


def test_unit_elasticity_is_continuous() -> None:
    rates = [[0.3]]
    at_one, beside = (
        PartialEquilibrium([Sector("s", 100, 0, eta, 3)]).effects(rates).consumer_surplus[0, 0]
        for eta in (1.0, 1 + 1e-12)
    )
    assert at_one == pytest.approx(beside, rel=1e-11)
    assert at_one == pytest.approx(-100 * 0.75 * math.log(1.3), rel=1e-14)


def test_full_pass_through_is_the_limit_of_elastic_supply() -> None:
    def at(supply: float) -> TariffEffects:
        sector = Sector("s", 100, 0.02, 2, supply, substitution=5)
        return PartialEquilibrium([sector], exporter_loss="markup_profit").effects([0.25])

    limit, near = at(math.inf), at(1e12)
    for name in ("world_price", "quantity", "consumer_surplus", "revenue", "exporter_gain"):
        assert getattr(limit, name)[0] == pytest.approx(getattr(near, name)[0], rel=1e-9)
    assert limit.exporter_surplus[0] == 0
    assert limit.world_price[0] == 1


def test_rates_of_any_leading_shape() -> None:
    grid = np.linspace(0, 0.5, 24).reshape(3, 4, 2)
    at = flagship().effects(grid)
    assert at.revenue.shape == (3, 4, 2)
    assert at.revenue[2, 1] == pytest.approx(flagship().effects(grid[2, 1]).revenue, rel=0)
    with pytest.raises(ValueError, match="read-only"):
        at.revenue[0] = 1


# ---- notes and tables ----


def test_a_note_where_the_supply_surplus_nearly_vanishes() -> None:
    model = PartialEquilibrium(
        [Sector("a", 1, 0, 1, 3, substitution=5), Sector("b", 1, 0, 1, 30, substitution=5)]
    )
    assert len(model.notes) == 1
    assert "Sector b: at a pass-through of 0.968" in model.notes[0]
    assert model.table([0.1, 0.1]).notes == model.notes
    assert dataclasses.replace(model, exporter_loss="markup_profit").notes == ()


def test_the_table_has_a_row_a_sector_and_their_total() -> None:
    table = flagship().table([0.15, 0.15])
    assert [row[0] for row in table.rows] == ["autos", "other", "total"]
    assert table.rows[2][-2] == pytest.approx(-6.638, abs=5e-4)
    assert sum(row[-1] for row in table.rows[:2]) == pytest.approx(table.rows[2][-1])  # type: ignore[misc]


def test_markup_profit_is_none_unless_every_sector_has_its_elasticity() -> None:
    assert flagship().effects([0.1, 0.1]).markup_profit is None


# ---- refusals ----

SOUND = Sector("steel", 10, 0, 2, 3)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: PartialEquilibrium([]), "sectors is empty"),
        (lambda: PartialEquilibrium(5), "sectors is one int; give a list of Sectors"),
        (lambda: PartialEquilibrium([SOUND, SOUND]), "'steel' twice"),
        (lambda: PartialEquilibrium(["steel"]), r"sectors\[0\] is a str; it must be a Sector"),
        (lambda: PartialEquilibrium([SOUND], demand="liner"), "Did you mean 'linear'"),
        (lambda: PartialEquilibrium([SOUND], exporter_loss="markup_profit"), "steel has no substitution"),
        (
            lambda: PartialEquilibrium([Sector("steel", 1, 0, 2, math.inf)]),
            "supply surplus is 0 whatever the tariff; take exporter_loss='markup_profit'",
        ),
        (
            lambda: PartialEquilibrium([SOUND]).effects([0.1, 0.2]),
            r"last axis must have one rate a sector \(steel\)",
        ),
        (lambda: PartialEquilibrium([SOUND]).effects(0.1), r"rates has shape \(\)"),
        (lambda: PartialEquilibrium([SOUND]).effects([math.nan]), r"rates\[0\] is nan"),
        (lambda: PartialEquilibrium([SOUND]).slopes([-1.0]), "a rate is a fraction above -1"),
        (
            lambda: PartialEquilibrium([SOUND]).optimal_tariffs(0.5),
            "revenue_weight=0.5; it must be at least 1",
        ),
        (
            lambda: PartialEquilibrium([SOUND], demand="linear").effects([[0.1], [1.5]]),
            "rates: 1.5 on sector steel is above the choke tariff 1.25",
        ),
        (
            lambda: PartialEquilibrium([Sector("s", 1, 0, 400, 400)]).effects([-0.9999999]),
            "beyond the range of floating-point numbers",
        ),
    ],
)
def test_refusals(call: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        call()  # type: ignore[operator]


def test_linear_demand_is_zero_at_its_choke_tariff() -> None:
    at = PartialEquilibrium([SOUND], demand="linear").effects([1.25])
    assert at.quantity[0] == pytest.approx(0, abs=1e-12)
    assert at.revenue[0] == pytest.approx(0, abs=1e-12)
