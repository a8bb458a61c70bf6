"""Polymatrix games: payoffs that are sums over pairs of players.

``u_i(a) = b_i(a_i) + Σ_{j≠i} p_ij(a_i, a_j)``: one matrix a pair and direction instead of one payoff a
profile, so that ``n`` players with ``k`` strategies need ``n(n−1)k²`` numbers instead of ``n kⁿ``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import exact_array, freeze, instance_of, names, show
from negotiate.errors import InvalidInput
from negotiate.games.normal_form import NormalFormGame

__all__ = ["PolymatrixGame", "polymatrix_form"]

MOST_PROFILES = 1_000_000


@dataclass(frozen=True, eq=False, init=False)
class PolymatrixGame:
    """A game whose payoffs are sums over pairs; a pair that is not given adds nothing.

    Parameters
    ----------
    strategies : mapping of player to sequence of str
    pairs : mapping of (player, other) to array-like, shape (own strategies, other's strategies)
        What the player gets from facing the other; exact numbers.
    own : mapping of player to array-like, shape (own strategies,), optional
        What a strategy brings by itself.
    unit : str

    Examples
    --------
    >>> game = PolymatrixGame(
    ...     {"A": ["hold", "arm"], "B": ["hold", "arm"]}, {("A", "B"): [[0, -3], [1, -1]]}, {"B": [0, -1]}
    ... )
    >>> game.normal_form().payoffs[0].tolist()
    [[0.0, -3.0], [1.0, -1.0]]
    """

    strategies: Mapping[str, tuple[str, ...]]
    pairs: Mapping[tuple[str, str], NDArray[np.object_]]
    own: Mapping[str, NDArray[np.object_]]
    unit: str

    def __init__(
        self,
        strategies: Mapping[str, Sequence[str]],
        pairs: Mapping[tuple[str, str], ArrayLike],
        own: Mapping[str, ArrayLike] | None = None,
        unit: str = "",
    ) -> None:
        if not isinstance(strategies, Mapping) or not strategies:
            raise InvalidInput("strategies must map each player to its strategies.")
        players = names("players", list(strategies))
        listed = zip(players, strategies.values(), strict=True)
        known = {player: names(f"strategies[{player!r}]", choices) for player, choices in listed}
        for player, labels in known.items():
            if not labels:
                raise InvalidInput(f"strategies[{player!r}] is empty; give at least one.")
        brought = {} if own is None else own
        freeze(self, strategies=known, pairs=_pairs(known, pairs), own=_own(known, brought), unit=str(unit))

    @property
    def players(self) -> tuple[str, ...]:
        """The players in order."""
        return tuple(self.strategies)

    def normal_form(self) -> NormalFormGame:
        """Return the game with a payoff for each profile, exact.

        Raises
        ------
        InvalidInput
            Above a million profiles, with their number.
        """
        shape = tuple(len(choices) for choices in self.strategies.values())
        if np.prod([float(size) for size in shape]) > MOST_PROFILES:
            raise InvalidInput(
                f"the game has {np.prod([float(size) for size in shape]):.3g} profiles; at most "
                f"{MOST_PROFILES:,} can be listed. Give fewer strategies."
            )
        payoffs: NDArray[Any] = np.full((len(shape), *shape), Fraction(0), dtype=object)
        for player, brought in self.own.items():
            i = self.players.index(player)
            payoffs[i] += brought.reshape(_along(len(shape), {i: len(brought)}))
        for (one, other), matrix in self.pairs.items():
            i, j = self.players.index(one), self.players.index(other)
            laid = matrix if i < j else matrix.T
            payoffs[i] += laid.reshape(_along(len(shape), {i: shape[i], j: shape[j]}))
        return NormalFormGame(payoffs, self.players, list(self.strategies.values()), self.unit)


def polymatrix_form(game: NormalFormGame) -> PolymatrixGame | None:
    """Write a game's payoffs as sums over pairs, exactly, or return None where they are not.

    What a player gets while the others are at their first strategy counts as its own; what changes
    when one of them moves, as that pair's.

    Parameters
    ----------
    game : NormalFormGame

    Examples
    --------
    >>> game = NormalFormGame([[[[0, 0], [0, 0]], [[0, 0], [0, 1]]]] * 3)  # worth 1 if all three act
    >>> polymatrix_form(game) is None
    True
    """
    instance_of("game", game, NormalFormGame)
    count = len(game.players)
    own: dict[str, ArrayLike] = {}
    pairs: dict[tuple[str, str], ArrayLike] = {}
    for i, player in enumerate(game.players):
        payoffs = game.exact[i]
        own[player] = payoffs[tuple(slice(None) if k == i else 0 for k in range(count))]
        for j, other in enumerate(game.players):
            if i != j:
                both = payoffs[tuple(slice(None) if k in (i, j) else 0 for k in range(count))]
                table = both if i < j else both.T
                pairs[player, other] = table - table[:, [0]]
    strategies = dict(zip(game.players, game.strategies, strict=True))
    found = PolymatrixGame(strategies, pairs, own, game.unit)
    return found if (found.normal_form().exact == game.exact).all() else None


def _pairs(
    known: Mapping[str, tuple[str, ...]], given: Mapping[tuple[str, str], ArrayLike]
) -> dict[tuple[str, str], NDArray[np.object_]]:
    if not isinstance(given, Mapping):
        raise InvalidInput(f"pairs={show(given)}; it must map (player, other) to a matrix.")
    read = {}
    for pair, matrix in given.items():
        if not isinstance(pair, tuple) or len(pair) != 2 or pair[0] == pair[1] or not set(pair) <= set(known):
            raise InvalidInput(
                f"pairs names {show(pair)}; it must name two different players of {', '.join(known)}."
            )
        one, other = pair
        shape = (len(known[one]), len(known[other]))
        read[one, other] = exact_array(f"pairs[{one!r}, {other!r}]", matrix, shape)
    return read


def _own(
    known: Mapping[str, tuple[str, ...]], given: Mapping[str, ArrayLike]
) -> dict[str, NDArray[np.object_]]:
    if not isinstance(given, Mapping):
        raise InvalidInput(f"own={show(given)}; it must map players to what their strategies bring.")
    for player in given:
        if player not in known:
            raise InvalidInput(f"own names {player!r}, who is not a player: {', '.join(known)}.")
    return {p: exact_array(f"own[{p!r}]", brought, (len(known[p]),)) for p, brought in given.items()}


def _along(count: int, sizes: Mapping[int, int]) -> tuple[int, ...]:
    """Return a shape with given sizes at some axes and 1 elsewhere."""
    return tuple(sizes.get(axis, 1) for axis in range(count))
