"""The US tariffs announced on 2 April 2025 among 194 countries, after a published study.

Ignatenko, Lashkaripour, Macedoni & Simonovska (2025), "Making America great again? The economic
impacts of Liberation Day tariffs", Journal of International Economics. One sector, ε = 4, labour
supply 0.5, scale effects, distribution margins, and tariff revenue that either cuts income
taxes or comes back as a lump sum. The choice turns the sign of the US result.

The published welfare index is kept as it is (``published_index``). ``TradeEquilibrium.welfare`` differs
from it where revenue cuts taxes: the index leaves out that a tax cut, by raising labour supply,
also raises the effort that labour costs.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, instance_of, names
from negotiate.errors import InvalidInput, NoSolution
from negotiate.table import Cell, Column, Table
from negotiate.trade.general.aggregate import aggregate
from negotiate.trade.general.economy import Economy
from negotiate.trade.general.model import GeneralEquilibrium
from negotiate.trade.general.solution import TradeEquilibrium
from negotiate.trade.general.tariffs import tariffs_by

__all__ = [
    "LiberationDay",
    "PUBLISHED",
    "Scenario",
    "base_year",
    "published_index",
    "read_inputs",
    "scenarios",
]

Floats = NDArray[np.float64]

ELASTICITY, LABOUR_SUPPLY, SCALE = 4.0, 0.5, 0.67 / 4.0
MEAN_MARGINS = (0.12, 0.26)  # on the goods of the rest and of the United States
US = "USA"


class Published(NamedTuple):
    """One row of the study's tables: welfare changes in percent."""

    us: float
    others: float


PUBLISHED = {
    "announced, income-tax relief": Published(1.13, -0.58),
    "announced, lump-sum rebate": Published(-0.01, -0.57),
    "optimal US tariff": Published(1.79, -0.61),
    "reciprocal retaliation": Published(-0.36, -0.46),
    "optimal retaliation": Published(-0.75, -0.43),
    "optimal against optimal": Published(-0.32, -0.39),
}  # tables 1 and 2 of the study


SIGN = (
    "How revenue comes back turns the sign for the US: a gain where it cuts income tax, a small loss where "
    "it is a lump sum (first two rows)."
)
EFFORT = "Effort counted in full: labour that the tax cut calls forth costs effort at the take-home wage."
NOTES = (SIGN, EFFORT)


class Scenario(NamedTuple):
    """A name of ``PUBLISHED``, a table of tariffs, and how revenue comes back."""

    name: str
    tariffs: Floats
    revenue: str


class Inputs(NamedTuple):
    """The study's inputs: trade and GDP in thousand USD, announced rates by origin."""

    countries: tuple[str, ...]
    trade: Floats
    gdp: Floats
    announced: Floats


def read_inputs(folder: str | PathLike[str]) -> Inputs:
    """Read the study's files from a folder.

    ``country_labels.csv`` (``iso3``), ``trade_cepii.csv`` (thousand USD, exporters in rows, blank is
    0), ``gdp.csv`` (USD) and ``tariffs.csv`` (fractions), each with a header.
    """
    countries = names("country_labels.csv", [row[0] for row in _rows(folder, "country_labels.csv")])
    count = len(countries)
    trade = [[cell or "0" for cell in row] for row in _rows(folder, "trade_cepii.csv")]
    gdp, announced = (
        finite_array(name, [row[0] for row in _rows(folder, name)], (count,))
        for name in ("gdp.csv", "tariffs.csv")
    )
    return Inputs(countries, finite_array("trade_cepii.csv", trade, (count, count)), gdp / 1000, announced)


def _rows(folder: str | PathLike[str], name: str) -> list[list[str]]:
    """Return the rows of a file below its header, blank lines left out."""
    try:
        with (Path(folder) / name).open(encoding="utf-8-sig", newline="") as file:
            return [row for row in csv.reader(file) if row][1:]
    except OSError as error:
        why = str(error.strerror)
    except (UnicodeDecodeError, ValueError, csv.Error) as error:
        why = str(error)
    raise InvalidInput(f"folder: {name} cannot be read ({why}).")


