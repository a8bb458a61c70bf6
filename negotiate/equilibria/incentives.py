"""Incentive constraints of a mediator: what each player gains by doing other than told.

A mediator draws a profile a with probability p(a) and tells each player only its own part. The
constraints are linear in p: the gain from doing s' whenever told s,
Σ_{a: a_i = s} p(a) (u_i(s', a_−i) − u_i(a)), and in the coarse version the gain from doing s'
whatever one would be told, Σ_a p(a) (u_i(s', a_−i) − u_i(a)), must not be above 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.errors import NotApplicable

__all__ = ["Incentives", "check_size", "coarse_incentives", "incentives"]

_LARGEST = 30_000_000  # gains that fit in memory with room to spare


@dataclass(frozen=True, eq=False)
class Incentives:
    """One player's constraints: row r sums ``gains[r]`` times the probabilities at ``cells[r]``.

    Parameters
    ----------
    told : ndarray of int or None
        The strategy that row r disobeys; None in the coarse version.
    instead : ndarray of int
        The strategy that row r plays.
    gains : ndarray, shape (rows, others' profiles) or (rows, profiles)
    cells : ndarray of int, of the shape of ``gains``
        Positions in the flattened profiles.
    """

    told: NDArray[np.intp] | None
    instead: NDArray[np.intp]
    gains: NDArray[Any]
    cells: NDArray[np.intp]

    def dense(self, profiles: int) -> NDArray[Any]:
        """Return the rows as a dense matrix of the type of the payoffs."""
        matrix = np.zeros((len(self.gains), profiles), dtype=self.gains.dtype)
        np.put_along_axis(matrix, self.cells, self.gains, axis=1)
        return matrix

    def sparse(self, profiles: int) -> Any:
        """Return the rows as a ``scipy.sparse.csr_array`` of ``float64``."""
        from scipy import sparse

        rows, width = self.gains.shape
        starts = np.arange(0, rows * width + 1, width)
        return sparse.csr_array((self.gains.ravel(), self.cells.ravel(), starts), shape=(rows, profiles))


def check_size(shape: tuple[int, ...], *, coarse: bool) -> int:
    """Return the number of gains of all players; refuse a game that has too many."""
    profiles = int(np.prod([float(count) for count in shape]))
    entries = profiles * sum(count if coarse else count - 1 for count in shape)
    if entries > _LARGEST:
        kind = "coarse correlated" if coarse else "correlated"
        raise NotApplicable(
            f"{kind} equilibrium of this game has {entries:.3g} incentive terms; at most {_LARGEST:.0e} fit. "
            "Remove dominated strategies first (iterated_elimination), or use a coarser grid."
        )
    return entries


def incentives(payoffs: NDArray[Any], player: int) -> Incentives:
    """Return the gains from playing s' whenever told s, for every pair of a player's strategies.

    Parameters
    ----------
    payoffs : ndarray, shape (n, a_1, …, a_n)
        Numbers of any type.

    Examples
    --------
    >>> chicken = np.array([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
    >>> incentives(chicken, 0).dense(4)
    array([[ 1, -2,  0,  0],
           [ 0,  0, -1,  2]])
    """
    own, cells = _own_first(payoffs, player)
    told, instead = np.nonzero(~np.eye(len(own), dtype=bool))
    return Incentives(told, instead, own[instead] - own[told], cells[told])


def coarse_incentives(payoffs: NDArray[Any], player: int) -> Incentives:
    """Return the gains from playing s' whatever one would be told, for each of a player's strategies.

    Examples
    --------
    >>> chicken = np.array([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
    >>> coarse_incentives(chicken, 0).dense(4)
    array([[ 0,  0, -1,  2],
           [ 1, -2,  0,  0]])
    """
    own, cells = _own_first(payoffs, player)
    count = len(own)
    gains = (own[:, None, :] - own[None, :, :]).reshape(count, -1)
    return Incentives(None, np.arange(count), gains, np.tile(cells.ravel(), (count, 1)))


def _own_first(payoffs: NDArray[Any], player: int) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """Return a player's payoffs and the positions of profiles, a row for each own strategy."""
    shape = payoffs.shape[1:]
    positions = np.arange(int(np.prod(shape))).reshape(shape)
    count = shape[player]
    own = np.moveaxis(payoffs[player], player, 0).reshape(count, -1)
    return own, np.moveaxis(positions, player, 0).reshape(count, -1)
