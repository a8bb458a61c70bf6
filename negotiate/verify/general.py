"""Tariffs in general equilibrium: every condition worked out anew from flows and hats, in plain floats.

With exporters' costs ``c_i = ŵ_i L̂_i^(−ψ)``, ``T̂ = (1+t')/(1+t)`` and the notation of ``economy.py``::

    λ'_ijs = λ_ijs (c_i T̂_ijs^φ_j d̂_ijs)^(−ε_s) / S_js,   X'_ijs = β_js λ'_ijs E'_j / (1+t'_ijs)
    Y_i ŵ_i L̂_i = Σ_js (1−ν_j) X'_ijs + ν_i Σ_ns X'_nis + orders      markets clear
    E'_j = Y'_j + R'_j + D'_j − orders                                 budgets
    P̂_j = Π_s S_js^(−β_js/ε_s) (Ê_j/ŵ_j)^(1−φ_j),  L̂_j = (ŵ_j/P̂_j · (1−τ⁰_j)/(1−τ_j))^κ
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum, prod
from typing import Any

from negotiate.verify.economy import (
    Cells,
    Economy,
    Question,
    combined,
    layers,
    questions,
    read_economy,
    sold,
    to_importers,
)
from negotiate.verify.entry import Claims, Entry, exact, floats, mismatch

__all__ = ["Answered", "check_trade"]

AGREE = 1e-9  # relative
MOST_CELLS = 2_000_000  # of all tables together; more take longer than a check is worth

HATS = ("wages", "employment", "prices", "expenditure")
CONDITIONS = {
    "markets": "every country sells what it earns",
    "budgets": "every country spends what it earns, raises and borrows",
    "prices": "price indices follow from shares and costs",
    "labour": "employment is what labour supplies",
    "numeraire": "the numeraire is held",
}


@dataclass(frozen=True)
class Answered:
    """One equilibrium: what was asked of an economy, and what an answer says of it."""

    economy: Economy
    asked: Question
    wages: list[float]
    employment: list[float]
    prices: list[float]
    expenditure: list[float]

    @cached_property
    def incomes(self) -> list[float]:
        """Y'."""
        return list(map(_product, self.economy.incomes, self.wages, self.employment))

    @cached_property
    def pull(self) -> Cells:
        """The new shares before they are made to sum to 1."""
        economy = self.economy
        costs = [wage / work**economy.scale for wage, work in zip(self.wages, self.employment, strict=True)]
        duties = combined(self.asked.rates, economy.tariffs, lambda new, old: (1 + new) / (1 + old))
        sectors = zip(economy.shares, duties, self.asked.costs, economy.elasticities, strict=True)
        return [
            [
                _drawn(cost, rows, economy.duty_powers, epsilon)
                for cost, *rows in zip(costs, shares, duty, more, strict=True)
            ]
            for shares, duty, more, epsilon in sectors
        ]

    @cached_property
    def sums(self) -> list[list[float]]:
        """S by sector and importer."""
        return [to_importers([table]) for table in self.pull]

    @cached_property
    def flows(self) -> Cells:
        """X', before duty."""
        found = []
        for table, sums, parts, rates in zip(
            self.pull, self.sums, self.economy.by_sector, self.asked.rates, strict=True
        ):
            spent = [part * e / total for part, e, total in zip(parts, self.expenditure, sums, strict=True)]
            found.append(
                [_shipped(drawn, spent, charged) for drawn, charged in zip(table, rates, strict=True)]
            )
        return found

    @cached_property
    def revenue(self) -> list[float]:
        """R'."""
        return to_importers(combined(self.flows, self.asked.rates, lambda flow, rate: flow * rate))

    @cached_property
    def relief(self) -> list[float]:
        """τ, the relief on labour income."""
        if self.economy.revenue == "lump_sum":
            return [0.0] * self.economy.size
        return [raised / earned for raised, earned in zip(self.revenue, self.incomes, strict=True)]

    @cached_property
    def variation(self) -> list[float]:
        """The equivalent variation, in base-year money."""
        effort = self.economy.labour_supply / (1 + self.economy.labour_supply)
        parts = zip(self.expenditure, self.incomes, self.relief, self.prices, self.economy.worth, strict=True)
        return [(e - effort * y / (1 - relief)) / price - worth for e, y, relief, price, worth in parts]

    def residuals(self) -> dict[str, float]:
        """Return the largest relative residual of each condition."""
        return {
            "markets": _apart(self._sales(), self.incomes),
            "budgets": _apart(self._means(), self.expenditure),
            "prices": _apart(self._indices(), self.prices),
            "labour": _apart(self._supplied(), self.employment),
            "numeraire": abs(self._index() - 1),
        }

    def _sales(self) -> list[float]:
        ordered = map(fsum, self.asked.orders)
        return [*map(_sum, sold(self.flows, self.economy.margins), ordered)]

    def _means(self) -> list[float]:
        """Return what each country has to spend."""
        economy = self.economy
        kept = 0.0 if economy.deficits == "balanced" else 1.0
        if economy.deficits == "world_income_share":
            kept = fsum(self.incomes) / fsum(economy.incomes)
        paid = to_importers([self.asked.orders])
        parts = zip(self.incomes, self.revenue, economy.lent, paid, strict=True)
        return [earned + raised + kept * lent - ordered for earned, raised, lent, ordered in parts]

    def _indices(self) -> list[float]:
        """Return price indices by their formula."""
        economy, found = self.economy, []
        for j, power in enumerate(economy.duty_powers):
            real = self.expenditure[j] / economy.spending[j] / self.wages[j]
            sectors = zip(self.sums, economy.by_sector, economy.elasticities, strict=True)
            goods = prod(sums[j] ** (-part[j] / epsilon) for sums, part, epsilon in sectors)
            found.append(goods * real ** (1 - power))
        return found

    def _supplied(self) -> list[float]:
        """Return the employment that labour supplies at real take-home pay."""
        parts = zip(self.wages, self.prices, self.relief, self.economy.base_relief, strict=True)
        kappa = self.economy.labour_supply
        return [
            (wage / price * (1 - before) / (1 - relief)) ** kappa for wage, price, relief, before in parts
        ]

    def _index(self) -> float:
        """Return what the numeraire holds at 1."""
        economy = self.economy
        if economy.numeraire == "world_income":
            return fsum(self.incomes) / fsum(economy.incomes)
        if economy.numeraire == "world_prices":
            return fsum(map(_product, self.prices, economy.spending)) / fsum(economy.spending)
        return self.wages[economy.countries.index(economy.numeraire)]


