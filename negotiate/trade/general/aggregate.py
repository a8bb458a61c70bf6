"""Countries joined to regions: flows add up, duties between regions keep their revenue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from negotiate.checks import instance_of, names
from negotiate.errors import InvalidInput
from negotiate.trade.general.consistency import check_mapping
from negotiate.trade.general.economy import Economy

__all__ = ["aggregate"]


def aggregate(economy: Economy, regions: Mapping[str, Sequence[str]]) -> Economy:
    """Join countries to regions; those that are not named stay as they are.

    Trade inside a region becomes part of its home sales. A tariff between regions is the mean of
    its members' rates by trade, so revenue stays the same; duties inside a region vanish, and
    with them their revenue.

    Parameters
    ----------
    economy : Economy
        Margins must be equal within a region.
    regions : mapping
        Members by region. Regions come in the place of their first member.

    Raises
    ------
    InvalidInput
        For an unknown country, one in two regions, a region without members or named like a
        country outside it, margins that differ within a region.

    Examples
    --------
    >>> three = Economy([[80, 9, 6], [4, 50, 8], [6, 3, 90]], ("A", "B", "C"), elasticities=4)
    >>> aggregate(three, {"AB": ["A", "B"]}).flows
    array([[143.,  14.],
           [  9.,  90.]])
    """
    instance_of("economy", economy, Economy)
    check_mapping("regions", regions, "members by region")
    region_of = _regions(economy, regions)
    labels = list(dict.fromkeys(region_of))
    belongs = np.array([[region == label for region in region_of] for label in labels], dtype=float)
    margins = belongs @ economy.margins / belongs.sum(axis=1)
    spread = np.abs(economy.margins - margins @ belongs)
    if spread.max() > 1e-12:
        worst = labels[int(np.argmax(belongs @ spread))]
        raise InvalidInput(f"regions: margins differ among the members of {worst}; give them one margin.")
    flows = _joined(belongs, economy.flows)
    duty = _joined(belongs, economy.tariffs * economy.flows)
    own = np.arange(len(labels))
    duty[own, own] = 0
    rates = np.divide(duty, flows, out=np.zeros_like(flows), where=flows > 0)
    return Economy(
        flows,
        labels,
        economy.elasticities,
        sectors=economy.sectors,
        tariffs=rates,
        margins=margins,
        unit=economy.unit,
        sources=economy.sources,
    )


def _joined(belongs: np.ndarray, cells: np.ndarray) -> np.ndarray:
    return np.asarray(np.einsum("ai,ij...,bj->ab...", belongs, cells, belongs, optimize=True))


def _regions(economy: Economy, regions: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the region of every country, in order."""
    region_of = dict(zip(economy.countries, economy.countries, strict=True))
    taken: dict[str, str] = {}
    for region, members in regions.items():
        inside = () if isinstance(members, str) else names(f"regions: {region}", members)
        if not inside:
            raise InvalidInput(f"regions: {region} must have a list of at least one country.")
        for member in inside:
            economy.place(member)
            if member in taken:
                raise InvalidInput(f"regions: {member} is in both {taken[member]} and {region}.")
            taken[member] = region
            region_of[member] = region
    for region, members in regions.items():
        if region in economy.countries and region not in members and taken.get(region) is None:
            raise InvalidInput(f"regions: {region} is the name of a country outside it; choose another.")
    return list(region_of.values())
