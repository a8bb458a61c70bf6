r"""A bargaining problem in which lotteries over the outcomes can be agreed too.

Feasible payoffs are then the convex hull of the outcomes' payoffs, expected payoffs of a
lottery being the mean of its outcomes'. Axioms stated for convex sets hold there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.problem import BargainingProblem
from negotiate.checks import freeze, show
from negotiate.errors import InvalidInput
from negotiate.provenance import digest

__all__ = ["LotteryProblem"]


@dataclass(frozen=True, eq=False, init=False)
class LotteryProblem:
    """The lotteries over the outcomes of a problem on a finite set.

    Parameters
    ----------
    points : BargainingProblem
        The outcomes, the disagreement point, players, unit and labels. Outcomes worse than
        disagreement for somebody can be part of a lottery that nobody likes less.

    Raises
    ------
    InvalidInput
        For anything that is no ``BargainingProblem``.

    Examples
    --------
    >>> points = BargainingProblem([(0, 4), (3, 0)], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> LotteryProblem(points).payoffs([(0, Fraction(1, 2)), (1, Fraction(1, 2))])
    (Fraction(3, 2), Fraction(2, 1))
    """

    points: BargainingProblem

    def __init__(self, points: BargainingProblem) -> None:
        if not isinstance(points, BargainingProblem):
            raise InvalidInput(
                f"points={show(points)} is a {type(points).__name__}; it must be a BargainingProblem."
            )
        freeze(self, points=points)

    def __repr__(self) -> str:
        return f"LotteryProblem({self.points!r})"

    @property
    def players(self) -> tuple[str, ...]:
        """Names of the players."""
        return self.points.players

    @property
    def unit(self) -> str:
        """Unit of all payoffs."""
        return self.points.unit

    @property
    def units(self) -> tuple[str, ...]:
        """The unit of each player's payoffs."""
        return self.points.units

    @property
    def disagreement(self) -> NDArray[np.float64]:
        """Payoffs without agreement, shape (players,)."""
        return self.points.disagreement

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the outcomes and of the fact that lotteries are allowed."""
        return digest({"lotteries over": self.points.digest})

    def payoffs(self, lottery: Sequence[tuple[int, Fraction]]) -> tuple[Fraction, ...]:
        """Return the exact expected payoffs of (outcome, probability) pairs."""
        return tuple(
            sum((share * payoff for share, payoff in column), Fraction(0))
            for column in zip(*([(p, u) for u in self.points.payoffs(k)] for k, p in lottery), strict=True)
        )
