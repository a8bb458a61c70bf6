"""Nash equilibria: published games, reported failures of others, theorems, a slow exact method."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibria import EquilibriumSet, nash_equilibria
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.games import NormalFormGame, exact_regrets, iterated_elimination
from tests.reference.brute_force import brute_force
from tests.strategies import bimatrix_games, random_bimatrices

METHODS = ("exact", "nashpy")
Profiles = set[tuple[tuple[Fraction, ...], ...]]


def profiles(found: EquilibriumSet) -> Profiles:
    """Return the exact profiles, after checking that none is listed twice."""
    listed = [equilibrium.exact for equilibrium in found]
    assert len(set(listed)) == len(listed)
    return set(listed)


def solved(A: Any, B: Any, method: str = "auto") -> EquilibriumSet:
    return nash_equilibria(NormalFormGame.from_bimatrix(A, B), method=method)


def fractions(*strategies: str) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(Fraction(share) for share in strategy.split()) for strategy in strategies)


def zero_sum(A: Sequence[Sequence[float]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array(A), -np.array(A)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("A", "B", "expected"),
    [
        ([[3, 0], [5, 1]], [[3, 5], [0, 1]], [fractions("0 1", "0 1")]),  # prisoners' dilemma
        ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], [fractions("1/2 1/2", "1/2 1/2")]),  # matching pennies
        (  # battle of the sexes
            [[3, 0], [0, 2]],
            [[2, 0], [0, 3]],
            [fractions("1 0", "1 0"), fractions("0 1", "0 1"), fractions("3/5 2/5", "2/5 3/5")],
        ),
        (  # QuantEcon/GameTheory.jl#155, three equilibria with rational entries
            [[3, 3], [2, 5], [0, 6]],
            [[3, 2], [2, 6], [3, 1]],
            [
                fractions("1 0 0", "1 0"),
                fractions("4/5 1/5 0", "2/3 1/3"),
                fractions("0 1/3 2/3", "1/3 2/3"),
            ],
        ),
        (  # QuantEcon.py#326, degenerate: support enumeration finds two of three
            [[3, 3], [2, 5], [0, 6]],
            [[3, 3], [2, 6], [3, 1]],
            [
                fractions("1 0 0", "1 0"),
                fractions("1 0 0", "2/3 1/3"),
                fractions("0 1/3 2/3", "1/3 2/3"),
            ],
        ),
        (  # Nashpy#222: a continuum (p, 1-p) with p from 0 to 2/7, its end points
            [[-3, 3], [-3, 5]],
            [[2, 7], [4, 2]],
            [fractions("0 1", "1 0"), fractions("2/7 5/7", "1 0")],
        ),
        (  # Nashpy#82: payoffs are costs there; eight extreme equilibria
            -np.array([[0, 0, 6, 0, 0], [0, 0, 3, 2, 1], [4, 3, 0, 0, 1]]),
            -np.array([[3, 0, 2, 1, 0], [0, 2, 0, 0, 4], [4, 0, 2, 4, 4]]),
            [
                fractions("1 0 0", "0 1 0 0 0"),
                fractions("1 0 0", "0 0 0 0 1"),
                fractions("2/3 1/3 0", "0 1 0 0 0"),
                fractions("1/3 1/2 1/6", "0 4/9 2/9 1/3 0"),
                fractions("0 1/2 1/2", "0 1/2 1/2 0 0"),
                fractions("0 1 0", "3/7 0 4/7 0 0"),
                fractions("0 1 0", "1 0 0 0 0"),
                fractions("0 1 0", "3/8 0 1/4 3/8 0"),
            ],
        ),
    ],
)
def test_known_equilibria(method: str, A: Any, B: Any, expected: list[Any]) -> None:
    found = solved(A, B, method)
    assert profiles(found) == set(expected)
    assert found.complete


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("A", "B"),
    [
        pytest.param(
            [
                [52.46337363, 69.47195938, 0.0, 54.14372075],
                [77.0, 88.0, 84.85714286, 92.4],
                [77.78571429, 87.35294118, 93.5, 91.38461538],
                [66.37100751, 43.4530444, 0.0, 60.36191831],
            ],
            [
                [23.52690518, 17.35459006, 88.209, 20.8021711],
                [16.17165, 0.0, 14.00142857, 6.46866],
                [0.0, 5.76529412, 0.0, 0.0],
                [15.68327304, 40.68156322, 84.00857143, 11.06596804],
            ],
            id="Nashpy#67",
        ),
        pytest.param(
            *zero_sum([[0, -1, 1, 1], [1, 0, -1, -1], [-1, 1, 0, -1], [-1, 1, 1, 0]]), id="Nashpy#41"
        ),
        pytest.param(
            *zero_sum([[0, 1, 0, -1], [-1, 0, 1, 1], [0, -1, 0, 1], [1, -1, -1, 0]]), id="Nashpy#39"
        ),
        pytest.param(
            [[-100, 0, 0, -100], [0, 0, 0, -100], [-100, 0, 0, 0], [0, 0, 0, -50]],
            [[-100, 0, 0, -100], [0, 0, 0, -100], [-100, 0, 0, 0], [0, 0, 0, -33.3333333]],
            id="Nashpy#60",
        ),
    ],
)
def test_games_on_which_others_were_reported_to_fail(method: str, A: Any, B: Any) -> None:
    game = NormalFormGame.from_bimatrix(A, B)
    found = nash_equilibria(game, method=method)
    expected, degenerate = brute_force(game.exact[0].tolist(), game.exact[1].tolist())
    assert profiles(found) == expected
    assert found.complete
    assert found.degenerate in (degenerate, None)


def test_the_zero_sum_game_that_nashpy_calls_degenerate() -> None:  # Nashpy#231
    rows = "0 -1 -1 -1 1 -1;1 0 1 -1 -1 -1;1 -1 0 -1 -1 1;1 1 1 0 -1 -1;-1 1 1 1 0 -1;1 1 -1 1 1 0"
    A, B = zero_sum([[int(entry) for entry in row.split()] for row in rows.split(";")])
    for method in METHODS:
        assert fractions("0 0 1/3 0 1/3 1/3", "0 0 1/3 0 1/3 1/3") in profiles(solved(A, B, method))


@pytest.mark.parametrize("n", [2, 3, 4, 5])
@pytest.mark.parametrize("method", METHODS)
def test_coordination_has_an_equilibrium_for_every_set_of_strategies(n: int, method: str) -> None:
    found = solved(np.eye(n, dtype=int), np.eye(n, dtype=int), method)
    assert len(profiles(found)) == 2**n - 1
    assert [equilibrium.kind for equilibrium in found] == ["pure"] * n + ["mixed"] * (2**n - 1 - n)


@pytest.mark.parametrize("method", METHODS)
def test_where_all_payoffs_are_equal_every_profile_is_an_equilibrium(method: str) -> None:
    found = solved(np.ones((2, 3)), np.ones((2, 3)), method)
    assert {equilibrium.support for equilibrium in found} == {
        ((i,), (j,)) for i in range(2) for j in range(3)
    }
    assert found.complete
    assert found.degenerate


VARIANTS = {
    "as given": lambda payoffs: payoffs,
    "times 1e6": lambda payoffs: payoffs * 10**6,
    "times 1e-7": lambda payoffs: np.array([f"{k}e-7" for k in payoffs.ravel()]).reshape(payoffs.shape),
    "times 1e-7, floats": lambda payoffs: payoffs * 1e-7,
    "times 1e-18": lambda payoffs: np.array([f"{k}e-18" for k in payoffs.ravel()]).reshape(payoffs.shape),
    "times 3e18": lambda payoffs: payoffs.astype(object) * 3 * 10**18,
    "plus 1e6": lambda payoffs: payoffs + 10**6,
    "plus 1e9": lambda payoffs: payoffs + 1e9,
    "unsigned": lambda payoffs: (payoffs + 100).astype(np.uint8),
}


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_no_scale_or_level_of_payoffs_loses_an_equilibrium(variant: str, method: str) -> None:
    for A, B in random_bimatrices(seed=2026, count=4):
        game = NormalFormGame.from_bimatrix(VARIANTS[variant](A), VARIANTS[variant](B))
        found = nash_equilibria(game, method=method)
        expected, degenerate = brute_force(game.exact[0].tolist(), game.exact[1].tolist())
        assert profiles(found) == expected
        assert found.complete
        assert found.degenerate in (degenerate, None)


@pytest.mark.slow
@given(bimatrix_games())
@settings(max_examples=25, deadline=None)
def test_every_extreme_equilibrium_is_found_and_proved(game: NormalFormGame) -> None:
    expected, degenerate = brute_force(game.exact[0].tolist(), game.exact[1].tolist())
    for method in METHODS:
        found = nash_equilibria(game, method=method)
        assert profiles(found) == expected
        assert found.complete
        assert found.degenerate in (degenerate, None)
        assert degenerate or len(found) % 2 == 1
        for equilibrium in found:
            assert exact_regrets(game, equilibrium.exact) == (0, 0) == equilibrium.regrets
            assert equilibrium.max_regret == 0


@given(bimatrix_games(), st.data())
@settings(max_examples=20, deadline=None)
def test_equilibria_do_not_depend_on_units_levels_or_names(game: NormalFormGame, data: st.DataObject) -> None:
    A, B = game.exact
    m, n = game.shape
    scale = st.fractions("1/1000000", 10**6)
    by_column = np.array(data.draw(st.lists(st.fractions(-9, 9), min_size=n, max_size=n)), dtype=object)
    by_row = np.array(data.draw(st.lists(st.fractions(-9, 9), min_size=m, max_size=m)), dtype=object)
    expected = profiles(nash_equilibria(game))
    moved = solved(A * data.draw(scale) + by_column, B * data.draw(scale) + by_row[:, None])
    assert profiles(moved) == expected
    assert profiles(solved(B.T, A.T)) == {(y, x) for x, y in expected}
    rows, columns = data.draw(st.permutations(range(m))), data.draw(st.permutations(range(n)))
    shuffled = profiles(nash_equilibria(game.restrict([rows, columns])))
    assert shuffled == {(tuple(x[k] for k in rows), tuple(y[k] for k in columns)) for x, y in expected}


@given(bimatrix_games())
@settings(max_examples=20, deadline=None)
def test_strictly_dominated_strategies_change_nothing(game: NormalFormGame) -> None:
    reduced = iterated_elimination(game).reduced
    kept = [
        [labels.index(label) for label in left]
        for labels, left in zip(game.strategies, reduced.strategies, strict=True)
    ]
    lifted = {
        tuple(
            tuple(mixed[places.index(k)] if k in places else Fraction(0) for k in range(count))
            for mixed, places, count in zip(profile, kept, game.shape, strict=True)
        )
        for profile in profiles(nash_equilibria(reduced))
    }
    assert lifted == profiles(nash_equilibria(game))


def test_subsets_and_components_of_a_degenerate_game() -> None:
    # The first row is a best reply to any column, the first column to any row, both with ties.
    found = solved([[1, 1], [1, 0]], [[1, 1], [2, 1]])
    assert [equilibrium.labels for equilibrium in found] == [("s1", "s1"), ("s1", "s2"), ("s2", "s1")]
    assert found.degenerate
    assert found.nash_subsets == ((0, 1), (0, 2))
    assert found.components == ((0, 1, 2),)
    assert "Connected components: 1, 2, 3." in found.summary()


@given(bimatrix_games())
@settings(max_examples=25, deadline=None)
def test_mixtures_within_a_subset_are_equilibria(game: NormalFormGame) -> None:
    found = nash_equilibria(game)
    assert {k for part in found.components for k in part} == set(range(len(found)))
    for subset in found.nash_subsets:
        middle = [
            [sum(shares) / len(subset) for shares in zip(*(found[k].exact[i] for k in subset), strict=True)]
            for i in (0, 1)
        ]
        assert exact_regrets(game, middle) == (0, 0)


@given(bimatrix_games())
@settings(max_examples=25, deadline=None)
def test_indices_sum_to_one(game: NormalFormGame) -> None:
    found = nash_equilibria(game)
    indices = [equilibrium.index for equilibrium in found]
    if found.degenerate is not True:
        assert None not in indices
    assert None in indices or sum(indices) == 1


def test_limits_are_for_the_exact_method() -> None:
    game = NormalFormGame.from_bimatrix(np.eye(12, dtype=int), np.eye(12, dtype=int))
    few = nash_equilibria(game, max_equilibria=10)
    assert not few.complete
    assert 10 <= len(few) < 2**12 - 1
    assert few.nash_subsets is None
    assert "Completeness is not proved" in few.summary()
    with pytest.raises(InvalidInput, match="max_seconds is an option of method='exact'"):
        nash_equilibria(game, method="nashpy", max_seconds=1)


def test_a_game_too_large_to_go_through_is_not_called_complete() -> None:
    found = solved(np.eye(8, dtype=int), np.eye(8, dtype=int), "nashpy")
    assert not found.complete
    assert found.degenerate is None
    assert [equilibrium.kind for equilibrium in found[:8]] == ["pure"] * 8
    assert "12869 pairs of supports" in found.note


def test_names_that_users_rely_on() -> None:
    game = NormalFormGame.from_bimatrix(
        [["0.3", 0], [0, "0.2"]], [["0.2", 0], [0, "0.3"]], ("Ann", "Bob"), [["Ballet", "Fight"]] * 2, "EUR"
    )
    found = nash_equilibria(game)
    mixed = found[2]
    assert [strategy.tolist() for strategy in mixed.profile] == [[0.6, 0.4], [0.4, 0.6]]
    assert mixed.exact == fractions("3/5 2/5", "2/5 3/5")
    assert mixed.payoffs.tolist() == [0.12, 0.12]
    assert mixed.exact_payoffs == (Fraction(3, 25), Fraction(3, 25))
    assert (mixed.max_regret, mixed.support, mixed.kind) == (0, ((0, 1), (0, 1)), "mixed")
    assert mixed.labels == ("3/5 Ballet + 2/5 Fight", "2/5 Ballet + 3/5 Fight")
    assert found[0].labels == ("Ballet", "Ballet")
    assert (len(found), found[:2], mixed in found) == (3, found.equilibria[:2], True)
    assert (found.complete, found.degenerate in (False, None)) == (True, True)
    assert found.summary().splitlines()[0] == "Nash equilibria: 3"
    assert list(found.to_frame()["payoff of Ann [EUR]"]) == [0.3, 0.2, 0.12]
    assert r"\begin{tabular}" in found.to_latex()
    record = json.loads(found.to_json())
    assert record["answer"]["equilibria"][2]["strategies"]["Ann"] == {"Ballet": "3/5", "Fight": "2/5"}
    assert record["certificate"]["regrets"][0] == {"Ann": "0", "Bob": "0"}
    assert record["provenance"]["inputs"] == game.digest


def test_two_runs_give_identical_bytes() -> None:
    A, B = random_bimatrices(seed=5, count=1, low=4)[0]
    for method in METHODS:
        assert solved(A, B, method).to_json() == solved(A, B, method).to_json()


def test_a_result_can_not_be_changed() -> None:
    found = solved([[1]], [[1]])
    with pytest.raises(ValueError, match="read-only"):
        found[0].profile[0][0] = 2
    with pytest.raises(AttributeError):
        found.complete = False  # type: ignore[misc]


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(NotApplicable, match="needs? a game of two players; this one has 3.*pure"):
        nash_equilibria(NormalFormGame(np.zeros((3, 1, 1, 1))))
    with pytest.raises(InvalidInput, match="method='lemke' is not known; choose from auto"):
        solved([[1]], [[1]], "lemke")
