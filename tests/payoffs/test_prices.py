"""Prices of a tariff point: the trade they predict, their reasons, a worked case."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.payoffs import Outcome, TariffPointProblem, tariff_point_prices
from tests.payoffs.closed_form import (
    BASE,
    DEMAND,
    IMPORTS,
    PACKAGES,
    PLAYERS,
    SUPPLY,
    model,
    world_price,
)
from tests.payoffs.tables import CALM

SECTORS = ("autos", "other")
POSITIVE = st.floats(0.01, 100)


def problem(
    tariff: list[list[float]] | None = None, purchase: list[list[float]] | None = None
) -> TariffPointProblem:
    return TariffPointProblem(
        PLAYERS,
        SECTORS,
        [[-20, -10], [6, 3]] if tariff is None else tariff,
        [[-0.5, -0.5], [0.3, 0.3]] if purchase is None else purchase,
    )


def closed_form_slopes(extra: float, rates: tuple[float, float]) -> TariffPointProblem:
    """Differentiate constant-elasticity trade by hand: dPS = q dp*, dCS = −q dp, TR = t p* q."""
    buyer, setter = [], []
    for m, t, b in zip(IMPORTS, rates, PACKAGES["mfn"], strict=True):
        price = world_price(t, b)
        quantity = m * price**SUPPLY
        slope = -DEMAND / (DEMAND + SUPPLY) * price / (1 + t)  # dp*/dt
        consumers = -quantity * (price + (1 + t) * slope)
        revenue = quantity * (price + t * (1 + SUPPLY) * slope)
        buyer.append(quantity * slope)
        setter.append(consumers + revenue)
    worth = 2 * math.sqrt(BASE) * 0.5 / math.sqrt(BASE + extra)  # ω V'(B0+Δd)
    return TariffPointProblem(
        PLAYERS, SECTORS, [buyer, setter], [[worth - 1.25] * 2, [0.3 + 0.1 * worth] * 2]
    )


@pytest.mark.parametrize(
    ("extra", "rates", "pays", "asks"),
    [(0, (0.25, 0.25), 1.38, 0.22), (0, PACKAGES["threat25"], 1.33, 0.16), (3, PACKAGES["deal"], 1.25, 0.60)],
)
def test_worked_case(extra: float, rates: tuple[float, float], pays: float, asks: float) -> None:
    found = tariff_point_prices(closed_form_slopes(extra, rates))
    assert found.buyer[0].more == pytest.approx(pays, abs=0.0051)
    assert found.setter[0].more == pytest.approx(asks, abs=0.0051)
    assert found.both_gain[0]
    assert found.places == ("all covered sectors", "autos", "other")


def test_hand_written_slopes_are_those_of_the_payoffs() -> None:
    """A finite difference of the payoff model's own terms in purchases agrees."""
    step = 1e-3
    payoffs = model("1e-12").evaluate([Outcome(3 + step, "deal"), Outcome(3 - step, "deal")]).payoffs
    slopes = closed_form_slopes(3, PACKAGES["deal"]).purchase_slopes[:, 1]
    np.testing.assert_allclose((payoffs[:, 0] - payoffs[:, 1]) / (2 * step), slopes, rtol=1e-6)


@CALM
@given(POSITIVE, POSITIVE, POSITIVE, POSITIVE)
def test_a_small_trade_helps_both_iff_the_buyer_pays_more_than_the_setter_asks(
    pain: float, cost: float, keen: float, use: float
) -> None:
    found = tariff_point_prices(
        TariffPointProblem(PLAYERS, ["all"], [[-pain], [keen]], [[-cost] * 2, [use] * 2])
    )
    pays, asks = found.buyer[0].more, found.setter[0].more
    assert pays is not None
    assert asks is not None
    assume(not math.isclose(pays, asks, rel_tol=1e-9))
    assert found.both_gain[0] == (pays > asks)
    bought = 1e-3 * math.sqrt(pays * asks)  # a price between the two, for a thousandth of a point
    relief = 1e-3 * 0.01
    gains = (pain * relief - cost * bought, use * bought - keen * relief)
    assert (min(gains) > 0) == found.both_gain[0]


