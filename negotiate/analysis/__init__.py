"""How sure: what a result depends on, for any function from parameters to a result.

What goes in: ``uncertain.py`` a number with its range and distribution; ``answers.py`` what a
function may return; ``scenario_answers.py`` a scenario as such a function.

One or two parameters: ``one_at_a_time.py`` each to its low and high; ``break_even.py`` and
``change_points.py`` where an answer changes; ``region_map.py`` which answer where.

All together: ``monte_carlo.py`` and ``monte_carlo_solution.py`` draws, on ``points.py``,
``chunk_run.py``, ``chunk_store.py``, ``summaries.py``, ``order_statistics.py``, ``intervals.py``;
``sobol.py`` which parameter brings the variance; ``survival.py`` errors in the payoffs of a game.

A scenario's result: ``drivers.py`` what drives it; ``revealed.py`` what an observed deal reveals;
``revealed_price.py`` of the price of a tariff point; ``revealed_solution.py`` what comes out;
``strength.py`` how strongly third countries may answer before a deal stops paying.
"""

from negotiate.analysis.answers import Columns, Labels
from negotiate.analysis.break_even import BreakEvens, Crossing, break_even
from negotiate.analysis.change_points import ChangePoint, change_points
from negotiate.analysis.drivers import BreakEven, Drivers, find_drivers, outcomes_along, spoken
from negotiate.analysis.intervals import clopper_pearson, wilson
from negotiate.analysis.monte_carlo import monte_carlo
from negotiate.analysis.monte_carlo_solution import MonteCarlo
from negotiate.analysis.one_at_a_time import Swing, Tornado, one_at_a_time
from negotiate.analysis.region_map import RegionMap, region_map
from negotiate.analysis.revealed import observed_deal, read_deal, revealed_values, threat_carried_out
from negotiate.analysis.revealed_price import RevealedPrice, revealed_price
from negotiate.analysis.revealed_solution import DealReading, RevealedValues, revealed_table
from negotiate.analysis.scenario_answers import ScenarioAnswers
from negotiate.analysis.sobol import SobolIndices, sobol_indices
from negotiate.analysis.strength import ReactionStrength, reaction_strength
from negotiate.analysis.survival import Survival, equilibrium_survival
from negotiate.analysis.uncertain import Uncertain, ranged_parameters, short_names

__all__ = [
    "BreakEven",
    "BreakEvens",
    "ChangePoint",
    "Columns",
    "Crossing",
    "DealReading",
    "Drivers",
    "Labels",
    "MonteCarlo",
    "ReactionStrength",
    "RegionMap",
    "RevealedPrice",
    "RevealedValues",
    "ScenarioAnswers",
    "SobolIndices",
    "Survival",
    "Swing",
    "Tornado",
    "Uncertain",
    "break_even",
    "change_points",
    "clopper_pearson",
    "equilibrium_survival",
    "find_drivers",
    "monte_carlo",
    "observed_deal",
    "one_at_a_time",
    "outcomes_along",
    "ranged_parameters",
    "reaction_strength",
    "read_deal",
    "region_map",
    "revealed_price",
    "revealed_table",
    "revealed_values",
    "short_names",
    "sobol_indices",
    "spoken",
    "threat_carried_out",
    "wilson",
]
