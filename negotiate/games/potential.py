"""Exact potentials: one function that changes with a strategy as its player's payoff does.

``P(a_i', a_−i) − P(a_i, a_−i) = u_i(a_i', a_−i) − u_i(a_i, a_−i)`` for every player and change. A game
that has one has an equilibrium in pure strategies, wherever ``P`` is largest, and whoever improves
turn by turn ends at one [1]_.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of
from negotiate.games.normal_form import NormalFormGame

__all__ = ["exact_potential"]


def exact_potential(game: NormalFormGame) -> NDArray[np.object_] | None:
    """Return the potential of a game, 0 at the first profile, or None where there is none.

    Compared in rational arithmetic on the payoffs as given: rounded payoffs may lose a potential
    that exact ones have.

    Parameters
    ----------
    game : NormalFormGame

    Returns
    -------
    ndarray of Fraction, shape (strategies of the first player, …), or None

    References
    ----------
    .. [1] D. Monderer, L. S. Shapley (1996), Games and Economic Behavior 14(1), 124-143.
       doi:10.1006/game.1996.0044

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 3]], [[4, 3], [0, 3]])
    >>> exact_potential(hunt).tolist()
    [[Fraction(0, 1), Fraction(-1, 1)], [Fraction(-1, 1), Fraction(2, 1)]]
    >>> exact_potential(NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])) is None
    True
    """
    instance_of("game", game, NormalFormGame)
    payoffs = game.exact
    potential: NDArray[np.object_] = np.full(game.shape, Fraction(0), dtype=object)
    for player in range(len(game.players)):
        # Players after this one are at their first strategy; those before are anywhere.
        at_first = (slice(None),) * (player + 1) + (slice(0, 1),) * (len(game.players) - player - 1)
        own = payoffs[player][at_first]
        potential = potential + (own - own.take([0], axis=player))
    for player, own in enumerate(payoffs):
        rest = own - potential
        if (rest != rest.take([0], axis=player)).any():
            return None
    return potential
