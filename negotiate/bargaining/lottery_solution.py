"""What a solution on lotteries says: outcomes with their probabilities, and the proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.lottery import LotteryProblem
from negotiate.bargaining.solution import payoff_table
from negotiate.checks import freeze
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Table

__all__ = ["LotterySolution"]

Lottery = Sequence[tuple[int, Fraction]]


@dataclass(frozen=True, eq=False, init=False, repr=False)
class LotterySolution(Solution):
    """A lottery over outcomes; the disagreement point where there is no agreement.

    Parameters
    ----------
    problem : LotteryProblem
    concept : str
        The name of the solution.
    lottery : sequence of (int, Fraction)
        Outcomes by position with their probabilities, which sum to 1 exactly; empty for no
        agreement. Payoffs are worked out from these rationals.
    exact : bool
        Whether the lottery is the solution itself, and not the nearest one found numerically.
    proof : mapping
        What ``certificate`` returns.
    reason : str
        Why there is no agreement; blank where there is one.
    """

    problem: LotteryProblem
    concept: str
    convention: str
    lottery: tuple[tuple[int, Fraction], ...]
    exact: bool
    reason: str
    proof: Mapping[str, Any]
    provenance: Provenance

    def __init__(
        self,
        problem: LotteryProblem,
        concept: str,
        *,
        lottery: Lottery,
        exact: bool,
        proof: Mapping[str, Any],
        reason: str = "",
        options: Mapping[str, object] | None = None,
        packages: tuple[str, ...] = (),
    ) -> None:
        freeze(
            self,
            problem=problem,
            concept=concept,
            convention="lottery",
            lottery=tuple((int(outcome), share) for outcome, share in lottery),
            exact=exact,
            reason=reason,
            proof=dict(proof),
            provenance=Provenance(problem.digest, dict(options or {}), packages=packages),
        )

    def __repr__(self) -> str:
        return f"LotterySolution({self.concept}: {self._deal() or 'no agreement'})"

    @property
    def agreement(self) -> bool:
        """Whether there is a deal."""
        return bool(self.lottery)

    @property
    def outcomes(self) -> NDArray[np.intp]:
        """Positions of the outcomes that the lottery draws from."""
        return np.array([outcome for outcome, _ in self.lottery], dtype=np.intp)

    @property
    def probabilities(self) -> NDArray[np.float64]:
        """Their probabilities."""
        return np.array([float(share) for _, share in self.lottery])

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of the outcomes that the lottery draws from; empty without a deal."""
        return tuple(self.problem.points.label(outcome) for outcome, _ in self.lottery)

    @property
    def exact_payoffs(self) -> tuple[Fraction, ...]:
        """Expected payoffs of the lottery as rationals; disagreement without a deal."""
        points = self.problem.points
        return self.problem.payoffs(self.lottery) if self.agreement else points.reservation

    @property
    def payoffs(self) -> NDArray[np.float64]:
        """Expected payoffs, shape (players,); disagreement without a deal."""
        return np.array([float(payoff) for payoff in self.exact_payoffs])

    @property
    def gains(self) -> NDArray[np.float64]:
        """Expected gains over disagreement, shape (players,)."""
        reservation = self.problem.points.reservation
        return np.array([float(u - d) for u, d in zip(self.exact_payoffs, reservation, strict=True)])

    def table(self) -> Table:
        """Return one row a player: disagreement, expected payoff, gain."""
        notes = [f"No agreement: {self.reason}."] if not self.agreement else [f"Lottery: {self._deal()}."]
        title = f"Bargaining over lotteries, {self.concept} solution"
        return payoff_table(title, self.problem, self.payoffs, self.gains, notes)

    def _deal(self) -> str:
        return ", ".join(f"{float(p):.4g} {self.problem.points.label(k)}" for k, p in self.lottery)

    def answer(self) -> dict[str, Any]:
        """Return the deal as a JSON-ready dict."""
        return {
            "agreement": self.agreement,
            "reason": self.reason,
            "convention": self.convention,
            "exact": self.exact,
            "outcomes": self.outcomes.tolist(),
            "labels": list(self.labels),
            "probabilities": self.probabilities.tolist(),
            "players": list(self.problem.players),
            "unit": self.problem.unit,
            "disagreement": self.problem.disagreement.tolist(),
            "payoffs": self.payoffs.tolist(),
            "gains": self.gains.tolist(),
        }

    def certificate(self) -> dict[str, Any]:
        """Return the proof: what the solution claims, worked out from the problem."""
        return dict(self.proof)
