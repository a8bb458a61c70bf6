r"""Demand and supply of constant elasticity.

With :math:`r = \ln\frac{1+t}{1+t_0}`, pass-through :math:`\pi = e/(\eta+e)` and the exponent of
export value :math:`k = (1-\pi) + \eta\pi`:

.. math::

    p^* = e^{-(1-\pi) r}, \quad p = (1+t_0)\, e^{\pi r}, \quad q = M_0\, e^{-\eta\pi r}, \quad
    p^* q = M_0\, e^{-k r}

    \Delta CS = -M_0 (1+t_0) \frac{e^{(1-\eta)\pi r} - 1}{1-\eta}, \qquad
    \Delta PS = M_0 \frac{e^{-k r} - 1}{1+e}

Everything is written in :math:`r` with ``expm1`` and ``log1p``, so that small tariff changes lose
no digits, :math:`e = \infty` needs no limit, and :math:`\eta = 1` is the logarithm.
"""

from __future__ import annotations

import numpy as np

from negotiate.trade.market import Floats, Form, Response

__all__ = ["ConstantElasticity"]


class ConstantElasticity(Form):
    """Both curves have the same elasticity at every price."""

    def response(self, rates: Floats) -> Response:
        """Return prices, quantity and the change in export value."""
        market, log_rise = self.market, self._log_rise(rates)
        return Response(
            world_price=np.exp(-market.borne * log_rise),
            duty_paid_price=(1 + market.base) * np.exp(market.passed * log_rise),
            quantity=market.imports * np.exp(-market.demand * market.passed * log_rise),
            export_value=market.imports * np.expm1(-self._value_elasticity * log_rise),
        )

    def slopes(self, rates: Floats) -> Response:
        """Return the derivatives of ``response`` in each sector's own rate."""
        market, at = self.market, self.response(rates)
        gross = 1 + rates
        return Response(
            world_price=-market.borne * at.world_price / gross,
            duty_paid_price=market.passed * at.duty_paid_price / gross,
            quantity=-market.demand * market.passed * at.quantity / gross,
            export_value=-self._value_elasticity * (market.imports + at.export_value) / gross,
        )

    def surpluses(self, rates: Floats) -> tuple[Floats, Floats]:
        """Return the changes in consumer surplus and in exporters' supply surplus."""
        market, log_rise = self.market, self._log_rise(rates)
        price_integral = _power_integral(1 - market.demand, market.passed * log_rise)
        consumers = -market.imports * (1 + market.base) * price_integral
        exporters = market.imports * np.expm1(-self._value_elasticity * log_rise) / (1 + market.supply)
        return consumers, exporters

    def optimal_rates(self, revenue_weight: float) -> Floats:
        r"""Return the maximiser of :math:`\Delta CS + \kappa\,\Delta TR`, sector by sector.

        The slope is a positive factor times :math:`\kappa - \pi - \kappa k\, t/(1+t)`, which falls
        in the rate; its root is
        :math:`t = \frac{\kappa\eta + (\kappa-1)e}{e\,(\kappa\eta - \kappa + 1)}`, that is
        :math:`1/e` at :math:`\kappa = 1`. Where there is no root the objective rises for ever.
        """
        weight, demand, supply = revenue_weight, self.market.demand, self.market.supply
        with np.errstate(divide="ignore", over="ignore"):
            numerator = weight * demand / supply + (weight - 1)
        denominator = weight * demand - weight + 1
        rates = np.full(demand.shape, np.inf)
        np.divide(numerator, denominator, out=rates, where=denominator > 0)
        return rates

    @property
    def _value_elasticity(self) -> Floats:
        return self.market.borne + self.market.demand * self.market.passed

    def _log_rise(self, rates: Floats) -> Floats:
        return np.log1p(self.market.rise(rates))


def _power_integral(power: Floats, log_price: Floats) -> Floats:
    """Return the integral of ``z**(power - 1)`` from 1 to the price: its log where power is 0."""
    power, log_price = np.broadcast_arrays(power, log_price)
    integral = log_price.copy()
    np.divide(np.expm1(power * log_price), power, out=integral, where=power != 0)
    return integral
