"""Every bargaining solution on one page."""

from negotiate.bargaining.kalai_smorodinsky import kalai_smorodinsky_solution
from negotiate.bargaining.nash import nash_solution
from negotiate.bargaining.problem import BargainingProblem
from negotiate.solver import Solver

__all__ = ["SOLVERS"]

SOLVERS = (
    Solver("nash", BargainingProblem, nash_solution, exact=True, reference="nash-1950"),
    Solver(
        "kalai-smorodinsky",
        BargainingProblem,
        kalai_smorodinsky_solution,
        exact=True,
        reference="kalai-smorodinsky-1975",
    ),
)
