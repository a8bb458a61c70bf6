r"""What reverting to a stage equilibrium sustains at a discount factor.

A pure profile :math:`a` can be played for ever, under the threat of the stage equilibrium with
payoffs :math:`n`, if no player gains by breaking it once [1]_:

.. math:: u_i(a) \ge n_i + \frac{1-\delta}{\delta}\,(v_i(a) - u_i(a)),

with :math:`v_i(a)` the best deviation payoff; the right-hand side is what :math:`a` requires.
With a public lottery every period, expected payoffs :math:`V` are sustained if they are an
average of profiles each of which requires no more than :math:`V`. The set lies among feasible
payoffs above minmax, holds the stage equilibrium, and grows with :math:`\delta`. Harsher
punishments than reversion may sustain more [2]_, unless reversion holds everybody to minmax.

References
----------
.. [1] J. W. Friedman (1971), A non-cooperative equilibrium for supergames, Review of Economic
   Studies 38(1), 1-12.
.. [2] D. Abreu, D. Pearce and E. Stacchetti (1990), Toward a theory of discounted repeated games
   with imperfect monitoring, Econometrica 58(5), 1041-1063.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import exact_array, instance_of
from negotiate.games import NormalFormGame
from negotiate.games.profiles import Profile
from negotiate.repeated.critical_solution import discount_factor
from negotiate.repeated.minmax import minmax_payoffs
from negotiate.repeated.stage_game import stage_equilibrium
from negotiate.repeated.sustainable_solution import SustainableSet

__all__ = ["sustainable_set"]


def sustainable_set(game: NormalFormGame, *, reversion: Profile, discount: object) -> SustainableSet:
    """Find every pure profile that the threat of reversion sustains, and what lotteries add.

    Exact.

    Parameters
    ----------
    game : NormalFormGame
        Played every period.
    reversion : profile
        An equilibrium of the game.
    discount : float
        Common to all players; above 0 and below 1.

    Raises
    ------
    InvalidInput
        For a discount factor out of range, a profile that the game does not have.
    NotApplicable
        For a reversion profile that is no equilibrium.

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> for delta in (0.4, 0.5):
    ...     print(sustainable_set(dilemma, reversion=["s2", "s2"], discount=delta).labels)
    (('s2', 's2'),)
    (('s1', 's1'), ('s2', 's2'))
    """
    instance_of("game", game, NormalFormGame)
    factor = discount_factor(discount)
    point = stage_equilibrium(game, reversion)
    payoffs = exact_array("payoffs", game.given)
    count = len(game.players)
    best = np.stack([_best_deviation(payoffs[i], i) for i in range(count)])
    required = np.array(point, dtype=object).reshape((-1,) + (1,) * count) + (1 - factor) / factor * (
        best - payoffs
    )
    return SustainableSet(
        game,
        point,
        factor,
        minmax_payoffs(game).values,
        _rows(payoffs),
        _rows(best),
        _rows(required),
    )


def _best_deviation(payoffs: NDArray[np.object_], player: int) -> NDArray[np.object_]:
    """Return, at every profile, the player's best payoff from any own strategy."""
    best: NDArray[np.object_] = payoffs.max(axis=player, keepdims=True)
    return np.broadcast_to(best, payoffs.shape)


def _rows(array: NDArray[np.object_]) -> NDArray[np.object_]:
    """Lay an array (players, a_1, …, a_n) out as one read-only row a profile."""
    rows = np.array(np.moveaxis(array, 0, -1).reshape(-1, len(array)))
    rows.setflags(write=False)
    return rows
