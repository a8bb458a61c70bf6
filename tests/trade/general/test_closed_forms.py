"""Closed forms against the solver: an optimal tariff is where the gradient is 0."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from negotiate.errors import InvalidInput, NotApplicable
from negotiate.trade.general import (
    Economy,
    GeneralEquilibrium,
    gains_from_trade,
    johnson_tariff,
    many_country_tariff,
    symmetric_nash_tariff,
    tariff_gradient,
    tariffs_by,
    two_country_tariff,
)
from tests.trade.general.cases import random_economy


def best_tariff(model: GeneralEquilibrium, base: np.ndarray, low: float = 0.0, high: float = 3.0) -> float:
    """Where the first country's welfare stops rising in its tariff, by halving."""
    economy = model.economy
    setter = economy.countries[0]
    for _ in range(50):
        middle = (low + high) / 2
        found = model.effects(tariffs_by(economy, setter, middle, base=base))
        rising = tariff_gradient(found, welfare=setter)[:, 0].sum() > 0
        low, high = (middle, high) if rising else (low, middle)
    return (low + high) / 2


def test_gains_from_trade_as_published() -> None:
    """Bajzik et al. (2020), Journal of International Economics 127, 103383: λ = 0.92."""
    found = [round(100 * gains_from_trade(0.92, sigma - 1), 1) for sigma in (2.5, 3.8, 5.1, 5.7)]
    assert found == [5.4, 2.9, 2.0, 1.8]


@pytest.mark.parametrize("foreign_tariff", [0.0, 0.4])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_countries_gros(seed: int, foreign_tariff: float) -> None:
    economy = random_economy(seed, countries=2, duties=False)
    model = GeneralEquilibrium(economy, "balanced")
    base = tariffs_by(model.economy, "c1", foreign_tariff)
    rate = best_tariff(model, base)
    there = model.effects(tariffs_by(model.economy, "c0", rate, base=base))
    own = there.flows[1, 1] / there.expenditure[1]
    epsilon = economy.elasticities[0].value
    assert rate == pytest.approx(two_country_tariff(epsilon, own, foreign_tariff), rel=1e-8)


@pytest.mark.parametrize("iceberg", [1.0, 1.5])
def test_a_war_between_equals(iceberg: float) -> None:
    epsilon = 3.0
    abroad = iceberg**-epsilon
    economy = Economy([[1, abroad], [abroad, 1]], ("Home", "Foreign"), epsilon)
    model = GeneralEquilibrium(economy)
    rate = symmetric_nash_tariff(epsilon, iceberg)
    war = tariffs_by(economy, "Foreign", rate)
    assert best_tariff(model, war) == pytest.approx(rate, rel=1e-8)


def test_a_small_country_charges_the_inverse_elasticity() -> None:
    economy = Economy([[1e-4, 1e-5], [1e-5, 1]], ("Small", "World"), 4)
    assert best_tariff(GeneralEquilibrium(economy), economy.tariffs) == pytest.approx(0.25, rel=1e-3)
    assert many_country_tariff(economy, "Small") == pytest.approx(0.25, rel=1e-3)


def test_offer_curves_of_constant_elasticity() -> None:
    """Johnson (1953): whatever one's tastes and the partner's tariff, the best wedge is 1 + 1/(η−1).

    For x units of exports the partner gives ``k x^((η−1)/η)``, k falling in its own tariff. The best x is
    searched by utility alone; the tariff is what then stands between world price and domestic price.
    """
    for eta, shift, taste in ((4.0, 1.0, 0.5), (4.0, 0.6, 0.5), (2.5, 1.0, 0.2), (1.5, 0.8, 0.7)):

        def bought(x: float, eta: float = eta, shift: float = shift) -> float:
            return shift * x ** ((eta - 1) / eta)

        def loss(x: float, taste: float = taste) -> float:
            return -((1 - taste) * np.log(1 - x) + taste * np.log(bought(x)))

        x = float(
            minimize_scalar(loss, bounds=(1e-9, 1 - 1e-9), method="bounded", options={"xatol": 1e-13}).x
        )
        world_price = x / bought(x)  # of imports in exports
        home_price = taste * (1 - x) / ((1 - taste) * bought(x))  # what the last import is worth at home
        assert home_price / world_price - 1 == pytest.approx(johnson_tariff(eta), rel=1e-5)


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="own_share=0; it must be above 0"):
        gains_from_trade(0, 4)
    with pytest.raises(InvalidInput, match="iceberg=0.5; it must be at least 1"):
        symmetric_nash_tariff(4, 0.5)
    with pytest.raises(InvalidInput, match="foreign_elasticity=1; it must be above 1"):
        johnson_tariff(1)
    with pytest.raises(NotApplicable, match="one sector"):
        many_country_tariff(random_economy(1, sectors=2), "c0")
    with pytest.raises(NotApplicable, match="exports nothing"):
        many_country_tariff(Economy([[1, 0], [1, 5]], ("A", "B"), 4), "A")
