"""The same games given to independent programs: lrsnash, nashpy, QuantEcon, Gambit.

nashpy comes with the library; the others are asked where they are installed (lrsnash must be
where NEGOTIATE_REQUIRE_LRS is 1). First the games of public threads on which a program erred.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from negotiate.equilibria import fit_logit, logit_equilibria, nash_equilibria
from negotiate.games import NormalFormGame, nfg_text, read_nfg
from tests.reference import lrsnash
from tests.reference.brute_force import brute_force

Profile = tuple[tuple[Fraction, ...], ...]


def extremes(game: NormalFormGame) -> set[Profile]:
    found = nash_equilibria(game)
    assert found.complete
    profiles = {equilibrium.exact for equilibrium in found}
    assert len(profiles) == len(found)
    return profiles


def exact_matrices(game: NormalFormGame) -> tuple[list[list[Fraction]], list[list[Fraction]]]:
    return game.exact[0].tolist(), game.exact[1].tolist()


def zero_sum(A: Any) -> NormalFormGame:
    rows = np.array([[Fraction(str(entry)) for entry in row] for row in A], dtype=object)
    return NormalFormGame.from_bimatrix(rows, -rows)


# ---- games of public threads, as written there ----


def f1_scores() -> NDArray[np.object_]:
    """Return drvinceknight/Nashpy#76: agreement of all pairs of three bits, 2|x ∩ y| / (|x| + |y|)."""
    sets = [frozenset(k for k, bit in enumerate(bits) if bit) for bits in product((0, 1), repeat=3)]
    return np.array(
        [[Fraction(2 * len(x & y), len(x) + len(y)) if x | y else Fraction(1) for y in sets] for x in sets]
    )


def columns(*texts: str) -> NDArray[np.int64]:
    return np.array([[int(entry) for entry in text.split()] for text in texts]).T


THREADS = {
    "Nashpy#35, wrong shapes": NormalFormGame.from_bimatrix(
        [[-1, -1, -1], [0, 0, 0], [-1, -1, -10000]], [[-1, -1, -1], [0, 0, 0], [-1, -1, -10000]]
    ),
    "Nashpy#66, inf and nan": zero_sum(
        [
            ["-4.74849287", "-1.41955836", "-1.41955836", "-2.46551608"],
            ["-100", "-0.80877032", "-0.80877032", "-1.42923881"],
            ["-3.99960399", "-1.41955836", "-1.41955836", "-1.42923881"],
            ["-2.46551608", "-0.80877032", "-0.80877032", "-2.46551608"],
        ]
    ),
    "Nashpy#71, ties within tableaux": NormalFormGame.from_bimatrix(
        [[1, 3, 3], [3, 1, 3], [1, 3, 3]], [[3, 3, 1], [1, 1, 3], [3, 1, 3]]
    ),
    "Nashpy#76, none found": zero_sum(f1_scores()),
    "Nashpy#83, Lemke-Howson fails": NormalFormGame.from_bimatrix(
        [
            ["9.5", "-7.8"],
            ["-9.6", "0.3"],
            ["-7.1", "-1.4"],
            ["5.9", "7.6"],
            ["9", "0.3"],
            ["7.5", "6.9"],
            ["-3.1", "3.6"],
            ["-8.4", "-3.7"],
        ],
        [
            ["0.2", "0.6"],
            ["0.4", "0.1"],
            ["0.9", "0"],
            ["0.4", "0.1"],
            ["0.1", "0.2"],
            ["0.2", "0.1"],
            ["0.8", "1"],
            ["0.2", "0.4"],
        ],
    ),
    "Nashpy#171, none found": NormalFormGame.from_bimatrix(
        columns(
            "0 20457 20372 19824 13133 6695 0 0 0 0 20856 21075 21051 20905 20942 21042 20939 20974 21056",
            "2009 1979 1979 1977 1978 1976 1979 1976 1975 1996 1980 1979 1981 1978 1982 1984 1990 1965 1976",
        ),
        -columns(
            "0 21093 21267 21159 14600 7904 0 0 0 0 20881 21175 21282 21337 21652 22107 22470 23124 23962",
            "2009 2050 2297 2796 3681 5167 7723 12386 22324 54005 "
            "1994 2039 2124 2244 2426 2669 2998 3368 3941",
        ),
    ),
    "gambit#222, two programs differ": zero_sum(
        [
            ["0", "0", "-4237/50000", "0", "7353/125000", "5597/125000"],
            ["0", "0", "-4237/50000", "0", "7353/125000", "5597/125000"],
            ["42373/500000", "42373/500000", "0", "42373/500000", "142857/1000000", "16129/125000"],
            ["0", "0", "-4237/50000", "0", "7353/125000", "5597/125000"],
            ["-6569/100000", "-6569/100000", "-187/1250", "-6569/100000", "-689/100000", "-209/10000"],
            ["-229/10000", "-229/10000", "-10743/100000", "-229/10000", "3597/100000", "2189/100000"],
        ]
    ),
    "gambit#365, payoffs shifted by 1e9": NormalFormGame.from_bimatrix(
        10**9 + np.array([[3, 0], [0, 2]]), 10**9 + np.array([[2, 0], [0, 3]])
    ),
}


