"""All extreme equilibria of a two-player game the slow way, in rationals; for checking faster ones.

Nothing is shared with the library. Payoffs are made positive, so that the best-response sets
become the polytopes {x ≥ 0 : B'x ≤ 1} and {y ≥ 0 : Ay ≤ 1}. Every choice of as many
inequalities as there are unknowns is solved as equations by Gauss–Jordan elimination; the
solutions within the polytope are its vertices; completely labelled pairs of vertices are the
extreme equilibria (Mangasarian 1964; von Stengel 2002, doi:10.1016/S1574-0005(02)03008-4).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

Matrix = Sequence[Sequence[Fraction]]
Vector = tuple[Fraction, ...]
Vertices = dict[Vector, frozenset[int]]


def brute_force(A: Matrix, B: Matrix) -> tuple[set[tuple[Vector, Vector]], bool]:
    """Return the extreme equilibria (x, y), and whether the game is degenerate."""
    m, n = len(A), len(A[0])
    of_columns = _vertices(_positive(A))  # labels: rows 0..m-1 tight, then m+j for y_j = 0
    turned = [[B[i][j] for i in range(m)] for j in range(n)]
    of_rows = {  # labels as above: m+j for column j tight, i for x_i = 0
        x: frozenset(m + k if k < n else k - n for k in labels)
        for x, labels in _vertices(_positive(turned)).items()
    }
    pairs = {
        (_scaled(x), _scaled(y))
        for x, of_x in of_rows.items()
        for y, of_y in of_columns.items()
        if any(x) and any(y) and len(of_x | of_y) == m + n
    }
    degenerate = any(len(labels) > m for labels in of_rows.values()) or any(
        len(labels) > n for labels in of_columns.values()
    )
    return pairs, degenerate


def _positive(payoffs: Matrix) -> list[list[Fraction]]:
    least = min(min(row) for row in payoffs)
    return [[Fraction(entry) - least + 1 for entry in row] for row in payoffs]


def _vertices(payoffs: list[list[Fraction]]) -> Vertices:
    """Return the vertices of {z ≥ 0 : payoffs z ≤ 1} with the inequalities that are tight."""
    unknowns = len(payoffs[0])
    unit = [[Fraction(int(i == j)) for j in range(unknowns)] for i in range(unknowns)]
    equations = [[*row, Fraction(1)] for row in payoffs] + [[*row, Fraction(0)] for row in unit]
    found: Vertices = {}
    for chosen in combinations(range(len(equations)), unknowns):
        z = _solved([list(equations[k]) for k in chosen])
        if z is None or min(z) < 0:
            continue
        earned = [sum(a * b for a, b in zip(row, z, strict=True)) for row in payoffs]
        if max(earned) <= 1:
            tight = [k for k, value in enumerate(earned) if value == 1]
            zeros = [len(payoffs) + j for j, value in enumerate(z) if value == 0]
            found[z] = frozenset(tight + zeros)
    return found


def _solved(rows: list[list[Fraction]]) -> Vector | None:
    for k in range(len(rows)):
        place = next((i for i in range(k, len(rows)) if rows[i][k]), None)
        if place is None:
            return None
        rows[k], rows[place] = rows[place], rows[k]
        rows[k] = [entry / rows[k][k] for entry in rows[k]]
        for i, row in enumerate(rows):
            if i != k and row[k]:
                rows[i] = [a - row[k] * b for a, b in zip(row, rows[k], strict=True)]
    return tuple(row[-1] for row in rows)


def _scaled(z: Vector) -> Vector:
    total = sum(z)
    return tuple(entry / total for entry in z)
