"""Who gains from a change of tariffs: diversion of trade to third countries.

For each country: what the change is worth to it, and how its exports move, to the country that changed
its tariffs and to everybody else, at new prices and before duty.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of
from negotiate.errors import InvalidInput
from negotiate.table import Cell, Column, Table
from negotiate.trade.general.solution import TradeEquilibrium

__all__ = ["who_gains"]


def who_gains(found: TradeEquilibrium, importer: str, *, before: TradeEquilibrium | None = None) -> Table:
    """Return one row a country, from the largest equivalent variation to the smallest.

    Parameters
    ----------
    found : TradeEquilibrium
        A single one.
    importer : str
        Whose market the trade is diverted from.
    before : TradeEquilibrium, optional
        What to compare with, of the same model; the base year where left out.

    Examples
    --------
    >>> from negotiate.trade.general import GeneralEquilibrium, load_regions, tariffs_by
    >>> world = load_regions()
    >>> model = GeneralEquilibrium(world, "balanced")
    >>> change = model.effects(tariffs_by(world, "USA", {"JPN": 0.25}))
    >>> [row[0] for row in who_gains(change, "USA").rows[:3]]
    ['CHN', 'USA', 'ASEAN']
    """
    instance_of("found", found, TradeEquilibrium)
    _check(found, before)
    economy = found.model.economy
    home = economy.place(importer)
    start = found.model.effects(economy.tariffs) if before is None else before
    worth = found.equivalent_variation - start.equivalent_variation
    welfare = found.welfare / start.welfare - 1
    change = _by_pair(found) - _by_pair(start)
    rows: list[list[Cell]] = []
    for k, country in enumerate(economy.countries):
        there = None if k == home else float(change[k, home])
        elsewhere = float(change[k].sum() - change[k, k] - (there or 0.0))
        rows.append([country, float(worth[k]), 100 * float(welfare[k]), there, elsewhere])
    rows.sort(key=lambda row: -float(str(row[1])))
    columns: list[Column | str] = [
        "country",
        Column("equivalent variation", economy.unit, 2),
        Column("welfare", "%", 3),
        Column(f"exports to {importer}", f"change, {economy.unit}", 1),
        Column("exports to others", f"change, {economy.unit}", 1),
    ]
    since = "the base year" if before is None else "the tariffs before"
    notes = [f"Changes from {since}; trade before duty. Largest residual {float(found.residual):.1e}."]
    return Table("Who gains and who loses", columns, rows, notes)


def _check(found: TradeEquilibrium, before: TradeEquilibrium | None) -> None:
    if before is not None:
        instance_of("before", before, TradeEquilibrium)
    if found.batch or (before is not None and before.batch):
        raise InvalidInput("who_gains takes a single equilibrium; pick one of the batch, found[0].")
    if before is not None and before.model is not found.model:
        raise InvalidInput("before is of another model; compare equilibria of one.")


def _by_pair(found: TradeEquilibrium) -> NDArray[np.float64]:
    """Return trade before duty by exporter and importer, over all sectors."""
    return found.flows if found.flows.ndim == 2 else np.asarray(found.flows.sum(axis=-1))
