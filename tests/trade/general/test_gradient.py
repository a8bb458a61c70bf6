"""The adjoint against differences, and what it weighs."""

import numpy as np
import pytest

from negotiate.errors import InvalidInput
from negotiate.trade.general import GeneralEquilibrium, tariff_gradient, welfare_jacobian
from tests.trade.general.cases import random_economy, random_tariffs

STEP = 1e-5


@pytest.mark.parametrize("numeraire", ["world_income", "world_prices", "c2"])
@pytest.mark.parametrize("deficits", ["world_income_share", "nominal", "balanced"])
@pytest.mark.parametrize("revenue", ["lump_sum", "income_tax_relief"])
@pytest.mark.parametrize(("sectors", "labour_supply"), [(1, 0.0), (1, 0.5), (3, 0.0), (3, 0.5)])
def test_the_gradient_is_that_of_differences(
    numeraire: str, deficits: str, revenue: str, sectors: int, labour_supply: float
) -> None:
    economy = random_economy(7, sectors=sectors, margins=sectors == 1)
    model = GeneralEquilibrium(
        economy,
        deficits,
        revenue,
        labour_supply=labour_supply,
        scale=0.1 if sectors == 1 else 0.0,
        numeraire=numeraire,
    )
    tariffs = random_tariffs(economy, 3)
    orders = np.zeros((4, 4))
    orders[1, 0] = 0.3
    here = model.effects(tariffs, purchases=orders)
    jacobian = welfare_jacobian(here)
    weighed = tariff_gradient(here, welfare={"c1": 0.3, "c2": -1}, revenue="c3")
    cells = [(0, 1), (2, 3), (3, 0), (1, 2)]
    places = [(*cell, 1) if sectors > 1 else cell for cell in cells]
    shifted = np.stack([tariffs] * (2 * len(places)))
    for k, place in enumerate(places):
        shifted[(2 * k, *place)] += STEP
        shifted[(2 * k + 1, *place)] -= STEP
    around = model.effects(shifted, purchases=orders, tolerance=1e-14)
    for k, place in enumerate(places):
        slope = (around.welfare[2 * k] - around.welfare[2 * k + 1]) / (2 * STEP)
        real = (around.tariff_revenue / around.prices)[:, 3]
        raised = (real[2 * k] - real[2 * k + 1]) / (2 * STEP)
        np.testing.assert_allclose(jacobian[(slice(None), *place)], slope, atol=1e-8)
        assert weighed[place] == pytest.approx(0.3 * slope[1] - slope[2] + raised, abs=1e-7)


@pytest.mark.parametrize("numeraire", ["world_income", "world_prices", "c2"])
@pytest.mark.parametrize("revenue", ["lump_sum", "income_tax_relief"])
@pytest.mark.parametrize(("sectors", "labour_supply"), [(1, 0.0), (1, 0.5), (3, 0.0), (3, 0.5)])
def test_the_gradient_of_sales_is_that_of_differences(
    numeraire: str, revenue: str, sectors: int, labour_supply: float
) -> None:
    economy = random_economy(9, sectors=sectors, margins=sectors == 1)
    scale = 0.1 if sectors == 1 else 0.0
    model = GeneralEquilibrium(
        economy, revenue=revenue, labour_supply=labour_supply, scale=scale, numeraire=numeraire
    )
    tariffs = random_tariffs(economy, 3)
    weights = np.random.default_rng(1).uniform(-1, 1, (4, sectors))

    def goal(table: np.ndarray) -> float:
        found = model.effects(table, tolerance=1e-14)
        flows = found.flows.reshape(4, 4, sectors)
        return float((weights * flows.sum(axis=1) / found.prices[:, None]).sum() + found.welfare[2])

    slopes = tariff_gradient(model.effects(tariffs), welfare="c2", sales=weights)
    for cell in [(0, 1), (2, 3), (3, 0)]:
        place = (*cell, 1) if sectors > 1 else cell
        move = np.zeros_like(tariffs)
        move[place] = STEP
        assert slopes[place] == pytest.approx(
            (goal(tariffs + move) - goal(tariffs - move)) / (2 * STEP), abs=1e-6
        )


def test_one_gradient_is_a_row_of_the_jacobian() -> None:
    economy = random_economy(2, sectors=2)
    batch = GeneralEquilibrium(economy).effects(random_tariffs(economy, 1, (3, 2)))
    jacobian = welfare_jacobian(batch)
    assert jacobian.shape == (3, 2, 4, 4, 4, 2)
    np.testing.assert_allclose(tariff_gradient(batch, welfare="c2"), jacobian[:, :, 2], atol=1e-14)
    by_case = np.zeros((3, 2, 4))
    by_case[..., 1] = 2
    np.testing.assert_allclose(tariff_gradient(batch, welfare=by_case), 2 * jacobian[:, :, 1], atol=1e-14)
    assert not jacobian[:, :, :, np.arange(4), np.arange(4)].any()


def test_world_welfare_is_stationary_at_free_trade() -> None:
    """In money: what one country gains in its terms of trade another loses."""
    economy = random_economy(4, duties=False)
    model = GeneralEquilibrium(economy, "balanced")
    free = model.effects(model.economy.tariffs)
    np.testing.assert_allclose(tariff_gradient(free, welfare=model.welfare_base), 0, atol=1e-9)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({}, "needs weights on welfare, on revenue, or on both"),
        ({"welfare": "c7"}, "'c7' is none of the 4 countries"),
        ({"welfare": [1, 2]}, r"welfare has shape \(2,\); it must have shape \(4,\)"),
        ({"revenue": {"c1": "much"}}, "revenue: c1 is 'much'"),
        ({"sales": [1, 2, 3, 4]}, r"sales has shape \(4,\); it must have shape \(4, 1\)"),
    ],
)
def test_weights_that_are_none(weights: dict[str, object], words: str) -> None:
    economy = random_economy(4)
    with pytest.raises(InvalidInput, match=words):
        tariff_gradient(GeneralEquilibrium(economy).effects(economy.tariffs), **weights)  # type: ignore[arg-type]


def test_a_gradient_wants_an_equilibrium() -> None:
    with pytest.raises(InvalidInput, match="equilibrium is a int"):
        tariff_gradient(5, welfare="c1")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="equilibrium is a int"):
        welfare_jacobian(5)  # type: ignore[arg-type]
