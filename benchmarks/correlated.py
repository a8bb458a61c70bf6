"""What a correlated equilibrium costs beside cvxpy, and is it as good? Prints a table; 2 minutes of CPU time.

Seeded random games, payoffs uniform on [0, 1]; the sum of payoffs or the smaller gain is maximised.
The peer states the same linear programme in whole matrices (no loop) and has HiGHS solve it. Times
are medians of CPU time, construction included, both taking turns in one process; ours includes the
certificate.

    python benchmarks/correlated.py [repetitions]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import cvxpy
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from negotiate.equilibria import coarse_correlated_equilibrium, correlated_equilibrium
from negotiate.games import NormalFormGame
from negotiate.table import Column, Table

SIZES = {"welfare": (20, 50, 100), "fairness": (20, 50)}  # cvxpy takes minutes for fairness at 100
OURS = {"correlated": correlated_equilibrium, "coarse correlated": coarse_correlated_equilibrium}


def by_cvxpy(payoffs: np.ndarray, concept: str, objective: str) -> float:
    """Return the best objective over the polytope, as a user of cvxpy would find it."""
    a, b = payoffs
    n = len(a)
    lottery = cvxpy.Variable((n, n), nonneg=True)
    rows, columns = lottery @ a.T, lottery.T @ b  # [told, instead]: what the player earns
    own = cvxpy.hstack([cvxpy.sum(cvxpy.multiply(lottery, own)) for own in (a, b)])
    if concept == "correlated":
        ones = np.ones((1, n))
        obedient = [
            cvxpy.reshape(cvxpy.diag(each), (n, 1), order="F") @ ones >= each for each in (rows, columns)
        ]
    else:
        obedient = [own[0] >= cvxpy.sum(rows, axis=0), own[1] >= cvxpy.sum(columns, axis=0)]
    goal = cvxpy.sum(own) if objective == "welfare" else cvxpy.min(own)
    problem = cvxpy.Problem(cvxpy.Maximize(goal), [*obedient, cvxpy.sum(lottery) == 1])
    problem.solve(solver=cvxpy.HIGHS)
    return float(problem.value)


def by_negotiate(payoffs: np.ndarray, concept: str, objective: str) -> float:
    """Return the same objective, certified."""
    reference = {"reference": [0, 0]} if objective == "fairness" else {}
    found = OURS[concept](NormalFormGame(payoffs), objective=objective, method="highs", **reference)
    assert found.violation < 1e-9
    assert found.duality_gap < 1e-9
    return float(found.value)


def seconds(solve: Callable[[np.ndarray, str, str], float], *question: object) -> tuple[float, float]:
    """Return the CPU time of one solution, and its value."""
    start = time.process_time()
    value = solve(*question)  # type: ignore[arg-type]
    return time.process_time() - start, value


def main(repetitions: int) -> None:
    """Time both on every question and print the table."""
    rows = []
    for concept in OURS:
        for objective, sizes in SIZES.items():
            for n in sizes:
                taken: dict[str, list[float]] = {"ours": [], "cvxpy": []}
                apart = 0.0
                for seed in range(repetitions):
                    question = (np.random.default_rng(seed).random((2, n, n)), concept, objective)
                    ours, value = seconds(by_negotiate, *question)
                    peer, other = seconds(by_cvxpy, *question)
                    taken["ours"].append(ours)
                    taken["cvxpy"].append(peer)
                    apart = max(apart, abs(value - other))
                ours, peer = (median(taken[name]) for name in ("ours", "cvxpy"))
                rows.append(
                    (concept, objective, f"{n}x{n}", 1e3 * ours, 1e3 * peer, peer / ours, f"{apart:.0e}")
                )
    columns = [
        "concept",
        "objective",
        "game",
        Column("negotiate", "ms", 1),
        Column("cvxpy", "ms", 1),
        Column("cvxpy / negotiate", "", 1),
        "values differ by",
    ]
    print(Table("CPU time a game, median", columns, rows, [f"{repetitions} games of each size."]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
