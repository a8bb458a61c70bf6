"""A division: what each player gets of the worth of everybody together, with the proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from negotiate.checks import one_of
from negotiate.coalition.game import CoalitionGame
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["Division"]


@dataclass(frozen=True, eq=False)
class Division(Solution):
    """Payoffs to the players of a coalition game.

    Attributes
    ----------
    game : CoalitionGame
        What was asked.
    payoffs : tuple of Fraction
        By player, exact, in ``game.unit``.
    proof : mapping
        What proves them, worked out from the game; ``certificate()`` adds the largest excess.
    """

    game: CoalitionGame
    concept: str
    payoffs: tuple[Fraction, ...]
    proof: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of the game, and the options."""
        return Provenance(self.game.digest, self.options)

    def __getitem__(self, player: str) -> Fraction:
        """Return what a player gets."""
        return self.payoffs[self.game.players.index(one_of("player", player, self.game.players))]

    @property
    def efficient(self) -> bool:
        """Whether the payoffs sum to the worth of everybody."""
        return sum(self.payoffs) == self.game.total

    @cached_property
    def largest_excess(self) -> tuple[Fraction, tuple[str, ...]] | None:
        """What the most dissatisfied coalition could add to its payoffs by itself, and which one it is.

        Above 0, that coalition does better alone; ``None`` for a single player, who has no coalition
        beside everybody.
        """
        if len(self.game.players) == 1:
            return None
        excess, scale = self.game.excess(self.payoffs)
        mask = 1 + int(excess[1:-1].argmax())
        return Fraction(int(excess[mask]), scale), self.game.coalition(mask)

    @property
    def in_core(self) -> bool:
        """Whether the payoffs share out the worth of everybody, and no coalition does better alone."""
        worst = self.largest_excess
        return self.efficient and (worst is None or worst[0] <= 0)

    def table(self) -> Table:
        """Return what each player gets, beside what it gets alone."""
        unit = self.game.unit
        columns: list[Column | str] = [
            "player",
            Column("alone", unit, 4),
            Column("payoff", unit, 4),
            Column("gain", unit, 4),
        ]
        pairs = zip(self.game.players, self.game.alone, self.payoffs, strict=True)
        rows = [(player, alone, payoff, payoff - alone) for player, alone, payoff in pairs]
        notes = [f"together {float(self.game.total):.4f}"] if self.efficient else []
        if self.efficient and self.largest_excess is not None:
            excess, who = self.largest_excess
            verdict = "in the core" if self.in_core else "not in the core"
            notes.append(f"{verdict}: the largest excess, {float(excess):.4f}, is that of {' + '.join(who)}")
        return Table(f"Coalition game, {self.concept}", columns, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return the payoffs by player, exact."""
        return {
            "payoffs": dict(zip(self.game.players, self.payoffs, strict=True)),
            "total": self.game.total,
            "efficient": self.efficient,
            "in_core": self.in_core,
        }

    def certificate(self) -> dict[str, Any]:
        """Return the proof, and the largest excess of a coalition."""
        worst = self.largest_excess
        return {
            **self.proof,
            "largest_excess": None if worst is None else worst[0],
            "of_coalition": None if worst is None else list(worst[1]),
        }
