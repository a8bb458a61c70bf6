"""Equilibria as results: each with its exact profile and regret, the set with what is proved of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import freeze
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.profiles import ExactProfile
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["Equilibrium", "EquilibriumSet"]

Groups = tuple[tuple[int, ...], ...]

_SHORT = 9  # characters up to which a probability is shown as a fraction


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """One Nash equilibrium, proved by its regrets.

    Parameters
    ----------
    exact : tuple of tuples of Fraction
        One mixed strategy a player.
    exact_payoffs, regrets : tuple of Fraction
        One a player, in the unit of the game; worked out from the payoffs as given.
    labels : tuple of str
        One strategy a player in words: ``"C"``, or ``"1/3 C + 2/3 D"``.
    index : int, optional
        +1 or -1; over all equilibria of a game that is not degenerate they sum to 1. None where
        it is not known.
    """

    exact: ExactProfile
    exact_payoffs: tuple[Fraction, ...]
    regrets: tuple[Fraction, ...]
    labels: tuple[str, ...]
    index: int | None = None

    @cached_property
    def profile(self) -> tuple[NDArray[np.float64], ...]:
        """One read-only probability vector a player."""
        return tuple(_floats(strategy) for strategy in self.exact)

    @cached_property
    def payoffs(self) -> NDArray[np.float64]:
        """Expected payoffs, shape (players,), in the unit of the game; read-only."""
        return _floats(self.exact_payoffs)

    @property
    def max_regret(self) -> float:
        """The largest gain from deviating alone, in the unit of the game; 0 is a proof."""
        return float(max(self.regrets))

    @property
    def support(self) -> tuple[tuple[int, ...], ...]:
        """The positions of the strategies that each player plays."""
        return tuple(tuple(k for k, share in enumerate(strategy) if share) for strategy in self.exact)

    @property
    def kind(self) -> str:
        """``"pure"`` if every player plays one strategy, else ``"mixed"``."""
        return "pure" if all(len(played) == 1 for played in self.support) else "mixed"

    def __repr__(self) -> str:
        return f"Equilibrium({', '.join(self.labels)})"


@dataclass(frozen=True, eq=False, repr=False)
class EquilibriumSet(Solution, Sequence[Equilibrium]):
    """The equilibria of a game in a fixed order, and what is proved about the list.

    Pure ones come first, each kind in the order of the strategies. In a degenerate game there
    may be infinitely many: those listed are extreme ones, and ``nash_subsets`` says which of
    them may be mixed with one another.

    Parameters
    ----------
    complete : bool
        Whether it is proved that no (extreme) equilibrium of this concept is missing.
    degenerate : bool or None
        None where it is not known.
    note : str
        What proves ``complete``, or why it is not proved.
    nash_subsets, components : tuple of tuples of int, optional
        Positions in ``equilibria``, given in any order of these: the maximal sets of which all
        mixtures of rows with all mixtures of columns are equilibria, and the connected parts
        that these form. None where they are not known.
    """

    concept: str
    game: NormalFormGame
    equilibria: tuple[Equilibrium, ...]
    complete: bool
    degenerate: bool | None
    note: str
    provenance: Provenance
    nash_subsets: Groups | None = None
    components: Groups | None = None

    def __post_init__(self) -> None:
        rank = _ranks(self.equilibria)
        order = sorted(range(len(self.equilibria)), key=rank.__getitem__)
        place = {old: new for new, old in enumerate(order)}
        freeze(
            self,
            equilibria=tuple(self.equilibria[k] for k in order),
            nash_subsets=_renumbered(self.nash_subsets, place),
            components=_renumbered(self.components, place),
        )

    def __len__(self) -> int:
        return len(self.equilibria)

    @overload
    def __getitem__(self, place: int) -> Equilibrium: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Equilibrium, ...]: ...
    def __getitem__(self, place: int | slice) -> Equilibrium | tuple[Equilibrium, ...]:
        return self.equilibria[place]

    def __repr__(self) -> str:
        return f"EquilibriumSet({self.concept}, {len(self)} found, complete={self.complete})"

    def table(self) -> Table:
        """Return one row an equilibrium: strategies, payoffs, the largest regret."""
        unit = self.game.unit
        columns = [
            Column("no."),
            *(Column(player) for player in self.game.players),
            *(Column(f"payoff of {player}", unit) for player in self.game.players),
            Column("max regret", unit),
        ]
        rows = [
            [number, *found.labels, *found.payoffs.tolist(), max(found.regrets)]
            for number, found in enumerate(self.equilibria, start=1)
        ]
        return Table(f"{_TITLES[self.concept]}: {len(self)}", columns, rows, self._notes())

    def _notes(self) -> list[str]:
        notes = [f"{'Complete' if self.complete else 'Completeness is not proved'}: {self.note}."]
        if self.degenerate:
            notes.append(
                "The game is degenerate: those listed are extreme, mixtures of them may be equilibria too."
            )
        if self.components is not None and self.degenerate:
            listed = "; ".join(", ".join(str(k + 1) for k in part) for part in self.components)
            notes.append(f"Connected components: {listed}.")
        return notes

    def answer(self) -> dict[str, Any]:
        """Return every equilibrium with its exact probabilities and payoffs, and what is proved."""
        return {
            "equilibria": [self._record(found) for found in self.equilibria],
            "complete": self.complete,
            "degenerate": self.degenerate,
            "nash_subsets": self.nash_subsets,
            "components": self.components,
        }

    def _record(self, found: Equilibrium) -> dict[str, Any]:
        strategies = {
            player: {label: share for label, share in zip(labels, mixed, strict=True) if share}
            for player, labels, mixed in zip(
                self.game.players, self.game.strategies, found.exact, strict=True
            )
        }
        return {
            "kind": found.kind,
            "index": found.index,
            "strategies": strategies,
            "payoffs": dict(zip(self.game.players, found.payoffs.tolist(), strict=True)),
        }

    def certificate(self) -> dict[str, Any]:
        """Return each equilibrium's exact regrets, and what proves that the list is complete."""
        return {
            "regrets": [
                dict(zip(self.game.players, found.regrets, strict=True)) for found in self.equilibria
            ],
            "complete": self.complete,
            "because": self.note,
        }


