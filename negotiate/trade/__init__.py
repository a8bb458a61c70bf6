"""What tariffs cost: import markets in partial equilibrium, one sector at a time.

- ``sector.py``: a sector's imports, tariff and elasticities; pass-through and its inverse.
- ``market.py``: the sectors as arrays, and what every form of demand has to answer.
- ``constant_elasticity.py``, ``linear.py``: the two forms of demand and supply.
- ``partial_equilibrium.py``: prices, quantities and welfare at any tariff rates, their slopes,
  and the importer's optimal tariffs.
- ``effects.py``: what comes out.
- ``approximations.py``: SMART and the Harberger triangle, the textbook's short formulas.
"""

from negotiate.trade.approximations import (
    harberger_triangle,
    revenue_change,
    trade_creation,
    trade_diversion,
)
from negotiate.trade.effects import TariffEffects
from negotiate.trade.partial_equilibrium import PartialEquilibrium
from negotiate.trade.sector import (
    Sector,
    pass_through,
    supply_elasticity_from_pass_through,
    value_elasticity,
)

__all__ = [
    "PartialEquilibrium",
    "Sector",
    "TariffEffects",
    "harberger_triangle",
    "pass_through",
    "revenue_change",
    "supply_elasticity_from_pass_through",
    "trade_creation",
    "trade_diversion",
    "value_elasticity",
]
