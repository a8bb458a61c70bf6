"""Regret: ε_i = max_s u_i(s, σ_−i) − u_i(σ), what a player would gain by deviating alone.

A profile is a Nash equilibrium if and only if every regret is 0: regret is the certificate of
an equilibrium, computed from the game and from nothing that a solver says.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.profiles import (
    Profile,
    deviation_payoffs,
    exact_deviation_payoffs,
    exact_profile,
    mixed_profile,
)

__all__ = ["exact_regrets", "regrets"]


def regrets(game: NormalFormGame, profile: Profile) -> NDArray[np.float64]:
    """Return every player's regret in ``float64``, shape (players,), in ``game.unit``.

    Numerical: rounding is of the order of 1e-16 times the largest payoff. ``exact_regrets``
    decides whether a regret is zero.

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> regrets(dilemma, ["s1", "s2"])
    array([1., 0.])
    """
    instance_of("game", game, NormalFormGame)
    strategies = mixed_profile(game, profile)
    found = np.zeros(len(strategies))
    for i, strategy in enumerate(strategies):
        payoffs = deviation_payoffs(game, i, strategies)
        found[i] = max(0.0, payoffs.max() - payoffs @ strategy)
    return found


def exact_regrets(game: NormalFormGame, profile: Profile) -> tuple[Fraction, ...]:
    """Return every player's regret as a ``Fraction``, in ``game.unit``.

    Examples
    --------
    >>> pennies = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> exact_regrets(pennies, [["1/2", "1/2"], ["2/3", "1/3"]])
    (Fraction(1, 3), Fraction(0, 1))
    """
    instance_of("game", game, NormalFormGame)
    strategies = exact_profile(game, profile)
    found = []
    for i, strategy in enumerate(strategies):
        payoffs = exact_deviation_payoffs(game, i, strategies)
        mean = sum((p * u for p, u in zip(strategy, payoffs, strict=True) if p), start=Fraction(0))
        found.append(max(payoffs) - mean)
    return tuple(found)
