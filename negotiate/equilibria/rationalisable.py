"""Rationalisable strategies: best responses to beliefs about what the others may rationally play.

Each round removes what is a best response to no belief over the others' remaining profiles. If
beliefs may correlate the others' play, that is iterated strict dominance by mixtures [2]_; for
two players there is nothing to correlate and the set is the one of [1]_ and [2]_. With beliefs that
are certain of one profile the set is the smaller, point-rationalisable one [1]_. Every strategy
left comes with a belief that justifies it, every one removed with what dominates it.

References
----------
.. [1] B. D. Bernheim (1984), Econometrica 52(4), 1007-1028. doi:10.2307/1911196
.. [2] D. G. Pearce (1984), Econometrica 52(4), 1029-1050. doi:10.2307/1911197
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of, one_of
from negotiate.equilibria.mixture import exact_best_mixture
from negotiate.games.belief import justifying_belief
from negotiate.games.elimination import Elimination, iterated_elimination
from negotiate.games.normal_form import NormalFormGame
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Table

__all__ = ["Justification", "RationalisableSet", "rationalisable_strategies"]

_SMALL = 250  # gains up to which a belief is found by exact arithmetic at once


@dataclass(frozen=True)
class Justification:
    """A strategy that is left, and a belief about the others to which it is a best response.

    Parameters
    ----------
    player, strategy : str
    belief : tuple of (labels, Fraction)
        Profiles of the others that are left, with their probabilities.
    """

    player: str
    strategy: str
    belief: tuple[tuple[tuple[str, ...], Fraction], ...]


@dataclass(frozen=True, eq=False)
class RationalisableSet(Solution):
    """What is left to each player, with the belief behind each strategy."""

    concept: str
    game: NormalFormGame
    reduced: NormalFormGame
    justifications: tuple[Justification, ...]
    elimination: Elimination | None  # None for point-rationalisability, where no mixture need dominate
    provenance: Provenance

    @property
    def strategies(self) -> tuple[tuple[str, ...], ...]:
        """The strategies left to each player, in the order of the players."""
        return self.reduced.strategies

    @property
    def solvable(self) -> bool:
        """Whether one profile is left."""
        return all(count == 1 for count in self.reduced.shape)

    def table(self) -> Table:
        """Return one row a strategy that is left."""
        rows = [(j.player, j.strategy, _in_words(j.belief)) for j in self.justifications]
        gone = sum(self.game.shape) - sum(self.reduced.shape)
        note = f"{gone} of {sum(self.game.shape)} strategies are a best response to no such belief."
        return Table(
            f"{self.concept.capitalize()} strategies",
            ["player", "strategy", "best if the others play"],
            rows,
            [note],
        )

    def answer(self) -> dict[str, Any]:
        """Return the strategies left to each player, and whether one profile is left."""
        left = dict(zip(self.reduced.players, self.reduced.strategies, strict=True))
        return {"left": left, "solvable": self.solvable}

    def certificate(self) -> dict[str, Any]:
        """Return the belief behind each strategy left, and what dominated each that is gone."""
        beliefs = [
            {
                "player": j.player,
                "strategy": j.strategy,
                "belief": [{"profile": others, "share": share} for others, share in j.belief],
            }
            for j in self.justifications
        ]
        removed = None if self.elimination is None else self.elimination.certificate()
        return {"beliefs": beliefs, "removed": removed}


def rationalisable_strategies(game: NormalFormGame, *, beliefs: str = "correlated") -> RationalisableSet:
    """Find the strategies that rational players may play, with a belief that justifies each.

    Exact. No order of removal changes what is left.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players.
    beliefs : {"correlated", "point"}
        Any probabilities over the others' profiles, or certainty of one profile.

    Examples
    --------
    >>> game = NormalFormGame.from_bimatrix([[3, 0], [0, 3], [1, 1]], [[2, 1], [1, 2], [0, 9]])
    >>> print(rationalisable_strategies(game))
    Rationalisable strategies
      player  strategy  best if the others play
    player 1        s1                       s1
    player 1        s2                       s2
    player 2        s1                       s1
    player 2        s2                       s2
    1 of 5 strategies are a best response to no such belief.
    """
    instance_of("game", game, NormalFormGame)
    one_of("beliefs", beliefs, ("correlated", "point"))
    elimination = iterated_elimination(game) if beliefs == "correlated" else None
    reduced = elimination.reduced if elimination is not None else _point_reduced(game)
    return RationalisableSet(
        "rationalisable" if beliefs == "correlated" else "point-rationalisable",
        game,
        reduced,
        tuple(_justified(reduced, i, s) for i, count in enumerate(reduced.shape) for s in range(count)),
        elimination,
        provenance=Provenance(inputs=game.digest, options={"beliefs": beliefs}),
    )


def _own_first(payoffs: NDArray[Any], player: int) -> NDArray[Any]:
    own: NDArray[Any] = np.moveaxis(payoffs[player], player, 0)
    return own.reshape(len(own), -1)


def _point_reduced(game: NormalFormGame) -> NormalFormGame:
    """Remove, until none is left, strategies that are a best response to no pure profile."""
    while True:
        kept = []
        for i in range(len(game.players)):
            own = _own_first(game.given, i)
            kept.append([int(k) for k in np.flatnonzero((own == own.max(axis=0)).any(axis=1))])
        if tuple(len(left) for left in kept) == game.shape:
            return game
        game = game.restrict(kept)


def _justified(game: NormalFormGame, player: int, strategy: int) -> Justification:
    others = [labels for i, labels in enumerate(game.strategies) if i != player]
    sizes = tuple(len(labels) for labels in others)
    belief = _belief(game, player, strategy)
    return Justification(
        game.players[player],
        game.strategies[player][strategy],
        tuple(
            (tuple(labels[k] for labels, k in zip(others, np.unravel_index(cell, sizes), strict=True)), share)
            for cell, share in enumerate(belief)
            if share
        ),
    )


def _belief(game: NormalFormGame, player: int, strategy: int) -> list[Fraction]:
    """Return a belief to which a strategy is a best response: a pure one where there is one."""
    given = _own_first(game.given, player)
    certain = np.flatnonzero(given[strategy] == given.max(axis=0))
    if len(certain):
        return [Fraction(int(cell == certain[0])) for cell in range(given.shape[1])]
    own = _own_first(game.exact, player)
    gains = np.delete(own - own[strategy], strategy, axis=0)
    if gains.size > _SMALL and (weights := justifying_belief(gains)) is not None:
        return [Fraction(weight, sum(weights)) for weight in weights]
    found = exact_best_mixture(-gains, np.empty((0, gains.shape[1]), dtype=object))
    if found is None or found.value < 0:
        raise ArithmeticError("an undominated strategy without a belief: the linear programme is at fault.")
    return [Fraction(share) for share in found.x]


def _in_words(belief: tuple[tuple[tuple[str, ...], Fraction], ...]) -> str:
    parts = [(share, ", ".join(others)) for others, share in belief]
    if len(parts) == 1:
        return parts[0][1]
    if len(parts) > 3:
        return f"a mixture of {len(parts)} profiles"
    return " + ".join(f"{share} ({others})" for share, others in parts)
