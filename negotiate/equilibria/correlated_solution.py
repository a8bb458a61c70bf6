"""A correlated equilibrium as a result: the lottery over profiles, with both sides of its proof."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.equilibria.mixture import BestMixture, Number
from negotiate.games.normal_form import NormalFormGame
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["CorrelatedEquilibrium", "Multiplier"]


@dataclass(frozen=True)
class Multiplier:
    """The price of one incentive constraint in the proof of the bound.

    Parameters
    ----------
    player : str
    told : str or None
        The strategy that the mediator names; None in the coarse version.
    instead : str
        The strategy that the player would rather play.
    value : Fraction or float
        At least 0; those not listed are 0.
    """

    player: str
    told: str | None
    instead: str
    value: Number


@dataclass(frozen=True, eq=False)
class CorrelatedEquilibrium(Solution):
    """The lottery over profiles that is best by an objective among all that nobody would disobey.

    Parameters
    ----------
    concept : str
        ``"correlated"`` or ``"coarse correlated"``.
    game : NormalFormGame
    objective : str
        What it maximises, in words.
    mixture : BestMixture
        Over the flattened profiles: the answer with its proof.
    multipliers : tuple of Multiplier
        Those above 0.
    reference : tuple of Fraction or float, optional
        The payoffs over which gains count, where the objective is fairness.
    provenance : Provenance
    """

    concept: str
    game: NormalFormGame
    objective: str
    mixture: BestMixture
    multipliers: tuple[Multiplier, ...]
    reference: tuple[Number, ...] | None
    provenance: Provenance

    @property
    def distribution(self) -> NDArray[np.float64]:
        """The probability of every profile, shape (a_1, …, a_n)."""
        return self.mixture.x.astype(np.float64).reshape(self.game.shape)

    @property
    def probabilities(self) -> dict[tuple[str, ...], Number]:
        """The probability of each profile that is drawn at all, by its labels."""
        cells = [int(cell) for cell in np.flatnonzero(self.mixture.x)]
        return {self._labels(cell): self.mixture.x[cell] for cell in cells}

    def _labels(self, cell: int) -> tuple[str, ...]:
        places = np.unravel_index(cell, self.game.shape)
        return tuple(labels[k] for labels, k in zip(self.game.strategies, places, strict=True))

    @property
    def exact_payoffs(self) -> tuple[Fraction, ...] | None:
        """Expected payoffs as ``Fraction``s where the lottery is exact, else None."""
        if not self.exact:
            return None
        flat = self.game.exact.reshape(len(self.game.players), -1)
        return tuple(Fraction(payoff) for payoff in flat @ self.mixture.x)

    @property
    def payoffs(self) -> NDArray[np.float64]:
        """Expected payoffs, shape (players,), in the unit of the game."""
        if self.exact_payoffs is not None:
            return np.array([float(payoff) for payoff in self.exact_payoffs])
        payoffs: NDArray[np.float64] = self.game.payoffs.reshape(len(self.game.players), -1) @ self.mixture.x
        return payoffs

    @property
    def exact(self) -> bool:
        """Whether the lottery is exact: no violation and no gap at all."""
        return self.mixture.exact

    @property
    def value(self) -> Number:
        """The objective reached, in the unit of the game."""
        return self.mixture.value

    @property
    def violation(self) -> Number:
        """The largest gain from disobeying, in the unit of the game; 0 where exact."""
        return self.mixture.violation

    @property
    def duality_gap(self) -> Number:
        """By how much the objective falls short of a bound that no such equilibrium exceeds."""
        return self.mixture.bound - self.mixture.value

    def table(self) -> Table:
        """Return one row a profile that is drawn; the last holds the expected payoffs."""
        unit, players = self.game.unit, self.game.players
        columns = [
            *(Column(player) for player in players),
            Column("probability"),
            *(Column(f"payoff of {player}", unit) for player in players),
        ]
        flat = self.game.payoffs.reshape(len(players), -1)
        rows = [
            [*self._labels(int(cell)), self.mixture.x[cell], *flat[:, cell].tolist()]
            for cell in np.flatnonzero(self.mixture.x)
        ]
        rows.append(["expected", *([""] * (len(players) - 1)), sum(self.mixture.x), *self.payoffs.tolist()])
        return Table(
            f"{self.concept.capitalize()} equilibrium: {self.objective}", columns, rows, [self._proof()]
        )

    def _proof(self) -> str:
        if self.exact:
            return "Exact: nobody gains by disobeying, and no such equilibrium reaches more."
        return (
            f"Numerical: the largest gain by disobeying is {float(self.violation):.1e}; no such "
            f"equilibrium exceeds this objective by more than {max(float(self.duality_gap), 0):.1e}."
        )

    def answer(self) -> dict[str, Any]:
        """Return the lottery and the expected payoffs."""
        return {
            "objective": self.objective,
            "value": self.value,
            "lottery": [{"profile": k, "probability": p} for k, p in self.probabilities.items()],
            "payoffs": dict(zip(self.game.players, self.exact_payoffs or self.payoffs.tolist(), strict=True)),
            "reference": self.reference,
        }

    def certificate(self) -> dict[str, Any]:
        """Return the largest violation, and value and bound with the multipliers that prove the bound."""
        return {
            "exact": self.exact,
            "violation": self.violation,
            "value": self.value,
            "bound": self.mixture.bound,
            "duality_gap": self.duality_gap,
            "weights": self.mixture.weights.tolist(),
            "multipliers": [
                {"player": m.player, "told": m.told, "instead": m.instead, "value": m.value}
                for m in self.multipliers
            ],
        }
