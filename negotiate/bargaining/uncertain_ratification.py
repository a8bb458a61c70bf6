r"""Uncertain ratification: a deal that may fail at home is worth less to everybody.

An outcome :math:`x` that is ratified with probability :math:`\Pr(x)` is worth
:math:`\Pr(x)u(x) + (1-\Pr(x))u(\text{reversion})` to a party [1]_. A negotiator therefore offers
more to those who ratify than it would if sure of them, and less than would make it sure.

References
----------
.. [1] K. Iida (1993), When and how do domestic constraints matter?, Journal of Conflict
   Resolution 37(3), 403-426. doi:10.1177/0022002793037003001
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.bargaining.linkage import SolutionConcept
from negotiate.bargaining.linkage_solution import settled, words
from negotiate.bargaining.nash import nash_solution
from negotiate.bargaining.problem import BargainingProblem
from negotiate.checks import exact_array, instance_of
from negotiate.errors import InvalidInput
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["UncertainRatification", "uncertain_ratification"]


@dataclass(frozen=True, eq=False)
class UncertainRatification(Solution):
    """The deal in expected payoffs, and each player's favourite.

    Attributes
    ----------
    problem : BargainingProblem
        Payoffs where a deal is ratified; its disagreement point is the reversion.
    probability : tuple of Fraction
        That each outcome is ratified.
    expected : BargainingProblem
        Expected payoffs, the same outcomes in the same order.
    deal : Solution
        The bargaining solution on ``expected``.
    """

    problem: BargainingProblem
    probability: tuple[Fraction, ...]
    expected: BargainingProblem
    deal: Any
    concept: str = field(default="uncertain ratification", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of problem and probabilities, and the solution's name."""
        content = {"problem": self.problem.digest, "probability": self.probability}
        return Provenance(digest(content), {"solution": self.deal.concept})

    def favourites(self, player: int) -> NDArray[np.intp]:
        """Return the outcomes with a player's largest expected payoff, by position: all that tie."""
        payoffs = [self.expected.payoffs(k)[player] for k in range(len(self.probability))]
        most = max(payoffs)
        return np.array([k for k, payoff in enumerate(payoffs) if payoff == most], dtype=np.intp)

    def table(self) -> Table:
        """Return the deal and each player's favourite, with the chance that it is ratified."""
        unit, players = self.problem.unit, self.problem.players
        heads: list[Column | str] = ["chosen by", "outcome", "ratified with"]
        heads += [Column(f"expected gain of {player}", unit, 3) for player in players]
        rows: list[tuple[Cell, ...]] = [("bargaining", words(self.deal), *self._numbers(None))]
        for number, player in enumerate(players):
            place = int(self.favourites(number)[0])
            rows.append((f"{player} alone", self.problem.label(place), *self._numbers(place)))
        return Table("Deals that may fail to be ratified", heads, rows)

    def _numbers(self, place: int | None) -> tuple[float | None, ...]:
        """Return probability and expected gains at an outcome, or at the deal."""
        if place is None and len(getattr(self.deal, "ties", ())):
            place = int(self.deal.ties[0])
        payoffs = settled(self.expected, self.deal) if place is None else self.expected.payoffs(place)
        gains = [float(u - d) for u, d in zip(payoffs, self.expected.reservation, strict=True)]
        return (None if place is None else float(self.probability[place]), *gains)

    def answer(self) -> dict[str, Any]:
        """Return the deal and each player's favourites."""
        return {
            "deal": words(self.deal),
            "agreement": bool(self.deal.agreement),
            "expected_payoffs": list(map(float, settled(self.expected, self.deal))),
            "favourites": {
                player: [self.problem.label(k) for k in self.favourites(number).tolist()]
                for number, player in enumerate(self.problem.players)
            },
        }

    def certificate(self) -> dict[str, Any]:
        """Return by how much each player's favourite beats its next best, and the deal's own proof."""
        margins = {}
        for number, player in enumerate(self.problem.players):
            payoffs = sorted({self.expected.payoffs(k)[number] for k in range(len(self.probability))})
            margins[player] = float(payoffs[-1] - payoffs[-2]) if len(payoffs) > 1 else None
        return {"margin_over_next_best": margins, "deal": self.deal.certificate()}


def uncertain_ratification(
    problem: BargainingProblem,
    probability: ArrayLike | Sequence[Any],
    *,
    solution: SolutionConcept = nash_solution,
) -> UncertainRatification:
    """Solve for the deal where each outcome is ratified with some probability.

    Exact.

    Parameters
    ----------
    problem : BargainingProblem
        Payoffs of ratified outcomes; the disagreement point is what follows where one fails.
    probability : array-like, shape (outcomes,)
        From 0 to 1.
    solution : callable
        Takes the problem of expected payoffs; the Nash solution unless given.

    Raises
    ------
    InvalidInput
        For a wrong shape or a number that is no probability.

    Examples
    --------
    >>> splits = [(k, 10 - k) for k in range(11)]
    >>> cake = BargainingProblem(splits, (0, 0), ("Home", "Foreign"), "bn USD")
    >>> result = uncertain_ratification(cake, [1 - k / 16 for k in range(11)])
    >>> result.favourites(0), result.deal.ties
    (array([8]), array([3]))
    """
    instance_of("problem", problem, BargainingProblem)
    chances = exact_array("probability", probability, (len(problem.feasible),)).tolist()
    for place, chance in enumerate(chances):
        if not 0 <= chance <= 1:
            raise InvalidInput(
                f"probability[{place}] is {float(chance):g}; a probability must be from 0 to 1."
            )
    outcomes = [
        [d + chance * (u - d) for u, d in zip(problem.payoffs(k), problem.reservation, strict=True)]
        for k, chance in enumerate(chances)
    ]
    expected = BargainingProblem(
        outcomes, list(problem.reservation), problem.players, problem.unit, problem.labels
    )
    return UncertainRatification(problem, tuple(chances), expected, solution(expected))
