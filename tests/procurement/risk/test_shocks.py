"""Price shocks: their laws and their refusals."""

import numpy as np
import pytest

from negotiate.errors import InvalidInput
from negotiate.procurement.risk import lognormal_prices, triangular_prices


def test_lognormal_multipliers_have_mean_one_and_the_correlation_asked() -> None:
    shocks = lognormal_prices({"jet": 0.2, "ship": 0.3}, 50_000, 1, correlation=0.5)
    assert shocks.mean_prices == pytest.approx([1, 1], abs=0.01)
    assert shocks.prices is not None
    logs = np.log(shocks.prices)
    assert np.corrcoef(logs.T)[0, 1] == pytest.approx(0.5, abs=0.02)
    assert logs.std(axis=0) == pytest.approx([0.2, 0.3], rel=0.02)


def test_triangular_moments_are_those_of_the_law() -> None:
    low, base, high = 80.0, 100.0, 150.0
    shocks = triangular_prices({"jet": (low, base, high)}, 50_000, 1)
    assert shocks.prices is not None
    drawn = shocks.prices[:, 0] * base
    spread = low**2 + base**2 + high**2 - low * base - low * high - base * high
    assert drawn.mean() == pytest.approx((low + base + high) / 3, rel=0.005)
    assert drawn.var() == pytest.approx(spread / 18, rel=0.03)
    assert (drawn <= base).mean() == pytest.approx((base - low) / (high - low), abs=0.01)


def test_a_law_of_one_point() -> None:
    assert triangular_prices({"jet": (2, 2, 2)}, 3, 1).prices.tolist() == [[1], [1], [1]]  # type: ignore[union-attr]


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match=r"ranges\['jet'\] is 2, 1, 3; low, base and high"):
        triangular_prices({"jet": (2, 1, 3)}, 3, 1)
    with pytest.raises(InvalidInput, match=r"volatilities\['jet'\]=3; it must be from 0 to 2"):
        lognormal_prices({"jet": 3}, 3, 1)
    with pytest.raises(InvalidInput, match="must map at least one item to its law"):
        lognormal_prices({}, 3, 1)
