from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput, NotApplicable
from negotiate.games import NormalFormGame, exact_regrets
from negotiate.repeated import critical_discount_factors, enforcement_problem, sustainable_set
from negotiate.repeated.polygons import above, hull
from tests.strategies import bimatrix_games

DILEMMA = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]], ("Home", "Foreign"))
DELTAS = st.fractions("1/20", "19/20", max_denominator=20)


def pure_equilibria(game: NormalFormGame) -> list[list[int]]:
    return [list(p) for p in np.ndindex(*game.shape) if not any(exact_regrets(game, list(p)))]


def inside(point: tuple[Fraction, Fraction], polygon: tuple) -> bool:
    return hull([*polygon, point]) == hull(polygon)


# ---- known values ----


def test_the_prisoners_dilemma() -> None:
    """Cooperation from 1/2 on; the asymmetric profiles never, as they give one less than 1."""
    patient = sustainable_set(DILEMMA, reversion=["s2", "s2"], discount="1/2")
    assert patient.labels == (("s1", "s1"), ("s2", "s2"))
    assert patient.certificate() == {
        "largest_gain_where_sustained": 0,
        "least_gain_where_not": 1,
        "below_minmax": 0,
    }
    assert sustainable_set(DILEMMA, reversion=["s2", "s2"], discount="0.49").labels == (("s2", "s2"),)
    assert "2 of 4 profiles are sustained" in patient.summary()
    assert patient.harshest
    assert "no other punishment is harsher" in patient.summary()


def test_reversion_is_not_always_the_harshest_punishment() -> None:
    """Cournot-like: flooding the market holds the other to 0, though the equilibrium pays 1."""
    flood = NormalFormGame.from_bimatrix([[1, -1], [0, -2]], [[1, 0], [-1, -2]])
    found = sustainable_set(flood, reversion=["s1", "s1"], discount="1/2")
    assert found.minmax == (-1, -1)
    assert not found.harshest


def test_lotteries_in_the_prisoners_dilemma() -> None:
    """At δ = 3/4 the averages of cooperation and one-sided breach reach the floor of who is exploited."""
    regions = sustainable_set(DILEMMA, reversion=["s2", "s2"], discount="3/4").lottery_regions()
    best_for_home = max(corner[0] for region in regions for corner in region)
    # Cooperation requires 1 + (5 - 3)/3 = 5/3 of both: on the edge from (5, 0) to (3, 3) that is 35/9.
    assert best_for_home == Fraction(35, 9)
    never = sustainable_set(DILEMMA, reversion=["s2", "s2"], discount="1/3").lottery_regions()
    assert never == (((1, 1),),)


# ---- theorems ----


@settings(deadline=None, max_examples=60)
@given(bimatrix_games(largest=3), DELTAS)
def test_the_set_is_individually_rational_and_holds_the_equilibrium(
    game: NormalFormGame, delta: Fraction
) -> None:
    for profile in pure_equilibria(game)[:1]:
        result = sustainable_set(game, reversion=profile, discount=delta)
        assert tuple(game.strategies[i][k] for i, k in enumerate(profile)) in result.labels
        proof = result.certificate()
        assert proof["below_minmax"] == 0
        assert proof["largest_gain_where_sustained"] <= 0
        assert proof["least_gain_where_not"] is None or proof["least_gain_where_not"] > 0


@settings(deadline=None, max_examples=60)
@given(bimatrix_games(largest=3), DELTAS)
def test_a_profile_is_in_the_set_from_its_critical_discount_factor_on(
    game: NormalFormGame, delta: Fraction
) -> None:
    for reversion in pure_equilibria(game)[:1]:
        held = sustainable_set(game, reversion=reversion, discount=delta).sustainable
        for row, profile in enumerate(np.ndindex(*game.shape)):
            problem = enforcement_problem(game, list(profile), reversion)
            assert critical_discount_factors(problem).holds(delta) == held[row]


@settings(deadline=None, max_examples=30)
@given(bimatrix_games(largest=3), DELTAS)
def test_lotteries_are_feasible_rational_and_grow_with_patience(
    game: NormalFormGame, delta: Fraction
) -> None:
    for reversion in pure_equilibria(game)[:1]:
        one = sustainable_set(game, reversion=reversion, discount=delta)
        regions = one.lottery_regions()
        more = sustainable_set(game, reversion=reversion, discount=(1 + delta) / 2).lottery_regions()
        feasible = hull(map(tuple, one.payoffs))
        for row in np.flatnonzero(one.sustainable):
            assert any(inside(tuple(one.payoffs[row]), region) for region in regions)
        for corner in (corner for region in regions for corner in region):
            assert inside(corner, feasible)
            assert all(u >= max(n, m) for u, n, m in zip(corner, one.reversion, one.minmax, strict=True))
            assert any(inside(corner, region) for region in more)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=1, max_size=8),
    st.tuples(st.integers(-4, 4), st.integers(-4, 4)),
)
def test_cutting_a_hull_keeps_what_is_above(points: list[tuple[int, int]], floor: tuple[int, int]) -> None:
    whole = hull([(Fraction(x), Fraction(y)) for x, y in points])
    cut = above(whole, floor)
    assert all(u >= f for corner in cut for u, f in zip(corner, floor, strict=True))
    for point in np.ndindex(9, 9):
        spot = (Fraction(point[0] - 4), Fraction(point[1] - 4))
        high = spot[0] >= floor[0] and spot[1] >= floor[1]
        assert (bool(cut) and inside(spot, cut)) == (high and inside(spot, whole))


# ---- refusals ----


@pytest.mark.parametrize("discount", [0, 1, 2])
def test_a_discount_factor_outside_0_and_1_is_refused(discount: float) -> None:
    with pytest.raises(InvalidInput, match=f"discount={discount}; a discount factor must lie"):
        sustainable_set(DILEMMA, reversion=["s2", "s2"], discount=discount)


def test_refusals() -> None:
    with pytest.raises(NotApplicable, match="reversion is no equilibrium of the game: Home gains 2"):
        sustainable_set(DILEMMA, reversion=["s1", "s1"], discount=0.5)
    three = NormalFormGame(np.zeros((3, 1, 1, 1)))
    with pytest.raises(NotApplicable, match="the game has 3"):
        sustainable_set(three, reversion=[0, 0, 0], discount=0.5).lottery_regions()
    payoffs = np.random.default_rng(1).integers(0, 9**9, (2, 10, 10))
    payoffs[0, 0, :] = payoffs[1, :, 0] = 10**9
    wide = NormalFormGame(payoffs)
    with pytest.raises(NotApplicable, match="floors; regions are drawn for at most 5,000"):
        sustainable_set(wide, reversion=[0, 0], discount=0.5).lottery_regions()


def test_a_long_table_says_what_it_leaves_out() -> None:
    tied = sustainable_set(NormalFormGame(np.zeros((2, 7, 7))), reversion=[0, 0], discount=0.5)
    assert len(tied.table().rows) == 40
    assert "9 more are left out here; answer() has them all." in tied.summary()
    assert len(tied.answer()["profiles"]) == 49
