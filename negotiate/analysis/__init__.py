"""How sure: what a result depends on, for any function from parameters to a result.

``change_points.py``: where along one parameter an answer changes, by bisection.
``drivers.py``: what drives the result of a scenario.
``revealed.py``: what an observed deal reveals; ``revealed_price.py`` of the price of a tariff
point; ``revealed_solution.py`` what comes out.
"""

from negotiate.analysis.change_points import ChangePoint, change_points
from negotiate.analysis.drivers import BreakEven, Drivers, find_drivers, outcomes_along, spoken
from negotiate.analysis.revealed import observed_deal, read_deal, revealed_values, threat_carried_out
from negotiate.analysis.revealed_price import RevealedPrice, revealed_price
from negotiate.analysis.revealed_solution import DealReading, RevealedValues, revealed_table

__all__ = [
    "BreakEven",
    "ChangePoint",
    "DealReading",
    "Drivers",
    "RevealedPrice",
    "RevealedValues",
    "change_points",
    "find_drivers",
    "observed_deal",
    "outcomes_along",
    "read_deal",
    "revealed_price",
    "revealed_table",
    "revealed_values",
    "spoken",
    "threat_carried_out",
]
