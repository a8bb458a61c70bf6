"""Every equilibrium of a two-player game: search, exact confirmation, structure.

Small and heavily tied games: all vertices of both best-reply polyhedra, then the pairs that have all
labels between them. Others: branching on labels, where most of the work is in floats; each pair of
faces that is left is solved in exact arithmetic, each that is dropped is dropped with proof.
Both ways find the same equilibria, degenerate game or not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import partial

import numpy as np

from negotiate.equilibria.enumeration.branching import Node, complementary_faces
from negotiate.equilibria.enumeration.confirm import Pair, equilibria_on, isolated_equilibrium
from negotiate.equilibria.enumeration.limits import Limits, StoppedError
from negotiate.equilibria.enumeration.result import Enumeration
from negotiate.equilibria.enumeration.scaling import integer_payoffs
from negotiate.equilibria.enumeration.strategies import (
    ExactGame,
    Weights,
    bordered_sign,
    probabilities,
    support,
)
from negotiate.equilibria.enumeration.structure import component_indices, components_of, maximal_subsets

__all__ = ["enumerate_equilibria"]

_WHOLE = Node((), ())
_SMALL = 500  # with no more vertices than this to be expected, listing them all is quickest
_TIED_NODES = 4  # with more nodes than this that hold ties, listing all vertices is tried
_FEW_VERTICES = 6_000  # with more than this, it is given up again
_PROVED = "every pair of faces was either solved exactly or proved to hold no equilibrium"


class _TooManyError(Exception):
    """More vertices than this way of working is good for."""


def enumerate_equilibria(
    A: object,
    B: object,
    *,
    max_seconds: float | None = None,
    max_equilibria: int | None = None,
    progress: Callable[[float, int], object] | None = None,
) -> Enumeration:
    """Find every extreme equilibrium of a two-player game, exactly and with proof.

    Payoffs are taken as the rational numbers that they are. Each equilibrium is confirmed in
    rational arithmetic, and ``complete`` is True only where it is proved that none is missing.

    Parameters
    ----------
    A, B : array-like of exact numbers
        Shape (rows, columns): what the row and the column player get, in any unit.
    max_seconds, max_equilibria : float, int, optional
        Stop after this time, or once this many are found (more may be listed); the result then
        has ``complete=False``, and the pure equilibria at least. A search that ends before is
        complete. Which are found in a given time depends on the machine.
    progress : callable, optional
        Called now and then with the share of the search that is done, from 0 to 1, and the number
        of equilibria found so far.

    Returns
    -------
    Enumeration
        Extreme equilibria, maximal Nash subsets, components, indices.

    Raises
    ------
    InvalidInput
        For anything but finite real payoffs of one shape.
    NotApplicable
        Where the enumeration would not end and no limit is set; says how large it is.

    References
    ----------
    .. [1] C. Audet, P. Hansen, B. Jaumard & G. Savard (2001), SIAM J. Sci. Comput. 23(1), 323-338.
       doi:10.1137/S1064827598339086
    .. [2] D. Avis, G. Rosenberg, R. Savani & B. von Stengel (2010), Economic Theory 42(1), 9-37.
       doi:10.1007/s00199-009-0449-x

    Examples
    --------
    >>> battle = enumerate_equilibria([[3, 0], [0, 2]], [[2, 0], [0, 3]])
    >>> [(battle.row_strategies[x], battle.column_strategies[y]) for x, y in battle.equilibria][1]
    ((Fraction(3, 5), Fraction(2, 5)), (Fraction(2, 5), Fraction(3, 5)))
    >>> battle.complete, battle.degenerate, battle.indices
    (True, False, (1, -1, 1))
    """
    game = ExactGame(*integer_payoffs(A, B))
    limits = Limits(max_seconds, max_equilibria, progress)
    found: set[Pair] = set()
    try:
        degenerate = _search(game, limits, found)
        whole = _arranged(game, found, limits)
    except StoppedError as stop:
        found.update(_pure(game))
        part = _arranged(game, found, None)
        return replace(part, indices=None, complete=False, reason=str(stop))
    if whole.indices is not None and sum(whole.indices) != 1:
        raise ArithmeticError(f"the indices sum to {sum(whole.indices)}, not 1; the enumeration is at fault.")
    return replace(whole, degenerate=whole.degenerate or degenerate)


def _search(game: ExactGame, limits: Limits, found: set[Pair]) -> bool | None:
    """Add every extreme equilibrium to ``found``; return whether the game is degenerate, if known."""
    m, n = game.A.shape
    if 2 * math.isqrt(math.comb(m + n, m)) <= _SMALL:
        pairs, degenerate = equilibria_on(game, _WHOLE, limits.on_vertices, every_vertex=True)
        found.update(pairs)
        return degenerate
    tried = _mostly_tied(game)
    with suppress(_TooManyError):
        if tried:
            return _on_faces(game, [_WHOLE], limits, found, few=True)
    tied = _branch(game, limits, found, math.inf if tried else _TIED_NODES)
    if tied is None:
        with suppress(_TooManyError):
            return _on_faces(game, [_WHOLE], limits, found, few=True)
        tied = _branch(game, limits, found, math.inf)
    return _on_faces(game, tied or [], limits, found)


def _branch(game: ExactGame, limits: Limits, found: set[Pair], most: float) -> list[Node] | None:
    """Add isolated equilibria to ``found``; return the nodes that hold ties, or None if over ``most``."""
    tied: list[Node] = []
    for group in complementary_faces(game.A, game.B, limits.on_tree):
        for node in group:
            pair = isolated_equilibrium(game, node)
            if pair is None:
                tied.append(node)
            else:
                found.add(pair)
        limits.found = len(found)
        if len(tied) > most:
            return None
    return tied


def _on_faces(
    game: ExactGame, nodes: list[Node], limits: Limits, found: set[Pair], *, few: bool = False
) -> bool | None:
    """Add every extreme equilibrium on these nodes' faces; return whether a tie shows there."""
    degenerate = None
    for node in nodes:
        pairs, tie = equilibria_on(game, node, partial(_few, limits) if few else limits.on_vertices)
        found.update(pairs)
        limits.found = len(found)
        degenerate = degenerate or tie
    return degenerate


