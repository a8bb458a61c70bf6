r"""Solutions on a convex set that can only be asked for its best deals in a direction.

A few deals (columns) are known; the best mixture of these has prices; the deal that is best at
these prices joins the columns, until none is better than the mixture. The last answer proves the
mixture optimal among all deals, by weak duality. Mixtures of deals are deals: as lotteries, or
because utilities are concave.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.convex import ConvexSet, Found, Vector
from negotiate.bargaining.master import Mixture, level_mixture, log_mixture
from negotiate.errors import NoSolution

__all__ = ["ColumnSet"]

Floats = NDArray[np.float64]
S = TypeVar("S")

_UNPROVEN = "no deal was proven best in {rounds} rounds of pricing; the gap is still {gap:.1e}."
_ROUNDS = 500  # of pricing, at most
_CLEAR = 1e-9  # share of the largest gain that everybody must exceed for an agreement
_BINDING = 1e-7  # price from which a level counts as one that cannot rise
_LOOSE = 1e-11  # by how much a level that was reached may be missed later


class ColumnSet(ConvexSet[S]):
    """A convex set of gains known through its best deals in any direction.

    Parameters
    ----------
    players : int
    tolerance : float
        Gap between a mixture and the bound on all deals at which to stop, as a share of the
        largest gain.
    """

    def __init__(self, players: int, tolerance: float) -> None:
        self.players = players
        self.tolerance = tolerance
        self.gains: Floats = np.empty((0, players))
        self.deals: list[Any] = []
        self._refusal: Mapping[str, Any] | None = None
        self._started = False

    @abstractmethod
    def best(self, direction: Floats) -> tuple[Floats, list[Any]]:
        """Return deals and their gains, shape (deals, players); the best in the direction first."""

    @abstractmethod
    def realised(self, deals: Sequence[tuple[Any, float]]) -> tuple[tuple[Any, ...], Any]:
        """Return the gains of a mixture of deals, and the mixture as one deal."""

    @abstractmethod
    def beyond(self, direction: Floats, gains: Sequence[Any]) -> float:
        """Return how far the farthest deal lies beyond some gains in a direction."""

    def refusal(self) -> Mapping[str, Any] | None:
        """Return the proof that no deal is better for all; None where there is one."""
        if not self._started:
            self._started = True
            self._refusal = self._start()
        return self._refusal

    def _start(self) -> Mapping[str, Any] | None:
        for direction in np.vstack([np.eye(self.players), np.ones(self.players)]):
            self._add(direction)
        most = self.gains.max(axis=0)
        if most.min() <= 0:
            player = int(most.argmin())
            return {
                "largest_least_gain": float(most[player]),
                "direction": np.eye(self.players)[player].tolist(),
                "largest_gain_in_direction": float(most[player]),
            }
        self.scale = np.abs(self.gains).max(axis=0)
        nobody = np.full(self.players, -np.inf)
        mixture, level = self._level(
            np.diag(1 / self.scale), np.zeros(self.players), nobody, rising=slice(None)
        )
        if level > _CLEAR:
            return None
        direction = mixture.prices.sum(axis=0) / self.scale
        gains = mixture.probabilities @ self.gains
        return {
            "largest_least_gain": float(gains.min()),
            "direction": (direction / direction.sum()).tolist(),
            "largest_gain_in_direction": self.beyond(direction / direction.sum(), [0.0] * self.players),
        }

    def _add(self, direction: Floats) -> float:
        """Add the best deals in a direction; return the largest value in it."""
        gains, deals = self.best(direction)
        new = [k for k, deal in enumerate(deals) if not self._known(deal)]
        self.gains = np.vstack([self.gains, gains[new]])
        self.deals += [deals[k] for k in new]
        return float(gains[0] @ direction)

    def _known(self, deal: Any) -> bool:
        return deal in self.deals

    def _level(self, rows: Floats, offset: Floats, floors: Floats, *, rising: Any) -> tuple[Mixture, float]:
        """Maximise the least rising row of ``rows @ gains - offset``, by column generation."""
        moving = np.zeros(len(rows), dtype=bool)
        moving[rising] = True
        for _ in range(_ROUNDS):
            known = len(self.deals)
            levels = self.gains @ rows.T - offset
            mixture = level_mixture(levels, floors, moving)
            level = float((mixture.probabilities @ levels)[moving].min())
            prices = mixture.prices.sum(axis=0)
            held = np.where(mixture.prices[1] > 0, floors, 0.0)
            bound = self._add(prices @ rows) - prices @ offset - mixture.prices[1] @ held
            size = np.abs(levels[:, moving]).max()
            if bound - level <= self.tolerance * size or len(self.deals) == known:
                unused = np.zeros(len(self.deals) - known)
                return Mixture(np.append(mixture.probabilities, unused), mixture.prices), level
        raise NoSolution(_UNPROVEN.format(rounds=_ROUNDS, gap=bound - level))

    def _leximin(self, rows: Floats, offset: Floats, groups: Sequence[Sequence[int]]) -> Mixture:
        """Raise the least row of a group, then the least of those that can still rise, and so on.

        The last ``players`` rows are the gains themselves, none of which may be negative.
        """
        factor = self._size(rows, offset)
        rows, offset = rows.copy(), offset.copy()
        rows[: -self.players] /= factor
        offset[: -self.players] /= factor
        floors = np.full(len(rows), -np.inf)
        floors[-self.players :] = 0
        for group in groups:
            free = list(group)
            while free:
                mixture, level = self._level(rows, offset, floors, rising=free)
                prices = mixture.prices[0]
                bound = [row for row in free if prices[row] > _BINDING * prices.max()]
                floors[bound] = level - _LOOSE
                free = [row for row in free if row not in bound]
        return mixture

    def _size(self, rows: Floats, offset: Floats) -> float:
        """Return the size of the numbers that levels are differences of."""
        levels = self.gains @ rows[: -self.players].T
        return float(np.abs(levels).max() + np.abs(offset).max())

    def ideal(self) -> tuple[float, ...]:
        """Return the most that each can gain in a deal that nobody likes less."""
        own, most = np.diag(1 / self.scale), []
        for player in range(self.players):
            rows = np.vstack([own[player], own])
            mixture = self._leximin(rows, np.zeros(self.players + 1), [[0]])
            most.append(float((mixture.probabilities @ self.gains)[player]))
        return tuple(most)

    def ray(self, shift: Vector, scale: Vector) -> Found:
        """Return the point that is best, in the leximin order, in ``(gain - shift) / scale``."""
        each = np.array([float(entry) for entry in scale])
        offset = np.array([float(entry) for entry in shift]) / each
        rows = np.vstack([np.diag(1 / each), np.diag(1 / self.scale)])
        zeros = np.zeros(self.players)
        mixture = self._leximin(rows, np.concatenate([offset, zeros]), [range(self.players)])
        return self._found(mixture, rows)

    def top(self, weights: Sequence[Fraction]) -> Found:
        """Return the point with the largest weighted sum; of ties, the leximin best in gains."""
        total = np.array([float(weight) for weight in weights])
        own = np.eye(self.players)
        rows = np.vstack([total, own, own / self.scale])
        zeros = np.zeros(len(rows))
        mixture = self._leximin(rows, zeros, [[0]])
        values = self.gains @ (mixture.prices.sum(axis=0) @ rows)
        best = np.flatnonzero(values >= values.max() - _LOOSE * np.abs(values).max())
        if len(best) > 1:
            mixture = self._leximin(rows, zeros, [[0], range(1, self.players + 1)])
        found = self._found(mixture, rows)
        value = sum(w * float(gain) for w, gain in zip(total, found.gains, strict=True))
        return Found(found.gains, found.deal, {**found.proof, "total": float(value)})

    def product(self, weights: Sequence[Fraction]) -> Found:
        """Return the point with the largest weighted product of gains."""
        powers = np.array([float(weight) for weight in weights])
        for _ in range(_ROUNDS):
            known = len(self.deals)
            mixture = log_mixture(self.gains, powers)
            gap = self._add(mixture.prices) - 1
            if gap <= self.tolerance or len(self.deals) == known:
                break
        else:
            raise NoSolution(_UNPROVEN.format(rounds=_ROUNDS, gap=gap))
        gains, deal = self._realised(mixture)
        normal = np.array([w / float(gain) for w, gain in zip(powers, gains, strict=True)])
        proof = {
            "direction": (normal / normal.sum()).tolist(),
            "largest_beyond": self.beyond(normal / normal.sum(), gains),
            "normal_inequality": self.beyond(normal, gains),
            "decided": "numerically",
        }
        return Found(gains, deal, proof)

    def _found(self, mixture: Mixture, rows: Floats) -> Found:
        gains, deal = self._realised(mixture)
        direction = mixture.prices.sum(axis=0) @ rows
        direction = direction / direction.sum()
        proof = {
            "direction": direction.tolist(),
            "largest_beyond": self.beyond(direction, gains),
            "decided": "numerically",
        }
        return Found(gains, deal, proof)

    def _realised(self, mixture: Mixture) -> tuple[tuple[Any, ...], Any]:
        use = np.flatnonzero(mixture.probabilities).tolist()
        return self.realised([(self.deals[k], float(mixture.probabilities[k])) for k in use])
