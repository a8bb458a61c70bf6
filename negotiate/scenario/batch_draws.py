"""Many draws of a scenario's parameters as arrays: markets, effects, and rounding to whole units.

What ``build.py`` does for one set of parameters, the same formulas do here for arrays whose first
axis is the draw; that axis has length 1 for whatever no draw changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negotiate.payoffs.rounding import decimal_number, whole_units
from negotiate.scenario.scenario import Scenario
from negotiate.scenario.terms import PARAMETERS
from negotiate.trade.constant_elasticity import ConstantElasticity
from negotiate.trade.market import Market

__all__ = ["MOST_UNITS", "BatchEffects", "Draws", "Floats", "Units", "units_of"]

Floats = NDArray[np.float64]
Units = NDArray[np.int64]

MOST_UNITS = 2.0**52  # beyond this halves are lost in floats
_SCALE = {"m": 1e-3, "bn": 1.0, "tn": 1e3}
_DOUBT = 1e-14  # relative error of a value in units, above what float arithmetic leaves


@dataclass(frozen=True, eq=False)
class BatchEffects:
    """Effects of every package in every draw, each of shape (draws or 1, packages, sectors)."""

    consumer_surplus: Floats
    revenue: Floats
    exporter_gain: Floats
    price_rise: Floats  # of the duty-paid price, proportional

    def finite(self) -> NDArray[np.bool_]:
        """Return in which draws every effect is a finite number, shape (draws or 1,)."""
        good = [np.isfinite(part).all(axis=(1, 2)) for part in vars(self).values()]
        return np.asarray(np.logical_and.reduce(good))


@dataclass(frozen=True, eq=False)
class Draws:
    """Values of some parameters of a scenario, one an entry, and the scenario's own of the rest.

    Attributes
    ----------
    scenario : Scenario
        With demand of constant elasticity.
    values : mapping of str to ndarray, shape (draws,)
        By the parameter's path.
    """

    scenario: Scenario
    values: Mapping[str, Floats]

    @property
    def count(self) -> int:
        """How many draws there are."""
        return len(next(iter(self.values.values()))) if self.values else 1

    def of(self, path: str, default: float | None = None) -> Floats:
        """Return a parameter's values, shape (draws,), or (1,) where no draw changes it."""
        if path in self.values:
            return self.values[path]
        if default is None:
            return np.array([self.scenario.value(path)])
        return np.array([self.scenario.value(path, default)])

    def payoff(self, key: str, default: float | None = None) -> Floats:
        """Return a parameter of the payoffs, shape (draws or 1,)."""
        return self.of(PARAMETERS + key, default)

    @cached_property
    def market(self) -> Market:
        """The sectors as arrays of shape (draws or 1, 1, sectors)."""
        sectors = self.scenario.document["model"]["sectors"]
        demand = self._by_sector([self.of(f"model.sectors.{name}.demand_elasticity") for name in sectors])
        share = self._by_sector([self._pass_through(name) for name in sectors])
        with np.errstate(divide="ignore", invalid="ignore"):
            supply = np.where(share == 1, np.inf, demand * share / (1 - share))
            passed = np.where(share == 1, 1.0, supply / (demand + supply))
            borne = np.where(share == 1, 0.0, demand / (demand + supply))
        return Market(
            names=tuple(sectors),
            imports=self._by_sector([self._imports(name) for name in sectors]),
            base=self._by_sector([self.of(f"model.sectors.{name}.base_tariff") for name in sectors]),
            demand=demand,
            supply=supply,
            passed=passed,
            borne=borne,
        )

    @cached_property
    def rates(self) -> Floats:
        """The packages' rates, shape (draws or 1, packages, sectors); the status quo's are the base."""
        model = self.scenario.document["model"]
        packages, sectors = model["packages"], model["sectors"]
        table = np.array([[package["rates"][name] for name in sectors] for package in packages.values()])
        rates = np.repeat(table[None], len(self.market.base), axis=0)
        place = list(packages).index(model["status_quo_package"])
        for k, name in enumerate(sectors):
            if f"model.sectors.{name}.base_tariff" in self.values:
                rates[:, place, k] = self.market.base[:, 0, k]
        return rates

    @property
    def _substitution(self) -> Floats:
        sectors = self.scenario.document["model"]["sectors"]
        return self._by_sector([self.of(f"model.sectors.{name}.substitution") for name in sectors])

    @property
    def _markups(self) -> bool:
        return bool(self.scenario.document["model"]["trade"]["exporter_loss"] == "markup_profit")

    def has_model(self) -> NDArray[np.bool_]:
        """Return which draws the trade model accepts: supply surplus takes a pass-through below 1."""
        full = (self.market.passed == 1).any(axis=(1, 2))
        return np.asarray(np.ones_like(full) if self._markups else ~full)

    def effects(self) -> BatchEffects:
        """Return what each package does in each draw."""
        market, form = self.market, ConstantElasticity(self.market)
        with np.errstate(all="ignore"):
            at = form.response(self.rates)
            consumers, exporters = form.surpluses(self.rates)
            revenue = (self.rates - market.base) * (market.imports + at.export_value)
            revenue = revenue + market.base * at.export_value
            gain = at.export_value / self._substitution if self._markups else exporters
            return BatchEffects(consumers, revenue, gain, at.duty_paid_price / (1 + market.base) - 1)

    def slopes(self) -> BatchEffects:
        """Return the derivative of each effect in the sector's own rate."""
        market, form = self.market, ConstantElasticity(self.market)
        with np.errstate(all="ignore"):
            at, slope = form.response(self.rates), form.slopes(self.rates)
            consumers = -at.quantity * slope.duty_paid_price
            exporters = at.quantity * slope.world_price
            revenue = market.imports + at.export_value + self.rates * slope.export_value
            gain = slope.export_value / self._substitution if self._markups else exporters
            return BatchEffects(consumers, revenue, gain, slope.duty_paid_price / (1 + market.base))

    def import_shares(self) -> Floats:
        """Return each sector's share of the imports under the talks, shape (draws or 1, 1, sectors)."""
        imports = self.market.imports
        with np.errstate(all="ignore"):
            return np.asarray(imports / imports.sum(axis=-1, keepdims=True))

    def _pass_through(self, sector: str) -> Floats:
        path = f"model.sectors.{sector}.pass_through"
        return self.of(path if path in self.scenario.parameters else "model.trade.pass_through")

    def _imports(self, sector: str) -> Floats:
        path = f"model.sectors.{sector}.imports"
        scale = _SCALE[self.scenario.parameter(path).unit.partition(" ")[0]]
        return self.of(path) * scale * self.of(f"model.sectors.{sector}.covered_share", 1.0)

    def _by_sector(self, columns: list[Floats]) -> Floats:
        return np.ascontiguousarray(np.stack(np.broadcast_arrays(*columns), axis=-1)[:, None, :])


def units_of(values: Floats, weight: Fraction, resolution: Fraction) -> Units:
    """Round weighted values to whole units of the resolution as one payoff term does.

    Decided in floats, and in exact decimals wherever a value is too near to half a unit for
    floats to tell. Values that are not finite, or beyond 2**52 units, count as 0; the caller
    sees to them.

    Examples
    --------
    >>> units_of(np.array([0.25, 0.74, 1.25]), Fraction(1), Fraction(1, 2))
    array([0, 1, 2])
    """
    scaled = values * float(weight) / float(resolution)
    scaled = np.where(np.abs(scaled) < MOST_UNITS, scaled, 0.0)
    units = np.rint(scaled).astype(np.int64)
    near = np.abs(np.abs(scaled - np.floor(scaled)) - 0.5) <= _DOUBT * np.abs(scaled)
    for place in zip(*np.nonzero(near), strict=True):
        exact = weight * decimal_number("a payoff term", float(values[place]))
        units[place] = whole_units(exact, resolution)
    return units
