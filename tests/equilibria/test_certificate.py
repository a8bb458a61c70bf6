"""Certificates: many pairs at once say what each would say alone, whatever the size of the payoffs."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibria.certificate import certified, certified_pairs
from negotiate.games import NormalFormGame

PAYOFFS = st.one_of(
    st.integers(-2, 2), st.fractions(-5, 5, max_denominator=7), st.integers(-(10**30), 10**30)
)


@st.composite
def strategies(draw: st.DrawFn, count: int) -> tuple[Fraction, ...]:
    weights = draw(st.lists(st.integers(0, 4), min_size=count, max_size=count).filter(any))
    return tuple(Fraction(weight, sum(weights)) for weight in weights)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_many_at_once_are_as_one_by_one(data: st.DataObject) -> None:
    m, n = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3))
    matrix = st.lists(st.lists(PAYOFFS, min_size=n, max_size=n), min_size=m, max_size=m)
    game = NormalFormGame.from_bimatrix(data.draw(matrix), data.draw(matrix))
    rows = [*data.draw(st.lists(strategies(m), min_size=1, max_size=3)), *_pure(m)]
    columns = [*data.draw(st.lists(strategies(n), min_size=1, max_size=3)), *_pure(n)]
    pairs = [(i, j) for i in range(len(rows)) for j in range(len(columns))]
    for (i, j), found in zip(pairs, certified_pairs(game, rows, columns, pairs), strict=True):
        alone = certified(game, [list(rows[i]), list(columns[j])])
        assert (found is None) == (alone is None)
        if found is not None and alone is not None:
            assert found.exact == alone.exact
            assert found.exact_payoffs == alone.exact_payoffs
            assert found.regrets == alone.regrets == (0, 0)
            assert found.labels == alone.labels


def _pure(count: int) -> list[tuple[Fraction, ...]]:
    return [tuple(Fraction(int(k == j)) for k in range(count)) for j in range(count)]


def test_payoffs_beyond_64_bits() -> None:
    huge = 10**40
    game = NormalFormGame.from_bimatrix(np.array([[huge, 0], [0, huge]], dtype=object), [[1, 0], [0, 1]])
    half = (Fraction(1, 2), Fraction(1, 2))
    (found,) = certified_pairs(game, [half], [half], [(0, 0)])
    assert found is not None
    assert found.exact_payoffs == (Fraction(huge, 2), Fraction(1, 2))
