"""Minmax: the least that the others can hold a player to, mixed, by linear programming.

``min over y of max over s of u_i(s, y)``, y a joint mixture of the others. With two players this is
the minmax payoff of repeated games; with more, the others may correlate, which bounds from below
what they enforce by mixing independently. The programme's dual is the player's own mixture that
earns as much against anything: each proves the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import exact_array, instance_of
from negotiate.games import NormalFormGame
from negotiate.games.exact_lp import maximise
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["MinmaxPayoffs", "minmax_payoffs"]

Mixture = tuple[Fraction, ...]


@dataclass(frozen=True, eq=False)
class MinmaxPayoffs(Solution):
    """What each player can be held to, and secure.

    Attributes
    ----------
    game : NormalFormGame
    values : tuple of Fraction
        By player, in ``game.unit``.
    securing, punishing : tuple of tuples of Fraction
        The player's own mixture, and the others' joint mixture over their strategy profiles (the
        last player's strategy varying fastest).
    """

    game: NormalFormGame
    values: tuple[Fraction, ...]
    securing: tuple[Mixture, ...]
    punishing: tuple[Mixture, ...]
    concept: str = field(default="minmax", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of the game."""
        return Provenance(self.game.digest)

    def table(self) -> Table:
        """Return one row a player."""
        rows = [(p, v) for p, v in zip(self.game.players, self.values, strict=True)]
        return Table("What each can be held to", ["player", Column("minmax", self.game.unit, 3)], rows)

    def answer(self) -> dict[str, Any]:
        """Return values and mixtures."""
        return {
            "players": self.game.players,
            "values": self.values,
            "securing": self.securing,
            "punishing": self.punishing,
        }

    def certificate(self) -> dict[str, Any]:
        """Return how far what is secured falls short of what is enforced, by player: 0."""
        gaps = {}
        for i, player in enumerate(self.game.players):
            payoffs = _matrix(self.game, i)
            enforced = max(payoffs @ np.array(self.punishing[i], dtype=object))
            secured = min(np.array(self.securing[i], dtype=object) @ payoffs)
            gaps[player] = float(enforced - secured)
        return {"enforced_less_secured": gaps}


def minmax_payoffs(game: NormalFormGame) -> MinmaxPayoffs:
    """Find what the others can hold each player to, exactly.

    Examples
    --------
    >>> pennies = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> minmax_payoffs(pennies).values
    (Fraction(0, 1), Fraction(0, 1))
    """
    instance_of("game", game, NormalFormGame)
    found = [_held_to(_matrix(game, i)) for i in range(len(game.players))]
    values, securing, punishing = zip(*found, strict=True)
    return MinmaxPayoffs(game, values, securing, punishing)


def _matrix(game: NormalFormGame, player: int) -> NDArray[np.object_]:
    """Return a player's payoffs, own strategies down and profiles of the others across."""
    own_first = np.moveaxis(exact_array("payoffs", game.given[player]), player, 0)
    return np.asarray(own_first.reshape(len(own_first), -1))


def _held_to(payoffs: NDArray[np.object_]) -> tuple[Fraction, Mixture, Mixture]:
    """Solve the zero-sum game: with all payoffs at least 1, max Σz subject to payoffs z ≤ 1."""
    shift = 1 - payoffs.min()
    found = maximise([1] * payoffs.shape[1], payoffs + shift, [1] * payoffs.shape[0])
    punishing = tuple(weight / found.value for weight in found.x)
    securing = tuple(weight / found.value for weight in found.dual)
    return 1 / found.value - shift, securing, punishing
