"""The faces of one best-reply polyhedron, one for each node of a search, as dictionaries in floats.

A dictionary writes ``basic = constant + table . nonbasic`` for the slacks of all inequalities
(labels): the weights ``x_i >= 0`` and the shortfalls ``v - x'b_j >= 0``. Labels fixed at 0 are
nonbasic and never enter again; they define the face. To learn whether a label can be 0 on the
face its slack is minimised, by the simplex method, for many nodes at once.

Where no nonbasic label can lower it, it cannot: that row of the dictionary is a proof by itself
(Farkas), which is checked from the payoffs and with all rounding accounted for, whatever happened on
the way to it. An error in a float can therefore cost time, but no equilibrium.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["BEYOND", "DOUBTFUL", "IMPOSSIBLE", "POSSIBLE", "TOUCHES", "UNKNOWN", "Faces"]

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

UNKNOWN, POSSIBLE, IMPOSSIBLE, DOUBTFUL = 0, 1, 2, 3
TOUCHES, BEYOND = -1.0, 1e12  # in place of a gap: the label is nonbasic; nothing can lower it
_TINY = 1e-11
_MOST_PIVOTS = 200  # to reach a label; more is a sign of cycling
_ROUNDING = 2.0**-52  # twice the unit roundoff
_UNDERFLOW = 1e-290


class Faces:
    """Dictionaries of one polyhedron at every node, and what they prove."""

    def __init__(self, payoffs: Floats, own: Sequence[int], replies: Sequence[int]) -> None:
        """Start with one node: the vertex where the first strategy is played.

        ``payoffs`` has shape (d, c), within [0, 1]; ``own`` and ``replies`` are the labels of its
        rows and columns.
        """
        d, c = payoffs.shape
        first = int(payoffs[0].argmax())
        others = [j for j in range(c) if j != first]
        lead = payoffs[:, [first]] - payoffs[:, others]
        table = np.zeros((1, c, d + 1))
        table[0, 0, 0] = 1
        table[0, 0, 1:d] = -1
        table[0, 1:, 0] = lead[0]
        table[0, 1:, 1:d] = (lead[1:] - lead[0]).T
        table[0, 1:, d] = 1
        self.table = table
        self.basic = np.array([[own[0], *(replies[j] for j in others)]])
        self.nonbasic = np.array([[*own[1:], replies[first]]])
        self.fixed = np.zeros((1, d), dtype=np.bool_)
        self._inequalities = np.zeros((d + c, d + 1))  # the slack of each label over (x, v)
        self._inequalities[list(own), range(d)] = 1
        self._inequalities[list(replies), :d] = -payoffs.T
        self._inequalities[list(replies), d] = 1
        self._sizes = np.abs(self._inequalities)

    def resize(self, count: int) -> None:
        """Make room for ``count`` nodes."""
        for name in ("table", "basic", "nonbasic", "fixed"):
            old = getattr(self, name)
            new = np.empty((count, *old.shape[1:]), dtype=old.dtype)
            new[: len(old)] = old
            setattr(self, name, new)

    def copy(self, nodes: Places, to: Places) -> None:
        """Copy nodes to other places."""
        for values in (self.table, self.basic, self.nonbasic, self.fixed):
            values[to] = values[nodes]

    def fix(self, nodes: Places, labels: NDArray[np.bool_]) -> None:
        """Restrict each node's face to where its labels, which are nonbasic, are 0."""
        self.fixed[nodes] |= labels[np.arange(len(nodes))[:, None], self.nonbasic[nodes]]

    def gaps(self, nodes: Places) -> Floats:
        """Guess for each node and label how far the face is from it: its slack against all that lowers it.

        ``TOUCHES`` where the label is nonbasic, ``BEYOND`` where nothing lowers it.
        """
        table = self.table[nodes]
        slopes = np.minimum(table[:, :, 1:], 0)
        fall = -np.matmul(slopes, ~self.fixed[nodes][:, :, None])[:, :, 0]
        gap = np.where(fall < _TINY, BEYOND, np.maximum(table[:, :, 0], 0) / np.maximum(fall, _TINY))
        gaps = np.full((len(nodes), len(self._inequalities)), TOUCHES)
        gaps[np.arange(len(nodes))[:, None], self.basic[nodes]] = np.minimum(gap, BEYOND)
        return gaps

    def reach(self, nodes: Places, labels: Places) -> NDArray[np.intp]:
        """Move each node's dictionary to where its label is 0, or learn that it cannot be."""
        outcome = np.full(len(nodes), POSSIBLE)
        open_ = np.flatnonzero((self.basic[nodes] == labels[:, None]).any(axis=1))
        moving = _Dictionaries(self, nodes[open_])
        for _ in range(_MOST_PIVOTS):
            row, slope = moving.target(labels[open_])
            stuck = slope.min(axis=1) >= -_TINY
            if stuck.any():
                moving.store(self, nodes[open_], stuck)
                outcome[open_[stuck]] = IMPOSSIBLE
                open_, row, slope = open_[~stuck], row[~stuck], slope[~stuck]
                moving.keep(~stuck)
            if not len(open_):
                break
            arrived = moving.pivot(slope.argmin(axis=1)) == row
            if arrived.any():
                moving.store(self, nodes[open_], arrived)
                open_ = open_[~arrived]
                moving.keep(~arrived)
        stuck = outcome == IMPOSSIBLE
        outcome[stuck] = self.prove(nodes[stuck], labels[stuck])
        outcome[open_] = DOUBTFUL
        return outcome

    def prove(self, nodes: Places, labels: Places) -> NDArray[np.intp]:
        """Prove from the payoffs that each node's label, which is basic, is above 0 on all of its face.

        With ``g`` the label's slack, ``t`` those of the nonbasic labels and the row's numbers
        ``a + w.t`` (``w >= 0`` but for fixed labels, where ``t = 0``), ``g - a - w.t`` is a linear
        function of ``(x, v)`` that should vanish; its size over the simplex and ``0 <= v <= 1``,
        with a bound on its own rounding, has to be below ``a``.
        """
        rows = (self.basic[nodes] == labels[:, None]).argmax(axis=1)
        numbers = self.table[nodes, rows]
        constant, weights = numbers[:, 0], numbers[:, 1:]
        each = np.arange(len(nodes))
        multipliers = np.zeros((len(nodes), len(self._inequalities)))
        weights = np.where(self.fixed[nodes], weights, np.maximum(weights, 0))
        multipliers[each[:, None], self.nonbasic[nodes]] = weights
        multipliers[each, labels] = -1
        rest = multipliers @ self._inequalities
        rest[:, :-1] += constant[:, None]
        size = np.abs(multipliers) @ self._sizes
        size[:, :-1] += np.abs(constant)[:, None]
        bound = np.abs(rest) + (len(self._inequalities) + 8) * _ROUNDING * size
        gap = 1.001 * (bound[:, :-1].max(axis=1) + bound[:, -1]) + _UNDERFLOW
        outcome: NDArray[np.intp] = np.where(constant > gap, IMPOSSIBLE, DOUBTFUL)
        return outcome


