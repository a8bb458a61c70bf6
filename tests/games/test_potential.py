"""Potentials and sums over pairs: found where they are, and only there."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput, NormalFormGame, pure_equilibria
from negotiate.games import PolymatrixGame, exact_potential, polymatrix_form

SHAPE = (2, 3, 2)


def whole(count: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(-5, 5), min_size=count, max_size=count)


@given(whole(12), whole(6), whole(4), whole(6))
@settings(deadline=None, max_examples=60)
def test_a_potential_is_found_again(
    joint: list[int], one: list[int], two: list[int], three: list[int]
) -> None:
    """A potential plus what one's own choice does not change."""
    potential = np.array(joint).reshape(SHAPE)
    others = [
        np.array(one).reshape(1, 3, 2),
        np.array(two).reshape(2, 1, 2),
        np.array(three).reshape(2, 3, 1),
    ]
    game = NormalFormGame(np.array([potential + rest for rest in others]))
    found = exact_potential(game)
    assert found is not None
    assert (found == potential - potential[0, 0, 0]).all()
    peak = np.unravel_index(int(np.argmax(found.astype(float))), SHAPE)
    labels = tuple(game.strategies[i][k] for i, k in enumerate(peak))
    assert labels in {equilibrium.labels for equilibrium in pure_equilibria(game)}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (lambda: PolymatrixGame({"A": 5}, {}), r"strategies\['A'\]=5 must be a sequence of labels"),
        (lambda: PolymatrixGame({"A": []}, {}), r"strategies\['A'\] is empty; give at least one"),
        (lambda: PolymatrixGame({"A": "x"}, {}), r"strategies\['A'\]='x' must be a sequence"),
        (lambda: PolymatrixGame({"A": ["x"]}, []), r"pairs=\[\]; it must map \(player, other\)"),
        (lambda: PolymatrixGame({"A": ["x"]}, {"A": [[1]]}), "pairs names 'A'; it must name two different"),
        (lambda: PolymatrixGame({"A": ["x"]}, {}, [1]), r"own=\[1\]; it must map players"),
        (lambda: PolymatrixGame({"A": ["x"]}, {}, {"B": [1]}), "own names 'B', who is not a player: A"),
    ],
)
def test_wrong_parts_of_a_polymatrix_game(asked: Callable[[], object], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        asked()


def test_players_need_not_be_text() -> None:
    assert PolymatrixGame({1: ["x"], 2: ["y"]}, {}).players == ("1", "2")  # type: ignore[dict-item]


def test_rock_paper_scissors_has_no_potential() -> None:
    wins = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    assert exact_potential(NormalFormGame.from_bimatrix(wins, -wins)) is None


def test_a_rounded_payoff_loses_the_potential() -> None:
    third = Fraction(1, 3)
    exact = NormalFormGame.from_bimatrix([[third, 0], [0, third]], [[third, 0], [0, third]])
    rounded = NormalFormGame.from_bimatrix([[1 / 3, 0], [0, third]], [[third, 0], [0, third]])
    assert exact_potential(exact) is not None
    assert exact_potential(rounded) is None


@given(st.lists(whole(4), min_size=6, max_size=6), whole(6))
@settings(deadline=None, max_examples=60)
def test_pairs_are_found_again(matrices: list[list[int]], alone: list[int]) -> None:
    players = ["A", "B", "C"]
    ordered = [(p, q) for p in players for q in players if p != q]
    pairs = {pair: np.array(m).reshape(2, 2) for pair, m in zip(ordered, matrices, strict=True)}
    own = {p: alone[2 * k : 2 * k + 2] for k, p in enumerate(players)}
    game = PolymatrixGame({p: ["hold", "arm"] for p in players}, pairs, own).normal_form()
    for a in np.ndindex(2, 2, 2):
        for i, p in enumerate(players):
            faced = sum(int(pairs[p, q][a[i], a[j]]) for j, q in enumerate(players) if j != i)
            assert game.payoffs[(i, *a)] == own[p][a[i]] + faced
    found = polymatrix_form(game)
    assert found is not None
    assert (found.normal_form().exact == game.exact).all()


def test_what_needs_all_three_is_no_sum_over_pairs() -> None:
    together = np.zeros((3, 2, 2, 2), dtype=int)
    together[:, 1, 1, 1] = 1
    assert polymatrix_form(NormalFormGame(together)) is None


@pytest.mark.parametrize(
    ("pairs", "own", "words"),
    [
        ({("A", "A"): [[1]]}, None, "two different players"),
        ({("A", "X"): [[1]]}, None, "two different players of A, B"),
        ({("A", "B"): [[1, 2]]}, None, "shape"),
        ({}, {"X": [1]}, "own names 'X'"),
    ],
)
def test_refusals(pairs: object, own: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        PolymatrixGame({"A": ["s"], "B": ["s"]}, pairs, own)  # type: ignore[arg-type]


def test_too_many_profiles() -> None:
    many = {f"p{k}": ["a", "b"] for k in range(40)}
    with pytest.raises(InvalidInput, match="1.1e.12 profiles"):
        PolymatrixGame(many, {}).normal_form()
