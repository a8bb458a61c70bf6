"""Pure Nash equilibria: profiles where u_i is the largest along each player's own axis."""

from __future__ import annotations

import numpy as np

from negotiate.checks import instance_of
from negotiate.equilibria.certificate import certified
from negotiate.equilibria.solution import EquilibriumSet
from negotiate.games.normal_form import NormalFormGame
from negotiate.provenance import Provenance

__all__ = ["pure_equilibria"]


def pure_equilibria(game: NormalFormGame) -> EquilibriumSet:
    """Find every pure equilibrium of a game of any number of players.

    Exact: payoffs are compared as given, so ties are ties. There may be none, which is an
    answer; mixed equilibria are not looked for.

    Returns
    -------
    EquilibriumSet
        ``complete`` refers to pure equilibria and always holds.

    References
    ----------
    .. [1] J. F. Nash (1950), PNAS 36(1), 48-49. doi:10.1073/pnas.36.1.48

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> print(pure_equilibria(dilemma))
    Pure Nash equilibria: 1
    no.  player 1  player 2  payoff of player 1  payoff of player 2  max regret
      1        s2        s2               1.000               1.000       0.000
    Complete: every pure profile was compared with all deviations.
    """
    instance_of("game", game, NormalFormGame)
    stable = np.ones(game.shape, dtype=bool)
    for i, own in enumerate(game.given):
        stable &= own == own.max(axis=i, keepdims=True)
    found = (certified(game, [int(k) for k in index]) for index in np.argwhere(stable))
    return EquilibriumSet(
        "pure nash",
        game,
        tuple(equilibrium for equilibrium in found if equilibrium is not None),
        complete=True,
        degenerate=None,
        note="every pure profile was compared with all deviations",
        provenance=Provenance(inputs=game.digest),
    )
