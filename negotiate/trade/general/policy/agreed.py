"""What tariff talks lead to: the agreed rates, the gains of both, third countries, and the proof."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table
from negotiate.trade.general.layout import read_only
from negotiate.trade.general.policy.choice import Choice
from negotiate.trade.general.solution import TradeEquilibrium

__all__ = ["AgreedTariffs", "AgreementProof"]

Floats = NDArray[np.float64]


class AgreementProof(NamedTuple):
    """What shows that the deal is on the frontier and where its solution says.

    Attributes
    ----------
    weights : ndarray, shape (2,)
        λ, the normal of the frontier at the deal, above 0, summing to 1.
    gradient : float
        Largest slope of ``Σ λ U`` in a free rate, over mean base spending.
    curvature : float
        Largest eigenvalue of second derivatives, scaled by trade; below 0 at a maximum.
    gap : float
        Difference of the two gains, where they are to be equal.
    better : float
        By how much the best of a grid of mean rates beats the deal; 0 where none does.
    """

    weights: Floats
    gradient: float
    curvature: float
    gap: float
    better: float


@dataclass(frozen=True, eq=False)
class AgreedTariffs(Solution):
    """A deal between two tariff setters, or none with its reason.

    Attributes
    ----------
    choice : Choice
        The two parties and their free tariffs.
    solution : str
        ``nash`` or ``equal-gains``.
    without : TradeEquilibrium
        The disagreement.
    agreement : TradeEquilibrium or None
        With the deal; None where there is none.
    proof : AgreementProof or None
    reason : str
        Why there is no deal; blank where there is one.
    free : ndarray or None
        The agreed rates.
    power : tuple of float
        Weights of the two in Nash bargaining.
    """

    choice: Choice
    solution: str
    without: TradeEquilibrium
    agreement: TradeEquilibrium | None
    proof: AgreementProof | None
    reason: str = ""
    free: Floats | None = None
    power: tuple[float, ...] = (0.5, 0.5)

    @property
    def concept(self) -> str:  # type: ignore[override]
        """The name of the solution."""
        return f"cooperative tariffs, {self.solution}"

    @property
    def agreed(self) -> bool:
        """Whether there is a deal."""
        return self.agreement is not None

    @property
    def equilibrium(self) -> TradeEquilibrium:
        """With the deal; where there is none, the disagreement."""
        return self.without if self.agreement is None else self.agreement

    @cached_property
    def rates(self) -> Floats:
        """Free rates, fractions, shape (free,); where there is no deal those of disagreement (means)."""
        if self.free is not None:
            return read_only(self.free)
        table, masks = self.without.tariffs, self.choice.masks
        return read_only([table[mask].mean() for mask in masks])

    @property
    def tariffs(self) -> Floats:
        """The whole table, exporters in rows."""
        return self.equilibrium.tariffs

    @cached_property
    def gains(self) -> Floats:
        """Each party's gain over disagreement, shape (2,), in the economy's unit."""
        choice = self.choice
        return read_only(choice.payoffs_at(self.equilibrium) - choice.payoffs_at(self.without))

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """Digest of the economy, the rules, the parties and what is held."""
        choice = self.choice
        options = {
            "solution": self.solution,
            "weights": self.power,
            "parties": [setter.record for setter in choice.setters],
            "held": digest(choice.held),
            "disagreement": digest(self.without.tariffs),
            "deficits": choice.model.deficits,
        }
        return Provenance(choice.model.economy.digest, options, sources=choice.model.economy.sources)

    def certificate(self) -> dict[str, Any]:
        """Return the normal condition, curvature, gap of gains and what a grid would add."""
        residual = float(max(self.without.residual, self.equilibrium.residual))
        if self.proof is None:
            return {"agreed": False, "reason": self.reason, "largest_residual": residual}
        return {
            "agreed": True,
            "normal": self.proof.weights,
            "largest_gradient": self.proof.gradient,
            "largest_curvature": self.proof.curvature,
            "gap_of_gains": self.proof.gap,
            "better_on_grid": self.proof.better,
            "largest_residual": residual,
        }

    def answer(self) -> dict[str, Any]:
        """Return rates, gains, and every country's gain over disagreement."""
        change = self.equilibrium.equivalent_variation - self.without.equivalent_variation
        return {
            "agreed": self.agreed,
            "parties": [setter.name for setter in self.choice.setters],
            "setter_of_rate": self.choice.owner,
            "labels": self.choice.labels,
            "rates": self.rates,
            "gains": self.gains,
            "countries": self.choice.model.economy.countries,
            "gains_by_country": change,
            "unit": self.choice.model.economy.unit,
        }

    def table(self) -> Table:
        """Return one row a free rate, then both parties' gains and the rest of the world's in the notes."""
        choice, unit = self.choice, self.choice.model.economy.unit
        before = [self.without.tariffs[mask].mean() for mask in choice.masks]
        rows: list[list[Cell]] = [
            [choice.setters[choice.owner[k]].name, *choice.labels[k], 100 * before[k], 100 * rate]
            for k, rate in enumerate(self.rates)
        ]
        columns: list[Column | str] = [
            "setter", "partner", "sector", Column("without", "%", 2), Column("agreed", "%", 2),
        ]  # fmt: skip
        gains = ", ".join(
            f"{setter.name} {gain:.2f}" for setter, gain in zip(choice.setters, self.gains, strict=True)
        )
        change = self.equilibrium.equivalent_variation - self.without.equivalent_variation
        inside = [choice.model.economy.place(m) for s in choice.setters for m in s.members]
        outside = float(np.delete(change, inside).sum())
        notes = [f"Gains over disagreement, {unit}: {gains}; all third countries together {outside:.2f}."]
        if self.proof is None:
            notes.append(f"No agreement: {self.reason}.")
        else:
            notes.append(
                f"Normal of the frontier {self.proof.weights[0]:.3f} : {self.proof.weights[1]:.3f}, "
                f"weighted slope {self.proof.gradient:.0e}, curvature {self.proof.curvature:.1e}."
            )
        return Table(f"{self.concept[0].upper()}{self.concept[1:]}", columns, rows, notes)
