"""What tariffs cost: import markets one at a time, and the whole world's trade at once.

- ``sector.py``: a sector's imports, tariff and elasticities; pass-through and its inverse.
- ``market.py``: the sectors as arrays, and what every form of demand has to answer.
- ``constant_elasticity.py``, ``linear.py``: the two forms of demand and supply.
- ``partial_equilibrium.py``: prices, quantities and welfare at any tariff rates, their slopes,
  and the importer's optimal tariffs.
- ``effects.py``: what comes out.
- ``approximations.py``: SMART and the Harberger triangle, the textbook's short formulas.
- ``general/``: general equilibrium, in which wages, prices and revenue adjust until markets clear.
"""

from negotiate.trade.approximations import (
    harberger_triangle,
    revenue_change,
    trade_creation,
    trade_diversion,
)
from negotiate.trade.effects import TariffEffects
from negotiate.trade.general import (
    Economy,
    Elasticity,
    GeneralEquilibrium,
    TradeEquilibrium,
    load_regions,
    read_economy,
    tariff_gradient,
    tariffs_by,
    welfare_jacobian,
    welfare_parts,
)
from negotiate.trade.partial_equilibrium import PartialEquilibrium
from negotiate.trade.sector import (
    Sector,
    pass_through,
    supply_elasticity_from_pass_through,
    value_elasticity,
)

__all__ = [
    "Economy",
    "Elasticity",
    "GeneralEquilibrium",
    "PartialEquilibrium",
    "Sector",
    "TariffEffects",
    "TradeEquilibrium",
    "harberger_triangle",
    "load_regions",
    "pass_through",
    "read_economy",
    "revenue_change",
    "supply_elasticity_from_pass_through",
    "tariff_gradient",
    "tariffs_by",
    "trade_creation",
    "trade_diversion",
    "value_elasticity",
    "welfare_jacobian",
    "welfare_parts",
]
