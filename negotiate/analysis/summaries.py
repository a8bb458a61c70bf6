"""Summaries of the chunks of a Monte Carlo run: moments, quantiles, shares, running estimates.

The chunks are read in their order, so the same chunks give the same bytes, whoever made them. No
more than one chunk is in memory; quantiles are exact order statistics, found in a few passes.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from negotiate.analysis.answers import UNDEFINED, Answers, Columns, Labels
from negotiate.analysis.chunk_store import ChunkStore
from negotiate.analysis.intervals import clopper_pearson, quantile_ranks
from negotiate.analysis.order_statistics import order_statistics
from negotiate.errors import InvalidInput, NoSolution

__all__ = ["LEVELS", "Estimate", "NumberSummary", "Share", "Step", "Tally", "summarise"]

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
BINS = 30
MOST_LABELS = 10_000
FIRST_STEP = 16  # draws before the first running estimate
_NORMAL = 1.959963984540054  # of a standard normal variable, 95 % lie within


@dataclass(frozen=True)
class Estimate:
    """A number estimated from draws, and the interval that covers the true one 95 times in 100."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class NumberSummary:
    """A number over all draws in which it has a value.

    Attributes
    ----------
    answered : int
        In how many draws it has one.
    mean : Estimate
        With the interval of the normal approximation.
    deviation, least, largest : float
        Standard deviation, and the extremes among the draws.
    quantiles : dict of float to Estimate
        By level; order statistics, with distribution-free intervals.
    positive : Share
        The share of these draws in which it is above 0.
    bins : tuple of int
        Counts in bins of equal width between the extremes.
    """

    answered: int
    mean: Estimate
    deviation: float
    least: float
    largest: float
    quantiles: dict[float, Estimate]
    positive: Share
    bins: tuple[int, ...]


@dataclass(frozen=True)
class Share:
    """A share of draws, with its Clopper-Pearson interval at 95 %."""

    count: int
    draws: int
    low: float
    high: float

    @classmethod
    def of(cls, count: int, draws: int) -> Share:
        """Return the share of draws, with its interval."""
        return cls(count, draws, *clopper_pearson(count, draws))

    @property
    def value(self) -> float:
        """The share itself."""
        return self.count / self.draws


@dataclass(frozen=True)
class Step:
    """Running estimates after a number of draws: means of numbers, shares of the base's labels."""

    draws: int
    estimates: dict[str, Estimate]


@dataclass
class _Moments:
    """Count, mean and sum of squared deviations, built up piece by piece (Chan et al. 1979)."""

    count: int = 0
    mean: float = 0.0
    squares: float = 0.0
    positive: int = 0
    least: float = math.inf
    largest: float = -math.inf

    def with_piece(self, piece: NDArray[np.float64]) -> _Moments:
        """Return the moments of all so far and one more piece."""
        if not len(piece):
            return self
        mean = float(piece.mean())
        squares = float(((piece - mean) ** 2).sum())
        count, gap = self.count + len(piece), mean - self.mean
        return _Moments(
            count,
            self.mean + gap * (len(piece) / count),
            self.squares + squares + gap * gap * (self.count * (len(piece) / count)),
            self.positive + int((piece > 0).sum()),
            min(self.least, float(piece.min())),
            max(self.largest, float(piece.max())),
        )

    @property
    def deviation(self) -> float:
        return math.sqrt(self.squares / (self.count - 1)) if self.count > 1 else 0.0

    def estimate(self) -> Estimate:
        """Return the mean with its interval."""
        half = _NORMAL * self.deviation / math.sqrt(self.count)
        return Estimate(self.mean, self.mean - half, self.mean + half)


