"""Complete enumeration: known games, a second slower method, invariances, limits, refusals."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import nnls

from negotiate.equilibria.enumeration import Enumeration, engine, enumerate_equilibria, limits
from negotiate.errors import InvalidInput, NotApplicable

Vector = tuple[Fraction, ...]
Matrix = list[list[int]] | list[list[Fraction]]


def pairs(found: Enumeration) -> set[tuple[Vector, Vector]]:
    return {(found.row_strategies[x], found.column_strategies[y]) for x, y in found.equilibria}


def fractions(*numbers: object) -> Vector:
    return tuple(Fraction(number) for number in numbers)


@st.composite
def games(draw: st.DrawFn, largest: int = 4, high: int = 3) -> tuple[Matrix, Matrix]:
    m, n = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    matrix = st.lists(st.lists(st.integers(0, high), min_size=n, max_size=n), min_size=m, max_size=m)
    return draw(matrix), draw(matrix)


# ---- a second, slower method: every basis of every polyhedron, in Fractions ----


def solved(rows: list[list[Fraction]]) -> list[Fraction] | None:
    """Solve square linear equations (last entry: right-hand side); None where singular."""
    count = len(rows)
    for k in range(count):
        lead = next((r for r in range(k, count) if rows[r][k]), None)
        if lead is None:
            return None
        rows[k], rows[lead] = rows[lead], rows[k]
        rows[k] = [entry / rows[k][k] for entry in rows[k]]
        for r in range(count):
            if r != k and rows[r][k]:
                rows[r] = [a - rows[r][k] * b for a, b in zip(rows[r], rows[k], strict=True)]
    return [row[-1] for row in rows]


def strategies(payoffs: Matrix) -> Iterator[tuple[Vector, frozenset[int], frozenset[int]]]:
    """Yield the vertices of a best-reply polyhedron with their supports and best replies."""
    d, c = len(payoffs), len(payoffs[0])
    seen = set()
    for size in range(1, min(d, c) + 1):
        for support in combinations(range(d), size):
            for replies in combinations(range(c), size):
                rows = [
                    [Fraction(payoffs[i][j]) for i in support] + [Fraction(-1), Fraction(0)] for j in replies
                ]
                values = solved([*rows, [Fraction(1)] * size + [Fraction(0), Fraction(1)]])
                if values is None or min(values[:-1]) < 0:
                    continue
                x = tuple(values[support.index(i)] if i in support else Fraction(0) for i in range(d))
                earned = [sum(x[i] * payoffs[i][j] for i in range(d)) for j in range(c)]
                if max(earned) == values[-1] and x not in seen:
                    seen.add(x)
                    best = frozenset(j for j in range(c) if earned[j] == values[-1])
                    yield x, frozenset(i for i in range(d) if x[i]), best


def brute_force(A: Matrix, B: Matrix) -> set[tuple[Vector, Vector]]:
    transposed = [list(column) for column in zip(*A, strict=True)]
    columns = list(strategies(transposed))
    return {
        (x, y)
        for x, played, best in strategies(B)
        for y, also_played, also_best in columns
        if played <= also_best and also_played <= best
    }


@given(games())
@settings(max_examples=60, deadline=None)
def test_a_slower_method_finds_the_same(game: tuple[Matrix, Matrix]) -> None:
    assert pairs(enumerate_equilibria(*game)) == brute_force(*game)


@given(games(high=10**6))
@settings(max_examples=20, deadline=None)
def test_a_slower_method_finds_the_same_without_ties(game: tuple[Matrix, Matrix]) -> None:
    assert pairs(enumerate_equilibria(*game)) == brute_force(*game)


@pytest.mark.slow
def test_a_slower_method_finds_the_same_for_floats_of_all_digits() -> None:
    rng = np.random.default_rng(6)
    for _ in range(40):
        A, B = rng.normal(size=(2, *rng.integers(2, 6, 2)))
        exact = [[[Fraction(x) for x in row] for row in payoffs.tolist()] for payoffs in (A, B)]
        assert pairs(enumerate_equilibria(A, B)) == brute_force(*exact)


# ---- known values ----


def test_battle_of_the_sexes() -> None:
    found = enumerate_equilibria([[3, 0], [0, 2]], [[2, 0], [0, 3]])
    assert pairs(found) == {
        (fractions(1, 0), fractions(1, 0)),
        (fractions("3/5", "2/5"), fractions("2/5", "3/5")),
        (fractions(0, 1), fractions(0, 1)),
    }
    assert found.indices == (1, -1, 1)
    assert (found.complete, found.degenerate, len(found.components)) == (True, False, 3)


def test_degenerate_game_with_a_continuum() -> None:
    """Avis, Rosenberg, Savani & von Stengel (2010), section 2: a 3x2 game with a segment."""
    A = [[3, 3], [2, 5], [0, 6]]
    B = [[3, 3], [2, 6], [3, 1]]
    found = enumerate_equilibria(A, B)
    assert pairs(found) == {
        (fractions(1, 0, 0), fractions(1, 0)),
        (fractions(1, 0, 0), fractions("2/3", "1/3")),
        (fractions(0, "1/3", "2/3"), fractions("1/3", "2/3")),
    }
    assert found.degenerate
    assert found.indices is None
    assert sorted(len(columns) for _, columns in found.subsets) == [1, 2]
    assert len(found.components) == 2


def test_every_profile_is_an_equilibrium_where_all_payoffs_are_equal() -> None:
    found = enumerate_equilibria(np.full((3, 4), 7), np.full((3, 4), -2))
    assert len(found) == 12
    assert found.subsets == (((0, 1, 2), (0, 1, 2, 3)),)
    assert found.components == ((0,),)


def test_coordination_has_every_support() -> None:
    eye = np.eye(5, dtype=int)
    found = enumerate_equilibria(eye, eye)
    assert len(found) == 2**5 - 1
    assert found.indices is not None
    assert sum(found.indices) == 1


def test_one_strategy_each() -> None:
    found = enumerate_equilibria([[5]], [["-0.25"]])
    assert pairs(found) == {(fractions(1), fractions(1))}
    assert (found.degenerate, found.indices) == (False, (1,))


LONG_PATHS = (
    [
        [-180, 72, -333, 297, -153, 270],
        [-30, 17, -33, 42, -3, 20],
        [-81, 36, -126, 126, -36, 90],
        [90, -36, 126, -126, 36, -81],
        [20, -3, 42, -33, 17, -30],
        [270, -153, 297, -333, 72, -180],
    ],
    [
        [72, 36, 17, -3, -36, -153],
        [-180, -81, -30, 20, 90, 270],
        [297, 126, 42, -33, -126, -333],
        [-333, -126, -33, 42, 126, 297],
        [270, 90, 20, -30, -81, -180],
        [-153, -36, -3, 17, 36, 72],
    ],
)


def test_six_by_six_game_with_one_equilibrium_and_its_reordering_with_seventy_five() -> None:
    """Long Lemke-Howson paths, one equilibrium: Savani & von Stengel (2006).

    With the row player's payoffs in another order, it is the game of von Stengel (1999),
    doi:10.1007/PL00009475, which has more equilibria than the coordination game's 63.
    """
    A, B = LONG_PATHS
    one = enumerate_equilibria(A, B)
    weights = ((1, 5, 9, 9, 5, 1), (5, 1, 9, 9, 1, 5))
    assert pairs(one) == {tuple(tuple(Fraction(k, 30) for k in player) for player in weights)}
    assert one.indices == (1,)
    many = enumerate_equilibria([A[k] for k in (2, 0, 4, 1, 5, 3)], B)
    assert len(many) == 75
    assert not many.degenerate


def offers_game() -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Return a negotiation full of ties: who offers what is moot where the other settles for less."""
    buyer = {"mfn": 0.0, "deal": -6.64, "april": -7.07, "threat": -11.11}
    seller = {"mfn": 0.0, "april": 4.95, "deal": 5.03, "threat": 6.73}
    packages = ("mfn", "deal", "april")  # from the buyer's best to its worst
    levels = (4, 6, 8, 10)

    def worth(level: int, package: str) -> tuple[Fraction, Fraction]:
        gain = 7.4833148 * (math.sqrt(14 + level) - math.sqrt(14))
        values = (buyer[package] + gain - 1.25 * level, seller[package] + 0.3 * level + 0.1 * gain)
        return tuple(Fraction(round(1000 * value), 1000) for value in values)

    offers = [None, *((level, package) for level in levels for package in packages)]
    payoffs = np.empty((2, 13, 13), dtype=object)
    for i, offer in enumerate(offers):
        for j, demand in enumerate(offers):
            deal = (
                offer is not None
                and demand is not None
                and packages.index(demand[1]) <= packages.index(offer[1])
                and offer[0] >= demand[0]
            )
            outcome = (offer[0], demand[1]) if deal else (0, "threat")
            payoffs[:, i, j] = worth(*outcome)
    return payoffs[0], payoffs[1]


