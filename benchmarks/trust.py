"""Whose list of equilibria can be trusted, and what it costs? Prints two tables; 3 minutes of CPU time.

300 seeded random integer games (3x3, 4x4, 5x5; payoffs -100..100), each as given, times 1e6,
times 1e-7 and plus 1e6: the equilibria are the same four times over. A slow enumeration that
shares no code with the library says what they are. nashpy gets float64, as its users give it.
Times are medians of CPU time a game, all methods taking turns in one process.

    python benchmarks/trust.py [number of games]
"""

from __future__ import annotations

import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import nashpy
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from negotiate.equilibria import nash_equilibria
from negotiate.games import NormalFormGame
from negotiate.table import Column, Table
from tests.reference.brute_force import brute_force
from tests.strategies import random_bimatrices

CLOSE = 1e-6  # between probabilities that count as the same
TEXT = np.vectorize(lambda k: f"{k}e-7")
VARIANTS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {  # exact, and in float64
    "as given": (lambda payoffs: payoffs, lambda payoffs: payoffs * 1.0),
    "times 1e6": (lambda payoffs: payoffs * 10**6, lambda payoffs: payoffs * 1e6),
    "times 1e-7": (TEXT, lambda payoffs: payoffs * 1e-7),
    "plus 1e6": (lambda payoffs: payoffs + 10**6, lambda payoffs: payoffs + 1e6),
}
Profiles = list[np.ndarray]


def by_nashpy(algorithm: str) -> Callable[[Any, Any, Any], Profiles]:
    """Return one of nashpy's algorithms as a function of (exact payoffs, A, B); the floats count."""

    def run(_: Any, A: Any, B: Any) -> Profiles:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            try:
                return [np.concatenate(pair) for pair in getattr(nashpy.Game(A, B), algorithm)()]
            except (TypeError, ValueError, RuntimeError):  # from within SciPy: nothing is returned
                return []

    return run


def by_negotiate(method: str) -> Callable[[Any, Any, Any], Profiles]:
    """Return one of our methods as a function of (exact payoffs, A, B); the exact ones count."""

    def run(exact: Any, *_: Any) -> Profiles:
        found = nash_equilibria(NormalFormGame(exact), method=method)
        return [np.concatenate(equilibrium.profile) for equilibrium in found]

    return run


METHODS = {
    "nashpy support_enumeration": by_nashpy("support_enumeration"),
    "nashpy vertex_enumeration": by_nashpy("vertex_enumeration"),
    "negotiate method='nashpy'": by_negotiate("nashpy"),
    "negotiate (exact)": by_negotiate("exact"),
}


def compared(found: Profiles, truth: Profiles, payoffs: np.ndarray) -> np.ndarray:
    """Count equilibria lost, profiles that are none, equilibria listed again; and whether any is."""
    near = np.array([[bool(np.allclose(a, b, rtol=0, atol=CLOSE)) for b in truth] for a in found])
    near = near.reshape(len(found), len(truth))
    lost = int((~near.any(axis=0)).sum())
    wrong = sum(not row.any() and regret(payoffs, a) > CLOSE for a, row in zip(found, near, strict=True))
    again = int(np.maximum(near.sum(axis=0) - 1, 0).sum())
    return np.array([lost, wrong, again, int(lost + wrong + again > 0)])


def regret(payoffs: np.ndarray, profile: np.ndarray) -> float:
    """Return the larger regret relative to the range of payoffs; infinite for what is no profile."""
    x, y = np.split(profile, [payoffs.shape[1]])
    if not np.allclose([x.sum(), y.sum()], 1) or not profile.min() > -CLOSE:
        return float("inf")
    rows, columns = payoffs[0] @ y, x @ payoffs[1]
    return float(max(rows.max() - x @ rows, columns.max() - columns @ y) / np.ptp(payoffs))


def main(games: int) -> None:
    """Run all methods on all games and print both tables."""
    counts: dict[tuple[str, str], np.ndarray] = defaultdict(lambda: np.zeros(4, dtype=int))
    seconds: dict[tuple[str, int], list[float]] = defaultdict(list)
    total = ties = 0
    for payoffs in random_bimatrices(seed=2026, count=games):
        pairs, degenerate = brute_force(*payoffs.tolist())
        truth = [np.array([*x, *y], dtype=float) for x, y in pairs]
        total += len(truth)
        ties += degenerate
        for variant, (exactly, roughly) in VARIANTS.items():
            exact, floats = exactly(payoffs), roughly(payoffs)
            for method, run in METHODS.items():
                start = time.process_time()
                found = run(exact, *floats)
                seconds[method, payoffs.shape[1]].append(time.process_time() - start)
                counts[method, variant] += compared(found, truth, payoffs)
    print(trust(counts, games, total, ties), end="\n\n")
    print(cost(seconds))


def trust(counts: dict[tuple[str, str], np.ndarray], games: int, total: int, ties: int) -> Table:
    """Return the table of what each method lost, made up or listed twice."""
    columns = ["method", "payoffs", "lost", "wrong", "twice", "games not right"]
    rows = [
        (method, variant, *(int(count) for count in counts[method, variant]))
        for method in METHODS
        for variant in VARIANTS
    ]
    note = f"{games} games, {total} extreme equilibria; {ties} of the games are degenerate."
    return Table("Equilibria", columns, rows, [note])


def cost(seconds: dict[tuple[str, int], list[float]]) -> Table:
    """Return the table of median times, and how many times that of the exact method."""
    sizes = sorted({size for _, size in seconds})
    times = {method: [1e3 * median(seconds[method, n]) for n in sizes] for method in METHODS}
    exact = times["negotiate (exact)"]
    rows = [
        (method, *taken, *(a / b for a, b in zip(taken, exact, strict=True)))
        for method, taken in times.items()
    ]
    heads = [Column(f"{n}x{n}", "ms", 1) for n in sizes] + [Column(f"{n}x{n} / exact", "", 1) for n in sizes]
    return Table("CPU time a game, median", ["method", *heads], rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
