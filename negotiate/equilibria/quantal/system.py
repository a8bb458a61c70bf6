"""Logit equilibrium as equations: log σ_is = λ u_is(σ) − log Σ_t exp(λ u_it(σ)), for every i and s.

Unknown are the logarithms of all probabilities, so that none can turn negative and tiny ones
keep their digits. Payoffs are brought to the range from 0 to 1 in rational arithmetic: from each
u_i(·, a_−i) its least entry is taken off, which changes no response, and all are divided by the
largest that is left, the scale, which multiplies λ. So neither level nor unit costs a digit.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from negotiate.games.normal_form import NormalFormGame

__all__ = ["LogitSystem"]

Vector = NDArray[np.float64]


class LogitSystem:
    """The equations of one game, with λ in units of one over the scale.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players.

    Attributes
    ----------
    scale : Fraction
        The most that anyone can gain by a change of strategy, in the unit of the game; 1 where
        nobody ever can.
    scales : list of Fraction
        The most that each player can gain.
    indifferent : bool
        Whether nobody can ever gain.
    size : int
        The number N of strategies of all players.
    """

    def __init__(self, game: NormalFormGame) -> None:
        gains = [own - own.min(axis=i, keepdims=True) for i, own in enumerate(game.exact)]
        self.scales = [Fraction(gain.max()) for gain in gains]
        largest = max(self.scales)
        self.game = game
        self.scale = largest or Fraction(1)
        self.indifferent = largest == 0
        self._payoffs = [(gain / self.scale).astype(np.float64) for gain in gains]
        ends = np.cumsum(game.shape)
        self.parts = [slice(end - count, end) for end, count in zip(ends, game.shape, strict=True)]
        self.size = int(ends[-1])

    def split(self, vector: Vector) -> list[Vector]:
        """Cut a vector over all players' strategies into one a player."""
        return [vector[part] for part in self.parts]

    def uniform(self) -> Vector:
        """Return the logarithms of even mixtures, the equilibrium at λ = 0."""
        return np.concatenate([np.full(count, -np.log(count)) for count in self.game.shape])

    def utilities(self, profile: Vector) -> tuple[Vector, NDArray[np.float64]]:
        """Return u_is for every player and strategy, and their derivatives by every probability."""
        mixed = self.split(profile)
        values = np.zeros(self.size)
        slopes = np.zeros((self.size, self.size))
        for i, mine in enumerate(self.parts):
            if len(mixed) == 1:
                values[mine] = self._payoffs[i]
            for j, theirs in enumerate(self.parts):
                if i != j:
                    block = self._pairwise(i, j, mixed)
                    slopes[mine, theirs] = block
                    values[mine] = block @ mixed[j]
        return values, slopes

    def _pairwise(self, i: int, j: int, mixed: list[Vector]) -> NDArray[np.float64]:
        """Return i's expected payoff for each pair of strategies of i and j; others play their mixtures."""
        block = self._payoffs[i]
        for k in reversed(range(len(mixed))):
            if k not in (i, j):
                block = np.tensordot(block, mixed[k], axes=(k, 0))
        ordered: NDArray[np.float64] = block if i < j else block.T
        return ordered

    def respond(self, values: Vector, precision: float) -> Vector:
        """Return the logarithms of the logit response to utilities."""
        logs = precision * values
        for part in self.parts:
            logs[part] -= logs[part].max()
            logs[part] -= np.log(np.exp(logs[part]).sum())
        return logs

    def equations(self, point: Vector) -> tuple[Vector, NDArray[np.float64]]:
        """Return how far (logs, λ) is from a fixed point, shape (N,), and the derivatives, (N, N + 1)."""
        logs, precision = point[:-1], point[-1]
        profile = np.exp(logs)
        values, slopes = self.utilities(profile)
        response = self.respond(values, precision)
        shares = np.exp(response)
        by_logs = slopes * profile
        derivatives = np.empty((self.size, self.size + 1))
        for part in self.parts:
            mean = shares[part] @ by_logs[part]
            derivatives[part, :-1] = -precision * (by_logs[part] - mean)
            derivatives[part, -1] = shares[part] @ values[part] - values[part]
        derivatives[:, :-1] += np.eye(self.size)
        return logs - response, derivatives
