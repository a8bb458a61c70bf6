"""What to buy: a catalogue, a budget, and the bundle worth most.

- What goes in: ``catalogue.py`` (items), ``mission.py`` and ``returns.py`` (what they are worth),
  ``budget.py`` (the cap), ``problem.py``.
- What comes out: ``plan.py``; found by ``optimal.py`` (whole lots) and ``relaxed.py`` (divisible);
  ``conflict.py`` says why where nothing fits.
- What more would be worth: ``value.py`` (``V(B)`` as a function), ``prices.py``,
  ``frontier.py`` (both at many budgets).
- How: ``form.py`` (arrays), ``program.py`` (cvxpy), ``linear.py`` (many budgets), ``duality.py``
  (bounds), ``search.py`` and ``parts.py`` (proof by enumeration).
- What to order in which year: ``programme/``, with ``contract.py`` (payments, delivery, price
  tiers) and ``links.py`` (what one item means for another).
- Exchange rates, prices and threats that nobody knows: ``risk/``.
- ``annualise.py``: one yearly figure for payments over years; ``solvers.py``: the concepts.
"""

from negotiate.procurement.annualise import annualised_purchases
from negotiate.procurement.budget import BudgetCap
from negotiate.procurement.catalogue import Catalogue, Item
from negotiate.procurement.conflict import NoBundle
from negotiate.procurement.contract import Contract, learning_tiers
from negotiate.procurement.frontier import BudgetFrontier, budget_frontier
from negotiate.procurement.links import Excludes, Family, Requires, Synergy
from negotiate.procurement.mission import Mission, power_missions
from negotiate.procurement.optimal import optimal_bundle
from negotiate.procurement.plan import Plan
from negotiate.procurement.prices import MarginalValues, marginal_values
from negotiate.procurement.problem import BundleProblem
from negotiate.procurement.programme import (
    CES,
    LinearAnswer,
    LinearForm,
    NoProgramme,
    Programme,
    ProgrammeProblem,
    linear_form,
    optimal_programme,
    relaxed_programme,
    solve_linear,
)
from negotiate.procurement.relaxed import relaxed_bundle
from negotiate.procurement.returns import PiecewiseReturns, log_returns, power_returns
from negotiate.procurement.value import CatalogueValue, PowerValue, ValueFunction

__all__ = [
    "BudgetCap",
    "BudgetFrontier",
    "BundleProblem",
    "CES",
    "Catalogue",
    "CatalogueValue",
    "Contract",
    "Excludes",
    "Family",
    "Item",
    "LinearAnswer",
    "LinearForm",
    "MarginalValues",
    "Mission",
    "NoBundle",
    "NoProgramme",
    "PiecewiseReturns",
    "Plan",
    "PowerValue",
    "Programme",
    "ProgrammeProblem",
    "Requires",
    "Synergy",
    "ValueFunction",
    "annualised_purchases",
    "budget_frontier",
    "learning_tiers",
    "linear_form",
    "log_returns",
    "marginal_values",
    "optimal_bundle",
    "optimal_programme",
    "power_missions",
    "power_returns",
    "relaxed_bundle",
    "relaxed_programme",
    "solve_linear",
]
