"""Tables of tariffs from words: what an importer charges, by partner and by sector."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_number, instance_of
from negotiate.trade.general.consistency import check_tariffs
from negotiate.trade.general.economy import Economy
from negotiate.trade.general.layout import read_cells

__all__ = ["read_tariffs", "tariffs_by"]


def tariffs_by(
    economy: Economy,
    importer: str,
    rates: float | Mapping[str, float],
    *,
    sector: str | None = None,
    base: ArrayLike | None = None,
) -> NDArray[np.float64]:
    """Return a table of tariffs in which an importer charges these total rates.

    Parameters
    ----------
    economy : Economy
        Its base tariffs hold wherever nothing else is said.
    importer : str
        The country that charges.
    rates : float or mapping
        One rate on all partners, or rates by partner; those not named keep theirs.
    sector : str, optional
        Only on this sector; on all where left out.
    base : array-like, optional
        The table to change, in place of the economy's: so calls can follow one another.

    Returns
    -------
    ndarray of the shape of ``economy.tariffs``
        Fractions, exporters in rows.

    Examples
    --------
    >>> two = Economy([[90, 20], [10, 80]], ("Home", "Foreign"), elasticities=4)
    >>> war = tariffs_by(two, "Home", {"Foreign": 0.25})
    >>> tariffs_by(two, "Foreign", 0.1, base=war)
    array([[0.  , 0.1 ],
           [0.25, 0.  ]])
    """
    instance_of("economy", economy, Economy)
    table = np.array(economy.tariffs if base is None else read_tariffs(economy, base))
    column = economy.place(importer)
    cells = table.reshape(
        *table.shape[: -len(economy.shape)], len(economy.countries), -1, len(economy.sectors)
    )
    depth: slice | int = slice(None) if sector is None else economy.sector(sector)
    by_partner = rates if isinstance(rates, Mapping) else dict.fromkeys(economy.countries, rates)
    for partner, rate in by_partner.items():
        row = economy.place(partner)
        if row != column or isinstance(rates, Mapping):
            cells[..., row, column, depth] = finite_number(f"rates: {partner}", rate, above=-1)
    check_tariffs("rates", table, economy.countries, economy.sectors)
    return table


def read_tariffs(economy: Economy, tariffs: ArrayLike) -> NDArray[np.float64]:
    """Read one table of tariffs or a batch, shape (..., *economy.shape), and check its rates."""
    instance_of("economy", economy, Economy)
    rates = read_cells("tariffs", tariffs, economy.shape)
    check_tariffs("tariffs", rates, economy.countries, economy.sectors)
    return rates
