"""Every complementary pair of faces of the two best-reply polyhedra, by branching on labels.

At an equilibrium each label belongs to a player: strategy i of the row player is not played (his face)
or is a best reply (hers); likewise the columns. A node has assigned some labels, which leaves a
face of each polyhedron, and both are known to be non-empty (Audet, Hansen, Jaumard & Savard 2001,
doi:10.1137/S1064827598339086). A label that one face cannot touch goes to the other without
branching; so at each node the label is taken that looks nearest to that, and both sides of it are
tested before anything is copied. Most labels then do not branch, and many nodes are worked on at once.

A pair of faces is dropped on proof alone (``Faces.proofs``). Where a proof fails for lack of digits,
the node is handed over to exact arithmetic instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negotiate.equilibria.enumeration.faces import ALREADY, DOUBTFUL, IMPOSSIBLE, POSSIBLE, Faces, Places
from negotiate.equilibria.enumeration.scaling import Integers

__all__ = ["Node", "complementary_faces"]

_UNKNOWN = 0
_AT_ONCE = 2048  # nodes worked on together
_MOST_PIVOTS = 200  # in one test of a label; more is a sign of cycling
_TREE = 1 << 18  # nodes after which the size of the whole tree is estimated
_TOO_MANY = 1 << 26


@dataclass(frozen=True)
class Node:
    """Labels by player: the faces on which they are 0 may hold equilibria, and hold all others."""

    row_labels: tuple[int, ...]
    column_labels: tuple[int, ...]


def complementary_faces(A: Integers, B: Integers, step: Callable[[float, int], None]) -> Iterator[list[Node]]:
    """Yield pairs of faces that together hold every equilibrium.

    Parameters
    ----------
    A, B : ndarray of int, shape (m, n)
        Non-negative payoffs. Labels 0..m-1 are rows, m..m+n-1 columns.
    step : callable
        Called with the share of the tree that is done and the number of nodes so far; it may raise.
    """
    search = _Search(_unit(A), _unit(B))
    while len(search.active):
        found = search.turn()
        step(search.share, search.nodes)
        if found:
            yield found


def _unit(payoffs: Integers) -> NDArray[np.float64]:
    largest = int(payoffs.max())
    if largest < 2**1000:
        return payoffs.astype(np.float64) / max(largest, 1)
    return np.array([[int(value) / largest for value in row] for row in payoffs.tolist()])


class _Search:
    """The open nodes: their faces, which label each is testing, and on whose side."""

    def __init__(self, A: NDArray[np.float64], B: NDArray[np.float64]) -> None:
        m, n = A.shape
        rows, columns = range(m), range(m, m + n)
        self.faces = (Faces(B, rows, columns), Faces(A.T, columns, rows))
        self.assigned = np.zeros((1, m + n), dtype=np.bool_)
        self.target = np.full(1, -1)
        self.side = np.zeros(1, dtype=np.intp)
        self.other = np.zeros(1, dtype=np.intp)  # what is known of the target on the other side
        self.pivots = np.zeros(1, dtype=np.intp)
        self.weight = np.ones(1)
        self.active = np.zeros(1, dtype=np.intp)
        self.nodes = 1
        self.share = 0.0

    def turn(self) -> list[Node]:
        """Move every node worked on by one step; return the nodes that are finished."""
        work = self._work()
        finished = [self._choose(work[self.target[work] < 0])]
        for side in (0, 1):
            here = work[(self.side[work] == side) & (self.target[work] >= 0)]
            if len(here):
                outcome = self.faces[side].advance(here, self.target[here])
                self.pivots[here] += 1
                outcome[(outcome == 0) & (self.pivots[here] > _MOST_PIVOTS)] = DOUBTFUL
                finished.append(self._settle(side, here, outcome))
        return [node for group in finished for node in group]

    def _work(self) -> Places:
        """Return the nodes to work on: all, or where there are many, those nearest to the end."""
        if len(self.active) <= _AT_ONCE:
            return self.active
        depth = self.assigned[self.active].sum(axis=1)
        return self.active[np.argsort(-depth, kind="stable")[:_AT_ONCE]]

    def _choose(self, idle: Places) -> list[Node]:
        """Give each node the label that one side is most likely unable to touch."""
        done = self.assigned[idle].all(axis=1)
        leaves = self._finish(idle[done])
        idle = idle[~done]
        if not len(idle):
            return leaves
        counts = [faces.counts(idle) for faces in self.faces]
        low, high = np.minimum(*counts), np.maximum(*counts)
        score = np.where(self.assigned[idle], np.inf, low * 1000.0 + high)
        label = score.argmin(axis=1)
        each = np.arange(len(idle))
        count = [side[each, label] for side in counts]
        side = np.where(count[0] == 0, 1, np.where(count[1] == 0, 0, count[0] > count[1]))
        opposite = np.where(side == 0, count[1], count[0])
        self.target[idle], self.side[idle], self.pivots[idle] = label, side, 0
        self.other[idle] = np.where(
            opposite == ALREADY, POSSIBLE, np.where(opposite == 0, IMPOSSIBLE, _UNKNOWN)
        )
        return leaves + self._finish(self._unproven(idle[opposite == 0]))

    def _unproven(self, nodes: Places) -> Places:
        """Return the nodes whose target is not proved to be out of reach of the other side."""
        doubtful = [nodes[:0]]
        for side in (0, 1):
            here = nodes[self.side[nodes] != side]
            faces = self.faces[side]
            proof = faces.proofs(here, faces.rows_of(here, self.target[here]))
            doubtful.append(here[proof == DOUBTFUL])
        return np.concatenate(doubtful)

    def _settle(self, side: int, nodes: Places, outcome: NDArray[np.intp]) -> list[Node]:
        """Assign, branch, turn to the other side or drop, by what is known of both sides."""
        finished = self._finish(nodes[outcome == DOUBTFUL])
        other = self.other[nodes].copy()
        out, within = outcome == IMPOSSIBLE, outcome == POSSIBLE
        turning = nodes[(out | within) & (other == _UNKNOWN)]
        self.other[turning] = outcome[(out | within) & (other == _UNKNOWN)]
        self.side[turning] = 1 - side
        self.pivots[turning] = 0
        self._drop(nodes[out & (other == IMPOSSIBLE)])
        self._assign(side, nodes[within & (other == IMPOSSIBLE)])
        self._assign(1 - side, nodes[out & (other == POSSIBLE)])
        self._branch(nodes[within & (other == POSSIBLE)])
        return finished

    def _assign(self, side: int, nodes: Places) -> None:
        if len(nodes):
            self.faces[side].fix(nodes, self.target[nodes])
            self.assigned[nodes, self.target[nodes]] = True
            self.target[nodes] = -1

    def _branch(self, nodes: Places) -> None:
        """Split each node in two: its target to the row player's face, and to the column player's."""
        if not len(nodes):
            return
        copies = self._room(len(nodes))
        for faces in self.faces:
            faces.copy(nodes, copies)
        self.weight[nodes] /= 2
        for values in (self.assigned, self.target, self.weight):
            values[copies] = values[nodes]
        self._assign(0, nodes)
        self._assign(1, copies)
        self.nodes += len(nodes)
        self.active = np.concatenate([self.active, copies])

    def _room(self, count: int) -> Places:
        """Return places for more nodes."""
        used = np.zeros(len(self.target), dtype=np.bool_)
        used[self.active] = True
        vacant = np.flatnonzero(~used)
        if len(vacant) < count:
            size = 2 * (len(used) + count)
            for faces in self.faces:
                faces.resize(size)
            for name in ("assigned", "target", "side", "other", "pivots", "weight"):
                old = getattr(self, name)
                new = np.zeros((size, *old.shape[1:]), dtype=old.dtype)
                new[: len(old)] = old
                setattr(self, name, new)
            vacant = np.concatenate([vacant, np.arange(len(used), size)])
        return vacant[:count]

    def _drop(self, nodes: Places) -> None:
        if len(nodes):
            self.share += float(self.weight[nodes].sum())
            self.target[nodes] = -2
            self.active = self.active[self.target[self.active] != -2]

    def _finish(self, nodes: Places) -> list[Node]:
        """Take nodes out of the search, as the labels fixed on either side."""
        found = []
        for node in nodes.tolist():
            row, column = (faces.nonbasic[node][faces.fixed[node]].tolist() for faces in self.faces)
            found.append(Node(tuple(sorted(row)), tuple(sorted(column))))
        self._drop(nodes)
        return found