def _product(*factors: float) -> float:
    return prod(factors)


def _sum(one: float, other: float) -> float:
    return one + other


def _drawn(
    cost: float, rows: Sequence[Sequence[float]], powers: Sequence[float], epsilon: float
) -> list[float]:
    """Return an exporter's pull on each importer: share, duty and trade cost are given by importer."""
    parts = zip(*rows, powers, strict=True)
    return [share * (cost * duty**power * more) ** -epsilon for share, duty, more, power in parts]


def _shipped(drawn: Sequence[float], spent: Sequence[float], rates: Sequence[float]) -> list[float]:
    return [pull * money / (1 + rate) for pull, money, rate in zip(drawn, spent, rates, strict=True)]


def _apart(found: Sequence[float], stated: Sequence[float]) -> float:
    return max(abs(one / other - 1) for one, other in zip(found, stated, strict=True))


def check_trade(entry: Entry) -> Claims:
    """Check every condition of equilibrium, and what follows for welfare and revenue."""
    economy = read_economy(entry.problem)
    asked = questions(entry.problem, economy)
    told = {"countries": economy.countries, "unit": economy.unit}
    yield entry.agrees("countries and unit are those of the base year", "answer", told)
    yield _rules_given(entry, economy)
    if len(asked) * economy.size**2 * len(economy.flows) > MOST_CELLS:
        reason = "there are too many tables of tariffs to be worked out again"
        parts = [f"answer.{key}" for key in entry.answer] + [
            f"certificate.{key}" for key in entry.certificate
        ]
        yield entry.leaves("the equilibrium", reason, *parts)
        return
    if economy.deficits == "balanced":
        lent = fsum(map(abs, economy.lent)) / fsum(economy.incomes)
        yield entry.states("the base year has no deficits", lent <= 1e-8, f"they are {lent:.1g} of income")
    cases = _answered(entry, economy, asked)
    yield from _conditions(entry, cases)
    yield from _consequences(entry, cases)
    yield entry.leaves("that there is no other equilibrium", "a check of conditions cannot say so")


def _rules_given(entry: Entry, economy: Economy) -> Any:
    rules = {
        "deficits": economy.deficits,
        "revenue": economy.revenue,
        "labour_supply": economy.labour_supply,
        "scale": economy.scale,
        "numeraire": economy.numeraire,
    }
    told = mismatch({key: entry.options.get(key) for key in rules}, rules, "options")
    return entry.states("the rules are those that the solver was given", not told, told)


def _answered(entry: Entry, economy: Economy, asked: Sequence[Question]) -> list[Answered]:
    """Return the answer to each table of tariffs; hats must be above 0."""
    by_hat = [_vectors(entry.answer[key], economy.size) for key in HATS]
    entry.seen |= {f"answer.{key}" for key in HATS}
    cases = [Answered(economy, *parts) for parts in zip(asked, *by_hat, strict=True)]
    if min(min(vector) for vectors in by_hat for vector in vectors) <= 0:
        raise ValueError("wages, employment, prices and expenditure must be above 0")
    return cases


def _vectors(value: Any, size: int) -> list[list[float]]:
    found = [floats(vector) for vector in layers(value, 1)]
    if any(len(vector) != size for vector in found):
        raise ValueError("an answer needs a number for each country")
    return found


def _conditions(entry: Entry, cases: Sequence[Answered]) -> Claims:
    """Check each condition at every table of tariffs, and that the file states how well it holds."""
    found = [case.residuals() for case in cases]
    worst = {name: max(residuals[name] for residuals in found) for name in CONDITIONS}
    for name, statement in CONDITIONS.items():
        off = worst[name]
        yield entry.states(f"{statement}, to {AGREE:g}", off <= AGREE, f"off by {off:.1g}")
    proof = {"residuals": worst, "largest_residual": max(worst.values())}
    yield entry.agrees("the residuals are those stated", "certificate", proof, AGREE)
    sizes = [float(exact(size)) for size in entry.certificate["residuals"].values()]
    yield entry.states("the largest is the largest", max(sizes) == entry.certificate["largest_residual"])


def _consequences(entry: Entry, cases: Sequence[Answered]) -> Claims:
    """Check revenue, the equivalent variation and welfare, which follow from the rest."""
    size = cases[0].economy.size
    follows: Mapping[str, list[list[float]]] = {
        "tariff_revenue": [case.revenue for case in cases],
        "equivalent_variation": [case.variation for case in cases],
        "welfare": [
            [1 + gain / base for gain, base in zip(case.variation, case.economy.worth, strict=True)]
            for case in cases
        ],
    }
    entry.seen |= {f"answer.{key}" for key in follows}
    for key, vectors in follows.items():
        told = mismatch(_vectors(entry.answer[key], size), vectors, f"answer.{key}", AGREE)
        yield entry.states(
            f"{key.replace('_', ' ')} follows at {len(cases)} tables of tariffs", not told, told
        )