def test_tied_negotiation() -> None:
    A, B = offers_game()
    found = enumerate_equilibria(A, B)
    pure = [(x, y) for x, y in pairs(found) if max(x) == 1 and max(y) == 1]
    assert found.degenerate
    assert found.complete
    assert len(pure) == 13
    assert len(found) == 35


# ---- games on which other programs lost equilibria: where reported, and what the reports say ----


def test_eight_where_equal_supports_give_five() -> None:
    """drvinceknight/Nashpy#82; both minimise."""
    A = [[0, 0, 6, 0, 0], [0, 0, 3, 2, 1], [4, 3, 0, 0, 1]]
    B = [[3, 0, 2, 1, 0], [0, 2, 0, 0, 4], [4, 0, 2, 4, 4]]
    found = pairs(enumerate_equilibria(-np.array(A), -np.array(B)))
    assert len(found) == 8
    assert (fractions("1/3", "1/2", "1/6"), fractions(0, "4/9", "2/9", "1/3", 0)) in found


def test_zero_sum_six_by_six() -> None:
    """drvinceknight/Nashpy#231."""
    A = [
        [0, -1, -1, -1, 1, -1],
        [1, 0, 1, -1, -1, -1],
        [1, -1, 0, -1, -1, 1],
        [1, 1, 1, 0, -1, -1],
        [-1, 1, 1, 1, 0, -1],
        [1, 1, -1, 1, 1, 0],
    ]
    thirds = fractions(0, 0, "1/3", 0, "1/3", "1/3")
    found = enumerate_equilibria(A, -np.array(A))
    assert found.degenerate
    assert pairs(found) == {(thirds, thirds)}


