"""Diminishing returns: a concave, increasing, piecewise linear function of added capability.

Piecewise linear functions with falling slopes are exact in a linear programme: the cheaper
segments fill up first. A power law or a logarithm is replaced by its chords, which lie below it by at
most a stated error and touch it at every breakpoint.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, finite_number, freeze, whole_number
from negotiate.errors import InvalidInput

__all__ = ["PiecewiseReturns", "log_returns", "power_returns"]

MOST_SEGMENTS = 2_000
LEAST_EXPONENT = 0.05  # below it the first chords from nothing vanish
SHORT = 1e-6  # a reach this small beside the stock is one chord


@dataclass(frozen=True, eq=False, init=False)
class PiecewiseReturns:
    """A concave function through the origin: ``slopes[j]`` holds from ``breakpoints[j]`` on.

    Parameters
    ----------
    breakpoints : array-like, shape (segments,)
        Where each segment begins, in capability (bn USD at score 1); the first is 0, rising.
    slopes : array-like, shape (segments,)
        Value per capability on each segment; none negative, none above the one before. The last
        holds without end.
    reach : float, optional
        Capability up to which the function is meant; a problem that can go beyond is refused.
    error : float
        How far the function may lie below the curve that it stands for.

    Examples
    --------
    >>> returns = PiecewiseReturns([0, 10], [1.0, 0.5])
    >>> returns(4), returns(14)
    (4.0, 12.0)
    """

    breakpoints: NDArray[np.float64]
    slopes: NDArray[np.float64]
    values: NDArray[np.float64]
    reach: float
    error: float

    def __init__(
        self, breakpoints: ArrayLike, slopes: ArrayLike, *, reach: float = math.inf, error: float = 0.0
    ) -> None:
        starts = finite_array("breakpoints", breakpoints, ("segments",))
        steep = finite_array("slopes", slopes, (len(starts),))
        if starts[0] != 0:
            raise InvalidInput(f"breakpoints[0] is {starts[0]:g}; it must be 0.")
        if (np.diff(starts) <= 0).any():
            raise InvalidInput("breakpoints do not rise; each must be above the one before.")
        if (np.diff(steep) > 0).any():
            raise InvalidInput("slopes rise; returns must diminish, so no slope may exceed the one before.")
        far = math.inf if reach == math.inf else finite_number("reach", reach, above=0, unit="bn USD")
        short = finite_number("error", error, low=0)
        if steep[-1] < 0:
            raise InvalidInput(f"slopes[-1] is {steep[-1]:g}; more capability cannot be worth less.")
        values = np.concatenate([[0.0], np.cumsum(np.diff(starts) * steep[:-1])])
        values.setflags(write=False)
        freeze(self, breakpoints=starts, slopes=steep, values=values, reach=far, error=short)

    def __call__(self, added: float) -> float:
        """Return the value of added capability."""
        more = finite_number("added", added, low=0, unit="bn USD")
        segment = int(np.searchsorted(self.breakpoints, more, side="right")) - 1
        return float(self.values[segment] + self.slopes[segment] * (more - self.breakpoints[segment]))


def power_returns(
    exponent: float, *, stock: float, scale: float, reach: float, segments: int = 32
) -> PiecewiseReturns:
    """Replace ``((stock + added)/scale)^exponent − (stock/scale)^exponent`` by its chords.

    Breakpoints are evenly spaced in ``(stock + added)^(exponent/2)``, which spreads the error
    evenly over the chords: it falls with the square of their number. ``error`` holds the largest
    distance between curve and chord, worked out in closed form.

    Parameters
    ----------
    exponent : float
        From 0.05 to 1; at 1 there is one segment and no error.
    stock : float
        Capability that is there already, at least 0.
    scale : float
        What capability is measured against, above 0.
    reach : float
        Largest added capability, above 0.
    segments : int
        Number of chords.

    Examples
    --------
    >>> root = power_returns(0.5, stock=9.0, scale=1.0, reach=16.0, segments=8)
    >>> round(root(16.0), 12), root.error < 0.005
    (2.0, True)
    """
    theta = finite_number("exponent", exponent, low=LEAST_EXPONENT, high=1)
    held = finite_number("stock", stock, low=0)
    unit = finite_number("scale", scale, above=0)
    far = finite_number("reach", reach, above=0)
    count = whole_number("segments", segments, low=1, high=MOST_SEGMENTS)
    if theta == 1 or far < SHORT * held:
        count = 1
    ends = np.linspace(held ** (theta / 2), (held + far) ** (theta / 2), count + 1) ** (2 / theta)
    ends[0], ends[-1] = held, held + far
    steep = _rises(ends, theta) / unit**theta / np.diff(ends)
    slopes = np.minimum.accumulate(steep)  # near exponent 1 they differ by rounding alone
    error = 0.0 if theta == 1 else _largest_error(ends, slopes, theta, unit)
    return PiecewiseReturns(ends[:-1] - held, slopes, reach=far, error=error)


def log_returns(*, stock: float, reach: float, scale: float = 1.0, segments: int = 32) -> PiecewiseReturns:
    """Replace ``scale · log((stock + added)/stock)`` by its chords.

    Breakpoints rise by one ratio ``q``, so that every chord is as far from the curve as the next.
    A chord has the slope ``m = log(q)/(q − 1)`` relative to its beginning, and the distance is
    largest where the curve has it too: ``error = scale · (m − 1 − log m)``.

    Parameters
    ----------
    stock : float
        Capability that is there already, above 0.
    reach : float
        Largest added capability, above 0.
    scale : float
        What the logarithm is multiplied by, above 0.
    segments : int
        Number of chords.

    Examples
    --------
    >>> doubled = log_returns(stock=4.0, reach=12.0, segments=2)
    >>> doubled.breakpoints, round(doubled(12.0), 9), round(doubled.error, 4)
    (array([0., 4.]), 1.386294361, 0.0597)
    """
    held = finite_number("stock", stock, above=0)
    far = finite_number("reach", reach, above=0)
    size = finite_number("scale", scale, above=0)
    count = whole_number("segments", segments, low=1, high=MOST_SEGMENTS)
    if far < SHORT * held:
        count = 1
    step = math.log1p(far / held) / count
    starts = held * np.expm1(step * np.arange(count))
    slope = step / math.expm1(step)
    slopes = size * slope * np.exp(-step * np.arange(count)) / held
    error = size * max(slope - 1 - math.log(slope), 0.0)
    return PiecewiseReturns(starts, slopes, reach=far, error=error)


def _rises(ends: NDArray[np.float64], theta: float) -> NDArray[np.float64]:
    """Return the differences of ``ends^theta`` without cancellation."""
    low, high = ends[:-1], ends[1:]
    with np.errstate(divide="ignore"):  # a first end of 0 gives log 0, and the right difference
        ratio = np.where(low < high / 2, np.log(low / high), np.log1p(-(high - low) / high))
    rises: NDArray[np.float64] = -(high**theta) * np.expm1(theta * ratio)
    return rises


def _largest_error(
    ends: NDArray[np.float64], slopes: NDArray[np.float64], theta: float, unit: float
) -> float:
    """Measure curve over chord where the curve's slope equals the chord's."""
    with np.errstate(over="ignore"):  # near exponent 1; the tangent point lies on its chord
        tangent = unit * (slopes * unit / theta) ** (1 / (theta - 1))
    tangent = np.clip(tangent, ends[:-1], ends[1:])
    chord = (ends[:-1] / unit) ** theta + slopes * (tangent - ends[:-1])
    return max(float(((tangent / unit) ** theta - chord).max()), 0.0)
