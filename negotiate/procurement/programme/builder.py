"""Columns and rows put together piece by piece into the arrays of a linear form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.procurement.programme.linear_form import Floats, LinearForm

__all__ = ["Builder", "Terms"]

Places = NDArray[np.int64]


class Terms:
    """A sum of columns with coefficients, or one such sum a row."""

    def __init__(self, columns: ArrayLike = (), values: ArrayLike = (), rows: ArrayLike = 0) -> None:
        place, value, row = np.broadcast_arrays(
            np.asarray(columns, dtype=np.int64), np.asarray(values, dtype=float), np.asarray(rows, np.int64)
        )
        self.columns, self.values, self.rows = place.ravel(), value.ravel(), row.ravel()

    def __add__(self, other: Terms) -> Terms:
        return Terms(
            np.append(self.columns, other.columns),
            np.append(self.values, other.values),
            np.append(self.rows, other.rows),
        )

    def __mul__(self, factor: float) -> Terms:
        return Terms(self.columns, self.values * factor, self.rows)

    def __sub__(self, other: Terms) -> Terms:
        return self + other * -1.0


class Builder:
    """Collects blocks of columns and rows."""

    def __init__(self) -> None:
        self.blocks: dict[str, slice] = {}
        self._lower: list[Floats] = []
        self._upper: list[Floats] = []
        self._whole: list[NDArray[np.bool_]] = []
        self._terms: list[Terms] = []
        self._bounds: list[tuple[Floats, Floats]] = []
        self._names: list[str] = []
        self.width = 0

    def columns(self, block: str, upper: ArrayLike, *, integer: bool = False) -> Places:
        """Add a block of columns from 0 to ``upper``; return their places."""
        high = np.atleast_1d(np.asarray(upper, dtype=float)).ravel()
        places = np.arange(self.width, self.width + len(high))
        self.blocks[block] = slice(self.width, self.width + len(high))
        self.width += len(high)
        self._lower.append(np.zeros(len(high)))
        self._upper.append(high)
        self._whole.append(np.full(len(high), integer))
        return places

    def rows(
        self,
        names: str | Sequence[str],
        terms: Terms,
        lower: ArrayLike = -np.inf,
        upper: ArrayLike = np.inf,
        *,
        count: int = 1,
    ) -> None:
        """Add rows; ``terms.rows`` counts from 0 within them."""
        first = len(self._names)
        self._names += [names] * count if isinstance(names, str) else list(names)
        count = len(self._names) - first
        self._terms.append(Terms(terms.columns, terms.values, terms.rows + first))
        self._bounds.append(
            (
                np.array(np.broadcast_to(np.asarray(lower, dtype=float), count)),
                np.array(np.broadcast_to(np.asarray(upper, dtype=float), count)),
            )
        )

    def vector(self, terms: Terms) -> Floats:
        """Lay a sum out over all columns."""
        laid = np.bincount(terms.columns, weights=terms.values, minlength=self.width)
        return laid.astype(np.float64)

    def form(self, objective: Terms, measures: Mapping[str, Terms]) -> LinearForm:
        """Put the arrays together."""
        from scipy import sparse

        rows = np.concatenate([terms.rows for terms in self._terms])
        columns = np.concatenate([terms.columns for terms in self._terms])
        values = np.concatenate([terms.values for terms in self._terms])
        shape = (len(self._names), self.width)
        return LinearForm(
            matrix=sparse.csr_array(sparse.coo_array((values, (rows, columns)), shape=shape)),
            row_lower=np.concatenate([low for low, _ in self._bounds]),
            row_upper=np.concatenate([high for _, high in self._bounds]),
            row_names=tuple(self._names),
            col_lower=np.concatenate(self._lower),
            col_upper=np.concatenate(self._upper),
            integer=np.concatenate(self._whole),
            objective=self.vector(objective),
            blocks=self.blocks,
            measures={name: self.vector(terms) for name, terms in measures.items()},
        )
