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

from negotiate.equilibria.enumeration.faces import (
    BEYOND,
    DOUBTFUL,
    IMPOSSIBLE,
    PENDING,
    POSSIBLE,
    TOUCHES,
    Faces,
    Places,
)
from negotiate.equilibria.enumeration.scaling import Integers

__all__ = ["Node", "complementary_faces"]

_UNKNOWN = PENDING
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
        finished = self._choose(work[self.target[work] < 0])
        for side in (0, 1):
            here = work[(self.side[work] == side) & (self.target[work] >= 0)]
            if len(here):
                outcome = self.faces[side].advance(here, self.target[here])
                self.pivots[here] += 1
                outcome[(outcome == PENDING) & (self.pivots[here] > _MOST_PIVOTS)] = DOUBTFUL
                known = outcome != PENDING
                finished += self._settle(side, here[known], outcome[known])
        return finished

    def _work(self) -> Places:
        """Return the nodes to work on: all, or where there are many, those nearest to the end."""
        if len(self.active) <= _AT_ONCE:
            return self.active
        depth = self.assigned[self.active].sum(axis=1)
        return self.active[np.argsort(-depth, kind="stable")[:_AT_ONCE]]

    def _choose(self, idle: Places) -> list[Node]:
        """Give each node the label that its two faces together seem farthest from."""
        gaps = [faces.gaps(idle) for faces in self.faces]
        for own in (0, 1):
            self._force(own, idle, (gaps[1 - own] == BEYOND) & (gaps[own] == TOUCHES))
        distance = np.where(self.assigned[idle], -np.inf, gaps[0] + gaps[1])
        label = distance.argmax(axis=1)
        each = np.arange(len(idle))
        done = distance[each, label] == -np.inf
        rows, columns = gaps[0][each, label], gaps[1][each, label]
        side = np.where(rows == BEYOND, 1, np.where(columns == BEYOND, 0, columns > rows))
        other = np.where(side == 0, columns, rows)
        self.target[idle], self.side[idle], self.pivots[idle] = label, side, 0
        self.other[idle] = np.where(
            other == TOUCHES, POSSIBLE, np.where(other == BEYOND, IMPOSSIBLE, _UNKNOWN)
        )
        doubtful = self._unproven(idle[(other == BEYOND) & ~done])
        return self._finish(np.concatenate([idle[done], doubtful]))

    def _force(self, side: int, nodes: Places, labels: NDArray[np.bool_]) -> None:
        """Assign to one side the labels that it touches and that are proved out of the other's reach."""
        labels &= ~self.assigned[nodes]
        place, label = np.nonzero(labels)
        if len(place):
            other = self.faces[1 - side]
            proofs = other.proofs(nodes[place], other.rows_of(nodes[place], label))
            labels[place, label] = proofs == IMPOSSIBLE
            self._assign(side, nodes, labels)

    def _unproven(self, nodes: Places) -> Places:
        """Return the nodes whose target is not proved to be out of reach of the other side."""
        doubtful = [nodes[:0]]
        for side in (0, 1):
            here = nodes[self.side[nodes] != side]
            if len(here):
                faces = self.faces[side]
                proofs = faces.proofs(here, faces.rows_of(here, self.target[here]))
                doubtful.append(here[proofs == DOUBTFUL])
        return np.concatenate(doubtful)

    def _settle(self, side: int, nodes: Places, outcome: NDArray[np.intp]) -> list[Node]:
        """Assign, branch, turn to the other side or drop, by what is known of both sides."""
        finished = self._finish(nodes[outcome == DOUBTFUL])
        other = self.other[nodes]
        out, within = outcome == IMPOSSIBLE, outcome == POSSIBLE
        turn = (out | within) & (other == _UNKNOWN)
        turning = nodes[turn]
        self.other[turning], self.side[turning], self.pivots[turning] = outcome[turn], 1 - side, 0
        self._drop(nodes[out & (other == IMPOSSIBLE)])
        self._assign_target(side, nodes[within & (other == IMPOSSIBLE)])
        self._assign_target(1 - side, nodes[out & (other == POSSIBLE)])
        self._branch(nodes[within & (other == POSSIBLE)])
        return finished

    def _assign(self, side: int, nodes: Places, labels: NDArray[np.bool_]) -> None:
        self.faces[side].fix(nodes, labels)
        self.assigned[nodes] |= labels

    def _assign_target(self, side: int, nodes: Places) -> None:
        if len(nodes):
            self._assign(side, nodes, np.arange(self.assigned.shape[1]) == self.target[nodes, None])
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
        self._assign_target(0, nodes)
        self._assign_target(1, copies)
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
        found: list[Node] = []
        for node in nodes.tolist():
            row, column = (faces.nonbasic[node][faces.fixed[node]].tolist() for faces in self.faces)
            found.append(Node(tuple(sorted(row)), tuple(sorted(column))))
        self._drop(nodes)
        return found
