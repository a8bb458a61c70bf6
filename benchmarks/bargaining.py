"""Deals among many outcomes: how fast, how right, how much memory? Prints two tables; some 12 minutes.

Two parties and a million outcomes: the frontier, and the Nash and Kalai-Smorodinsky solutions over
lotteries, against writing the lottery as a cvxpy variable, and against NegMAS's functions for
the convex hull of outcomes where NegMAS is installed. Six parties and ten thousand outcomes: the
Pareto filter and the Nash lottery. Outcomes come as a cloud (few are efficient) and as a
quarter of a disc (for six parties, a sphere: all are efficient, or half).

A residual is how far some outcome lies beyond the answer: for Nash the largest of
``mean((u - x) / gain)`` over outcomes, for Kalai-Smorodinsky the spread of the normalised gains
together with how far the true largest equal share is missed. Seconds are the best of three runs
(one where a run takes over 5 s; stopped after 40 s), problems built beforehand, all in one
process. Memory is the peak of what Python allocates, in multiples of the payoffs' size.

    python benchmarks/bargaining.py [outcomes for two parties]
"""

from __future__ import annotations

import math
import signal
import sys
import time
import tracemalloc
import warnings
from collections.abc import Callable
from typing import Any

import cvxpy as cp
import numpy as np

from negotiate.bargaining import (
    BargainingProblem,
    LotteryProblem,
    kalai_smorodinsky_lottery,
    lottery_frontier,
    nash_lottery,
    pareto_frontier,
)
from negotiate.table import Column, Table

try:
    from negmas.preferences import ops
except ImportError:
    ops = None

Array = np.ndarray
SLOW = 5.0  # seconds from which a method runs once
LIMIT = 40  # seconds after which a method is stopped


def stop(*_: object) -> None:
    """Stop a method that takes too long."""
    raise TimeoutError


def timed(function: Callable[[], Any]) -> tuple[float, Any]:
    """Return the least seconds of three runs, and the result; None where the method fails."""
    best, result = math.inf, None
    for _ in range(3):
        start = time.perf_counter()
        signal.alarm(LIMIT)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                result = function()
        except TimeoutError:
            return math.inf, f"over {LIMIT} s"
        except (cp.error.SolverError, ValueError, ArithmeticError, MemoryError) as error:
            return math.inf, type(error).__name__
        finally:
            signal.alarm(0)
        best = min(best, time.perf_counter() - start)
        if best > SLOW:
            break
    return best, result


def memory(function: Callable[[], Any], payoffs: Array) -> float:
    """Return the peak of allocations in multiples of the payoffs' size."""
    tracemalloc.start()
    function()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / payoffs.nbytes


# ---- straightforward cvxpy: the lottery is a variable ----


def cvxpy_nash(payoffs: Array) -> Array | None:
    """Maximise the sum of logs of expected gains."""
    lottery = cp.Variable(len(payoffs), nonneg=True)
    gains = payoffs.T @ lottery
    program = cp.Problem(cp.Maximize(cp.sum(cp.log(gains))), [cp.sum(lottery) == 1])
    program.solve(solver=cp.CLARABEL, time_limit=LIMIT)
    return None if lottery.value is None else payoffs.T @ lottery.value


def cvxpy_kalai_smorodinsky(payoffs: Array) -> Array | None:
    """Maximise the equal share of ideal gains (no outcome is worse than disagreement for anyone)."""
    lottery, share = cp.Variable(len(payoffs), nonneg=True), cp.Variable()
    ideal = payoffs.max(axis=0)
    limits = [payoffs.T @ lottery >= share * ideal, cp.sum(lottery) == 1]
    cp.Problem(cp.Maximize(share), limits).solve(solver=cp.HIGHS, time_limit=float(LIMIT))
    return None if lottery.value is None else payoffs.T @ lottery.value


def ranges(payoffs: Array) -> list[tuple[float, float]]:
    """Return what NegMAS calls the ranges: disagreement and ideal of each party."""
    return [(0.0, float(most)) for most in payoffs.max(axis=0)]


# ---- what an answer is worth ----


def nash_residual(payoffs: Array, answer: Any) -> float:
    """Return how far the farthest outcome lies beyond the answer."""
    if answer is None or isinstance(answer, str) or not len(answer) or min(answer) <= 0:
        return math.nan
    gains = np.asarray(answer, dtype=float)
    return max(0.0, float((payoffs / gains).mean(axis=1).max() - 1))


def share_residual(payoffs: Array, answer: Any, best: float) -> float:
    """Return how unequal shares are or how far they miss the best, whichever is more."""
    if answer is None or isinstance(answer, str) or not len(answer):
        return math.nan
    shares = np.asarray(answer, dtype=float) / payoffs.max(axis=0)
    return float(max(shares.max() - shares.min(), abs(shares.min() - best)))