@dataclass
class Tally:
    """What all chunks say together.

    Attributes
    ----------
    numbers : dict of str to _Moments
        By question.
    labels : dict of str to dict of str to int
        Counts by question and label.
    undefined : int
        Draws without a model.
    reason : str
        Why, at the first of them.
    steps : list of Step
        Running estimates.
    """

    numbers: dict[str, _Moments] = field(default_factory=dict)
    labels: dict[str, dict[str, int]] = field(default_factory=dict)
    undefined: int = 0
    reason: str = ""
    steps: list[Step] = field(default_factory=list)
    draws: int = 0

    def add(self, columns: Columns) -> None:
        """Add a chunk, or a part of one."""
        for name, column in columns.numbers.items():
            known = column[~np.isnan(column)]
            self.numbers[name] = self.numbers.get(name, _Moments()).with_piece(known)
        for name, labels in columns.labels.items():
            counts = self.labels.setdefault(name, {})
            for word, count in zip(
                labels.known, np.bincount(labels.codes, minlength=len(labels.known)), strict=True
            ):
                counts[word] = counts.get(word, 0) + int(count)
            if len(counts) > MOST_LABELS:
                raise InvalidInput(
                    f"function gives more than {MOST_LABELS:,} different labels for {name}; "
                    "return a number, or fewer labels."
                )
        self.draws += columns.count

    def step(self, base: Answers) -> Step:
        """Return the estimates so far."""
        found = {name: moments.estimate() for name, moments in self.numbers.items() if moments.count}
        for name, counts in self.labels.items():
            share = Share.of(counts.get(str(base.get(name)), 0), self.draws)
            found[name] = Estimate(share.value, share.low, share.high)
        return Step(self.draws, found)


def summarise(store: ChunkStore, counts: Sequence[int], base: Answers) -> Tally:
    """Read all chunks once, with the running estimates at powers of two and at the end."""
    tally = Tally()
    for number, count in enumerate(counts):
        columns = store.read(number, count)
        if columns is None:
            raise NoSolution(f"chunk {number} was changed while it was used; run again.")
        if columns.undefined and not tally.reason:
            tally.reason = columns.reason
        tally.undefined += columns.undefined
        for start, end in _parts(tally.draws, count):
            tally.add(_rows(columns, start, end))
            if _shown(tally.draws) or (number == len(counts) - 1 and end == count):
                tally.steps.append(tally.step(base))
    return _settled(tally)


def _settled(tally: Tally) -> Tally:
    """See to questions that had no answer in some chunks: labels are then undefined there."""
    for name, counts in tally.labels.items():
        moments = tally.numbers.pop(name, None)
        if moments is not None and moments.count:
            raise InvalidInput(f"function answers {name} by labels and by numbers; keep to one.")
        missing = tally.draws - sum(counts.values())
        if missing:
            counts[UNDEFINED] = counts.get(UNDEFINED, 0) + missing
    return tally


def number_summary(store: ChunkStore, counts: Sequence[int], name: str, moments: _Moments) -> NumberSummary:
    """Summarise a number; its quantiles are read from the chunks."""
    ranks = {level: quantile_ranks(level, moments.count) for level in LEVELS}
    wanted = sorted({rank for three in ranks.values() for rank in three})
    found = order_statistics(lambda: store.column(name, list(counts)), wanted)
    quantiles = {
        level: Estimate(found[middle], found[low], found[high])
        for level, (low, middle, high) in ranks.items()
    }
    ends = (moments.least, moments.largest)
    pieces = [np.histogram(piece, BINS, ends)[0] for piece in store.column(name, list(counts))]
    return NumberSummary(
        moments.count,
        moments.estimate(),
        moments.deviation,
        moments.least,
        moments.largest,
        quantiles,
        Share.of(moments.positive, moments.count),
        tuple(np.sum(pieces, axis=0).tolist()),
    )


def _parts(before: int, count: int) -> list[tuple[int, int]]:
    """Cut a chunk where the number of draws passes a power of two."""
    cuts = [0]
    power = 1
    while power < before + count:
        if before < power:
            cuts.append(power - before)
        power *= 2
    cuts.append(count)
    return [(one, other) for one, other in itertools.pairwise(cuts) if other > one]


def _shown(draws: int) -> bool:
    return draws >= FIRST_STEP and draws & (draws - 1) == 0


def _rows(columns: Columns, start: int, end: int) -> Columns:
    return Columns(
        end - start,
        {name: column[start:end] for name, column in columns.numbers.items()},
        {name: Labels(labels.known, labels.codes[start:end]) for name, labels in columns.labels.items()},
    )
