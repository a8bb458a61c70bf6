"""The faces of one best-reply polyhedron, one for each node of a search, as dictionaries in floats.

A dictionary writes ``basic = constant + table . nonbasic`` for the slacks of all inequalities
(labels): the weights ``x_i >= 0`` and the shortfalls ``v - x'b_j >= 0``. Labels fixed at 0 are
nonbasic and never enter again; they define the face. To learn whether a label can be 0 on the
face its slack is minimised, one pivot a call, for many nodes at once.

Where no nonbasic label can lower it, it cannot: that row of the dictionary is a proof by itself
(Farkas), which is checked from the payoffs and with all rounding accounted for, whatever happened on
the way to it. An error in a float can therefore cost time, but no equilibrium.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["BEYOND", "DOUBTFUL", "IMPOSSIBLE", "PENDING", "POSSIBLE", "TOUCHES", "Faces"]

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

PENDING, POSSIBLE, IMPOSSIBLE, DOUBTFUL = 0, 1, 2, 3
TOUCHES, BEYOND = -1.0, 1e12  # in place of a gap: the label is nonbasic; nothing can lower it
_TINY = 1e-11
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
        self.fixed[nodes] |= np.take_along_axis(labels, self.nonbasic[nodes], axis=1)

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

    def advance(self, nodes: Places, labels: Places) -> NDArray[np.intp]:
        """Take one step towards 0 for a label of each node; return how each stands."""
        outcome = np.full(len(nodes), POSSIBLE)
        is_target = self.basic[nodes] == labels[:, None]
        left = np.flatnonzero(is_target.any(axis=1))
        at = nodes[left]
        row = is_target[left].argmax(axis=1)
        slope = np.where(self.fixed[at], 0.0, self.table[at, row, 1:])
        column = slope.argmin(axis=1)
        stuck = slope[np.arange(len(at)), column] >= -_TINY
        if stuck.any():
            outcome[left[stuck]] = self.proofs(at[stuck], row[stuck])
            left, at, row, column = left[~stuck], at[~stuck], row[~stuck], column[~stuck]
        if len(at):
            leaving = self._pivot(at, column)
            outcome[left[leaving != row]] = PENDING
        return outcome

    def _pivot(self, nodes: Places, column: Places) -> Places:
        """Let a nonbasic label enter at each node; return the row that leaves."""
        table = self.table[nodes]
        all_nodes = np.arange(len(nodes))
        slope = table[all_nodes, :, column + 1]
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(slope < -_TINY, -table[:, :, 0] / slope, np.inf)
        leaving = ratio.argmin(axis=1)
        pivot = slope[all_nodes, leaving]
        entering = table[all_nodes, leaving] / -pivot[:, None]
        entering[all_nodes, column + 1] = 1 / pivot
        table[all_nodes, :, column + 1] = 0
        table += slope[:, :, None] * entering[:, None, :]
        table[all_nodes, leaving] = entering
        self.table[nodes] = table
        left = self.basic[nodes, leaving]
        self.basic[nodes, leaving] = self.nonbasic[nodes, column]
        self.nonbasic[nodes, column] = left
        return np.asarray(leaving)

    def rows_of(self, nodes: Places, labels: Places) -> Places:
        """Return the row of each node's dictionary that holds its label."""
        rows: Places = (self.basic[nodes] == labels[:, None]).argmax(axis=1)
        return rows

    def proofs(self, nodes: Places, rows: Places) -> NDArray[np.intp]:
        """Prove from the payoffs that the label in each row is above 0 on all of the node's face.

        With ``g`` the label's slack, ``t`` those of the nonbasic labels and the row's numbers
        ``a + w.t`` (``w >= 0`` but for fixed labels, where ``t = 0``), ``g - a - w.t`` is a linear
        function of ``(x, v)`` that should vanish; its size over the simplex and ``0 <= v <= 1``,
        with a bound on its own rounding, has to be below ``a``.
        """
        numbers = self.table[nodes, rows]
        constant, weights = numbers[:, 0], numbers[:, 1:]
        each = np.arange(len(nodes))
        multipliers = np.zeros((len(nodes), len(self._inequalities)))
        weights = np.where(self.fixed[nodes], weights, np.maximum(weights, 0))
        multipliers[each[:, None], self.nonbasic[nodes]] = weights
        multipliers[each, self.basic[nodes, rows]] = -1
        rest = multipliers @ self._inequalities
        rest[:, :-1] += constant[:, None]
        size = np.abs(multipliers) @ self._sizes
        size[:, :-1] += np.abs(constant)[:, None]
        bound = np.abs(rest) + (len(self._inequalities) + 8) * _ROUNDING * size
        gap = 1.001 * (bound[:, :-1].max(axis=1) + bound[:, -1]) + _UNDERFLOW
        outcome: NDArray[np.intp] = np.where(constant > gap, IMPOSSIBLE, DOUBTFUL)
        return outcome
