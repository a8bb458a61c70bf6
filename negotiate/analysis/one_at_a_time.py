"""One at a time: each parameter goes to the low and to the high end of its range, the rest stay.

What a parameter does together with others is not seen; ``sobol_indices`` shows that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from negotiate.analysis.answers import UNDEFINED, Answer, Answers, Function, ask, identity
from negotiate.analysis.uncertain import Given, Uncertain, uncertain_parameters
from negotiate.checks import one_of
from negotiate.errors import NoSolution
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["Swing", "Tornado", "one_at_a_time"]


@dataclass(frozen=True)
class Swing:
    """One answer at both ends of one parameter's range.

    Attributes
    ----------
    parameter : str
        Its name.
    low, high : float
        The ends of its range.
    at_low, at_high : float, str or None
        The answer there; None for no answer, ``"undefined"`` for a label where there is no model.
    base : float, str or None
        The answer at everybody's own value.
    """

    parameter: str
    low: float
    high: float
    at_low: Answer
    at_high: Answer
    base: Answer

    @property
    def size(self) -> float | None:
        """The distance between the answers at both ends, None where one is missing.

        For labels: at how many of the two ends the label is not that of the base.
        """
        if isinstance(self.base, str) or isinstance(self.at_low, str) or isinstance(self.at_high, str):
            return float(sum(found != self.base for found in (self.at_low, self.at_high)))
        if self.at_low is None or self.at_high is None:
            return None
        return abs(self.at_high - self.at_low)

    @property
    def moves(self) -> bool:
        """Whether the answer at one of the ends is not that of the base."""
        return self.at_low != self.base or self.at_high != self.base

    @property
    def width(self) -> float | None:
        """The distance between the least and the largest of both ends and the base."""
        found = [one for one in (self.at_low, self.base, self.at_high) if isinstance(one, float)]
        return max(found) - min(found) if found else None


@dataclass(frozen=True, eq=False)
class Tornado(Solution):
    """What each parameter does by itself.

    Attributes
    ----------
    parameters : mapping of str to Uncertain
        The ranges.
    base : mapping of str to float, str or None
        The answers at everybody's own value.
    swings : mapping of str to tuple of Swing
        By question, one a parameter: first those at an end of which there is no answer any
        more, then the largest swing; ties in the order of the parameters.
    undefined : mapping of str to str
        Ends at which there is no model, such as ``"price = 4"``, with the reason.
    """

    parameters: Mapping[str, Uncertain]
    base: Mapping[str, Answer]
    swings: Mapping[str, tuple[Swing, ...]]
    undefined: Mapping[str, str]
    provenance: Provenance
    concept: str = field(default="one at a time", init=False)

    def of(self, question: str | None = None) -> tuple[Swing, ...]:
        """Return the swings of one question, the first one unless named."""
        chosen = next(iter(self.swings)) if question is None else one_of("question", question, self.swings)
        return self.swings[chosen]

    def changed_by(self, question: str) -> tuple[str, ...]:
        """Return the parameters whose ends change an answer."""
        return tuple(swing.parameter for swing in self.of(question) if swing.moves)

    def table_of(self, question: str | None = None) -> Table:
        """Return one row a parameter for one question."""
        name = next(iter(self.swings)) if question is None else question
        columns: list[Column | str] = ["parameter", *(Column(end, digits=4) for end in ("low", "high"))]
        columns += ["at low", "at high", Column("swing", digits=4)]
        rows: list[tuple[Cell, ...]] = [
            (swing.parameter, swing.low, swing.high, swing.at_low, swing.at_high, swing.size)
            for swing in self.of(name)
        ]
        base = self.base[name]
        notes = [f"Now: {'no answer' if base is None else _shown(base)}.", *self._notes()]
        return Table(f"{name}, one parameter at a time", columns, rows, notes)

    def table(self) -> Table:
        """Return the range of each answer, and what moves it most."""
        columns: list[Column | str] = ["answer", "now", "range", "moved most by", "parameters that move it"]
        rows: list[tuple[Cell, ...]] = []
        for name, swings in self.swings.items():
            moved = self.changed_by(name)
            base = self.base[name]
            now = "no answer" if base is None else _shown(base)
            rows.append((name, now, _span(swings), moved[0] if moved else "none", len(moved)))
        return Table("One parameter at a time, from low to high", columns, rows, self._notes())

    def _notes(self) -> list[str]:
        assumed = sum(one.assumed for one in self.parameters.values())
        notes = [
            f"{len(self.parameters)} parameters, {assumed} of them assumed: their ranges are judgements."
        ]
        if self.undefined:
            place, reason = next(iter(self.undefined.items()))
            notes.append(f"No model at {len(self.undefined)} ends; at {place}: {reason}")
        return notes

    def answer(self) -> dict[str, Any]:
        """Return the base answers and all swings."""
        swings = {
            name: [
                {
                    "parameter": one.parameter,
                    "low": one.low,
                    "high": one.high,
                    "at_low": one.at_low,
                    "at_high": one.at_high,
                    "swing": one.size,
                }
                for one in found
            ]
            for name, found in self.swings.items()
        }
        return {"base": dict(self.base), "swings": swings}

    def certificate(self) -> dict[str, Any]:
        """Return how many calls were made, and where there is no model."""
        return {"calls": 1 + 2 * len(self.parameters), "undefined": dict(self.undefined)}


def one_at_a_time(
    function: Function,
    parameters: Mapping[str, Given],
    *,
    progress: Callable[[int, int], object] | None = None,
) -> Tornado:
    """Move each parameter to both ends of its range, the others at their own values.

    Parameters
    ----------
    function : callable
        From a dict of values by name to a number, a label, None, or a dict of these by name.
    parameters : mapping
        Ranges by name: ``Uncertain``, a scenario's parameter, (low, high) or (value, low, high).
    progress : callable, optional
        Told how many of how many calls are made.

    Raises
    ------
    NoSolution
        Where there is no model at the parameters' own values.

    Examples
    --------
    >>> def trade(values):
    ...     gain = values["worth"] - values["price"]
    ...     return {"gain": gain, "deal": "yes" if gain > 0 else "no"}
    >>> tornado = one_at_a_time(trade, {"worth": (3, 2, 4), "price": (2, 1.5, 3.5)})
    >>> print(tornado.table_of("gain"))
    gain, one parameter at a time
    parameter     low    high  at low  at high   swing
        worth  2.0000  4.0000   0.000    2.000  2.0000
        price  1.5000  3.5000   1.500   -0.500  2.0000
    Now: 1.
    2 parameters, 2 of them assumed: their ranges are judgements.
    >>> tornado.changed_by("deal")
    ('worth', 'price')
    """
    ranges = uncertain_parameters(parameters)
    own = {name: one.value for name, one in ranges.items()}
    base = ask(function, own)
    if isinstance(base, str):
        raise NoSolution(f"there is no model at the parameters' own values: {base}")
    undefined: dict[str, str] = {}
    ends: dict[str, list[Answers]] = {}
    for position, (name, one) in enumerate(ranges.items(), 1):
        ends[name] = []
        for value in (one.low, one.high):
            found = ask(function, {**own, name: value})
            if isinstance(found, str):
                undefined[f"{name} = {value:g}"] = found
                found = {
                    question: UNDEFINED if isinstance(now, str) else None for question, now in base.items()
                }
            ends[name].append(found)
        if progress is not None:
            progress(1 + 2 * position, 1 + 2 * len(ranges))
    return Tornado(
        ranges,
        base,
        {question: _sorted_swings(question, base, ranges, ends) for question in base},
        undefined,
        Provenance(digest({"function": identity(function), "parameters": _plain(ranges)})),
    )


def _sorted_swings(
    question: str, base: Answers, ranges: Mapping[str, Uncertain], ends: Mapping[str, list[Answers]]
) -> tuple[Swing, ...]:
    swings = [
        Swing(name, one.low, one.high, ends[name][0][question], ends[name][1][question], base[question])
        for name, one in ranges.items()
    ]
    return tuple(sorted(swings, key=_rank, reverse=True))


def _rank(swing: Swing) -> float:
    """Order swings: first those at whose ends there is no answer any more, last those without one at all."""
    if swing.size is not None:
        return swing.size
    return math.inf if swing.moves else -1.0


def _plain(ranges: Mapping[str, Uncertain]) -> dict[str, Any]:
    return {name: one.to_dict() for name, one in ranges.items()}


def _shown(found: float | str) -> str:
    return found if isinstance(found, str) else f"{found:.4g}"


def _span(swings: tuple[Swing, ...]) -> str:
    found = [one for swing in swings for one in (swing.at_low, swing.base, swing.at_high)]
    labels = sorted({one for one in found if isinstance(one, str)})
    if labels:
        return f"{len(labels)} answers" if len(labels) > 3 else " | ".join(labels)
    numbers = [one for one in found if isinstance(one, float)]
    return f"{min(numbers):.4g} to {max(numbers):.4g}" if numbers else "no answer"
