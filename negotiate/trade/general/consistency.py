"""What cannot be an economy, in words: flows and incomes that do not add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import show
from negotiate.errors import InvalidInput

__all__ = [
    "check_both_ways",
    "check_connected",
    "check_flows",
    "check_mapping",
    "check_margins",
    "check_shares",
    "check_tariffs",
    "check_units",
]

_LEAST_OPENNESS, _MOST_OPENNESS = 1e-3, 2.0  # world trade over world income; 0.2 to 0.3 in the data
_SHARES = 1e-6  # how far printed shares may be from summing to 1


def check_mapping(name: str, given: object, of: str) -> None:
    """Refuse what has no names to it."""
    if not isinstance(given, Mapping):
        raise InvalidInput(f"{name}={show(given)} must be a mapping of {of}.")


def check_flows(flows: NDArray[np.float64], countries: Sequence[str], sectors: Sequence[str]) -> None:
    """Refuse negative flows, and countries that sell or buy nothing."""
    for place in np.argwhere(flows < 0):
        raise InvalidInput(
            f"flows: {_where(place, countries, sectors)} is {flows[tuple(place)]:g}; "
            "a flow is a value before duty, at least 0."
        )
    total = flows if flows.ndim == 2 else flows.sum(axis=-1)
    for axis, verb, kind in ((1, "sells", "row"), (0, "buys", "column")):
        for country in np.flatnonzero(total.sum(axis=axis) == 0).tolist():
            raise InvalidInput(
                f"flows: {countries[country]} {verb} nothing (its {kind} is all zeros), so it has no income "
                "to solve for; leave it out or merge it with a neighbour."
            )
    if flows.ndim == 3:
        for place in np.argwhere(flows.sum(axis=0) == 0):
            raise InvalidInput(
                f"flows: {countries[place[0]]} buys nothing of {sectors[place[1]]}; merge the sector with "
                "another, or give a small flow and say so."
            )


def check_connected(flows: NDArray[np.float64], countries: Sequence[str]) -> None:
    """Refuse a country, or a group, that trades with nobody else: its wage against others is open."""
    total = flows if flows.ndim == 2 else flows.sum(axis=-1)
    linked = (total > 0) | (total.T > 0)
    reached = np.zeros(len(countries), dtype=bool)
    reached[0] = True
    while True:
        wider = reached | linked[reached].any(axis=0)
        if (wider == reached).all():
            break
        reached = wider
    if reached.all():
        return
    group = [name for name, inside in zip(countries, reached, strict=True) if not inside]
    smaller = (
        group
        if 2 * len(group) <= len(countries)
        else [c for c, k in zip(countries, reached, strict=True) if k]
    )
    raise InvalidInput(
        f"flows: {', '.join(smaller)} {'trades' if len(smaller) == 1 else 'trade'} with none of the others "
        "(autarky), so wages there cannot be compared; leave out what does not trade."
    )


def check_both_ways(flows: NDArray[np.float64], countries: Sequence[str]) -> None:
    """Refuse a country, or a group, that sells to others and buys nothing from them: no wage balances it."""
    total = flows if flows.ndim == 2 else flows.sum(axis=-1)
    sells_to = (total > 0) | np.eye(len(countries), dtype=bool)
    while True:  # through others, and through theirs
        wider = (sells_to.astype(float) @ sells_to.astype(float)) > 0
        if (wider == sells_to).all():
            break
        sells_to = wider
    if sells_to.all():
        return
    first = int(np.argmin(sells_to.sum(axis=0)))
    group = [country for country, sells in zip(countries, sells_to[:, first], strict=True) if sells]
    raise InvalidInput(
        f"deficits='balanced': {', '.join(group)} {'sells' if len(group) == 1 else 'sell'} to others and "
        f"{'buys' if len(group) == 1 else 'buy'} nothing from them, so that trade cannot balance at any "
        "wages; leave out what trades one way, or take deficits='world_income_share'."
    )


def check_tariffs(
    name: str, tariffs: NDArray[np.float64], countries: Sequence[str], sectors: Sequence[str]
) -> None:
    """Refuse rates of −1 or less, and a tariff of a country on itself."""
    shape_ends = 2 if len(sectors) == 1 else 3
    for place in np.argwhere(tariffs <= -1):
        cell = place[-shape_ends:]
        raise InvalidInput(
            f"{name}: {_where(cell, countries, sectors)} is {tariffs[tuple(place)]:g}; "
            "a rate is a fraction above -1 (0.15 is 15 %)."
        )
    first = tariffs.ndim - shape_ends
    own = np.diagonal(tariffs, axis1=first, axis2=first + 1)
    for place in np.argwhere(own != 0):
        raise InvalidInput(
            f"{name}: {countries[place[-1]]} has a rate on its own goods; the diagonal must be 0."
        )


def check_margins(margins: NDArray[np.float64], countries: Sequence[str]) -> None:
    """Refuse distribution margins outside [0, 1)."""
    for place in np.flatnonzero((margins < 0) | (margins >= 1)).tolist():
        raise InvalidInput(
            f"margins: {countries[place]} has {margins[place]:g}; a distribution margin is a share of the "
            "sale, at least 0 and below 1."
        )


def check_units(trade: NDArray[np.float64], incomes: NDArray[np.float64], countries: Sequence[str]) -> None:
    """Refuse trade and incomes whose units seem to differ, and exports above income.

    Parameters
    ----------
    trade, incomes : ndarray
        Trade between countries, shape (i, j), diagonal 0, and incomes, shape (countries,).
    """
    exports = trade.sum(axis=1)
    openness = exports.sum() / incomes.sum()
    if not _LEAST_OPENNESS <= openness <= _MOST_OPENNESS:
        way = "trade looks 1,000 times too large" if openness > 1 else "trade looks 1,000 times too small"
        raise InvalidInput(
            f"trade adds up to {openness:.3g} times the incomes (0.2 to 0.3 in the world as it is): {way} "
            "against them. Give both in one unit, say bn USD a year."
        )
    for place in np.flatnonzero(exports > incomes).tolist():
        raise InvalidInput(
            f"{countries[place]} exports {exports[place]:.4g} out of an income of {incomes[place]:.4g}: "
            "domestic sales would be negative. Exports are gross and GDP is value added: give gross output "
            "in place of GDP, or fill in the diagonal of flows."
        )


def check_shares(shares: NDArray[np.float64], countries: Sequence[str]) -> None:
    """Refuse shares that are negative or whose columns do not sum to 1."""
    for place in np.argwhere(shares < 0):
        raise InvalidInput(
            f"shares: {countries[place[0]]} in {countries[place[1]]} is {shares[tuple(place)]:g}; "
            "a share is at least 0."
        )
    for column in np.flatnonzero(abs(shares.sum(axis=0) - 1) > _SHARES).tolist():
        total = shares[:, column].sum()
        raise InvalidInput(
            f"shares: the column of {countries[column]} sums to {total:.8g}; what an importer spends on all "
            "exporters, itself included, must sum to 1 (rows are exporters)."
        )


def _where(place: NDArray[np.int64], countries: Sequence[str], sectors: Sequence[str]) -> str:
    sector = f" of {sectors[place[2]]}" if len(place) == 3 else ""
    return f"{countries[place[0]]} to {countries[place[1]]}{sector}"
