"""HiGHS on the programme of ``mixture``, with units taken out, and by columns where it is wide.

Few profiles matter in a wide programme. Column generation begins with the best of them, and lets
the multipliers name those whose reduced value (μC − λG)_a exceeds the optimum so far; when none
does, the optimum is that of the whole. A relief variable z, at a price, lets G x ≤ z hold from the
start. Where z is still needed at the end, or half the columns are, all are solved at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.errors import NoSolution

__all__ = ["Proposal", "propose"]

Floats = NDArray[np.float64]

_TOLERANCE = 1e-10  # the tightest that HiGHS takes
_OPTIONS: Any = {"primal_feasibility_tolerance": _TOLERANCE, "dual_feasibility_tolerance": _TOLERANCE}
_WIDE = 1000  # columns above which they are generated
_BATCH = 300  # columns that enter at a time
_PRICE = 1e4  # of a unit of relief, where objectives and limits are within 1


@dataclass(frozen=True, eq=False)
class Proposal:
    """What HiGHS proposes: a mixture, the weights of the objectives, the multipliers of the limits."""

    x: Floats
    weights: Floats
    multipliers: Floats
    relief: float = 0.0


def propose(objectives: Floats, limits: Any) -> Proposal | None:
    """Return the solution that HiGHS proposes, or None where it finds that no mixture is feasible.

    Parameters
    ----------
    objectives : ndarray, shape (K, n)
    limits : scipy.sparse.csr_array, shape (m, n)
        m may be 0.

    Raises
    ------
    NoSolution
        If HiGHS stops without an answer.
    """
    from scipy import sparse

    span = float(np.ptp(objectives)) or 1.0
    unit = (objectives - objectives.min()) / span
    largest = abs(limits).max(axis=1).toarray().ravel() if limits.shape[0] else np.zeros(0)
    scale = np.where(largest > 0, largest, 1.0)
    scaled = sparse.diags_array(1 / scale) @ limits if len(scale) else limits
    found = _by_columns(unit, scaled) if unit.shape[1] > _WIDE and len(scale) else None
    found = _solved(unit, scaled) if found is None else found
    if found is None:
        return None
    x = np.maximum(found.x, 0)
    multipliers = found.multipliers * span / scale
    return Proposal(x / x.sum(), found.weights / found.weights.sum(), multipliers)


def _by_columns(objectives: Floats, limits: Any) -> Proposal | None:
    """Solve by column generation; None where that does not settle it."""
    columns = objectives.shape[1]
    limits = limits.tocsc()
    chosen = np.sort(np.argsort(-objectives.min(axis=0), kind="stable")[:_BATCH])
    while 2 * len(chosen) <= columns:
        part = limits[:, chosen].tocsr()
        touched = np.flatnonzero(np.diff(part.indptr))
        found = _solved(objectives[:, chosen], part[touched], price=_PRICE)
        if found is None:
            return None
        multipliers = np.zeros(limits.shape[0])
        multipliers[touched] = found.multipliers
        weights = found.weights / found.weights.sum()
        reduced = weights @ objectives - limits.T @ multipliers
        best = np.argsort(-reduced, kind="stable")[:_BATCH]
        best = best[reduced[best] > reduced[chosen].max() + 10 * _TOLERANCE]
        if not len(best):
            x = np.zeros(columns)
            x[chosen] = found.x
            return Proposal(x, weights, multipliers) if found.relief <= _TOLERANCE else None
        chosen = np.union1d(chosen, best)
    return None


def _solved(objectives: Floats, limits: Any, *, price: float | None = None) -> Proposal | None:
    """Solve max t − price z subject to t ≤ (C x)_k, G x ≤ z; without a price there is no z."""
    from scipy import sparse
    from scipy.optimize import linprog

    (rows, columns), count = objectives.shape, limits.shape[0]
    relief = int(price is not None)
    upper = sparse.csr_array(np.c_[-objectives, np.zeros((rows, relief)), np.ones(rows)])
    slack = sparse.csr_array(np.c_[-np.ones((count, relief)), np.zeros(count)])
    matrix: Any = sparse.vstack([upper, sparse.hstack([limits, slack])], format="csr") if count else upper
    cost = np.r_[np.zeros(columns), [price or 0.0] * relief, -1.0]
    found: Any = linprog(
        cost,
        matrix,
        np.zeros(rows + count),
        np.r_[np.ones(columns), np.zeros(relief + 1)][None],
        np.ones(1),
        method="highs-ds",
        options=_OPTIONS,
    )
    if found.status == 2:
        return None
    if found.x is None:
        raise NoSolution(f"HiGHS found no answer: {found.message.strip()} Try method='exact'.")
    slopes = np.maximum(-found.ineqlin.marginals, 0)
    used = float(found.x[columns]) if relief else 0.0
    return Proposal(found.x[:columns], slopes[:rows], slopes[rows:], used)
