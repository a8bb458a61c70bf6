"""How sure: what a result depends on, for any function from parameters to a result.

``change_points.py``: where along one parameter an answer changes, by bisection.
``drivers.py``: what drives the result of a scenario.
"""

from negotiate.analysis.change_points import ChangePoint, change_points
from negotiate.analysis.drivers import BreakEven, Drivers, find_drivers, outcomes_along, spoken

__all__ = ["BreakEven", "ChangePoint", "Drivers", "change_points", "find_drivers", "outcomes_along", "spoken"]
