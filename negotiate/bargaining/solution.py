"""What a bargaining solution says: the deal, or no agreement with its reason, and the proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.rationality import gain_signs
from negotiate.checks import freeze
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Cell, Table

__all__ = ["NOBODY_GAINS", "BargainingSolution"]

NOBODY_GAINS = "no outcome gives every player more than disagreement does"
_SHOWN = 6  # labels of tied outcomes named in a table's note


class Bargained(Protocol):
    """What every kind of bargaining problem has."""

    @property
    def players(self) -> tuple[str, ...]:
        """Names of the players."""

    @property
    def disagreement(self) -> NDArray[np.float64]:
        """Payoffs without agreement, shape (players,)."""

    @property
    def unit(self) -> str:
        """Unit of all payoffs."""


@dataclass(frozen=True, eq=False, init=False, repr=False)
class BargainingSolution(Solution):
    """A deal on a finite feasible set; the disagreement point where there is none.

    Parameters
    ----------
    problem : BargainingProblem
    concept : str
        The name of the solution.
    convention : str
        How a finite set is treated; ``"discrete"`` picks among the outcomes themselves.
    ties : ndarray of int
        Positions of all outcomes that the solution picks, ascending; empty for no agreement.
    reason : str
        Why there is no agreement; blank where there is one.
    proof : mapping
        What ``certificate`` returns.
    """

    problem: BargainingProblem
    concept: str
    convention: str
    ties: NDArray[np.intp]
    reason: str
    proof: Mapping[str, Any]
    provenance: Provenance

    def __init__(
        self,
        problem: BargainingProblem,
        concept: str,
        *,
        ties: NDArray[np.intp],
        proof: Mapping[str, Any],
        reason: str = "",
        convention: str = "discrete",
        options: Mapping[str, object] | None = None,
    ) -> None:
        picked = np.array(ties, dtype=np.intp)
        picked.setflags(write=False)
        freeze(
            self,
            problem=problem,
            concept=concept,
            convention=convention,
            ties=picked,
            reason=reason,
            proof=dict(proof),
            provenance=Provenance(problem.digest, dict(options or {})),
        )

    def __repr__(self) -> str:
        deal = ", ".join(self.labels) if self.agreement else "no agreement"
        return f"BargainingSolution({self.concept}: {deal})"

    @property
    def agreement(self) -> bool:
        """Whether there is a deal."""
        return bool(len(self.ties))

    @property
    def payoffs(self) -> NDArray[np.float64]:
        """Payoffs of the first tied outcome, shape (players,); disagreement without a deal."""
        problem = self.problem
        return problem.feasible[self.ties[0]] if self.agreement else problem.disagreement

    @property
    def gains(self) -> NDArray[np.float64]:
        """Gains over disagreement in the first tied outcome, shape (players,)."""
        if not self.agreement:
            return np.zeros(len(self.problem.players))
        return np.array([float(gain) for gain in self.problem.gains(int(self.ties[0]))])

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of the tied outcomes; empty without a deal."""
        return tuple(self.problem.label(int(outcome)) for outcome in self.ties)

    def table(self) -> Table:
        """Return one row a player: disagreement, payoff, gain."""
        title = f"Bargaining, {self.concept} solution"
        return payoff_table(title, self.problem, self.payoffs, self.gains, self._notes())

    def _notes(self) -> list[str]:
        if not self.agreement:
            return [f"No agreement: {self.reason}."]
        notes = [f"Deal: {self.labels[0]}."] if self.problem.labels is not None else []
        if len(self.ties) > 1:
            more = ", …" if len(self.ties) > _SHOWN else ""
            listed = ", ".join(self.labels[:_SHOWN]) + more
            notes.append(f"{len(self.ties)} outcomes tie ({listed}); the first is shown.")
        return notes

    def answer(self) -> dict[str, Any]:
        """Return the deal as a JSON-ready dict."""
        return {
            "agreement": self.agreement,
            "reason": self.reason,
            "convention": self.convention,
            "outcomes": self.ties.tolist(),
            "labels": list(self.labels),
            "players": list(self.problem.players),
            "unit": self.problem.unit,
            "disagreement": self.problem.disagreement.tolist(),
            "payoffs": self.payoffs.tolist(),
            "gains": self.gains.tolist(),
        }

    def certificate(self) -> dict[str, Any]:
        """Return the proof: what the solution claims, worked out from the problem."""
        return dict(self.proof)


def payoff_table(
    title: str,
    problem: Bargained,
    payoffs: NDArray[np.float64],
    gains: NDArray[np.float64],
    notes: Sequence[str],
) -> Table:
    """Return one row a player: disagreement, payoff, gain."""
    rows: list[tuple[Cell, ...]] = [
        (player, float(point), float(payoff), float(gain))
        for player, point, payoff, gain in zip(
            problem.players, problem.disagreement, payoffs, gains, strict=True
        )
    ]
    of_unit = f" [{problem.unit}]" if problem.unit else ""
    return Table(f"{title}{of_unit}", ["player", "disagreement", "payoff", "gain"], rows, notes)


def no_agreement(
    problem: BargainingProblem, concept: str, options: Mapping[str, object] | None = None
) -> BargainingSolution:
    """Return the answer where nobody, or not everybody, can gain; with the count that proves it."""
    signs = gain_signs(problem)
    proof = {
        "outcomes": len(signs),
        "outcomes_better_for_all": int((signs > 0).all(axis=1).sum()),
        "outcomes_better_for": dict(zip(problem.players, (signs > 0).sum(axis=0).tolist(), strict=True)),
    }
    nothing = np.array([], dtype=np.intp)
    return BargainingSolution(
        problem, concept, ties=nothing, proof=proof, reason=NOBODY_GAINS, options=options
    )
