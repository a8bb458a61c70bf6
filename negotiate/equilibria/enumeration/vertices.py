"""Vertices of a player's best-reply polyhedron, by double description.

With a player's mixed strategy ``x`` (shape (d,)) and the opponent's payoffs ``b`` (shape (d, c)), the
polyhedron is ``{(x, v): x >= 0, v >= x'b_j for every reply j}``, cut at ``sum x = 1``. A vertex is
known by what holds with equality there: the strategies not played, and the replies that are best.
Replies are added one at a time (Motzkin, Raiffa, Thompson & Thrall 1953; Fukuda & Prodon 1996,
doi:10.1007/3-540-61576-8_77): vertices above the new constraint stay, those below go, and each edge
between the two gives a new one. Two vertices share an edge if and only if no third has all their
common equalities, which holds in degenerate games as in others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from negotiate.equilibria.enumeration.rays import DoubtfulSignError, FloatRays, IntegerRays, Places, Rays
from negotiate.equilibria.enumeration.scaling import Integers
from negotiate.equilibria.enumeration.strategies import Weights, exact_strategy

__all__ = ["Face", "Vertices", "best_reply_vertices"]

Table = NDArray[np.float32]  # of 0 and 1: products of such tables count what is common
Step = Callable[[int], None]

_PAIRS = 4_000_000  # entries of a temporary table of pairs
_FEW_RAYS = 50  # are quicker to keep than to sift
_SMALL_NUMBERS = 20  # ties are likely up to here, and integers stay short
_LARGEST_FLOAT = 2**200  # payoffs beyond are left to integers


@dataclass(frozen=True, eq=False)
class Face:
    """A face of a best-reply polyhedron.

    Attributes
    ----------
    payoffs : ndarray of int, shape (d, c)
        The opponent's payoffs, non-negative: d strategies of the player, c replies.
    played : sequence of int
        Strategies that may have weight.
    tied : sequence of int
        Replies that have to be best.
    """

    payoffs: Integers
    played: Sequence[int]
    tied: Sequence[int] = ()


class Vertices:
    """Some vertices of a polyhedron, by what holds with equality at each.

    Attributes
    ----------
    idle : ndarray, shape (vertices, d)
        1 where a strategy has no weight, else 0.
    best : ndarray, shape (vertices, c)
        1 where a reply is a best one, else 0.
    """

    def __init__(self, face: Face, tight: Table, rays: Rays) -> None:
        self.idle = np.ones((len(tight), len(face.payoffs)), dtype=np.float32)
        self.idle[:, face.played] = tight[:, : len(face.played)]
        self.best = tight[:, len(face.played) :]
        self._face = face
        self._rays = rays.values if isinstance(rays, IntegerRays) else None
        self._weights: dict[int, Weights] = {}

    def __len__(self) -> int:
        return len(self.idle)

    def weights(self, vertex: int) -> Weights:
        """Return the exact strategy at a vertex."""
        if vertex not in self._weights:
            self._weights[vertex] = self._exact(vertex)
        return self._weights[vertex]

    def _exact(self, vertex: int) -> Weights:
        if self._rays is not None:
            ray = self._rays[vertex, :-1].tolist()
            content = gcd(*ray)
            whole = [0] * len(self._face.payoffs)
            for place, weight in zip(self._face.played, ray, strict=True):
                whole[place] = weight // content
            return tuple(whole)
        played = np.flatnonzero(self.idle[vertex] == 0).tolist()
        found = exact_strategy(self._face.payoffs, played, np.flatnonzero(self.best[vertex]).tolist())
        if found is None:
            raise ArithmeticError("a vertex has no strategy; the enumeration is at fault.")
        return found


def best_reply_vertices(face: Face, step: Step, partners: Vertices | None = None) -> Vertices:
    """Return every vertex of a face of the best-reply polyhedron, once.

    Parameters
    ----------
    face : Face
        The polyhedron, or a part of it.
    step : callable
        Called now and then with the number of vertices so far; it may raise to stop.
    partners : Vertices, optional
        Vertices of the opponent: only those need be found that form an equilibrium with one of them.

    Examples
    --------
    >>> import numpy as np
    >>> face = Face(np.array([[2, 0], [0, 1]], dtype=object), played=(0, 1))
    >>> found = best_reply_vertices(face, lambda count: None)
    >>> [found.weights(vertex) for vertex in range(len(found))]
    [(1, 0), (1, 2), (0, 1)]
    """
    payoffs = face.payoffs[list(face.played)]
    wanted = None if partners is None else _Wanted(partners, face.played)
    if _SMALL_NUMBERS < int(face.payoffs.max()) < _LARGEST_FLOAT and len(payoffs):
        rays = FloatRays(payoffs)
        try:
            return Vertices(face, _described(rays, step, face.tied, wanted), rays)
        except DoubtfulSignError:
            pass
    exact = IntegerRays(payoffs)
    return Vertices(face, _described(exact, step, face.tied, wanted), exact)


class _Wanted:
    """Which rays can still lead to a vertex that forms an equilibrium with one of some partners.

    A new ray plays what either parent plays, and has only those best replies that both have.
    So a ray is of use only if some partner has all of its strategies as best replies, and plays
    none of the replies added so far that are not best at the ray. If a ray between two others
    is of use, so are both of these and every ray on the face they span: nothing else is missed,
    and edges between rays of use are told from the rays of use alone.
    """

    def __init__(self, partners: Vertices, played: Sequence[int]) -> None:
        self._not_best = 1 - partners.best[:, list(played)]
        self._played = 1 - partners.idle

    def among(self, tight: Table, replies: Sequence[int]) -> NDArray[np.bool_]:
        """Say which rays are of use after these replies have been added."""
        d = self._not_best.shape[1]
        wrong = (1 - tight[:, :d]) @ self._not_best.T
        wrong += (1 - tight[:, d:][:, replies]) @ self._played[:, replies].T
        of_use: NDArray[np.bool_] = (wrong == 0).any(axis=1)
        return of_use


def _described(rays: Rays, step: Step, tied: Sequence[int], wanted: _Wanted | None) -> Table:
    """Add the replies one at a time; leave the rays of the vertices, and return their equalities."""
    d, c = rays.shape
    order = [*tied, *(reply for reply in range(c) if reply not in tied)]
    tight = np.zeros((d + 1, d + c), dtype=np.float32)
    tight[:, :d] = 1 - np.eye(d + 1, d)
    tight[:d, d + order[0]] = 1
    rays.begin(order[0])
    if tied:
        tight = tight[:d]
        rays.keep(np.arange(d + 1) < d)
    sifted = _FEW_RAYS
    for count, reply in enumerate(order[1:], 2):
        tight = _added(rays, tight, reply, reply in tied, step)
        if wanted is not None and len(tight) > 2 * sifted:
            of_use = wanted.among(tight, order[:count])
            rays.keep(of_use)
            tight = tight[of_use]
            sifted = max(len(tight), _FEW_RAYS)
        if not len(tight):
            return tight
    vertices: NDArray[np.bool_] = tight[:, :d].min(axis=1) == 0  # all but the direction of v itself
    rays.keep(vertices)
    return tight[vertices]


def _added(rays: Rays, tight: Table, reply: int, has_to_be_best: bool, step: Step) -> Table:
    """Add a reply to the rays, and return the equalities of those there are now."""
    d = rays.shape[0]
    sign = rays.signs(reply)
    tight[sign == 0, d + reply] = 1
    stay: NDArray[np.bool_] = sign == 0 if has_to_be_best else sign >= 0
    if stay.all():
        return tight
    high, low = _edges(tight, (sign > 0).nonzero()[0], (sign < 0).nonzero()[0], d, step)
    if len(high):
        rays.cross(high, low, stay)
    else:
        rays.keep(stay)
    crossing = tight[high] * tight[low]
    crossing[:, d + reply] = 1
    return np.concatenate([tight[stay], crossing])


def _edges(tight: Table, above: Places, below: Places, d: int, step: Step) -> tuple[Places, Places]:
    """Return the pairs (one above, one below) that share an edge."""
    if not len(above) or not len(below):
        return above[:0], below[:0]
    simple = tight.sum(axis=1) == d
    highs, lows = [], []
    block = max(1, _PAIRS // len(below))
    for start in range(0, len(above), block):
        step(len(tight))
        part = above[start : start + block]
        shared = tight[part] @ tight[below].T
        one, two = np.divmod((shared >= d - 1).ravel().nonzero()[0], len(below))
        high, low = part[one], below[two]
        sure = simple[high] | simple[low]
        if not sure.all():
            doubtful = (~sure).nonzero()[0]
            sure[doubtful] = _only_two(tight[high[doubtful]] * tight[low[doubtful]], tight)
            high, low = high[sure], low[sure]
        highs.append(high)
        lows.append(low)
    return np.concatenate(highs), np.concatenate(lows)


def _only_two(common: Table, tight: Table) -> NDArray[np.bool_]:
    """Say for each set of equalities whether just two vertices have them all."""
    answer = np.empty(len(common), dtype=np.bool_)
    block = max(1, _PAIRS // len(tight))
    for start in range(0, len(common), block):
        part = common[start : start + block]
        size = part.sum(axis=1)
        answer[start : start + block] = ((part @ tight.T) == size[:, None]).sum(axis=1) == 2
    return answer