@pytest.mark.parametrize("thread", THREADS)
def test_a_game_of_a_thread_as_lrsnash_solves_it(thread: str) -> None:
    game = THREADS[thread]
    (expected,) = lrsnash.extreme_equilibria([exact_matrices(game)])
    assert extremes(game) == expected


@pytest.mark.parametrize("thread", [name for name, game in THREADS.items() if sum(game.shape) <= 8])
def test_a_game_of_a_thread_by_the_slow_method(thread: str) -> None:
    expected, _ = brute_force(*exact_matrices(THREADS[thread]))
    assert extremes(THREADS[thread]) == expected


def test_what_the_threads_say() -> None:
    (only,) = nash_equilibria(THREADS["Nashpy#83, Lemke-Howson fails"])
    assert [len(played) for played in only.support] == [2, 2]
    security = {
        equilibrium.exact_payoffs for equilibrium in nash_equilibria(THREADS["Nashpy#76, none found"])
    }
    assert len(security) == 1


# ---- random games of many kinds and types of numbers ----

Draw = Callable[[np.random.Generator, tuple[int, int]], Any]


def numbers(rng: np.random.Generator, shape: tuple[int, int]) -> NDArray[np.int64]:
    return rng.integers(-20, 21, shape)


def zero_column(rng: np.random.Generator, shape: tuple[int, int]) -> NDArray[np.int64]:
    payoffs = numbers(rng, shape)
    payoffs[:, rng.integers(shape[1])] = 0
    return payoffs


def as_text(payoffs: NDArray[Any], written: str) -> list[list[str]]:
    return [[written.format(entry) for entry in row] for row in payoffs.tolist()]


KINDS: dict[str, Draw] = {
    "int": numbers,
    "tied int": lambda rng, shape: rng.integers(0, 3, shape),
    "int8": lambda rng, shape: rng.integers(-128, 128, shape).astype(np.int8),
    "uint8": lambda rng, shape: rng.integers(0, 256, shape).astype(np.uint8),
    "uint8 of few": lambda rng, shape: rng.integers(254, 256, shape).astype(np.uint8),
    "float of eighths": lambda rng, shape: numbers(rng, shape) / 8,
    "float32": lambda rng, shape: (numbers(rng, shape) / 16).astype(np.float32),
    "Fraction": lambda rng, shape: [
        [Fraction(int(a), int(b)) for a, b in zip(*rows, strict=True)]
        for rows in zip(numbers(rng, shape), rng.integers(1, 8, shape), strict=True)
    ],
    "text": lambda rng, shape: as_text(numbers(rng, shape), "{}.25"),
    "text of 1e-9": lambda rng, shape: as_text(numbers(rng, shape), "{}e-9"),
    "text of 1e10": lambda rng, shape: as_text(numbers(rng, shape), "{}e10"),
    "float of 1e10": lambda rng, shape: numbers(rng, shape) * 1e10,
    "float from 1e9": lambda rng, shape: numbers(rng, shape) + 1e9,
    "nearly tied text": lambda rng, shape: as_text(rng.integers(0, 4, shape), "1.000000000000000{}"),
    "all equal": lambda rng, shape: np.full(shape, 0.1),
    "zero column": zero_column,
}


def drawn(kind: str, count: int, largest: int = 4) -> list[NormalFormGame]:
    rng = np.random.default_rng(sum(kind.encode()))
    shapes = [tuple(rng.integers(1, largest + 1, 2).tolist()) for _ in range(count)]
    return [NormalFormGame.from_bimatrix(KINDS[kind](rng, s), KINDS[kind](rng, s)) for s in shapes]


@pytest.mark.parametrize("kind", KINDS)
def test_lrsnash_finds_the_same(kind: str) -> None:
    games = drawn(kind, 60, largest=5)
    expected = lrsnash.extreme_equilibria([exact_matrices(game) for game in games])
    for game, profiles in zip(games, expected, strict=True):
        assert extremes(game) == profiles


@pytest.mark.parametrize("kind", KINDS)
def test_the_slow_method_finds_the_same(kind: str) -> None:
    for game in drawn(kind, 8, largest=3):
        assert extremes(game) == brute_force(*exact_matrices(game))[0]


def simple_games(count: int, largest: int) -> Iterator[NormalFormGame]:
    """Yield games without ties, at a scale that programs with fixed tolerances can bear."""
    rng = np.random.default_rng(count)
    for _ in range(count):
        shape = (2, *rng.integers(1, largest + 1, 2))
        game = NormalFormGame(rng.integers(0, 1000, shape) / 64)
        if not nash_equilibria(game).degenerate:
            yield game


