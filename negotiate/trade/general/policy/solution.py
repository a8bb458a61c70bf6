"""Chosen tariffs: rates, what they bring to whom, and the proof that each setter's are best."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import freeze
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table
from negotiate.trade.general.layout import read_only
from negotiate.trade.general.policy.choice import Choice
from negotiate.trade.general.policy.proof import Proof
from negotiate.trade.general.solution import TradeEquilibrium

__all__ = ["ChosenTariffs"]

Floats = NDArray[np.float64]

_HELD = "Deficits are held, which makes a tariff look better to a country in deficit; take balanced ones."


@dataclass(frozen=True, eq=False)
class ChosenTariffs(Solution):
    """Tariffs that are best for one setter, or best replies of several to one another.

    Attributes
    ----------
    choice : Choice
        Who sets what; ``choice.labels`` names the partner and the sector of each free rate.
    rates : ndarray, shape (free,)
        Fractions.
    equilibrium : TradeEquilibrium
        At these tariffs; its ``equivalent_variation`` is every country's.
    proof : Proof
        Slope, curvature and regret of each setter.
    iterations : int
        Newton's.
    concept : str
    """

    choice: Choice
    rates: Floats
    equilibrium: TradeEquilibrium
    proof: Proof
    iterations: int
    concept: str

    def __post_init__(self) -> None:
        freeze(self, rates=read_only(self.rates))

    @property
    def tariffs(self) -> Floats:
        """The whole table, shape ``economy.shape``, exporters in rows."""
        return self.equilibrium.tariffs

    @cached_property
    def payoffs(self) -> Floats:
        """Each setter's payoff against the base year, shape (setters,), in the economy's unit."""
        return read_only(self.choice.payoffs_at(self.equilibrium))

    @cached_property
    def means(self) -> Floats:
        """Each setter's mean free rate by base-year trade, shape (setters,)."""
        weights = self.choice.trade
        sums = np.bincount(self.choice.owner, weights * self.rates)
        return read_only(sums / np.bincount(self.choice.owner, weights))

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """Digest of the economy, the rules, the setters and what is held."""
        model, setters = self.choice.model, self.choice.setters
        options = {
            "setters": [setter.record for setter in setters],
            "held": digest(self.choice.held),
            "deficits": model.deficits,
            "revenue": model.revenue,
        }
        return Provenance(model.economy.digest, options, sources=model.economy.sources)

    def certificate(self) -> dict[str, Any]:
        """Return largest slope, curvature, regret of a scan, and the equilibrium's residual."""
        return {
            "largest_gradient": float(self.proof.gradient.max()),
            "largest_curvature": float(self.proof.curvature.max()),
            "max_regret": float(self.proof.regret.max()),
            "replies_scanned": self.proof.scanned,
            "largest_residual": float(self.equilibrium.residual),
        }

    def answer(self) -> dict[str, Any]:
        """Return rates with their labels, payoffs, and every country's equivalent variation."""
        return {
            "setters": [setter.name for setter in self.choice.setters],
            "setter_of_rate": self.choice.owner,
            "labels": self.choice.labels,
            "rates": self.rates,
            "payoffs": self.payoffs,
            "countries": self.choice.model.economy.countries,
            "equivalent_variation": self.equilibrium.equivalent_variation,
            "unit": self.choice.model.economy.unit,
        }

    def table(self) -> Table:
        """Return one row a setter; for a single one, one row a rate."""
        return self._one_setter() if len(self.choice.setters) == 1 else self._setters()

    def _setters(self) -> Table:
        unit = self.choice.model.economy.unit
        rows: list[list[Cell]] = []
        for k, setter in enumerate(self.choice.setters):
            own = self.rates[self.choice.owner == k]
            welfare = 100 * float(self.payoffs[k] / self.choice.bases[k])
            spread = (100 * own.min(), 100 * own.max())
            proof = (f"{self.proof.gradient[k]:.0e}", f"{self.proof.curvature[k]:.1e}", self.proof.regret[k])
            rows.append([setter.name, 100 * self.means[k], *spread, self.payoffs[k], welfare, *proof])
        columns: list[Column | str] = [
            "setter",
            Column("mean tariff", "%", 1),
            Column("lowest", "%", 1),
            Column("highest", "%", 1),
            Column("payoff", unit, 1),
            Column("payoff", "% of spending", 2),
            "gradient",
            "curvature",
            Column("regret", unit),
        ]
        return Table(self._title, columns, rows, self._notes())

    def _one_setter(self) -> Table:
        unit = self.choice.model.economy.unit
        rows: list[list[Cell]] = [
            [*self.choice.labels[k], 100 * rate, self.choice.trade[k]] for k, rate in enumerate(self.rates)
        ]
        columns: list[Column | str] = [
            "partner",
            "sector",
            Column("tariff", "%", 2),
            Column("base trade", unit, 1),
        ]
        worth = f"Worth {self.payoffs[0]:.2f} {unit} to {self.choice.setters[0].name}."
        return Table(self._title, columns, rows, [worth, *self._notes()])

    @property
    def _title(self) -> str:
        if len(self.choice.setters) == 1:
            return f"{self.concept[0].upper()}{self.concept[1:]} of {self.choice.setters[0].name}"
        return f"{self.concept[0].upper()}{self.concept[1:]}"

    def _notes(self) -> list[str]:
        proof = self.proof
        note = (
            f"Largest slope {proof.gradient.max():.0e}, largest curvature {proof.curvature.max():.1e}; no "
            f"reply among {proof.scanned} spread from −30 to 300 % adds more than {proof.regret.max():.1g}."
        )
        held = (
            self.choice.model.deficits != "balanced" and np.abs(self.choice.model.economy.deficits).max() > 0
        )
        return [note, _HELD] if held else [note]
