"""How long does sensitivity analysis of the shipped case take; does a killed run go on? Two tables.

Wall-clock and CPU time of this process and its workers, peak memory of this process so far, and how
many times faster than a loop of single calls, which is timed on a few draws. The last table kills a
run at random moments and compares the bytes of what it ends with.

    python benchmarks/analysis.py [draws] [kills]
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from negotiate.analysis import (
    ScenarioAnswers,
    Uncertain,
    monte_carlo,
    one_at_a_time,
    ranged_parameters,
    region_map,
    sobol_indices,
)
from negotiate.analysis.answers import ask
from negotiate.scenario import load_scenario
from negotiate.table import Column, Table

CASE = "japan-us-2025"
PAYOFFS = ("model.trade", "model.sectors", "model.parameters")
SINGLE = 60  # calls in the loop that is timed
CATALOGUE_DRAWS = 1000

KILLED = f"""
import sys
from negotiate.analysis import monte_carlo, ranged_parameters
from negotiate.scenario import load_scenario

if __name__ == "__main__":
    scenario = load_scenario("{CASE}")
    ranges = ranged_parameters(scenario, {PAYOFFS})
    workers = int(sys.argv[3]) or None
    place, draws = sys.argv[1], int(sys.argv[2])
    found = monte_carlo(scenario, ranges, draws=draws, seed=7, checkpoint=place, executor=workers)
    sys.stdout.write(found.to_json())
"""


def seconds(run: Callable[[], Any]) -> tuple[float, float, Any]:
    """Return wall-clock time, CPU time (workers included) and the answer."""
    start, used = time.perf_counter(), cpu()
    found = run()
    return time.perf_counter() - start, cpu() - used, found


def cpu() -> float:
    """Return the CPU time of this process and of its workers that have ended."""
    of_workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + of_workers.ru_utime + of_workers.ru_stime


def peak() -> float:
    """Return the largest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def single_call(answers: ScenarioAnswers, ranges: dict[str, Uncertain], count: int) -> float:
    """Return the CPU time of one call in a loop."""
    unit = np.random.default_rng(1).random((count, len(ranges)))
    columns = {path: one.quantile(unit[:, k]) for k, (path, one) in enumerate(ranges.items())}
    rows = [{path: float(column[k]) for path, column in columns.items()} for k in range(count)]
    ask(answers, rows[0])  # builds what all calls share
    return seconds(lambda: [ask(answers, row) for row in rows])[1] / count


def times(draws: int) -> Table:
    """Time every kind of analysis on the shipped case."""
    scenario = load_scenario(CASE)
    answers = ScenarioAnswers(scenario)
    payoffs = ranged_parameters(scenario, PAYOFFS)
    everything = ranged_parameters(scenario)
    ten = dict(list(payoffs.items())[:10])
    two = {path: payoffs[path] for path in ("model.trade.pass_through", "model.parameters.purchase_worth")}
    each = single_call(answers, payoffs, SINGLE)
    dear = single_call(answers, everything, 6)
    parts = [
        (
            f"Monte Carlo, {len(payoffs)} payoff parameters",
            draws,
            each,
            lambda: monte_carlo(scenario, payoffs, draws=draws),
        ),
        (
            f"Monte Carlo, all {len(everything)} parameters, 2 processes",
            CATALOGUE_DRAWS,
            dear,
            lambda: monte_carlo(scenario, everything, draws=CATALOGUE_DRAWS, executor=2),
        ),
        ("Sobol indices, 10 parameters", 1024 * 12, each, lambda: sobol_indices(scenario, ten, points=1024)),
        ("region map, 61 x 61", 61 * 61, each, lambda: region_map(answers, two, "deal", points=61)),
        ("one at a time", 1 + 2 * len(payoffs), each, lambda: one_at_a_time(answers, payoffs)),
    ]
    rows = []
    for name, calls, call, run in parts:
        taken, used, _ = seconds(run)
        rows.append((name, calls, taken, used, calls * call / used, peak()))
    heads: list[Column | str] = [
        "analysis",
        Column("solved", digits=0),
        Column("time", "s", 2),
        Column("CPU", "s", 2),
    ]
    heads += [Column("single calls / CPU", digits=1), Column("peak memory", "MB", 0)]
    note = f"A single call takes {1000 * each:.1f} ms of CPU, with a new catalogue {1000 * dear:.0f} ms."
    return Table(f"Sensitivity of {CASE}", heads, rows, [note])


def kills(draws: int, count: int) -> Table:
    """Kill a run at random moments, let it go on, and compare with an unbroken one."""
    rng = np.random.default_rng(20)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    rows = []
    with tempfile.TemporaryDirectory() as place:
        script = Path(place) / "run.py"
        script.write_text(KILLED)

        def command(directory: str, workers: int) -> list[str]:
            return [sys.executable, str(script), str(Path(place) / directory), str(draws), str(workers)]

        whole = {}
        for workers in (0, 1, 2, 4):
            done = subprocess.run(
                command(f"w{workers}", workers), capture_output=True, check=True, env=environment
            )
            whole[workers] = (done.stdout, chunks(Path(place) / f"w{workers}"))
        rows.append(("1, 2 and 4 processes", len(set(map(str, whole.values()))) == 1))
        killed = 0
        for number in range(count):
            directory = f"k{number}"
            run = subprocess.Popen(command(directory, 0), stdout=subprocess.DEVNULL, env=environment)
            ready = int(rng.integers(0, len(whole[0][1]) - 1))  # chunks before the kill
            while run.poll() is None and len(list((Path(place) / directory).glob("chunk-*.bin"))) < ready:
                time.sleep(0.001)
            time.sleep(float(rng.uniform(0, 0.03 if ready else 1.0)))
            run.kill()
            killed += run.wait() == -signal.SIGKILL
            done = subprocess.run(command(directory, 0), capture_output=True, check=True, env=environment)
            if (done.stdout, chunks(Path(place) / directory)) != whole[0]:
                rows.append((f"kill {number + 1}", False))
        rows.append((f"{killed} of {count} runs killed at a random moment, then resumed", len(rows) == 1))
    return Table(f"Same bytes, {draws:,} draws", ["run", "same as unbroken"], rows)


def chunks(directory: Path) -> dict[str, bytes]:
    """Return what a run left, half-written files apart."""
    return {path.name: path.read_bytes() for path in sorted(directory.iterdir()) if path.suffix != ".part"}


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    print(times(given[0] if given else 100_000), end="\n\n")
    print(kills(given[0] if given else 100_000, given[1] if len(given) > 1 else 20))
