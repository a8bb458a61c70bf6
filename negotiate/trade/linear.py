r"""Straight demand and supply lines with the given elasticities at the base point.

With the rise :math:`x = (t-t_0)/(1+t_0)`, pass-through :math:`\pi` and :math:`D = 1+(1-\pi)x`:

.. math::

    p^* - 1 = -(1-\pi)x/D, \quad p/p_0 - 1 = \pi x/D, \quad q/M_0 - 1 = -\eta\pi x/D

Surpluses are exact trapezoids. Above the choke price demand would be negative:
``response`` refuses such rates.
"""

from __future__ import annotations

import numpy as np

from negotiate.errors import InvalidInput
from negotiate.trade.market import Floats, Form, Response

__all__ = ["Linear"]


class Linear(Form):
    """Both curves are straight lines through the base point."""

    def response(self, rates: Floats) -> Response:
        """Return prices, quantity and the change in export value."""
        self._below_choke(rates)
        market = self.market
        world, paid, quantity = self._changes(rates)
        return Response(
            world_price=1 + world,
            duty_paid_price=(1 + market.base) * (1 + paid),
            quantity=market.imports * np.maximum(1 + quantity, 0),
            export_value=market.imports * (world + quantity + world * quantity),
        )

    def slopes(self, rates: Floats) -> Response:
        """Return the derivatives of ``response`` in each sector's own rate."""
        market = self.market
        world, _, quantity = self._changes(rates)
        base = 1 + market.base
        per_rate = 1 / (base * (1 + market.borne * market.rise(rates)) ** 2)
        world_slope = -market.borne * per_rate
        quantity_slope = -market.demand * market.passed * per_rate
        return Response(
            world_price=world_slope,
            duty_paid_price=base * market.passed * per_rate,
            quantity=market.imports * quantity_slope,
            export_value=market.imports * (world_slope * (1 + quantity) + (1 + world) * quantity_slope),
        )

    def surpluses(self, rates: Floats) -> tuple[Floats, Floats]:
        """Return the changes in consumer surplus and in exporters' supply surplus."""
        market = self.market
        world, paid, quantity = self._changes(rates)
        mean_quantity = market.imports * (1 + quantity / 2)
        return -(1 + market.base) * paid * mean_quantity, world * mean_quantity

    def optimal_rates(self, revenue_weight: float) -> Floats:
        r"""Return the maximiser of :math:`\Delta CS + \kappa\,\Delta TR`, sector by sector.

        Times :math:`D^3 > 0` the slope is linear in the rise :math:`x`, and not negative at a
        rate of -1 for :math:`\kappa \geq 1`: it has one root, a maximum, or it never turns down.
        """
        market, weight = self.market, revenue_weight
        base = 1 + market.base
        bend = market.borne - market.demand * market.passed  # quantity is M0 (1 + bend x) / D
        at_base = weight * (base - market.base * (market.borne + market.demand * market.passed))
        at_base = at_base - base * market.passed
        per_rise = weight * (
            base * (bend - market.demand * market.passed) - market.base * market.borne * bend
        )
        per_rise = per_rise - base * market.passed * bend
        rise = np.full(base.shape, np.inf)
        np.divide(at_base, -per_rise, out=rise, where=per_rise < 0)
        rates: Floats = market.base + base * rise
        return rates

    def _changes(self, rates: Floats) -> tuple[Floats, Floats, Floats]:
        """Return the proportional changes of world price, duty-paid price and quantity."""
        market, rise = self.market, self.market.rise(rates)
        spread = rise / (1 + market.borne * rise)
        return (
            -market.borne * spread,
            market.passed * spread,
            -market.demand * market.passed * spread,
        )

    def _below_choke(self, rates: Floats) -> None:
        """Refuse rates at which the demand line has passed zero, rounding aside."""
        market = self.market
        _, _, quantity = self._changes(rates)
        for place in np.argwhere(quantity < -1 - 1e-12):
            k = int(place[-1])
            rise = 1 / (market.demand[k] * market.passed[k] - market.borne[k])
            choke = market.base[k] + (1 + market.base[k]) * rise
            raise InvalidInput(
                f"rates: {rates[tuple(place)]:g} on sector {market.names[k]} is above the choke tariff "
                f"{choke:.4g}, where linear demand is zero; lower it or take demand='constant_elasticity'."
            )
