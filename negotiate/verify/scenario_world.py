"""A world economy solved anew: wages that clear all markets at other tariffs, in plain floats.

With shares ``a_ij`` of j's spending on i, base incomes Y, spending E and deficits D (fixed at constant
world income), elasticity e, tariffs t' over base tariffs t and wages ``exp(u)``::

    pull_ij = a_ij exp(-e u_i) ((1+t'_ij)/(1+t_ij))^-e       share_ij = pull_ij / sum_n pull_nj
    E'_j = (Y_j exp(u_j) + D_j - paid_j) / (1 - sum_i share_ij t'_ij/(1+t'_ij))
    Y_i exp(u_i) = sum_j share_ij E'_j/(1+t'_ij) + ordered_i
    equivalent variation  E'_j (sum_n pull_nj)^(1/e) - E_j, revenue by the same prices

Newton's method with differences and Gaussian elimination; nothing is taken from the file's own answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from math import exp, fsum
from typing import Any, NamedTuple

from negotiate.verify.economy import read_economy
from negotiate.verify.entry import floats

__all__ = ["World"]

Row = list[float]

STEP = 1e-7  # of a difference, in log wages
STEPS = 40
RULES = {  # of every world of a scenario
    "sectors": ("goods",),
    "unit": "",
    "revenue": "lump_sum",
    "labour_supply": 0,
    "scale": 0,
    "numeraire": "world_income",
}


class Found(NamedTuple):
    """What a table of tariffs does: equivalent variations and tariff revenue by region."""

    gains: Row
    revenue: Row


class World:
    """The world economy of a results file.

    Parameters
    ----------
    record : mapping
        The part ``world`` of a problem of kind ``"model"``.
    """

    def __init__(self, record: Mapping[str, Any]) -> None:
        world = read_economy({**record, **RULES, "countries": record["regions"], **_of_one_sector(record)})
        self.base, self.shares = world.tariffs[0], world.shares[0]
        self.spending, self.incomes = world.spending, world.incomes
        self.deficits = [0.0] * world.size if world.deficits == "balanced" else world.lent
        self.elasticity, self.others, self.mean_base = floats(
            [record[key] for key in ("elasticity", "others", "base")]
        )
        self.weights, self.base_rates = floats(record["weights"]), floats(record["base_rates"])
        self.buyer, self.setter = (record["regions"].index(record[side]) for side in ("buyer", "setter"))
        self.orders = bool(record["orders"])
        self._known: dict[tuple[float, float], Found] = {}

    def mean_rate(self, rates: Sequence[float]) -> float:
        """Return the mean rate of a package by the weights of its sectors."""
        rises = (w * (r - b) for w, r, b in zip(self.weights, rates, self.base_rates, strict=True))
        return self.mean_base + fsum(rises)

    def change(self, rates: Sequence[float]) -> tuple[float, float, float]:
        """Return the gains of buyer and setter over the status quo, and the setter's rise in revenue."""
        after, before = self._at(self.mean_rate(rates), 0.0), self.status_quo
        gains = (after.gains[k] - before.gains[k] for k in (self.buyer, self.setter))
        return *gains, after.revenue[self.setter] - before.revenue[self.setter]

    def order_gain(self, side: int, level: float) -> float:
        """Return what orders give a party by wages and prices, the buyer's cost aside."""
        place = (self.buyer, self.setter)[side]
        change: float = self._at(self.mean_base, level).gains[place] - self.status_quo.gains[place]
        return change + (level if side == 0 else 0.0)

    def order_slope(self, side: int, level: float) -> float:
        """Return its slope, by a difference of half a billion to either side."""
        low, high = max(0.0, level - 0.5), level + 0.5
        return (self.order_gain(side, high) - self.order_gain(side, low)) / (high - low)

    @cached_property
    def status_quo(self) -> Found:
        """At base tariffs and without orders, everybody else's tariff held."""
        return self._at(self.mean_base, 0.0)

    def _at(self, mean: float, level: float) -> Found:
        key = (mean, level)
        if key not in self._known:
            self._known[key] = self._solve(mean, level)
        return self._known[key]

    def _table(self, mean: float) -> list[Row]:
        table = [list(row) for row in self.base]
        for i in range(len(table)):
            if i != self.setter:
                table[i][self.setter] = self.others
        table[self.buyer][self.setter] = mean
        return table

    def _solve(self, mean: float, level: float) -> Found:
        count = len(self.incomes)
        table = self._table(mean)
        attraction = [
            [
                self.shares[i][j] * ((1 + table[i][j]) / (1 + self.base[i][j])) ** -self.elasticity
                for j in range(count)
            ]
            for i in range(count)
        ]
        logs = [0.0] * count
        misses = self._misses(logs, attraction, table, level)[0]
        for _ in range(STEPS):
            columns = []
            for k in range(count):
                moved = [u + STEP * (k == place) for place, u in enumerate(logs)]
                there = self._misses(moved, attraction, table, level)[0]
                columns.append([(b - a) / STEP for a, b in zip(misses, there, strict=True)])
            step = _eliminate([[columns[j][i] for j in range(count)] for i in range(count)], misses)
            trial = [u - s for u, s in zip(logs, step, strict=True)]
            there = self._misses(trial, attraction, table, level)[0]
            if max(map(abs, there)) >= max(map(abs, misses)):
                break
            logs, misses = trial, there
        if not max(map(abs, misses)) < 1e-11:
            raise ValueError(f"the world's markets do not clear: {max(map(abs, misses)):.1e} is left")
        return self._misses(logs, attraction, table, level)[1]

    def _misses(self, logs: Row, attraction: list[Row], table: list[Row], level: float) -> tuple[Row, Found]:
        """Return by how much each market fails to clear, over base income, and what follows."""
        count = range(len(logs))
        wages = [exp(u) for u in logs]
        sold = [level * (k == self.setter) for k in count]
        gains, revenue = [], []
        factors = [exp(-self.elasticity * u) for u in logs]
        for j in count:
            pulls = [attraction[i][j] * factors[i] for i in count]
            total = fsum(pulls)
            duty = fsum(pulls[i] * table[i][j] / (1 + table[i][j]) for i in count) / total
            paid = level * (j == self.buyer)
            spent = (self.incomes[j] * wages[j] + self.deficits[j] - paid) / (1 - duty)
            for i in count:
                sold[i] += pulls[i] / total * spent / (1 + table[i][j])
            real = spent * total ** (1 / self.elasticity)
            gains.append(real - self.spending[j])
            revenue.append(duty * real)
        misses = [sold[i] / self.incomes[i] - wages[i] for i in count]
        held = max(count, key=lambda k: self.incomes[k])
        income = fsum(y * w for y, w in zip(self.incomes, wages, strict=True))
        misses[held] = income / fsum(self.incomes) - 1
        return misses, Found(gains, revenue)


def _of_one_sector(record: Mapping[str, Any]) -> dict[str, Any]:
    return {"elasticities": [record["elasticity"]], "margins": [0] * len(record["regions"])}


def _eliminate(matrix: list[Row], right: Row) -> Row:
    """Solve linear equations by elimination with the largest pivot."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    count = len(rows)
    for k in range(count):
        pivot = max(range(k, count), key=lambda i: abs(rows[i][k]))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for i in range(k + 1, count):
            factor = rows[i][k] / rows[k][k]
            if factor:
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    found = [0.0] * count
    for k in reversed(range(count)):
        rest = fsum(rows[k][j] * found[j] for j in range(k + 1, count))
        found[k] = (rows[k][count] - rest) / rows[k][k]
    return found
