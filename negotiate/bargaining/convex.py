"""What a convex set of feasible payoffs can be asked: the questions that solutions consist of.

Sets differ in how they answer: two-party lotteries by exact geometry, lotteries among many
parties and convex programmes by generating columns. Solutions are written once, on this.
Everything is in gains over disagreement, on the part that nobody likes less than disagreement.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, TypeVar

__all__ = ["NO_DEAL_FOR_ALL", "ConvexSet", "Found"]

NO_DEAL_FOR_ALL = "no deal gives every player more than disagreement does"

S = TypeVar("S")
Number = Fraction | float
Vector = Sequence[Number]


@dataclass(frozen=True)
class Found:
    """A point of the set: its gains, the deal that gives them, and the proof that it is best."""

    gains: tuple[Number, ...]
    deal: Any
    proof: Mapping[str, Any]


class ConvexSet(ABC, Generic[S]):
    """A convex set of gains that the players can agree on; its solutions are of type ``S``."""

    players: int

    @abstractmethod
    def refusal(self) -> Mapping[str, Any] | None:
        """Return the proof that no deal is better for all; None where there is one."""

    @abstractmethod
    def ideal(self) -> tuple[Number, ...]:
        """Return the most that each player can gain in a deal that nobody likes less."""

    @abstractmethod
    def ray(self, shift: Vector, scale: Vector) -> Found:
        """Return the point that is best, in the leximin order, in ``(gain - shift) / scale``."""

    @abstractmethod
    def top(self, weights: Sequence[Fraction]) -> Found:
        """Return the point with the largest weighted sum; of ties, the leximin best in gains."""

    @abstractmethod
    def product(self, weights: Sequence[Fraction]) -> Found:
        """Return the point with the largest weighted product of gains."""

    @abstractmethod
    def solution(
        self, concept: str, found: Found, proof: Mapping[str, Any], options: Mapping[str, object]
    ) -> S:
        """Return the solution at a point; ``proof`` is added to the point's own."""

    @abstractmethod
    def no_agreement(self, concept: str, proof: Mapping[str, Any], options: Mapping[str, object]) -> S:
        """Return the answer where no deal is better for all."""
