"""Every way to share what a coalition makes, on one page."""

from negotiate.coalition.banzhaf import banzhaf_index
from negotiate.coalition.core import core, least_core
from negotiate.coalition.game import CoalitionGame
from negotiate.coalition.nucleolus import nucleolus
from negotiate.coalition.shapley import shapley_value
from negotiate.solver import Solver

__all__ = ["SOLVERS"]

SOLVERS = (
    Solver("shapley value", CoalitionGame, shapley_value, exact=True, reference="shapley-1953"),
    Solver("banzhaf index", CoalitionGame, banzhaf_index, exact=True, reference="banzhaf-1965"),
    Solver("core", CoalitionGame, core, exact=True, reference="shapley-1967"),
    Solver("least core", CoalitionGame, least_core, exact=True, needs="two or more players"),
    Solver("nucleolus", CoalitionGame, nucleolus, exact=True, reference="schmeidler-1969"),
)
