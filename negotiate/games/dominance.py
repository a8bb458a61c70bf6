"""Dominance: strictly, u_i(σ, a_−i) > u_i(s, a_−i) for every a_−i; weakly, ≥ for every, > for one.

Every verdict is exact. A mixture that dominates maximises the least gain (strict) or the sum
of gains (weak) and is found by linear programming in rational arithmetic. Most strategies are
cleared before, being a best response to something pure or, in large games, to a belief [1]_.

References
----------
.. [1] D. G. Pearce (1984), Econometrica 52(4), 1029-1050. doi:10.2307/1911197
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of, one_of
from negotiate.games.belief import justifying_belief
from negotiate.games.exact_lp import maximise
from negotiate.games.normal_form import NormalFormGame

__all__ = ["Dominance", "dominated_strategies"]

Mixture = tuple[Fraction, ...]

_SMALL = 250  # payoffs of one player up to which nothing is quicker than exact arithmetic


@dataclass(frozen=True)
class Dominance:
    """A dominated strategy and the pure or mixed one that proves it.

    Parameters
    ----------
    player, strategy : str
        Who, and the label of the strategy that is dominated.
    kind : str
        ``"strict"`` or ``"weak"``.
    by : tuple of (label, Fraction)
        The strategies of the dominating mixture with their probabilities.
    least_gain, largest_gain : Fraction
        Of the mixture over the strategy, among all that the others can play; exact, in the
        unit of the game. The least is above 0 for strict dominance, at least 0 for weak.
    """

    player: str
    strategy: str
    kind: str
    by: tuple[tuple[str, Fraction], ...]
    least_gain: Fraction
    largest_gain: Fraction

    def mixture(self) -> str:
        """Write the dominating strategy: ``b`` or ``1/2 a + 1/2 c``."""
        if len(self.by) == 1:
            return self.by[0][0]
        return " + ".join(f"{share} {label}" for label, share in self.by)


def dominated_strategies(
    game: NormalFormGame, *, player: int | str | None = None, kind: str = "strict", by: str = "mixed"
) -> tuple[Dominance, ...]:
    """Return every dominated strategy with a proof, exactly, in the order of players and strategies.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players.
    player : int or str, optional
        Only this player's strategies.
    kind : {"strict", "weak"}
    by : {"mixed", "pure"}
        Whether mixtures may dominate, or pure strategies only.

    Examples
    --------
    >>> game = NormalFormGame.from_bimatrix([[3, 0], [0, 3], [1, 1]], [[0, 0]] * 3)
    >>> [d.strategy + " < " + d.mixture() for d in dominated_strategies(game)]
    ['s3 < 1/2 s1 + 1/2 s2']
    >>> dominated_strategies(game, by="pure")
    ()
    """
    instance_of("game", game, NormalFormGame)
    one_of("kind", kind, ("strict", "weak"))
    one_of("by", by, ("mixed", "pure"))
    chosen = range(len(game.players)) if player is None else [game.player_index(player)]
    return tuple(
        _proof(game, i, s, kind, mixture)
        for i in chosen
        for s in range(game.shape[i])
        if (mixture := _dominating(game, i, s, kind, by)) is not None
    )


def _choices(payoffs: NDArray[Any], player: int) -> NDArray[Any]:
    """Return one player's payoffs with a row for each own strategy, a column for each a_−i."""
    own_first: NDArray[Any] = np.moveaxis(payoffs[player], player, 0)
    return own_first.reshape(len(own_first), -1)


def _dominating(game: NormalFormGame, player: int, strategy: int, kind: str, by: str) -> Mixture | None:
    given = _choices(game.given, player)
    own = given[strategy]
    dominating = (given > own).all(axis=1)
    if kind == "weak":
        dominating |= (given >= own).all(axis=1) & (given > own).any(axis=1)
    if dominating.any():
        first = int(np.argmax(dominating))
        return tuple(Fraction(int(k == first)) for k in range(len(given)))
    if by == "pure" or _is_safe(given, strategy, kind):
        return None
    exact = _choices(game.exact, player)
    distinct = dict.fromkeys(map(tuple, (exact - exact[strategy]).T))
    gains = np.array(list(distinct), dtype=object).T
    if gains.size > _SMALL and justifying_belief(np.delete(gains, strategy, axis=0)) is not None:
        return None
    return _strict_mixture(gains) if kind == "strict" else _weak_mixture(gains)


def _is_safe(given: NDArray[Any], strategy: int, kind: str) -> bool:
    """Say whether a strategy is a best response, for weak dominance the only one, to a pure a_−i."""
    rivals = np.delete(given, strategy, axis=0)
    if not len(rivals):
        return True
    best = rivals.max(axis=0)
    own = given[strategy]
    return bool((own > best).any() if kind == "weak" else (own >= best).any())


def _strict_mixture(gains: NDArray[np.object_]) -> Mixture | None:
    """Solve the matrix game of gains; its value is the largest least gain of any mixture."""
    lift = 1 - min(gains.ravel())
    optimum = maximise([1] * gains.shape[1], gains + lift, [1] * len(gains))
    value = 1 / optimum.value
    return tuple(y * value for y in optimum.dual) if value > lift else None


def _weak_mixture(gains: NDArray[np.object_]) -> Mixture | None:
    """Maximise the sum of gains over mixtures that lose nowhere."""
    constraints = np.vstack([-gains.T, np.ones((1, len(gains)), dtype=int)])
    optimum = maximise(gains.sum(axis=1), constraints, [0] * gains.shape[1] + [1])
    return optimum.x if optimum.value > 0 else None


def _proof(game: NormalFormGame, player: int, strategy: int, kind: str, mixture: Mixture) -> Dominance:
    payoffs = _choices(game.exact, player)
    played = [k for k, share in enumerate(mixture) if share]
    gains = np.array([mixture[k] for k in played], dtype=object) @ payoffs[played] - payoffs[strategy]
    labels = game.strategies[player]
    return Dominance(
        player=game.players[player],
        strategy=labels[strategy],
        kind=kind,
        by=tuple((labels[k], mixture[k]) for k in played),
        least_gain=min(gains),
        largest_gain=max(gains),
    )
