"""How fast are all equilibria found, beside lrsnash and QuantEcon? Prints ratio tables; about 5 minutes.

One process; methods take turns on the same games; CPU time, medians over games. lrsnash (Debian
package lrslib) is a program: its own CPU time is counted, start-up included, and once more with the
start-up taken off. QuantEcon (``pip install quantecon``) is warmed up first. A peer counts as best
only where each of its answers equals lrsnash's. What is not installed is left out, and said so.

Then come the tables of `batch.py` (many games at once) and `correlated.py`.

    python benchmarks/equilibria.py [quick]
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import resource
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from negotiate.equilibria import nash_equilibria
from negotiate.games import NormalFormGame
from negotiate.table import Column, Table

Points = set[tuple[float, ...]]
Timed = tuple[float, Points]
ROWS = {  # kind of game: (sizes and how many games of each)
    "random, -99..99": {4: 40, 6: 30, 8: 20, 10: 10, 12: 6, 14: 3, 16: 1},
    "ties, 0..3": {4: 40, 5: 40, 6: 40, 7: 30, 8: 30, 10: 10},
}
QUANTECON_TO = 12  # vertices beyond this take QuantEcon minutes
ALONE = (20, 24)  # sizes that only this package is asked for


def rounded(profiles: list[Any]) -> Points:
    """Return profiles as tuples that can be compared."""
    return {tuple(np.round(np.concatenate(pair).astype(float), 6) + 0.0) for pair in profiles}


def by_negotiate(A: Any, B: Any) -> Timed:
    """Time the exact enumeration, certificates and regrets included."""
    start = time.process_time()
    found = nash_equilibria(NormalFormGame.from_bimatrix(A, B))
    spent = time.process_time() - start
    if not found.complete:
        raise RuntimeError("the enumeration was not complete")
    return spent, rounded([equilibrium.profile for equilibrium in found])


def by_lrsnash(A: Any, B: Any) -> Timed:
    """Time the program lrsnash by the CPU time of its process."""
    from tests.reference.lrsnash import _read, _written

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "game"
        file.write_text(f"{len(A)} {len(A[0])}\n\n{_written(A.tolist())}\n{_written(B.tolist())}\n")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(["lrsnash", str(file)], capture_output=True, text=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    pairs = _read(done.stdout, len(A), len(A[0]))
    return spent, rounded([[np.array(x, float), np.array(y, float)] for x, y in pairs])


def by_quantecon(name: str) -> Callable[[Any, Any], Timed]:
    """Return one of QuantEcon's enumerations, timed."""
    from quantecon import game_theory

    def run(A: Any, B: Any) -> Timed:
        players = [game_theory.Player(A.astype(float)), game_theory.Player(B.T.astype(float))]
        game = game_theory.NormalFormGame(players)
        start = time.process_time()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = list(getattr(game_theory, name)(game))
        return time.process_time() - start, rounded(found)

    return run


def peers() -> dict[str, Callable[[Any, Any], Timed]]:
    """Return the peers that are installed."""
    found: dict[str, Callable[[Any, Any], Timed]] = {}
    if shutil.which("lrsnash"):
        found["lrsnash"] = by_lrsnash
    try:
        found["QuantEcon vertices"] = by_quantecon("vertex_enumeration")
        found["QuantEcon supports"] = by_quantecon("support_enumeration")
    except ImportError:
        print("QuantEcon is not installed; its columns are left out.\n")
    return found


def start_up() -> float:
    """Return the CPU time of lrsnash on a game with one strategy each."""
    one = np.array([[1]])
    return median(by_lrsnash(one, one)[0] for _ in range(20))


def compare(kind: str, size: int, count: int, others: dict[str, Callable[[Any, Any], Timed]]) -> list[Any]:
    """Return one row: medians, the best peer without an error, and the ratio to it."""
    random = np.random.default_rng(1000 + size)
    low, high = (-99, 100) if kind.startswith("random") else (0, 4)
    times: dict[str, list[float]] = defaultdict(list)
    wrong: dict[str, int] = defaultdict(int)
    for _ in range(count):
        A, B = random.integers(low, high, (2, size, size))
        spent, ours = by_negotiate(A, B)
        times["negotiate"].append(spent)
        truth = ours
        for name, run in others.items():
            limit = 8 if name.endswith("supports") else QUANTECON_TO
            if name.startswith("QuantEcon") and size > limit:
                continue
            spent, theirs = run(A, B)
            times[name].append(spent)
            truth = theirs if name == "lrsnash" else truth
            wrong[name] += theirs != truth
        wrong["negotiate"] += ours != truth
    middle = {name: 1000 * median(spent) for name, spent in times.items()}
    right = {name: time for name, time in middle.items() if name != "negotiate" and not wrong[name]}
    best = min(right, key=right.__getitem__) if right else ""
    cells: list[Any] = [kind, size, count, middle["negotiate"], wrong["negotiate"]]
    for name in others:
        cells += [middle.get(name), wrong[name] if name in middle else None]
    ratio = right[best] / middle["negotiate"] if best else None
    net = (middle["lrsnash"] - 1000 * NET) / middle["negotiate"] if "lrsnash" in middle else None
    return [*cells, best, ratio, net]


NET = start_up() if shutil.which("lrsnash") else 0.0


def main(quick: bool) -> None:
    """Print the tables."""
    others = peers()
    warm = np.random.default_rng(0).integers(-9, 10, (2, 3, 3))
    for run in others.values():
        run(*warm)
    by_negotiate(*warm)
    columns: list[Column | str] = ["games", "n", "number", Column("negotiate", "ms", 2), "wrong"]
    for name in others:
        columns += [Column(name, "ms", 2), f"{name}: wrong"]
    columns += [
        "best peer without an error",
        Column("ratio", digits=2),
        Column("ratio to lrsnash, net", digits=2),
    ]
    rows = [
        compare(kind, size, max(1, count // (4 if quick else 1)), others)
        for kind, sizes in ROWS.items()
        for size, count in sizes.items()
        if not quick or size <= 12
    ]
    print(Table("All equilibria of one game, with certificates", columns, rows))
    print(f"Start-up of lrsnash: {1000 * NET:.2f} ms.\n")
    alone = []
    for size in ALONE[: 1 if quick else 2]:
        A, B = np.random.default_rng(size).integers(-99, 100, (2, size, size))
        spent, found = by_negotiate(A, B)
        alone.append((size, spent, len(found)))
    print(Table("Larger games, this package alone", ["n", Column("CPU time", "s", 2), "equilibria"], alone))
    if not quick:
        for name in ("batch", "correlated"):
            print(flush=True)
            subprocess.run([sys.executable, str(Path(__file__).with_name(f"{name}.py"))], check=True)


if __name__ == "__main__":
    main("quick" in sys.argv[1:])