def base_year(trade: ArrayLike, gdp: ArrayLike, countries: Sequence[str]) -> Economy:
    """Return the study's base year: margins found, home sales filled in, incomes worked out anew.

    Parameters
    ----------
    trade : array-like, shape (countries, countries)
        Exporters in rows, thousand USD; the diagonal is left out.
    gdp : array-like, shape (countries,)
        In the unit of the trade.
    countries : sequence of str
        ISO codes, ``USA`` among them.
    """
    labels = names("countries", countries)
    flows = np.array(finite_array("trade", trade, (len(labels), len(labels))))
    incomes = finite_array("gdp", gdp, (len(labels),))
    if US not in labels:
        raise InvalidInput(f"countries must have {US} among them.")
    np.fill_diagonal(flows, 0)
    is_us = np.array([label == US for label in labels])
    of_rest, of_us = _two_margins(flows, incomes, is_us).tolist()
    margins = np.where(is_us, of_us, of_rest)
    home = incomes + _transfers(flows, margins) - flows.sum(axis=0)
    np.fill_diagonal(flows, np.maximum(home, 0))
    return Economy(flows, labels, ELASTICITY, margins=margins, unit="thousand USD")


def _transfers(flows: Floats, margins: Floats) -> Floats:
    """T_j = (1−ν_j)(Σ_i X_ij − Σ_n (1−ν_n) X_jn), as the study has it."""
    return np.asarray((1 - margins) * (flows.sum(axis=0) - flows @ (1 - margins)))


def _two_margins(flows: Floats, incomes: Floats, is_us: NDArray[np.bool_]) -> Floats:
    """Find the margins of (rest, US) at which mean margins on their goods are ``MEAN_MARGINS``."""
    belongs = np.stack([~is_us, is_us]).astype(float)
    trade, income = belongs @ flows @ belongs.T, belongs @ incomes
    abroad = np.array([trade[0, 1], trade[1, 0]])
    margins = np.array(MEAN_MARGINS)
    for _ in range(200):
        spending = income + _transfers(trade, margins)
        at_home = spending - abroad[::-1]
        home = at_home / (at_home + abroad)
        weights = np.array([[home[0], 1 - home[0]], [1 - home[1], home[1]]])
        found = np.maximum(np.linalg.solve(weights, MEAN_MARGINS), 0)
        if np.abs(found - margins).max() < 1e-15:
            return np.asarray(found)
        margins = found
    raise NoSolution(f"the two distribution margins did not settle: {margins[0]:g} and {margins[1]:g}.")


def scenarios(economy: Economy, announced: ArrayLike) -> tuple[Scenario, ...]:
    """Return the six scenarios: tariffs of the US by origin, optimal rates, retaliation.

    Parameters
    ----------
    economy : Economy
        From ``base_year``.
    announced : array-like, shape (countries,)
        Rates that the US announced, by origin; 10 % at least is charged.
    """
    instance_of("economy", economy, Economy)
    rates = np.maximum(finite_array("announced", announced, (len(economy.countries),)), 0.1)
    us = economy.place(US)
    by_origin = {c: rate for c, rate in zip(economy.countries, rates.tolist(), strict=True) if c != US}
    first = tariffs_by(economy, US, by_origin)
    reciprocal = first.copy()
    reciprocal[us] = first[:, us]
    retaliation = first.copy()
    retaliation[us] = _retaliation(economy)
    retaliation[us, us] = 0
    of_income = tariffs_by(economy, US, _optimal(economy, US, economy.incomes), base=retaliation)
    of_spending = tariffs_by(economy, US, _optimal(economy, US, economy.expenditure))
    tables = (first, first, of_spending, reciprocal, retaliation, of_income)
    uses = ("income_tax_relief", "lump_sum", *["income_tax_relief"] * 4)
    return tuple(Scenario(*parts) for parts in zip(PUBLISHED, tables, uses, strict=True))


def _tariff_power(margins: Floats) -> Floats:
    return np.asarray((1 + SCALE) / (1 - margins) - SCALE)


