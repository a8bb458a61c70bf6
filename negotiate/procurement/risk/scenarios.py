"""Scenarios: what the dollar and the items may cost, and how likely each case is.

A scenario ``s`` has a probability ``π_s``, a path of the exchange rate ``e_sy`` (the buyer's currency per
dollar in year ``y`` of the plan), and a multiplier ``m_sk`` on the price of each item ``k``. Rates or
multipliers may be left out; what is left out is as the plan has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, freeze, instance_of, names, probability_vector, whole_number
from negotiate.errors import InvalidInput
from negotiate.provenance import digest
from negotiate.table import Column, Table

__all__ = ["Scenarios", "scenario_probabilities"]

Floats = NDArray[np.float64]

MOST = 1_000_000  # scenarios
LARGEST = 1e9  # rate or multiplier; a larger one is a mistake of units


def scenario_probabilities(name: str, value: ArrayLike | None, count: int) -> Floats:
    """Accept one probability a scenario: none negative, summing to 1; None makes them equal.

    Examples
    --------
    >>> scenario_probabilities("probabilities", None, 4)
    array([0.25, 0.25, 0.25, 0.25])
    """
    if value is None:
        equal = np.full(count, 1 / count)
        equal.setflags(write=False)
        return equal
    return probability_vector(name, value, count, tolerance=1e-9)


@dataclass(frozen=True, eq=False, init=False)
class Scenarios:
    """Exchange-rate paths and price multipliers, with their probabilities.

    Parameters
    ----------
    rates : array-like, shape (scenarios, years), optional
        Units of the buyer's currency per dollar in each year, above 0.
    prices : array-like, shape (scenarios, items), optional
        Multipliers of unit prices, above 0; an item that ``items`` does not name keeps its price.
    items : sequence of str
        Names of the items that ``prices`` refers to.
    probabilities : array-like, shape (scenarios,), optional
        None negative, summing to 1; equal where none are given.
    seed : int, optional
        What the scenarios were drawn with, for the record.

    Raises
    ------
    InvalidInput
        For probabilities that are negative or do not sum to 1, a rate or multiplier that is not
        above 0, rates and prices of different counts, neither of the two.

    Examples
    --------
    >>> fx = Scenarios(rates=[(150, 155), (150, 140)], probabilities=[0.6, 0.4])
    >>> fx.count, fx.years, fx.mean_rates
    (2, 2, array([150., 149.]))
    >>> steel = Scenarios(prices=[(1.0,), (1.2,)], items=["destroyer"], probabilities=[0.75, 0.25])
    >>> both = fx.product(steel)
    >>> both.count, both.probabilities.round(2)
    (4, array([0.45, 0.15, 0.3 , 0.1 ]))
    """

    rates: Floats | None
    prices: Floats | None
    items: tuple[str, ...]
    probabilities: Floats
    seed: int | None

    def __init__(
        self,
        rates: ArrayLike | None = None,
        prices: ArrayLike | None = None,
        items: Sequence[str] = (),
        probabilities: ArrayLike | None = None,
        *,
        seed: int | None = None,
    ) -> None:
        if rates is None and prices is None:
            raise InvalidInput("scenarios have neither rates nor prices; give one of the two at least.")
        paths = None if rates is None else _positive("rates", rates, ("scenarios", "years"))
        labels = _priced_items(items, prices)
        factors = None if prices is None else _positive("prices", prices, ("scenarios", len(labels)))
        counts = {len(array) for array in (paths, factors) if array is not None}
        if len(counts) > 1:
            raise InvalidInput(
                f"rates has {len(rates)} scenarios and prices {len(prices)}; "  # type: ignore[arg-type]
                "they must have the same, or be joined by product()."
            )
        count = whole_number("count", counts.pop(), low=1, high=MOST)
        freeze(
            self,
            rates=paths,
            prices=factors,
            items=labels,
            probabilities=scenario_probabilities("probabilities", probabilities, count),
            seed=None if seed is None else whole_number("seed", seed),
        )

    @property
    def count(self) -> int:
        """Number of scenarios."""
        return len(self.probabilities)

    @property
    def years(self) -> int | None:
        """Years that the paths of the rate cover; None without rates."""
        return None if self.rates is None else self.rates.shape[1]

    @property
    def mean_rates(self) -> Floats | None:
        """Expected rate per dollar in each year; None without rates."""
        return None if self.rates is None else self.probabilities @ self.rates

    @property
    def mean_prices(self) -> Floats | None:
        """Expected multiplier of each item; None without prices."""
        return None if self.prices is None else self.probabilities @ self.prices

    def multipliers(self, items: Sequence[str]) -> Floats:
        """Return multipliers for the items of a catalogue, shape (scenarios, items).

        Raises
        ------
        InvalidInput
            Where the scenarios name an item that is not among them.
        """
        wanted = tuple(items)
        factors = np.ones((self.count, len(wanted)))
        for position, item in enumerate(self.items):
            if item not in wanted:
                raise InvalidInput(
                    f"scenarios have prices of {item!r}, which is not in the catalogue: {', '.join(wanted)}."
                )
            if self.prices is not None:
                factors[:, wanted.index(item)] = self.prices[:, position]
        return factors

    def product(self, other: Scenarios) -> Scenarios:
        """Join independent scenarios: every case of one with every case of the other.

        One of them may have rates, and their items must differ.
        """
        instance_of("other", other, Scenarios)
        first = np.repeat(np.arange(self.count), other.count)
        second = np.tile(np.arange(other.count), self.count)
        return self._joined(other, first, second, self.probabilities[first] * other.probabilities[second])

    def alongside(self, other: Scenarios) -> Scenarios:
        """Join scenarios one by one: the first with the first, and so on.

        For draws that are independent already, where a product would be too many. Counts and
        probabilities must be the same.
        """
        instance_of("other", other, Scenarios)
        if self.count != other.count or not np.array_equal(self.probabilities, other.probabilities):
            raise InvalidInput(
                f"scenarios joined one by one must have the same probabilities; there are {self.count} "
                f"and {other.count}. Draw as many, or join them by product()."
            )
        each = np.arange(self.count)
        return self._joined(other, each, each, self.probabilities)

    def _joined(
        self, other: Scenarios, first: NDArray[np.int64], second: NDArray[np.int64], weights: Floats
    ) -> Scenarios:
        if self.rates is not None and other.rates is not None:
            raise InvalidInput("both scenarios have rates; only one of the two may say what a dollar costs.")
        twice = sorted(set(self.items) & set(other.items))
        if twice:
            raise InvalidInput(f"both scenarios have prices of {', '.join(twice)}; name each item once.")
        parts = ((self, first), (other, second))
        paths = [one.rates[rows] for one, rows in parts if one.rates is not None]
        factors = [one.prices[rows] for one, rows in parts if one.prices is not None]
        return Scenarios(
            paths[0] if paths else None,
            np.hstack(factors) if factors else None,
            (*self.items, *other.items),
            weights / weights.sum(),
            seed=self.seed if other.seed is None else other.seed if self.seed is None else None,
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return digest([self.rates, self.prices, self.items, self.probabilities])

    def table(self) -> Table:
        """Return expectation, spread and range of each year's rate and each item's multiplier."""
        rows: list[tuple[str, float, float, float, float]] = []
        if self.rates is not None:
            rows += [
                (f"rate per USD, year {y + 1}", *self._spread(self.rates[:, y]))
                for y in range(self.years or 0)
            ]
        if self.prices is not None:
            rows += [
                (f"price of {item}, multiplier", *self._spread(self.prices[:, k]))
                for k, item in enumerate(self.items)
            ]
        columns: list[Column | str] = [
            "what",
            Column("mean", "", 4),
            Column("standard deviation", "", 4),
            Column("least", "", 4),
            Column("most", "", 4),
        ]
        return Table("Scenarios", columns, rows, [f"{self.count} scenarios"])

    def _spread(self, values: Floats) -> tuple[float, float, float, float]:
        mean = float(self.probabilities @ values)
        deviation = float(np.sqrt(self.probabilities @ (values - mean) ** 2))
        return mean, deviation, float(values.min()), float(values.max())


def _priced_items(items: Sequence[str], prices: ArrayLike | None) -> tuple[str, ...]:
    labels = names("items", items)
    if prices is None and labels:
        raise InvalidInput("items are named and prices is missing; give a multiplier for each item.")
    if prices is not None and not labels:
        raise InvalidInput("prices are given and items is empty; name the item of each column.")
    return labels


def _positive(name: str, value: ArrayLike, shape: tuple[int | str, ...]) -> Floats:
    array = finite_array(name, value, shape)
    for bad, wanted in ((array <= 0, "above 0"), (array > LARGEST, f"at most {LARGEST:g}")):
        if bad.any():
            place = tuple(int(k) for k in np.argwhere(bad)[0])
            at = ", ".join(str(k) for k in place)
            raise InvalidInput(f"{name}[{at}] is {array[place]:g}; it must be {wanted}.")
    return array
