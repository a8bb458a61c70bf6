"""Economies for the tests, and a slow solver in levels that knows nothing of hats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from negotiate.trade.general import Economy

Floats = NDArray[np.float64]


def random_economy(
    seed: int, *, countries: int = 4, sectors: int = 1, duties: bool = True, margins: bool = False
) -> Economy:
    """Flows within two orders of magnitude of one another, most sold at home."""
    random = np.random.default_rng(seed)
    shape = (countries, countries) + ((sectors,) if sectors > 1 else ())
    flows = random.lognormal(0, 0.5, shape)
    own = np.arange(countries)
    flows[own, own] *= 15
    rates = random.uniform(0, 0.3, shape) * duties
    rates[own, own] = 0
    return Economy(
        flows,
        [f"c{k}" for k in range(countries)],
        random.uniform(2, 7, sectors).tolist(),
        sectors=[f"s{k}" for k in range(sectors)],
        tariffs=rates,
        margins=random.uniform(0, 0.3, countries) if margins else 0.0,
    )


def random_tariffs(economy: Economy, seed: int, batch: tuple[int, ...] = ()) -> Floats:
    rates = np.random.default_rng(seed).uniform(-0.1, 0.6, (*batch, *economy.shape))
    own = np.arange(len(economy.countries))
    rates[(..., own, own) if len(economy.sectors) == 1 else (..., own, own, slice(None))] = 0
    return rates


SEEDS = st.integers(0, 10_000)


@dataclass
class Levels:
    """Primitives of a many-sector Armington economy: endowments, technologies, tastes, trade costs."""

    labour: Floats  # (i,)
    productivity: Floats  # (i, s)
    taste: Floats  # (i, j, s)
    cost: Floats  # icebergs, (i, j, s)
    spending: Floats  # Cobb-Douglas shares, (j, s)
    epsilon: Floats  # (s,)
    transfer: Floats  # of world income, sums to 0

    @classmethod
    def draw(cls, seed: int, countries: int = 3, sectors: int = 2) -> Levels:
        random = np.random.default_rng(seed)
        shape = (countries, countries, sectors)
        cost = random.uniform(1.2, 2.5, shape)
        cost[np.arange(countries), np.arange(countries)] = 1
        transfer = random.uniform(-0.02, 0.02, countries)
        return cls(
            labour=random.uniform(1, 5, countries),
            productivity=random.uniform(0.5, 2, (countries, sectors)),
            taste=random.uniform(0.5, 2, shape),
            cost=cost,
            spending=random.dirichlet(np.full(sectors, 3.0), countries),
            epsilon=random.uniform(2, 6, sectors),
            transfer=transfer - transfer.mean(),
        )

    def solve(self, tariffs: Floats) -> dict[str, Floats]:
        """Raise the wages of those who sell more than they earn, a little at a time."""
        wages = np.ones(len(self.labour))
        for _ in range(20_000):
            found = self.at(wages, tariffs)
            excess = found["sales"] / found["income"] - 1
            if np.abs(excess).max() < 1e-13:
                return found
            wages = wages * (1 + 0.15 * excess)
            wages /= (wages * self.labour).sum() / self.labour.sum()
        raise AssertionError("the slow solver did not converge")

    def at(self, wages: Floats, tariffs: Floats) -> dict[str, Floats]:
        n, s = len(wages), len(self.epsilon)
        price, flows, index = np.zeros((n, n, s)), np.zeros((n, n, s)), np.ones(n)
        income = wages * self.labour
        spending = np.zeros(n)
        for j in range(n):
            duty_share = 0.0
            shares = np.zeros((n, s))
            for k in range(s):
                price[:, j, k] = wages / self.productivity[:, k] * self.cost[:, j, k] * (1 + tariffs[:, j, k])
                weight = self.taste[:, j, k] * price[:, j, k] ** -self.epsilon[k]
                shares[:, k] = self.spending[j, k] * weight / weight.sum()
                index[j] *= weight.sum() ** (-self.spending[j, k] / self.epsilon[k])
                duty_share += (shares[:, k] * tariffs[:, j, k] / (1 + tariffs[:, j, k])).sum()
            spending[j] = (income[j] + self.transfer[j] * income.sum()) / (1 - duty_share)
            flows[:, j] = spending[j] * shares / (1 + tariffs[:, j])
        return {
            "wages": wages,
            "income": income,
            "sales": flows.sum(axis=(1, 2)),
            "flows": flows,
            "welfare": spending / index,
            "prices": index,
        }
