"""The contract behind an item: when it is paid, when it delivers, what it costs beyond the price.

A unit ordered in year ``y`` is paid as ``π_0, π_1, …`` in the years ``y, y+1, …`` and delivered in
``y + lag``. The price may depend on how many units the plan has ordered before (learning, bulk):
units beyond ``from_quantity`` cost the price of their tier, in the order in which they are ordered.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from negotiate.checks import finite_array, finite_number, freeze, show, whole_number
from negotiate.errors import InvalidInput

__all__ = ["Contract", "Tiers", "learning_tiers"]

Tiers = tuple[tuple[int, float], ...]

MOST_YEARS = 100  # of a payment profile or a lag
MOST_TIERS = 50


@dataclass(frozen=True)
class Contract:
    """Payment, delivery, upkeep and the price schedule of one item.

    Parameters
    ----------
    profile : sequence of float
        Shares of the price paid 0, 1, 2, … years after the order; none negative, in sum 1.
    lag : int
        Years from order to delivery.
    upkeep : float
        Operating cost per unit and year from the year of delivery on, bn of ``currency``.
    offset : float
        Share of the US-origin part of the price that comes back as work, from 0 to 1.
    currency : str
        Of price, tiers and upkeep: ``"USD"`` or a code that the problem has a rate for.
    minimum : int
        Smallest order in a year in which any is ordered, units.
    most_a_year : int, optional
        Largest order in a year, units: what the maker can take on. No limit where None.
    tiers : sequence of (from_quantity, price)
        Units beyond ``from_quantity`` over the plan cost ``price`` each; quantities rise, prices
        may rise or fall. Without tiers every unit costs the item's price.

    Raises
    ------
    InvalidInput
        For shares that are negative or do not sum to 1, tiers that do not rise, prices that are
        not positive, a smallest order above the largest.

    Examples
    --------
    >>> fms = Contract(profile=(0.2, 0.5, 0.3), lag=3, upkeep=0.01)
    >>> fms.profile, fms.currency
    ((0.2, 0.5, 0.3), 'USD')
    """

    profile: tuple[float, ...] = (1.0,)
    lag: int = 0
    upkeep: float = 0.0
    offset: float = 0.0
    currency: str = "USD"
    minimum: int = 0
    tiers: Tiers = ()
    most_a_year: int | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.currency, str) or not self.currency.strip():
            raise InvalidInput(f"currency is {show(self.currency)}; it must be a code such as 'USD'.")
        least = whole_number("minimum", self.minimum)
        freeze(
            self,
            profile=_profile(self.profile),
            lag=whole_number("lag", self.lag, high=MOST_YEARS),
            upkeep=finite_number("upkeep", self.upkeep, low=0),
            offset=finite_number("offset", self.offset, low=0, high=1),
            minimum=least,
            tiers=_tiers(self.tiers),
            most_a_year=_most_a_year(self.most_a_year, least),
        )

    def schedule(self, price: float) -> Tiers:
        """Return the price of every block of units from 0 on: ``price`` where no tier says another.

        Examples
        --------
        >>> Contract(tiers=((10, 0.9),)).schedule(1.0)
        ((0, 1.0), (10, 0.9))
        """
        if self.tiers and self.tiers[0][0] == 0:
            return self.tiers
        return ((0, price), *self.tiers)


def _profile(profile: Sequence[float]) -> tuple[float, ...]:
    shares = finite_array("profile", profile, ("years",)).tolist()
    if len(shares) > MOST_YEARS:
        raise InvalidInput(f"profile has {len(shares)} years; it must have at most {MOST_YEARS}.")
    if min(shares) < 0:
        raise InvalidInput(f"profile[{shares.index(min(shares))}] is {min(shares):g}; it must be at least 0.")
    if abs(math.fsum(shares) - 1) > 1e-9:
        raise InvalidInput(f"profile sums to {math.fsum(shares):.12g}; shares paid must sum to 1.")
    return tuple(shares)


def _most_a_year(most: int | None, least: int) -> int | None:
    if most is None:
        return None
    units = whole_number("most_a_year", most)
    if units < least:
        raise InvalidInput(f"most_a_year={units} is below minimum={least}; lower the one or raise the other.")
    return units


def _tiers(tiers: Sequence[tuple[int, float]]) -> Tiers:
    if isinstance(tiers, str) or not isinstance(tiers, Sequence):
        raise InvalidInput(f"tiers is {show(tiers)}; it must be a sequence of (from_quantity, price).")
    if len(tiers) > MOST_TIERS:
        raise InvalidInput(f"tiers has {len(tiers)} blocks; it must have at most {MOST_TIERS}.")
    kept: list[tuple[int, float]] = []
    for position, tier in enumerate(tiers):
        if isinstance(tier, str) or not isinstance(tier, Sequence) or len(tier) != 2:
            raise InvalidInput(f"tiers[{position}] is {show(tier)}; it must be (from_quantity, price).")
        start = whole_number(f"tiers[{position}] from_quantity", tier[0])
        price = finite_number(f"tiers[{position}] price", tier[1], above=0)
        if kept and start <= kept[-1][0]:
            raise InvalidInput(
                f"tiers[{position}] starts from {start}, not above {kept[-1][0]}; quantities must rise."
            )
        kept.append((start, price))
    return tuple(kept)


def learning_tiers(first_price: float, rate: float, most: int, blocks: int = 4) -> Tiers:
    """Build price tiers from Wright's law: price falls to ``rate`` of itself at each doubling.

    Unit ``n`` costs ``first_price · n^log2(rate)``. Blocks grow geometrically, and each costs per
    unit the average of its units, so that the schedule agrees with the law at the end of every
    block; within a block the sum paid lies below the law's, by at most the block's first price
    less its last price, times a quarter of its length.

    Parameters
    ----------
    first_price : float
        Price of the first unit, above 0.
    rate : float
        Above 0, at most 1: 0.85 is a price 15% lower at each doubling.
    most : int
        Units that the schedule must cover.
    blocks : int
        At most this many tiers.

    References
    ----------
    .. [1] T. P. Wright (1936), Journal of the Aeronautical Sciences 3(4), 122-128.
       doi:10.2514/8.155

    Examples
    --------
    >>> [(start, round(price, 4)) for start, price in learning_tiers(0.1, 0.8, 7, blocks=3)]
    [(0, 0.1), (1, 0.0751), (3, 0.0583)]
    """
    price = finite_number("first_price", first_price, above=0)
    kept = finite_number("rate", rate, above=0, high=1)
    units = whole_number("most", most, low=1)
    count = whole_number("blocks", blocks, low=1, high=MOST_TIERS)
    exponent = math.log2(kept)
    ends = sorted({min(units, math.ceil((units + 1) ** (k / count) - 1 - 1e-9)) for k in range(1, count + 1)})
    starts = [0, *ends[:-1]]
    return tuple(
        (start, price * math.fsum(n**exponent for n in range(start + 1, end + 1)) / (end - start))
        for start, end in zip(starts, ends, strict=True)
    )
