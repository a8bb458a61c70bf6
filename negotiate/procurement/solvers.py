"""Every procurement concept on one page."""

from __future__ import annotations

from negotiate.procurement.optimal import optimal_bundle
from negotiate.procurement.problem import BundleProblem
from negotiate.procurement.programme import (
    ProgrammeProblem,
    optimal_programme,
    pareto_set,
    relaxed_programme,
)
from negotiate.procurement.relaxed import relaxed_bundle
from negotiate.solver import Solver

__all__ = ["SOLVERS"]

SOLVERS = (
    Solver("bundle", BundleProblem, optimal_bundle, exact=True),
    Solver("relaxed bundle", BundleProblem, relaxed_bundle, exact=False, needs="items taken as divisible"),
    Solver(
        "programme", ProgrammeProblem, optimal_programme, exact=False, needs="missions summed, or the worst"
    ),
    Solver(
        "relaxed programme",
        ProgrammeProblem,
        relaxed_programme,
        exact=False,
        needs="items taken as divisible",
    ),
    Solver("Pareto set", ProgrammeProblem, pareto_set, exact=False, needs="missions summed, or the worst"),
)
