r"""Two-level games: what is agreed abroad must pass at home.

Each party's negotiator answers to ratifiers with payoffs of their own over the same outcomes. A
side ratifies an outcome where every one of its ratifiers weakly prefers it to the reversion
point; those outcomes are its win-set [1]_. A deal is a bargaining solution on the outcomes in
all win-sets; where there is none, there is no agreement.

A smaller win-set can be an advantage: it takes away the deals that one would rather not make
(Schelling's conjecture). It is one no longer where it takes away all deals, which happens sooner
where the other side is constrained too [2]_. Ratification that is uncertain turns an outcome
:math:`x` into :math:`\Pr(x)u(x) + (1-\Pr(x))u(\text{reversion})` [3]_.

References
----------
.. [1] R. D. Putnam (1988), Diplomacy and domestic politics: the logic of two-level games,
   International Organization 42(3), 427-460. doi:10.1017/S0020818300027697
.. [2] A. Tarar (2001), International bargaining with two-sided domestic constraints, Journal of
   Conflict Resolution 45(3), 320-340.
.. [3] K. Iida (1993), When and how do domestic constraints matter?, Journal of Conflict
   Resolution 37(3), 403-426. doi:10.1177/0022002793037003001
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.bargaining.linkage import SolutionConcept
from negotiate.bargaining.nash import nash_solution
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.ratification_solution import RatifiedDeal, WinSetEffects
from negotiate.checks import did_you_mean, exact_array, exact_number, freeze, one_of, show
from negotiate.errors import InvalidInput
from negotiate.provenance import digest

__all__ = ["RatificationProblem", "Ratifier", "ratified_deal", "shrinking_win_set"]


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


def ratified_deal(problem: RatificationProblem, *, solution: SolutionConcept = nash_solution) -> RatifiedDeal:
    """Solve among the outcomes that pass on every side.

    Exact. The disagreement point stays that of the negotiators. Where no outcome passes, or none
    that passes is better for all negotiators, there is no agreement, with its reason.

    Parameters
    ----------
    problem : RatificationProblem
    solution : callable
        Takes a ``BargainingProblem``; the Nash solution unless given.

    Examples
    --------
    >>> splits = [(k, 10 - k) for k in range(11)]
    >>> cake = BargainingProblem(splits, (0, 0), ("Home", "Foreign"), "bn USD")
    >>> farmers = Ratifier("farmers", "Home", [k - 7 for k in range(11)], 0)
    >>> ratified_deal(RatificationProblem(cake, [farmers])).payoffs
    array([7., 3.])
    """
    passing = problem.ratifiable
    unconstrained = solution(problem.bargaining)
    if not len(passing):
        return RatifiedDeal(problem, unconstrained, None)
    return RatifiedDeal(problem, unconstrained, solution(problem.bargaining.restrict(passing)))


def shrinking_win_set(
    problem: RatificationProblem,
    ratifier: str,
    reversions: ArrayLike | Sequence[Any],
    *,
    solution: SolutionConcept = nash_solution,
) -> WinSetEffects:
    """Show what a harder ratifier does to the deal: alone, and where the other side is bound too.

    For each payoff that the ratifier must at least get, the deal is solved with the ratifiers of
    its own side only, and with all. Schelling's conjecture is that the first column of payoffs of
    its own side rises; where all ratifiers count it can fail, because the win-sets no longer meet.

    Parameters
    ----------
    problem : RatificationProblem
    ratifier : str
        The name of the ratifier that varies.
    reversions : array-like, shape (steps,)
        What it gets without a deal, in its own unit.
    solution : callable
        As for ``ratified_deal``.

    Examples
    --------
    >>> splits = [(k, 10 - k) for k in range(11)]
    >>> cake = BargainingProblem(splits, (0, 0), ("Home", "Foreign"), "bn USD")
    >>> home = Ratifier("diet", "Home", list(range(11)), 0)
    >>> foreign = Ratifier("congress", "Foreign", [10 - k for k in range(11)], 4)
    >>> effects = shrinking_win_set(RatificationProblem(cake, [home, foreign]), "diet", [4, 6, 8])
    >>> [[float(u) for u in effects.own_payoffs(d)] for d in (effects.one_sided, effects.two_sided)]
    [[5.0, 6.0, 8.0], [5.0, 6.0, 0.0]]
    """
    varied = problem.ratifier(ratifier)
    steps = exact_array("reversions", reversions, ("steps",)).tolist()
    harder = [problem.replacing(varied.at(step)) for step in steps]
    return WinSetEffects(
        problem,
        varied,
        tuple(steps),
        tuple(ratified_deal(variant.only(varied.side), solution=solution) for variant in harder),
        tuple(ratified_deal(variant, solution=solution) for variant in harder),
    )
