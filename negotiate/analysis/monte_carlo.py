"""Monte Carlo: all parameters drawn at once from the distributions laid over their ranges.

Draws are made in chunks that depend on nothing but their number. Each is kept on disk, so memory
stays bounded, a run that was killed goes on where it was, and any number of workers ends with the
same bytes.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack
from typing import Any

from negotiate.analysis.answers import Function, ask, identity
from negotiate.analysis.chunk_run import Job, chunk_size, pool_of, run_chunks
from negotiate.analysis.chunk_store import ChunkStore
from negotiate.analysis.monte_carlo_solution import MonteCarlo
from negotiate.analysis.points import KINDS
from negotiate.analysis.scenario_answers import ScenarioAnswers
from negotiate.analysis.summaries import Share, number_summary, summarise
from negotiate.analysis.uncertain import Given, Uncertain, ranged_parameters, uncertain_parameters
from negotiate.checks import one_of, show, whole_number
from negotiate.errors import InvalidInput, NoSolution
from negotiate.provenance import Provenance, digest, version
from negotiate.scenario import Scenario

__all__ = ["monte_carlo"]


def monte_carlo(
    function: Function | Scenario,
    parameters: Mapping[str, Given] | None = None,
    *,
    draws: int = 4096,
    seed: int = 0,
    points: str = "sobol",
    checkpoint: str | os.PathLike[str] | None = None,
    executor: Executor | int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> MonteCarlo:
    """Draw all parameters from their distributions, and see which conclusions survive.

    Parameters
    ----------
    function : callable or Scenario
        From a dict of values by name to a number, a label, None, or a dict of these by name; of a
        scenario its main conclusions are asked (``ScenarioAnswers``).
    parameters : mapping, optional
        Ranges by name, as in ``one_at_a_time``, with their distributions; of a scenario every
        parameter with a range unless given.
    draws : int
        How many; powers of two suit Sobol points best.
    seed : int
        Of the points.
    points : {"sobol", "independent"}
        Scrambled Sobol points, or independent draws.
    checkpoint : path, optional
        Directory for the chunks. A run that was cut short goes on there, and more draws can be
        added to a run that was not. A temporary directory is used, and removed, unless given.
    executor : concurrent.futures.Executor or int, optional
        Where to make chunks of draws: any executor, which is left open, or so many processes of
        its own. With processes the function has to stand at the top of a module, and the last
        part of a script under ``if __name__ == "__main__"``.
    progress : callable, optional
        Told how many of how many draws are done.

    Returns
    -------
    MonteCarlo
        Intervals are at 95 %.

    Raises
    ------
    InvalidInput
        For a checkpoint of another run, and for arguments that make no sense.
    NoSolution
        Where there is no model at the parameters' own values, or a worker dies.

    Examples
    --------
    >>> def trade(values):
    ...     gain = values["worth"] - values["price"]
    ...     return {"gain": gain, "deal": "yes" if gain > 0 else "no"}
    >>> found = monte_carlo(trade, {"worth": (3, 2, 4), "price": (2, 1, 3)}, draws=1024, seed=1)
    >>> round(found.shares["deal"]["yes"].value, 2), round(found.numbers["gain"].mean.value, 4)
    (0.87, 1.0)
    """
    asked, ranges = _read(function, parameters)
    base = ask(asked, {name: one.value for name, one in ranges.items()})
    if isinstance(base, str):
        raise NoSolution(f"there is no model at the parameters' own values: {base}")
    kind, start = one_of("points", points, KINDS), whole_number("seed", seed)
    size = chunk_size(asked, list(ranges))
    inputs = _inputs(asked, ranges, kind, start, size)
    count = whole_number("draws", draws, low=1)
    job = Job(asked, tuple(ranges.items()), kind, start, count, size, digest(inputs))
    with ExitStack() as stack:
        pool = stack.enter_context(pool_of(executor))
        if checkpoint is None:
            checkpoint = stack.enter_context(tempfile.TemporaryDirectory(prefix="negotiate-"))
        store = ChunkStore(checkpoint, inputs, job.run)
        run_chunks(job, store, pool, progress)
        tally = summarise(store, job.counts, base)
        numbers = {
            name: number_summary(store, job.counts, name, moments)
            for name, moments in tally.numbers.items()
            if moments.count
        }
    return MonteCarlo(
        parameters=ranges,
        draws=count,
        points=kind,
        base=base,
        numbers=numbers,
        shares={name: _shares(counts, count) for name, counts in tally.labels.items()},
        undefined=tally.undefined,
        reason=tally.reason,
        steps=tuple(tally.steps),
        provenance=Provenance(job.run, {"draws": count, "points": kind}, seed=start, packages=("scipy",)),
    )


def _read(
    function: Function | Scenario, parameters: Mapping[str, Given] | None
) -> tuple[Function, dict[str, Uncertain]]:
    if isinstance(function, Scenario):
        ranges = ranged_parameters(function) if parameters is None else uncertain_parameters(parameters)
        return ScenarioAnswers(function), ranges
    if not callable(function):
        raise InvalidInput(f"function={show(function)}; give a function of a dict of values, or a Scenario.")
    if parameters is None:
        raise InvalidInput("parameters is missing; give a dict from names to ranges.")
    return function, uncertain_parameters(parameters)


def _inputs(
    function: Function, ranges: Mapping[str, Uncertain], points: str, seed: int, chunk: int
) -> dict[str, Any]:
    """Return what the draws and their answers depend on: all that a checkpoint has to agree in."""
    return {
        "function": identity(function),
        "parameters": [[name, one.to_dict()] for name, one in ranges.items()],
        "points": points,
        "seed": seed,
        "chunk": chunk,
        "versions": {name: version(name) for name in ("negotiate-solver", "numpy", "scipy")},
    }


def _shares(counts: Mapping[str, int], draws: int) -> dict[str, Share]:
    """Return the share of each label, the most frequent first."""
    in_order = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return {word: Share.of(hits, draws) for word, hits in in_order}
