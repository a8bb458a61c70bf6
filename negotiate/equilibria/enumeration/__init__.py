"""All equilibria of a two-player game: arrays in, exact numbers out.

- ``engine``: ``enumerate_equilibria``, which ties the rest together
- ``scaling``: payoffs as small integers with the same best replies
- ``vertices``, ``rays``: the vertices of a best-reply polyhedron (double description), signs exact
- ``faces``, ``branching``: pairs of faces that hold all equilibria, dropped only on proof
- ``confirm``, ``strategies``: from faces to equilibria in exact arithmetic
- ``structure``: maximal Nash subsets and components
- ``limits``, ``result``: when to stop, and what comes out
"""

from negotiate.equilibria.enumeration.engine import enumerate_equilibria
from negotiate.equilibria.enumeration.result import Enumeration

__all__ = ["Enumeration", "enumerate_equilibria"]
