"""Where the axes of trade arrays stand: for users (…, i, j[, sector]), in the equations sector first.

A table of trade has one entry for exporter i (row), importer j (column) and, where there are
several sectors, the sector (last). An economy of one sector has no sector axis.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array
from negotiate.errors import InvalidInput

__all__ = ["for_users", "read_cells", "read_only", "sector_first"]


def sector_first(cells: NDArray[np.float64], sectors: int) -> NDArray[np.float64]:
    """Turn (…, i, j) or (…, i, j, sector) into (…, sector, i, j)."""
    return cells[..., None, :, :] if sectors == 1 else np.moveaxis(cells, -1, -3)


def for_users(cells: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn (…, sector, i, j) into (…, i, j), or (…, i, j, sector) where there are several."""
    return cells[..., 0, :, :] if cells.shape[-3] == 1 else np.moveaxis(cells, -3, -1)


def read_cells(name: str, value: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Read a table of trade, or a batch of them; in several sectors one matrix goes for all."""
    if isinstance(value, int | float):
        raise InvalidInput(
            f"{name}={value}; it must be a table of shape {_words(shape)}, exporters in rows. "
            "tariffs_by(economy, importer, rate) makes one from a single rate."
        )
    cells = finite_array(name, value)
    if len(shape) == 3 and cells.shape == shape[:2]:
        cells = np.repeat(cells[..., None], shape[2], axis=-1)
    if cells.shape[-len(shape) :] != shape:
        raise InvalidInput(
            f"{name} has shape {cells.shape}; its last axes must be {_words(shape)}, exporters in rows "
            "and importers in columns."
        )
    if not cells.size:
        raise InvalidInput(f"{name} holds no table (shape {cells.shape}); give at least one.")
    return cells


def read_only(values: ArrayLike) -> NDArray[np.float64]:
    """Return a copy that nobody can change."""
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


def _words(shape: tuple[int, ...]) -> str:
    words = ("exporters", "importers", "sectors")
    return "(" + ", ".join(f"{count} {word}" for count, word in zip(shape, words, strict=False)) + ")"
