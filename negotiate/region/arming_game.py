"""The arming game: friends and foes who choose among levels, as a normal-form game.

The payoffs are those of ``network_game.py`` at the levels given, worked out in rational arithmetic, so
that the potential and the form of pairs, which the continuous game has, are found again exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import prod

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import exact_number, finite_number, instance_of, names, show
from negotiate.errors import InvalidInput
from negotiate.games import NormalFormGame
from negotiate.region.network_game import NetworkGame

__all__ = ["arming_game"]

MOST_PROFILES = 200_000


def arming_game(game: NetworkGame, levels: Mapping[str, Mapping[str, object]]) -> NormalFormGame:
    """Return the normal-form game in which each country picks one of its levels.

    Parameters
    ----------
    game : NetworkGame
    levels : mapping of country to mapping of label to number
        Levels with their labels, at least 0, in ``game.unit``; every country of the game.

    Raises
    ------
    InvalidInput
        For a country without levels, a level below 0, or more than 200,000 profiles.

    Examples
    --------
    >>> from negotiate import pure_equilibria
    >>> foes = NetworkGame(["Home", "Foreign"], [1.25, 1.25], [[0, 1], [1, 0]], strength=0.5)
    >>> game = arming_game(foes, {name: {"low": 1, "high": 2} for name in foes.countries})
    >>> [equilibrium.labels for equilibrium in pure_equilibria(game)]
    [('high', 'high')]
    """
    instance_of("game", game, NetworkGame)
    if not isinstance(levels, Mapping):
        raise InvalidInput(f"levels={show(levels)}; it must map each country to its levels by label.")
    steps = [_levels(levels, country) for country in game.countries]
    missing = [name for name in levels if name not in game.countries]
    if missing:
        raise InvalidInput(f"levels names {missing[0]!r}; the countries are {', '.join(game.countries)}.")
    if prod(map(len, steps)) > MOST_PROFILES:
        raise InvalidInput(
            f"the levels form {prod(map(len, steps)):,} profiles; at most {MOST_PROFILES:,} can be listed. "
            "Give fewer levels, or solve the NetworkGame itself."
        )
    grids = _grids([list(step.values()) for step in steps])
    strength = Fraction(game.strength)
    payoffs = []
    for i, mine in enumerate(grids):
        pull = np.full(mine.shape, Fraction(float(game.want[i])), dtype=object)
        for j, other in enumerate(grids):
            if game.network[i, j]:
                pull = pull + strength * Fraction(float(game.network[i, j])) * other
        payoffs.append(mine * pull - mine * mine / 2)
    return NormalFormGame(
        np.array(payoffs, dtype=object), game.countries, [list(s) for s in steps], game.unit
    )


def _levels(levels: Mapping[str, Mapping[str, object]], country: str) -> dict[str, Fraction]:
    if country not in levels or (isinstance(levels[country], Mapping) and not levels[country]):
        raise InvalidInput(f"levels of {country} are missing; give at least one, with its label.")
    given = levels[country]
    if not isinstance(given, Mapping):
        raise InvalidInput(f"levels of {country} are {show(given)}; they must map labels to numbers.")
    labels = names(f"labels of {country}", list(given))
    read = {
        label: exact_number(f"level {label!r} of {country}", level)
        for label, level in zip(labels, given.values(), strict=True)
    }
    for label, level in read.items():
        finite_number(f"level {label!r} of {country}", level)
        if level < 0:
            raise InvalidInput(f"level {label!r} of {country} is {float(level):g}; it must be at least 0.")
    return read


def _grids(values: Sequence[Sequence[Fraction]]) -> list[NDArray[np.object_]]:
    """Return each country's level at every profile."""
    axes = [np.array(list(step), dtype=object) for step in values]
    return list(np.meshgrid(*axes, indexing="ij"))
