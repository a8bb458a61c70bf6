"""Strategy profiles: one mixed strategy σ_i a player, and the payoffs u_i(s, σ_−i) they lead to.

A profile holds, for each player, a vector of probabilities or a pure strategy by its label or
position. Two readings: ``mixed_profile`` in ``float64`` and ``exact_profile`` in rationals, and
for each the payoff of every pure strategy against what the others play.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import exact_array, instance_of, probability_vector, show
from negotiate.errors import InvalidInput
from negotiate.games.normal_form import NormalFormGame

__all__ = [
    "ExactProfile",
    "Profile",
    "deviation_payoffs",
    "exact_deviation_payoffs",
    "exact_payoffs",
    "exact_profile",
    "expected_payoffs",
    "mixed_profile",
]

ExactProfile = tuple[tuple[Fraction, ...], ...]
Profile = Sequence[ArrayLike | Sequence[Any]]

_ROUNDING = Fraction(1, 10**9)  # how far floats may be from a sum of 1


def mixed_profile(game: NormalFormGame, profile: Profile) -> tuple[NDArray[np.float64], ...]:
    """Return a profile as read-only ``float64`` vectors, one a player.

    Raises
    ------
    InvalidInput
        For a wrong number of players or strategies, a negative probability, a sum other than 1.

    Examples
    --------
    >>> mixed_profile(NormalFormGame.from_bimatrix([[1, 2]], [[3, 4]]), ["s1", [0.5, 0.5]])
    (array([1.]), array([0.5, 0.5]))
    """
    instance_of("game", game, NormalFormGame)
    return tuple(
        probability_vector(f"profile[{i}]", _vector(game, i, strategy), game.shape[i])
        for i, strategy in enumerate(_one_each(game, profile))
    )


def exact_profile(game: NormalFormGame, profile: Profile) -> ExactProfile:
    """Return a profile as tuples of ``Fraction``s that sum to 1.

    Ints, ``Fraction``s and strings must sum to exactly 1. Floats must within 1e-9; they count as
    the rationals they are, negative rounding as 0, and are divided by their sum.

    Examples
    --------
    >>> exact_profile(NormalFormGame.from_bimatrix([[1, 2]], [[3, 4]]), [[1], ["1/3", "2/3"]])
    ((Fraction(1, 1),), (Fraction(1, 3), Fraction(2, 3)))
    """
    instance_of("game", game, NormalFormGame)
    return tuple(
        _exact_vector(f"profile[{i}]", _vector(game, i, strategy), game.shape[i])
        for i, strategy in enumerate(_one_each(game, profile))
    )


def _one_each(game: NormalFormGame, profile: Profile) -> Profile:
    if isinstance(profile, str) or not hasattr(profile, "__len__") or len(profile) != len(game.players):
        raise InvalidInput(
            f"profile={show(profile)} must have one strategy for each of {len(game.players)} players."
        )
    return profile


def _vector(game: NormalFormGame, player: int, strategy: Any) -> Any:
    if isinstance(strategy, np.integer):
        strategy = int(strategy)
    if isinstance(strategy, str | int):
        chosen = game.position(player, strategy)
        return [int(k == chosen) for k in range(game.shape[player])]
    return strategy


def _exact_vector(name: str, value: Any, count: int) -> tuple[Fraction, ...]:
    vector = tuple(exact_array(name, value, (count,)))
    entries = value.ravel().tolist() if isinstance(value, np.ndarray) else value
    rounded = isinstance(entries, list | tuple) and any(isinstance(entry, float) for entry in entries)
    slack = _ROUNDING if rounded else Fraction(0)
    for place, probability in enumerate(vector):
        if probability < -slack:
            raise InvalidInput(f"{name}[{place}] is {probability}; a probability must be at least 0.")
    if abs(sum(vector) - 1) > slack:
        raise InvalidInput(f"{name} sums to {sum(vector)}; probabilities must sum to 1.")
    clipped = tuple(max(probability, Fraction(0)) for probability in vector)
    total = sum(clipped)
    return clipped if total == 1 else tuple(probability / total for probability in clipped)


def deviation_payoffs(game: NormalFormGame, player: int | str, profile: Profile) -> NDArray[np.float64]:
    """Return u_i(s, σ_−i) in ``float64`` for every pure strategy s of a player, in ``game.unit``.

    The player's own entry of the profile has no influence.
    """
    i = game.player_index(player)
    return _weighed(*_faced(game.payoffs[i], i, mixed_profile(game, profile)))


def exact_deviation_payoffs(
    game: NormalFormGame, player: int | str, profile: Profile
) -> tuple[Fraction, ...]:
    """Return u_i(s, σ_−i) exactly for every pure strategy s of a player, in ``game.unit``.

    Examples
    --------
    >>> pennies = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> exact_deviation_payoffs(pennies, 0, ["s1", ["1/3", "2/3"]])
    (Fraction(-1, 3), Fraction(1, 3))
    """
    i = game.player_index(player)
    strategies = [np.array(strategy, dtype=object) for strategy in exact_profile(game, profile)]
    block, others = _faced(game.given[i], i, strategies)
    return tuple(Fraction(payoff) for payoff in _weighed(exact_array("payoffs", block), others))


def _faced(
    payoffs: NDArray[Any], player: int, profile: Sequence[NDArray[Any]]
) -> tuple[NDArray[Any], list[NDArray[Any]]]:
    """Cut one player's payoffs (a_1, …, a_n) to what the others play; own axis first."""
    played = [
        np.arange(len(strategy)) if i == player else np.flatnonzero(strategy)
        for i, strategy in enumerate(profile)
    ]
    block = np.moveaxis(payoffs[np.ix_(*played)], player, 0)
    return block, [strategy[played[i]] for i, strategy in enumerate(profile) if i != player]


def _weighed(block: NDArray[Any], others: list[NDArray[Any]]) -> NDArray[Any]:
    for strategy in reversed(others):
        block = block @ strategy
    return block


def expected_payoffs(game: NormalFormGame, profile: Profile) -> NDArray[np.float64]:
    """Return every player's expected payoff in ``float64``, shape (players,), in ``game.unit``."""
    instance_of("game", game, NormalFormGame)
    strategies = mixed_profile(game, profile)
    return np.array(
        [deviation_payoffs(game, i, strategies) @ strategy for i, strategy in enumerate(strategies)]
    )


def exact_payoffs(game: NormalFormGame, profile: Profile) -> tuple[Fraction, ...]:
    """Return every player's expected payoff exactly, in ``game.unit``.

    Examples
    --------
    >>> exact_payoffs(NormalFormGame.from_bimatrix([[1, 2]], [["0.1", 4]]), [0, ["1/2", "1/2"]])
    (Fraction(3, 2), Fraction(41, 20))
    """
    instance_of("game", game, NormalFormGame)
    strategies = exact_profile(game, profile)
    return tuple(
        sum(
            (p * u for p, u in zip(strategy, exact_deviation_payoffs(game, i, strategies), strict=True) if p),
            start=Fraction(0),
        )
        for i, strategy in enumerate(strategies)
    )