@CALM
@given(st.lists(st.integers(-3, 3), min_size=4, max_size=4))
def test_both_gain_is_right_whatever_the_signs(slopes: list[int]) -> None:
    """Try every ratio of relief to purchases at which a player's gain can change sign."""
    tariff, purchase = slopes[:2], slopes[2:]
    found = tariff_point_prices(
        TariffPointProblem(PLAYERS, ["all"], [[tariff[0]], [tariff[1]]], [[p] * 2 for p in purchase])
    )
    kinks = sorted({0.0, 100.0, *(p / t for t, p in zip(tariff, purchase, strict=True) if t and p / t > 0)})
    ratios = [(low + high) / 2 for low, high in pairwise(kinks)]
    helps = any(all(p - t * r > 0 for t, p in zip(tariff, purchase, strict=True)) for r in ratios)
    assert found.both_gain[0] == helps


@CALM
@given(st.floats(0.1, 9), st.floats(0.1, 9))
def test_prices_do_not_depend_on_the_money_unit(c: float, k: float) -> None:
    one = tariff_point_prices(problem())
    tariff, purchase = np.array([[-20.0, -10], [6, 3]]), np.array([[-0.5, -0.5], [0.3, 0.3]])
    scale = np.array([[c], [k]])
    many = tariff_point_prices(TariffPointProblem(PLAYERS, SECTORS, scale * tariff, scale * purchase))
    for before, after in zip((*one.buyer, *one.setter), (*many.buyer, *many.setter), strict=True):
        assert after.more == pytest.approx(before.more)


def test_one_point_on_all_sectors_is_the_sum_of_the_sectors() -> None:
    found = tariff_point_prices(problem())
    assert found.buyer[0].more == pytest.approx(sum(price.more or 0 for price in found.buyer[1:]))
    assert [price.more for price in found.buyer] == pytest.approx([0.6, 0.4, 0.2])


def test_kinks_give_an_interval() -> None:
    found = tariff_point_prices(problem(purchase=[[-0.4, -0.5], [0.4, 0.3]]))
    assert found.buyer[0].interval == pytest.approx((0.6, 0.75))
    assert found.setter[0].interval == pytest.approx((0.225, 0.3))
    assert "for a little less purchased Japan pays 0.750" in str(found)


def test_no_price_without_a_concession() -> None:
    found = tariff_point_prices(problem(purchase=[[0.2, 0], [0.3, 0.3]]))
    assert (found.buyer[0].more, found.buyer[0].less) == (None, None)
    assert found.buyer[0].reason == "the purchase is no concession"
    assert found.buyer[0].interval is None
    assert found.both_gain[0]
    assert "all covered sectors: Japan: the purchase is no concession." in str(found)


def test_a_kink_can_end_what_is_bought_anyway() -> None:
    price = tariff_point_prices(problem(purchase=[[0.1, -0.5], [0.3, 0.3]])).buyer[0]
    assert (price.more, price.less) == (pytest.approx(0.6), None)
    assert price.reason == "up to this point the purchase is no concession"


def test_relief_can_cost_the_setter_nothing() -> None:
    found = tariff_point_prices(problem(tariff=[[-20, -10], [-1, 3]]))
    assert found.setter[1].reason == "relief costs the setter nothing"
    assert found.setter[1].more is None
    assert found.both_gain[1]
    assert found.setter[2].more == pytest.approx(0.1)


def test_other_reasons() -> None:
    useless = tariff_point_prices(problem(purchase=[[-0.5, -0.5], [0.3, -0.1]]))
    assert useless.setter[0].reason == "beyond this point the purchase is worth nothing to the setter"
    harmless = tariff_point_prices(problem(tariff=[[20, 10], [6, 3]]))
    assert harmless.buyer[0].reason == "relief is no gain to the buyer"
    assert not any(harmless.both_gain)
    indifferent = tariff_point_prices(problem(tariff=[[0, 0], [6, 3]]))
    assert indifferent.buyer[0].more == 0


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match=r"tariff_slopes has shape \(2, 1\); it must have shape \(2, 2\)"):
        problem(tariff=[[1], [2]])
    with pytest.raises(InvalidInput, match=r"purchase_slopes\[0, 1\] is nan"):
        problem(purchase=[[-1, math.nan], [1, 1]])
    with pytest.raises(InvalidInput, match="players has 3 labels; it must have 2"):
        TariffPointProblem(["J", "U", "X"], SECTORS, [[0, 0]] * 2, [[0, 0]] * 2)