def test_zero_sum_four_by_four_with_two_extreme_strategies_each() -> None:
    """drvinceknight/Nashpy#39: a square of equilibria, of which one corner was found."""
    A = np.array([[0, 1, 0, -1], [-1, 0, 1, 1], [0, -1, 0, 1], [1, -1, -1, 0]])
    found = enumerate_equilibria(A, -A)
    assert len(found) == 4
    assert found.subsets == (((0, 1), (0, 1)),)


def test_both_ends_of_a_segment() -> None:
    """drvinceknight/Nashpy#222."""
    found = enumerate_equilibria([[-3, 3], [-3, 5]], [[2, 7], [4, 2]])
    assert pairs(found) == {
        (fractions(0, 1), fractions(1, 0)),
        (fractions("2/7", "5/7"), fractions(1, 0)),
    }
    assert found.subsets == (((0, 1), (0,)),)


def test_two_decimals_without_ties() -> None:
    """drvinceknight/Nashpy#67: none was found; exactly as written it has one."""
    A = [
        ["52.46337363", "69.47195938", 0, "54.14372075"],
        [77, 88, "84.85714286", "92.4"],
        ["77.78571429", "87.35294118", "93.5", "91.38461538"],
        ["66.37100751", "43.4530444", 0, "60.36191831"],
    ]
    B = [
        ["23.52690518", "17.35459006", "88.209", "20.8021711"],
        ["16.17165", 0, "14.00142857", "6.46866"],
        [0, "5.76529412", 0, 0],
        ["15.68327304", "40.68156322", "84.00857143", "11.06596804"],
    ]
    found = enumerate_equilibria(A, B)
    assert len(found) == 1
    ((x, y),) = pairs(found)
    assert [k for k, weight in enumerate(x) if weight] == [1, 2]
    assert [k for k, weight in enumerate(y) if weight] == [0, 1]


def test_continua_of_two_small_games() -> None:
    """QuantEcon/QuantEcon.py#421: a 3x2 game with a segment, and all payoffs zero."""
    A, B = [[0, 6], [2, 5], [3, 3]], [[3, 1], [2, 6], [3, 3]]
    assert len(enumerate_equilibria(A, B)) == 3
    assert len(enumerate_equilibria([[0, 0], [0, 0]], [[0, 0], [0, 0]])) == 4


# ---- theorems ----


