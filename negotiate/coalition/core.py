"""The core: divisions that no coalition can better by itself; empty, or with an element, with proof.

The largest excess over coalitions is made as small as it can be: at the least core. Where that is at
most 0 the payoffs found are in the core. Where it is above 0 the dual gives weights ``δ_S`` on
coalitions under which every player's time is used up once, ``Σ_{S∋i} δ_S = 1``, and
``Σ δ_S v(S) > v(N)``: part-time coalitions would together make more than everybody does, which no
division can satisfy (Bondareva and Shapley).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from negotiate.checks import instance_of
from negotiate.coalition.division import Division
from negotiate.coalition.game import CoalitionGame
from negotiate.coalition.stage import Stage, directions, solve_stage
from negotiate.errors import NotApplicable
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["Core", "core", "least_core"]


@dataclass(frozen=True, eq=False)
class Core(Solution):
    """Whether the core is empty, with what proves it.

    Attributes
    ----------
    game : CoalitionGame
    element : tuple of Fraction or None
        Payoffs in the core; None where it is empty.
    balanced : dict of coalition to Fraction
        Where it is empty: weights under which each player belongs once, worth more than everybody.
    excess : Fraction
        The largest excess that some coalition has at the least core.
    """

    game: CoalitionGame
    element: tuple[Fraction, ...] | None
    balanced: dict[tuple[str, ...], Fraction]
    excess: Fraction
    concept: str = "core"

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of the game."""
        return Provenance(self.game.digest)

    @property
    def empty(self) -> bool:
        """Whether every division leaves some coalition better off by itself."""
        return self.element is None

    @property
    def overclaim(self) -> Fraction:
        """What balanced coalitions are worth over what everybody is; above 0 where the core is empty."""
        worth = (weight * self.game.worth(who) for who, weight in self.balanced.items())
        return sum(worth, Fraction(0)) - self.game.total if self.balanced else Fraction(0)

    def table(self) -> Table:
        """Return an element of the core, or the coalitions that rule one out."""
        unit = self.game.unit
        if self.element is not None:
            payoffs = list(zip(self.game.players, self.element, strict=True))
            note = f"one element; no coalition does better alone (largest excess {float(self.excess):.4f})"
            return Table("Core", ["player", Column("payoff", unit, 4)], payoffs, [note])
        rows = [(" + ".join(who), weight, self.game.worth(who)) for who, weight in self.balanced.items()]
        note = (
            f"empty: part-time, these coalitions would make {float(self.overclaim):.4f} more than everybody "
            "together; each player's weights sum to 1"
        )
        return Table("Core", ["coalition", Column("weight", "", 4), Column("worth", unit, 4)], rows, [note])

    def answer(self) -> dict[str, Any]:
        """Return whether the core is empty, and an element where it is not."""
        element = None if self.element is None else dict(zip(self.game.players, self.element, strict=True))
        return {"empty": self.empty, "element": element, "least_core_excess": self.excess}

    def certificate(self) -> dict[str, Any]:
        """Return the largest excess at the element, or the balanced weights with what they claim."""
        if self.element is not None:
            worst = Division(self.game, "core", self.element).largest_excess
            return {"largest_excess": None if worst is None else worst[0], "total": sum(self.element)}
        time = {
            player: sum((w for who, w in self.balanced.items() if player in who), Fraction(0))
            for player in self.game.players
        }
        return {
            "balanced": [[list(who), weight] for who, weight in self.balanced.items()],
            "time": time,
            "overclaim": self.overclaim,
        }


def core(game: CoalitionGame) -> Core:
    """Say whether the core is empty, with an element of it or with the coalitions that prove it so.

    Parameters
    ----------
    game : CoalitionGame
        Up to 15 players in seconds; exact.

    References
    ----------
    .. [1] L. S. Shapley (1967), Naval Research Logistics Quarterly 14(4), 453-460.
       doi:10.1002/nav.3800140404

    Examples
    --------
    Three who decide by majority have no core; a veto makes one.

    >>> from negotiate.coalition import weighted_voting
    >>> majority = core(weighted_voting({"A": 1, "B": 1, "C": 1}, 2))
    >>> majority.empty, majority.balanced[("A", "B")], majority.overclaim
    (True, Fraction(1, 2), Fraction(1, 2))
    >>> core(weighted_voting({"A": 2, "B": 1, "C": 1}, 3)).element
    (Fraction(1, 1), Fraction(0, 1), Fraction(0, 1))
    """
    instance_of("game", game, CoalitionGame)
    if len(game.players) == 1:
        return Core(game, (game.total,), {}, Fraction(0))
    stage = _least(game)
    if stage.level <= 0:
        return Core(game, stage.payoffs, {}, stage.level)
    time = sum((w for mask, w in stage.weights.items() if mask & 1), Fraction(0))
    balanced = {game.coalition(mask): weight / time for mask, weight in sorted(stage.weights.items())}
    return Core(game, None, balanced, stage.level)


def least_core(game: CoalitionGame) -> Division:
    """Return payoffs that make the largest excess of a coalition as small as it can be.

    One of them: the nucleolus is the one that goes on with the next largest excess.

    Parameters
    ----------
    game : CoalitionGame
        Two or more players; exact.

    Examples
    --------
    >>> from negotiate.coalition import weighted_voting
    >>> division = least_core(weighted_voting({"A": 1, "B": 1, "C": 1}, 2))
    >>> division.payoffs, division.largest_excess[0]
    ((Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)), Fraction(1, 3))
    """
    instance_of("game", game, CoalitionGame)
    if len(game.players) == 1:
        raise NotApplicable("a single player has no coalition beside everybody; give at least two players.")
    stage = _least(game)
    weights = [[list(game.coalition(mask)), weight] for mask, weight in stage.weights.items()]
    return Division(game, "least core", stage.payoffs, {"level": stage.level, "weights": weights})


def _least(game: CoalitionGame) -> Stage:
    everyone = len(game.scaled) - 1
    counted = np.ones(len(game.scaled), dtype=bool)
    counted[[0, everyone]] = False
    spare = (game.total - sum(game.alone)) / len(game.players)
    start = [alone + spare for alone in game.alone]
    return solve_stage(game, start, directions([everyone], len(game.players)), counted, None)
