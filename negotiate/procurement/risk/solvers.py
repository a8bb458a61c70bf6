"""Every concept of buying under uncertainty on one page."""

from __future__ import annotations

from negotiate.procurement.risk.programme import RiskProblem
from negotiate.procurement.risk.regret import RegretProblem, expected_regret, minimax_regret
from negotiate.procurement.risk.regret_bundle import minimax_regret_bundle
from negotiate.procurement.risk.risk_optimal import optimal_risk_plan
from negotiate.procurement.risk.robust import RobustProblem
from negotiate.procurement.risk.robust_optimal import optimal_robust_plan
from negotiate.procurement.risk.threats import Threats, threat_regret
from negotiate.solver import Solver

__all__ = ["SOLVERS"]

SOLVERS = (
    Solver("minimax regret", RegretProblem, minimax_regret, exact=True, reference="savage-1951"),
    Solver("expected regret", RegretProblem, expected_regret, exact=True),
    Solver("minimax regret bundle", Threats, minimax_regret_bundle, exact=False, reference="savage-1951"),
    Solver("threat regret", Threats, threat_regret, exact=False, needs="bundles may be drawn by lot"),
    Solver(
        "programme under risk",
        RiskProblem,
        optimal_risk_plan,
        exact=False,
        reference="rockafellar-uryasev-2002",
        needs="missions summed, or the worst",
    ),
    Solver(
        "robust programme",
        RobustProblem,
        optimal_robust_plan,
        exact=False,
        reference="bertsimas-sim-2004",
        needs="missions summed, or the worst",
    ),
)
