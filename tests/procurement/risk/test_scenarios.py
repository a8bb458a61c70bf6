"""Scenarios: what is accepted, what is refused, and how they are joined."""

import numpy as np
import pytest

from negotiate.errors import InvalidInput
from negotiate.procurement.risk import Scenarios


def test_means_are_weighted_by_probability() -> None:
    cases = Scenarios([(100, 200), (200, 100)], [(1.0,), (2.0,)], ["jet"], [0.25, 0.75])
    assert cases.mean_rates is not None
    assert cases.mean_rates.tolist() == [175, 125]
    assert cases.mean_prices is not None
    assert cases.mean_prices.tolist() == [1.75]
    assert cases.table().rows[0][0] == "rate per USD, year 1"


def test_items_that_are_not_named_keep_their_price() -> None:
    cases = Scenarios(prices=[(1.5,), (0.5,)], items=["jet"])
    assert cases.multipliers(("ship", "jet")).tolist() == [[1, 1.5], [1, 0.5]]
    assert cases.years is None
    assert cases.mean_rates is None


def test_a_product_has_every_pair() -> None:
    rates = Scenarios([(150,), (160,)], probabilities=[0.2, 0.8])
    prices = Scenarios(prices=[(1,), (2,), (3,)], items=["jet"], probabilities=[0.5, 0.3, 0.2])
    both = rates.product(prices)
    assert both.count == 6
    assert both.rates is not None
    assert both.prices is not None
    pairs = list(zip(both.rates[:, 0].tolist(), both.prices[:, 0].tolist(), strict=True))
    assert pairs == [(r, p) for r in (150, 160) for p in (1, 2, 3)]
    assert both.probabilities == pytest.approx(np.outer([0.2, 0.8], [0.5, 0.3, 0.2]).ravel())


def test_alongside_joins_one_by_one() -> None:
    rates = Scenarios([(150,), (160,)])
    both = rates.alongside(Scenarios(prices=[(1.1,), (0.9,)], items=["jet"]))
    assert both.count == 2
    assert both.digest != rates.digest


@pytest.mark.parametrize(
    ("probabilities", "words"),
    [
        ([0.5, 0.6], r"probabilities sums to 1.1; probabilities must sum to 1"),
        ([-0.5, 1.5], r"probabilities\[0\] is -0.5; a probability must be at least 0"),
        ([np.nan, 1], r"probabilities\[0\] is nan; it must be a finite number"),
        ([1.0], r"probabilities has shape \(1,\); it must have shape \(2,\)"),
    ],
)
def test_probabilities_are_refused_by_name(probabilities: list[float], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        Scenarios([(150,), (160,)], probabilities=probabilities)


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="neither rates nor prices"):
        Scenarios()
    with pytest.raises(InvalidInput, match=r"rates\[1, 0\] is 0; it must be above 0"):
        Scenarios([(150,), (0,)])
    with pytest.raises(InvalidInput, match="2 scenarios and prices 1"):
        Scenarios([(150,), (160,)], [(1.0,)], ["jet"])
    with pytest.raises(InvalidInput, match=r"rates\[0, 0\] is 1e\+300; it must be at most 1e\+09"):
        Scenarios([(1e300,)])
    with pytest.raises(InvalidInput, match="items is empty; name the item of each column"):
        Scenarios(prices=[(1.0,)])
    with pytest.raises(InvalidInput, match="prices is missing"):
        Scenarios([(150,)], items=["jet"])
    with pytest.raises(InvalidInput, match="prices of 'jet', which is not in the catalogue: ship"):
        Scenarios(prices=[(1.0,)], items=["jet"]).multipliers(("ship",))
    one = Scenarios([(150,), (160,)])
    with pytest.raises(InvalidInput, match="only one of the two may say what a dollar costs"):
        one.product(one)
    shock = Scenarios(prices=[(1.0,)], items=["jet"])
    with pytest.raises(InvalidInput, match="both scenarios have prices of jet"):
        shock.product(shock)
    with pytest.raises(InvalidInput, match="must have the same probabilities"):
        one.alongside(shock)
