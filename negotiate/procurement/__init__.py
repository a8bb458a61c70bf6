"""What to buy: a catalogue, a budget, and the bundle worth most.

- What goes in: ``catalogue.py`` (items), ``mission.py`` and ``returns.py`` (what they are worth),
  ``budget.py`` (the cap), ``problem.py``.
- What comes out: ``plan.py``; found by ``optimal.py`` (whole lots) and ``relaxed.py`` (divisible);
  ``conflict.py`` says why where nothing fits.
- What more would be worth: ``value.py`` (``V(B)`` as a function), ``prices.py``,
  ``frontier.py`` (both at many budgets), ``steps.py`` (every step of ``V``), ``ranging.py`` (how far a
  plan stays the best), ``least.py`` (the least rise under which anything fits).
- What else would do: ``alternatives.py`` (the k best bundles), ``near.py`` (what all near-best hold).
- How: ``form.py`` (arrays), ``program.py`` (cvxpy), ``linear.py`` (many budgets), ``duality.py``
  (bounds), ``concave.py`` (divisible, in closed form), ``search.py``,
  ``band.py``, ``parts.py`` and ``joins.py`` (proof by enumeration).
- What to order in which year: ``programme/``, with ``contract.py`` (payments, delivery, price
  tiers) and ``links.py`` (what one item means for another).
- Exchange rates, prices and threats that nobody knows: ``risk/``.
- ``annualise.py``: one yearly figure for payments over years; ``solvers.py``: the concepts.
"""

from negotiate.procurement.alternatives import Alternatives, best_bundles
from negotiate.procurement.annualise import annualised_purchases
from negotiate.procurement.budget import BudgetCap
from negotiate.procurement.catalogue import Catalogue, Item
from negotiate.procurement.conflict import NoBundle
from negotiate.procurement.contract import Contract, learning_tiers
from negotiate.procurement.frontier import (
    BudgetFrontier,
    RelaxedFrontier,
    budget_frontier,
    relaxed_frontier,
)
from negotiate.procurement.least import LeastRise, least_rise
from negotiate.procurement.links import Excludes, Family, Requires, Synergy
from negotiate.procurement.mission import Mission, power_missions
from negotiate.procurement.near import NearOptimal, near_optimal
from negotiate.procurement.optimal import optimal_bundle
from negotiate.procurement.plan import Plan
from negotiate.procurement.prices import MarginalValues, marginal_values
from negotiate.procurement.problem import BundleProblem
from negotiate.procurement.programme import (
    CES,
    LinearAnswer,
    LinearForm,
    NoProgramme,
    ParetoPlan,
    ParetoSet,
    Programme,
    ProgrammeProblem,
    RankedProgramme,
    lexicographic,
    linear_form,
    optimal_programme,
    pareto_set,
    relaxed_programme,
    solve_linear,
)
from negotiate.procurement.ranging import PlanRange, plan_range
from negotiate.procurement.relaxed import relaxed_bundle
from negotiate.procurement.returns import PiecewiseReturns, log_returns, power_returns
from negotiate.procurement.steps import ValueSteps, value_steps
from negotiate.procurement.value import CatalogueValue, PowerValue, ValueFunction

__all__ = [
    "Alternatives",
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
    "LeastRise",
    "LinearAnswer",
    "LinearForm",
    "MarginalValues",
    "Mission",
    "NearOptimal",
    "NoBundle",
    "NoProgramme",
    "ParetoPlan",
    "ParetoSet",
    "PiecewiseReturns",
    "Plan",
    "PlanRange",
    "PowerValue",
    "Programme",
    "ProgrammeProblem",
    "RankedProgramme",
    "RelaxedFrontier",
    "Requires",
    "Synergy",
    "ValueFunction",
    "ValueSteps",
    "annualised_purchases",
    "best_bundles",
    "budget_frontier",
    "learning_tiers",
    "least_rise",
    "lexicographic",
    "linear_form",
    "log_returns",
    "marginal_values",
    "near_optimal",
    "optimal_bundle",
    "optimal_programme",
    "pareto_set",
    "plan_range",
    "power_missions",
    "power_returns",
    "relaxed_bundle",
    "relaxed_frontier",
    "relaxed_programme",
    "solve_linear",
    "value_steps",
]
