"""What comes out of a network game: levels, with regret, contraction and distance."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

if TYPE_CHECKING:
    from negotiate.region.network_game import NetworkGame

__all__ = ["NetworkEquilibrium"]


@dataclass(frozen=True, eq=False)
class NetworkEquilibrium(Solution):
    """The equilibrium of a network game.

    Attributes
    ----------
    game : NetworkGame
    levels : ndarray, shape (countries,)
        Arming, in ``game.unit``.
    modulus : float
        ``φ ρ(W)``, below 1: best replies bring any two profiles nearer to one another by this factor
        (in Euclidean distance), so there is one equilibrium.
    rounds : int
        Rounds of best replies after the linear solve.
    """

    game: NetworkGame
    levels: NDArray[np.float64]
    modulus: float
    rounds: int
    concept: str = field(default="network equilibrium", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of the game."""
        return Provenance(self.game.digest)

    @cached_property
    def regret(self) -> NDArray[np.float64]:
        """What each country could gain by its best reply, ``(reply − level)²/2`` or less."""
        away = self.game.best_replies(self.levels) - self.levels
        gains: NDArray[np.float64] = np.maximum(self._gain(away), 0.0)
        return gains

    def _gain(self, away: NDArray[np.float64]) -> NDArray[np.float64]:
        slope = self.game.want + self.game.strength * self.game.network @ self.levels - self.levels
        gain: NDArray[np.float64] = slope * away - away**2 / 2
        return gain

    @property
    def distance(self) -> float:
        """Bound on the Euclidean distance to the equilibrium, ``‖BR(x) − x‖/(1 − modulus)``."""
        step = np.linalg.norm(self.game.best_replies(self.levels) - self.levels)
        return float(step) / (1 - self.modulus)

    def spill_over(self) -> NDArray[np.float64]:
        """Return what each country arms more (row) for a unit more of what another wants (column).

        Among the countries that arm; 0 for those who do not. At a country that is just about to arm the
        answer differs by direction, and this is the one that keeps it out.
        """
        inside = np.flatnonzero(self.levels > 0)
        answer = np.zeros((len(self.levels), len(self.levels)))
        system = np.eye(len(inside)) - self.game.strength * self.game.network[np.ix_(inside, inside)]
        answer[np.ix_(inside, inside)] = np.linalg.inv(system)
        return answer

    def table(self) -> Table:
        """Return what each country wants by itself, arms with, and gains."""
        unit = self.game.unit
        columns: list[Column | str] = [
            "country",
            Column("by itself", unit, 3),
            Column("in equilibrium", unit, 3),
            Column("payoff", "", 3),
            Column("regret", "", 3),
        ]
        rows = list(
            zip(
                self.game.countries,
                self.game.want.tolist(),
                self.levels.tolist(),
                self.game.payoffs(self.levels).tolist(),
                self.regret.tolist(),
                strict=True,
            )
        )
        note = f"unique: best replies contract by {self.modulus:.4f}; within {self.distance:.1e} of it"
        return Table("Arming among friends and foes", columns, rows, [note])

    def answer(self) -> dict[str, Any]:
        """Return arming by country."""
        return {"levels": dict(zip(self.game.countries, self.levels.tolist(), strict=True))}

    def certificate(self) -> dict[str, Any]:
        """Return contraction, largest regret and distance to the equilibrium."""
        return {
            "modulus": self.modulus,
            "max_regret": float(self.regret.max()),
            "distance": self.distance,
            "potential": self.game.potential(self.levels),
        }