class _Dictionaries:
    """The dictionaries of some nodes, taken out to be pivoted."""

    def __init__(self, faces: Faces, nodes: Places) -> None:
        self.table, self.basic = faces.table[nodes], faces.basic[nodes]
        self.nonbasic, self.fixed = faces.nonbasic[nodes], faces.fixed[nodes]

    def target(self, labels: Places) -> tuple[Places, Floats]:
        """Return the row of each label, and how the labels that may enter change it."""
        row = (self.basic == labels[:, None]).argmax(axis=1)
        slope = self.table[np.arange(len(labels)), row, 1:]
        slope[self.fixed] = 0
        return row, slope

    def pivot(self, column: Places) -> Places:
        """Let a nonbasic label enter in each; return the row that leaves."""
        each = np.arange(len(column))
        table = self.table
        slope = table[each, :, column + 1]
        falls = slope < -_TINY
        ratio = np.where(falls, -table[:, :, 0] / np.where(falls, slope, -1), np.inf)
        leaving: Places = ratio.argmin(axis=1)
        pivot = slope[each, leaving]
        entering = table[each, leaving] / -pivot[:, None]
        entering[each, column + 1] = 1 / pivot
        table[each, :, column + 1] = 0
        table += slope[:, :, None] * entering[:, None, :]
        table[each, leaving] = entering
        left = self.basic[each, leaving]
        self.basic[each, leaving] = self.nonbasic[each, column]
        self.nonbasic[each, column] = left
        return leaving

    def keep(self, which: NDArray[np.bool_]) -> None:
        self.table, self.basic = self.table[which], self.basic[which]
        self.nonbasic, self.fixed = self.nonbasic[which], self.fixed[which]

    def store(self, faces: Faces, nodes: Places, which: NDArray[np.bool_]) -> None:
        """Put some back where they came from."""
        faces.table[nodes[which]] = self.table[which]
        faces.basic[nodes[which]] = self.basic[which]
        faces.nonbasic[nodes[which]] = self.nonbasic[which]
