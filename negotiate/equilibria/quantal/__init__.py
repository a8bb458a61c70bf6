"""Logit quantal response: players who err, the less the more it costs them.

``system`` holds the equations, ``branch`` follows their principal branch; ``response`` gives its
points at chosen precisions, ``limit`` the equilibrium it leads to, ``estimate`` the precision
that fits observed play best.
"""

from negotiate.equilibria.quantal.estimate import LogitFit, fit_logit
from negotiate.equilibria.quantal.limit import LogitLimit, logit_limit
from negotiate.equilibria.quantal.response import LogitEquilibria, LogitEquilibrium, logit_equilibria

__all__ = [
    "LogitEquilibria",
    "LogitEquilibrium",
    "LogitFit",
    "LogitLimit",
    "fit_logit",
    "logit_equilibria",
    "logit_limit",
]
