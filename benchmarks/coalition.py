"""How fast are exact divisions of coalition games? Prints one table; ten seconds.

Random games have whole worths up to 100 times the size of the coalition; voting games random weights
and a quota of a little over half. Times are the largest of five games, in seconds of CPU time.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from negotiate.coalition import (
    CoalitionGame,
    banzhaf_index,
    core,
    nucleolus,
    shapley_value,
    weighted_voting,
)
from negotiate.table import Column, Table

SEEDS = range(5)


def random_game(count: int, seed: int) -> CoalitionGame:
    """Draw worths that grow with the size of the coalition."""
    rng = np.random.default_rng(seed)
    worth = [int(rng.integers(0, 101)) * mask.bit_count() for mask in range(2**count)]
    return CoalitionGame([f"p{k}" for k in range(count)], worth)


def voting(count: int, seed: int) -> CoalitionGame:
    """Draw weights from 1 to 30."""
    weights = np.random.default_rng(seed).integers(1, 31, count).tolist()
    return weighted_voting({f"p{k}": w for k, w in enumerate(weights)}, sum(weights) // 2 + 1)


def prenucleolus(game: CoalitionGame) -> object:
    """Return the nucleolus without individual rationality, which random games may not allow."""
    return nucleolus(game, individually_rational=False)


def slowest(make: Callable[[int, int], CoalitionGame], count: int, solve: Callable[..., object]) -> float:
    """Return the largest time over the seeds."""
    times = []
    for seed in SEEDS:
        game = make(count, seed)
        start = time.process_time()
        solve(game)
        times.append(time.process_time() - start)
    return max(times)


def main() -> None:
    """Print the table."""
    work = [
        ("Shapley value, voting", voting, 15, shapley_value, 2.0),
        ("Banzhaf index, voting", voting, 15, banzhaf_index, 2.0),
        ("Shapley value, voting", voting, 20, shapley_value, None),
        ("nucleolus, random", random_game, 10, prenucleolus, 5.0),
        ("nucleolus, random", random_game, 15, prenucleolus, None),
        ("nucleolus, voting", voting, 15, prenucleolus, None),
        ("core, random", random_game, 15, core, None),
    ]
    rows = [(name, n, slowest(make, n, solve), asked) for name, make, n, solve, asked in work]
    columns: list[Column | str] = [
        "work",
        Column("players"),
        Column("slowest", "s", 3),
        Column("asked", "s", 1),
    ]
    print(Table("Exact divisions", columns, rows))


if __name__ == "__main__":
    main()
