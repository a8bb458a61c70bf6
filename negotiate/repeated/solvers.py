"""Every question about repeated play on one page."""

from negotiate.games import NormalFormGame
from negotiate.repeated.critical_discount import critical_discount_factors
from negotiate.repeated.enforcement import EnforcementProblem
from negotiate.repeated.minmax import minmax_payoffs
from negotiate.repeated.sustainable import sustainable_set
from negotiate.solver import Solver

__all__ = ["SOLVERS"]

SOLVERS = (
    Solver("critical discount factors", EnforcementProblem, critical_discount_factors, exact=True),
    Solver("minmax", NormalFormGame, minmax_payoffs, exact=True),
    Solver(
        "nash reversion set",
        NormalFormGame,
        sustainable_set,
        exact=True,
        needs="an equilibrium to revert to, a discount factor",
    ),
)
