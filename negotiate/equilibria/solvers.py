"""Every concept for games, on one page."""

from negotiate.equilibria.commitment import pure_commitment
from negotiate.equilibria.nash import nash_equilibria
from negotiate.equilibria.pure import pure_equilibria
from negotiate.equilibria.quantal import logit_equilibria, logit_limit
from negotiate.games.elimination import iterated_elimination
from negotiate.games.normal_form import NormalFormGame
from negotiate.solver import Solver

__all__ = ["SOLVERS"]

SOLVERS = (
    Solver("nash", NormalFormGame, nash_equilibria, exact=True, needs="two players", reference="nash-1950b"),
    Solver("pure nash", NormalFormGame, pure_equilibria, exact=True, reference="nash-1950b"),
    Solver(
        "pure commitment",
        NormalFormGame,
        pure_commitment,
        exact=True,
        needs="two players",
        reference="stengel-zamir-2010",
    ),
    Solver("dominance", NormalFormGame, iterated_elimination, exact=True, reference="pearce-1984"),
    Solver("logit", NormalFormGame, logit_equilibria, exact=False, reference="mckelvey-palfrey-1995"),
    Solver("logit limit", NormalFormGame, logit_limit, exact=False, reference="mckelvey-palfrey-1995"),
)
