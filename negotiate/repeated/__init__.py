"""What holds: agreements that no court enforces, kept because breaking them ends them.

- ``enforcement.py``: what keeping, breaking and losing an agreement pays, issue by issue.
- ``critical_discount.py``: the least patience at which it is kept, by issue and pooled.
- ``stage_game.py``: an agreement and its reversion point as profiles of a game played every period.
- ``minmax.py``: what a player can be held to.
- ``sustainable.py``: everything that the threat of reverting to an equilibrium sustains.
- ``critical_solution.py``, ``sustainable_solution.py``: what comes out.
- ``solvers.py``: the list that ``solve`` reads.
"""

from negotiate.repeated.critical_discount import critical_discount_factors
from negotiate.repeated.critical_solution import CriticalDiscountFactors
from negotiate.repeated.enforcement import EnforcementProblem
from negotiate.repeated.minmax import MinmaxPayoffs, minmax_payoffs
from negotiate.repeated.stage_game import enforcement_problem
from negotiate.repeated.sustainable import sustainable_set
from negotiate.repeated.sustainable_solution import SustainableSet

__all__ = [
    "CriticalDiscountFactors",
    "EnforcementProblem",
    "MinmaxPayoffs",
    "SustainableSet",
    "critical_discount_factors",
    "enforcement_problem",
    "minmax_payoffs",
    "sustainable_set",
]
