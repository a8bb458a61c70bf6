"""What a solution on a convex programme says: the deal's variables, and the proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.program import ConvexProblem
from negotiate.bargaining.solution import payoff_table
from negotiate.checks import freeze
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Table

__all__ = ["ProgramSolution"]


@dataclass(frozen=True, eq=False, init=False, repr=False)
class ProgramSolution(Solution):
    """Values of the variables; the disagreement point where there is no agreement.

    Parameters
    ----------
    problem : ConvexProblem
    concept : str
        The name of the solution.
    deal : mapping of str to ndarray
        Value of each variable; empty for no agreement. Payoffs are worked out from these.
    proof : mapping
        What ``certificate`` returns.
    reason : str
        Why there is no agreement; blank where there is one.
    """

    problem: ConvexProblem
    concept: str
    convention: str
    deal: Mapping[str, NDArray[np.float64]]
    payoffs: NDArray[np.float64]
    reason: str
    proof: Mapping[str, Any]
    provenance: Provenance

    def __init__(
        self,
        problem: ConvexProblem,
        concept: str,
        *,
        deal: Mapping[str, NDArray[np.float64]],
        proof: Mapping[str, Any],
        reason: str = "",
        options: Mapping[str, object] | None = None,
    ) -> None:
        payoffs = np.array(problem.evaluate(deal)[0] if deal else problem.disagreement)
        values = {name: np.array(value, dtype=float) for name, value in deal.items()}
        for array in (payoffs, *values.values()):
            array.setflags(write=False)
        freeze(
            self,
            problem=problem,
            concept=concept,
            convention="convex",
            deal=values,
            payoffs=payoffs,
            reason=reason,
            proof=dict(proof),
            provenance=Provenance(problem.digest, dict(options or {}), packages=("cvxpy", "scipy")),
        )

    def __repr__(self) -> str:
        return f"ProgramSolution({self.concept}: {self._deal() or 'no agreement'})"

    @property
    def agreement(self) -> bool:
        """Whether there is a deal."""
        return bool(self.deal)

    @property
    def gains(self) -> NDArray[np.float64]:
        """Gains over disagreement, shape (players,)."""
        return self.payoffs - self.problem.disagreement

    def table(self) -> Table:
        """Return one row a player: disagreement, payoff, gain."""
        notes = [f"Deal: {self._deal()}."] if self.agreement else [f"No agreement: {self.reason}."]
        title = f"Bargaining over a convex programme, {self.concept} solution"
        return payoff_table(title, self.problem, self.payoffs, self.gains, notes)

    def _deal(self) -> str:
        texts = (np.array2string(value, precision=4, threshold=6) for value in self.deal.values())
        return ", ".join(f"{name} = {text}" for name, text in zip(self.deal, texts, strict=True))

    def answer(self) -> dict[str, Any]:
        """Return the deal as a JSON-ready dict."""
        return {
            "agreement": self.agreement,
            "reason": self.reason,
            "convention": self.convention,
            "deal": {name: value.tolist() for name, value in self.deal.items()},
            "players": list(self.problem.players),
            "unit": self.problem.unit,
            "disagreement": self.problem.disagreement.tolist(),
            "payoffs": self.payoffs.tolist(),
            "gains": self.gains.tolist(),
        }

    def certificate(self) -> dict[str, Any]:
        """Return the proof: what the solution claims, worked out from the problem."""
        return dict(self.proof)