def draw(kind: str, outcomes: int, players: int) -> Array:
    """Draw outcomes, all better than disagreement (0) for everyone."""
    random = np.random.default_rng(7)
    if kind == "cloud":
        return random.uniform(0.01, 1, size=(outcomes, players))
    drawn = np.abs(random.normal(size=(outcomes, players))) + 1e-3
    drawn /= np.linalg.norm(drawn, axis=1)[:, None]
    if kind == "disc":
        drawn *= np.sqrt(random.uniform(1e-4, 1, size=outcomes))[:, None]
    elif kind == "half":
        drawn[::2] *= 0.7
    return drawn


def problem(payoffs: Array) -> LotteryProblem:
    """Set outcomes against a disagreement point of zeros."""
    players = [f"party {k + 1}" for k in range(payoffs.shape[1])]
    return LotteryProblem(BargainingProblem(payoffs, [0.0] * len(players), players, "USD"))


Methods = dict[str, Callable[[], Any]]


def rows(
    task: str, kind: str, payoffs: Array, methods: Methods, residual: Callable[[Any], float] | None
) -> list[tuple[Any, ...]]:
    """Time all methods of a task; the first is ours, and ratios are to it."""
    made = []
    ours = math.nan
    for name, method in methods.items():
        seconds, result = timed(method)
        answer = result.gains if name == "negotiate" and residual else result
        if name == "negotiate":
            ours = seconds
        elif residual and isinstance(answer, tuple):
            answer = answer[0]
        failed = not math.isfinite(seconds) or answer is None
        worth = math.nan if residual is None or failed else residual(answer)
        peak = memory(method, payoffs) if name == "negotiate" else None
        made.append(
            (
                task,
                kind,
                name,
                None if failed else seconds,
                None if failed else seconds / ours,
                f"fails ({result or 'no answer'})" if failed else "" if math.isnan(worth) else f"{worth:.0e}",
                peak,
            )
        )
        print(".", end="", flush=True)
    return made


def two_parties(kind: str, outcomes: int) -> list[tuple[Any, ...]]:
    """Compare frontier, Nash and Kalai-Smorodinsky over lotteries."""
    payoffs = draw(kind, outcomes, 2)
    case, span = problem(payoffs), ranges(payoffs)
    best = kalai_smorodinsky_lottery(case).certificate()["least_share"]
    frontier: Methods = {"negotiate": lambda: lottery_frontier(case)}
    nash: Methods = {"negotiate": lambda: nash_lottery(case), "cvxpy": lambda: cvxpy_nash(payoffs)}
    shares: Methods = {
        "negotiate": lambda: kalai_smorodinsky_lottery(case),
        "cvxpy": lambda: cvxpy_kalai_smorodinsky(payoffs),
    }
    if ops is not None:
        frontier["NegMAS"] = lambda: ops.pareto_frontier_convex_hull(payoffs)
        nash["NegMAS"] = lambda: ops.nash_point_convex_hull(None, payoffs, span)
        shares["NegMAS"] = lambda: ops.ks_point_convex_hull(None, payoffs, span)
    return [
        *rows("frontier", kind, payoffs, frontier, None),
        *rows("Nash", kind, payoffs, nash, lambda answer: nash_residual(payoffs, answer)),
        *rows("Kalai-Smorodinsky", kind, payoffs, shares, lambda a: share_residual(payoffs, a, best)),
    ]


def six_parties(kind: str, outcomes: int) -> list[tuple[Any, ...]]:
    """Compare the Pareto filter and the Nash lottery."""
    payoffs = draw(kind, outcomes, 6)
    case, span = problem(payoffs), ranges(payoffs)
    filters: Methods = {"negotiate": lambda: pareto_frontier(case.points)}
    nash: Methods = {"negotiate": lambda: nash_lottery(case), "cvxpy": lambda: cvxpy_nash(payoffs)}
    if ops is not None:
        filters["NegMAS"] = lambda: ops.pareto_frontier_numpy(payoffs)
        nash["NegMAS"] = lambda: ops.nash_point_convex_hull(None, payoffs, span)
    return [
        *rows("Pareto filter", kind, payoffs, filters, None),
        *rows("Nash", kind, payoffs, nash, lambda answer: nash_residual(payoffs, answer)),
    ]


def main() -> None:
    """Print both tables."""
    signal.signal(signal.SIGALRM, stop)
    outcomes = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    columns = [
        "task",
        "outcomes",
        "method",
        Column("time", "s", 4),
        Column("ratio to ours", "", 1),
        "residual",
        Column("peak memory", "input", 2),
    ]
    note = "" if ops is not None else "NegMAS is not installed: its rows are left out."
    two = [row for kind in ("cloud", "disc") for row in two_parties(kind, outcomes)]
    print()
    print(Table(f"Two parties, {outcomes:,} outcomes, lotteries", columns, two, [note] if note else []))
    six = [row for kind in ("cloud", "half", "sphere") for row in six_parties(kind, 10_000)]
    print()
    print(Table("Six parties, 10,000 outcomes", columns, six))


if __name__ == "__main__":
    main()
