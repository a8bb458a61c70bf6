"""The principal branch of logit equilibria, followed from λ = 0 by prediction and correction [1]_, [2]_.

The unknown is a curve in (log σ, λ); steps go along its arc, so that λ may fall where the curve
turns. Length is measured by what matters: changes of probabilities, and changes of logarithms and
of λ relative to 1 + λ. A step is kept if Newton's method returns to the curve nearby and the
direction has hardly changed. At a bifurcation, as symmetric games have, it goes straight on.

References
----------
.. [1] R. D. McKelvey & T. R. Palfrey (1995), Games and Economic Behavior 10, 6-38.
   doi:10.1006/game.1995.1023
.. [2] T. L. Turocy (2005), Games and Economic Behavior 51, 243-263.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negotiate.equilibria.quantal.system import LogitSystem
from negotiate.errors import NoSolution

__all__ = ["Node", "Segment", "segments_of"]

Vector = NDArray[np.float64]

_FIRST, _LONGEST, _SHORTEST = 0.02, 1.0, 1e-10  # lengths of a step
_CROSSING = 1e-3  # length of the step across a bifurcation
_DRIFT = 0.02  # how far the prediction may be from the curve
_STRAIGHT = 0.95  # the least cosine between the directions of two nodes
_LARGE = 100.0  # precision, by the most that anyone can gain
_MOST_STEPS = 20_000
_MOST_CORRECTIONS = 12


@dataclass(frozen=True, eq=False)
class Node:
    """A point of the curve and its direction."""

    point: Vector  # the logarithms of all probabilities, then λ
    direction: Vector  # of length 1
    sign: float  # of a determinant that changes sign at bifurcations

    @property
    def logs(self) -> Vector:
        """The logarithms of all probabilities."""
        return self.point[:-1]

    @property
    def precision(self) -> float:
        """λ, in units of one over the scale."""
        return float(self.point[-1])

    @property
    def rates(self) -> Vector:
        """By how much every logarithm changes as λ grows by a factor e."""
        rates: Vector = self.precision * self.direction[:-1] / self.direction[-1]
        return rates

    def is_settled(self, change: float) -> bool:
        """Say whether λ is large and rises, and no probability changes more as it grows by a factor e."""
        if self.precision < _LARGE or self.direction[-1] <= 0:
            return False
        return float(np.abs(np.exp(self.logs) * self.rates).max()) <= change


@dataclass(frozen=True, eq=False)
class Segment:
    """A piece of the curve on which λ only rises or only falls.

    Its points are found by steps from ``origin``, of lengths from ``low`` to ``high``.
    """

    system: LogitSystem
    origin: Node
    low: float
    high: float
    first: Node
    last: Node

    def at(self, length: float) -> Node:
        """Return the node that a step of this length leads to."""
        node, _ = _stepped(self.system, self.origin, length)
        if node is None:
            raise _lost(self.system, self.origin)
        return node

    def root(self, function: Callable[[Node], float]) -> tuple[Node, float]:
        """Return a node where a function that changes sign on the segment is 0, and its length."""
        from scipy.optimize import brentq

        at_low, at_high = function(self.first), function(self.last)
        if at_low == 0 or at_high == 0:
            return (self.first, self.low) if at_low == 0 else (self.last, self.high)

        def value(length: float) -> float:
            if length in (self.low, self.high):
                return at_low if length == self.low else at_high
            return function(self.at(length))

        length = float(brentq(value, self.low, self.high, xtol=1e-14, rtol=1e-13))
        return self.at(length), length


def segments_of(system: LogitSystem) -> Iterator[Segment]:
    """Yield the principal branch from λ = 0 on, piece by piece, without end.

    Raises
    ------
    NoSolution
        Where the curve can not be followed.
    """
    node, length = _start(system), _FIRST
    for _ in range(_MOST_STEPS):
        following, length, drift = _next(system, node, length)
        whole = Segment(system, node, 0.0, length, node, following)
        if node.direction[-1] * following.direction[-1] < 0:
            turn, middle = whole.root(lambda at: float(at.direction[-1]))
            yield Segment(system, node, 0.0, middle, node, turn)
            yield Segment(system, node, middle, length, turn, following)
        else:
            yield whole
        node = following
        length = min(_LONGEST, length * float(np.clip(np.sqrt(_DRIFT / max(drift, 1e-12)), 0.5, 2.0)))
    raise _lost(system, node)


def _start(system: LogitSystem) -> Node:
    """Return play at random, from where λ rises."""
    point = np.append(system.uniform(), 0.0)
    derivatives = system.equations(point)[1]
    direction = np.append(-derivatives[:, -1], 1.0)  # at λ = 0 the other derivatives are the identity
    return Node(point, direction / np.linalg.norm(_weights(point) * direction), sign=1.0)


def _next(system: LogitSystem, node: Node, length: float) -> tuple[Node, float, float]:
    """Return the next node, the length of the step that led to it, and how far the prediction was off."""
    while length > _SHORTEST:
        following, drift = _stepped(system, node, length)
        if following is not None and drift <= 2 * _DRIFT and _goes_on(node, following, length):
            return following, length, drift
        length *= 0.47  # not a half: a step that ends on a singular point is not tried twice
    raise _lost(system, node)


def _goes_on(node: Node, following: Node, length: float) -> bool:
    """Say whether the curve goes on from one node to the other, and not a part of it that runs nearby.

    A change of sign on a long step means that the step went astray, on a short one a bifurcation.
    """
    if following.precision < 0 or (following.sign != node.sign and length > _CROSSING):
        return False
    weights = _weights(following.point)
    ahead, before = weights * following.direction, weights * node.direction
    return bool(ahead @ before >= _STRAIGHT * np.linalg.norm(before))


def _stepped(system: LogitSystem, node: Node, length: float) -> tuple[Node | None, float]:
    """Predict along the direction, then correct across it; return the drift, too."""
    metric = _weights(node.point) ** 2
    across = metric * node.direction
    point = node.point + length * node.direction
    drift, last = 0.0, np.inf
    for _ in range(_MOST_CORRECTIONS):
        if point[:-1].max() > 1:  # no probability is above 1: the step was too long
            return None, drift
        off, derivatives = system.equations(point)
        change = _solved(np.vstack([derivatives, across]), np.append(-off, 0.0))
        if change is None:
            return None, drift
        point = point + change
        size = float(np.sqrt(metric @ change**2))
        drift = drift or size
        if size < 1e-9 or (
            last < 1e-6 and size > last / 4
        ):  # its square is below rounding, or it is rounding
            return _node(system, point, node.direction), drift
        last = size
    return None, drift


def _node(system: LogitSystem, point: Vector, before: Vector) -> Node | None:
    """Return a point of the curve with its direction, the one that goes on from ``before``."""
    metric = _weights(point) ** 2
    matrix = np.vstack([system.equations(point)[1], metric * before])
    direction = _solved(matrix, np.append(np.zeros(system.size), 1.0))
    if direction is None:
        return None
    direction = direction / np.sqrt(metric @ direction**2)
    sign = float(np.linalg.slogdet(np.vstack([matrix[:-1], metric * direction]))[0])
    return Node(point, direction, sign)


def _weights(point: Vector) -> Vector:
    """Return how much a change of each logarithm, and of λ, counts."""
    relative = 1 / (1 + point[-1])
    return np.append(np.exp(np.minimum(point[:-1], 0.0)) + relative, relative)


def _solved(matrix: NDArray[np.float64], right: Vector) -> Vector | None:
    try:
        found: Vector = np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None
    return found if bool(np.isfinite(found).all()) else None


def _lost(system: LogitSystem, node: Node) -> NoSolution:
    reached = node.precision / float(system.scale)
    return NoSolution(
        f"the branch of logit equilibria can not be followed beyond precision {reached:.6g}; "
        "ask for smaller precisions."
    )
