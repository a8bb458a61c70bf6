"""The coalition game: what each coalition can get, or save, by itself.

A game with transferable payoff: ``v(S)`` for each coalition ``S`` of the players, nothing for the
empty one. Costs enter as negative worths. Numbers are kept as the rationals that they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import did_you_mean, exact_number, finite_number, freeze, names, show
from negotiate.coalition.subsets import ROOM, members, subset_sums, to_whole
from negotiate.errors import InvalidInput
from negotiate.provenance import digest
from negotiate.table import Column, Table

__all__ = ["MOST_PLAYERS", "CoalitionGame"]

MOST_PLAYERS = 20  # a million coalitions

Coalition = Iterable[str] | str


@dataclass(frozen=True, eq=False, init=False)
class CoalitionGame:
    """Players and the worth of each of their coalitions.

    Parameters
    ----------
    players : sequence of str
        At least one and at most 20.
    worth : mapping or sequence
        From each non-empty coalition (a tuple or a set of names; one name for a single player) to
        a number: an int, a ``Fraction``, text such as ``"0.1"``, or a float, which counts as the
        rational number that it holds. Or ``2^n`` numbers in the order of bits: nobody, the first,
        the second, the first two, the third, …
    unit : str
        Of the worths.

    Raises
    ------
    InvalidInput
        For a coalition that is missing, given twice or holds a stranger, a worth of nobody other
        than 0, a worth beyond the range of floats, or too many players.

    Examples
    --------
    >>> worth = {"A": 0, "B": 0, "C": 0, ("A", "B"): 1, ("A", "C"): 1, ("B", "C"): 0, ("A", "B", "C"): 1}
    >>> game = CoalitionGame(["A", "B", "C"], worth)
    >>> game.worth(["C", "A"]), game.superadditive, game.convex
    (Fraction(1, 1), True, False)
    """

    players: tuple[str, ...]
    scaled: NDArray[Any]
    scale: int
    unit: str

    def __init__(
        self,
        players: Sequence[str],
        worth: Mapping[Any, object] | Sequence[object] | NDArray[Any],
        unit: str = "",
    ) -> None:
        known = _players(players)
        if isinstance(worth, str) or not isinstance(worth, Mapping | Iterable):
            raise InvalidInput(
                f"worth={show(worth)}; it must map coalitions to numbers, or list {2 ** len(known)} of them."
            )
        listed = _from_mapping(known, worth) if isinstance(worth, Mapping) else _from_sequence(known, worth)
        finite_number("the largest worth", max(abs(number) for number in listed))
        whole, scale = to_whole(listed)
        small = 4 * max(abs(number) for number in whole) < ROOM >> len(known)
        scaled = np.array(whole, dtype=np.int64 if small else object)
        scaled.setflags(write=False)
        freeze(self, players=known, scaled=scaled, scale=scale, unit=str(unit))

    @classmethod
    def from_function(
        cls, players: Sequence[str], function: Callable[[tuple[str, ...]], object], unit: str = ""
    ) -> CoalitionGame:
        """Ask a function for the worth of each non-empty coalition, given as a tuple of names.

        Examples
        --------
        >>> CoalitionGame.from_function(["A", "B"], lambda who: len(who) ** 2).worth(["A", "B"])
        Fraction(4, 1)
        """
        known = _players(players)
        if not callable(function):
            raise InvalidInput(
                f"function={show(function)}; it must be a function from a coalition to a number."
            )
        coalitions = (tuple(known[i] for i in members(mask)) for mask in range(1, 2 ** len(known)))
        return cls(known, [0, *(function(coalition) for coalition in coalitions)], unit)

    def mask(self, coalition: Coalition) -> int:
        """Return a coalition as bits."""
        return _mask(self.players, coalition)

    def worth(self, coalition: Coalition) -> Fraction:
        """Return the worth of a coalition; a text is one player."""
        return Fraction(int(self.scaled[self.mask(coalition)]), self.scale)

    def coalition(self, mask: int) -> tuple[str, ...]:
        """Return the names of the players of a coalition given as bits."""
        return tuple(self.players[i] for i in members(mask))

    @property
    def total(self) -> Fraction:
        """Worth of everybody together."""
        return Fraction(int(self.scaled[-1]), self.scale)

    @property
    def alone(self) -> tuple[Fraction, ...]:
        """Worth of each player alone."""
        return tuple(Fraction(int(self.scaled[1 << i]), self.scale) for i in range(len(self.players)))

    def excess(self, payoffs: Sequence[Fraction]) -> tuple[NDArray[Any], int]:
        """Return ``v(S) − x(S)`` of each coalition as whole numbers, and what to divide them by."""
        whole, scale = to_whole([*payoffs, Fraction(1, self.scale)])
        paid = subset_sums(whole[:-1])
        factor = scale // self.scale
        largest = max(int(abs(self.scaled).max()), 1)
        worth = self.scaled if factor * largest < ROOM else self.scaled.astype(object)
        return worth * factor - paid, scale

    @cached_property
    def superadditive(self) -> bool:
        """Whether two coalitions without a common player never lose by joining."""
        everyone = len(self.scaled) - 1
        for mask in range(1, everyone):
            others = _submasks(everyone ^ mask)
            if (self.scaled[others | mask] < self.scaled[others] + self.scaled[mask]).any():
                return False
        return True

    @cached_property
    def convex(self) -> bool:
        """Whether a player adds no less to a larger coalition: v(S∪T) + v(S∩T) ≥ v(S) + v(T)."""
        mask = np.arange(len(self.scaled))
        for i in range(len(self.players)):
            for j in range(i):
                rest = mask[(mask >> i & 1 | mask >> j & 1) == 0]
                both, first, second = rest | 1 << i | 1 << j, rest | 1 << i, rest | 1 << j
                gain = self.scaled[both] - self.scaled[first] - self.scaled[second] + self.scaled[rest]
                if (gain < 0).any():
                    return False
        return True

    @cached_property
    def digest(self) -> str:
        """SHA-256 of players and worths."""
        worth = [str(Fraction(int(number), self.scale)) for number in self.scaled]
        return digest({"players": self.players, "worth": worth, "unit": self.unit})

    def table(self) -> Table:
        """Return the worth of every non-empty coalition."""
        rows = [
            (" + ".join(self.coalition(mask)), Fraction(int(self.scaled[mask]), self.scale))
            for mask in range(1, len(self.scaled))
        ]
        return Table("Worth of coalitions", ["coalition", Column("worth", self.unit, 3)], rows)


def _players(players: Sequence[str]) -> tuple[str, ...]:
    known = names("players", players)
    if not known:
        raise InvalidInput("players is empty; a game needs at least one.")
    if len(known) > MOST_PLAYERS:
        raise InvalidInput(
            f"players names {len(known)}, who form {2 ** len(known):,} coalitions; those of at most "
            f"{MOST_PLAYERS} players can be listed. sampled_shapley() estimates the Shapley value from a "
            "function, with its error."
        )
    return known


def _from_mapping(players: tuple[str, ...], worth: Mapping[Any, object]) -> list[Fraction]:
    listed: list[Fraction | None] = [Fraction(0), *([None] * (2 ** len(players) - 1))]
    given = set()
    for coalition, number in worth.items():
        mask = _mask(players, coalition)
        if mask in given:
            raise InvalidInput(f"worth gives the coalition {show(coalition)} twice; keep one.")
        given.add(mask)
        listed[mask] = exact_number(f"worth[{coalition!r}]", number)
    return _complete(players, listed)


def _complete(players: tuple[str, ...], listed: list[Fraction | None]) -> list[Fraction]:
    missing = [mask for mask, number in enumerate(listed) if number is None]
    if missing:
        first = tuple(players[i] for i in members(missing[0]))
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise InvalidInput(
            f"worth misses the coalition {first!r}{more}; give all {len(listed) - 1} non-empty ones, "
            "or use CoalitionGame.from_function."
        )
    return _nothing_for_nobody([number for number in listed if number is not None])


def _nothing_for_nobody(listed: list[Fraction]) -> list[Fraction]:
    if listed[0] != 0:
        raise InvalidInput(f"worth of the empty coalition is {listed[0]}; it must be 0.")
    return listed


def _from_sequence(players: tuple[str, ...], worth: Sequence[object] | NDArray[Any]) -> list[Fraction]:
    given = list(worth)
    if len(given) != 2 ** len(players):
        raise InvalidInput(
            f"worth has {len(given)} entries; {len(players)} players need {2 ** len(players)}, the empty "
            "coalition first, or a mapping from coalitions."
        )
    return _nothing_for_nobody([exact_number(f"worth[{mask}]", number) for mask, number in enumerate(given)])


def _mask(players: tuple[str, ...], coalition: Coalition) -> int:
    if not isinstance(coalition, Iterable):
        raise InvalidInput(f"coalition {show(coalition)} is neither a player nor a collection of players.")
    inside = (coalition,) if isinstance(coalition, str) else tuple(coalition)
    mask = 0
    for player in inside:
        if player not in players:
            raise InvalidInput(
                f"{show(player)} is not a player; the players are {', '.join(players)}."
                f"{did_you_mean(str(player), players)}"
            )
        mask |= 1 << players.index(player)
    if mask.bit_count() != len(inside):
        raise InvalidInput(f"coalition {show(coalition)} names a player twice; name each once.")
    return mask


def _submasks(mask: int) -> NDArray[np.int64]:
    """Return every coalition of the players of another, the empty one included."""
    return subset_sums([1 << i for i in members(mask)]).astype(np.int64)
