"""Equilibria of many games, held compactly: one array each for strategies and payoffs of all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import whole_number
from negotiate.equilibria.nash import nash_equilibria
from negotiate.equilibria.solution import EquilibriumSet
from negotiate.games.normal_form import NormalFormGame
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Table

__all__ = ["BatchEquilibria"]


@dataclass(frozen=True, eq=False, repr=False)
class BatchEquilibria(Solution):
    """All extreme equilibria of many two-player games of one shape.

    Those of game ``k`` are the rows ``offsets[k]`` to ``offsets[k + 1]`` of ``x``, ``y`` and
    ``payoffs``, in the order in which ``nash_equilibria`` lists them. Every float is the exact
    rational number, rounded once. Arrays are read-only.

    Parameters
    ----------
    given : ndarray, shape (games, 2, m, n)
        The payoffs as given.
    offsets : ndarray of int, shape (games + 1,)
    x, y : ndarray, shape (total, m), (total, n)
        Strategies of the row and of the column player.
    payoffs : ndarray, shape (total, 2)
        In the unit of ``given``.
    degenerate : ndarray of bool, shape (games,)
        Whether a game is proved to be degenerate: it may then have more equilibria than the
        extreme ones that are listed.
    complete : ndarray of bool, shape (games,)
        Whether it is proved that no extreme equilibrium of a game is missing.
    one_by_one : ndarray of bool, shape (games,)
        Which games were left to the exact method for a single game.
    """

    concept: str
    given: NDArray[Any]
    offsets: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    payoffs: NDArray[np.float64]
    degenerate: NDArray[np.bool_]
    complete: NDArray[np.bool_]
    one_by_one: NDArray[np.bool_]

    def __post_init__(self) -> None:
        for name in ("offsets", "x", "y", "payoffs", "degenerate", "complete", "one_by_one"):
            getattr(self, name).setflags(write=False)

    def __len__(self) -> int:
        return len(self.given)

    def __repr__(self) -> str:
        return f"BatchEquilibria({self.concept}, {len(self)} games, {len(self.x)} equilibria)"

    @property
    def counts(self) -> NDArray[np.int64]:
        """The number of equilibria of each game, shape (games,)."""
        return np.diff(self.offsets)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]  # worked out when first asked for
        """What the result was made from."""
        ratios = (entry.as_integer_ratio() for entry in self.given.ravel().tolist())
        content = {"payoffs": [f"{n}/{d}" for n, d in ratios], "shape": self.given.shape}
        return Provenance(inputs=digest(content), options={"concept": self.concept})

    def rows_of(self, k: int) -> slice:
        """Return which rows of ``x``, ``y`` and ``payoffs`` belong to game ``k`` (from 0)."""
        k = whole_number("k", k, high=len(self) - 1)
        return slice(int(self.offsets[k]), int(self.offsets[k + 1]))

    def game(self, k: int) -> EquilibriumSet:
        """Solve game ``k`` (from 0) by itself: exact probabilities, Nash subsets, components."""
        return nash_equilibria(NormalFormGame(self.given[whole_number("k", k, high=len(self) - 1)]))

    def table(self) -> Table:
        """Return how many games have how many equilibria."""
        counts = self.counts
        rows = [
            (
                int(count),
                int(with_it.sum()),
                int((with_it & self.degenerate).sum()),
                int((with_it & ~self.complete).sum()),
            )
            for count in np.unique(counts)
            for with_it in [counts == count]
        ]
        _, _, m, n = self.given.shape
        title = f"Nash equilibria of {len(self)} games, {m} x {n}"
        return Table(title, ["equilibria", "games", "of them degenerate", "of them not complete"], rows)

    def answer(self) -> dict[str, Any]:
        """Return all arrays as lists."""
        names = ("offsets", "x", "y", "payoffs", "degenerate", "complete")
        return {name: getattr(self, name).tolist() for name in names}

    def certificate(self) -> dict[str, Any]:
        """Return what proves the lists."""
        return {
            "complete": bool(self.complete.all()),
            "because": "every sign that decides is proved, or the game was solved in rationals",
            "one_by_one": np.flatnonzero(self.one_by_one).tolist(),
        }
