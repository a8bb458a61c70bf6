"""Where along one parameter an answer changes: a scan, then bisection of each bracket.

The answer may be any value that can be compared: a label, a tuple, a number. Between two
scanned points with different answers there is at least one change; bisection closes in on one
and reports both sides. Two changes inside one step of the scan that cancel are not seen, so
the number of steps is part of the result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from negotiate.checks import finite_number, whole_number
from negotiate.errors import InvalidInput

__all__ = ["ChangePoint", "change_points"]

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class ChangePoint(Generic[Answer]):
    """Two parameter values, at most the tolerance apart, with different answers."""

    below: float
    above: float
    answer_below: Answer
    answer_above: Answer

    @property
    def value(self) -> float:
        """The middle of the bracket."""
        return 0.5 * (self.below + self.above)


def change_points(
    answer: Callable[[float], Answer],
    low: float,
    high: float,
    *,
    steps: int = 16,
    tolerance: float | None = None,
) -> tuple[ChangePoint[Answer], ...]:
    """Find where ``answer`` changes between ``low`` and ``high``.

    Parameters
    ----------
    answer : callable
        From the parameter to anything that ``==`` compares.
    low, high : float
        The range, in the parameter's unit, with ``low < high``.
    steps : int
        Intervals of the scan; two changes within one interval may go unseen.
    tolerance : float, optional
        Width of the brackets; a thousandth of the range unless given.

    Returns
    -------
    tuple of ChangePoint
        In increasing order, one for each pair of neighbouring scan points that differ.
        Numerical: each bracket contains a change.

    Examples
    --------
    >>> [round(p.value, 4) for p in change_points(lambda x: x * x > 2, 0, 2, tolerance=1e-6)]
    [1.4142]
    """
    low, high = finite_number("low", low), finite_number("high", high)
    if not low < high:
        raise InvalidInput(f"low={low:g} and high={high:g}; low must be below high.")
    width = (high - low) / 1000 if tolerance is None else finite_number("tolerance", tolerance, above=0)
    grid = np.linspace(low, high, whole_number("steps", steps, low=1) + 1).tolist()
    answers = [answer(value) for value in grid]
    found = []
    for k in range(len(grid) - 1):
        if answers[k] != answers[k + 1]:
            found.append(
                _bisect(answer, ChangePoint(grid[k], grid[k + 1], answers[k], answers[k + 1]), width)
            )
    return tuple(found)


def _bisect(
    answer: Callable[[float], Answer], bracket: ChangePoint[Answer], width: float
) -> ChangePoint[Answer]:
    while bracket.above - bracket.below > width:
        middle = bracket.value
        if not bracket.below < middle < bracket.above:
            break
        found = answer(middle)
        if found == bracket.answer_below:
            bracket = ChangePoint(middle, bracket.above, found, bracket.answer_above)
        else:
            bracket = ChangePoint(bracket.below, middle, bracket.answer_below, found)
    return bracket
