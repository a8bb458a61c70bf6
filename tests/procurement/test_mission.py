"""Missions under one power law reproduce it when money is spread by weight."""

import pytest

from negotiate import InvalidInput
from negotiate.procurement import BundleProblem, Catalogue, Item, Mission, PiecewiseReturns, power_missions

CATALOGUE = Catalogue([Item("jet", "air", 0.3, 100), Item("ship", "sea", 0.1, 100)])
WEIGHTS = {"air": 3, "sea": 1}


def test_spending_by_weight_gives_the_power_law() -> None:
    missions = power_missions(CATALOGUE, WEIGHTS, status_quo=14, exponent=0.5, years=5, segments=400)
    problem = BundleProblem(CATALOGUE, missions, 10, 5)
    for jets in (10, 50, 100):
        spending = jets * 0.4 / 5
        expected = (14 + spending) ** 0.5 - 14**0.5
        assert problem.value([jets, jets]) == pytest.approx(expected, abs=2e-6)


def test_the_stock_is_the_status_quo_by_weight() -> None:
    air, sea = power_missions(
        CATALOGUE, WEIGHTS, status_quo=14, exponent=0.5, years=5, titles={"air": "Air superiority"}
    )
    assert (air.stock, sea.stock) == (52.5, 17.5)
    assert (air.title, sea.title) == ("Air superiority", "sea")


def test_a_mission_without_items_is_allowed() -> None:
    missions = power_missions(CATALOGUE, {**WEIGHTS, "space": 1}, status_quo=1, exponent=0.5, years=5)
    assert missions[2].value(0.0) == 0.0


def test_bad_missions_are_refused_in_words() -> None:
    with pytest.raises(InvalidInput, match=r"weights\['sea'\]=0; it must be above 0"):
        power_missions(CATALOGUE, {"air": 1, "sea": 0}, status_quo=14, exponent=0.5, years=5)
    with pytest.raises(InvalidInput, match="weights is empty"):
        power_missions(CATALOGUE, {}, status_quo=14, exponent=0.5, years=5)
    with pytest.raises(InvalidInput, match=r"weights is \['air'\]; it must map missions to weights"):
        power_missions(CATALOGUE, ["air"], status_quo=14, exponent=0.5, years=5)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="status_quo=-1 bn USD/yr; it must be at least 0"):
        power_missions(CATALOGUE, WEIGHTS, status_quo=-1, exponent=0.5, years=5)
    with pytest.raises(InvalidInput, match="mission 'air': returns must be a PiecewiseReturns"):
        Mission("air", 3)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="mission 'air': weight=0; it must be above 0"):
        Mission("air", PiecewiseReturns([0], [1]), weight=0)
