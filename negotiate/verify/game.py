"""Games as a results file holds them, and the exact payoff of every strategy against the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from negotiate.verify.entry import exact

__all__ = ["Game", "read_game"]

Mixed = Sequence[Fraction]


@dataclass(frozen=True)
class Game:
    """A game in strategic form.

    Attributes
    ----------
    payoffs : tuple of dict
        One a player: the payoff at each profile of positions.
    """

    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    payoffs: tuple[Mapping[tuple[int, ...], Fraction], ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Strategies a player."""
        return tuple(len(listed) for listed in self.strategies)

    def matrix(self, player: int) -> list[list[Fraction]]:
        """Return a player's payoffs in a game of two, the first player's strategies as rows."""
        rows, columns = self.shape
        return [[self.payoffs[player][row, column] for column in range(columns)] for row in range(rows)]

    def deviation_payoffs(self, player: int, profile: Sequence[Mixed]) -> list[Fraction]:
        """Return what each strategy of a player pays against the mixed strategies of the others."""
        others = [
            [k for k, share in enumerate(mixed) if share] if i != player else list(range(len(mixed)))
            for i, mixed in enumerate(profile)
        ]
        found = [Fraction(0)] * self.shape[player]
        for place in product(*others):
            odds = prod(profile[i][k] for i, k in enumerate(place) if i != player)
            found[place[player]] += odds * self.payoffs[player][place]
        return found


def read_game(record: Mapping[str, Any]) -> Game:
    """Read a problem of kind ``"game"``; every payoff must be there."""
    players = tuple(str(player) for player in record["players"])
    strategies = tuple(tuple(map(str, listed)) for listed in record["strategies"])
    shape = [len(listed) for listed in strategies]
    if len(players) != len(shape) or len(set(players)) != len(players):
        raise ValueError("a game has as many lists of strategies as players")
    payoffs = tuple(_cells(cells, shape) for cells in record["payoffs"])
    if len(payoffs) != len(players) or min(shape) < 1:
        raise ValueError("a game has payoffs for each player")
    return Game(players, strategies, payoffs)


def _cells(cells: Any, shape: Sequence[int]) -> dict[tuple[int, ...], Fraction]:
    found: dict[tuple[int, ...], Any] = {(): cells}
    for length in shape:
        inner: dict[tuple[int, ...], Any] = {}
        for place, listed in found.items():
            if not isinstance(listed, list) or len(listed) != length:
                raise ValueError("payoffs have another shape than the strategies")
            inner |= {(*place, k): entry for k, entry in enumerate(listed)}
        found = inner
    return {place: exact(entry) for place, entry in found.items()}
