"""Who plays what: equilibria, each proved in exact arithmetic.

``nash`` finds Nash equilibria by a method of choice, ``pure`` the pure ones of any number of
players, ``commitment`` what a leader best commits to; ``solution`` is what comes out and
``certificate`` what proves it; ``quantal`` is logit equilibrium; ``solvers`` lists them. Behind ``nash``: ``enumeration``, the
exact method; ``nash_nashpy``, ``polish``, ``indifference`` and ``support_pairs``, the one that
asks nashpy. They share no solver, so that each checks the other.
"""

from negotiate.equilibria.commitment import Commitment, PureCommitment, pure_commitment
from negotiate.equilibria.nash import nash_equilibria
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
from negotiate.equilibria.solution import Equilibrium, EquilibriumSet

__all__ = [
    "Commitment",
    "Equilibrium",
    "EquilibriumSet",
    "LogitEquilibria",
    "LogitEquilibrium",
    "LogitFit",
    "LogitLimit",
    "PureCommitment",
    "fit_logit",
    "logit_equilibria",
    "logit_limit",
    "nash_equilibria",
    "pure_commitment",
    "pure_equilibria",
]
