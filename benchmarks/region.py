"""How fast are equilibria among many countries? Prints one table; seconds.

Networks link each pair as foes, friends or strangers by equal chances; strength is nine tenths of what
still allows a proof. Times are the largest of five games, in seconds of CPU time.
"""

from __future__ import annotations

import time

import numpy as np

from negotiate.region import ArmsRace, NetworkGame, arms_race_equilibrium, network_equilibrium
from negotiate.table import Column, Table

SEEDS = range(5)


def network(count: int, seed: int) -> NetworkGame:
    """Draw a network game."""
    rng = np.random.default_rng(seed)
    links = np.triu(rng.choice([-1.0, 0, 1], (count, count)), 1)
    links += links.T
    strength = 0.9 / np.abs(np.linalg.eigvalsh(links)).max()
    return NetworkGame([f"c{k}" for k in range(count)], rng.uniform(0, 1, count), links, strength=strength)


def race(count: int, seed: int) -> ArmsRace:
    """Draw a stable arms race."""
    rng = np.random.default_rng(seed)
    reaction = rng.uniform(0, 1 / count, (count, count))
    np.fill_diagonal(reaction, 0)
    return ArmsRace([f"c{k}" for k in range(count)], reaction, np.ones(count), rng.uniform(0, 1, count))


def main() -> None:
    """Print the table."""
    rows = []
    for name, make, solve, count, asked in (
        ("network game", network, network_equilibrium, 200, 0.1),
        ("network game", network, network_equilibrium, 1000, None),
        ("arms race, stability proven", race, arms_race_equilibrium, 200, None),
    ):
        times = []
        for seed in SEEDS:
            game = make(count, seed)
            start = time.process_time()
            proof = solve(game).certificate()
            times.append(time.process_time() - start)
        rows.append((name, count, max(times), asked, proof.get("max_regret", proof.get("residual"))))
    columns: list[Column | str] = [
        "work",
        Column("countries"),
        Column("slowest", "s", 3),
        Column("asked", "s", 1),
        Column("regret or residual", "", 16),
    ]
    print(Table("Equilibria among many countries", columns, rows))


if __name__ == "__main__":
    main()
