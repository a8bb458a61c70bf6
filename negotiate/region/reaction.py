"""What comes out of an arms race: where it rests, how it gets there, who answers whom by how much."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array
from negotiate.errors import InvalidInput, NoSolution
from negotiate.provenance import Provenance
from negotiate.region.matrices import dominates, largest_growth
from negotiate.solution import Solution
from negotiate.table import Column, Table

if TYPE_CHECKING:
    from negotiate.region.arms_race import ArmsRace

__all__ = ["Reaction"]

FLAT = 1e-12  # growth nearer to 0 than this, beside the size of the coefficients, is neither

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Reaction(Solution):
    """Where an arms race comes to rest, or that it does not.

    Attributes
    ----------
    race : ArmsRace
        What was asked.
    """

    race: ArmsRace
    concept: str = field(default="arms race", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of the race."""
        return Provenance(self.race.digest)

    @cached_property
    def growth(self) -> complex:
        """The eigenvalue of ``K − A`` with the largest real part, a year."""
        return largest_growth(self.race.reaction - np.diag(self.race.fatigue))

    @cached_property
    def proof(self) -> tuple[Fraction, ...] | None:
        """Weights that prove stability in rational arithmetic; None where arms of some save others' own."""
        if self.race.reaction.min() < 0:
            return None
        return dominates(self.race.reaction, self.race.fatigue)

    @property
    def stable(self) -> bool:
        """Whether spending returns to rest after any shock.

        Where no reaction is negative this is proven; else it is read from the eigenvalues, which
        must be below 0 by more than their rounding.
        """
        if self.race.reaction.min() >= 0:
            return self.proof is not None
        size = float(abs(self.race.reaction).sum() + self.race.fatigue.sum())
        return self.growth.real < -FLAT * size

    @property
    def reason(self) -> str:
        """Why there is no rest; blank where there is."""
        if self.stable:
            return ""
        return f"no equilibrium: explosive, the largest eigenvalue is {_number(self.growth)}"

    @cached_property
    def levels(self) -> Floats:
        """Spending at rest ``x*``, shape (countries,), in ``race.unit``; raises where there is none."""
        return self._solve(self.race.grievance)

    @cached_property
    def spill_over(self) -> Floats:
        """Long-run spending of row ``i`` for a lasting extra dollar a year by column ``j`` itself.

        ``(I − B)^−1`` with ``B = A^−1 K``: the first dollar, and every answer to it. Entry (j, j) is
        at least 1 where reactions are not negative.
        """
        return self._solve(np.diag(self.race.fatigue))

    def induced(self, extra: ArrayLike) -> Floats:
        """Return the long-run rise of each country's spending after lasting decisions to spend more.

        Parameters
        ----------
        extra : array-like, shape (countries,)
            What each decides to spend more, whatever the others do, in ``race.unit``.
        """
        decided = finite_array("extra", extra, (len(self.race.countries),))
        return np.asarray(self.spill_over @ decided, dtype=np.float64)

    def answers(self, country: str, extra: float) -> dict[str, float]:
        """Return what every other country spends more in the end when one holds its rise at ``extra``.

        Unlike ``induced``, the first country does not answer the answers: its spending is given.
        """
        known = self.race.countries
        if country not in known:
            raise InvalidInput(f"country={country!r} is not known; choose from {', '.join(known)}.")
        others = [k for k, name in enumerate(known) if name != country]
        race, who = self.race, known.index(country)
        self._need_rest()
        system = np.diag(race.fatigue[others]) - race.reaction[np.ix_(others, others)]
        answer = np.linalg.solve(system, race.reaction[others, who] * float(extra))
        return {known[k]: float(rise) for k, rise in zip(others, answer, strict=True)}

    def path(self, times: ArrayLike, start: ArrayLike) -> Floats:
        """Return spending over time from a start, shape (times, countries), by the matrix exponential.

        Parameters
        ----------
        times : array-like, shape (times,)
            Years from the start, at least 0.
        start : array-like, shape (countries,)
            Spending at the start.
        """
        from scipy.linalg import expm

        years = finite_array("times", times, ("times",))
        if years.min() < 0:
            raise InvalidInput(f"times holds {years.min():g}; a time must be at least 0.")
        begin = finite_array("start", start, (len(self.race.countries),))
        matrix = self.race.reaction - np.diag(self.race.fatigue)
        joined = np.zeros((len(begin) + 1, len(begin) + 1))
        joined[:-1, :-1], joined[:-1, -1] = matrix, self.race.grievance
        state = np.append(begin, 1.0)
        return np.array([(expm(joined * year) @ state)[:-1] for year in years])

    def _solve(self, right: Floats) -> Floats:
        self._need_rest()
        system = np.diag(self.race.fatigue) - self.race.reaction
        found = np.asarray(np.linalg.solve(system, right), dtype=np.float64)
        found.setflags(write=False)
        return found

    def _need_rest(self) -> None:
        if not self.stable:
            raise NoSolution(f"{self.reason}; lower reactions or raise fatigue.")

    def table(self) -> Table:
        """Return spending at rest, and what each country's dollar makes the others spend."""
        unit = self.race.unit
        if not self.stable:
            rows = list(zip(self.race.countries, self.race.fatigue.tolist(), strict=True))
            return Table("Arms race", ["country", Column("fatigue", "per year", 3)], rows, [self.reason])
        columns: list[Column | str] = ["country", Column("at rest", unit, 3)]
        columns += [Column(f"per dollar of {name}", "", 3) for name in self.race.countries]
        rows_at_rest = [
            (name, level, *spill)
            for name, level, spill in zip(
                self.race.countries, self.levels.tolist(), self.spill_over.tolist(), strict=True
            )
        ]
        how = "proven by weights" if self.proof else "by eigenvalues"
        note = f"stable ({how}); the largest eigenvalue is {_number(self.growth)} a year"
        return Table("Arms race", columns, rows_at_rest, [note])

    def answer(self) -> dict[str, Any]:
        """Return spending at rest and spill-overs, or the reason why there is no rest."""
        return {
            "stable": self.stable,
            "reason": self.reason,
            "growth": [self.growth.real, self.growth.imag],
            "levels": dict(zip(self.race.countries, self.levels.tolist(), strict=True))
            if self.stable
            else None,
            "spill_over": self.spill_over.tolist() if self.stable else None,
        }

    def certificate(self) -> dict[str, Any]:
        """Return the weights that prove stability, and the residual of the equilibrium."""
        weights = None if self.proof is None else [float(weight) for weight in self.proof]
        if not self.stable:
            return {"growth": [self.growth.real, self.growth.imag], "weights": weights}
        race = self.race
        change = race.reaction @ self.levels - race.fatigue * self.levels + race.grievance
        return {
            "growth": [self.growth.real, self.growth.imag],
            "weights": weights,
            "residual": float(abs(change).max()),
            "least_level": float(self.levels.min()),
        }


def _number(value: complex) -> str:
    return f"{value.real:.4g}" if abs(value.imag) < 1e-12 else f"{value.real:.4g} ± {abs(value.imag):.4g}i"
