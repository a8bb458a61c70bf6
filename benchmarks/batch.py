"""What do all equilibria of 10,000 games cost, and a single one of a large game? Prints two tables.

Games of one size at once by ``solve_many``, and by a loop over QuantEcon's support and vertex
enumeration where it is installed (the loop builds each game from its two matrices, as a user has
to). Times are medians of CPU time a game; all methods take turns in one process. The loops see
part of the games, enough for a median. A method is right if it gives every equilibrium of every
game it saw, and nothing else. Random integers from -100 to 100 leave out degenerate games in the
rows "without ties", and keep them in the rows "with ties".

    python benchmarks/batch.py [number of games] [rounds]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from negotiate.equilibria import lemke_howson, solve_many, zero_sum_equilibrium
from negotiate.games import NormalFormGame
from negotiate.table import Column, Table

try:
    import quantecon.game_theory as quantecon
except ImportError:
    quantecon = None

SIZES = {4: 1000, 5: 600, 6: 300, 8: 60}  # games that the loops see
LARGE = (100, 200, 500)
CLOSE = 1e-6
KINDS: dict[str, Callable[[np.random.Generator, tuple[int, ...]], Any]] = {
    "floats": lambda rng, shape: rng.random(shape),
    "integers without ties": lambda rng, shape: rng.integers(-100, 101, shape) * 1.0,
    "integers with ties": lambda rng, shape: rng.integers(-100, 101, shape) * 1.0,
}
FEWER = ("integers with ties",)  # a tenth of the games will do
Answers = list[np.ndarray]


def by_negotiate(games: np.ndarray) -> Answers:
    """Return all profiles of each game."""
    found = solve_many(games)
    return np.split(np.concatenate([found.x, found.y], axis=1), found.offsets[1:-1])


def by_quantecon(method: str) -> Callable[[np.ndarray], Answers]:
    """Return a loop over one of QuantEcon's methods."""
    function = getattr(quantecon, method)

    def run(games: np.ndarray) -> Answers:
        answers = []
        for A, B in games:
            players = quantecon.Player(A), quantecon.Player(np.ascontiguousarray(B.T))
            profiles = function(quantecon.NormalFormGame(players))
            answers.append(np.array([np.concatenate(profile) for profile in profiles]))
        return answers

    return run


def right(answers: Answers, truth: Answers) -> bool:
    """Say whether two methods give the same profiles of each game."""
    for one, two in zip(answers, truth, strict=True):
        if one.shape != two.shape:
            return False
        near = np.abs(one[:, None] - two[None]).max(axis=2) < CLOSE
        if not (near.any(axis=0).all() and near.any(axis=1).all()):
            return False
    return True


def drawn(kind: str, size: int, count: int) -> np.ndarray:
    """Return seeded games of a kind."""
    games = KINDS[kind](np.random.default_rng([2026, size]), (count * 3 // 2, 2, size, size))
    kept = ~solve_many(games).degenerate if kind == "integers without ties" else slice(None)
    return np.ascontiguousarray(games[kept][:count])


def seconds(run: Callable[[Any], Any], given: Any) -> tuple[float, Any]:
    """Return CPU time and answer."""
    start = time.process_time()
    answer = run(given)
    return time.process_time() - start, answer


def batch_table(count: int, rounds: int) -> Table:
    """Time all methods on all kinds and sizes."""
    loops = (
        {}
        if quantecon is None
        else {m: by_quantecon(m) for m in ("support_enumeration", "vertex_enumeration")}
    )
    rows = []
    for kind in KINDS:
        for size, few in SIZES.items():
            games = drawn(kind, size, count // 10 if kind in FEWER else count)
            times: dict[str, list[float]] = {}
            wrong = set()
            for _ in range(rounds + 1):  # the first round compiles and warms up; it is dropped
                taken, truth = seconds(by_negotiate, games)
                times.setdefault("ours", []).append(taken / len(games))
                for name, run in loops.items():
                    taken, answers = seconds(run, games[:few])
                    times.setdefault(name, []).append(taken / len(games[:few]))
                    if not right(answers, truth[:few]):
                        wrong.add(name)
            medians = {name: 1e6 * median(values[1:]) for name, values in times.items()}
            best = min((medians[name] for name in loops if name not in wrong), default=None)
            cells: list[Any] = [kind, f"{size}x{size}", medians["ours"]]
            for name in ("support_enumeration", "vertex_enumeration"):
                cells += [medians.get(name), None if name not in loops else name not in wrong]
            rows.append([*cells, None if best is None else best / medians["ours"]])
    heads: list[Column | str] = ["payoffs", "size", Column("solve_many", "µs", 1)]
    for name in ("QuantEcon support", "QuantEcon vertex"):
        heads += [Column(name, "µs", 1), "right"]
    seen = ", ".join(map(str, SIZES.values()))
    notes = [f"Up to {count} games a row, a tenth of that with ties; the loops take {seen} of them by size."]
    if quantecon is None:
        notes.append("QuantEcon is not installed: its columns are empty.")
    return Table(
        "CPU time a game, median", [*heads, Column("best that is right / solve_many", "", 1)], rows, notes
    )


def single_table() -> Table:
    """Time one equilibrium of large games."""
    rows = []
    for size in LARGE:
        A, B = np.random.default_rng([7, size]).normal(size=(2, size, size))
        game, conflict = NormalFormGame(np.stack([A, B])), NormalFormGame(np.stack([A, -A]))
        path, found = seconds(lemke_howson, game)
        value, solved = seconds(zero_sum_equilibrium, conflict)
        rows.append([f"{size}x{size}", path, found[0].max_regret, value, solved.duality_gap])
    heads: list[Column | str] = ["size", Column("lemke_howson", "s"), "max regret"]
    heads += [Column("zero_sum_equilibrium", "s"), "duality gap"]
    return Table("One equilibrium, normal payoffs", heads, rows)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    print(batch_table(given[0] if given else 10_000, given[1] if len(given) > 1 else 3), end="\n\n")
    print(single_table())
