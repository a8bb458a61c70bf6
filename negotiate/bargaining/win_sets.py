"""Win-sets: who must consent at home, and what passes.

A ratifier accepts an outcome that it weakly prefers to no deal; a side's win-set is what all of
its ratifiers accept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.bargaining.problem import BargainingProblem
from negotiate.checks import did_you_mean, exact_array, exact_number, freeze, one_of, show
from negotiate.errors import InvalidInput
from negotiate.provenance import digest

__all__ = ["RatificationProblem", "Ratifier"]


@dataclass(frozen=True, eq=False, init=False)
class Ratifier:
    """Somebody at home without whose consent a deal does not pass.

    Parameters
    ----------
    name : str
    side : str
        The player whose deal it ratifies.
    payoffs : array-like, shape (outcomes,)
        Its payoffs from the outcomes of the bargaining problem, in any unit of its own.
    reversion : float
        What it gets without a deal, in the same unit.

    Raises
    ------
    InvalidInput
        For an empty name, or numbers that are not finite.
    """

    name: str
    side: str
    payoffs: NDArray[np.object_]
    reversion: Fraction

    def __init__(self, name: str, side: str, payoffs: ArrayLike | Sequence[Any], reversion: object) -> None:
        if not isinstance(name, str) or not name.strip():
            raise InvalidInput(f"name={show(name)} of a ratifier; it must be a text.")
        freeze(
            self,
            name=name,
            side=str(side),
            payoffs=exact_array(f"payoffs of {name}", payoffs, ("outcomes",)),
            reversion=exact_number(f"reversion of {name}", reversion),
        )

    @property
    def accepts(self) -> NDArray[np.bool_]:
        """Which outcomes it weakly prefers to no deal, shape (outcomes,)."""
        return np.asarray(self.payoffs >= self.reversion, dtype=np.bool_)

    def at(self, reversion: object) -> Ratifier:
        """Return the same ratifier with another payoff without a deal."""
        return Ratifier(self.name, self.side, self.payoffs, reversion)


@dataclass(frozen=True, eq=False, init=False)
class RatificationProblem:
    """A bargaining problem whose deals must pass at home.

    Parameters
    ----------
    bargaining : BargainingProblem
        What the negotiators get, and their disagreement point.
    ratifiers : sequence of Ratifier
        Of any sides; a side without one ratifies everything.

    Raises
    ------
    InvalidInput
        For a side that is no player, a payoff array of the wrong length, a name given twice.

    Examples
    --------
    >>> splits = [(k, 10 - k) for k in range(11)]
    >>> cake = BargainingProblem(splits, (0, 0), ("Home", "Foreign"), "bn USD")
    >>> farmers = Ratifier("farmers", "Home", [k - 7 for k in range(11)], 0)
    >>> RatificationProblem(cake, [farmers]).win_set("Home")
    array([ 7,  8,  9, 10])
    """

    bargaining: BargainingProblem
    ratifiers: tuple[Ratifier, ...]

    def __init__(self, bargaining: BargainingProblem, ratifiers: Sequence[Ratifier]) -> None:
        if not isinstance(bargaining, BargainingProblem):
            raise InvalidInput(f"bargaining is {show(bargaining)}; it must be a BargainingProblem.")
        listed = tuple(ratifiers)
        seen: set[str] = set()
        for place, ratifier in enumerate(listed):
            if not isinstance(ratifier, Ratifier):
                raise InvalidInput(f"ratifiers[{place}] is {show(ratifier)}; it must be a Ratifier.")
            one_of(f"side of {ratifier.name}", ratifier.side, bargaining.players)
            if len(ratifier.payoffs) != len(bargaining.feasible):
                raise InvalidInput(
                    f"payoffs of {ratifier.name} has {len(ratifier.payoffs)} entries; it must have one "
                    f"for each of {len(bargaining.feasible)} outcomes."
                )
            if ratifier.name in seen:
                raise InvalidInput(f"ratifiers has {ratifier.name!r} twice; names must be distinct.")
            seen.add(ratifier.name)
        freeze(self, bargaining=bargaining, ratifiers=listed)

    def win_set(self, side: str) -> NDArray[np.intp]:
        """Return the outcomes that pass on one side, by position, ascending."""
        player = one_of("side", side, self.bargaining.players)
        passes = np.ones(len(self.bargaining.feasible), dtype=np.bool_)
        for ratifier in self.ratifiers:
            if ratifier.side == player:
                passes &= ratifier.accepts
        return np.flatnonzero(passes)

    @cached_property
    def ratifiable(self) -> NDArray[np.intp]:
        """The outcomes in every win-set, by position, ascending."""
        passes = np.ones(len(self.bargaining.feasible), dtype=np.bool_)
        for ratifier in self.ratifiers:
            passes &= ratifier.accepts
        return np.flatnonzero(passes)

    @cached_property
    def passing(self) -> BargainingProblem | None:
        """The bargaining problem among what is ratifiable, labels kept; None where nothing is."""
        kept, whole = self.ratifiable, self.bargaining
        if not len(kept):
            return None
        if whole.labels is not None:
            return whole.restrict(kept)
        outcomes = [whole.payoffs(k) for k in kept.tolist()]
        labels = [whole.label(k) for k in kept.tolist()]
        return BargainingProblem(outcomes, list(whole.reservation), whole.players, whole.unit, labels)

    def ratifier(self, name: str) -> Ratifier:
        """Return a ratifier by name."""
        for ratifier in self.ratifiers:
            if ratifier.name == name:
                return ratifier
        known = [ratifier.name for ratifier in self.ratifiers]
        raise InvalidInput(
            f"ratifier={show(name)} is not known; choose from {', '.join(known) or 'none'}."
            f"{did_you_mean(str(name), known)}"
        )

    def replacing(self, ratifier: Ratifier) -> RatificationProblem:
        """Return the problem with the ratifier of this name replaced."""
        self.ratifier(ratifier.name)
        return RatificationProblem(
            self.bargaining, [ratifier if r.name == ratifier.name else r for r in self.ratifiers]
        )

    def only(self, side: str) -> RatificationProblem:
        """Return the problem in which only one side needs ratification."""
        player = one_of("side", side, self.bargaining.players)
        return RatificationProblem(self.bargaining, [r for r in self.ratifiers if r.side == player])

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bargaining problem and the ratifiers."""
        content = [[r.name, r.side, r.payoffs, r.reversion] for r in self.ratifiers]
        return digest({"bargaining": self.bargaining.digest, "ratifiers": content})
