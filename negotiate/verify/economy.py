"""A world of trade as a results file holds it: the base year, the rules, and the tariffs that were asked.

Cells stand by sector, exporter and importer. With flows ``X`` before duty and tariffs ``t``::

    spending  E_j = Σ_is (1+t_ijs) X_ijs        revenue  R_j = Σ_is t_ijs X_ijs
    income    Y_i = Σ_js (1−ν_j) X_ijs + ν_i Σ_ns X_nis
    shares    λ_ijs = (1+t_ijs) X_ijs / E_js     by sector  β_js = E_js / E_j
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from typing import Any

from negotiate.verify.entry import floats

__all__ = [
    "Cells",
    "Economy",
    "Question",
    "combined",
    "layers",
    "questions",
    "read_economy",
    "sold",
    "to_importers",
]

Table = list[list[float]]
Cells = list[Table]

DEFICITS = ("balanced", "nominal", "world_income_share")
REVENUE_USES = ("lump_sum", "income_tax_relief")


@dataclass(frozen=True)
class Economy:
    """A base year and the rules of the counterfactual."""

    countries: tuple[str, ...]
    unit: str
    flows: Cells
    tariffs: Cells
    elasticities: list[float]
    margins: list[float]
    deficits: str
    revenue: str
    labour_supply: float
    scale: float
    numeraire: str

    @property
    def size(self) -> int:
        """How many countries."""
        return len(self.countries)

    @cached_property
    def incomes(self) -> list[float]:
        """Y."""
        return sold(self.flows, self.margins)

    @cached_property
    def paid(self) -> Cells:
        """What importers pay, duty included."""
        return combined(self.flows, self.tariffs, lambda flow, rate: (1 + rate) * flow)

    @cached_property
    def spending(self) -> list[float]:
        """E."""
        return to_importers(self.paid)

    @cached_property
    def revenues(self) -> list[float]:
        """R."""
        return to_importers(combined(self.flows, self.tariffs, lambda flow, rate: rate * flow))

    @cached_property
    def lent(self) -> list[float]:
        """D = E − Y − R, what others lend."""
        parts = zip(self.spending, self.incomes, self.revenues, strict=True)
        return [spent - earned - raised for spent, earned, raised in parts]

    @cached_property
    def shares(self) -> Cells:
        """λ, of an importer's spending on a sector."""
        return [_to_shares(table) for table in self.paid]

    @cached_property
    def by_sector(self) -> Table:
        """β by sector and importer."""
        return [
            [spent / whole for spent, whole in zip(to_importers([table]), self.spending, strict=True)]
            for table in self.paid
        ]

    @cached_property
    def duty_powers(self) -> list[float]:
        """φ_j: tariffs move trade by ε φ_j; 1 without margins and scale."""
        return [(1 + self.scale) / (1 - margin) - self.scale for margin in self.margins]

    @cached_property
    def base_relief(self) -> list[float]:
        """τ⁰, the relief on labour income that base tariffs pay for."""
        if self.revenue == "lump_sum":
            return [0.0] * self.size
        return [raised / earned for raised, earned in zip(self.revenues, self.incomes, strict=True)]

    @cached_property
    def worth(self) -> list[float]:
        """Base spending less the effort of base labour; what welfare is a change of."""
        effort = self.labour_supply / (1 + self.labour_supply)
        parts = zip(self.spending, self.incomes, self.base_relief, strict=True)
        return [spent - effort * earned / (1 - relief) for spent, earned, relief in parts]


@dataclass(frozen=True)
class Question:
    """Tariffs asked, changes of trade costs, and what governments order (rows sell)."""

    rates: Cells
    costs: Cells
    orders: Table


def combined(one: Cells, other: Cells, rule: Callable[[float, float], float]) -> Cells:
    """Apply a rule of two numbers to the cells of two tables."""
    return [
        [list(map(rule, row, beside)) for row, beside in zip(table, next_to, strict=True)]
        for table, next_to in zip(one, other, strict=True)
    ]


def to_importers(cells: Cells) -> list[float]:
    """Sum over sectors and exporters."""
    return [fsum(row[j] for table in cells for row in table) for j in range(len(cells[0]))]


