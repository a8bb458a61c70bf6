"""The enumeration against lrsnash: the same sets of extreme equilibria, on thousands of games."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from negotiate.equilibria.enumeration import engine, enumerate_equilibria
from tests.reference.lrsnash import extreme_equilibria

Matrix = list[list[object]]
Game = tuple[Matrix, Matrix]
Draw = Callable[[np.random.Generator, int, int], Matrix]


def tied(rng: np.random.Generator, m: int, n: int) -> Matrix:
    return rng.integers(0, 4, (m, n)).tolist()


def coin(rng: np.random.Generator, m: int, n: int) -> Matrix:
    return rng.integers(0, 2, (m, n)).tolist()


def one_decimal(rng: np.random.Generator, m: int, n: int) -> Matrix:
    return [[Fraction(int(k), 10) for k in row] for row in rng.integers(-99, 100, (m, n))]


def tiny(rng: np.random.Generator, m: int, n: int) -> Matrix:
    return [[Fraction(int(k), 10**11) for k in row] for row in rng.integers(0, 100, (m, n))]


def huge(rng: np.random.Generator, m: int, n: int) -> Matrix:
    return [[int(k) * 10**8 for k in row] for row in rng.integers(1, 100, (m, n))]


def shifted(rng: np.random.Generator, m: int, n: int) -> Matrix:
    return (10**9 + rng.integers(1, 100, (m, n))).tolist()


def floats(rng: np.random.Generator, m: int, n: int) -> Matrix:
    """Floats of 20 bits; with all 53, lrsnash 7.1 itself errs (the slower method here does not)."""
    return (np.round(rng.normal(size=(m, n)) * 2**20) / 2**20).tolist()


def zero_column(rng: np.random.Generator, m: int, n: int) -> Matrix:
    payoffs = rng.integers(-3, 4, (m, n))
    payoffs[:, rng.integers(n)] = 0
    return payoffs.tolist()


def twins(rng: np.random.Generator, m: int, n: int) -> Matrix:
    payoffs = rng.integers(0, 20, (m, n))
    payoffs[rng.integers(m)] = payoffs[rng.integers(m)]
    payoffs[:, rng.integers(n)] = payoffs[:, rng.integers(n)]
    return payoffs.tolist()


def nearly_tied(rng: np.random.Generator, m: int, n: int) -> Matrix:
    """Ties broken in some cells by less than a float of this size can hold."""
    noise = rng.integers(-1, 2, (m, n))
    whole = rng.integers(0, 3, (m, n))
    return [
        [int(a) + Fraction(int(b), 10**18) for a, b in zip(*pair, strict=True)]
        for pair in zip(whole, noise, strict=True)
    ]


def equal(rng: np.random.Generator, m: int, n: int) -> Matrix:
    return [[int(rng.integers(5))] * n] * m


DRAWS: tuple[Draw, ...] = (
    *(tied, coin, one_decimal, tiny, huge, shifted, floats, zero_column, twins, nearly_tied, equal),
)


def assert_same(games: list[Game]) -> None:
    for game, expected in zip(games, extreme_equilibria(games), strict=True):
        found = enumerate_equilibria(*game)
        assert found.complete
        pairs = {(found.row_strategies[x], found.column_strategies[y]) for x, y in found.equilibria}
        assert len(pairs) == len(found)
        assert pairs == expected, game


def small_games(draw: Draw, count: int, seed: int) -> list[Game]:
    rng = np.random.default_rng(seed)
    shapes = rng.integers(1, 6, (count, 2)).tolist()
    return [(draw(rng, m, n), draw(rng, m, n)) for m, n in shapes]


@pytest.mark.slow
@pytest.mark.parametrize("draw", DRAWS, ids=lambda draw: draw.__name__)
def test_same_set_on_small_games(draw: Draw) -> None:
    assert_same(small_games(draw, 220, seed=len(draw.__name__)))


@pytest.mark.parametrize("draw", DRAWS, ids=lambda draw: draw.__name__)
def test_same_set_when_small_games_are_searched_by_branching(
    draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_SMALL", 0)
    monkeypatch.setattr(engine, "_TIED_NODES", 10**9)
    assert_same(small_games(draw, 60, seed=len(draw.__name__) + 1))


@pytest.mark.parametrize(
    "draw", [tied, one_decimal, shifted, twins, nearly_tied], ids=lambda draw: draw.__name__
)
def test_same_set_on_larger_games(draw: Draw) -> None:
    rng = np.random.default_rng(12)
    shapes = [(8, 8), (11, 11), (12, 9), (3, 40)]
    assert_same([(draw(rng, *shape), draw(rng, *shape)) for shape in shapes])


def test_same_set_where_players_fully_agree_or_are_opposed() -> None:
    rng = np.random.default_rng(3)
    shared = [rng.integers(0, 4, rng.integers(1, 6, 2)) for _ in range(60)]
    assert_same([(A.tolist(), B.tolist()) for A in shared for B in (A, -A)])
