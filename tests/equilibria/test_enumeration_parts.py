"""The parts of the enumeration: scaling, vertices, proofs on faces, branching, structure."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from negotiate.equilibria.enumeration import enumerate_equilibria
from negotiate.equilibria.enumeration.branching import Node, complementary_faces
from negotiate.equilibria.enumeration.confirm import equilibria_on
from negotiate.equilibria.enumeration.faces import BEYOND, DOUBTFUL, IMPOSSIBLE, POSSIBLE, TOUCHES, Faces
from negotiate.equilibria.enumeration.rays import DoubtfulSignError, FloatRays, IntegerRays
from negotiate.equilibria.enumeration.scaling import integer_payoffs
from negotiate.equilibria.enumeration.strategies import (
    ExactGame,
    bordered_sign,
    exact_strategy,
    probabilities,
)
from negotiate.equilibria.enumeration.structure import components_of, maximal_subsets
from negotiate.equilibria.enumeration.vertices import Face, best_reply_vertices

Payoffs = NDArray[np.object_]


def whole(rng: np.random.Generator, shape: tuple[int, int], high: int = 10**6) -> Payoffs:
    return rng.integers(0, high, shape).astype(object)


def ignore(*_: object) -> None:
    """Take progress and do nothing."""


# ---- scaling ----


@given(st.lists(st.fractions(-50, 50, max_denominator=40), min_size=12, max_size=12))
def test_integers_have_the_differences_of_the_payoffs(entries: list[Fraction]) -> None:
    A = np.array(entries, dtype=object).reshape(3, 4)
    integers, _ = integer_payoffs(A, A)
    differences, scaled = A - A[0], integers - integers[0]
    ratios = {b / a for a, b in zip(differences.ravel(), scaled.ravel(), strict=True) if a}
    assert len(ratios) <= 1
    assert all(ratio > 0 for ratio in ratios)
    assert all(isinstance(number, int) and number >= 0 for number in integers.ravel())


@pytest.mark.parametrize("scale", [Fraction(1, 10**300), Fraction(1, 3), 10**20, 10**400])
def test_any_scale_of_payoffs(scale: Fraction) -> None:
    rng = np.random.default_rng(5)
    A, B = whole(rng, (10, 10)), whole(rng, (10, 10))
    plain = enumerate_equilibria(A, B)
    assert plain.complete
    assert enumerate_equilibria(A * scale + 1, B - scale) == plain


def test_payoffs_of_very_different_sizes() -> None:
    rng = np.random.default_rng(6)
    A, B = (
        np.array([[Fraction(int(k)) * Fraction(10) ** int(e) for k, e in zip(*r, strict=True)] for r in rows])
        for rows in (
            zip(rng.integers(-99, 99, (9, 9)), rng.integers(-30, 30, (9, 9)), strict=True) for _ in range(2)
        )
    )
    found = enumerate_equilibria(A, B)
    assert found.complete
    assert found.indices is not None
    assert sum(found.indices) == 1


# ---- strategies ----


def test_strategy_that_makes_replies_equally_good() -> None:
    payoffs = np.array([[3, 0, 1], [0, 5, 1], [9, 9, 9]], dtype=object)
    assert probabilities(exact_strategy(payoffs, [0, 1], [0, 1]) or ()) == (Fraction(5, 8), Fraction(3, 8), 0)
    assert exact_strategy(payoffs, [0, 1], [2]) is None  # more than one
    assert exact_strategy(payoffs, [0, 2], [0, 1]) == (0, 0, 1)
    assert exact_strategy(payoffs, [0], [0, 1]) is None  # contradiction
    assert exact_strategy(np.array([[1, 0], [2, 0]], dtype=object), [0, 1], [0, 1]) is None  # negative


@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_bordered_sign_is_that_of_the_determinant(size: int, seed: int) -> None:
    payoffs = np.random.default_rng(seed).integers(-3, 4, (size, size))
    bordered = np.block([[np.zeros((1, 1)), np.ones((1, size))], [np.ones((size, 1)), payoffs]])
    expected = round(float(np.linalg.det(bordered)))
    assert bordered_sign(payoffs.astype(object), range(size), range(size)) == np.sign(expected)


# ---- vertices ----


@pytest.mark.parametrize("high", [2, 4, 50])
def test_vertices_that_partners_call_for_give_the_same_equilibria(high: int) -> None:
    rng = np.random.default_rng(high)
    for _ in range(12):
        shape = rng.integers(2, 9, 2)
        game = ExactGame(*integer_payoffs(whole(rng, shape, high), whole(rng, shape, high)))
        node = Node((), ())
        some, _ = equilibria_on(game, node, ignore)
        every, _ = equilibria_on(game, node, ignore, every_vertex=True)
        assert set(some) == set(every)
        assert len(some) == len(every)


def test_vertices_of_a_face_are_those_of_the_whole_that_lie_on_it() -> None:
    rng = np.random.default_rng(8)
    for _ in range(20):
        payoffs = whole(rng, (5, 6), 4)
        every = best_reply_vertices(Face(payoffs, range(5)), ignore)
        face = best_reply_vertices(Face(payoffs, (0, 2, 3), tied=(1, 4)), ignore)
        on_it = (every.idle[:, [1, 4]] == 1).all(axis=1) & (every.best[:, [1, 4]] == 1).all(axis=1)
        expected = {every.weights(k) for k in np.flatnonzero(on_it).tolist()}
        assert {face.weights(k) for k in range(len(face))} == expected


def test_floats_give_up_on_a_tie_and_integers_do_not() -> None:
    tied = np.array([[1000, 1000], [0, 30]], dtype=object)
    for rays in (FloatRays(tied), IntegerRays(tied)):
        rays.begin(0)
        if isinstance(rays, IntegerRays):
            assert rays.signs(1).tolist() == [0, -1, 1]
        else:
            with pytest.raises(DoubtfulSignError):
                rays.signs(1)


def test_integers_too_long_for_a_machine_word() -> None:
    rng = np.random.default_rng(9)
    small = whole(rng, (5, 5), 4)
    large = small * 10**30 + 1
    one, two = (best_reply_vertices(Face(payoffs, range(5)), ignore) for payoffs in (small, large))
    assert {one.weights(k) for k in range(len(one))} == {two.weights(k) for k in range(len(two))}


# ---- faces ----


def test_a_face_reaches_exactly_the_labels_that_its_vertices_have() -> None:
    rng = np.random.default_rng(10)
    for _ in range(25):
        payoffs = whole(rng, (5, 6))
        largest = int(payoffs.max())
        vertices = best_reply_vertices(Face(payoffs, range(5)), ignore)
        labels = np.concatenate([vertices.idle, vertices.best], axis=1) == 1
        faces = Faces(payoffs.astype(float) / largest, range(5), range(5, 11))
        node, on_face = np.zeros(1, dtype=np.intp), np.ones(len(labels), dtype=np.bool_)
        for label in rng.permutation(11).tolist():
            there = bool(labels[on_face, label].any())
            guess = float(faces.gaps(node)[0, label])
            if guess == BEYOND:
                assert not there
            else:
                reached = faces.reach(node, np.array([label])).tolist()
                assert reached == [POSSIBLE if there else IMPOSSIBLE]
            if there:
                assert faces.gaps(node)[0, label] == TOUCHES
                if rng.integers(2):
                    faces.fix(node, np.arange(11)[None] == label)
                    on_face &= labels[:, label]


def test_a_face_that_only_just_touches_is_left_to_exact_arithmetic() -> None:
    payoffs = np.array([[1.0, 1.0, 0.0], [0.0, 0.5, 1.0]])
    faces = Faces(payoffs, (0, 1), (2, 3, 4))
    node = np.zeros(1, dtype=np.intp)
    assert faces.reach(node, np.array([1])).tolist() == [POSSIBLE]
    faces.fix(node, np.arange(5)[None] == 1)  # the first strategy alone, to which two replies are best
    outcomes = [faces.reach(node, np.array([label])).tolist()[0] for label in (2, 3, 4)]
    assert sorted(outcomes[:2]) in ([POSSIBLE, POSSIBLE], [POSSIBLE, DOUBTFUL])
    assert outcomes[2] == IMPOSSIBLE


# ---- branching ----


def test_every_equilibrium_lies_on_one_pair_of_faces_that_is_left() -> None:
    rng = np.random.default_rng(11)
    game = ExactGame(*integer_payoffs(whole(rng, (8, 9)), whole(rng, (8, 9))))
    shares: list[float] = []
    groups = complementary_faces(game.A, game.B, lambda share, nodes: shares.append(share))
    nodes = list(chain.from_iterable(groups))
    pairs, _ = equilibria_on(game, Node((), ()), ignore, every_vertex=True)
    assert shares[-1] == pytest.approx(1)
    for x, y in pairs:
        row_labels = {k for k in range(8) if not x[k]} | {8 + j for j in game.replies(0, x)}
        column_labels = {8 + k for k in range(9) if not y[k]} | set(game.replies(1, y))
        holds = [set(n.row_labels) <= row_labels and set(n.column_labels) <= column_labels for n in nodes]
        assert sum(holds) == 1


# ---- structure ----


@given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1))
@settings(max_examples=80, deadline=None)
def test_maximal_subsets_are_all_pairs_of_sets_that_cannot_grow(edges: set[tuple[int, int]]) -> None:
    def joined(rows: tuple[int, ...]) -> frozenset[int]:
        return frozenset(c for c in range(5) if all((r, c) in edges for r in rows))

    def closure(columns: frozenset[int]) -> tuple[int, ...]:
        return tuple(r for r in range(5) if all((r, c) in edges for c in columns))

    groups = chain.from_iterable(combinations(range(5), size) for size in range(1, 6))
    expected = {(closure(joined(rows)), tuple(sorted(joined(rows)))) for rows in groups if joined(rows)}
    subsets = maximal_subsets(edges, ignore)
    assert list(subsets) == sorted(expected)
    components = components_of(subsets)
    assert sorted(chain.from_iterable(components)) == list(range(len(subsets)))
    for part in components:
        reached, todo = {part[0]}, [part[0]]
        while todo:
            one = todo.pop()
            near = {k for k in part if set(subsets[k][0]) & set(subsets[one][0])} - reached
            reached |= near
            todo += near
        assert reached == set(part)
