"""Buying under uncertainty: exchange rates, prices, and threats that disagree.

- What may happen: ``scenarios.py`` (the value), ``paths.py`` (exchange rates, lognormal or drawn from
  history), ``shocks.py`` (prices of items).
- How bad: ``measures.py`` (expectation, VaR, CVaR with atoms split, chance of overspending).
- Regret: ``regret.py`` (bundles by scenarios, one bundle or a lottery), ``regret_solution.py``;
  ``threats.py`` (one catalogue under several threats, lotteries over all bundles) and
  ``regret_bundle.py`` (the single bundle of least largest regret).
- Information: ``information.py`` (EVPI, EVSI of a finite choice), ``threat_information.py`` (the same over
  all bundles).
- Programmes over years: ``programme.py`` (the problem under scenarios), ``risk_optimal.py`` and
  ``risk_plan.py`` (the best orders, and what they may cost), ``risk_frontier.py`` (risk against value);
  ``robust.py``, ``robust_optimal.py``, ``robust_plan.py`` (prices anywhere in a box, a budgeted set or
  an ellipsoid). How: ``dues.py`` (what falls due by item and year), ``risk_form.py`` (CVaR as rows
  and columns), ``repair.py``; ``solvers.py``: the concepts.
"""

from negotiate.procurement.risk.information import InformationValue, value_of_information
from negotiate.procurement.risk.measures import (
    conditional_value_at_risk,
    expected,
    overspending_chance,
    tail_weights,
    value_at_risk,
    variance,
)
from negotiate.procurement.risk.paths import bootstrap_paths, lognormal_paths
from negotiate.procurement.risk.programme import RiskProblem
from negotiate.procurement.risk.regret import RegretProblem, expected_regret, minimax_regret
from negotiate.procurement.risk.regret_bundle import RegretBundle, minimax_regret_bundle
from negotiate.procurement.risk.regret_solution import RegretSolution
from negotiate.procurement.risk.risk_frontier import RiskFrontier, risk_frontier
from negotiate.procurement.risk.risk_optimal import optimal_risk_plan
from negotiate.procurement.risk.risk_plan import RiskPlan
from negotiate.procurement.risk.robust import RobustProblem
from negotiate.procurement.risk.robust_optimal import optimal_robust_plan
from negotiate.procurement.risk.robust_plan import RobustPlan
from negotiate.procurement.risk.scenarios import Scenarios
from negotiate.procurement.risk.shocks import lognormal_prices, triangular_prices
from negotiate.procurement.risk.threat_information import threat_information
from negotiate.procurement.risk.threats import Threats, mixed_problem, threat_regret

__all__ = [
    "InformationValue",
    "RegretBundle",
    "RegretProblem",
    "RegretSolution",
    "RiskFrontier",
    "RiskPlan",
    "RiskProblem",
    "RobustPlan",
    "RobustProblem",
    "Scenarios",
    "Threats",
    "bootstrap_paths",
    "conditional_value_at_risk",
    "expected",
    "expected_regret",
    "lognormal_paths",
    "lognormal_prices",
    "minimax_regret",
    "minimax_regret_bundle",
    "mixed_problem",
    "optimal_risk_plan",
    "optimal_robust_plan",
    "overspending_chance",
    "risk_frontier",
    "tail_weights",
    "threat_information",
    "threat_regret",
    "triangular_prices",
    "value_at_risk",
    "value_of_information",
    "variance",
]