@given(games(), st.integers(1, 10**12), st.integers(-(10**12), 10**12))
@settings(max_examples=40, deadline=None)
def test_positive_affine_transforms_change_nothing(
    game: tuple[Matrix, Matrix], scale: int, shift: int
) -> None:
    A, B = (np.array(payoffs, dtype=object) for payoffs in game)
    plain, moved = enumerate_equilibria(A, B), enumerate_equilibria(scale * A + shift, B * Fraction(1, scale))
    assert plain == moved


@given(games())
@settings(max_examples=40, deadline=None)
def test_exchanging_the_players_exchanges_their_strategies(game: tuple[Matrix, Matrix]) -> None:
    A, B = (np.array(payoffs) for payoffs in game)
    assert pairs(enumerate_equilibria(A, B)) == {(x, y) for y, x in pairs(enumerate_equilibria(B.T, A.T))}


@given(games(largest=5, high=10**9))
@settings(max_examples=40, deadline=None)
def test_non_degenerate_games_have_an_odd_number(game: tuple[Matrix, Matrix]) -> None:
    found = enumerate_equilibria(*game)
    if not found.degenerate:
        assert len(found) % 2 == 1
        assert found.indices is not None
        assert len(found.subsets) == len(found.components) == len(found)


@given(games(), st.data())
@settings(max_examples=60, deadline=None)
def test_mixtures_within_a_subset_are_equilibria(game: tuple[Matrix, Matrix], data: st.DataObject) -> None:
    A, B = (np.array(payoffs, dtype=object) for payoffs in game)
    found = enumerate_equilibria(A, B)
    covered = {(x, y) for rows, columns in found.subsets for x in rows for y in columns}
    assert covered == set(found.equilibria)
    rows, columns = data.draw(st.sampled_from(found.subsets))
    x, y = (
        sum(np.array(strategies[k], dtype=object) * Fraction(1, len(chosen)) for k in chosen)
        for strategies, chosen in ((found.row_strategies, rows), (found.column_strategies, columns))
    )
    assert max(A @ y) == x @ A @ y
    assert max(x @ B) == x @ B @ y


@given(games())
@settings(max_examples=40, deadline=None)
def test_components_do_not_touch_and_are_connected(game: tuple[Matrix, Matrix]) -> None:
    found = enumerate_equilibria(*game)
    assert sorted(k for component in found.components for k in component) == list(range(len(found.subsets)))
    groups = [
        {(0, x) for k in part for x in found.subsets[k][0]}
        | {(1, y) for k in part for y in found.subsets[k][1]}
        for part in found.components
    ]
    assert all(one.isdisjoint(two) for one, two in combinations(groups, 2))


