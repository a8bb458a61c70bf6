"""The answer to a regret problem: a bundle or a lottery of bundles, with its proof."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

if TYPE_CHECKING:
    from negotiate.procurement.risk.regret import RegretProblem

__all__ = ["RegretSolution"]


@dataclass(frozen=True, eq=False)
class RegretSolution(Solution):
    """Bundles and their weights, with regrets worked out from the problem.

    Attributes
    ----------
    problem : RegretProblem
        What was asked.
    weights : ndarray, shape (bundles,)
        Probability of each bundle; 1 for the bundle chosen where nothing is drawn by lot.
    mixture : ndarray, shape (scenarios,) or None
        The mixture over scenarios that proves the bound, or that was given.
    lower_bound : float
        No choice of the kind asked for has less regret.
    """

    problem: RegretProblem
    weights: NDArray[np.float64]
    mixture: NDArray[np.float64] | None
    lower_bound: float
    provenance: Provenance
    concept: str = "minimax regret"

    @cached_property
    def regrets(self) -> NDArray[np.float64]:
        """Expected regret of the choice in each scenario, shape (scenarios,)."""
        return self.weights @ self.problem.regrets

    @property
    def max_regret(self) -> float:
        """Largest regret over the scenarios."""
        return float(self.regrets.max())

    @property
    def expected_regret(self) -> float | None:
        """Regret against the mixture; None without one."""
        return None if self.mixture is None else float(self.regrets @ self.mixture)

    @property
    def chosen(self) -> str:
        """The bundle of the largest weight, the first among equals."""
        return self.problem.bundles[int(self.weights.argmax())]

    @property
    def worst_scenario(self) -> str:
        """The scenario of the largest regret, the first among equals."""
        return self.problem.scenarios[int(self.regrets.argmax())]

    @property
    def gap(self) -> float:
        """By how much the regret that is minimised exceeds its proven bound; rounding below 1e-12 is 0."""
        attained = self.expected_regret if self.concept == "expected regret" else self.max_regret
        over = (attained or 0.0) - self.lower_bound
        return over if over > 1e-12 * max(1.0, abs(self.lower_bound)) else 0.0

    def table(self) -> Table:
        """Return the bundles that are used, with their weights and regrets."""
        unit = self.problem.unit
        columns: list[Column | str] = ["bundle", Column("weight", "", 4)]
        columns += [Column(f"regret, {label}", unit, 4) for label in self.problem.scenarios]
        columns.append(Column("largest regret", unit, 4))
        used = np.flatnonzero(self.weights > 0)
        rows: list[tuple[Any, ...]] = [
            (
                self.problem.bundles[k],
                float(self.weights[k]),
                *self.problem.regrets[k].tolist(),
                float(self.problem.regrets[k].max()),
            )
            for k in used
        ]
        if len(used) > 1:
            rows.append(("the lottery", 1.0, *self.regrets.tolist(), self.max_regret))
        notes = [f"{self.concept}: proven bound {self.lower_bound:.6g}, gap {self.gap:.1e}"]
        if self.mixture is not None:
            shares = zip(self.problem.scenarios, self.mixture.tolist(), strict=True)
            notes.append("mixture: " + ", ".join(f"{name} {share:.4f}" for name, share in shares))
        return Table("Regret", columns, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return weights and regrets."""
        bundles = zip(self.problem.bundles, self.weights.tolist(), strict=True)
        return {
            "weights": {name: weight for name, weight in bundles if weight > 0},
            "regrets": dict(zip(self.problem.scenarios, self.regrets.tolist(), strict=True)),
            "max_regret": self.max_regret,
            "expected_regret": self.expected_regret,
            "worst_scenario": self.worst_scenario,
        }

    def certificate(self) -> dict[str, Any]:
        """Return the bound, the mixture that proves it, and the gap."""
        mixture = None if self.mixture is None else self.mixture.tolist()
        return {
            "lower_bound": self.lower_bound,
            "mixture": None if mixture is None else dict(zip(self.problem.scenarios, mixture, strict=True)),
            "gap": self.gap,
        }
