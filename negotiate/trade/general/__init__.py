"""What tariffs cost in general equilibrium: wages, prices and revenue adjust until markets clear.

The base year
- ``economy.py``: flows, tariffs, elasticities; ``elasticity.py``: their ranges.
- ``building.py``, ``tidy.py``: from trade and incomes, from shares, from tidy tables.
- ``aggregate.py``: countries joined to regions. ``regions.py``: the shipped twelve.
- ``consistency.py``: what does not add up, in words. ``layout.py``: where the axes stand.

The counterfactual
- ``model.py``: the rules, and the equilibrium at new tariffs. ``tariffs.py``: tables of tariffs.
- ``request.py``: what is asked, checked and laid out.
- ``system.py``, ``slopes.py``: the equations and their derivatives.
- ``newton.py``, ``root.py``: the iterations, and what to say where they fail.
- ``solution.py``: what comes out; ``certificate.py``: its proof, from levels.

What follows
- ``gradient.py``: welfare and revenue differentiated in all tariffs at once.
- ``decomposition.py``: terms of trade, volume, transfers, labour, scale.
- ``closed_forms.py``: what theory says in one line.
- ``liberation_day.py``: a published study of the tariffs of April 2025.
- ``policy/``: optimal, Nash and agreed tariffs, retaliation, who gains, tariff games.
"""

from negotiate.trade.general.aggregate import aggregate
from negotiate.trade.general.building import economy_from_shares, economy_from_trade
from negotiate.trade.general.closed_forms import (
    gains_from_trade,
    inverse_elasticity_tariff,
    johnson_tariff,
    many_country_tariff,
    symmetric_nash_tariff,
    two_country_tariff,
)
from negotiate.trade.general.decomposition import WelfareParts, welfare_parts
from negotiate.trade.general.economy import Economy
from negotiate.trade.general.elasticity import Elasticity
from negotiate.trade.general.gradient import tariff_gradient, welfare_jacobian
from negotiate.trade.general.model import GeneralEquilibrium
from negotiate.trade.general.regions import load_regions
from negotiate.trade.general.solution import TradeEquilibrium
from negotiate.trade.general.tariffs import read_tariffs, tariffs_by
from negotiate.trade.general.tidy import read_economy

__all__ = [
    "Economy",
    "Elasticity",
    "GeneralEquilibrium",
    "TradeEquilibrium",
    "WelfareParts",
    "aggregate",
    "economy_from_shares",
    "economy_from_trade",
    "gains_from_trade",
    "inverse_elasticity_tariff",
    "johnson_tariff",
    "load_regions",
    "many_country_tariff",
    "read_economy",
    "read_tariffs",
    "symmetric_nash_tariff",
    "tariff_gradient",
    "tariffs_by",
    "two_country_tariff",
    "welfare_jacobian",
    "welfare_parts",
]
