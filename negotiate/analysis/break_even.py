"""Break-even: the values of a parameter at which a number changes sign, or a label another label.

The range is scanned, and each interval of the scan in which something changes is closed in on: by
bisection for labels, and by Brent's method for numbers, whose bracket is then narrowed to the
tolerance. Both sides are reported: the last value tested before the change and the first behind
it. Two changes within one interval of the scan that cancel are not seen; so what is listed is what
was found, and it is all there is only where the function is known to be monotone.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from negotiate.analysis.answers import RESULT, UNDEFINED, Answer, ask, check_callable, identity
from negotiate.analysis.change_points import change_points
from negotiate.checks import finite_number, show, whole_number
from negotiate.errors import InvalidInput
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["BreakEvens", "Crossing", "break_even"]


@dataclass(frozen=True)
class Crossing:
    """A change, between two values of the parameter at most the tolerance apart.

    Attributes
    ----------
    below, above : float
        The values tested on either side.
    answer_below, answer_above : float, str or None
        The answers there: numbers of different signs (or one of them 0), or different labels.
    """

    below: float
    above: float
    answer_below: Answer
    answer_above: Answer

    @property
    def value(self) -> float:
        """The side whose number is nearer to 0; the middle for labels."""
        if isinstance(self.answer_below, float) and isinstance(self.answer_above, float):
            return self.below if abs(self.answer_below) <= abs(self.answer_above) else self.above
        return 0.5 * (self.below + self.above)

    @property
    def residual(self) -> float | None:
        """The number at ``value``, None for labels."""
        if isinstance(self.answer_below, float) and isinstance(self.answer_above, float):
            return min(self.answer_below, self.answer_above, key=abs)
        return None

    @property
    def jump(self) -> float | None:
        """How far the number moves across the bracket: large beside it, the sign changes by a jump."""
        if isinstance(self.answer_below, float) and isinstance(self.answer_above, float):
            return abs(self.answer_above - self.answer_below)
        return None


@dataclass(frozen=True, eq=False)
class BreakEvens(Solution):
    """Where an answer changes along one parameter.

    Attributes
    ----------
    parameter : str
        Its name.
    low, high : float
        The range that was scanned.
    tolerance : float
        The widest bracket.
    steps : int
        Intervals of the scan.
    at_low, at_high : float, str or None
        The answers at the ends.
    crossings : tuple of Crossing
        The changes found, in rising order.
    monotone : bool
        Whether the caller says that the answer is monotone; then there are no others.
    undefined : dict of float to str
        Values tested at which there is no model, with the reason.
    """

    parameter: str
    low: float
    high: float
    tolerance: float
    steps: int
    at_low: Answer
    at_high: Answer
    crossings: tuple[Crossing, ...]
    monotone: bool
    undefined: dict[float, str]
    provenance: Provenance
    concept: str = field(default="break even", init=False)

    @property
    def values(self) -> tuple[float, ...]:
        """The parameter at each change."""
        return tuple(crossing.value for crossing in self.crossings)

    def table(self) -> Table:
        """Return one row a change."""
        columns: list[Column | str] = [
            "changes",
            *(Column(title, digits=6) for title in ("last before", "first behind")),
            "answer before",
            "answer behind",
        ]
        rows: list[tuple[Cell, ...]] = [
            (f"at {one.value:.6g}", one.below, one.above, one.answer_below, one.answer_above)
            for one in self.crossings
        ]
        ends = f"{show(self.at_low)} at {self.low:g}, {show(self.at_high)} at {self.high:g}"
        said = "Found" if self.crossings else "No change found"
        scan = f"{said} by a scan of {self.steps} intervals; brackets are at most {self.tolerance:.3g} wide"
        sure = (
            "monotone, so there are no others"
            if self.monotone
            else "others within one interval may go unseen"
        )
        notes = [f"{ends}.", f"{scan}; {sure}."]
        if self.undefined:
            place, reason = next(iter(self.undefined.items()))
            notes.append(f"No model at {len(self.undefined)} values; at {place:g}: {reason}")
        return Table(f"Break-even values of {self.parameter}", columns, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return the changes."""
        found = [
            {
                "value": one.value,
                "below": one.below,
                "above": one.above,
                "answer_below": one.answer_below,
                "answer_above": one.answer_above,
                "residual": one.residual,
            }
            for one in self.crossings
        ]
        return {"parameter": self.parameter, "found": found, "all": self.monotone}

    def certificate(self) -> dict[str, Any]:
        """Return how the range was searched."""
        return {
            "scanned": (self.low, self.high),
            "steps": self.steps,
            "tolerance": self.tolerance,
            "widest_bracket": max((one.above - one.below for one in self.crossings), default=None),
            "undefined": {f"{value:g}": reason for value, reason in self.undefined.items()},
        }


