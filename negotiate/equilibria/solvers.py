"""Every concept for games, on one page."""

from negotiate.equilibria.commitment import pure_commitment
from negotiate.equilibria.correlated import coarse_correlated_equilibrium, correlated_equilibrium
from negotiate.equilibria.epsilon import epsilon_equilibrium_check
from negotiate.equilibria.maximin import maximin_strategies
from negotiate.equilibria.nash import nash_equilibria
from negotiate.equilibria.path_following import lemke_howson
from negotiate.equilibria.perfection import perfect_equilibria
from negotiate.equilibria.pure import pure_equilibria
from negotiate.equilibria.quantal import logit_equilibria, logit_limit
from negotiate.equilibria.rationalisable import rationalisable_strategies
from negotiate.equilibria.selection import p_dominance, payoff_dominance, risk_dominance
from negotiate.equilibria.solution import EquilibriumSet
from negotiate.equilibria.stackelberg import mixed_commitment
from negotiate.equilibria.zero_sum import zero_sum_equilibrium
from negotiate.games.elimination import iterated_elimination
from negotiate.games.normal_form import NormalFormGame
from negotiate.solver import Solver

__all__ = ["SOLVERS"]

SOLVERS = (
    Solver("nash", NormalFormGame, nash_equilibria, exact=True, needs="two players", reference="nash-1950b"),
    Solver("pure nash", NormalFormGame, pure_equilibria, exact=True, reference="nash-1950b"),
    Solver(
        "lemke-howson",
        NormalFormGame,
        lemke_howson,
        exact=True,
        needs="two players; numerical where over 60 strategies are played",
        reference="lemke-howson-1964",
    ),
    Solver(
        "zero sum",
        NormalFormGame,
        zero_sum_equilibrium,
        exact=True,
        needs="two players, payoffs of a constant sum; numerical above 2,500 profiles",
        reference="neumann-1928",
    ),
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
    Solver(
        "mixed commitment",
        NormalFormGame,
        mixed_commitment,
        exact=True,
        needs="two players; numerical above 13 x 13",
        reference="conitzer-sandholm-2006",
    ),
    Solver(
        "correlated",
        NormalFormGame,
        correlated_equilibrium,
        exact=True,
        needs="numerical above 2,500 incentive terms (6 x 6)",
        reference="aumann-1974",
    ),
    Solver(
        "coarse correlated",
        NormalFormGame,
        coarse_correlated_equilibrium,
        exact=True,
        needs="numerical above 2,500 incentive terms (6 x 6)",
        reference="moulin-vial-1978",
    ),
    Solver(
        "maximin",
        NormalFormGame,
        maximin_strategies,
        exact=True,
        needs="numerical above 2,500 payoffs",
        reference="neumann-1928",
    ),
    Solver("rationalisable", NormalFormGame, rationalisable_strategies, exact=True, reference="pearce-1984"),
    Solver(
        "perfect",
        NormalFormGame,
        perfect_equilibria,
        exact=True,
        needs="two players",
        reference="selten-1975",
    ),
    Solver(
        "epsilon equilibrium",
        NormalFormGame,
        epsilon_equilibrium_check,
        exact=True,
        needs="a profile",
        reference="radner-1980",
    ),
    Solver(
        "payoff dominance",
        EquilibriumSet,
        payoff_dominance,
        exact=True,
        needs="equilibria found before",
        reference="harsanyi-selten-1988",
    ),
    Solver(
        "risk dominance",
        EquilibriumSet,
        risk_dominance,
        exact=True,
        needs="equilibria of a 2 x 2 game",
        reference="harsanyi-selten-1988",
    ),
    Solver(
        "p-dominance",
        EquilibriumSet,
        p_dominance,
        exact=True,
        needs="equilibria found before",
        reference="morris-rob-shin-1995",
    ),
)
