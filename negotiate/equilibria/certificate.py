"""The certificate of an equilibrium: regret 0 for every player, in rationals, on the payoffs as given.

Solvers propose; ``certified`` decides. It looks at nothing but the game and the profile.
"""

from __future__ import annotations

from fractions import Fraction

from negotiate.equilibria.solution import Equilibrium, in_words
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.profiles import Profile, exact_deviation_payoffs, exact_profile

__all__ = ["certified"]


def certified(game: NormalFormGame, profile: Profile) -> Equilibrium | None:
    """Return a profile as an ``Equilibrium`` if every player's regret is exactly 0, else None.

    Examples
    --------
    >>> pennies = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> certified(pennies, [["1/2", "1/2"]] * 2)
    Equilibrium(1/2 s1 + 1/2 s2, 1/2 s1 + 1/2 s2)
    >>> certified(pennies, ["s1", "s2"]) is None
    True
    """
    strategies = exact_profile(game, profile)
    payoffs, regrets = [], []
    for i, strategy in enumerate(strategies):
        deviations = exact_deviation_payoffs(game, i, strategies)
        payoff = sum((p * u for p, u in zip(strategy, deviations, strict=True) if p), start=Fraction(0))
        if max(deviations) > payoff:
            return None
        payoffs.append(payoff)
        regrets.append(max(deviations) - payoff)
    labels = tuple(in_words(*pair) for pair in zip(strategies, game.strategies, strict=True))
    return Equilibrium(strategies, tuple(payoffs), tuple(regrets), labels)
