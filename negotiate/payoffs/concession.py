"""Additionality: how much of a purchase is a concession.

What the buyer would have bought anyway is no concession: with ``d_alone`` the level it likes
best by itself, buying d concedes ``max(0, d − d_alone)``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import exact_array, finite_array
from negotiate.errors import InvalidInput
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["Additionality", "additionality"]


@dataclass(frozen=True, eq=False)
class Additionality(Solution):
    """What the buyer would buy by itself, and how much of every level is a concession.

    Attributes
    ----------
    levels : ndarray, shape (levels,)
        Purchases above the status quo, in ``unit``.
    payoffs : tuple of Fraction
        The buyer's payoff at each level, the package held fixed.
    unit : str
        Unit of levels and payoffs.
    """

    levels: NDArray[np.float64]
    payoffs: tuple[Fraction, ...]
    unit: str
    provenance: Provenance
    concept: str = field(default="additionality", init=False)

    @property
    def best(self) -> tuple[float, ...]:
        """All levels that the buyer likes best by itself."""
        top = max(self.payoffs)
        best = (d for d, payoff in zip(self.levels, self.payoffs, strict=True) if payoff == top)
        return tuple(sorted(float(level) for level in best))

    @property
    def alone(self) -> float:
        """The level bought without a deal; the largest where several are equally good."""
        return self.best[-1]

    @property
    def concessions(self) -> NDArray[np.float64]:
        """How much of each level is a concession, shape (levels,)."""
        return np.maximum(0.0, self.levels - self.alone)

    def table(self) -> Table:
        """Return each level's payoff and concession."""
        heads: list[Column | str] = [
            Column("purchases", self.unit, 3),
            Column("buyer's payoff", self.unit, 3),
            Column("concession", self.unit, 3),
        ]
        rows: list[tuple[Cell, ...]] = [
            (float(level), payoff, float(conceded))
            for level, payoff, conceded in zip(self.levels, self.payoffs, self.concessions, strict=True)
        ]
        note = f"By itself the buyer would buy {self.alone:g} {self.unit} above the status quo."
        return Table("How much of a purchase is a concession", heads, rows, [note])

    def answer(self) -> dict[str, Any]:
        """Return the level bought without a deal, its ties, and the concessions."""
        return {
            "alone": self.alone,
            "ties": self.best,
            "levels": self.levels,
            "concessions": self.concessions,
            "unit": self.unit,
        }

    def certificate(self) -> dict[str, Any]:
        """Return the payoffs that were compared, exact."""
        return {"payoffs": self.payoffs}


def additionality(levels: ArrayLike, payoffs: ArrayLike, *, unit: str = "bn USD/yr") -> Additionality:
    """Find what the buyer would buy by itself, among the levels given.

    Exact comparison of the payoffs given. Where several levels are equally good, the largest
    counts as bought anyway: what costs the buyer nothing is no concession.

    Parameters
    ----------
    levels : array-like, shape (levels,)
        Purchases above the status quo, distinct and at least 0.
    payoffs : array-like, shape (levels,)
        The buyer's payoff at each, the package held fixed.
    unit : str
        Unit of both.

    Raises
    ------
    InvalidInput
        For a negative or repeated level, or another number of payoffs than of levels.

    Examples
    --------
    >>> additionality([0, 2, 4, 6], [0, 1, 1, -2]).concessions
    array([0., 0., 0., 2.])
    """
    listed = finite_array("levels", levels, ("levels",))
    exact = tuple(exact_array("payoffs", payoffs, (len(listed),)))
    if listed.min() < 0:
        raise InvalidInput(f"levels holds {listed.min():g}; purchases must be at least 0.")
    if len(np.unique(listed)) != len(listed):
        raise InvalidInput("levels has a level twice; levels must be distinct.")
    inputs = digest({"levels": listed, "payoffs": exact, "unit": unit})
    return Additionality(listed, exact, unit, provenance=Provenance(inputs=inputs))
