"""Hypothesis strategies that the tests share: games, transforms, rationals."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from negotiate.games import NormalFormGame

SMALL = st.integers(-3, 3)
WIDE = st.integers(-100, 100)
RATIONALS = st.fractions(-5, 5, max_denominator=12)


@st.composite
def bimatrix_games(
    draw: st.DrawFn, entries: st.SearchStrategy[object] = SMALL, largest: int = 4
) -> NormalFormGame:
    """Draw two-player games; small integers make many of them degenerate."""
    m, n = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    matrix = st.lists(st.lists(entries, min_size=n, max_size=n), min_size=m, max_size=m)
    return NormalFormGame.from_bimatrix(draw(matrix), draw(matrix))


@st.composite
def games(draw: st.DrawFn, players: int = 3, largest: int = 3) -> NormalFormGame:
    """Draw games of several players with small integer payoffs."""
    shape = (players, *(draw(st.integers(1, largest)) for _ in range(players)))
    count = int(np.prod(shape))
    cells = draw(st.lists(SMALL, min_size=count, max_size=count))
    return NormalFormGame(np.array(cells).reshape(shape))


@st.composite
def mixtures(draw: st.DrawFn, count: int) -> tuple[Fraction, ...]:
    """Draw an exact mixed strategy over ``count`` pure ones."""
    weights = draw(st.lists(st.integers(0, 5), min_size=count, max_size=count).filter(any))
    return tuple(Fraction(weight, sum(weights)) for weight in weights)


def random_bimatrices(seed: int, count: int, low: int = 3, high: int = 5) -> list[np.ndarray]:
    """Return seeded random integer games, payoffs −100..100, as arrays of shape (2, n, n)."""
    rng = np.random.default_rng(seed)
    sizes = [low + k % (high - low + 1) for k in range(count)]
    return [rng.integers(-100, 101, size=(2, n, n)) for n in sizes]
