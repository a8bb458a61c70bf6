"""Pivoting for Lemke and Howson's path: tableaux of the best-reply polytopes, in integers or floats.

With positive payoffs, P = {x ≥ 0 : B'x ≤ 1} and Q = {y ≥ 0 : Ay ≤ 1}. Label i < m is "row i is not
played" in P and "row i is a best reply" in Q; label m + j likewise for column j, the other way round.
Each tableau has one variable a label. A variable enters; the one that leaves is found by the
lexicographic ratio test on the right-hand side and the columns of the first basis, so that no
basis comes twice even where ties abound (von Stengel 2002, doi:10.1016/S1574-0005(02)03008-4).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["PathEnd", "follow_path"]

_NEAR = 1e-10  # of entries of the order of 1
_STEADY = 1e-7  # a smaller pivot would lose too many digits


class PathEnd(NamedTuple):
    """The end of a path: basic rows and columns, as many of each, and weights of all strategies."""

    rows: list[int]
    columns: list[int]
    x: list[Any]
    y: list[Any]
    pivots: int


class _Tableau:
    """Equations ``entries @ (variables, -1) = 0`` in terms of a basis, one row a basic variable."""

    def __init__(self, payoffs: NDArray[Any], slacks: NDArray[np.intp], others: NDArray[np.intp]) -> None:
        rows, columns = payoffs.shape
        self.entries: NDArray[Any] = np.zeros((rows, rows + columns + 1), dtype=payoffs.dtype)
        self.entries[:, others] = payoffs
        self.entries[np.arange(rows), slacks] = 1
        self.entries[:, -1] = 1
        self.basis = slacks.copy()
        self._order = [rows + columns, *slacks.tolist()]

    def enter(self, label: int) -> int | None:
        """Let the variable of a label enter; return the label that leaves, None where pivots fail."""
        column = self.entries[:, label]
        rows = self._positive(column)
        for place in self._order:
            if len(rows) <= 1:
                break
            rows = self._least(rows, self.entries[rows, place], column[rows])
        if not len(rows):
            return None
        row = int(rows[0])
        self._pivot(row, label)
        left = int(self.basis[row])
        self.basis[row] = label
        return left

    def values(self, labels: Iterable[int]) -> list[Any]:
        """Return a positive multiple of the values of some variables."""
        known = dict(zip(self.basis.tolist(), self.entries[:, -1].tolist(), strict=True))
        return [known.get(label, 0) for label in labels]

    def basic(self, labels: Iterable[int]) -> list[int]:
        """Return which of some variables are in the basis."""
        known = set(self.basis.tolist())
        return [label for label in labels if label in known]

    def _positive(self, column: NDArray[Any]) -> NDArray[np.intp]:
        raise NotImplementedError

    def _least(self, rows: NDArray[np.intp], above: NDArray[Any], below: NDArray[Any]) -> NDArray[np.intp]:
        raise NotImplementedError

    def _pivot(self, row: int, label: int) -> None:
        raise NotImplementedError


class _FloatTableau(_Tableau):
    """A tableau in ``float64``: ties and signs are judged up to rounding."""

    def _positive(self, column: NDArray[Any]) -> NDArray[np.intp]:
        return np.flatnonzero(column > max(_NEAR, _STEADY * float(np.abs(column).max())))

    def _least(self, rows: NDArray[np.intp], above: NDArray[Any], below: NDArray[Any]) -> NDArray[np.intp]:
        ratios = above / below
        least = float(ratios.min())
        return np.asarray(rows[ratios <= least + _NEAR * max(1.0, abs(least))])

    def _pivot(self, row: int, label: int) -> None:
        self.entries[row] /= self.entries[row, label]
        factors = self.entries[:, label].copy()
        factors[row] = 0.0
        self.entries -= factors[:, None] * self.entries[row]
        self.entries[:, label] = 0.0
        self.entries[row, label] = 1.0


class _IntegerTableau(_Tableau):
    """A tableau of Python ints: every entry is a minor, so divisions leave no remainder (Edmonds 1967)."""

    _before = 1

    def _positive(self, column: NDArray[Any]) -> NDArray[np.intp]:
        return np.flatnonzero(column > 0)

    def _least(self, rows: NDArray[np.intp], above: NDArray[Any], below: NDArray[Any]) -> NDArray[np.intp]:
        best = 0
        for place in range(1, len(rows)):
            if above[place] * below[best] < above[best] * below[place]:
                best = place
        return np.asarray(rows[above * below[best] == above[best] * below])

    def _pivot(self, row: int, label: int) -> None:
        pivot = self.entries[row, label]
        factors = self.entries[:, label].copy()
        kept = self.entries[row].copy()
        self.entries = (self.entries * pivot - factors[:, None] * kept) // self._before
        self.entries[row] = kept
        self._before = pivot


def follow_path(A: NDArray[Any], B: NDArray[Any], label: int, max_pivots: int) -> PathEnd | None:
    """Return where the path of a label ends.

    Parameters
    ----------
    A, B : ndarray, shape (m, n)
        Positive payoffs: floats of the order of 1, or Python ints.
    label : int
        The label dropped at the start: a row, or m plus a column.
    max_pivots : int

    Returns
    -------
    PathEnd or None
        None where the path is longer, or where floats fail.

    Examples
    --------
    >>> A, B = np.array([[4, 1], [1, 3]], dtype=object), np.array([[3, 1], [1, 4]], dtype=object)
    >>> follow_path(A, B, 0, 100)
    PathEnd(rows=[0], columns=[0], x=[1, 0], y=[1, 0], pivots=2)
    """
    m, n = A.shape
    rows, columns = np.arange(m), np.arange(m, m + n)
    kind = _IntegerTableau if A.dtype == object else _FloatTableau
    of_x, of_y = kind(B.T, columns, rows), kind(A, rows, columns)
    entering, current, other = label, *((of_x, of_y) if label < m else (of_y, of_x))
    for pivots in range(1, max_pivots + 1):
        left = current.enter(entering)
        if left is None:
            return None
        if left == label:
            rows_played, columns_played = of_x.basic(range(m)), of_y.basic(range(m, m + n))
            x, y = of_x.values(range(m)), of_y.values(range(m, m + n))
            return PathEnd(rows_played, [k - m for k in columns_played], x, y, pivots)
        entering, current, other = left, other, current
    return None
