"""What comes out of an arms race: where it rests, how it gets there, who answers whom by how much."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, finite_number, one_of
from negotiate.errors import InvalidInput, NoSolution
from negotiate.provenance import Provenance
from negotiate.region.matrices import comes_to_rest, dominates, flat, largest_growth
from negotiate.solution import Solution
from negotiate.table import Column, Table

if TYPE_CHECKING:
    from negotiate.region.arms_race import ArmsRace

__all__ = ["Reaction"]

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
        return largest_growth(self._motion)

    @property
    def _motion(self) -> Floats:
        """``K − A``."""
        return np.asarray(self.race.reaction - np.diag(self.race.fatigue), dtype=np.float64)

    @cached_property
    def proof(self) -> tuple[Fraction, ...] | None:
        """Weights that prove stability in rational arithmetic; None where arms of some save others' own."""
        if self.race.reaction.min() < 0:
            return None
        return dominates(self.race.reaction, self.race.fatigue)

    @cached_property
    def stable(self) -> bool:
        """Whether spending returns to rest after any shock.

        Where no reaction is negative this is proven; else it is read from the eigenvalues, which
        must be below 0 by more than their rounding.
        """
        if self.race.reaction.min() >= 0:
            return self.proof is not None
        return comes_to_rest(self.race.reaction, self.race.fatigue)

    @property
    def reason(self) -> str:
        """Why there is no rest; blank where there is."""
        if self.stable:
            return ""
        return f"no equilibrium: explosive, {_largest(self._motion)}"

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
        Raises where there is no rest, or where only the first country's own answers make for one.
        """
        known = self.race.countries
        who, rise = known.index(one_of("country", country, known)), finite_number("extra", extra)
        self._need_rest()
        others = [k for k in range(len(known)) if k != who]
        inflow, outflow = self.race.reaction[np.ix_(others, others)], self.race.fatigue[others]
        if self.race.reaction.min() < 0 and not comes_to_rest(inflow, outflow):
            raise NoSolution(
                f"no equilibrium: with the spending of {country} given that of the others is explosive, "
                f"{_largest(inflow - np.diag(outflow))}; lower their reactions or raise fatigue."
            )
        answer = np.linalg.solve(np.diag(outflow) - inflow, self.race.reaction[others, who] * rise)
        return {known[k]: float(more) for k, more in zip(others, answer, strict=True)}

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
        joined = np.zeros((len(begin) + 1, len(begin) + 1))
        joined[:-1, :-1], joined[:-1, -1] = self._motion, self.race.grievance
        state = np.append(begin, 1.0)
        with np.errstate(over="ignore", invalid="ignore"):
            track = np.array([(expm(joined * year) @ state)[:-1] for year in years])
        lost = np.flatnonzero(~np.isfinite(track).all(axis=1))
        if len(lost):
            raise InvalidInput(
                f"times holds {years[lost[0]]:g}; by then spending cannot be told in floating-point numbers. "
                "Give earlier times."
            )
        return track

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
        notes = [f"stable ({how}); the largest eigenvalue is {_number(self.growth)} a year"]
        below = [name for name, level in zip(self.race.countries, self.levels, strict=True) if level < 0]
        if below:
            notes.append(f"below 0, where nobody can spend: {', '.join(below)}; its grievance is goodwill")
        return Table("Arms race", columns, rows_at_rest, notes)

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


def _largest(matrix: Floats) -> str:
    """Say which eigenvalue is the largest; one that is 0 but for rounding is called so."""
    growth = largest_growth(matrix)
    near = " but for rounding" if abs(growth.real) <= flat(matrix) else ""
    return f"the largest eigenvalue is {'0' if near and not growth.imag else _number(growth)}{near}"


def _number(value: complex) -> str:
    return f"{value.real:.4g}" if abs(value.imag) < 1e-12 else f"{value.real:.4g} ± {abs(value.imag):.4g}i"
