"""What an observed deal reveals: its reading at one set of parameters, and along one parameter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from negotiate.analysis.drivers import spoken
from negotiate.bargaining import BargainingProblem
from negotiate.bargaining.backwards import solutions_that_pick
from negotiate.bargaining.backwards_solution import PickedBy, WeightSet
from negotiate.payoffs import Outcome, ThreatCredibility
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["CONDITIONS", "DealReading", "RevealedValues", "Segment", "revealed_table"]

CONDITIONS = ("both gain", "some weight yields it", "threat credible by itself", "all three")


@dataclass(frozen=True, eq=False)
class DealReading(Solution):
    """A deal judged against the threat carried out.

    Attributes
    ----------
    problem : BargainingProblem
        The deal, at position 0, and its alternatives, against the threat carried out.
    outcome : Outcome
        The deal.
    without : Outcome
        What follows without a deal.
    weights : WeightSet
        The bargaining weights of the buyer that yield the deal.
    credibility : ThreatCredibility
        Whether the setter would carry the threat out, and the audience cost that this takes.
    """

    problem: BargainingProblem
    outcome: Outcome
    without: Outcome
    weights: WeightSet
    credibility: ThreatCredibility
    provenance: Provenance
    concept: str = field(default="deal reading", init=False)

    @property
    def gains(self) -> tuple[Fraction, ...]:
        """What each side gains over the threat carried out."""
        return self.problem.gains(0)

    @cached_property
    def picked(self) -> PickedBy:
        """Which solutions pick the deal."""
        return solutions_that_pick(self.problem, 0)

    @property
    def conditions(self) -> dict[str, bool]:
        """Whether each condition holds, and whether all do."""
        each = (min(self.gains) > 0, not self.weights.empty, self.credibility.credible)
        return dict(zip(CONDITIONS, (*each, all(each)), strict=True))

    def table(self) -> Table:
        """Return one row a finding."""
        rows: list[tuple[Cell, ...]] = [
            (f"gain of {player}", gain, gain > 0)
            for player, gain in zip(self.problem.players, self.gains, strict=True)
        ]
        buyer, interval = self.problem.players[0], self.weights.interval
        if interval is None:
            rows.append((f"weight of {buyer} that yields it", None, False))
        else:
            for end, weight in zip(("least", "largest"), interval, strict=True):
                rows.append((f"{end} weight of {buyer} that yields it", weight, True))
        rows.append(
            ("audience cost that the threat needs", self.credibility.break_even, self.credibility.credible)
        )
        for name in self.picked.picks:
            rows.append((f"{name} picks it", None, self.picked.picked_by(name)))
        notes = [f"Against {self.without.label}; money in {self.problem.unit}."]
        if self.weights.empty:
            notes.append(f"No weight yields it: {self.weights.reason}.")
        columns: list[Column | str] = ["finding", Column("number", digits=3), "holds"]
        return Table(f"The deal {self.outcome.label} read backwards", columns, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return gains, weights and the audience cost."""
        return {
            "outcome": self.outcome.to_dict(),
            "without": self.without.to_dict(),
            "gains": dict(zip(self.problem.players, self.gains, strict=True)),
            "conditions": self.conditions,
            "weights": self.weights.answer(),
            "break_even_audience_cost": self.credibility.break_even,
            "picked_by": self.picked.answer()["picked_by"],
        }

    def certificate(self) -> dict[str, Any]:
        """Return what binds the weights, and the payoffs that credibility was judged by."""
        return {"weights": self.weights.certificate(), "credibility": self.credibility.certificate()}


@dataclass(frozen=True)
class Segment:
    """Values of a parameter at which a condition holds: it was found to hold at both ends.

    Attributes
    ----------
    low, high : float
        The outermost values tested at which it holds.
    fails_below, fails_above : float or None
        The nearest values tested beyond the ends, at which it does not hold; None where the
        segment reaches the end of the range.
    """

    low: float
    high: float
    fails_below: float | None
    fails_above: float | None

    def __str__(self) -> str:
        return f"{self.low:.3g} to {self.high:.3g}"


