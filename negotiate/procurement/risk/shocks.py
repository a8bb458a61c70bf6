"""Shocks to prices of items: multipliers drawn from a lognormal or a triangular law.

Draws come from NumPy's ``default_rng(seed)`` and are rounded to ten digits, like exchange rates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import finite_array, finite_number, show, whole_number
from negotiate.errors import InvalidInput
from negotiate.procurement.risk.scenarios import MOST, Scenarios

__all__ = ["lognormal_prices", "triangular_prices"]

DIGITS = 9  # after the point; multipliers are near 1


def lognormal_prices(
    volatilities: Mapping[str, float], count: int, seed: int, *, correlation: float = 0.0
) -> Scenarios:
    """Draw multipliers with mean 1 whose logarithms are normal and equally correlated.

    Parameters
    ----------
    volatilities : mapping of item to float
        Standard deviation of the logarithm, from 0 to 2.
    count : int
        Number of scenarios, equally likely.
    seed : int
        Same seed, same multipliers.
    correlation : float
        Of any two logarithms, from 0 to 1: the share of the variance that all prices have in common.

    Examples
    --------
    >>> shocks = lognormal_prices({"jet": 0.1, "ship": 0.2}, count=1000, seed=3)
    >>> shocks.items, shocks.mean_prices.round(1)
    (('jet', 'ship'), array([1., 1.]))
    """
    _mapping("volatilities", volatilities)
    sigma = np.array(
        [
            finite_number(f"volatilities[{item!r}]", value, low=0, high=2)
            for item, value in volatilities.items()
        ]
    )
    common = finite_number("correlation", correlation, low=0, high=1)
    number = whole_number("count", count, low=1, high=MOST)
    start = whole_number("seed", seed)
    normal = np.random.default_rng(start).standard_normal((number, 1 + len(sigma)))
    mixed = np.sqrt(common) * normal[:, :1] + np.sqrt(1 - common) * normal[:, 1:]
    return _shocks(np.exp(sigma * mixed - sigma**2 / 2), tuple(volatilities), start)


def triangular_prices(ranges: Mapping[str, Sequence[float]], count: int, seed: int) -> Scenarios:
    """Draw multipliers from triangular laws given as (low, base, high).

    ``base`` is the likeliest price and the one that the plan uses, so that a draw's multiplier is
    draw/base. The mean of the law is (low + base + high)/3: where high lies further from base than
    low does, as cost estimates usually have it, the mean multiplier exceeds 1.

    Parameters
    ----------
    ranges : mapping of item to (low, base, high)
        In any unit, above 0, not falling.
    count : int
        Number of scenarios, equally likely.
    seed : int
        Same seed, same multipliers.

    Examples
    --------
    >>> shocks = triangular_prices({"jet": (0.09, 0.10, 0.14)}, count=500, seed=3)
    >>> round(float(shocks.prices.min()), 1), round(float(shocks.prices.max()), 1)
    (0.9, 1.4)
    """
    _mapping("ranges", ranges)
    laws = np.array([_law(item, given) for item, given in ranges.items()])
    number = whole_number("count", count, low=1, high=MOST)
    start = whole_number("seed", seed)
    uniform = np.random.default_rng(start).random((number, len(laws)))
    return _shocks(_triangular(uniform, *laws.T), tuple(ranges), start)


def _triangular(
    uniform: NDArray[np.float64],
    low: NDArray[np.float64],
    base: NDArray[np.float64],
    high: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Invert the distribution function, as multiples of the base."""
    width = high - low
    below = uniform * width <= base - low
    rising = low + np.sqrt(np.maximum(uniform * width * (base - low), 0.0))
    falling = high - np.sqrt(np.maximum((1 - uniform) * width * (high - base), 0.0))
    drawn: NDArray[np.float64] = np.where(below, rising, falling) / base
    return drawn


def _law(item: str, given: Sequence[float]) -> NDArray[np.float64]:
    low, base, high = finite_array(f"ranges[{item!r}]", given, (3,)).tolist()
    if not 0 < low <= base <= high:
        raise InvalidInput(
            f"ranges[{item!r}] is {low:g}, {base:g}, {high:g}; low, base and high must be above 0 "
            "and must not fall."
        )
    return np.array([low, base, high])


def _mapping(name: str, given: object) -> None:
    if not isinstance(given, Mapping) or not given:
        raise InvalidInput(f"{name}={show(given)} must map at least one item to its law.")


def _shocks(multipliers: NDArray[np.float64], items: tuple[str, ...], seed: int) -> Scenarios:
    return Scenarios(prices=np.round(multipliers, DIGITS), items=items, seed=seed)
