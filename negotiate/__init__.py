"""Solve negotiations in which unlike issues are traded against each other.

The public names load on first use, so that ``import negotiate`` costs little more than
``import numpy``.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiate.bargaining import BargainingProblem, kalai_smorodinsky_solution, nash_solution
    from negotiate.coalition import CoalitionGame
    from negotiate.equilibria import nash_equilibria, pure_commitment, pure_equilibria, solve_many
    from negotiate.errors import InvalidInput, NegotiateError, NoSolution, NotApplicable
    from negotiate.games import NormalFormGame, read_nfg, write_nfg
    from negotiate.payoffs import Outcome, PayoffModel, Term
    from negotiate.procurement import (
        BudgetCap,
        BundleProblem,
        Catalogue,
        Item,
        Mission,
        ProgrammeProblem,
        optimal_bundle,
        optimal_programme,
        relaxed_bundle,
    )
    from negotiate.registry import concepts, solve
    from negotiate.report import cite, compare, plot, write_report, write_run
    from negotiate.scenario import Scenario, build_model, load_scenario, shipped_scenarios, solve_case
    from negotiate.table import Table
    from negotiate.trade import PartialEquilibrium, Sector

_HOME = {
    "BargainingProblem": "negotiate.bargaining",
    "BudgetCap": "negotiate.procurement",
    "BundleProblem": "negotiate.procurement",
    "Catalogue": "negotiate.procurement",
    "CoalitionGame": "negotiate.coalition",
    "InvalidInput": "negotiate.errors",
    "Item": "negotiate.procurement",
    "Mission": "negotiate.procurement",
    "NegotiateError": "negotiate.errors",
    "NoSolution": "negotiate.errors",
    "NormalFormGame": "negotiate.games",
    "NotApplicable": "negotiate.errors",
    "Outcome": "negotiate.payoffs",
    "PartialEquilibrium": "negotiate.trade",
    "PayoffModel": "negotiate.payoffs",
    "ProgrammeProblem": "negotiate.procurement",
    "Scenario": "negotiate.scenario",
    "Sector": "negotiate.trade",
    "Table": "negotiate.table",
    "Term": "negotiate.payoffs",
    "build_model": "negotiate.scenario",
    "cite": "negotiate.report",
    "compare": "negotiate.report",
    "concepts": "negotiate.registry",
    "kalai_smorodinsky_solution": "negotiate.bargaining",
    "load_scenario": "negotiate.scenario",
    "nash_equilibria": "negotiate.equilibria",
    "nash_solution": "negotiate.bargaining",
    "optimal_bundle": "negotiate.procurement",
    "optimal_programme": "negotiate.procurement",
    "plot": "negotiate.report",
    "pure_commitment": "negotiate.equilibria",
    "pure_equilibria": "negotiate.equilibria",
    "read_nfg": "negotiate.games",
    "relaxed_bundle": "negotiate.procurement",
    "shipped_scenarios": "negotiate.scenario",
    "solve": "negotiate.registry",
    "solve_case": "negotiate.scenario",
    "solve_many": "negotiate.equilibria",
    "write_nfg": "negotiate.games",
    "write_report": "negotiate.report",
    "write_run": "negotiate.report",
}

__all__ = [
    "BargainingProblem",
    "BudgetCap",
    "BundleProblem",
    "Catalogue",
    "CoalitionGame",
    "InvalidInput",
    "Item",
    "Mission",
    "NegotiateError",
    "NoSolution",
    "NormalFormGame",
    "NotApplicable",
    "Outcome",
    "PartialEquilibrium",
    "PayoffModel",
    "ProgrammeProblem",
    "Scenario",
    "Sector",
    "Table",
    "Term",
    "build_model",
    "cite",
    "compare",
    "concepts",
    "kalai_smorodinsky_solution",
    "load_scenario",
    "nash_equilibria",
    "nash_solution",
    "optimal_bundle",
    "optimal_programme",
    "plot",
    "pure_commitment",
    "pure_equilibria",
    "read_nfg",
    "relaxed_bundle",
    "shipped_scenarios",
    "solve",
    "solve_case",
    "solve_many",
    "write_nfg",
    "write_report",
    "write_run",
]


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module 'negotiate' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__]
