"""What comes out of an alliance: who gives how much, alone and together, and who rides on whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

if TYPE_CHECKING:
    from negotiate.region.alliance import AllianceGood

__all__ = ["EfficientContributions", "NashContributions"]


@dataclass(frozen=True, eq=False)
class NashContributions(Solution):
    """What each ally gives by itself.

    Attributes
    ----------
    good : AllianceGood
    contributions : tuple of Fraction
        By country, exact, in ``good.unit``.
    """

    good: AllianceGood
    contributions: tuple[Fraction, ...]
    concept: str = field(default="Nash contributions", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of the good."""
        return Provenance(self.good.digest)

    @property
    def total(self) -> Fraction:
        """What all give."""
        return sum(self.contributions, Fraction(0))

    @property
    def free_riders(self) -> tuple[str, ...]:
        """Countries that give nothing."""
        pairs = zip(self.good.countries, self.contributions, strict=True)
        return tuple(country for country, given in pairs if given == 0)

    @property
    def spill_ins(self) -> tuple[tuple[Fraction, ...], ...]:
        """Protection that row ``i`` owes to what column ``j`` gives: who rides on whom."""
        spill, given = self.good.spill, self.contributions
        return tuple(
            tuple(Fraction(0) if i == j else spill * other for j, other in enumerate(given))
            for i in range(len(given))
        )

    def table(self) -> Table:
        """Return what each country gives, its burden, and where its protection comes from."""
        unit = self.good.unit
        columns: list[Column | str] = [
            "country",
            Column("income", unit, 1),
            Column("alone", unit, 2),
            Column("given", unit, 2),
            Column("burden", "% of income", 2),
            Column("protection", unit, 2),
            Column("from allies", "% of protection", 1),
        ]
        alone = [m * a for m, a in zip(self.good.income, self.good.taste, strict=True)]
        protection = self.good.protection(self.contributions)
        rows = [
            (who, m, own, given, 100 * given / m, z, 100 * (1 - given / z) if z else Fraction(0))
            for who, m, own, given, z in zip(
                self.good.countries, self.good.income, alone, self.contributions, protection, strict=True
            )
        ]
        riders = ", ".join(self.free_riders) or "none"
        return Table("What each ally gives by itself", columns, rows, [f"gives nothing: {riders}"])

    def answer(self) -> dict[str, Any]:
        """Return contributions, exact, and who gives nothing."""
        given = dict(zip(self.good.countries, self.contributions, strict=True))
        return {"contributions": given, "total": self.total, "free_riders": list(self.free_riders)}

    def certificate(self) -> dict[str, Any]:
        """Return the largest distance from a best reply, exact: 0."""
        replies = self.good.best_replies(self.contributions)
        away = max(abs(r - g) for r, g in zip(replies, self.contributions, strict=True))
        return {"largest_distance_from_best_reply": away}


@dataclass(frozen=True, eq=False)
class EfficientContributions(Solution):
    """What all allies should give together.

    Attributes
    ----------
    good : AllianceGood
    weights : ndarray, shape (countries,)
    contributions : ndarray, shape (countries,)
        In ``good.unit``. Where all protection is shared only their sum is determined, and it is
        divided as each country's weighted taste.
    """

    good: AllianceGood
    weights: NDArray[np.float64]
    contributions: NDArray[np.float64]
    concept: str = field(default="efficient contributions", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of the good, and the weights."""
        return Provenance(self.good.digest, {"weights": self.weights})

    @property
    def total(self) -> float:
        """What all give."""
        return float(self.contributions.sum())

    @cached_property
    def consumption(self) -> NDArray[np.float64]:
        """What each country is left to consume, after transfers."""
        income, taste = self.good.income.astype(float), self.good.taste.astype(float)
        shares = self.weights / self.weights.max() * (1 - taste)
        return np.asarray((income.sum() - self.total) * shares / shares.sum(), dtype=np.float64)

    @property
    def transfers(self) -> NDArray[np.float64]:
        """What each country receives from the others, below 0 where it pays."""
        income = self.good.income.astype(float)
        return np.asarray(self.consumption + self.contributions - income, dtype=np.float64)

    def table(self) -> Table:
        """Return what each country gives, pays and consumes."""
        unit = self.good.unit
        columns: list[Column | str] = [
            "country",
            Column("given", unit, 2),
            Column("received", unit, 2),
            Column("consumed", unit, 2),
        ]
        parts = (self.contributions.tolist(), self.transfers.tolist(), self.consumption.tolist())
        rows = list(zip(self.good.countries, *parts, strict=True))
        note = f"together {self.total:.2f} {unit}; a dollar is worth {self._samuelson():.9f} dollars to all"
        return Table("What all allies should give together", columns, rows, [note])

    def _rates(self) -> NDArray[np.float64]:
        """What a dollar given by each country is worth to all, in dollars of consumption."""
        taste = self.good.taste.astype(float)
        protected = np.array(self.good.protection(self.contributions.tolist()), dtype=float)
        rates = taste / (1 - taste) * self.consumption / protected
        private, spill = float(self.good.private_share), float(self.good.spill)
        return np.asarray(private * rates + spill * rates.sum(), dtype=np.float64)

    def _samuelson(self) -> float:
        return float(self._rates().max())

    def answer(self) -> dict[str, Any]:
        """Return contributions and transfers by country."""
        names = self.good.countries
        return {
            "contributions": dict(zip(names, self.contributions.tolist(), strict=True)),
            "transfers": dict(zip(names, self.transfers.tolist(), strict=True)),
            "total": self.total,
        }

    def certificate(self) -> dict[str, Any]:
        """Return the conditions for an optimum: a dollar is worth 1 where given, and no more elsewhere."""
        rates, gives = self._rates(), self.contributions > 0
        return {
            "largest_distance_from_one": float(abs(rates[gives] - 1).max()),
            "largest_elsewhere": float(rates.max()),
            "sum_of_transfers": float(self.transfers.sum()),
        }
