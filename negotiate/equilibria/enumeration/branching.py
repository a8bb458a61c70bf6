"""Every complementary pair of faces of the two best-reply polyhedra, by branching on labels.

At an equilibrium each label belongs to a player: strategy i of the row player is not played (which
is a face of the row player's polyhedron) or is a best reply (a face of the column player's); the
columns likewise. A node has assigned some labels, which leaves a face of each polyhedron, and both
are known to be non-empty (Audet, Hansen, Jaumard & Savard 2001, doi:10.1137/S1064827598339086).
A label that one face cannot touch goes to the other without branching; so at each node the label
is taken from which the two faces seem farthest, and both sides of it are tested before anything
is copied. Most labels then do not branch. Many nodes are worked on at once.

A pair of faces is dropped on proof alone (``Faces.prove``). Where a proof fails for lack of digits,
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
    POSSIBLE,
    TOUCHES,
    UNKNOWN,
    Faces,
    Floats,
    Places,
)
from negotiate.equilibria.enumeration.scaling import Integers

__all__ = ["Node", "complementary_faces"]

_AT_ONCE = 2048  # nodes worked on together


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
        with np.errstate(all="ignore"):  # what overflows proves nothing, and goes to exact arithmetic
            found = search.turn()
        if found:
            yield found
        step(search.share, search.nodes)


def _unit(payoffs: Integers) -> NDArray[np.float64]:
    largest = int(payoffs.max())
    if largest < 2**1000:
        return payoffs.astype(np.float64) / max(largest, 1)
    return np.array([[int(value) / largest for value in row] for row in payoffs.tolist()])


class _Search:
    """The open nodes: their faces, and the labels assigned."""

    def __init__(self, A: NDArray[np.float64], B: NDArray[np.float64]) -> None:
        m, n = A.shape
        rows, columns = range(m), range(m, m + n)
        self.faces = (Faces(B, rows, columns), Faces(A.T, columns, rows))
        self.assigned = np.zeros((1, m + n), dtype=np.bool_)
        self.weight = np.ones(1)
        self.active = np.zeros(1, dtype=np.intp)
        self.nodes = 1
        self.share = 0.0

    def turn(self) -> list[Node]:
        """Assign at least one label more at each node worked on; return the nodes that are finished."""
        nodes = self._work()
        gaps = [faces.gaps(nodes) for faces in self.faces]
        for side in (0, 1):
            self._force(side, nodes, (gaps[1 - side] == BEYOND) & (gaps[side] == TOUCHES))
        distance = np.where(self.assigned[nodes], -np.inf, gaps[0] + gaps[1])
        label: Places = distance.argmax(axis=1)
        each = np.arange(len(nodes))
        done = distance[each, label] == -np.inf
        finished = self._finish(nodes[done])
        each, nodes, label = each[~done], nodes[~done], label[~done]
        rows, columns = (self._outcome(side, nodes, label, gaps[side][each, label]) for side in (0, 1))
        doubtful = (rows == DOUBTFUL) | (columns == DOUBTFUL)
        finished += self._finish(nodes[doubtful])
        self._drop(nodes[(rows == IMPOSSIBLE) & (columns == IMPOSSIBLE)])
        for side, own, other in ((0, rows, columns), (1, columns, rows)):
            only = (own == POSSIBLE) & (other == IMPOSSIBLE)
            self._assign(side, nodes[only], label[only])
        both = (rows == POSSIBLE) & (columns == POSSIBLE)
        self._branch(nodes[both], label[both])
        return finished

    def _work(self) -> Places:
        """Return the nodes to work on: all, or where there are many, those nearest to the end."""
        if len(self.active) <= _AT_ONCE:
            return self.active
        depth = self.assigned[self.active].sum(axis=1)
        return self.active[np.argsort(-depth, kind="stable")[:_AT_ONCE]]

    def _force(self, side: int, nodes: Places, labels: NDArray[np.bool_]) -> None:
        """Assign to one side the labels that it touches and that are proved out of the other's reach."""
        labels &= ~self.assigned[nodes]
        place, label = np.nonzero(labels)
        if len(place):
            labels[place, label] = self.faces[1 - side].prove(nodes[place], label) == IMPOSSIBLE
            self.faces[side].fix(nodes, labels)
            self.assigned[nodes] |= labels

    def _outcome(self, side: int, nodes: Places, labels: Places, gaps: Floats) -> NDArray[np.intp]:
        """Find out whether each node's face on one side can touch its label."""
        outcome = np.where(gaps == TOUCHES, POSSIBLE, UNKNOWN)
        beyond, unknown = gaps == BEYOND, (gaps != TOUCHES) & (gaps != BEYOND)
        if beyond.any():
            outcome[beyond] = self.faces[side].prove(nodes[beyond], labels[beyond])
        if unknown.any():
            outcome[unknown] = self.faces[side].reach(nodes[unknown], labels[unknown])
        return outcome

    def _assign(self, side: int, nodes: Places, labels: Places) -> None:
        if len(nodes):
            self.faces[side].fix(nodes, labels[:, None] == np.arange(self.assigned.shape[1]))
            self.assigned[nodes, labels] = True

    def _branch(self, nodes: Places, labels: Places) -> None:
        """Split each node in two: its label to the row player's face, and to the column player's."""
        if not len(nodes):
            return
        copies = self._room(len(nodes))
        for faces in self.faces:
            faces.copy(nodes, copies)
        self.weight[nodes] /= 2
        self.weight[copies] = self.weight[nodes]
        self.assigned[copies] = self.assigned[nodes]
        self._assign(0, nodes, labels)
        self._assign(1, copies, labels)
        self.nodes += len(nodes)
        self.active = np.concatenate([self.active, copies])

    def _room(self, count: int) -> Places:
        """Return places for more nodes."""
        vacant = np.ones(len(self.weight), dtype=np.bool_)
        vacant[self.active] = False
        if vacant.sum() < count:
            size = 2 * (len(vacant) + count)
            for faces in self.faces:
                faces.resize(size)
            self.assigned = np.resize(self.assigned, (size, self.assigned.shape[1]))
            self.weight = np.resize(self.weight, size)
            vacant = np.concatenate([vacant, np.ones(size - len(vacant), dtype=np.bool_)])
        return np.flatnonzero(vacant)[:count]

    def _drop(self, nodes: Places) -> None:
        if len(nodes):
            self.share += float(self.weight[nodes].sum())
            gone = np.zeros(len(self.weight), dtype=np.bool_)
            gone[nodes] = True
            self.active = self.active[~gone[self.active]]

    def _finish(self, nodes: Places) -> list[Node]:
        """Take nodes out of the search, as the labels fixed on either side."""
        found: list[Node] = []
        for node in nodes.tolist():
            row, column = (faces.nonbasic[node][faces.fixed[node]].tolist() for faces in self.faces)
            found.append(Node(tuple(sorted(row)), tuple(sorted(column))))
        self._drop(nodes)
        return found
