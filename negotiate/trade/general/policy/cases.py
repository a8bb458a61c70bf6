"""Several tables of tariffs side by side: what each country gains from each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_number, instance_of, names, one_of
from negotiate.errors import InvalidInput
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table
from negotiate.trade.general.consistency import check_mapping
from negotiate.trade.general.layout import read_only
from negotiate.trade.general.model import GeneralEquilibrium
from negotiate.trade.general.policy.choice import one_table
from negotiate.trade.general.policy.nash import optimal_tariffs
from negotiate.trade.general.policy.setter import TariffSetter
from negotiate.trade.general.solution import TradeEquilibrium
from negotiate.trade.general.tariffs import tariffs_by

__all__ = ["TariffCases", "retaliate", "revenue_uses", "tariff_cases"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TariffCases(Solution):
    """Named cases, each with its equilibrium.

    Attributes
    ----------
    labels : tuple of str
    equilibria : tuple of TradeEquilibrium
        One a case, of economies with the same countries.
    title : str
    """

    labels: tuple[str, ...]
    equilibria: tuple[TradeEquilibrium, ...]
    title: str = "What each country gains, by case"

    concept = "tariff cases"

    @cached_property
    def equivalent_variation(self) -> Floats:
        """Shape (cases, countries), in the economy's unit."""
        return read_only([found.equivalent_variation for found in self.equilibria])

    def __getitem__(self, label: str) -> TradeEquilibrium:
        """Return the equilibrium of a case by its name."""
        return self.equilibria[self.labels.index(one_of("case", label, self.labels))]

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """Digest of the economy and of every case."""
        first = self.equilibria[0]
        options = {
            label: found.provenance.options for label, found in zip(self.labels, self.equilibria, strict=True)
        }
        economy = first.model.economy
        return Provenance(economy.digest, options, sources=economy.sources)

    def certificate(self) -> dict[str, Any]:
        """Return the largest residual of every case."""
        residuals = {
            label: float(np.max(found.residual))
            for label, found in zip(self.labels, self.equilibria, strict=True)
        }
        return {"largest_residual": max(residuals.values()), "residuals": residuals}

    def answer(self) -> dict[str, Any]:
        """Return equivalent variations by case and country."""
        economy = self.equilibria[0].model.economy
        return {
            "cases": self.labels,
            "countries": economy.countries,
            "unit": economy.unit,
            "equivalent_variation": self.equivalent_variation,
        }

    def table(self) -> Table:
        """Return one row a country, one column a case."""
        economy = self.equilibria[0].model.economy
        rows: list[list[Cell]] = [
            [country, *values]
            for country, values in zip(economy.countries, self.equivalent_variation.T.tolist(), strict=True)
        ]
        rows.append(["World", *self.equivalent_variation.sum(axis=1).tolist()])
        columns: list[Column | str] = ["country", *(Column(name, economy.unit, 1) for name in self.labels)]
        worst = max(float(np.max(found.residual)) for found in self.equilibria)
        return Table(
            self.title, columns, rows, [f"Equivalent variation. Largest residual of any case {worst:.1e}."]
        )


def tariff_cases(
    model: GeneralEquilibrium, cases: Mapping[str, ArrayLike], *, purchases: ArrayLike | None = None
) -> TariffCases:
    """Return the equilibria of named tables of tariffs, solved in one batch.

    Examples
    --------
    >>> from negotiate.trade.general import load_regions
    >>> world = load_regions()
    >>> cases = {f"{rate:.0%}": tariffs_by(world, "USA", {"JPN": rate}) for rate in (0.15, 0.25)}
    >>> found = tariff_cases(GeneralEquilibrium(world, "balanced"), cases)
    >>> found.equivalent_variation[:, world.place("JPN")].round(1)
    array([-6.7, -9. ])
    """
    instance_of("model", model, GeneralEquilibrium)
    check_mapping("cases", cases, "tables by name")
    labels = names("cases", tuple(cases))
    if not labels:
        raise InvalidInput("cases is empty; give at least one table of tariffs.")
    tables = np.stack([one_table(f"cases: {name}", cases[name], model.economy) for name in labels])
    batch = model.effects(tables, purchases=purchases)
    return TariffCases(labels, tuple(batch[k] for k in range(len(labels))))