@given(games(), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_index_of_a_component_counts_what_is_left_of_it_nearby(
    game: tuple[Matrix, Matrix], seed: int
) -> None:
    """A component's index is the sum of those of the equilibria near it in a slightly changed game."""
    A, B = (np.array(payoffs, dtype=object) for payoffs in game)
    found = enumerate_equilibria(A, B)
    noise = np.random.default_rng(seed).integers(-(10**6), 10**6, (2, *A.shape)).astype(object)
    near = enumerate_equilibria(A + noise[0] * Fraction(1, 10**18), B + noise[1] * Fraction(1, 10**18))
    if near.indices is None:
        return
    sums = [0] * len(found.components)
    for (x, y), index in zip(near.equilibria, near.indices, strict=True):
        sums[component_of(found, near.row_strategies[x], near.column_strategies[y])] += index
    assert all(known in (None, total) for known, total in zip(found.component_indices, sums, strict=True))


def component_of(found: Enumeration, x: Vector, y: Vector) -> int:
    """Return the component with the product of convex hulls that is nearest to (x, y)."""

    def distance(part: int) -> float:
        rows, columns = found.subsets[part]
        return distance_to_hull([found.row_strategies[k] for k in rows], x) + distance_to_hull(
            [found.column_strategies[k] for k in columns], y
        )

    nearest = [min(distance(part) for part in component) for component in found.components]
    return int(np.argmin(nearest))


def distance_to_hull(points: list[Vector], point: Vector) -> float:
    """Return how far a point is from the convex hull of some points (least squares over weights)."""
    heavy = 1e3  # on the equation that the weights sum to 1
    table = np.vstack([np.array(points, dtype=float).T, np.full(len(points), heavy)])
    return float(nnls(table, np.append(np.array(point, dtype=float), heavy))[1])


@given(games())
@settings(max_examples=30, deadline=None)
def test_degenerate_means_more_best_replies_than_strategies_played(game: tuple[Matrix, Matrix]) -> None:
    A, B = game
    transposed = [list(column) for column in zip(*A, strict=True)]
    tie = any(
        len(best) > len(played) for payoffs in (B, transposed) for _, played, best in strategies(payoffs)
    )
    assert enumerate_equilibria(A, B).degenerate == tie


def test_large_game_is_complete_and_odd() -> None:
    rng = np.random.default_rng(7)
    found = enumerate_equilibria(*rng.normal(size=(2, 15, 15)))
    assert found.complete
    assert found.indices is not None
    assert len(found) % 2 == 1
    assert sum(found.indices) == 1


# ---- limits and refusals ----


def test_a_limit_of_equilibria_gives_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_SMALL", 0)
    eye = np.eye(8, dtype=int)
    whole = enumerate_equilibria(eye, eye)
    part = enumerate_equilibria(eye, eye, max_equilibria=9)
    assert (whole.complete, len(whole)) == (True, 255)
    assert not part.complete
    assert "max_equilibria=9" in part.reason
    assert pairs(part) < pairs(whole)
    assert len(part) >= 9


def test_no_time_gives_the_pure_equilibria() -> None:
    rng = np.random.default_rng(1)
    A = rng.integers(0, 100, (14, 14))
    part = enumerate_equilibria(A, A, max_seconds=0)
    assert not part.complete
    assert "max_seconds=0" in part.reason
    assert part.indices is None
    assert len(part) >= 1
    assert all(max(x) == max(y) == 1 for x, y in pairs(part))


def test_progress_rises_to_the_whole() -> None:
    shares = []
    rng = np.random.default_rng(2)
    A, B = rng.normal(size=(2, 12, 12))
    enumerate_equilibria(A, B, progress=lambda share, found: shares.append(share))
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)


def test_a_search_that_would_not_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_SAMPLE", 50)
    monkeypatch.setattr(limits, "_LARGEST_TREE", 100)
    A, B = np.random.default_rng(3).normal(size=(2, 14, 14))
    with pytest.raises(NotApplicable, match="complete list needs a search of .* nodes.*max_seconds"):
        enumerate_equilibria(A, B)
    monkeypatch.setattr(limits, "_SAMPLE", 10**9)
    monkeypatch.setattr(limits, "_MOST_NODES", 60)
    with pytest.raises(NotApplicable, match="judged by the first"):
        enumerate_equilibria(A, B)
    assert enumerate_equilibria(A, B, max_seconds=100).complete


def test_too_many_vertices_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST_VERTICES", 5)
    eye = np.eye(4, dtype=int)
    with pytest.raises(NotApplicable, match="over 5 vertices; set max_seconds"):
        enumerate_equilibria(eye, eye)
    assert not enumerate_equilibria(eye, eye, max_seconds=100).complete


def test_too_many_subsets_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where both only want not to meet, any two disjoint sets of strategies are a subset."""
    monkeypatch.setattr(limits, "_MOST_SUBSETS", 20)
    apart = -np.eye(5, dtype=int)
    with pytest.raises(NotApplicable, match="over 20 maximal Nash subsets"):
        enumerate_equilibria(apart, apart)
    part = enumerate_equilibria(apart, apart, max_seconds=100)
    assert (part.complete, part.subsets) == (False, ())
    assert len(part) == 21  # twenty pure, and the one where both mix evenly


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match=r"B has shape \(1, 2\); it must have the shape of A, \(2, 1\)"):
        enumerate_equilibria([[1], [2]], [[1, 2]])
    with pytest.raises(InvalidInput, match=r"A\[0, 1\] is nan"):
        enumerate_equilibria([[1, math.nan]], [[1, 2]])
    with pytest.raises(InvalidInput, match=r"A has shape \(2,\); it must have shape \(rows, columns\)"):
        enumerate_equilibria([1, 2], [1, 2])
    with pytest.raises(InvalidInput, match="max_equilibria=0; it must be at least 1"):
        enumerate_equilibria([[1]], [[1]], max_equilibria=0)
    with pytest.raises(InvalidInput, match="max_seconds=-1; it must be at least 0"):
        enumerate_equilibria([[1]], [[1]], max_seconds=-1)
