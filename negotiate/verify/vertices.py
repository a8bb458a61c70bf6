"""Every extreme equilibrium of a two-player game, enumerated anew in whole numbers.

A player's mixed strategy ``x`` with the other's best payoff ``v`` is a point of the polyhedron
``x >= 0``, ``v >= sum_i x_i b_ij`` for every reply j. Its vertices are the extreme rays of a cone,
found one reply at a time by double description (Motzkin, Raiffa, Thompson and Thrall 1953). A pair
of vertices, one a player, is an extreme equilibrium if and only if every strategy of either player
is not played or a best reply. It is the plainest method, and shares no line with the solvers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import gcd, lcm

__all__ = ["TooLarge", "extreme_equilibria"]

Strategy = tuple[Fraction, ...]
Matrix = Sequence[Sequence[Fraction]]
Ray = tuple[tuple[int, ...], int]  # whole numbers, and a bit for every constraint that is tight

MOST_STRATEGIES = 16
MOST_RAYS = 1_500  # of one player's cone, at any moment


class TooLarge(Exception):
    """The game is too large to be enumerated here."""


def extreme_equilibria(first: Matrix, second: Matrix) -> set[tuple[Strategy, Strategy]]:
    """Return all extreme equilibria of the game with payoffs ``first[i][j]``, ``second[i][j]``.

    Raises
    ------
    TooLarge
        Where there are more strategies or vertices than a check is worth.

    Examples
    --------
    >>> zero, one = Fraction(0), Fraction(1)
    >>> chicken = [[zero, one], [one, zero]]
    >>> len(extreme_equilibria(chicken, chicken))
    3
    """
    rows, columns = len(first), len(first[0])
    if max(rows, columns) > MOST_STRATEGIES:
        raise TooLarge
    of_first = list(_vertices(second))
    of_second = list(_vertices([list(column) for column in zip(*first, strict=True)]))
    everything = (1 << (rows + columns)) - 1
    turned = [(strategy, _swapped(tight, columns, rows)) for strategy, tight in of_second]
    return {(x, y) for x, tight in of_first for y, other in turned if tight | other == everything}


def _swapped(tight: int, own: int, other: int) -> int:
    """Put the bits of the other player's strategies first."""
    return tight >> own | (tight & ((1 << own) - 1)) << other


def _vertices(payoffs: Matrix) -> Iterator[tuple[Strategy, int]]:
    """Yield each vertex with its bits: own strategies not played, then best replies."""
    whole = _positive_integers(payoffs)
    own = len(whole)
    rays: list[Ray] = []
    for k in range(own + 1):
        unit = tuple(int(k == place) for place in range(own + 1))
        rays.append((unit, sum(1 << i for i in range(own) if i != k)))
    for reply in range(len(whole[0])):
        normal = [-row[reply] for row in whole] + [1]
        rays = _cut(rays, normal, 1 << (own + reply), own - 1)
        if len(rays) > MOST_RAYS:
            raise TooLarge
    for point, tight in rays:
        total = sum(point[:-1])
        if total:
            yield tuple(Fraction(part, total) for part in point[:-1]), tight


def _positive_integers(payoffs: Matrix) -> list[list[int]]:
    """Return the payoffs scaled to whole numbers and raised above 0; best replies do not change."""
    scale = lcm(*(entry.denominator for row in payoffs for entry in row))
    whole = [[int(entry * scale) for entry in row] for row in payoffs]
    least = min(min(row) for row in whole)
    return [[entry - least + 1 for entry in row] for row in whole]


def _cut(rays: list[Ray], normal: Sequence[int], bit: int, needed: int) -> list[Ray]:
    """Return the extreme rays of the cone cut by one more half-space."""
    measured = [(ray, sum(a * b for a, b in zip(ray[0], normal, strict=True))) for ray in rays]
    kept = [_touching(ray, bit) if height == 0 else ray for ray, height in measured if height >= 0]
    return kept + [(point, common | bit) for point, common in _crossings(measured, needed)]


def _touching(ray: Ray, bit: int) -> Ray:
    """Return a ray with one more constraint tight."""
    point, tight = ray
    return point, tight | bit


def _crossings(measured: Sequence[tuple[Ray, int]], needed: int) -> Iterator[Ray]:
    """Yield where faces of two rays, one on either side, meet the new constraint.

    Two rays share a two-dimensional face exactly where no third is tight in all that both are.
    """
    above = [(ray, height) for ray, height in measured if height > 0]
    below = [(ray, height) for ray, height in measured if height < 0]
    every = [tight for (_, tight), _ in measured]
    for (high, up), (low, down) in product(above, below):
        common = high[1] & low[1]
        if common.bit_count() >= needed and sum(common & tight == common for tight in every) == 2:
            yield _between(high[0], low[0], up, down), common


def _between(high: tuple[int, ...], low: tuple[int, ...], up: int, down: int) -> tuple[int, ...]:
    """Return where the face of two rays meets the new constraint, in lowest terms."""
    point = [up * b - down * a for a, b in zip(high, low, strict=True)]
    shrink = gcd(*point)
    return tuple(entry // shrink for entry in point)