def retaliate(
    model: GeneralEquilibrium,
    tariffs: ArrayLike,
    setter: str,
    partners: Sequence[str] | None = None,
    *,
    by: str = "uniform",
) -> TariffCases:
    """Return what a country's tariffs bring when its partners bear them, mirror them, or reply best.

    ``reciprocal``: each partner charges the setter what it is charged. ``best replies``: each partner
    alone chooses its best tariff on the setter against the given table (one round, not a war).

    Parameters
    ----------
    tariffs : array-like, shape ``economy.shape``
    setter : str
        Whose tariffs call for an answer.
    partners : sequence of str, optional
        Those who answer; everyone the setter charges more than in the base year where left out.
    by : str
        The form of best replies: ``uniform`` or ``sector``.

    Examples
    --------
    >>> from negotiate.trade.general import load_regions
    >>> world = load_regions()
    >>> table = tariffs_by(world, "USA", 0.1)
    >>> outcome = retaliate(GeneralEquilibrium(world, "balanced"), table, "USA", ("CHN", "EU27"))
    >>> outcome.equivalent_variation[:, world.place("USA")].round(1)
    array([87.4, 52.6, 50.4])
    """
    instance_of("model", model, GeneralEquilibrium)
    economy = model.economy
    table = one_table("tariffs", tariffs, economy)
    home = economy.place(setter)
    higher = (table[:, home] > economy.tariffs[:, home]).reshape(len(economy.countries), -1)
    raised = np.asarray(higher.any(axis=1))
    chosen = tuple(name for k, name in enumerate(economy.countries) if raised[k])
    chosen = chosen if partners is None else names("partners", partners)
    if not chosen:
        why = (
            f"tariffs: {setter} raises none above the base year" if partners is None else "partners is empty"
        )
        raise InvalidInput(f"{why}, so nobody has to answer.")
    mirrored, best = table.copy(), table.copy()
    for partner in chosen:
        place = economy.place(partner)
        mirrored[home, place] = table[place, home]
        reply = optimal_tariffs(model, TariffSetter(partner, on=(setter,), by=by), held=table)
        best = tariffs_by(economy, partner, {}, base=best)
        best[home, place] = reply.tariffs[home, place]
    cases = {"no answer": table, "reciprocal": mirrored, "best replies": best}
    found = tariff_cases(model, cases)
    return TariffCases(found.labels, found.equilibria, f"Answers to the tariffs of {setter}")


def revenue_uses(economy: Any, tariffs: ArrayLike, *, labour_supply: float, **rules: Any) -> TariffCases:
    """Return the same tariffs with revenue given back as a lump sum, and as relief of tax on labour.

    The two differ where labour is elastic; the choice can turn the sign for the tariff-setter.

    Parameters
    ----------
    economy : Economy
    tariffs : array-like, shape ``economy.shape``
    labour_supply : float
        κ, above 0: with fixed labour the two are the same.
    **rules
        Other rules of ``GeneralEquilibrium``.
    """
    if not finite_number("labour_supply", labour_supply, low=0) > 0:
        raise InvalidInput(
            "labour_supply=0; it must be above 0: with fixed labour the use of revenue changes nothing."
        )
    if "revenue" in rules:
        raise InvalidInput("revenue is not to be given: both uses of it are compared.")
    uses = {"lump sum": "lump_sum", "income-tax relief": "income_tax_relief"}
    models = [
        GeneralEquilibrium(economy, revenue=use, labour_supply=labour_supply, **rules)
        for use in uses.values()
    ]
    found = tuple(model.effects(one_table("tariffs", tariffs, model.economy)) for model in models)
    return TariffCases(tuple(uses), found, "The same tariffs, by the use of their revenue")
