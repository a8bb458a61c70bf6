"""From faces to equilibria, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from negotiate.equilibria.enumeration.branching import Node
from negotiate.equilibria.enumeration.strategies import ExactGame, Weights, exact_strategy, support
from negotiate.equilibria.enumeration.vertices import Face, Vertices, best_reply_vertices

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


def equilibria_on(
    game: ExactGame, node: Node, step: Callable[[int], None], *, every_vertex: bool = False
) -> tuple[list[Pair], bool | None]:
    """Return every extreme equilibrium on a node's faces, and whether a vertex of them is degenerate.

    Without ``every_vertex``, vertices that are no part of an equilibrium are left out where that
    saves work: then None stands for False.
    """
    faces = _faces(game, node)
    first = int(len(faces[1].played) < len(faces[0].played))
    one = best_reply_vertices(faces[first], step)
    two = best_reply_vertices(faces[1 - first], step, None if every_vertex else one)
    rows, columns = (two, one) if first else (one, two)
    pairs = [(rows.weights(x), columns.weights(y)) for x, y in _complementary(rows, columns)]
    degenerate = _degenerate(rows) or _degenerate(columns)
    return pairs, degenerate or (False if every_vertex else None)


def _faces(game: ExactGame, node: Node) -> tuple[Face, Face]:
    """Return the row player's face of a node, and the column player's."""
    m, n = game.A.shape
    rows, columns = node.row_labels, node.column_labels
    return (
        Face(game.B, sorted(set(range(m)).difference(rows)), [k - m for k in rows if k >= m]),
        Face(
            game.A.T,
            [k - m for k in sorted(set(range(m, m + n)).difference(columns))],
            [k for k in columns if k < m],
        ),
    )


def _complementary(rows: Vertices, columns: Vertices) -> Iterator[tuple[int, int]]:
    """Yield pairs of vertices where every strategy played is a best reply."""
    not_best = 1 - columns.best, 1 - rows.best
    played = 1 - rows.idle, 1 - columns.idle
    block = max(1, _BLOCK // max(1, len(columns)))
    for start in range(0, len(rows), block):
        some = slice(start, start + block)
        wrong = played[0][some] @ not_best[0].T + not_best[1][some] @ played[1].T
        one, two = np.divmod((wrong == 0).ravel().nonzero()[0], max(1, len(columns)))
        yield from zip((one + start).tolist(), two.tolist(), strict=True)


def _degenerate(vertices: Vertices) -> bool:
    """Say whether a vertex has more best replies than strategies played."""
    played = vertices.idle.shape[1] - vertices.idle.sum(axis=1)
    return bool((vertices.best.sum(axis=1) > played).any())
