"""What an observed deal says of bargaining: the weights behind it, and the solutions that pick it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from negotiate.bargaining.problem import BargainingProblem
from negotiate.checks import exact_number
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["EXACTLY", "PickedBy", "WeightEnd", "WeightSet"]

EXACTLY = "exactly"
_SIMPLE = (10, 100, 1000)  # denominators tried for a weight inside the set


@dataclass(frozen=True)
class WeightEnd:
    """One end of a set of weights.

    Attributes
    ----------
    low, high : Fraction
        Proven bounds on the end; equal where it is a known rational number.
    closed : bool
        Whether the end belongs to the set; the ends 0 and 1 never do.
    rivals : tuple of int
        The outcomes that tie with the observed one at this weight; none at 0 and 1.
    """

    low: Fraction
    high: Fraction
    closed: bool
    rivals: tuple[int, ...] = ()

    @property
    def value(self) -> float:
        """The end as a float."""
        return float((self.low + self.high) / 2)


@dataclass(frozen=True, eq=False)
class WeightSet(Solution):
    """The bargaining weights of the first player for which a Nash solution picks an outcome.

    Attributes
    ----------
    problem : BargainingProblem
        The outcomes and the disagreement point.
    outcome : int
        Position of the observed outcome.
    convention : str
        ``"discrete"`` for a choice among the outcomes, ``"lottery"`` for one among lotteries.
    low, high : WeightEnd or None
        The ends of the interval; both None where no rival bounds an empty set.
    reason : str
        Why the set is empty; blank where it is not.
    decided : str
        ``"exactly"``, or to how many decimal places two ends were found to agree.
    compared : int
        Outcomes that the observed one was compared with.
    dominated_by : tuple of int
        Outcomes at least as good for both and better for one, of those that had to be compared
        exactly; any one of them empties the set.
    """

    problem: BargainingProblem
    outcome: int
    convention: str
    low: WeightEnd | None
    high: WeightEnd | None
    reason: str
    decided: str
    compared: int
    dominated_by: tuple[int, ...]
    provenance: Provenance
    concept: str = field(default="weights that yield", init=False)

    @property
    def empty(self) -> bool:
        """Whether no weight yields the outcome."""
        return bool(self.reason)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The ends as floats; None where the set is empty."""
        if self.empty or self.low is None or self.high is None:
            return None
        return self.low.value, self.high.value

    @property
    def inside(self) -> Fraction | None:
        """A simple weight in the set, for ``nash_solution``; None where the set is empty."""
        if self.empty or self.low is None or self.high is None:
            return None
        middle = (self.low.high + self.high.low) / 2
        simple = (middle.limit_denominator(limit) for limit in _SIMPLE)
        return next((w for w in simple if self.low.high < w < self.high.low), middle)

    def contains(self, weight: float | str | Fraction) -> bool:
        """Say whether a weight of the first player is in the set.

        Between the proven bounds of an irrational end, 40 decimal places apart, it counts as in.

        Examples
        --------
        >>> from negotiate.bargaining import BargainingProblem
        >>> from negotiate.bargaining.backwards import weights_that_yield
        >>> cake = BargainingProblem([(4, 1), (2, 2), (1, 4)], (0, 0), ("Home", "Foreign"), "USD")
        >>> weights_that_yield(cake, 0).contains("0.6")
        True
        """
        given = exact_number("weight", weight)
        if self.empty or self.low is None or self.high is None:
            return False
        above = given >= self.low.low if self.low.closed else given > self.low.low
        below = given <= self.high.high if self.high.closed else given < self.high.high
        return above and below

    def table(self) -> Table:
        """Return one row an end: the weight, whether it belongs to the set, and what binds it."""
        one, other = self.problem.players
        columns: list[Column | str] = ["end", Column(f"weight of {one}", digits=4), "included", "bound by"]
        columns += [Column(f"gain of {player} there", digits=3) for player in (one, other)]
        rows = [row for name in ("low", "high") for row in self._rows(name, getattr(self, name))]
        gains = ", ".join(
            f"{player} {float(gain):g}"
            for player, gain in zip(self.problem.players, self.problem.gains(self.outcome), strict=True)
        )
        label = self.problem.label(self.outcome)
        notes = [f"Gains in {label}: {gains}."]
        if self.empty:
            notes.append(f"No weight yields {label}: {self.reason}.")
        return Table(f"Bargaining weights that yield {label} ({self.convention})", columns, rows, notes)

    def _rows(self, name: str, end: WeightEnd | None) -> list[tuple[Cell, ...]]:
        if end is None:
            return []
        if not end.rivals:
            return [(name, end.value, end.closed, "no rival", None, None)]
        rival = end.rivals[0]
        gains = [float(gain) for gain in self.problem.gains(rival)]
        return [(name, end.value, end.closed and not self.empty, self.problem.label(rival), *gains)]

    def answer(self) -> dict[str, Any]:
        """Return the interval, or that it is empty and why."""
        return {
            "outcome": self.outcome,
            "label": self.problem.label(self.outcome),
            "player": self.problem.players[0],
            "convention": self.convention,
            "empty": self.empty,
            "reason": self.reason,
            "interval": self.interval,
            "closed": None if self.interval is None else [e.closed for e in (self.low, self.high) if e],
        }

    def certificate(self) -> dict[str, Any]:
        """Return the exact gains of the outcome and of the rivals that bind each end."""
        return {
            "gains": self.problem.gains(self.outcome),
            "low": self._proof(self.low),
            "high": self._proof(self.high),
            "dominated_by": self.dominated_by,
            "compared": self.compared,
            "decided": self.decided,
        }

    def _proof(self, end: WeightEnd | None) -> dict[str, Any] | None:
        if end is None:
            return None
        rivals = {self.problem.label(rival): self.problem.gains(rival) for rival in end.rivals}
        return {"bounds": (end.low, end.high), "closed": end.closed, "gains_of_rivals": rivals}


@dataclass(frozen=True, eq=False)
class PickedBy(Solution):
    """Which solutions pick an observed outcome.

    Attributes
    ----------
    problem : BargainingProblem
        The outcomes and the disagreement point.
    outcome : int
        Position of the observed outcome.
    picks : mapping of str to tuple of int, or to str
        By solution: all outcomes that it picks, or in words why it does not apply.
    """

    problem: BargainingProblem
    outcome: int
    picks: Mapping[str, tuple[int, ...] | str]
    provenance: Provenance
    concept: str = field(default="solutions that pick", init=False)

    def picked_by(self, solution: str) -> bool | None:
        """Say whether a solution picks the outcome; None where it does not apply."""
        found = self.picks[solution]
        return None if isinstance(found, str) else self.outcome in found

    def table(self) -> Table:
        """Return one row a solution: whether it picks the outcome, and what it picks."""
        label = self.problem.label(self.outcome)
        rows: list[tuple[Cell, ...]] = []
        for solution, found in self.picks.items():
            if isinstance(found, str):
                told = found
            else:
                told = ", ".join(self.problem.label(place) for place in found) or "no agreement"
            rows.append((solution, self.picked_by(solution), told))
        return Table(f"Solutions that pick {label}", ["solution", "picks it", "its outcome"], rows)

    def answer(self) -> dict[str, Any]:
        """Return by solution whether it picks the outcome."""
        label = self.problem.label(self.outcome)
        return {
            "outcome": self.outcome,
            "label": label,
            "picked_by": {name: self.picked_by(name) for name in self.picks},
        }

    def certificate(self) -> dict[str, Any]:
        """Return what each solution picks."""
        return {"picks": dict(self.picks)}
