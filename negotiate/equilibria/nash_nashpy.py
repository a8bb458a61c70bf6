"""Candidates from nashpy [1]_: three of its algorithms on payoffs that its arithmetic can bear.

nashpy works in ``float64`` with fixed tolerances: payoffs far from 1 make its vertex enumeration
lose equilibria or invent some, rounding makes its support enumeration drop some, and its
Lemke–Howson may pivot for ever. So payoffs come rescaled, the algorithms complement one
another, pivots are counted, and what they return is a place to look and not an answer.

References
----------
.. [1] V. Knight & J. Campbell (2018), Journal of Open Source Software 3(30), 904.
   doi:10.21105/joss.00904
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import cycle
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["candidates"]

Pair = tuple[NDArray[np.float64], NDArray[np.float64]]

_LARGEST_VERTICES = 14  # strategies of both players: half a minute beyond
_LARGEST_SUPPORTS = 12
_FAILURES = (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError)


def candidates(A: NDArray[np.float64], B: NDArray[np.float64]) -> list[Pair]:
    """Return what nashpy takes for equilibria, without those that are no probability vectors.

    Parameters
    ----------
    A, B : ndarray, shape (rows, columns)
        Payoffs between 0 and 1.
    """
    found: list[Pair] = []
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for algorithm in _algorithms(A, B):
            found += [pair for pair in _collected(algorithm) if _is_profile(pair, A.shape)]
    return found


def _algorithms(A: NDArray[np.float64], B: NDArray[np.float64]) -> Iterator[Callable[[], Iterable[Any]]]:
    import nashpy

    game = nashpy.Game(1 + A, 1 + B)
    if sum(A.shape) <= _LARGEST_VERTICES:
        yield game.vertex_enumeration
    if sum(A.shape) <= _LARGEST_SUPPORTS:
        yield partial(game.support_enumeration, non_degenerate=True)
    for label in range(sum(A.shape)):
        yield partial(_lemke_howson, 1 + A, 1 + B, label)


def _collected(algorithm: Callable[[], Iterable[Any]]) -> list[Any]:
    """Run one algorithm; where it fails within nashpy or SciPy, keep what it gave before."""
    found = []
    try:
        for pair in algorithm():
            found.append(pair)
    except _FAILURES:
        return found
    return found


def _lemke_howson(A: NDArray[np.float64], B: NDArray[np.float64], label: int) -> Iterator[Pair]:
    """Follow one Lemke–Howson path on nashpy's tableaux, with a limit on its pivots."""
    from nashpy.linalg import create_col_tableau, create_row_tableau

    column, row = create_col_tableau(A, True), create_row_tableau(B, True)
    first, second = (row, column) if label in row.non_basic_variables else (column, row)
    tableaux = cycle((first, second))
    for _ in range(4 * sum(A.shape)):
        label = next(tableaux).pivot_and_drop_label(label)
        if column.non_basic_variables | row.non_basic_variables == column.labels:
            yield row.to_strategy(column.non_basic_variables), column.to_strategy(row.non_basic_variables)
            return


def _is_profile(pair: Any, shape: tuple[int, ...]) -> bool:
    return all(
        np.shape(strategy) == (count,)
        and bool(np.isfinite(strategy).all())
        and abs(float(np.sum(strategy)) - 1) < 1e-6
        for strategy, count in zip(pair, shape, strict=True)
    )