def same_within(one: list[NDArray[Any]], two: list[NDArray[Any]], tolerance: float) -> bool:
    """Say whether two lists hold the same vectors, each once, in any order."""
    return len(one) == len(two) and all(
        sum(bool(np.abs(a - b).max() < tolerance) for b in two) == 1 for a in one
    )


def joined(game: NormalFormGame) -> list[NDArray[np.float64]]:
    return [np.concatenate(equilibrium.profile) for equilibrium in nash_equilibria(game)]


@pytest.mark.slow
def test_nashpy_finds_no_other_and_most_of_the_same() -> None:
    """Its support enumeration drops some by a fixed tolerance, so it can not be asked for all."""
    missed = listed = 0
    for game in simple_games(150, largest=4):
        ours = joined(game)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = [np.concatenate(pair) for pair in game.to_nashpy().support_enumeration()]
        kept = [one for one in ours if any(np.abs(one - other).max() < 1e-7 for other in found)]
        assert same_within(kept, found, 1e-7)
        listed += len(ours)
        missed += len(ours) - len(kept)
    assert missed < listed / 10


def test_quantecon_finds_the_same() -> None:
    qe = pytest.importorskip("quantecon.game_theory", exc_type=ImportError)
    for game in simple_games(100, largest=5):
        A, B = game.bimatrix()
        peer = qe.NormalFormGame((qe.Player(A.copy()), qe.Player(B.T.copy())))
        for method in (qe.support_enumeration, qe.vertex_enumeration):
            if min(game.shape) > 1 or method is qe.support_enumeration:
                found = [np.concatenate(pair) for pair in method(peer)]
                assert same_within(joined(game), found, 1e-7)


# ---- Gambit: exact enumeration, files, logit equilibria ----


@pytest.fixture(scope="module")
def gambit() -> Any:
    return pytest.importorskip("pygambit", exc_type=ImportError)


def in_gambit(gambit: Any, game: NormalFormGame, style: str = "payoff") -> Any:
    return gambit.read_nfg(io.BytesIO(nfg_text(game, style=style).encode()))


def shares(profile: Any) -> list[tuple[Any, ...]]:
    return [tuple(share for _, share in mixed) for mixed in profile]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "1e10" not in kind])
def test_gambit_finds_the_same(gambit: Any, kind: str) -> None:
    """At payoffs of 1e10 its exact enumeration (17.0.0b2) returns an empty list."""
    for game in drawn(kind, 12):
        found = gambit.nash.enummixed_solve(in_gambit(gambit, game), rational=True).equilibria
        profiles = {
            tuple(tuple(Fraction(p.numerator, p.denominator) for p in mixed) for mixed in shares(profile))
            for profile in found
        }
        assert extremes(game) == profiles


@pytest.mark.parametrize("style", ["payoff", "outcome"])
def test_gambit_reads_what_is_written_and_the_reverse(gambit: Any, style: str) -> None:
    rng = np.random.default_rng(11)
    for players in (1, 2, 3, 4):
        shape = tuple(rng.integers(1, 4, players).tolist())
        payoffs = rng.normal(size=(players, *shape)) * 10.0 ** rng.integers(-9, 10)
        game = NormalFormGame(payoffs, [f'Père "{k}"' for k in range(players)])
        peer = in_gambit(gambit, game, style)
        for mine, theirs in zip(game.exact, peer.to_arrays(dtype=gambit.Rational), strict=True):
            for index, payoff in np.ndenumerate(np.array(theirs, dtype=object)):
                assert Fraction(payoff.numerator, payoff.denominator) == mine[index]
        assert read_nfg(peer.to_nfg()).digest == game.digest


def test_gambit_passes_the_same_logit_equilibria(gambit: Any) -> None:
    rng = np.random.default_rng(3)
    for players in (2, 2, 2, 3, 3):
        shape = tuple(rng.integers(2, 4, players).tolist())
        game = NormalFormGame(rng.integers(-50, 50, (players, *shape)) / 8)
        ours = logit_equilibria(game, precisions=[0.25, 1, 3]).points
        for point in gambit.qre.logit_solve_lambda(in_gambit(gambit, game), [0.25, 1, 3]):
            theirs = np.array([p for mixed in shares(point.profile) for p in mixed], dtype=float)
            near = [abs(np.concatenate(each.profile) - theirs).max() for each in ours]
            assert min(near) < 1e-6


def test_gambit_fits_the_same_precision(gambit: Any) -> None:
    game = NormalFormGame.from_bimatrix([[9, 0], [0, 1]], [[0, 1], [1, 0]])
    counts = [[60, 40], [20, 80]]
    peer = in_gambit(gambit, game)
    fitted = gambit.qre.logit_estimate(peer.mixed_strategy_profile(data=counts))
    assert fit_logit(game, counts).precision == pytest.approx(fitted.lam, rel=1e-4)