@dataclass(frozen=True, eq=False)
class RevealedValues(Solution):
    """The values of a parameter at which a deal is what theory expects.

    Attributes
    ----------
    outcome : Outcome
        The deal.
    path, unit : str
        The parameter.
    value, low, high : float
        The scenario's value, and the range that was scanned.
    steps : int
        Intervals of the scan.
    segments : mapping of str to tuple of Segment
        By condition, where it holds; none where it never does.
    audience_cost : tuple of float and Fraction, or None
        Of the values tested at which some weight yields the deal, the one at which the threat
        needs the least audience cost, and that cost; None where no weight does.
    undefined : mapping of float to str
        Values at which there is no model, with the reason; no condition holds there.
    tested : int
        How many values were solved.
    """

    outcome: Outcome
    path: str
    unit: str
    value: float
    low: float
    high: float
    steps: int
    segments: Mapping[str, tuple[Segment, ...]]
    audience_cost: tuple[float, Fraction] | None
    undefined: Mapping[float, str]
    tested: int
    provenance: Provenance
    concept: str = field(default="revealed values", init=False)

    def table(self) -> Table:
        """Return one row a segment, or one that says never."""
        heads: list[Column | str] = ["condition", *(Column(end, digits=4) for end in ("from", "to"))]
        heads += [Column(f"fails {side}", digits=4) for side in ("below, at", "above, at")]
        rows: list[tuple[Cell, ...]] = []
        for name, found in self.segments.items():
            rows += [(name, one.low, one.high, one.fails_below, one.fails_above) for one in found]
            if not found:
                rows.append((f"{name}: never", None, None, None, None))
        scanned = f"scanned from {self.low:g} to {self.high:g} in {self.steps} steps"
        notes = [f"Now {self.value:g}; {scanned}, changes bisected to a thousandth of the range."]
        if self.audience_cost is not None and self.audience_cost[1] > 0:
            value, cost = self.audience_cost
            notes.append(
                f"Where some weight yields it, the least audience cost is {float(cost):.3f}, at {value:.4g}."
            )
        if self.undefined:
            notes.append(f"No model at {len(self.undefined)} values: {next(iter(self.undefined.values()))}")
        return Table(
            f"{spoken(self.path)} that {self.outcome.label} reveals [{self.unit}]", heads, rows, notes
        )

    def answer(self) -> dict[str, Any]:
        """Return the segments by condition and the least audience cost."""
        cost = self.audience_cost
        return {
            "outcome": self.outcome.to_dict(),
            "path": self.path,
            "unit": self.unit,
            "value": self.value,
            "segments": {name: [(s.low, s.high) for s in found] for name, found in self.segments.items()},
            "least_audience_cost": None if cost is None else {"at": cost[0], "cost": cost[1]},
        }

    def certificate(self) -> dict[str, Any]:
        """Return the values tested on either side of each end, and how the range was scanned."""
        brackets = {
            name: [{"holds_at": (s.low, s.high), "fails_at": (s.fails_below, s.fails_above)} for s in found]
            for name, found in self.segments.items()
        }
        return {
            "brackets": brackets,
            "scanned": (self.low, self.high),
            "steps": self.steps,
            "tested": self.tested,
            "undefined": dict(self.undefined),
        }


def revealed_table(found: Sequence[RevealedValues]) -> Table:
    """Return one row a parameter: where each condition holds, and the least audience cost."""
    columns: list[Column | str] = ["parameter", Column("now", digits=3), "scanned", *CONDITIONS]
    columns.append(Column("least audience cost", digits=2))
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        held = ["; ".join(str(s) for s in one.segments[name]) or "never" for name in CONDITIONS]
        cost = None if one.audience_cost is None else float(one.audience_cost[1])
        rows.append((spoken(one.path), one.value, f"{one.low:g} to {one.high:g}", *held, cost))
    note = "The last column is for the values at which some weight yields the deal; a dash: there are none."
    deals = sorted({one.outcome.label for one in found})
    return Table(f"What {', '.join(deals)} reveals, one parameter at a time", columns, rows, [note])
