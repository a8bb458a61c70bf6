"""From floats to rationals, and the systems of equations behind it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibria.indifference import indifferent_strategy
from negotiate.equilibria.polish import polished
from negotiate.equilibria.support_pairs import extreme_equilibria
from negotiate.games import NormalFormGame
from tests.reference.brute_force import brute_force
from tests.strategies import SMALL, bimatrix_games


@given(st.integers(1, 4), st.integers(1, 4), st.data())
@settings(max_examples=60, deadline=None)
def test_a_strategy_is_returned_exactly_if_it_is_the_only_one(m: int, n: int, data: st.DataObject) -> None:
    rows = st.lists(st.lists(SMALL, min_size=n, max_size=n), min_size=m, max_size=m)
    payoffs = np.array(data.draw(rows), dtype=object)
    found = indifferent_strategy(payoffs, range(m), range(n))
    system = np.vstack([np.ones(m), (payoffs[:, 1:] - payoffs[:, :1]).T.astype(float)])
    target = np.r_[1.0, np.zeros(n - 1)]
    solution, _, rank, _ = np.linalg.lstsq(system, target, rcond=None)
    only = rank == m and np.allclose(system @ solution, target) and solution.min() > -1e-9
    assert (found is not None) == only
    if found is not None:
        assert sum(found) == 1
        assert len(set(np.array(found, dtype=object) @ payoffs)) == 1
        np.testing.assert_allclose(np.array(found, dtype=float), solution, atol=1e-9)


@given(bimatrix_games(), st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_rounding_is_undone(game: NormalFormGame, seed: int) -> None:
    A, B = (
        np.array([[int(entry) for entry in row] for row in matrix], dtype=object) for matrix in game.exact
    )
    A, B = A - min(A.ravel()), B - min(B.ravel())
    expected, degenerate = brute_force(A.tolist(), B.tolist())
    found, flag = extreme_equilibria(A, B)
    assert (set(found), flag) == (expected, degenerate)
    rng = np.random.default_rng(seed)
    for x, y in expected:
        noisy = [np.array(s, dtype=float) + rng.uniform(-1e-12, 1e-12, len(s)) for s in (x, y)]
        assert polished(A, B, *noisy) == (x, y)


def test_what_is_no_vertex_is_not_polished() -> None:
    ones = np.ones((2, 2), dtype=object)
    assert polished(ones, ones, np.array([0.5, 0.5]), np.array([1.0, 0.0])) is None
    wide = np.array([[1, 0], [0, 1]], dtype=object)
    assert polished(wide, wide, np.array([0.9, 0.1]), np.array([0.5, 0.5])) is None
    assert polished(wide, wide, np.array([1.0, 1e-9]), np.array([1.0, 0.0])) == (
        (Fraction(1), Fraction(0)),
        (Fraction(1), Fraction(0)),
    )
