"""What ratification says: the deal that passes, and what a harder ratifier does to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.linkage_solution import picked, settled, words
from negotiate.bargaining.win_sets import RatificationProblem, Ratifier
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["RatifiedDeal", "WinSetEffects"]


@dataclass(frozen=True, eq=False)
class RatifiedDeal(Solution):
    """The deal among outcomes in every win-set, beside the one that needs no ratification.

    Attributes
    ----------
    problem : RatificationProblem
    unconstrained : Solution
        The deal where everything passes.
    constrained : Solution or None
        The deal among what passes; None where nothing does.
    """

    problem: RatificationProblem
    unconstrained: Any
    constrained: Any
    concept: str = field(default="ratified deal", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of problem and ratifiers, and the solution's name."""
        return Provenance(self.problem.digest, {"solution": self.unconstrained.concept})

    @property
    def agreement(self) -> bool:
        """Whether there is a deal that passes."""
        return self.constrained is not None and bool(self.constrained.agreement)

    @property
    def reason(self) -> str:
        """Why there is no agreement; blank where there is one."""
        if self.agreement:
            return ""
        if self.constrained is None:
            return "no outcome passes on every side"
        return f"among {len(self.problem.ratifiable)} outcomes that pass, {self.constrained.reason}"

    @property
    def exact_payoffs(self) -> tuple[Fraction, ...]:
        """The negotiators' payoffs, exactly where the solution picks an outcome."""
        passing = self.problem.passing
        if passing is None or not self.agreement:
            return self.problem.bargaining.reservation
        return settled(passing, self.constrained)

    @property
    def payoffs(self) -> NDArray[np.float64]:
        """The negotiators' payoffs, shape (players,), in the problem's unit."""
        return np.array([float(payoff) for payoff in self.exact_payoffs])

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of the outcomes picked; empty without a deal."""
        return tuple(self.constrained.labels) if self.agreement else ()

    def table(self) -> Table:
        """Return both deals, with what each player gains over no deal."""
        bargaining = self.problem.bargaining
        heads: list[Column | str] = ["deal among", "outcomes", "deal"]
        heads += [Column(f"gain of {player}", bargaining.unit, 3) for player in bargaining.players]
        free = settled(bargaining, self.unconstrained)
        starts = (
            ("all outcomes", len(bargaining.feasible), words(self.unconstrained)),
            ("those that pass", len(self.problem.ratifiable), self._words()),
        )
        rows: list[tuple[Cell, ...]] = []
        for start, payoffs in zip(starts, (free, self.exact_payoffs), strict=True):
            gains = (float(u - d) for u, d in zip(payoffs, bargaining.reservation, strict=True))
            rows.append((*start, *gains))
        notes = [
            f"Win-set of {side}: {len(self.problem.win_set(side))} of {len(bargaining.feasible)} outcomes."
            for side in bargaining.players
        ]
        if not self.agreement:
            notes.append(f"No agreement: {self.reason}.")
        return Table("The deal that is ratified", heads, rows, notes)

    def _words(self) -> str:
        return words(self.constrained) if self.agreement else "no agreement"

    def answer(self) -> dict[str, Any]:
        """Return the deal, and the size of each win-set."""
        bargaining = self.problem.bargaining
        return {
            "agreement": self.agreement,
            "reason": self.reason,
            "labels": self.labels,
            "payoffs": self.payoffs,
            "players": bargaining.players,
            "unit": bargaining.unit,
            "win_sets": {side: len(self.problem.win_set(side)) for side in bargaining.players},
            "ratifiable": len(self.problem.ratifiable),
        }

    def certificate(self) -> dict[str, Any]:
        """Return each ratifier's least gain from the deal (at least 0), and the solution's own proof."""
        if not self.agreement:
            return {"ratifiable": len(self.problem.ratifiable)}
        deal = self.constrained.certificate()
        places = self.problem.ratifiable[picked(self.constrained)]
        gains = {r.name: float(min(r.payoffs[places] - r.reversion)) for r in self.problem.ratifiers}
        return {"gain_of_ratifiers": gains, "deal": deal}


@dataclass(frozen=True, eq=False)
class WinSetEffects(Solution):
    """The deal at each hardness of one ratifier, with and without the other side's ratifiers.

    Attributes
    ----------
    problem : RatificationProblem
    ratifier : Ratifier
        The one that varies.
    reversions : tuple of Fraction
        What it gets without a deal, step by step.
    one_sided, two_sided : tuple of RatifiedDeal
        With the ratifiers of its own side only, and with all.
    """

    problem: RatificationProblem
    ratifier: Ratifier
    reversions: tuple[Fraction, ...]
    one_sided: tuple[RatifiedDeal, ...]
    two_sided: tuple[RatifiedDeal, ...]
    concept: str = field(default="shrinking win set", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of problem and ratifiers, and what varied."""
        solution = self.one_sided[0].unconstrained.concept
        options = {"ratifier": self.ratifier.name, "reversions": self.reversions, "solution": solution}
        return Provenance(self.problem.digest, options)

    @property
    def side(self) -> int:
        """The position of the player whose ratifier varies."""
        return self.problem.bargaining.players.index(self.ratifier.side)

    def own_payoffs(self, deals: tuple[RatifiedDeal, ...]) -> tuple[Fraction, ...]:
        """Return the payoffs of the ratifier's own side, step by step."""
        return tuple(deal.exact_payoffs[self.side] for deal in deals)

    def best(self, deals: tuple[RatifiedDeal, ...]) -> Fraction:
        """Return the (first) step that is best for the ratifier's own side."""
        payoffs = self.own_payoffs(deals)
        return self.reversions[payoffs.index(max(payoffs))]

    def table(self) -> Table:
        """Return one row a step: the win-set's size, and both deals with the own side's gain."""
        bargaining, side = self.problem.bargaining, self.ratifier.side
        heads: list[Column | str] = [f"{self.ratifier.name} asks for", "win-set"]
        for how in ("alone", "both"):
            heads += [f"deal, {how}"]
            heads += [Column(f"{player}, {how}", bargaining.unit, 3) for player in bargaining.players]
        rows: list[tuple[Cell, ...]] = []
        for step, alone, both in zip(self.reversions, self.one_sided, self.two_sided, strict=True):
            row: list[Cell] = [float(step), len(alone.problem.win_set(side))]
            for deal in (alone, both):
                pairs = zip(deal.exact_payoffs, bargaining.reservation, strict=True)
                row += [next(iter(deal.labels), "no agreement"), *(float(u - d) for u, d in pairs)]
            rows.append(tuple(row))
        notes = [
            "Numbers are gains over no deal.",
            f"Alone: only ratifiers of {side} count. Both: those of the other side too.",
        ]
        return Table(f"What a harder {self.ratifier.name} does to the deal", heads, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return the deals step by step, and the steps best for the ratifier's side."""
        return {
            "ratifier": self.ratifier.name,
            "side": self.ratifier.side,
            "reversions": [float(step) for step in self.reversions],
            "one_sided": [deal.answer() for deal in self.one_sided],
            "two_sided": [deal.answer() for deal in self.two_sided],
            "best_step": {
                "one_sided": float(self.best(self.one_sided)),
                "two_sided": float(self.best(self.two_sided)),
            },
        }

    def certificate(self) -> dict[str, Any]:
        """Return every deal's certificate."""
        return {
            "one_sided": [deal.certificate() for deal in self.one_sided],
            "two_sided": [deal.certificate() for deal in self.two_sided],
        }
