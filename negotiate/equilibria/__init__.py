"""Who plays what: equilibria, each proved in exact arithmetic.

``nash`` finds Nash equilibria by a method of choice, ``pure`` the pure ones of any number of
players, ``commitment`` and ``stackelberg`` what a leader best commits to, ``correlated`` what a
mediator may recommend, ``maximin`` what each player can secure, ``rationalisable`` what rational
players may play, ``quantal`` logit equilibrium. ``epsilon`` measures how far a profile is from
equilibrium; ``perfection`` and ``selection`` tell equilibria apart. ``solution`` is what comes
out, ``certificate`` what proves it, and ``solvers`` lists them all. ``batch`` solves many games at once,
``path_following`` finds one equilibrium of a large game, ``zero_sum`` the value of pure conflict.

Behind ``nash``: ``enumeration``, the exact method; ``nash_nashpy``, ``polish``, ``indifference``
and ``support_pairs``, the one that asks nashpy. They share no solver, so that each checks the
other. Behind ``correlated``, ``stackelberg`` and ``maximin``: ``mixture``, the linear programme
that they share, ``highs``, which solves large ones, and ``incentives``.
"""

from negotiate.equilibria.batch import BatchEquilibria, solve_many
from negotiate.equilibria.commitment import Commitment, PureCommitment, pure_commitment
from negotiate.equilibria.correlated import coarse_correlated_equilibrium, correlated_equilibrium
from negotiate.equilibria.correlated_solution import CorrelatedEquilibrium
from negotiate.equilibria.epsilon import EpsilonEquilibrium, epsilon_equilibrium_check
from negotiate.equilibria.maximin import MaximinStrategies, maximin_strategies
from negotiate.equilibria.nash import nash_equilibria
from negotiate.equilibria.path_following import lemke_howson
from negotiate.equilibria.perfection import PerfectEquilibria, perfect_equilibria
from negotiate.equilibria.pure import pure_equilibria
from negotiate.equilibria.quantal import (
    LogitEquilibria,
    LogitEquilibrium,
    LogitFit,
    LogitLimit,
    fit_logit,
    logit_equilibria,
    logit_limit,
)
from negotiate.equilibria.rationalisable import RationalisableSet, rationalisable_strategies
from negotiate.equilibria.selection import Selection, p_dominance, payoff_dominance, risk_dominance
from negotiate.equilibria.solution import Equilibrium, EquilibriumSet
from negotiate.equilibria.stackelberg import mixed_commitment
from negotiate.equilibria.stackelberg_solution import MixedCommitment
from negotiate.equilibria.zero_sum import ZeroSumEquilibrium, zero_sum_equilibrium

__all__ = [
    "BatchEquilibria",
    "Commitment",
    "CorrelatedEquilibrium",
    "EpsilonEquilibrium",
    "Equilibrium",
    "EquilibriumSet",
    "LogitEquilibria",
    "LogitEquilibrium",
    "LogitFit",
    "LogitLimit",
    "MaximinStrategies",
    "MixedCommitment",
    "PerfectEquilibria",
    "PureCommitment",
    "RationalisableSet",
    "Selection",
    "ZeroSumEquilibrium",
    "coarse_correlated_equilibrium",
    "correlated_equilibrium",
    "epsilon_equilibrium_check",
    "fit_logit",
    "lemke_howson",
    "logit_equilibria",
    "logit_limit",
    "maximin_strategies",
    "mixed_commitment",
    "nash_equilibria",
    "p_dominance",
    "payoff_dominance",
    "perfect_equilibria",
    "pure_commitment",
    "pure_equilibria",
    "rationalisable_strategies",
    "risk_dominance",
    "solve_many",
    "zero_sum_equilibrium",
]