def sold(flows: Cells, margins: Sequence[float]) -> list[float]:
    """Return what each country's factors earn: its sales, and what distributors keep."""
    kept = [1 - margin for margin in margins]
    bought = to_importers(flows)
    return [
        fsum(flow * part for table in flows for flow, part in zip(table[i], kept, strict=True))
        + margins[i] * bought[i]
        for i in range(len(margins))
    ]


def _to_shares(table: Table) -> Table:
    whole = to_importers([table])
    return [[cell / total for cell, total in zip(row, whole, strict=True)] for row in table]


def read_economy(record: Mapping[str, Any]) -> Economy:
    """Read a problem of kind ``"general equilibrium"``."""
    countries = tuple(map(str, record["countries"]))
    size, sectors = len(countries), len(record["sectors"])
    numbers = floats([record["labour_supply"], record["scale"]])
    economy = Economy(
        countries=countries,
        unit=str(record["unit"]),
        flows=next(_cells(record["flows"], size, sectors)),
        tariffs=next(_cells(record["tariffs"], size, sectors, low=-1)),
        elasticities=floats(record["elasticities"]),
        margins=floats(record["margins"]),
        deficits=record["deficits"],
        revenue=record["revenue"],
        labour_supply=numbers[0],
        scale=numbers[1],
        numeraire=record["numeraire"],
    )
    _check_rules(economy)
    _check_numbers(economy, sectors)
    return economy


def _check_rules(economy: Economy) -> None:
    if economy.deficits not in DEFICITS or economy.revenue not in REVENUE_USES:
        raise ValueError("a rule for deficits or revenue is unknown")


def _check_numbers(economy: Economy, sectors: int) -> None:
    if len(economy.elasticities) != sectors or min(economy.elasticities) <= 0:
        raise ValueError("every sector needs an elasticity above 0")
    if len(economy.margins) != economy.size or not all(0 <= margin < 1 for margin in economy.margins):
        raise ValueError("every country needs a margin from 0 to 1")
    if sectors > 1 and (any(economy.margins) or economy.scale):
        raise ValueError("margins and scale are for a single sector")
    if min(economy.labour_supply, economy.scale) < 0 or economy.scale * economy.elasticities[0] >= 1:
        raise ValueError("labour supply or scale is out of range")


def questions(record: Mapping[str, Any], economy: Economy) -> list[Question]:
    """Return the tables of tariffs asked, each with its trade costs and orders."""
    size, sectors = economy.size, len(economy.flows)
    rates = list(_cells(record["rates"], size, sectors, low=-1))
    costs: list[Cells] = [[[[1.0] * size] * size] * sectors] * len(rates)
    orders: list[Table] = [[[0.0] * size] * size] * len(rates)
    if record["iceberg"] is not None:
        costs = list(_cells(record["iceberg"], size, sectors))
    if record["purchases"] is not None:
        orders = [cells[0] for cells in _cells(record["purchases"], size, 1)]
    return [Question(*parts) for parts in zip(rates, costs, orders, strict=True)]


def layers(value: Any, depth: int) -> Iterator[Any]:
    """Yield the tables of some depth in a batch of any shape, or the only one where there is no batch."""
    deep, inner = 0, value
    while isinstance(inner, list) and inner:
        deep, inner = deep + 1, inner[0]
    if deep < depth:
        raise ValueError("a table has too few axes")
    batch = [value]
    for _ in range(deep - depth):
        batch = [entry for listed in batch for entry in listed]
    yield from batch


def _cells(value: Any, size: int, sectors: int, low: float = 0) -> Iterator[Cells]:
    """Yield the tables of a batch by sector, exporter and importer; no cell is below ``low``."""
    for table in layers(value, 2 if sectors == 1 else 3):
        if len(table) != size or any(len(row) != size for row in table):
            raise ValueError("a table has another number of rows or columns than there are countries")
        if sectors == 1:
            yield [_at_least(low, table)]
        else:
            yield [_at_least(low, [[cell[k] for cell in row] for row in table]) for k in range(sectors)]


def _at_least(low: float, table: Any) -> Table:
    """Read a table of numbers, none below ``low``."""
    found = [floats(row) for row in table]
    if min(map(min, found)) < low:
        raise ValueError(f"a cell is below {low:g}")
    return found
