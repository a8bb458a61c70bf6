"""OutcomePayoffs: payoffs by outcome, with their decomposition by term."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import finite_array
from negotiate.errors import InvalidInput
from negotiate.payoffs.outcome import Outcome
from negotiate.payoffs.term import Term
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["OutcomePayoffs"]


@dataclass(frozen=True, eq=False)
class OutcomePayoffs(Solution):
    """Every player's payoff at every outcome, exact, and what each term contributes.

    Made by ``PayoffModel.evaluate``.

    Attributes
    ----------
    players : tuple of str
        The players, in the order of the payoff arrays.
    terms : tuple of Term
        The terms whose weight is not 0, in the order of ``units``.
    outcomes : tuple of Outcome
        Where they were evaluated.
    units : ndarray of int, shape (terms, outcomes)
        Each term's weighted value, as a whole number of ``resolution``.
    unit : str
        Unit of the payoffs.
    resolution : Fraction
        The step to which each term was rounded, in ``unit``.
    """

    players: tuple[str, ...]
    terms: tuple[Term, ...]
    outcomes: tuple[Outcome, ...]
    units: NDArray[np.object_]
    unit: str
    resolution: Fraction
    concept: str = field(default="payoffs", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """What the payoffs were made from: a digest of terms, outcomes and values."""
        content = {
            "players": self.players,
            "unit": self.unit,
            "resolution": self.resolution,
            "terms": [[term.player, term.name, term.weight] for term in self.terms],
            "outcomes": [outcome.to_dict() for outcome in self.outcomes],
            "units": self.units,
        }
        return Provenance(inputs=digest(content))

    @cached_property
    def totals(self) -> NDArray[np.object_]:
        """Payoffs as whole numbers of the resolution, shape (players, outcomes)."""
        totals = np.zeros((len(self.players), len(self.outcomes)), dtype=object)
        for row, term in enumerate(self.terms):
            totals[self.players.index(term.player)] += self.units[row]
        return _read_only(totals)

    @cached_property
    def exact(self) -> NDArray[np.object_]:
        """Payoffs as ``Fraction``s, shape (players, outcomes), in ``unit``."""
        return _read_only(self.totals * self.resolution)

    @cached_property
    def payoffs(self) -> NDArray[np.float64]:
        """Payoffs as floats, shape (players, outcomes), in ``unit``."""
        return finite_array("payoffs", self.exact)

    @cached_property
    def contributions(self) -> NDArray[np.float64]:
        """What each term adds, as floats of shape (terms, outcomes), in ``unit``."""
        return finite_array("contributions", self.units * self.resolution)

    @cached_property
    def _positions(self) -> dict[Outcome, int]:
        return {outcome: position for position, outcome in enumerate(self.outcomes)}

    def position(self, outcome: Outcome) -> int:
        """Return the column of an outcome.

        Raises
        ------
        InvalidInput
            For an outcome that was not evaluated.
        """
        if outcome not in self._positions:
            raise InvalidInput(f"the outcome {outcome} was not evaluated; add it to the outcomes.")
        return self._positions[outcome]

    def at(self, outcome: Outcome) -> tuple[Fraction, ...]:
        """Return the exact payoffs of all players at an outcome."""
        return tuple(self.exact[:, self.position(outcome)])

    def decomposition(self, outcome: Outcome) -> Table:
        """Return one outcome's payoffs, term by term, each player's total below its terms."""
        column = self.position(outcome)
        rows: list[tuple[Cell, ...]] = []
        for number, player in enumerate(self.players):
            for row, term in enumerate(self.terms):
                if term.player == player:
                    value = self.units[row, column] * self.resolution
                    rows.append((player, term.name, term.symbol, value))
            rows.append((player, "total", "", self.exact[number, column]))
        heads: list[Column | str] = ["player", "term", "symbol", Column("value", self.unit, 3)]
        return Table(f"Payoffs by term at {outcome}", heads, rows, [self._note()])

    def table(self) -> Table:
        """Return the payoffs by outcome, one column a player."""
        heads: list[Column | str] = ["outcome", *(Column(player, self.unit, 3) for player in self.players)]
        rows: list[tuple[Cell, ...]] = [(outcome.label, *self.at(outcome)) for outcome in self.outcomes]
        return Table("Payoffs against the status quo", heads, rows, [self._note()])

    def _note(self) -> str:
        return f"Each term is rounded to {self.resolution} {self.unit}, then added."

    def answer(self) -> dict[str, Any]:
        """Return outcomes, totals and the decomposition in whole units of the resolution."""
        return {
            "unit": self.unit,
            "resolution": self.resolution,
            "players": self.players,
            "outcomes": [outcome.to_dict() for outcome in self.outcomes],
            "terms": [
                {
                    "player": term.player,
                    "name": term.name,
                    "symbol": term.symbol,
                    "description": term.description,
                    "weight": term.weight,
                }
                for term in self.terms
            ],
            "units": self.units,
            "totals": self.totals,
            "payoffs": self.payoffs,
        }

    def certificate(self) -> dict[str, Any]:
        """Return how far rounding moved a payoff at most, and its bound.

        The terms are evaluated anew and summed without rounding; a payoff is off by at most
        half a unit a term.
        """
        off = Fraction(0)
        for number, player in enumerate(self.players):
            own = [term for term in self.terms if term.player == player]
            for outcome, payoff in zip(self.outcomes, self.exact[number], strict=True):
                unrounded = sum((term.value(outcome) for term in own), Fraction(0))
                off = max(off, abs(payoff - unrounded))
        most_terms = max(sum(t.player == player for t in self.terms) for player in self.players)
        return {"largest_rounding": off, "bound": most_terms * self.resolution / 2}


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array