_TITLES = {"nash": "Nash equilibria", "pure nash": "Pure Nash equilibria"}


def _floats(numbers: Iterable[Fraction]) -> NDArray[np.float64]:
    array = np.array([float(number) for number in numbers])
    array.setflags(write=False)
    return array


def _ranks(found: Sequence[Equilibrium]) -> list[tuple[bool, list[int]]]:
    """Rank pure ones first, each kind in the order of the strategies; a strategy is compared once."""
    places = [_places(played) for played in zip(*(each.exact for each in found), strict=True)]
    return [
        (each.kind != "pure", [place[id(s)] for place, s in zip(places, each.exact, strict=True)])
        for each in found
    ]


def _places(played: Sequence[tuple[Fraction, ...]]) -> dict[int, int]:
    """Number strategies in decreasing order by the objects that hold them; equal ones alike."""
    ordered = sorted({id(strategy): strategy for strategy in played}.values(), reverse=True)
    number, places = 0, {}
    for k, strategy in enumerate(ordered):
        number += k > 0 and strategy != ordered[k - 1]
        places[id(strategy)] = number
    return places


def _renumbered(groups: Groups | None, place: dict[int, int]) -> Groups | None:
    if groups is None:
        return None
    return tuple(sorted(tuple(sorted({place[k] for k in group})) for group in groups))


def in_words(strategy: Sequence[Fraction], labels: Sequence[str]) -> str:
    """Write a mixed strategy: ``b``, or ``1/2 a + 1/2 c``; long fractions as decimals."""
    played = [(share, label) for share, label in zip(strategy, labels, strict=True) if share]
    if len(played) == 1:
        return played[0][1]
    return " + ".join(f"{_share(share)} {label}" for share, label in played)


def _share(share: Fraction) -> str:
    text = str(share)
    return text if len(text) <= _SHORT else f"{float(share):.6g}"
