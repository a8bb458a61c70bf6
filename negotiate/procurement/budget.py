"""The budget cap: what a defence budget that may grow only so fast leaves for new purchases.

``headroom_y = base·Π_{h≤y}(1 + g_h) − committed·base`` in year ``y`` of the plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import finite_array, finite_number, freeze, show, whole_number
from negotiate.errors import InvalidInput

__all__ = ["BudgetCap"]

MOST_GROWTH = 10.0  # elevenfold in a year; a search for the least rise ends here


@dataclass(frozen=True, eq=False, init=False)
class BudgetCap:
    """A ceiling on the defence budget in each year of the plan, less what is committed.

    Parameters
    ----------
    base : float
        Budget of the base year, bn USD/yr, above 0.
    growth : float or sequence of float
        Yearly growth as a fraction; one number for all years or one a year.
    years : int
        Length of the plan.
    committed : float
        Outlays committed already in each year, as a share of the base.
    currency : str
        Of the base and the headroom; ``bn USD`` here stands for bn of it.

    Raises
    ------
    InvalidInput
        Where the cap falls below committed outlays in some year.

    Examples
    --------
    >>> cap = BudgetCap(57.6, 0.03, years=5)
    >>> cap.headroom.round(2)
    array([1.73, 3.51, 5.34, 7.23, 9.17])
    >>> round(cap.average, 1)
    5.4
    """

    base: float
    growth: tuple[float, ...]
    years: int
    committed: float
    currency: str
    headroom: NDArray[np.float64]

    def __init__(
        self,
        base: float,
        growth: float | Sequence[float],
        years: int,
        committed: float = 1.0,
        currency: str = "USD",
    ) -> None:
        if not isinstance(currency, str) or not currency.strip():
            raise InvalidInput(f"currency is {show(currency)}; it must be a code such as 'USD'.")
        unit = f"bn {currency}/yr"
        amount = finite_number("base", base, above=0, unit=unit)
        length = whole_number("years", years, low=1, high=100)
        path = finite_array("growth", np.atleast_1d(np.asarray(growth, dtype=object)), ("years",))
        if len(path) not in (1, length):
            raise InvalidInput(
                f"growth has {len(path)} rates; it must have one, or one for each of {length} years."
            )
        if path.min() <= -1 or path.max() > MOST_GROWTH:
            raise InvalidInput(f"growth must lie above -1 and at most {MOST_GROWTH:g}; 0.03 is 3% a year.")
        rates = np.resize(path, length)
        share = finite_number("committed", committed, low=0)
        caps = amount * np.cumprod(1 + rates)
        headroom = caps - share * amount
        headroom[np.abs(headroom) < 1e-12 * amount] = 0.0
        if headroom.min() < 0:
            year = int(np.argmax(headroom < 0))
            raise InvalidInput(
                f"cap of {caps[year]:.4g} {unit} in year {year + 1} is below committed outlays of "
                f"{share * amount:.4g} {unit}; raise growth or lower committed."
            )
        headroom.setflags(write=False)
        freeze(
            self,
            base=amount,
            growth=tuple(rates.tolist()),
            years=length,
            committed=share,
            currency=currency,
            headroom=headroom,
        )

    @property
    def average(self) -> float:
        """Headroom a year on average over the plan, bn USD/yr."""
        return float(self.headroom.mean())

    @property
    def label(self) -> str:
        """The growth as text: one rate, or the path."""
        steady = len(set(self.growth)) == 1
        return f"{self.growth[0]:.1%}" if steady else ", ".join(f"{rate:.1%}" for rate in self.growth)

    def least_growth(self, needed: float) -> float | None:
        """Return the least steady yearly growth whose average headroom covers ``needed`` bn USD/yr.

        Found by bisection to 1e-12 and rounded to the safe side; None above 1000% a year.
        """

        def short(rate: float) -> bool:
            growth = (1 + rate) ** np.arange(1, self.years + 1)
            return float(self.base * (growth.mean() - self.committed)) < needed

        low, high = -1.0, MOST_GROWTH
        if short(high):
            return None
        while high - low > 1e-12:
            middle = (low + high) / 2
            low, high = (middle, high) if short(middle) else (low, middle)
        return high
