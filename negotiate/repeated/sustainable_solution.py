"""What a sustainable set says: profiles, what they require, and what lotteries between them add."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.errors import NotApplicable
from negotiate.games import NormalFormGame
from negotiate.provenance import Provenance
from negotiate.repeated.polygons import Polygon, above, hull
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["SustainableSet"]

_MOST_FLOORS = 5000
_LISTED = 40


@dataclass(frozen=True, eq=False)
class SustainableSet(Solution):
    """Pure profiles that reversion sustains at a discount factor. Made by ``sustainable_set``.

    Attributes
    ----------
    game : NormalFormGame
    reversion : tuple of Fraction
        Payoffs of the equilibrium that follows a breach.
    discount : Fraction
    minmax : tuple of Fraction
        What each player can be held to.
    payoffs, best_deviation, required : ndarray of Fraction, shape (profiles, players)
        By profile, the last player's strategy varying fastest: what it pays, what the best
        deviation from it pays, and the least average payoff at which nobody deviates from it.
    """

    game: NormalFormGame
    reversion: tuple[Fraction, ...]
    discount: Fraction
    minmax: tuple[Fraction, ...]
    payoffs: NDArray[np.object_]
    best_deviation: NDArray[np.object_]
    required: NDArray[np.object_]
    concept: str = field(default="nash reversion set", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of the game, the discount factor, the reversion payoffs."""
        return Provenance(self.game.digest, {"discount": self.discount, "reversion": self.reversion})

    @property
    def harshest(self) -> bool:
        """Whether reversion holds every player to minmax: then no punishment sustains more."""
        return self.reversion == self.minmax

    @cached_property
    def sustainable(self) -> NDArray[np.bool_]:
        """Which profiles can be played for ever, shape (profiles,)."""
        return np.asarray((self.payoffs >= self.required).all(axis=1), dtype=np.bool_)

    @cached_property
    def efficient(self) -> NDArray[np.bool_]:
        """Which of those no other of them betters for some at nobody's expense, shape (profiles,)."""
        kept = np.flatnonzero(self.sustainable)
        found = np.zeros(len(self.payoffs), dtype=np.bool_)
        for k in kept:
            others = self.payoffs[kept]
            better = (others >= self.payoffs[k]).all(axis=1) & (others > self.payoffs[k]).any(axis=1)
            found[k] = not better.any()
        return found

    def profile(self, row: int) -> tuple[str, ...]:
        """Return the labels of a profile, by its row."""
        places = np.unravel_index(row, self.game.shape)
        return tuple(labels[int(place)] for labels, place in zip(self.game.strategies, places, strict=True))

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """The profiles that can be played for ever."""
        return tuple(self.profile(int(row)) for row in np.flatnonzero(self.sustainable))

    def lottery_regions(self) -> tuple[Polygon, ...]:
        """Return the average payoffs that public lotteries sustain, as a union of convex polygons.

        Two players. Each polygon has exact corners, in order. For every floor that some profiles
        require: the averages of the profiles that require no more, as far as they reach the floor.

        Raises
        ------
        NotApplicable
            For more than two players, or more than 5000 floors.
        """
        if len(self.game.players) != 2:
            raise NotApplicable(f"regions are drawn for 2 players; the game has {len(self.game.players)}.")
        first, second = (sorted(set(column)) for column in self.required.T)
        if len(first) * len(second) > _MOST_FLOORS:
            raise NotApplicable(
                f"the game has {len(first) * len(second):,} floors; regions are drawn for at most "
                f"{_MOST_FLOORS:,}. Restrict the game to fewer strategies."
            )
        found: dict[tuple[Fraction, Fraction], Polygon] = {}
        for floor in ((x, y) for x in first for y in second):
            allowed = (self.required <= np.array(floor, dtype=object)).all(axis=1)
            region = above(hull(map(tuple, self.payoffs[allowed])), floor)
            if region:
                found[floor] = region
        return tuple(dict.fromkeys(found.values()))

    def table(self) -> Table:
        """Return the efficient sustainable profiles: payoffs, and what is left before a breach pays."""
        unit, players = self.game.unit, self.game.players
        heads: list[Column | str] = ["profile", *(Column(f"payoff of {p}", unit, 3) for p in players)]
        heads += [Column(f"slack of {player}", unit, 3) for player in players]
        rows: list[tuple[Cell, ...]] = []
        efficient = np.flatnonzero(self.efficient).tolist()
        for row in efficient[:_LISTED]:
            slack = self.payoffs[row] - self.required[row]
            label = ", ".join(self.profile(row))
            rows.append((label, *map(float, self.payoffs[row]), *map(float, slack)))
        held = int(self.sustainable.sum())
        notes = [
            f"{held} of {len(self.payoffs)} profiles are sustained; listed are those that no other betters.",
            "Slack: average payoff beyond the least at which nobody breaks the agreement.",
        ]
        if len(efficient) > _LISTED:
            notes.append(f"{len(efficient) - _LISTED} more are left out here; answer() has them all.")
        if self.harshest:
            notes.append("Reversion holds everybody to minmax, so no other punishment is harsher.")
        return Table(f"What reversion sustains at δ = {float(self.discount):.3g}", heads, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return the sustained profiles with their payoffs."""
        rows = np.flatnonzero(self.sustainable).tolist()
        return {
            "players": self.game.players,
            "discount": float(self.discount),
            "reversion": list(map(float, self.reversion)),
            "minmax": list(map(float, self.minmax)),
            "harshest": self.harshest,
            "profiles": [
                {"profile": self.profile(row), "payoffs": list(map(float, self.payoffs[row]))} for row in rows
            ],
        }

    def certificate(self) -> dict[str, Any]:
        """Return what one deviation gains, in average payoffs: at most 0 where sustained, above where not.

        ``below_minmax`` counts sustained profiles that give somebody less than minmax: 0.
        """
        later = self.discount * np.array(self.reversion, dtype=object)
        gains = ((1 - self.discount) * self.best_deviation + later - self.payoffs).max(axis=1)
        low = (self.payoffs < np.array(self.minmax, dtype=object)).any(axis=1)
        held, broken = gains[self.sustainable], gains[~self.sustainable]
        return {
            "largest_gain_where_sustained": float(max(held)) if len(held) else None,
            "least_gain_where_not": float(min(broken)) if len(broken) else None,
            "below_minmax": int((self.sustainable & low).sum()),
        }
