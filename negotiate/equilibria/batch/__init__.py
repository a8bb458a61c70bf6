"""All equilibria of many two-player games of one shape.

- ``many``: ``solve_many``, blocks of games with or without an executor; ``solution``: what comes out
- ``block``: the games of a block at once, those left open one by one
- ``at_once``: from payoffs to equilibria; behind it ``minors``, ``pairs`` and ``weights``
- ``double_double``: floats of 106 bits
"""

from negotiate.equilibria.batch.many import solve_many
from negotiate.equilibria.batch.solution import BatchEquilibria

__all__ = ["BatchEquilibria", "solve_many"]
