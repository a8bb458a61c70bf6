"""Every bargaining solution on one page."""

from negotiate.bargaining.alternating_offers import alternating_offers
from negotiate.bargaining.conley_wilkie import conley_wilkie_solution
from negotiate.bargaining.egalitarian import egalitarian_lottery, egalitarian_program, egalitarian_solution
from negotiate.bargaining.equal_loss import equal_loss_lottery, equal_loss_program, equal_loss_solution
from negotiate.bargaining.kalai_smorodinsky import (
    kalai_smorodinsky_lottery,
    kalai_smorodinsky_program,
    kalai_smorodinsky_solution,
)
from negotiate.bargaining.lottery import LotteryProblem
from negotiate.bargaining.nash import nash_lottery, nash_program, nash_solution
from negotiate.bargaining.perles_maschler import perles_maschler_lottery
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.program import ConvexProblem
from negotiate.bargaining.utilitarian import utilitarian_lottery, utilitarian_program, utilitarian_solution
from negotiate.solver import Solver

__all__ = ["SOLVERS"]

_KS = "kalai-smorodinsky"

SOLVERS = (
    Solver("nash", BargainingProblem, nash_solution, exact=True, reference="nash-1950"),
    Solver(
        _KS, BargainingProblem, kalai_smorodinsky_solution, exact=True, reference="kalai-smorodinsky-1975"
    ),
    Solver("egalitarian", BargainingProblem, egalitarian_solution, exact=True, reference="kalai-1977"),
    Solver("utilitarian", BargainingProblem, utilitarian_solution, exact=True),
    Solver("equal-loss", BargainingProblem, equal_loss_solution, exact=True),
    Solver(
        "conley-wilkie", BargainingProblem, conley_wilkie_solution, exact=True, reference="conley-wilkie-1996"
    ),
    Solver("nash", LotteryProblem, nash_lottery, exact=False, reference="nash-1950"),
    Solver(
        _KS, LotteryProblem, kalai_smorodinsky_lottery, exact=False,
        reference="kalai-smorodinsky-1975",
    ),
    Solver(
        "egalitarian", LotteryProblem, egalitarian_lottery, exact=False,
        reference="kalai-1977",
    ),
    Solver("utilitarian", LotteryProblem, utilitarian_lottery, exact=False),
    Solver("equal-loss", LotteryProblem, equal_loss_lottery, exact=False),
    Solver("perles-maschler", LotteryProblem, perles_maschler_lottery, exact=False, needs="two players"),
    Solver("nash", ConvexProblem, nash_program, exact=False, reference="nash-1950"),
    Solver(_KS, ConvexProblem, kalai_smorodinsky_program, exact=False, reference="kalai-smorodinsky-1975"),
    Solver("egalitarian", ConvexProblem, egalitarian_program, exact=False, reference="kalai-1977"),
    Solver("utilitarian", ConvexProblem, utilitarian_program, exact=False),
    Solver("equal-loss", ConvexProblem, equal_loss_program, exact=False),
    Solver(
        "alternating offers", BargainingProblem, alternating_offers, exact=True,
        needs="two players; discount factors", reference="rubinstein-1982",
    ),
)  # fmt: skip