def break_even(
    function: Callable[[float], Any],
    parameter: str,
    low: float,
    high: float,
    *,
    steps: int = 16,
    tolerance: float | None = None,
    monotone: bool = False,
) -> BreakEvens:
    """Find where an answer changes between two values of a parameter.

    Parameters
    ----------
    function : callable
        From the parameter to a number (its sign is asked for), a label, or None for no answer.
    parameter : str
        Its name, for tables.
    low, high : float
        The range, with ``low < high``.
    steps : int
        Intervals of the scan.
    tolerance : float, optional
        The widest bracket; a millionth of the range unless given.
    monotone : bool
        Say that the answer changes at most once; a second change is then an error.

    Raises
    ------
    InvalidInput
        For an empty range, an answer that is a dict, more than one change where there is none to be.

    Examples
    --------
    >>> found = break_even(lambda price: 2 - price * price, "price", 0, 4)
    >>> round(found.values[0], 5), found.crossings[0].above - found.crossings[0].below <= 4e-6
    (1.41421, True)
    >>> break_even(lambda price: "deal" if price < 3 else "none", "price", 0, 4).crossings[0].answer_above
    'none'
    """
    low, high = finite_number("low", low), finite_number("high", high)
    if not low < high:
        raise InvalidInput(f"low={low:g} and high={high:g}; low must be below high.")
    width = (high - low) * 1e-6 if tolerance is None else finite_number("tolerance", tolerance, above=0)
    asked = _Asked(function)
    coarse = change_points(asked.side, low, high, steps=steps, tolerance=high - low)
    found = tuple(_narrowed(asked, point.below, point.above, width) for point in coarse)
    crossings = tuple(one for one in found if not _same_zero(one, found))
    if monotone and len(crossings) > 1:
        raise InvalidInput(
            f"{parameter} changes the answer at {', '.join(f'{one.value:g}' for one in crossings)}, "
            "so it is not monotone; leave monotone out."
        )
    return BreakEvens(
        parameter,
        low,
        high,
        width,
        whole_number("steps", steps, low=1),
        asked(low),
        asked(high),
        crossings,
        bool(monotone),
        asked.undefined,
        Provenance(digest({"function": identity(function), "parameter": parameter, "range": [low, high]})),
    )


class _Asked:
    """A function asked once for each value."""

    def __init__(self, function: Callable[[float], Any]) -> None:
        check_callable(function)
        self._function = function
        self._known: dict[float, Answer] = {}
        self.undefined: dict[float, str] = {}

    def __call__(self, value: float) -> Answer:
        if value not in self._known:
            found = ask(lambda values: self._function(values["at"]), {"at": value})
            if isinstance(found, str):
                self.undefined[value] = found
                found = {RESULT: UNDEFINED}
            if list(found) != [RESULT]:
                raise InvalidInput("function returned a dict; a break-even is asked of one number or label.")
            self._known[value] = found[RESULT]
        return self._known[value]

    def side(self, value: float) -> object:
        """Return the sign of a number, or the label."""
        found = self(value)
        return math.copysign(1.0, found) if isinstance(found, float) and found else found


def _narrowed(asked: _Asked, below: float, above: float, width: float) -> Crossing:
    """Close in on a change: a first guess by Brent's method, then bisection of what is left."""
    if all(isinstance(asked(end), float) for end in (below, above)):
        below, above = _about_root(asked, below, above, width)
    point = change_points(asked.side, below, above, steps=1, tolerance=width)[0]
    return Crossing(point.below, point.above, asked(point.below), asked(point.above))


def _about_root(asked: _Asked, below: float, above: float, width: float) -> tuple[float, float]:
    """Return a narrower bracket of a change of sign, where Brent's method finds one."""
    from scipy.optimize import brentq

    def number(value: float) -> float:
        found = asked(value)
        if not isinstance(found, float):
            raise _NoNumberError
        return found

    if asked(below) == 0 or asked(above) == 0:
        return below, above
    try:
        root = float(brentq(number, below, above, xtol=width / 4, rtol=1e-15))
    except _NoNumberError:
        return below, above
    near = (max(below, root - 0.49 * width), min(above, root + 0.49 * width))
    return near if asked.side(near[0]) != asked.side(near[1]) else (below, above)


class _NoNumberError(Exception):
    """A value between two numbers at which there is none."""


def _same_zero(one: Crossing, found: tuple[Crossing, ...]) -> bool:
    """Say whether a change is the second side of a zero that the scan hit: it is then reported once."""
    return one.answer_below == 0.0 and any(other.above == one.below for other in found)
