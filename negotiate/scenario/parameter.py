"""Parameter: a number with its unit, its range and where it comes from.

Nothing enters a model from a scenario as a bare number: a price, an elasticity, a purchase is
a parameter, read from an inline table ``{ value, unit, low, high, source, date, note, fact }``.
It is either *identified* (somebody published it) or *assumed* (the author's judgement, which
must then say how low and how high it could be).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["ASSUMED", "Parameter"]

ASSUMED = "assumed"


@dataclass(frozen=True)
class Parameter:
    """One number of a model, as a scenario file states it.

    Parameters
    ----------
    path : str
        Where it stands in the file, such as ``"model.trade.pass_through"``.
    value : float
        The number, in ``unit``.
    unit : str
        Its unit; ``"1"`` for a pure number.
    low, high : float, optional
        The range that sensitivity analysis sweeps, in ``unit``; None where the file gives none.
    sources : tuple of str
        Keys of the sources, or ``("assumed",)``.
    date : str
        The day, month or year that the number is for; blank where the file gives none.
    note : str
        What a reader should know of it.
    fact : str
        ``"file:id"`` of the row of the shipped data that holds the same value; often blank.

    Examples
    --------
    >>> worth = Parameter("model.parameters.purchase_worth", 0.8, "1", 0.5, 1.1, ("assumed",))
    >>> worth.assumed, worth.contains(1.2)
    (True, False)
    """

    path: str
    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    sources: tuple[str, ...] = (ASSUMED,)
    date: str = ""
    note: str = ""
    fact: str = ""

    @property
    def assumed(self) -> bool:
        """Whether the number is the author's judgement and not published by anybody."""
        return ASSUMED in self.sources

    @property
    def identified(self) -> bool:
        """Whether the number comes from a source: the opposite of ``assumed``."""
        return not self.assumed

    @property
    def ranged(self) -> bool:
        """Whether the file says how low and how high the number could be."""
        return self.low is not None and self.high is not None

    def contains(self, value: float) -> bool:
        """Whether a number lies within ``[low, high]``; without a range, only the value itself does."""
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        return math.isfinite(value) and low <= value <= high
