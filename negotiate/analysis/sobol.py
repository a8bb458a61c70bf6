"""Sobol indices: which share of an answer's variance each parameter brings, alone and with others.

The first-order index of a parameter is the share of the variance that would go if it were known;
the total index the share that would be left if all others were. The difference is what it does
together with others. For labels the variance is that of "the answer is what it is now".

Estimators: Saltelli et al. (2010) for the first order, Jansen (1999) for the total, as in SciPy,
on the two halves A and B of scrambled Sobol points of twice the dimension, and, for each parameter,
A with its column taken from B. Intervals: bootstrap over the points, percentiles.

References
----------
.. [1] I. M. Sobol' (2001), Mathematics and Computers in Simulation 55(1-3), 271-280.
   doi:10.1016/S0378-4754(00)00270-6
.. [2] A. Saltelli et al. (2010), Computer Physics Communications 181(2), 259-270.
   doi:10.1016/j.cpc.2009.09.018
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.analysis.answers import Answers, Columns, Function, ask, ask_many, identity
from negotiate.analysis.points import unit_points
from negotiate.analysis.scenario_answers import ScenarioAnswers
from negotiate.analysis.summaries import Estimate
from negotiate.analysis.uncertain import Given, Uncertain, uncertain_parameters
from negotiate.checks import one_of, whole_number
from negotiate.errors import InvalidInput, NoSolution
from negotiate.provenance import Provenance, digest
from negotiate.scenario import Scenario
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["Indices", "SobolIndices", "sobol_indices"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Indices:
    """One parameter's indices for one answer, with bootstrap intervals at 95 %."""

    parameter: str
    first: Estimate
    total: Estimate


