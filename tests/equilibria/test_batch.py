"""Many games at once: the answers of single calls to the last bit, whoever works and in what order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from negotiate.equilibria import nash_equilibria
from negotiate.equilibria.batch import BatchEquilibria, block, many, solve_many
from negotiate.equilibria.batch.double_double import ROUNDING, DoubleDouble
from negotiate.equilibria.batch.minors import minor_signs
from negotiate.equilibria.batch.pairs import search_pairs
from negotiate.equilibria.batch.weights import mixed_strategies
from negotiate.errors import InvalidInput, NoSolution
from negotiate.games import NormalFormGame
from tests.reference.brute_force import brute_force

FIELDS = ("offsets", "x", "y", "payoffs", "degenerate", "complete")
SHAPES = [(1, 1), (1, 4), (2, 2), (2, 5), (3, 3), (4, 3), (4, 4)]
KINDS: dict[str, Callable[[np.random.Generator, tuple[int, ...]], NDArray[Any]]] = {
    "floats": lambda rng, shape: rng.random(shape),
    "whole": lambda rng, shape: rng.integers(-100, 101, shape),
    "tied": lambda rng, shape: rng.integers(0, 4, shape, dtype=np.uint8),
    "two decimals": lambda rng, shape: rng.integers(0, 100, shape) / 100,
    "yen": lambda rng, shape: rng.normal(size=shape) * 1e10,
    "tiny": lambda rng, shape: rng.normal(size=shape) * 1e-9,
    "shifted": lambda rng, shape: 1e9 + rng.random(shape),
    "unlike scales": lambda rng, shape: rng.normal(size=shape) * 10.0 ** rng.integers(-12, 12, shape),
    "nearly tied": lambda rng, shape: 1 + rng.integers(-2, 3, shape) * 2.0**-52,
    "beyond int64's floats": lambda rng, shape: 2**60 + rng.integers(0, 9, shape),
    "thirds": lambda rng, shape: rng.integers(0, 9, shape).astype(object) * Fraction(1, 3),
}


def assert_same_as_single(payoffs: NDArray[Any], found: BatchEquilibria) -> None:
    assert len(found) == len(payoffs)
    for k, game in enumerate(payoffs):
        single, rows = nash_equilibria(NormalFormGame(game)), found.rows_of(k)
        assert found.counts[k] == len(single)
        for i, strategies in enumerate((found.x, found.y)):
            assert np.array([each.profile[i] for each in single]).tobytes() == strategies[rows].tobytes()
        assert np.array([each.payoffs for each in single]).tobytes() == found.payoffs[rows].tobytes()
        assert found.complete[k] == single.complete
        assert found.degenerate[k] == single.degenerate or single.degenerate is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_answers_are_those_of_single_calls(kind: str, shape: tuple[int, int]) -> None:
    payoffs = KINDS[kind](np.random.default_rng([len(kind), *shape]), (9, 2, *shape))
    assert_same_as_single(payoffs, solve_many(payoffs))


@given(
    st.tuples(st.integers(1, 3), st.integers(1, 3)).flatmap(
        lambda shape: arrays(np.int8, (4, 2, *shape), elements=st.integers(-3, 3))
    )
)
@settings(max_examples=25, deadline=None)
def test_tied_games_have_the_answers_of_single_calls(payoffs: NDArray[np.int8]) -> None:
    assert_same_as_single(payoffs, solve_many(payoffs))


@given(
    arrays(np.float64, (3, 2, 3, 3), elements=st.floats(-1e9, 1e9, allow_subnormal=False)),
)
@settings(max_examples=25, deadline=None)
def test_any_floats_have_the_answers_of_single_calls(payoffs: NDArray[np.float64]) -> None:
    assert_same_as_single(payoffs, solve_many(payoffs))


def test_larger_games_agree_too() -> None:
    rng = np.random.default_rng(8)
    for payoffs in (
        rng.integers(-100, 101, (3, 2, 6, 6)),
        rng.random((2, 2, 8, 8)),
        rng.random((2, 2, 9, 9)),
    ):
        assert_same_as_single(payoffs, solve_many(payoffs))


def test_a_slow_method_that_shares_no_code_finds_the_same() -> None:
    payoffs = np.random.default_rng(3).integers(-9, 10, (40, 2, 3, 3))
    found = solve_many(payoffs)
    for k, game in enumerate(payoffs.tolist()):
        pairs, degenerate = brute_force(*game)
        assert {(*map(float, x), *map(float, y)) for x, y in pairs} == {
            (*x, *y) for x, y in zip(found.x[found.rows_of(k)], found.y[found.rows_of(k)], strict=True)
        }
        assert found.degenerate[k] == degenerate


def test_games_without_ties_are_not_solved_one_by_one() -> None:
    rng = np.random.default_rng(4)
    for payoffs in (rng.random((200, 2, 5, 5)), rng.integers(-(10**6), 10**6, (200, 2, 4, 4))):
        assert not solve_many(payoffs).one_by_one.any()


def test_a_tie_away_from_every_equilibrium_is_seen_and_solved_at_once() -> None:
    # Row 2 is dominated; against the left column alone, rows 0 and 1 tie, and right is not played.
    game = [[[1, 0], [1, 2], [0, 0]], [[0, 1], [0, 1], [0, 1]]]
    found = solve_many(np.array([game]))
    assert found.degenerate[0]
    assert not found.one_by_one[0]
    assert_same_as_single(np.array([game]), found)


def test_the_number_of_equilibria_is_odd_without_ties() -> None:
    counts = solve_many(np.random.default_rng(5).random((500, 2, 4, 4))).counts
    assert (counts % 2 == 1).all()


def test_known_counts() -> None:
    coordination = np.stack([np.eye(5, dtype=int)] * 2)
    pennies = np.zeros((2, 5, 5), dtype=int)
    pennies[0], pennies[1] = np.eye(5), -np.eye(5)
    found = solve_many(np.stack([coordination, pennies]))
    assert found.counts.tolist() == [2**5 - 1, 1]
    assert found.payoffs[-1].tolist() == [0.2, -0.2]


# ---- who works, and for how long ----


def same(one: BatchEquilibria, other: BatchEquilibria) -> bool:
    return all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in FIELDS)


def test_blocks_and_workers_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    payoffs = np.random.default_rng(6).integers(-20, 21, (300, 2, 3, 4))
    alone = solve_many(payoffs)
    with ThreadPoolExecutor(3) as pool:
        assert same(alone, solve_many(payoffs, executor=pool))
    monkeypatch.setattr(many, "_SMALL_GAMES", 7)
    assert same(alone, solve_many(payoffs))


def test_progress_tells_the_share_and_the_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "_SMALL_GAMES", 10)
    told: list[tuple[float, int]] = []
    found = solve_many(
        np.random.default_rng(7).random((40, 2, 3, 3)), progress=lambda *news: told.append(news)
    )
    assert [share for share, _ in told] == [0.25, 0.5, 0.75, 1]
    assert told[-1][1] == len(found.x)


def test_without_time_nothing_is_claimed() -> None:
    payoffs = np.random.default_rng(8).random((5, 2, 3, 3))
    found = solve_many(payoffs, max_seconds=0)
    assert not found.complete.any()
    assert found.counts.tolist() == [0] * 5
    assert not found.certificate()["complete"]


class _Stuck(ThreadPoolExecutor):
    """Solves the first block; all others wait for ever, as far as the caller can see."""

    def __init__(self) -> None:
        super().__init__(1)
        self.given: list[Future[Any]] = []

    def submit(self, *task: Any, **options: Any) -> Future[Any]:
        self.given.append(Future() if self.given else super().submit(*task, **options))
        return self.given[-1]


def test_what_workers_have_done_in_time_is_kept() -> None:
    payoffs = np.random.default_rng(9).random((256, 2, 3, 3))
    with _Stuck() as pool:
        found = solve_many(payoffs, executor=pool, max_seconds=1)
        assert all(future.cancelled() for future in pool.given[1:])
    assert found.complete.tolist() == [True] * 64 + [False] * 192
    assert not found.counts[64:].any()


def test_an_interrupt_begins_no_further_block() -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with _Stuck() as pool:
        with pytest.raises(KeyboardInterrupt):
            solve_many(np.random.default_rng(9).random((256, 2, 3, 3)), executor=pool, progress=interrupt)
        assert all(future.cancelled() for future in pool.given[1:])
    assert threading.active_count() < 10


def test_a_dead_worker_is_told_in_words() -> None:
    class Broken(ThreadPoolExecutor):
        def submit(self, *task: Any, **options: Any) -> Future[Any]:
            raise BrokenExecutor("gone")

    with Broken(1) as pool, pytest.raises(NoSolution, match="a worker of the executor died"):
        solve_many(np.ones((1, 2, 2, 2)), executor=pool)


def test_an_executor_that_is_closed_is_told_in_words() -> None:
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(InvalidInput, match=r"executor takes no work \(cannot schedule"):
        solve_many(np.ones((1, 2, 2, 2)), executor=pool)


# ---- what comes out ----


def test_a_game_of_the_batch_by_itself() -> None:
    found = solve_many(np.array([[[[3, 0], [0, 2]], [[2, 0], [0, 3]]]]))
    single = found.game(0)
    assert single[2].exact[0] == (Fraction(3, 5), Fraction(2, 5))
    assert found.x[2].tolist() == [0.6, 0.4]
    with pytest.raises(InvalidInput, match="k=1; it must be from 0 to 0"):
        found.game(1)


def test_the_table_counts_games() -> None:
    found = solve_many(np.array([np.ones((2, 2, 2)), [[[3, 0], [0, 2]], [[2, 0], [0, 3]]]]))
    assert found.table().rows == ((3, 1, 0, 0), (4, 1, 1, 0))
    assert "because" in found.certificate()
    assert found.to_json() == solve_many(found.given).to_json()


def test_arrays_are_read_only() -> None:
    found = solve_many(np.ones((1, 2, 2, 2)))
    with pytest.raises(ValueError, match="read-only"):
        found.x[0, 0] = 2


# ---- the parts ----


def test_minors_have_the_signs_of_determinants() -> None:
    A = np.random.default_rng(10).integers(-3, 4, (4, 3, 70)).astype(float)
    signs = minor_signs(A)
    bordered = np.concatenate([np.ones((4, 1, 70)), A], axis=1)
    exact = np.rint(np.linalg.det(np.moveaxis(bordered, 2, 0)))  # the one minor with three columns
    planes = np.unpackbits(signs[3].planes.view(np.uint8), axis=1, bitorder="little")[:, :70]
    assert (planes[0] == (exact > 0)).all()
    assert (planes[1] == (exact < 0)).all()


def test_a_sign_within_rounding_is_not_read() -> None:
    near = np.array([[1.0, 0.1], [0.1, 0.01], [0.0, 0.0]])  # 1 * 0.01 - 0.1 * 0.1 is about 1e-18 in floats
    signs = minor_signs(near[:, :, None])
    assert not signs[2].planes.any()
    assert not signs[2].known.any()


def test_a_game_of_ties_alone_is_doubtful_and_degenerate() -> None:
    found = search_pairs(minor_signs(np.ones((2, 2, 1))), minor_signs(np.ones((2, 2, 1))), (2, 2, 1))
    assert found.doubtful.all()
    assert found.degenerate.all()


def test_shares_near_the_middle_of_two_floats_are_not_sure() -> None:
    # x = w / (w + 1) is 1 - 2**-54 + 2**-108: half way between two floats, up to 2**-108.
    w = 2.0**54
    _, _, sure = mixed_strategies(np.array([[[0.0], [1.0]], [[w], [0.0]]]))
    assert not sure.any()
    assert_same_as_single(
        np.array([[[[0, 1.0], [w, 0]], [[1.0, 0], [0, w]]]]),
        solve_many(np.array([[[[0, 1.0], [w, 0]], [[1.0, 0], [0, w]]]])),
    )


@given(st.lists(st.fractions(-3, 3, max_denominator=10**6), min_size=4, max_size=4))
@settings(max_examples=60, deadline=None)
def test_double_double_keeps_its_bound(numbers: list[Fraction]) -> None:
    def double(number: Fraction) -> DoubleDouble:
        high = float(number)
        return DoubleDouble(np.array([high]), np.array([float(number - Fraction(high))]))

    def exact(number: DoubleDouble) -> Fraction:
        return Fraction(float(number.high[0])) + Fraction(float(number.low[0]))

    a, b = double(numbers[0]) * double(numbers[1]), double(numbers[2]) * double(numbers[3])
    p, q = exact(a), exact(b)
    assert abs(exact(a + b) - (p + q)) <= ROUNDING * (abs(p) + abs(q))
    assert abs(exact(a * b) - p * q) <= ROUNDING * abs(p * q)
    if q:
        assert abs(exact(a / b) - p / q) <= 4 * ROUNDING * abs(p / q)


# ---- refusals ----


@pytest.mark.parametrize(
    ("payoffs", "words"),
    [
        (np.ones((2, 2, 2)), r"payoffs has shape \(2, 2, 2\); it must have shape \(games, 2, m, n\)"),
        (np.ones((4, 3, 2, 2)), r"it must have shape \(games, 2, m, n\)"),
        (np.ones((0, 2, 2, 2)), "at least one game"),
        (np.full((1, 2, 2, 2), np.nan), r"payoffs\[0, 0, 0, 0\] is nan"),
        (np.ones((1, 2, 2, 2), dtype=bool), "not a truth value"),
        (np.ones((1, 2, 2, 2)) * 1j, "must be a finite real number"),
    ],
)
def test_bad_payoffs_are_refused(payoffs: NDArray[Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        solve_many(payoffs)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"concept": "nsah"}, "concept='nsah' is not known; choose from nash. Did you mean 'nash'"),
        ({"executor": 2}, "executor=2 must be an executor"),
        ({"progress": 1}, "progress=1 must be a function"),
        ({"max_seconds": -1}, "max_seconds=-1; it must be at least 0"),
    ],
)
def test_bad_options_are_refused(options: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        solve_many(np.ones((1, 2, 2, 2)), **options)


def test_a_block_without_time_leaves_the_rest_open() -> None:
    tied = np.ones((2, 2, 2, 2), dtype=int)
    found = block.solve_block(tied, 0.0)
    assert found.one_by_one.all()
    assert not found.complete.any()
