"""What a Monte Carlo run found: ranges of numbers, shares of labels, and how sure both are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from negotiate.analysis.answers import Answer
from negotiate.analysis.summaries import Estimate, NumberSummary, Share, Step
from negotiate.analysis.uncertain import Uncertain
from negotiate.checks import one_of
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["MonteCarlo"]

_SHOWN = 6  # labels of a question in the table; the rest are summed up in one row


@dataclass(frozen=True, eq=False)
class MonteCarlo(Solution):
    """Numbers and conclusions over all draws.

    Attributes
    ----------
    parameters : mapping of str to Uncertain
        What was drawn, and from which distribution.
    draws : int
        How many draws.
    points : str
        ``"sobol"`` or ``"independent"``.
    base : mapping of str to float, str or None
        The answers at everybody's own value.
    numbers : mapping of str to NumberSummary
        By question; numbers without an answer in any draw are left out.
    shares : mapping of str to dict of str to Share
        By question and label, the most frequent first.
    undefined : int
        Draws in which there is no model.
    reason : str
        Why, at the first of them.
    steps : tuple of Step
        Running estimates at powers of two, and at the end.
    """

    parameters: Mapping[str, Uncertain]
    draws: int
    points: str
    base: Mapping[str, Answer]
    numbers: Mapping[str, NumberSummary]
    shares: Mapping[str, Mapping[str, Share]]
    undefined: int
    reason: str
    steps: tuple[Step, ...]
    provenance: Provenance
    concept: str = field(default="monte carlo", init=False)

    def survival(self, question: str) -> Share:
        """Return the share of draws in which a label is what it is at everybody's own value."""
        found = self.shares[one_of("question", question, self.shares)]
        return found.get(str(self.base[question]), Share.of(0, self.draws))

    def range(self, question: str) -> tuple[float, float]:
        """Return the range of a number that holds the middle 90 % of the draws."""
        quantiles = self.numbers[one_of("question", question, self.numbers)].quantiles
        return quantiles[0.05].value, quantiles[0.95].value

    def table(self) -> Table:
        """Return one row a number, its range first, and one row a label."""
        columns: list[Column | str] = ["answer", "in 90 % of draws", "median", "now", "share of draws"]
        rows: list[tuple[Cell, ...]] = []
        for name, found in self.numbers.items():
            low, high = self.range(name)
            now = self.base.get(name)
            share = f"{found.answered / self.draws:.1%}"
            shown = None if now is None else f"{now:.4g}" if isinstance(now, float) else str(now)
            rows.append((name, f"{low:.4g} to {high:.4g}", _shown(found.quantiles[0.5]), shown, share))
        for name, shares in self.shares.items():
            rows += [
                (f"{name}: {word}", None, None, "←" if word == self.base.get(name) else None, _percent(share))
                for word, share in list(shares.items())[:_SHOWN]
            ]
            rest = list(shares.values())[_SHOWN:]
            if rest:
                count = sum(share.count for share in rest)
                rows.append(
                    (f"{name}: {len(rest)} others", None, None, None, _percent(Share.of(count, self.draws)))
                )
        return Table(f"Monte Carlo, {self.draws:,} draws", columns, rows, self._notes())

    def survival_table(self) -> Table:
        """Return in which share of the draws each conclusion is what it is now."""
        columns: list[Column | str] = [
            "conclusion",
            "now",
            *(Column(c, "%", 1) for c in ("share", "low", "high")),
        ]
        rows: list[tuple[Cell, ...]] = []
        for name in self.shares:
            share = self.survival(name)
            rows.append((name, str(self.base[name]), 100 * share.value, 100 * share.low, 100 * share.high))
        note = "Share of draws with the same answer as now; Clopper-Pearson intervals at 95 %."
        return Table("What survives", columns, rows, [note, *self._notes()])

    def convergence_table(self) -> Table:
        """Return the running estimates: means of numbers, shares of the labels that hold now."""
        names = [*self.numbers, *self.shares]
        columns: list[Column | str] = [Column("draws", digits=0), *names]
        rows: list[tuple[Cell, ...]] = [
            (step.draws, *(_plus_minus(step.estimates.get(name)) for name in names)) for step in self.steps
        ]
        return Table("Running estimates", columns, rows, ["Half the width of the 95 % interval after ±."])

    def _notes(self) -> list[str]:
        kinds = sorted({one.distribution for one in self.parameters.values()})
        assumed = sum(one.assumed for one in self.parameters.values())
        drawn = "scrambled Sobol points" if self.points == "sobol" else "independent draws"
        laid = f"{' and '.join(kinds)} over their ranges; {drawn}, seed {self.provenance.seed}"
        as_if = ", as for independent draws" if self.points == "sobol" else ""
        notes = [
            f"{len(self.parameters)} parameters ({assumed} assumed), {laid}.",
            f"Brackets: 95 % intervals for the error of sampling{as_if}.",
        ]
        if self.undefined:
            notes.append(f"No model in {self.undefined} draws; first: {self.reason}")
        return notes

    def answer(self) -> dict[str, Any]:
        """Return ranges, quantiles, means and shares."""
        return {
            "draws": self.draws,
            "base": dict(self.base),
            "numbers": {name: _number(found) for name, found in self.numbers.items()},
            "shares": {
                name: {word: _share(share) for word, share in found.items()}
                for name, found in self.shares.items()
            },
            "survival": {name: _share(self.survival(name)) for name in self.shares},
            "undefined": self.undefined,
        }

    def certificate(self) -> dict[str, Any]:
        """Return what was drawn, and the running estimates."""
        return {
            "parameters": {name: one.to_dict() for name, one in self.parameters.items()},
            "points": self.points,
            "confidence": 0.95,
            "reason_undefined": self.reason,
            "convergence": [
                {"draws": step.draws, **{name: _estimate(one) for name, one in step.estimates.items()}}
                for step in self.steps
            ],
        }


def _number(found: NumberSummary) -> dict[str, Any]:
    return {
        "range": [found.quantiles[0.05].value, found.quantiles[0.95].value],
        "answered": found.answered,
        "quantiles": {f"{level:g}": _estimate(one) for level, one in found.quantiles.items()},
        "mean": _estimate(found.mean),
        "deviation": found.deviation,
        "least": found.least,
        "largest": found.largest,
        "positive": _share(found.positive),
        "bins": list(found.bins),
    }


def _estimate(one: Estimate) -> list[float]:
    return [one.value, one.low, one.high]


def _share(one: Share) -> dict[str, Any]:
    return {"count": one.count, "share": one.value, "interval": [one.low, one.high]}


def _shown(one: Estimate) -> str:
    return f"{one.value:.4g} [{one.low:.4g}, {one.high:.4g}]"


def _percent(share: Share) -> str:
    return f"{share.value:.1%} [{share.low:.1%}, {share.high:.1%}]"


def _plus_minus(one: Estimate | None) -> str | None:
    return None if one is None else f"{one.value:.4g} ±{max(one.high - one.value, one.value - one.low):.2g}"