@dataclass(frozen=True, eq=False)
class SobolIndices(Solution):
    """Which parameters an answer hangs on.

    Attributes
    ----------
    parameters : mapping of str to Uncertain
        What was drawn.
    points : int
        Points in each half; ``points * (parameters + 2)`` sets of values were asked for.
    indices : mapping of str to tuple of Indices
        By question, the largest total index first.
    skipped : mapping of str to str
        Questions without indices, with the reason.
    """

    parameters: Mapping[str, Uncertain]
    points: int
    indices: Mapping[str, tuple[Indices, ...]]
    skipped: Mapping[str, str]
    provenance: Provenance
    concept: str = field(default="sobol indices", init=False)

    def of(self, question: str | None = None) -> tuple[Indices, ...]:
        """Return the indices of one question, the first one unless named."""
        if not self.indices:
            raise NoSolution(f"no question has indices: {next(iter(self.skipped.values()))}")
        chosen = next(iter(self.indices)) if question is None else question
        return self.indices[one_of("question", chosen, self.indices)]

    def table(self) -> Table:
        """Return one row a question and parameter."""
        columns: list[Column | str] = ["answer", "parameter"]
        for title in ("first order", "total"):
            columns += [Column(title, digits=3), "95 %" if title == "first order" else "95 % of total"]
        rows: list[tuple[Cell, ...]] = [
            (
                name,
                one.parameter,
                one.first.value,
                _interval(one.first),
                one.total.value,
                _interval(one.total),
            )
            for name, found in self.indices.items()
            for one in found
        ]
        calls = self.points * (len(self.parameters) + 2)
        notes = [f"{calls:,} sets of values; labels count as 1 where they are what they are now."]
        notes += [f"{name}: {reason}." for name, reason in self.skipped.items()]
        return Table("Sobol indices", columns, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return all indices."""
        return {
            name: {
                one.parameter: {
                    "first": [one.first.value, one.first.low, one.first.high],
                    "total": [one.total.value, one.total.low, one.total.high],
                }
                for one in found
            }
            for name, found in self.indices.items()
        }

    def certificate(self) -> dict[str, Any]:
        """Return what was drawn, how often, and which questions have no indices."""
        return {
            "points": self.points,
            "parameters": {name: one.to_dict() for name, one in self.parameters.items()},
            "sum_of_first_order": {
                name: math.fsum(one.first.value for one in found) for name, found in self.indices.items()
            },
            "skipped": dict(self.skipped),
        }


def sobol_indices(
    function: Function | Scenario,
    parameters: Mapping[str, Given],
    *,
    points: int = 1024,
    seed: int = 0,
    resamples: int = 200,
    progress: Callable[[int, int], object] | None = None,
) -> SobolIndices:
    """Estimate first-order and total Sobol indices of every answer in every parameter.

    Parameters
    ----------
    function : callable or Scenario
        As in ``monte_carlo``.
    parameters : mapping
        Ranges by name, independent of one another.
    points : int
        A power of two; ``points * (parameters + 2)`` sets of values are asked for.
    seed : int
        Of the points and of the bootstrap.
    resamples : int
        Of the bootstrap.
    progress : callable, optional
        Told how many of how many blocks of points are done.

    Returns
    -------
    SobolIndices
        Without questions that have no answer somewhere, or the same everywhere.

    Examples
    --------
    >>> found = sobol_indices(lambda v: v["a"] + 2 * v["b"], {"a": (0, 1), "b": (0, 1)}, points=512)
    >>> [(one.parameter, round(one.total.value, 1)) for one in found.of()]
    [('b', 0.8), ('a', 0.2)]
    """
    asked = ScenarioAnswers(function) if isinstance(function, Scenario) else function
    ranges = uncertain_parameters(parameters)
    count = whole_number("points", points, low=2, high=2**24)
    if count & (count - 1):
        raise InvalidInput(f"points={count}; it must be a power of two, such as 1024.")
    repeats = whole_number("resamples", resamples, low=10)
    base = ask(asked, {name: one.value for name, one in ranges.items()})
    if isinstance(base, str):
        raise NoSolution(f"there is no model at the parameters' own values: {base}")
    blocks = []
    for done, values in enumerate(_blocks(ranges, seed, count), 1):
        blocks.append(ask_many(asked, values))
        if progress is not None:
            progress(done, len(ranges) + 2)
    picks = np.random.default_rng([seed, repeats]).integers(0, count, (repeats, count))
    indices, skipped = {}, {}
    for name in base:
        numbers = _numbers(blocks, name, base)
        why = _why_not(numbers)
        if numbers is None or why:
            skipped[name] = why
        else:
            indices[name] = _indices(list(ranges), numbers, picks)
    inputs = {"function": identity(asked), "parameters": [[n, one.to_dict()] for n, one in ranges.items()]}
    options = {"points": count, "resamples": repeats}
    return SobolIndices(
        ranges, count, indices, skipped, Provenance(digest(inputs), options, seed=seed, packages=("scipy",))
    )


def _blocks(ranges: Mapping[str, Uncertain], seed: int, count: int) -> Iterator[dict[str, Floats]]:
    """Yield the values of A, of B, and of A with each column from B."""
    unit = unit_points("sobol", 2 * len(ranges), seed, 0, count)
    columns = [
        (one.quantile(unit[:, k]), one.quantile(unit[:, k + len(ranges)]))
        for k, one in enumerate(ranges.values())
    ]
    yield {name: columns[k][0] for k, name in enumerate(ranges)}
    yield {name: columns[k][1] for k, name in enumerate(ranges)}
    for swapped in range(len(ranges)):
        yield {name: columns[k][int(k == swapped)] for k, name in enumerate(ranges)}


def _numbers(blocks: list[Columns], name: str, base: Answers) -> Floats | None:
    """Return an answer as numbers, shape (parameters + 2, points); None where it is missing somewhere."""
    rows = []
    for block in blocks:
        if name in block.labels and not block.undefined:
            rows.append(block.labels[name].is_label(str(base[name])).astype(float))
        elif name in block.numbers and not np.isnan(block.numbers[name]).any():
            rows.append(block.numbers[name])
        else:
            return None
    return np.stack(rows)


def _why_not(numbers: Floats | None) -> str:
    if numbers is None:
        return "it has no answer at some of the points, so its variance is not defined"
    return "" if np.ptp(numbers[:2]) > 0 else "it is the same at all points"


def _indices(names: list[str], numbers: Floats, picks: NDArray[np.int64]) -> tuple[Indices, ...]:
    first, total = estimates(numbers)
    again = np.array([estimates(numbers[:, pick]) for pick in picks])
    low, high = np.quantile(again, (0.025, 0.975), axis=0)
    found = [
        Indices(
            name,
            Estimate(float(first[k]), float(low[0, k]), float(high[0, k])),
            Estimate(float(total[k]), float(low[1, k]), float(high[1, k])),
        )
        for k, name in enumerate(names)
    ]
    return tuple(sorted(found, key=lambda one: -one.total.value))


def estimates(numbers: Floats) -> tuple[Floats, Floats]:
    """Return first-order and total indices from the answers at A, B and the mixed points.

    Parameters
    ----------
    numbers : ndarray, shape (parameters + 2, points)
    """
    one, other, mixed = numbers[0], numbers[1], numbers[2:]
    centre = numbers[:2].mean()
    variance = numbers[:2].var()
    if variance == 0:
        return np.zeros(len(mixed)), np.zeros(len(mixed))
    first = ((other - centre) * (mixed - one)).mean(axis=1) / variance
    total = 0.5 * ((one - mixed) ** 2).mean(axis=1) / variance
    return first, total


def _interval(one: Estimate) -> str:
    return f"{one.low:.3f} to {one.high:.3f}"
