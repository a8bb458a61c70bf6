"""The Shapley value: what a player adds on average, over all orders in which players may join.

``φ_i = Σ_{S∌i} |S|!(n−|S|−1)!/n! · (v(S∪i) − v(S))``. The same numbers are worked out a second time
from dividends: ``v(T) = Σ_{S⊆T} Δ(S)`` defines ``Δ``, and ``φ_i = Σ_{S∋i} Δ(S)/|S|`` [2]_.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of
from negotiate.coalition.division import Division
from negotiate.coalition.game import CoalitionGame
from negotiate.coalition.subsets import sizes

__all__ = ["contributions", "shapley_value"]


def shapley_value(game: CoalitionGame) -> Division:
    """Return the Shapley value, exactly.

    The only division that is efficient, symmetric, additive, and gives nothing to a player who adds
    nothing [1]_. It need not be in the core.

    Parameters
    ----------
    game : CoalitionGame
        Up to 20 players; more by ``sampled_shapley``.

    Returns
    -------
    Division
        Its proof holds the largest difference from the value by dividends, which is 0.

    References
    ----------
    .. [1] L. S. Shapley (1953), in Contributions to the Theory of Games II, Princeton, 307-317.
       doi:10.1515/9781400881970-018
    .. [2] J. C. Harsanyi (1963), International Economic Review 4(2), 194-220. doi:10.2307/2525487

    Examples
    --------
    >>> from negotiate.coalition import glove_market
    >>> shapley_value(glove_market(["A"], ["B", "C"])).payoffs
    (Fraction(2, 3), Fraction(1, 6), Fraction(1, 6))
    """
    instance_of("game", game, CoalitionGame)
    n = len(game.players)
    sized = sizes(n)
    weights = [factorial(s) * factorial(n - s - 1) for s in range(n)]
    payoffs = []
    for player in range(n):
        added, before = contributions(game, player, sized)
        total = sum(weight * _sum(added[before == s]) for s, weight in enumerate(weights))
        payoffs.append(Fraction(total, factorial(n) * game.scale))
    again = _by_dividends(game, sized)
    difference = max(abs(a - b) for a, b in zip(payoffs, again, strict=True))
    return Division(game, "Shapley value", tuple(payoffs), {"difference_from_dividends": difference})


def contributions(
    game: CoalitionGame, player: int, sized: NDArray[np.int64]
) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return what a player adds to each coalition without it, scaled, and the size of that coalition."""
    without = _halves(game.scaled, player)[0]
    return _halves(game.scaled, player)[1] - without, _halves(sized, player)[0]


def _halves(array: NDArray[Any], player: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Split an array over coalitions into those without and those with a player."""
    cube = array.reshape(-1, 2, 1 << player)
    return cube[:, 0].ravel(), cube[:, 1].ravel()


def _sum(numbers: NDArray[Any]) -> int:
    return int(numbers.sum()) if len(numbers) else 0


def _by_dividends(game: CoalitionGame, sized: NDArray[np.int64]) -> list[Fraction]:
    n = len(game.players)
    dividends = game.scaled.astype(object) if _may_overflow(game) else game.scaled.copy()
    for player in range(n):
        cube = dividends.reshape(-1, 2, 1 << player)
        cube[:, 1] -= cube[:, 0]
    payoffs = []
    for player in range(n):
        share, joined = _halves(dividends, player)[1], _halves(sized, player)[1]
        parts = (Fraction(_sum(share[joined == s]), s) for s in range(1, n + 1))
        payoffs.append(sum(parts, Fraction(0)) / game.scale)
    return payoffs


def _may_overflow(game: CoalitionGame) -> bool:
    """Say whether a dividend, a sum of up to 2^n worths, or a sum of dividends could leave 64 bits."""
    largest = max(abs(int(game.scaled.max())), abs(int(game.scaled.min())))
    return bool(largest * 4 ** len(game.players) >= 2**62)
