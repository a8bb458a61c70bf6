"""Pure conflict: known values, a slower method, the gap as proof, refusals."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

from negotiate.equilibria import nash_equilibria
from negotiate.equilibria.zero_sum import zero_sum_equilibrium
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.games import NormalFormGame

MATRICES = arrays(np.int64, array_shapes(min_dims=2, max_dims=2, max_side=4), elements=st.integers(-4, 4))


def conflict(A: Any, total: Any = 0) -> NormalFormGame:
    matrix = np.array(A)
    return NormalFormGame(np.stack([matrix, total - matrix]))


def test_rock_paper_scissors() -> None:
    found = zero_sum_equilibrium(conflict([[0, -1, 1], [1, 0, -1], [-1, 1, 0]]))
    assert found.equilibrium.exact == ((Fraction(1, 3),) * 3,) * 2
    assert (found.value, found.duality_gap, found.exact) == (0, 0, True)


def test_von_neumann_poker_like_game_with_a_known_value() -> None:
    # Dresher's 2 x 2: value (ad - bc) / (a + d - b - c) = (5 * 4 - 1 * 2) / (5 + 4 - 1 - 2).
    assert zero_sum_equilibrium(conflict([[5, 1], [2, 4]])).value == 3


@given(MATRICES, st.integers(-5, 5))
@settings(max_examples=40, deadline=None)
def test_every_equilibrium_has_the_value(A: NDArray[np.int64], total: int) -> None:
    game = conflict(A, total)
    found = zero_sum_equilibrium(game)
    low, high = found.bounds
    assert found.exact
    assert low == high
    assert {equilibrium.exact_payoffs for equilibrium in nash_equilibria(game)} == {(low, total - low)}


@given(MATRICES)
@settings(max_examples=25, deadline=None)
def test_players_in_exchanged_roles_have_the_opposite_value(A: NDArray[np.int64]) -> None:
    there, back = zero_sum_equilibrium(conflict(A)), zero_sum_equilibrium(conflict(-A.T))
    assert there.bounds[0] == -back.bounds[0]


@pytest.mark.parametrize("scale", [1, 1e18, 1e-18])
@pytest.mark.parametrize("size", [30, 80])
def test_scales_and_sizes(scale: float, size: int) -> None:
    A = np.random.default_rng(size).normal(size=(size, size)) * scale
    found = zero_sum_equilibrium(conflict(A))
    x, y = found.profile
    low, high = found.bounds
    assert float(low) == pytest.approx((x @ A).min(), abs=1e-12 * scale)
    assert float(high) == pytest.approx((A @ y).max(), abs=1e-12 * scale)
    assert 0 <= found.duality_gap < 1e-6 * scale
    assert found.exact == (found.duality_gap == 0) == (size == 30)


def test_what_is_not_exact_says_so() -> None:
    game = conflict(np.random.default_rng(1).normal(size=(60, 60)))
    near, exact = (zero_sum_equilibrium(game, method=method) for method in ("highs", "exact"))
    assert not near.exact
    assert "Numerical: the value is known within" in near.summary()
    assert "exactly 0" in exact.summary()
    assert near.bounds[0] <= exact.bounds[0] <= near.bounds[1]


def test_floats_sum_exactly_or_not_at_all() -> None:
    with pytest.raises(NotApplicable, match="needs one sum throughout"):
        zero_sum_equilibrium(NormalFormGame.from_bimatrix([[0.1, 0.2]], [[0.2, 0.1 + 1e-17]]))
    found = zero_sum_equilibrium(NormalFormGame.from_bimatrix([["0.1", "0.2"]], [["0.2", "0.1"]]))
    assert found.total == Fraction(3, 10)


def test_games_of_common_interest_are_refused_with_an_alternative() -> None:
    with pytest.raises(
        NotApplicable, match=r"payoffs sum to 2 at profile \(0, 0\) and to 0 at \(0, 1\).*lemke_howson"
    ):
        zero_sum_equilibrium(NormalFormGame(np.stack([np.eye(2, dtype=int)] * 2)))


def test_other_input_is_refused() -> None:
    with pytest.raises(NotApplicable, match="a value needs a game of two players"):
        zero_sum_equilibrium(NormalFormGame(np.ones((3, 2, 2, 2))))
    with pytest.raises(InvalidInput, match="method='simplex' is not known"):
        zero_sum_equilibrium(conflict([[1]]), method="simplex")


def test_table_answer_and_certificate_agree() -> None:
    found = zero_sum_equilibrium(conflict([[5, 1], [2, 4]], total=10))
    assert [row[2] for row in found.table().rows] == [Fraction(3), Fraction(7)]
    assert found.answer()["value"] == 3
    assert found.certificate() == {"at_least": 3, "at_most": 3, "duality_gap": 0, "exact": True}
    assert found.to_json() == zero_sum_equilibrium(found.game).to_json()
