"""Who joins whom: what coalitions are worth, and how their joint gain or cost is shared.

- What goes in: ``game.py`` (players and the worth of every coalition), ``standard_games.py``
  (voting, bankruptcy, airport, gloves).
- How it is shared: ``shapley.py``, ``banzhaf.py``, ``core.py`` (core and least core),
  ``nucleolus.py``; ``sampling.py`` where coalitions are too many to list.
- How: ``subsets.py`` (coalitions as bits), ``stage.py`` (the smallest largest excess, exactly).
- ``division.py``: what comes out; ``solvers.py``: the list that ``solve`` reads.
"""

from negotiate.coalition.banzhaf import banzhaf_index
from negotiate.coalition.core import Core, core, least_core
from negotiate.coalition.division import Division
from negotiate.coalition.game import CoalitionGame
from negotiate.coalition.nucleolus import nucleolus
from negotiate.coalition.sampling import SampledShapley, sampled_shapley
from negotiate.coalition.shapley import shapley_value
from negotiate.coalition.standard_games import airport, bankruptcy, glove_market, weighted_voting

__all__ = [
    "CoalitionGame",
    "Core",
    "Division",
    "SampledShapley",
    "airport",
    "bankruptcy",
    "banzhaf_index",
    "core",
    "glove_market",
    "least_core",
    "nucleolus",
    "sampled_shapley",
    "shapley_value",
    "weighted_voting",
]
