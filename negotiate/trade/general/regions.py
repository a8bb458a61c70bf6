"""The shipped economy: twelve regions of the world in 2023."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from negotiate.data import fact, load
from negotiate.trade.general.building import economy_from_trade
from negotiate.trade.general.economy import Economy
from negotiate.trade.general.elasticity import Elasticity

__all__ = ["load_regions"]


def load_regions(elasticities: Any = None, *, tariffs: ArrayLike | None = None) -> Economy:
    """Return goods trade and GDP of twelve regions in 2023 as an economy of one sector, bn USD.

    Japan, the United States, China (with Hong Kong and Macao), South Korea, the EU, the United
    Kingdom, Canada, Mexico, India, ASEAN, Australia and the rest of the world. Trade is from
    CEPII's BACI (Etalab open licence 2.0), GDP from the World Bank's World Development Indicators
    (CC BY 4.0). Home sales are GDP less goods exports, trade inside a region included.

    Parameters
    ----------
    elasticities : float or Elasticity, optional
        Where left out: 4, as estimated from prices, with 2 (long-run responses to tariffs) and
        5 (the middle of product-level estimates) as its range; rows of the shipped table
        ``elasticities``.
    tariffs : array-like, shape (12, 12), optional
        In force in 2023. None are shipped: left out they count as 0, and what is asked of the
        model are then tariffs on top of those of 2023.

    Examples
    --------
    >>> world = load_regions()
    >>> world.countries[:4], world.elasticities[0].value
    (('JPN', 'USA', 'CHN', 'KOR'), 4.0)
    >>> float(world.exports[world.place("JPN")].round(1))
    685.9
    """
    gdp = load("gdp_regions_2023")
    countries = [row["region"] for row in gdp]
    trade = np.zeros((len(countries), len(countries)))
    for row in load("trade_regions_2023"):
        trade[countries.index(row["exporter"]), countries.index(row["importer"])] = row["value"]
    return economy_from_trade(
        trade,
        [row["value"] for row in gdp],
        countries,
        _shipped_elasticity() if elasticities is None else elasticities,
        tariffs=tariffs,
        unit="bn USD",
        sources=("baci-202501", "wdi-2025"),
    )


def _shipped_elasticity() -> Elasticity:
    return Elasticity(
        value=fact("elasticities:trade-elasticity-structural"),
        low=fact("elasticities:trade-elasticity-long-run"),
        high=fact("elasticities:trade-elasticity-products"),
    )
