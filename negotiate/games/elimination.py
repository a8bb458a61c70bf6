"""Iterated elimination of dominated strategies, with the record of every step.

In each round every dominated strategy of every player goes at once. For strict dominance no
order changes what is left. For weak dominance the order does matter: this one does not depend
on how players or strategies are numbered, and the record says what it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from negotiate.checks import instance_of
from negotiate.games.dominance import Dominance, dominated_strategies
from negotiate.games.normal_form import NormalFormGame
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["Elimination", "iterated_elimination"]


@dataclass(frozen=True, eq=False)
class Elimination(Solution):
    """What iterated elimination removed, round by round, and the game it leaves."""

    concept: str
    game: NormalFormGame
    reduced: NormalFormGame
    rounds: tuple[tuple[Dominance, ...], ...]  # each proved within the game its round began with
    provenance: Provenance

    @property
    def solvable(self) -> bool:
        """Whether one profile is left."""
        return all(count == 1 for count in self.reduced.shape)

    def table(self) -> Table:
        """Return one row a strategy removed; the note says what is left."""
        columns: list[Column | str] = [
            "round",
            "player",
            "strategy",
            "dominated by",
            Column("least gain", self.game.unit),
        ]
        rows = [
            (number, step.player, step.strategy, step.mixture(), step.least_gain)
            for number, steps in enumerate(self.rounds, start=1)
            for step in steps
        ]
        left = "; ".join(
            f"{player}: {', '.join(labels)}"
            for player, labels in zip(self.reduced.players, self.reduced.strategies, strict=True)
        )
        return Table(self.concept.capitalize(), columns, rows, [f"Left: {left}."])

    def answer(self) -> dict[str, Any]:
        """Return the strategies left to each player, and whether one profile is left."""
        left = dict(zip(self.reduced.players, self.reduced.strategies, strict=True))
        return {"left": left, "solvable": self.solvable}

    def certificate(self) -> dict[str, Any]:
        """Return for each step the dominating mixture and its exact gains."""
        return {
            "rounds": [
                [
                    {
                        "player": step.player,
                        "strategy": step.strategy,
                        "by": dict(step.by),
                        "least_gain": step.least_gain,
                        "largest_gain": step.largest_gain,
                    }
                    for step in steps
                ]
                for steps in self.rounds
            ]
        }


def iterated_elimination(game: NormalFormGame, *, kind: str = "strict", by: str = "mixed") -> Elimination:
    """Remove dominated strategies, then those dominated in what is left, until none is.

    Exact. Strict elimination keeps every Nash equilibrium; weak elimination keeps at least one.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players.
    kind : {"strict", "weak"}
    by : {"mixed", "pure"}
        Whether mixtures may dominate, or pure strategies only.

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> print(iterated_elimination(dilemma))
    Iterated strict dominance
    round    player  strategy  dominated by  least gain
        1  player 1        s1            s2       1.000
        1  player 2        s1            s2       1.000
    Left: player 1: s2; player 2: s2.
    """
    instance_of("game", game, NormalFormGame)
    reduced, rounds = game, []
    while steps := dominated_strategies(reduced, kind=kind, by=by):
        gone = {(step.player, step.strategy) for step in steps}
        reduced = reduced.restrict(
            [
                [label for label in labels if (player, label) not in gone]
                for player, labels in zip(reduced.players, reduced.strategies, strict=True)
            ]
        )
        rounds.append(steps)
    return Elimination(
        concept=f"iterated {kind} dominance",
        game=game,
        reduced=reduced,
        rounds=tuple(rounds),
        provenance=Provenance(inputs=game.digest, options={"kind": kind, "by": by}),
    )
