"""The game as a value: what it accepts, keeps exactly, and refuses."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput, NotApplicable
from negotiate.games import NormalFormGame
from tests.strategies import RATIONALS, bimatrix_games

DILEMMA = NormalFormGame.from_bimatrix(
    [[3, 0], [5, 1]],
    [[3, 5], [0, 1]],
    players=("Home", "Foreign"),
    strategies=[["C", "D"]] * 2,
    unit="bn USD",
)
ONES = [[1, 1], [1, 1]]


@pytest.mark.parametrize(
    ("given", "exact"),
    [
        ("0.1", Fraction(1, 10)),
        ("2/3", Fraction(2, 3)),
        (0.1, Fraction(0.1)),
        (Fraction(1, 3), Fraction(1, 3)),
        (Decimal("1e-18"), Fraction(1, 10**18)),
        (3 * 10**20 + 1, Fraction(3 * 10**20 + 1)),
        (np.uint8(255), Fraction(255)),
        (np.float32(0.5), Fraction(1, 2)),
    ],
)
def test_payoffs_are_kept_as_the_numbers_given(given: object, exact: Fraction) -> None:
    game = NormalFormGame.from_bimatrix([[given, 0]], [[0, given]])
    assert game.exact[0, 0, 0] == exact == game.exact[1, 0, 1]
    assert game.payoffs[0, 0, 0] == float(exact)


@pytest.mark.parametrize(
    "kind", [np.uint8, np.int16, np.uint64, np.float16, np.float64, np.longdouble, object]
)
def test_arrays_of_every_kind_of_number_are_exact(kind: type) -> None:
    A, B = np.array([[7, 0], [2, 1]], dtype=kind), np.array([[1, 0], [0, 200]], dtype=kind)
    game = NormalFormGame.from_bimatrix(A, B)
    assert game.exact.tolist() == [[[7, 0], [2, 1]], [[1, 0], [0, 200]]]
    assert NormalFormGame.from_bimatrix(A, B.tolist()).digest == game.digest


def test_integers_beyond_float64_stay_apart() -> None:
    big = np.array([[2**63, 2**63 - 1]], dtype=np.uint64)
    game = NormalFormGame.from_bimatrix(big, np.array([[-1, 0.5]]))
    assert game.exact[0, 0, 0] - game.exact[0, 0, 1] == 1
    assert game.payoffs[0, 0, 0] == game.payoffs[0, 0, 1]


def test_extended_precision_is_not_rounded() -> None:
    third = np.longdouble(1) / 3
    game = NormalFormGame.from_bimatrix(np.array([[third]]), [[0]])
    assert game.exact[0, 0, 0] == Fraction(*third.as_integer_ratio())


def test_a_data_frame_is_a_matrix() -> None:
    frame = pandas.DataFrame([[3, 0], [5, 1]])
    assert NormalFormGame.from_bimatrix(frame, frame.T).exact[1].tolist() == [[3, 5], [0, 1]]


def test_a_game_can_not_be_changed() -> None:
    source = np.array([[1.0, 2.0]])
    game = NormalFormGame.from_bimatrix(source, source)
    source[0, 0] = 9
    assert game.payoffs[0, 0, 0] == 1
    for array in (game.payoffs, game.exact, game.given):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0, 0] = 9
    with pytest.raises(dataclasses.FrozenInstanceError):
        game.unit = "yen"  # type: ignore[misc]


@pytest.mark.parametrize("clone", [copy.deepcopy, lambda game: pickle.loads(pickle.dumps(game))])  # noqa: S301
def test_copies_are_exact_and_read_only(clone: object) -> None:
    game = NormalFormGame.from_bimatrix([["1/3", 2]], [[1, 1]], unit="yen")
    twin = clone(game)  # type: ignore[operator]
    assert twin != game
    assert twin.digest == game.digest
    assert not twin.payoffs.flags.writeable


@given(bimatrix_games(RATIONALS))
@settings(max_examples=30, deadline=None)
def test_the_digest_depends_on_content_alone(game: NormalFormGame) -> None:
    text = [[str(entry) for entry in row] for matrix in game.exact for row in matrix]
    twin = NormalFormGame(np.array(text, dtype=object).reshape(game.payoffs.shape))
    assert twin.digest == game.digest != game.renamed(unit="USD").digest
    assert len({id(twin), id(game)}) == 2
    assert twin != game


def test_a_third_is_not_its_rounding() -> None:
    exact, rounded = (NormalFormGame.from_bimatrix([[third]], [[0]]) for third in ("1/3", 1 / 3))
    assert exact.digest != rounded.digest


def test_from_function_gives_the_strategies_as_they_are() -> None:
    game = NormalFormGame.from_function(lambda d, t: (d - t, Fraction(d) * t), [[1, 2], [0.5, 0.25]])
    assert game.strategies == (("1", "2"), ("0.5", "0.25"))
    assert game.exact[1].tolist() == [[Fraction(1, 2), Fraction(1, 4)], [1, Fraction(1, 2)]]


def test_three_players_and_one() -> None:
    trio = NormalFormGame(np.arange(24).reshape(3, 2, 2, 2))
    assert trio.shape == (2, 2, 2)
    assert trio.players == ("player 1", "player 2", "player 3")
    assert trio.table().rows[-1] == ("s2", "s2", "s2", 7.0, 15.0, 23.0)
    assert repr(NormalFormGame([[1, 2, 3]])) == "NormalFormGame(1 player, 3 strategies)"


@given(bimatrix_games(), st.data())
@settings(max_examples=30, deadline=None)
def test_restriction_is_indexing(game: NormalFormGame, data: st.DataObject) -> None:
    kept = [data.draw(st.lists(st.integers(0, k - 1), min_size=1, unique=True)) for k in game.shape]
    labels = [[game.strategies[i][k] for k in chosen] for i, chosen in enumerate(kept)]
    small = game.restrict(kept)
    assert small.exact.tolist() == game.exact[np.ix_([0, 1], *kept)].tolist()
    assert small.strategies == tuple(map(tuple, labels))
    assert game.restrict(labels).digest == small.digest


def test_the_table_shows_pairs_and_escapes_names() -> None:
    assert str(DILEMMA).splitlines()[0] == "Home (rows), Foreign (columns) [bn USD]"
    assert DILEMMA.table().rows[1] == ("D", "5, 0", "1, 1")
    assert "&lt;b&gt;" in NormalFormGame.from_bimatrix([[1]], [[1]], players=("<b>", "c"))._repr_html_()


def test_nashpy_gets_the_same_payoffs() -> None:
    A, B = DILEMMA.to_nashpy().payoff_matrices
    assert (DILEMMA.payoffs[0] == A).all()
    assert (DILEMMA.payoffs[1] == B).all()


@pytest.mark.parametrize(
    ("A", "B", "words"),
    [
        ([[1, 2]], [[1], [2]], r"A has shape \(1, 2\) and B has shape \(2, 1\)"),
        ([], [], r"A has shape \(0,\); it must be a matrix"),
        ([[]], [[]], "at least one row and column"),
        ([[1, 2], [3]], ONES, "A is ragged"),
        (ONES, [[1, float("nan")], [1, 1]], r"B\[0, 1\] is nan; it must be a finite number"),
        (np.array([[np.inf, 1], [1, 1]]), ONES, r"A\[0, 0\] is inf"),
        ([[True, 1], [1, 1]], ONES, r"A\[0, 0\] is True; it must be a number, not a truth value"),
        (np.ones((2, 2), dtype=bool), ONES, "not a truth value"),
        ([[1j, 1], [1, 1]], ONES, r"A\[0, 0\] is 1j; it must be a finite real number"),
        ([["much", 1], [1, 1]], ONES, r"A\[0, 0\] is 'much'"),
        ([[None, 1], [1, 1]], ONES, r"A\[0, 0\] is None"),
        (3, 4, r"A has shape \(\)"),
        ([[10**400, 1], [1, 1]], ONES, "beyond the range"),
    ],
)
def test_bad_matrices_are_refused_by_name(A: object, B: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        NormalFormGame.from_bimatrix(A, B)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"players": ["A", "A"]}, "players has 'A' twice"),
        ({"players": ["A"]}, "players has 1 labels; it must have 2"),
        ({"strategies": [["x", "x"], ["y", "z"]]}, r"strategies\[0\] has 'x' twice"),
        ({"strategies": [["x"], ["y", "z"]]}, r"strategies\[0\] has 1 labels; it must have 2"),
        ({"strategies": ["xy"]}, "one sequence of labels for each of 2 players"),
        ({"strategies": 3}, "one sequence of labels for each of 2 players"),
    ],
)
def test_bad_labels_are_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        NormalFormGame.from_bimatrix(ONES, ONES, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", [(2, 3), (2, 2, 2, 2), (3,), (0,), (2, 0, 2)])
def test_bad_shapes_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(InvalidInput, match="payoffs has shape"):
        NormalFormGame(np.zeros(shape))


def test_a_function_that_forgets_a_player_is_named() -> None:
    with pytest.raises(InvalidInput, match=r"function\('a', 2\) has shape \(1,\); it must have shape \(2,\)"):
        NormalFormGame.from_function(lambda *_: [0], [["a"], [2]])


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ([None], "one entry for each of 2 players"),
        ([["c"], None], "strategy of Home 'c' is not known; choose from C, D, or a position"),
        ([[2], None], "strategy of Home 2 is not known"),
        ([[True], None], "strategy of Home True is not known"),
        ([[], None], "leaves 'Home' no strategy"),
        ([3, None], r"kept\[0\]=3 must be a sequence"),
    ],
)
def test_bad_restrictions_are_refused(kept: list[list[object] | None], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        DILEMMA.restrict(kept)  # type: ignore[arg-type]


def test_a_bimatrix_needs_two_players() -> None:
    with pytest.raises(NotApplicable, match="needs a game of two players; this one has 3"):
        NormalFormGame(np.zeros((3, 1, 1, 1))).to_nashpy()


@pytest.mark.parametrize(
    ("function", "strategies", "words"),
    [
        (3, [[1]], "function=3 must be callable"),
        (max, 3, "strategies=3 must have a sequence of strategies a player"),
        (max, [], r"strategies=\[\] must have a sequence"),
        (max, [["a"], "bc"], r"strategies\[1\]='bc' must be a sequence of strategies"),
        (lambda *_: (1, 2), [[], [2]], "every player needs at least one strategy"),
    ],
)
def test_bad_functions_and_strategies_are_refused(function: object, strategies: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        NormalFormGame.from_function(function, strategies)  # type: ignore[arg-type]
