"""The equilibrium at new tariffs: what changed for whom, with its proof."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import freeze
from negotiate.errors import InvalidInput
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table
from negotiate.trade.general.certificate import largest_residuals, new_flows
from negotiate.trade.general.layout import read_only, sector_first
from negotiate.trade.general.system import Point, Shock

if TYPE_CHECKING:
    from negotiate.trade.general.model import GeneralEquilibrium

__all__ = ["TradeEquilibrium"]

Floats = NDArray[np.float64]

_MOST_ROWS = 60


@dataclass(frozen=True, eq=False)
class TradeEquilibrium(Solution):
    """One equilibrium, or a batch: every array has the batch first and countries last.

    Hats are factors, after over before: ``wages``, ``employment``, ``prices``, ``welfare``,
    ``real_wages``. Levels are in the economy's unit at the numeraire: ``incomes``,
    ``expenditure``, ``tariff_revenue``, ``flows``. ``equivalent_variation`` is in base-year money.

    Attributes
    ----------
    model : GeneralEquilibrium
        What was solved; its ``economy`` is the base year.
    tariffs, iceberg, purchases : ndarray
        What was asked; the last two without axes where nothing was.
    unknowns : ndarray, shape (..., unknowns)
        Log changes of wages, and of employment where labour is elastic.
    iterations : ndarray
        Newton's, of the batch's shape.
    """

    model: GeneralEquilibrium
    tariffs: Floats
    iceberg: Floats
    purchases: Floats
    unknowns: Floats
    iterations: NDArray[np.int64]

    concept = "general equilibrium"

    def __post_init__(self) -> None:
        for name in ("tariffs", "iceberg", "purchases", "unknowns", "iterations"):
            array = np.array(getattr(self, name))
            array.setflags(write=False)
            freeze(self, **{name: array})

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """Digest of the economy, the rules and the tariffs."""
        rules = {
            "deficits": self.model.deficits,
            "revenue": self.model.revenue,
            "labour_supply": self.model.labour_supply,
            "scale": self.model.scale,
            "numeraire": self.model.numeraire,
            "tariffs": digest(self.tariffs),
            "iceberg": digest(self.iceberg),
            "purchases": digest(self.purchases),
        }
        return Provenance(inputs=self.model.economy.digest, options=rules, sources=self.model.economy.sources)

    @property
    def batch(self) -> tuple[int, ...]:
        """Shape of the batch; empty for a single table of tariffs."""
        return self.unknowns.shape[:-1]

    def __getitem__(self, case: int) -> TradeEquilibrium:
        """Return one case of a batch, along its first axis."""
        if not self.batch:
            raise InvalidInput(f"[{case}]: this is a single equilibrium, not a batch.")
        return replace(
            self,
            tariffs=self.tariffs[case],
            iceberg=self.iceberg[case] if self.iceberg.ndim else self.iceberg,
            purchases=self.purchases[case] if self.purchases.ndim else self.purchases,
            unknowns=self.unknowns[case],
            iterations=self.iterations[case],
        )

    @cached_property
    def shock(self) -> Shock:
        """The tariffs as the equations use them, flattened to one batch axis."""
        sectors = len(self.model.economy.sectors)
        rates = sector_first(self.tariffs, sectors)
        rates = rates.reshape(-1, *rates.shape[-3:])
        costs = sector_first(self.iceberg, sectors).reshape(rates.shape) if self.iceberg.ndim else None
        count = len(self.model.economy.countries)
        orders = self.purchases.reshape(-1, count, count) if self.purchases.ndim else None
        return self.model.system.shock(rates, costs, orders)

    @cached_property
    def point(self) -> Point:
        """The equations at this equilibrium, flattened to one batch axis."""
        return self.model.system.point(self.unknowns.reshape(-1, self.unknowns.shape[-1]), self.shock)

    def _by_country(self, values: Floats) -> Floats:
        array = values.reshape(*self.batch, -1)
        array.setflags(write=False)
        return array

    @cached_property
    def wages(self) -> Floats:
        """ŵ, in units of the numeraire, shape (..., countries)."""
        return self._by_country(np.exp(self.unknowns[..., : len(self.model.economy.countries)]))

    @cached_property
    def employment(self) -> Floats:
        """L̂, shape (..., countries)."""
        if self.model.labour_supply == 0:
            return self._by_country(np.ones_like(self.wages))
        return self._by_country(np.exp(self.unknowns[..., len(self.model.economy.countries) :]))

    @cached_property
    def prices(self) -> Floats:
        """P̂, of consumption, duty included, shape (..., countries)."""
        return self._by_country(np.exp(self.point.log_prices))

    @cached_property
    def real_wages(self) -> Floats:
        """ŵ/P̂, before any relief of tax, shape (..., countries)."""
        return self._by_country(self.wages / self.prices)

    @cached_property
    def incomes(self) -> Floats:
        """Y', shape (..., countries)."""
        return self._by_country(self.point.incomes)

    @cached_property
    def expenditure(self) -> Floats:
        """E', duty included and purchases on order left out, shape (..., countries)."""
        return self._by_country(self.point.expenditure)

    @cached_property
    def tariff_revenue(self) -> Floats:
        """R', shape (..., countries)."""
        return self._by_country(self.point.duty_share * self.point.expenditure)

    @cached_property
    def transfers(self) -> Floats:
        """D', what others lend, shape (..., countries)."""
        return self._by_country(np.array(self.point.deficits))

    @cached_property
    def relief(self) -> Floats:
        """τ, the rate of relief on labour income, shape (..., countries); 0 with a lump sum."""
        return self._by_country(self.point.relief)

    @cached_property
    def spending_by_sector(self) -> Floats:
        """E'_js, shape (..., countries, sectors)."""
        return read_only(self.expenditure[..., None] * self.model.economy.spending_shares)

    @cached_property
    def flows(self) -> Floats:
        """X', before duty, without purchases on order, shape (..., *economy.shape)."""
        flows = new_flows(self)
        flows.setflags(write=False)
        return flows

    @cached_property
    def welfare(self) -> Floats:
        """Ŵ, change of real spending, less effort where labour is elastic, shape (..., countries).

        With fixed labour ``Ê/P̂``. With elastic labour the utility is ``C − L^(1+1/κ)`` (times a
        constant), whose labour supply is the model's: effort costs ``κ/(1+κ)`` of take-home pay,
        and ``Ŵ = (E Ê/P̂ − κ/(1+κ) Y ŵ L̂/(P̂ (1−τ))) / (E − κ/(1+κ) Y/(1−τ⁰))``.
        """
        return self._by_country(1 + self.equivalent_variation / self.model.welfare_base)

    @cached_property
    def equivalent_variation(self) -> Floats:
        """What the change is worth in base-year money, in the unit, shape (..., countries)."""
        effort = self.model.labour_supply / (1 + self.model.labour_supply)
        level = (self.expenditure - effort * self.incomes / (1 - self.relief)) / self.prices
        return self._by_country(level - self.model.welfare_base)

    @cached_property
    def residual(self) -> Floats:
        """Largest relative residual of any condition, worked out from levels, the batch's shape."""
        return read_only(np.max(np.stack(list(self._residuals.values())), axis=0))

    @cached_property
    def _residuals(self) -> dict[str, Floats]:
        return largest_residuals(self, self.flows)

    def certificate(self) -> dict[str, Any]:
        """Return the largest residual of each condition, from levels, over the whole batch."""
        worst = {name: float(np.max(values)) for name, values in self._residuals.items()}
        return {"largest_residual": float(np.max(self.residual)), "residuals": worst}

    def answer(self) -> dict[str, Any]:
        """Return hats and levels by country."""
        return {
            "countries": self.model.economy.countries,
            "unit": self.model.economy.unit,
            "welfare": self.welfare,
            "equivalent_variation": self.equivalent_variation,
            "wages": self.wages,
            "employment": self.employment,
            "prices": self.prices,
            "expenditure": self.expenditure,
            "tariff_revenue": self.tariff_revenue,
        }

    def table(self) -> Table:
        """Return one row a country; for a batch one row a case, with every country's welfare."""
        return self._batch_table() if self.batch else self._single_table()

    def _single_table(self) -> Table:
        economy = self.model.economy
        flows = self.flows if self.flows.ndim == 2 else self.flows.sum(axis=-1)
        abroad = flows - np.diag(np.diagonal(flows))
        revenue = self.tariff_revenue - economy.revenue
        percent = [100 * (hat - 1) for hat in (self.welfare, self.real_wages, self.prices)]
        trade = [
            _growth(after, before)
            for after, before in (
                (abroad.sum(axis=1), economy.exports),
                (abroad.sum(axis=0), economy.imports),
            )
        ]
        rows: list[list[Cell]] = [
            [
                country,
                percent[0][k],
                self.equivalent_variation[k],
                *(column[k] for column in percent[1:]),
                revenue[k],
                *(column[k] for column in trade),
            ]
            for k, country in enumerate(economy.countries)
        ]
        columns: list[Column | str] = [
            "country",
            Column("welfare", "%", 3),
            Column("equivalent variation", economy.unit, 2),
            Column("real wage", "%", 2),
            Column("prices", "%", 2),
            Column("tariff revenue", economy.unit, 1),
            Column("exports", "%", 1),
            Column("imports", "%", 1),
        ]
        return Table("Changes from the base year", columns, rows, self._notes())

    def _batch_table(self) -> Table:
        economy = self.model.economy
        rows = 100 * (self.welfare.reshape(-1, len(economy.countries)) - 1)
        columns: list[Column | str] = ["case", *(Column(name, "%", 3) for name in economy.countries)]
        notes = [*self._notes()]
        if len(rows) > _MOST_ROWS:
            notes.append(f"The first {_MOST_ROWS} of {len(rows)} cases.")
        cells: list[list[Cell]] = [[k, *row] for k, row in enumerate(rows[:_MOST_ROWS].tolist())]
        return Table("Welfare, change from the base year", columns, cells, notes)

    def _notes(self) -> list[str]:
        model = self.model
        uses = {"lump_sum": "a lump sum", "income_tax_relief": "relief of tax on labour income"}
        closures = {
            "balanced": "purged beforehand",
            "nominal": "fixed in units of the numeraire",
            "world_income_share": "a constant share of world income",
        }
        rules = (
            f"Tariff revenue comes back as {uses[model.revenue]}; deficits are {closures[model.deficits]}. "
        )
        notes = [f"{rules}Largest residual {float(np.max(self.residual)):.1e}."]
        if model.labour_supply > 0:
            notes.append(
                "How revenue comes back can turn the sign of the tariff-setter's welfare: compare both rules."
            )
        return notes


def _growth(after: Floats, before: Floats) -> list[float | None]:
    return [
        100 * (a / b - 1) if b > 0 else None for a, b in zip(after.tolist(), before.tolist(), strict=True)
    ]
