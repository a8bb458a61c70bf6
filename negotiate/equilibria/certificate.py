"""The certificate of an equilibrium: regret 0 for every player, in rationals, on the payoffs as given.

Solvers propose; ``certified`` and, for many profiles at once, ``certified_pairs`` decide. They look
at nothing but the game and the profiles.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from negotiate.equilibria.solution import Equilibrium, in_words
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.profiles import Profile, exact_deviation_payoffs, exact_profile

__all__ = ["certified", "certified_pairs"]

Mixed = tuple[Fraction, ...]

_SAFE = 2**62


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


def certified_pairs(
    game: NormalFormGame,
    rows: Sequence[Mixed],
    columns: Sequence[Mixed],
    pairs: Sequence[tuple[int, int]],
) -> list[Equilibrium | None]:
    """Return each pair of mixed strategies as an ``Equilibrium``, None where a regret is above 0.

    The same as ``certified`` on each, in whole numbers: what a strategy faces is worked out once.

    Parameters
    ----------
    game : NormalFormGame
        Two players.
    rows, columns : sequences of mixed strategies
        Exact probabilities that sum to 1.
    pairs : sequence of (int, int)
        Positions in ``rows`` and in ``columns``.

    Examples
    --------
    >>> half = (Fraction(1, 2), Fraction(1, 2))
    >>> pennies = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> certified_pairs(pennies, [half], [half, (Fraction(1), Fraction(0))], [(0, 0), (0, 1)])
    [Equilibrium(1/2 s1 + 1/2 s2, 1/2 s1 + 1/2 s2), None]
    """
    x, row_parts = _whole_strategies(rows)
    y, column_parts = _whole_strategies(columns)
    (a, a_part), (b, b_part) = (_whole_payoffs(matrix) for matrix in game.exact)
    facing_y, facing_x = _product(y, a.T), _product(x, b)  # what each own strategy earns
    words = (
        [in_words(strategy, game.strategies[0]) for strategy in rows],
        [in_words(strategy, game.strategies[1]) for strategy in columns],
    )
    best = [row.max() for row in facing_y], [row.max() for row in facing_x]
    found: list[Equilibrium | None] = []
    for i, j in pairs:
        earned = int(_dot(x[i], facing_y[j])), int(_dot(y[j], facing_x[i]))
        regret = int(best[0][j]) * row_parts[i] - earned[0], int(best[1][i]) * column_parts[j] - earned[1]
        if regret[0] > 0 or regret[1] > 0:
            found.append(None)
            continue
        scale = row_parts[i] * column_parts[j]
        payoffs = Fraction(earned[0], scale * a_part), Fraction(earned[1], scale * b_part)
        regrets = Fraction(regret[0], scale * a_part), Fraction(regret[1], scale * b_part)
        found.append(Equilibrium((rows[i], columns[j]), payoffs, regrets, (words[0][i], words[1][j])))
    return found


def _whole_strategies(strategies: Sequence[Mixed]) -> tuple[NDArray[np.object_], list[int]]:
    """Return numerators over a common denominator, and the denominator of each strategy."""
    parts = [lcm(*(share.denominator for share in strategy)) for strategy in strategies]
    shares = [
        [share.numerator * (part // share.denominator) for share in strategy]
        for strategy, part in zip(strategies, parts, strict=True)
    ]
    return np.array(shares, dtype=object), parts


def _whole_payoffs(payoffs: NDArray[np.object_]) -> tuple[NDArray[np.object_], int]:
    """Return payoffs as whole numbers over one common denominator."""
    flat = payoffs.ravel().tolist()
    part = lcm(*(number.denominator for number in flat))
    whole = [number.numerator * (part // number.denominator) for number in flat]
    return np.array(whole, dtype=object).reshape(payoffs.shape), part


def _product(weights: NDArray[np.object_], payoffs: NDArray[np.object_]) -> NDArray[np.object_]:
    """Multiply whole numbers exactly, in 64 bits where nothing can overflow."""
    largest = [max(abs(int(array.max())), abs(int(array.min()))) for array in (weights, payoffs)]
    if largest[0] * largest[1] * len(payoffs) < _SAFE:
        small: NDArray[np.int64] = weights.astype(np.int64) @ payoffs.astype(np.int64)
        return small.astype(object)
    exact: NDArray[np.object_] = weights @ payoffs
    return exact


def _dot(weights: NDArray[np.object_], payoffs: NDArray[np.object_]) -> int:
    return int(sum(w * u for w, u in zip(weights.tolist(), payoffs.tolist(), strict=True) if w))
