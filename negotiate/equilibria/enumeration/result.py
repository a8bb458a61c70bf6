"""Enumeration: every extreme equilibrium of a two-player game, and how they hang together."""

from __future__ import annotations

from dataclasses import dataclass

from negotiate.equilibria.enumeration.strategies import Strategy
from negotiate.equilibria.enumeration.structure import Subset

__all__ = ["Enumeration"]


@dataclass(frozen=True)
class Enumeration:
    """All extreme equilibria of a two-player game in exact numbers.

    Attributes
    ----------
    row_strategies, column_strategies : tuple of tuples of Fraction
        The distinct strategies of each player that occur, in decreasing lexicographic order.
    equilibria : tuple of (int, int)
        Every extreme equilibrium, as places in ``row_strategies`` and ``column_strategies``.
    subsets : tuple of (tuple of int, tuple of int)
        The maximal Nash subsets: any mixture of these row strategies with any mixture of these
        column strategies is an equilibrium, and every equilibrium is one of these.
    components : tuple of tuples of int
        Which subsets hang together: places in ``subsets``.
    component_indices : tuple of (int or None)
        The index of each component; they sum to 1. Known where a component is one equilibrium that
        is not degenerate, and where all others are known; else None.
    degenerate : bool or None
        Whether some mixed strategy has more best replies than strategies played. None where the
        search did not have to find out: no equilibrium itself is of that kind.
    indices : tuple of int or None
        The index, +1 or -1, of each equilibrium; None where some equilibrium is degenerate or
        the list is not complete. They sum to 1.
    complete : bool
        Whether it is proved that no extreme equilibrium is missing.
    reason : str
        What proves it, or what stopped the search.
    """

    row_strategies: tuple[Strategy, ...]
    column_strategies: tuple[Strategy, ...]
    equilibria: tuple[tuple[int, int], ...]
    subsets: tuple[Subset, ...]
    components: tuple[tuple[int, ...], ...]
    component_indices: tuple[int | None, ...]
    degenerate: bool | None
    indices: tuple[int, ...] | None
    complete: bool
    reason: str

    def __len__(self) -> int:
        return len(self.equilibria)
