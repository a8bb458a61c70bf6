"""Maximin: what a player can be sure of, and what the others can hold the player to.

Security: max over own mixtures x of min over a_−i of u_i(x, a_−i). Punishment: min over what the
others play of max over s of u_i(s, ·). If the others may correlate, both are the value of one
zero-sum game [1]_ and each proves the other: no more can be secured, no less can be enforced. In
pure strategies they bracket it. Punishers who cannot correlate may enforce less; that problem is
not convex for more than two players, and is not solved here.

References
----------
.. [1] J. von Neumann (1928), Mathematische Annalen 100, 295-320. doi:10.1007/BF01448847
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import exact_number, instance_of
from negotiate.equilibria.mixture import (
    BestMixture,
    Number,
    exact_best_mixture,
    numerical_best_mixture,
    solves_exactly,
)
from negotiate.equilibria.solution import in_words
from negotiate.games.normal_form import NormalFormGame
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["MaximinStrategies", "Security", "maximin_strategies"]


@dataclass(frozen=True, eq=False)
class Security:
    """What one player can secure, and be held to.

    Parameters
    ----------
    player : str
    strategy : ndarray of Fraction or float
        A mixture that earns at least ``value`` whatever the others do.
    value : Fraction or float
        What ``strategy`` earns at worst.
    punishment : tuple of (labels, share)
        A joint mixture of the others against which nothing earns more than ``bound``.
    bound : Fraction or float
        Equal to ``value`` where ``exact``.
    pure_strategy : str
        The first pure strategy that secures ``pure_value``.
    pure_value, pure_punishment_value : Fraction
        Maximin and minmax in pure strategies; ``pure_value`` ≤ value ≤ ``pure_punishment_value``.
    exact : bool
    """

    player: str
    strategy: NDArray[Any]
    value: Number
    punishment: tuple[tuple[tuple[str, ...], Number], ...]
    bound: Number
    pure_strategy: str
    pure_value: Fraction
    pure_punishment_value: Fraction
    exact: bool


@dataclass(frozen=True, eq=False)
class MaximinStrategies(Solution):
    """What each player can secure, in the order of the players."""

    concept: str
    game: NormalFormGame
    securities: tuple[Security, ...]
    provenance: Provenance

    @property
    def values(self) -> NDArray[np.float64]:
        """Mixed maximin values, shape (players,), in the unit of the game."""
        return np.array([float(security.value) for security in self.securities])

    @property
    def exact(self) -> bool:
        """Whether every value is exact."""
        return all(security.exact for security in self.securities)

    def table(self) -> Table:
        """Return one row a player."""
        unit = self.game.unit
        columns = [
            Column("player"),
            Column("secures with"),
            Column("pure maximin", unit),
            Column("maximin = minmax", unit),
            Column("pure minmax", unit),
        ]
        rows = [
            (s.player, in_words(s.strategy.tolist(), labels), s.pure_value, s.value, s.pure_punishment_value)
            for s, labels in zip(self.securities, self.game.strategies, strict=True)
        ]
        gap = max(float(s.bound - s.value) for s in self.securities)
        proof = "exact" if self.exact else f"numerical, proved to within {gap:.1e}"
        return Table("Maximin strategies", columns, rows, [f"Values are {proof}; punishers may correlate."])

    def answer(self) -> dict[str, Any]:
        """Return each player's strategy, values and the punishment."""
        return {
            s.player: {
                "strategy": {k: p for k, p in zip(labels, s.strategy.tolist(), strict=True) if p},
                "value": s.value,
                "punishment": [{"profile": others, "share": share} for others, share in s.punishment],
                "pure_strategy": s.pure_strategy,
                "pure_value": s.pure_value,
                "pure_punishment_value": s.pure_punishment_value,
            }
            for s, labels in zip(self.securities, self.game.strategies, strict=True)
        }

    def certificate(self) -> dict[str, Any]:
        """Return both sides of each value: secured, and not to be exceeded against the punishment."""
        return {
            s.player: {"secured": s.value, "bound": s.bound, "gap": s.bound - s.value, "exact": s.exact}
            for s in self.securities
        }


def maximin_strategies(game: NormalFormGame, *, method: str = "auto") -> MaximinStrategies:
    """Find what every player can secure alone, mixed and pure, and the punishment that holds to it.

    Where several mixtures secure the value, one vertex of them is given.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players; the others are treated as one who may correlate their play.
    method : {"auto", "exact", "highs"}
        ``"exact"`` solves in rationals, ``"highs"`` in ``float64`` with verified bounds;
        ``"auto"`` takes the first for games of up to 2,500 payoffs (35 x 35).

    Examples
    --------
    >>> game = NormalFormGame.from_bimatrix([[3, 0], [1, 2]], [[1, 2], [3, 0]])
    >>> print(maximin_strategies(game))
    Maximin strategies
      player     secures with  pure maximin  maximin = minmax  pure minmax
    player 1  1/4 s1 + 3/4 s2         1.000             1.500        2.000
    player 2  1/2 s1 + 1/2 s2         1.000             1.500        2.000
    Values are exact; punishers may correlate.
    """
    instance_of("game", game, NormalFormGame)
    exact = solves_exactly(method, game.given.size)
    return MaximinStrategies(
        "maximin",
        game,
        tuple(_security(game, i, exact=exact) for i in range(len(game.players))),
        provenance=Provenance(inputs=game.digest, options={"method": method}, packages=("scipy",)),
    )


def _security(game: NormalFormGame, player: int, *, exact: bool) -> Security:
    payoffs = game.exact if exact else game.payoffs
    own = np.moveaxis(payoffs[player], player, 0).reshape(game.shape[player], -1)
    found = _value(own, exact=exact)
    given = np.moveaxis(game.given[player], player, 0).reshape(len(own), -1)
    worst, best = given.min(axis=1), given.max(axis=0)
    others = [labels for i, labels in enumerate(game.strategies) if i != player]
    sizes = tuple(len(labels) for labels in others)
    punishment = tuple(
        (tuple(labels[k] for labels, k in zip(others, np.unravel_index(cell, sizes), strict=True)), share)
        for cell, share in enumerate(found.weights.tolist())
        if share
    )
    return Security(
        player=game.players[player],
        strategy=found.x,
        value=found.value,
        punishment=punishment,
        bound=found.bound,
        pure_strategy=game.strategies[player][int(np.argmax(worst))],
        pure_value=exact_number("maximin", worst.max()),
        pure_punishment_value=exact_number("minmax", best.min()),
        exact=exact,
    )


def _value(own: NDArray[Any], *, exact: bool) -> BestMixture:
    """Solve the zero-sum game of a player (rows) against all others as one (columns)."""
    none = np.empty((0, len(own)), dtype=own.dtype)
    found = exact_best_mixture(own.T, none) if exact else numerical_best_mixture(own.T, none)
    if found is None:
        raise ArithmeticError("a zero-sum game without a value: the linear programme is at fault.")
    return found