def _mostly_tied(game: ExactGame) -> bool:
    """Say whether most pure strategies have two best replies or more."""
    replies = (game.A.max(axis=0) == game.A).sum(axis=0), (game.B.max(axis=1)[:, None] == game.B).sum(axis=1)
    return bool((np.concatenate(replies) > 1).mean() > 0.5)


def _few(limits: Limits, count: int) -> None:
    limits.check()
    if count > _FEW_VERTICES:
        raise _TooManyError


def _pure(game: ExactGame) -> list[Pair]:
    """Return the equilibria in pure strategies."""
    m, n = game.A.shape
    best = (game.A.max(axis=0) == game.A) & (game.B.max(axis=1)[:, None] == game.B)
    return [
        (tuple(int(k == i) for k in range(m)), tuple(int(k == j) for k in range(n)))
        for i, j in np.argwhere(best).tolist()
    ]


def _arranged(game: ExactGame, found: set[Pair], limits: Limits | None) -> Enumeration:
    """Confirm, number and group what was found; without ``limits``, leave the grouping out."""
    rows = _numbered(x for x, _ in found)
    columns = _numbered(y for _, y in found)
    index = {(rows[x], columns[y]): _index(game, x, y) for x, y in found}
    pairs = sorted(index)
    indices = tuple(index[pair] for pair in pairs)
    subsets = maximal_subsets(pairs, limits.on_subsets) if limits else ()
    components = components_of(subsets)
    return Enumeration(
        row_strategies=tuple(map(probabilities, rows)),
        column_strategies=tuple(map(probabilities, columns)),
        equilibria=tuple(pairs),
        subsets=subsets,
        components=components,
        component_indices=component_indices(subsets, components, index),
        degenerate=None if all(indices) else True,
        indices=indices if all(indices) else None,
        complete=True,
        reason=_PROVED,
    )


def _numbered(strategies: Iterable[Weights]) -> dict[Weights, int]:
    """Number strategies in decreasing lexicographic order."""
    return {x: place for place, x in enumerate(sorted(set(strategies), key=probabilities, reverse=True))}


def _index(game: ExactGame, x: Weights, y: Weights) -> int:
    """Confirm an equilibrium and return its index (Shapley 1974), or 0 where it is degenerate."""
    rows, columns = support(x), support(y)
    best_rows, best_columns = game.replies(1, y), game.replies(0, x)
    if not (set(rows) <= set(best_rows) and set(columns) <= set(best_columns)):
        raise ArithmeticError("a pair that is no equilibrium was listed; the enumeration is at fault.")
    if rows != best_rows or columns != best_columns:
        return 0
    parity = 1 if len(rows) % 2 else -1
    return parity * bordered_sign(game.A, rows, columns) * bordered_sign(game.B, rows, columns)
