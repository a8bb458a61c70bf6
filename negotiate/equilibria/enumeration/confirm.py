"""From faces to equilibria, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from negotiate.equilibria.enumeration.branching import Node
from negotiate.equilibria.enumeration.scaling import Integers
from negotiate.equilibria.enumeration.strategies import ExactGame, Weights, exact_strategy, support
from negotiate.equilibria.enumeration.vertices import Flags, best_reply_vertices

__all__ = ["Pair", "equilibria_on", "isolated_equilibrium"]

Pair = tuple[Weights, Weights]
_BLOCK = 4_000_000


def isolated_equilibrium(game: ExactGame, node: Node) -> Pair | None:
    """Return the only equilibrium on a node's faces, if each is a vertex without further equalities.

    None says that these faces need ``equilibria_on``: there is a tie, or nothing at all.
    """
    m, n = game.A.shape
    if len(node.row_labels) != m or len(node.column_labels) != n:
        return None
    rows = sorted(set(range(m)) - set(node.row_labels))
    columns = sorted(label - m for label in node.row_labels if label >= m)
    x = exact_strategy(game.B, rows, columns)
    y = exact_strategy(game.A.T, columns, rows)
    if x is None or y is None or support(x) != rows or support(y) != columns:
        return None
    return (x, y) if game.replies(0, x) == columns and game.replies(1, y) == rows else None


def equilibria_on(game: ExactGame, node: Node, step: Callable[[int], None]) -> tuple[list[Pair], bool]:
    """Return every extreme equilibrium on a node's faces, and whether a vertex of them is degenerate."""
    A, B = game.A, game.B
    m, n = A.shape
    row_labels, column_labels = set(node.row_labels), set(node.column_labels)
    rows = _face(B, sorted(set(range(m)) - row_labels), [k - m for k in row_labels if k >= m], step)
    columns = _face(
        A.T,
        [k for k in range(n) if k + m not in column_labels],
        [k for k in column_labels if k < m],
        step,
    )
    columns = np.concatenate([columns[:, n:], columns[:, :n]], axis=1)
    degenerate = bool((rows.sum(axis=1) > m).any() or (columns.sum(axis=1) > n).any())
    x: dict[int, Weights] = {}
    y: dict[int, Weights] = {}
    pairs = []
    for one, two in _complementary(rows, columns):
        if one not in x:
            x[one] = _strategy(B, rows[one])
        if two not in y:
            y[two] = _strategy(A.T, np.concatenate([columns[two, m:], columns[two, :m]]))
        pairs.append((x[one], y[two]))
    return pairs, degenerate


def _face(payoffs: Integers, played: list[int], tied: list[int], step: Callable[[int], None]) -> Flags:
    """Return the vertices of a face as equalities over all labels of the polyhedron."""
    d, c = payoffs.shape
    if not played:
        return np.zeros((0, d + c), dtype=np.bool_)
    found = best_reply_vertices(payoffs[played], step, tied)
    flags = np.ones((len(found), d + c), dtype=np.bool_)
    flags[:, played] = found[:, : len(played)]
    flags[:, d:] = found[:, len(played) :]
    return flags


def _complementary(rows: Flags, columns: Flags) -> Iterator[tuple[int, int]]:
    """Yield pairs of vertices that have every label between them."""
    open_columns = (~columns).astype(np.float32).T
    block = max(1, _BLOCK // max(1, len(columns)))
    for start in range(0, len(rows), block):
        missing = (~rows[start : start + block]).astype(np.float32) @ open_columns
        for one, two in np.argwhere(missing == 0).tolist():
            yield one + start, two


def _strategy(payoffs: Integers, equalities: NDArray[np.bool_]) -> Weights:
    d = len(payoffs)
    found = exact_strategy(
        payoffs, np.flatnonzero(~equalities[:d]).tolist(), np.flatnonzero(equalities[d:]).tolist()
    )
    if found is None:
        raise ArithmeticError("a vertex has no strategy; this is an error in the enumeration itself.")
    return found