def _supply_response(economy: Economy, country: str, size: Floats) -> float:
    """δ of the optimal-tariff formula; ``size`` is spending or income, as the scenario says."""
    place = economy.place(country)
    others = np.arange(len(economy.countries)) != place
    kept = 1 - economy.margins
    sold = kept[others] * economy.flows[place, others] * (1 - economy.shares[place, others])
    return float(sold.sum() / (kept[place] * (size[place] - economy.flows[place, place])))


def _optimal(economy: Economy, country: str, size: Floats) -> float:
    response = _supply_response(economy, country, size)
    power = float(_tariff_power(economy.margins)[economy.place(country)])
    return 1 / ((1 + response * ELASTICITY) * power - 1)


def _retaliation(economy: Economy) -> Floats:
    """Each country's rate on US goods: one response, of the rest as a whole, and its own margin."""
    rest = [country for country in economy.countries if country != US]
    two = aggregate(economy, {"rest": rest})
    response = _supply_response(two, "rest", two.incomes)
    return 1 / ((1 + response * ELASTICITY) * _tariff_power(economy.margins) - 1)


def published_index(equilibrium: TradeEquilibrium) -> Floats:
    """Return the study's welfare index, ``Ŵ = δ Ê/P̂ + (1−δ) ŵ L̂/P̂``, shape (..., countries).

    ``δ = E/(E − κ(1−τ)Y/(1+κ))`` with base E and Y and the new τ. Where τ is 0 it is ``welfare``.
    """
    economy, kappa = equilibrium.model.economy, equilibrium.model.labour_supply
    effort = kappa / (1 + kappa) * (1 - equilibrium.relief) * economy.incomes
    weight = economy.expenditure / (economy.expenditure - effort)
    spending = equilibrium.expenditure / economy.expenditure
    earnings = equilibrium.wages * equilibrium.employment
    return np.asarray((weight * spending + (1 - weight) * earnings) / equilibrium.prices)


@dataclass(frozen=True, eq=False)
class LiberationDay:
    """All six scenarios solved.

    Attributes
    ----------
    economy : Economy
        From ``base_year``.
    equilibria : tuple of TradeEquilibrium
        In the order of ``PUBLISHED``.
    """

    economy: Economy
    equilibria: tuple[TradeEquilibrium, ...]

    @classmethod
    def solve(cls, economy: Economy, announced: ArrayLike) -> LiberationDay:
        """Solve every scenario from the base year."""
        found = []
        for scenario in scenarios(economy, announced):
            model = GeneralEquilibrium(
                economy,
                revenue=scenario.revenue,
                labour_supply=LABOUR_SUPPLY,
                scale=SCALE,
                numeraire="world_prices",
            )
            found.append(model.effects(scenario.tariffs))
        return cls(economy, tuple(found))

    def welfare(self, *, published: bool = True) -> Floats:
        """Return percent changes of the US and of the others' mean by spending, shape (6, 2).

        Parameters
        ----------
        published : bool
            The study's index; else ``TradeEquilibrium.welfare``.
        """
        us = self.economy.place(US)
        weights = np.array(self.economy.expenditure)
        weights[us] = 0
        hats = [published_index(each) if published else each.welfare for each in self.equilibria]
        return np.array([(100 * (h[us] - 1), 100 * (h - 1) @ weights / weights.sum()) for h in hats])

    def table(self) -> Table:
        """Return published and found figures side by side, one row a scenario."""
        index, utility = self.welfare(), self.welfare(published=False)
        rows: list[list[Cell]] = [
            [name, row.us, index[k, 0], row.others, index[k, 1], utility[k, 0], utility[k, 1]]
            for k, (name, row) in enumerate(PUBLISHED.items())
        ]
        columns: list[Column | str] = [
            "scenario",
            Column("US, published", "%", 2),
            Column("US, found", "%", 4),
            Column("others, published", "%", 2),
            Column("others, found", "%", 4),
            Column("US, effort counted in full", "%", 2),
            Column("others, effort counted in full", "%", 2),
        ]
        return Table("Welfare under the tariffs of April 2025", columns, rows, NOTES)

    def __str__(self) -> str:
        return self.table().to_text()
