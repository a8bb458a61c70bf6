"""A (mixed-integer) linear programme as plain arrays, to be extended before it is solved.

``max c·x`` over ``row_lower ≤ A x ≤ row_upper``, ``col_lower ≤ x ≤ col_upper``, some ``x`` whole.
Columns come in named blocks, rows carry the names of the limits that they stand for, and linear
measures (cost, purchases, a year's outlay) are vectors over the columns. A risk measure adds
columns and rows; a second objective becomes a row and leaves the rest as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import did_you_mean
from negotiate.errors import InvalidInput

if TYPE_CHECKING:
    from scipy import sparse

__all__ = ["LinearForm"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class LinearForm:
    """The arrays of a linear programme that is maximised.

    Attributes
    ----------
    matrix : scipy.sparse.csr_array, shape (rows, columns)
        Coefficients of the rows.
    row_lower, row_upper : ndarray, shape (rows,)
        Bounds of the rows; equal for an equation, infinite where there is none.
    row_names : tuple of str
        The limit that a row stands for; blank for a row that only defines a column.
    col_lower, col_upper : ndarray, shape (columns,)
        Bounds of the columns.
    integer : ndarray of bool, shape (columns,)
        Which columns are whole in the undivided problem.
    objective : ndarray, shape (columns,)
        What is maximised.
    blocks : mapping of str to slice
        Where each block of columns lies.
    measures : mapping of str to ndarray, shape (columns,)
        Linear measures by name.
    """

    matrix: sparse.csr_array
    row_lower: Floats
    row_upper: Floats
    row_names: tuple[str, ...]
    col_lower: Floats
    col_upper: Floats
    integer: Flags
    objective: Floats
    blocks: Mapping[str, slice]
    measures: Mapping[str, Floats]

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.objective)

    def measure(self, name: str) -> Floats:
        """Return a measure as a vector over the columns."""
        if name not in self.measures:
            raise InvalidInput(
                f"no measure {name!r}; known: {', '.join(self.measures)}.{did_you_mean(name, self.measures)}"
            )
        return self.measures[name]

    def rows(self, name: str) -> NDArray[np.int64]:
        """Return the rows that stand for a limit."""
        return np.flatnonzero(np.array(self.row_names) == name)

    def with_rows(
        self,
        matrix: ArrayLike | sparse.sparray,
        lower: ArrayLike,
        upper: ArrayLike,
        names: str | Sequence[str],
    ) -> LinearForm:
        """Return the form with more rows, dense or sparse, of shape (new rows, columns)."""
        from scipy import sparse

        new: Any = matrix if sparse.issparse(matrix) else np.atleast_2d(np.asarray(matrix))
        more = sparse.csr_array(new)
        if more.shape[1] != self.columns:
            raise InvalidInput(f"new rows have {more.shape[1]} columns; the form has {self.columns}.")
        count = more.shape[0]
        labels = (names,) * count if isinstance(names, str) else tuple(names)
        if len(labels) != count:
            raise InvalidInput(f"names has {len(labels)} labels; there are {count} new rows.")
        return replace(
            self,
            matrix=sparse.csr_array(sparse.vstack([self.matrix, more], format="csr")),
            row_lower=np.append(self.row_lower, np.broadcast_to(np.asarray(lower, dtype=float), count)),
            row_upper=np.append(self.row_upper, np.broadcast_to(np.asarray(upper, dtype=float), count)),
            row_names=(*self.row_names, *labels),
        )

    def with_columns(
        self,
        block: str,
        lower: ArrayLike,
        upper: ArrayLike,
        *,
        objective: ArrayLike = 0.0,
        integer: bool = False,
    ) -> LinearForm:
        """Return the form with a new block of columns that no row uses yet."""
        from scipy import sparse

        if block in self.blocks:
            raise InvalidInput(f"the form has a block {block!r} already; choose another name.")
        low, high, gain = np.broadcast_arrays(
            *(np.atleast_1d(np.asarray(v, dtype=float)) for v in (lower, upper, objective))
        )
        count = len(low)
        none = sparse.csr_array((len(self.row_names), count))
        return replace(
            self,
            matrix=sparse.csr_array(sparse.hstack([self.matrix, none], format="csr")),
            col_lower=np.append(self.col_lower, low),
            col_upper=np.append(self.col_upper, high),
            integer=np.append(self.integer, np.full(count, integer)),
            objective=np.append(self.objective, gain),
            blocks={**self.blocks, block: slice(self.columns, self.columns + count)},
            measures={name: np.append(vector, np.zeros(count)) for name, vector in self.measures.items()},
        )

    def with_objective(self, objective: ArrayLike) -> LinearForm:
        """Return the form with another objective to maximise."""
        vector = np.array(objective, dtype=float)
        if vector.shape != (self.columns,):
            raise InvalidInput(f"objective has shape {vector.shape}; it must have shape ({self.columns},).")
        return replace(self, objective=vector)

    def with_bounds(self, name: str, *, lower: float | None = None, upper: float | None = None) -> LinearForm:
        """Return the form with other bounds on the rows of a limit."""
        rows = self.rows(name)
        if not len(rows):
            raise InvalidInput(f"no limit {name!r} in the form.{did_you_mean(name, self.row_names)}")
        low, high = self.row_lower.copy(), self.row_upper.copy()
        if lower is not None:
            low[rows] = lower
        if upper is not None:
            high[rows] = upper
        return replace(self, row_lower=low, row_upper=high)

    def without(self, names: Sequence[str]) -> LinearForm:
        """Return the form with the rows of some limits lifted."""
        lifted = np.isin(np.array(self.row_names), list(names))
        low = np.where(lifted, -np.inf, self.row_lower)
        return replace(self, row_lower=low, row_upper=np.where(lifted, np.inf, self.row_upper))

    def dual_bound(self, duals: Floats) -> float:
        """Return the bound of weak duality on the objective: valid for any prices of the rows.

        ``c·x = y·Ax + (c − Aᵀy)·x``, and each product is at most its value at the bound of the row
        or column that is worse; a price that points at a missing bound counts as 0. Infinite where a
        column without a bound is worth anything at these prices: give every column bounds.
        """
        prices = np.where((duals > 0) & np.isinf(self.row_upper), 0.0, duals)
        prices = np.where((prices < 0) & np.isinf(self.row_lower), 0.0, prices)
        reduced = self.objective - self.matrix.T @ prices
        return _worst(prices, self.row_lower, self.row_upper) + _worst(
            reduced, self.col_lower, self.col_upper
        )


def _worst(price: Floats, lower: Floats, upper: Floats) -> float:
    used = price != 0
    return float((price[used] * np.where(price[used] > 0, upper[used], lower[used])).sum())
