"""Payoffs as whole numbers over one denominator, and exact regrets of any profile from them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.equilibria.solution import Equilibrium, in_words
from negotiate.games.normal_form import NormalFormGame

__all__ = ["judged", "whole_numbers"]


def whole_numbers(values: NDArray[Any]) -> tuple[NDArray[np.object_], int]:
    """Return finite numbers as Python ints, and the positive int that they are to be divided by.

    Examples
    --------
    >>> whole_numbers(np.array([0.5, 3.0]))
    (array([1, 6], dtype=object), 2)
    """
    ratios = [number.as_integer_ratio() for number in values.ravel().tolist()]
    common = lcm(*(below for _, below in ratios))
    whole = np.empty(len(ratios), dtype=object)
    whole[:] = [above * (common // below) for above, below in ratios]
    return whole.reshape(values.shape), common


def judged(game: NormalFormGame, x: Sequence[int], y: Sequence[int]) -> Equilibrium:
    """Return a profile of a two-player game, given by whole weights, with its exact regrets.

    The regrets are worked out in integers from the payoffs as given; they need not be zero.

    Examples
    --------
    >>> pennies = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> judged(pennies, [1, 1], [2, 1]).regrets
    (Fraction(1, 3), Fraction(0, 1))
    """
    weights = [np.array(strategy, dtype=object) for strategy in (x, y)]
    played = [np.flatnonzero(strategy) for strategy in weights]
    totals = [sum(strategy) for strategy in weights]
    payoffs, regrets = [], []
    for i in (0, 1):
        faced = np.take(game.given[i], played[1 - i], axis=1 - i)
        entries, common = whole_numbers(faced if i == 0 else faced.T)
        earned = entries @ weights[1 - i][played[1 - i]]
        mean = sum(earned[played[i]] * weights[i][played[i]])
        payoffs.append(Fraction(mean, totals[0] * totals[1] * common))
        regrets.append(Fraction(max(earned) * totals[i] - mean, totals[0] * totals[1] * common))
    exact = tuple(
        tuple(Fraction(int(weight), total) for weight in strategy)
        for strategy, total in zip(weights, totals, strict=True)
    )
    labels = tuple(in_words(*pair) for pair in zip(exact, game.strategies, strict=True))
    return Equilibrium(exact, tuple(payoffs), tuple(regrets), labels)
