"""Every equilibrium of a two-player game: search, exact confirmation, structure.

Small and heavily tied games: all vertices of both best-reply polyhedra, then the pairs that have all
labels between them. Others: branching on labels, where most of the work is in floats; each pair of
faces that is left is solved in exact arithmetic, each that is dropped is dropped with proof.
Both ways find the same equilibria, degenerate game or not.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial

import numpy as np

from negotiate.equilibria.enumeration.branching import Node, complementary_faces
from negotiate.equilibria.enumeration.confirm import Pair, equilibria_on, isolated_equilibrium
from negotiate.equilibria.enumeration.limits import Limits, StoppedError
from negotiate.equilibria.enumeration.result import Enumeration
from negotiate.equilibria.enumeration.scaling import Integers, integer_payoffs
from negotiate.equilibria.enumeration.strategies import Strategy, best_replies, bordered_sign
from negotiate.equilibria.enumeration.structure import components_of, maximal_subsets

__all__ = ["enumerate_equilibria"]

_WHOLE = Node((), ())
_SMALL = 300  # with no more vertices than this to be expected, listing them all is quickest
_TIED_NODES = 4  # with more nodes than this that hold ties, listing all vertices is tried,
_FEW_VERTICES = 20_000  # up to this many
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
        Stop after this time, or once this many are found (a few more may be listed); the result
        then has ``complete=False``. Which are found in a given time depends on the machine.
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
    rows, columns = integer_payoffs(A, B)
    limits = Limits(max_seconds, max_equilibria, progress)
    found: set[Pair] = set()
    try:
        degenerate = _search(rows, columns, limits, found)
        whole = _arranged(rows, columns, found, limits)
    except StoppedError as stop:
        found.update(_pure(rows, columns))
        part = _arranged(rows, columns, found, None)
        return replace(part, indices=None, complete=False, reason=str(stop))
    if whole.indices is not None and sum(whole.indices) != 1:
        raise ArithmeticError(f"the indices sum to {sum(whole.indices)}, not 1; the enumeration is at fault.")
    return replace(whole, degenerate=whole.degenerate or degenerate)


def _search(A: Integers, B: Integers, limits: Limits, found: set[Pair]) -> bool | None:
    """Add every extreme equilibrium to ``found``; return whether the game is degenerate, if known."""
    if 2 * math.isqrt(math.comb(sum(A.shape), len(A))) <= _SMALL:
        return _by_vertices(A, B, limits.on_vertices, found)
    tied: list[Node] = []
    whole = True
    for group in complementary_faces(A, B, limits.on_tree):
        pairs = [(node, isolated_equilibrium(A, B, node)) for node in group]
        found.update(pair for _, pair in pairs if pair is not None)
        tied += [node for node, pair in pairs if pair is None]
        limits.found = len(found)
        if whole and len(tied) > _TIED_NODES:
            try:
                return _by_vertices(A, B, partial(_at_most, limits), found)
            except _TooManyError:
                whole = False
    degenerate = None
    for node in tied:
        pairs_here, tie = equilibria_on(A, B, node, limits.on_vertices)
        found.update(pairs_here)
        degenerate = degenerate or tie or None
    return degenerate


def _by_vertices(A: Integers, B: Integers, step: Callable[[int], None], found: set[Pair]) -> bool:
    pairs, degenerate = equilibria_on(A, B, _WHOLE, step)
    found.update(pairs)
    return degenerate


def _at_most(limits: Limits, count: int) -> None:
    limits.on_time()
    if count > _FEW_VERTICES:
        raise _TooManyError


def _pure(A: Integers, B: Integers) -> list[Pair]:
    """Return the equilibria in pure strategies."""
    m, n = A.shape
    cells = np.argwhere((A.max(axis=0) == A) & (B.max(axis=1)[:, None] == B)).tolist()
    return [(_unit(m, i), _unit(n, j)) for i, j in cells]


def _unit(count: int, place: int) -> Strategy:
    return tuple(Fraction(k == place) for k in range(count))


def _arranged(A: Integers, B: Integers, found: set[Pair], limits: Limits | None) -> Enumeration:
    """Confirm, number and group what was found; without ``limits``, leave the grouping out."""
    xs = sorted({x for x, _ in found}, reverse=True)
    ys = sorted({y for _, y in found}, reverse=True)
    row_place = {x: k for k, x in enumerate(xs)}
    column_place = {y: k for k, y in enumerate(ys)}
    pairs = sorted((row_place[x], column_place[y]) for x, y in found)
    indices = _indices(A, B, xs, ys, pairs)
    subsets = maximal_subsets(pairs, limits.on_subsets) if limits else ()
    return Enumeration(
        row_strategies=tuple(xs),
        column_strategies=tuple(ys),
        equilibria=tuple(pairs),
        subsets=subsets,
        components=components_of(subsets),
        degenerate=True if indices is None else None,
        indices=indices,
        complete=True,
        reason=_PROVED,
    )


def _indices(
    A: Integers, B: Integers, xs: list[Strategy], ys: list[Strategy], pairs: list[tuple[int, int]]
) -> tuple[int, ...] | None:
    """Confirm each equilibrium and return its index (Shapley 1974), or None where one is degenerate."""
    to_x = [(_support(x), best_replies(B, x)) for x in xs]
    to_y = [(_support(y), best_replies(A.T, y)) for y in ys]
    indices: list[int] | None = []
    for one, two in pairs:
        (rows, best_columns), (columns, best_rows) = to_x[one], to_y[two]
        if not (set(rows) <= set(best_rows) and set(columns) <= set(best_columns)):
            raise ArithmeticError("a pair that is no equilibrium was listed; the enumeration is at fault.")
        if indices is None or rows != best_rows or columns != best_columns:
            indices = None
            continue
        parity = 1 if len(rows) % 2 else -1
        indices.append(parity * bordered_sign(A, rows, columns) * bordered_sign(B, rows, columns))
    return None if indices is None else tuple(indices)


def _support(strategy: Strategy) -> list[int]:
    return [place for place, weight in enumerate(strategy) if weight]
