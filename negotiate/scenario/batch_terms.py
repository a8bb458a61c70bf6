"""The payoff terms of many draws, in whole units: what ``terms.py`` says, for arrays.

Every term depends on the purchases alone or on the package (and on whether it was agreed) alone,
so a player's payoff is the sum of two tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negotiate.payoffs.rounding import decimal_number
from negotiate.scenario.batch_draws import MOST_UNITS, BatchEffects, Draws, Floats, Units, units_of
from negotiate.scenario.batch_reactions import comes_to_rest, reaction_slopes
from negotiate.scenario.reactions import SIDES

__all__ = ["KNOWN_TERMS", "TermTables", "Worth", "term_tables"]

KNOWN_TERMS = frozenset(
    {
        "tariff",
        "capability",
        "cost",
        "sensitivity",
        "buyer audience",
        "consumers and revenue",
        "organised industries",
        "export rent, economic",
        "export rent, political",
        "ally strength",
        "setter audience",
        "other concessions",
        "region",
    }
)


@dataclass(frozen=True, eq=False)
class Worth:
    """What purchases are worth in each draw: V at every level, and its slopes.

    Attributes
    ----------
    gains : ndarray, shape (draws or 1, levels)
        Capability units that each level adds.
    slopes : ndarray, shape (draws or 1, levels)
        Right-hand slopes, capability units per bn USD/yr.
    at_zero : ndarray, shape (draws or 1,)
        The right-hand slope at the status quo.
    """

    gains: Floats
    slopes: Floats
    at_zero: Floats

    def omega(self, draws: Draws) -> Floats:
        """Return the money value of a capability unit, shape (draws or 1,)."""
        worth, burden = draws.payoff("purchase_worth"), draws.payoff("marginal_excess_burden")
        with np.errstate(all="ignore"):
            return worth * (1 + burden) / self.at_zero


@dataclass(frozen=True, eq=False)
class TermTables:
    """Both players' payoffs in whole units; index 0 is the buyer, 1 the setter.

    Attributes
    ----------
    levels : tuple of ndarray, shape (draws, levels)
        What depends on the purchases.
    package : tuple of ndarray, shape (draws, packages)
        What depends on the package, without audience costs and other concessions.
    agreed, alone : tuple of ndarray, shape (draws, packages)
        What depends on the package, where it is agreed and where it is not.
    defined : ndarray of bool, shape (draws,)
        Whether there is a model in a draw.
    """

    levels: tuple[Units, Units]
    package: tuple[Units, Units]
    agreed: tuple[Units, Units]
    alone: tuple[Units, Units]
    defined: NDArray[np.bool_]


def term_tables(draws: Draws, levels: Floats, worth: Worth) -> TermTables:
    """Evaluate every active term in every draw."""
    effects = draws.effects()
    model = draws.scenario.document["model"]
    weights = model["weights"]
    sheet = _Sheet(draws, len(levels), len(model["packages"]))
    for player, weight, values in _by_level(draws, levels, worth):
        sheet.add(sheet.levels[player], weights[weight], values)
    for player, weight, values in _by_package(draws, effects):
        sheet.add(sheet.package[player], weights[weight], values)
    agreed, alone = (tuple(table.copy() for table in sheet.package) for _ in range(2))
    for player, weight, values in _other_concessions(draws):
        sheet.add(agreed[player], weights[weight], values)
    if weights["setter_audience"]:
        backs_down = np.array([name != model["threat"] for name in model["packages"]])
        cost = draws.payoff("setter_audience_cost")[:, None]
        sheet.add(alone[1], weights["setter_audience"], np.where(backs_down, -cost, 0.0))
    good = sheet.defined & effects.finite() & draws.has_model() & (worth.at_zero > 0) & comes_to_rest(draws)
    if weights["organised"]:
        good = good & (draws.payoff("organised_weight") >= 1)
    return TermTables(
        (sheet.levels[0], sheet.levels[1]),
        (sheet.package[0], sheet.package[1]),
        (agreed[0], agreed[1]),
        (alone[0], alone[1]),
        good,
    )


class _Sheet:
    """Sums of terms in whole units, and whether in a draw every term is a number that fits."""

    def __init__(self, draws: Draws, levels: int, packages: int) -> None:
        self._resolution = decimal_number("resolution", draws.scenario.resolution)
        self.levels = [np.zeros((draws.count, levels), dtype=np.int64) for _ in range(2)]
        self.package = [np.zeros((draws.count, packages), dtype=np.int64) for _ in range(2)]
        self.defined = np.ones(draws.count, dtype=bool)

    def add(self, table: Units, weight: object, values: Floats) -> None:
        """Add a term's units to a table, unless the term is switched off."""
        exact = decimal_number("weight", weight)
        if exact:
            fits = np.abs(values) * float(exact) / float(self._resolution) < MOST_UNITS
            self.defined &= fits.all(axis=1)
            table += units_of(values, exact, self._resolution)


_Entry = tuple[int, str, Floats]  # player, key of the weight, values


def _by_level(draws: Draws, levels: Floats, worth: Worth) -> Iterator[_Entry]:
    """Yield the terms that depend on the purchases, each of shape (draws or 1, levels)."""
    omega = worth.omega(draws)[:, None]
    with np.errstate(all="ignore"):
        yield 0, "capability", omega * worth.gains
        yield 0, "cost", -(1 + draws.payoff("marginal_excess_burden")[:, None]) * levels
        beyond = np.maximum(0.0, levels - draws.payoff("sensitivity_threshold", 0.0)[:, None])
        yield 0, "sensitivity", -draws.payoff("sensitivity", 0.0)[:, None] / 2 * beyond**2
        if draws.scenario.document["model"]["weights"]["buyer_audience"]:
            above = levels > draws.payoff("buyer_stated_limit")[:, None]
            yield 0, "buyer_audience", np.where(above, -draws.payoff("buyer_audience_cost")[:, None], 0.0)
        for part in ("economic", "political"):
            yield 1, "export_rent", draws.payoff(f"export_rent_{part}")[:, None] * levels
        yield 1, "ally_strength", draws.payoff("ally_spill_in")[:, None] * omega * worth.gains
        slopes = reaction_slopes(draws)
        for player, side in enumerate(SIDES):
            if draws.scenario.document["model"]["weights"][f"{side}_region"]:
                yield player, f"{side}_region", slopes[player][:, None] * levels


def _by_package(draws: Draws, effects: BatchEffects) -> Iterator[_Entry]:
    """Yield the terms that depend on the package alone, each of shape (draws or 1, packages)."""
    with np.errstate(all="ignore"):
        yield 0, "tariff", effects.exporter_gain.sum(axis=-1)
        kappa = draws.payoff("revenue_weight", 1.0)[:, None]
        taken = effects.revenue.sum(axis=-1)
        yield 1, "consumers_and_revenue", effects.consumer_surplus.sum(axis=-1) + kappa * taken
        if draws.scenario.document["model"]["weights"]["organised"]:
            gamma, reach, sales = (
                draws.payoff(f"organised_{key}")[:, None] for key in ("weight", "transmission", "sales")
            )
            rise = (draws.import_shares() * effects.price_rise).sum(axis=-1)
            yield 1, "organised", (gamma - 1) * reach * sales * rise


def _other_concessions(draws: Draws) -> Iterator[_Entry]:
    """Yield what else is agreed along with the packages that may be conceded, the threat apart."""
    model = draws.scenario.document["model"]
    along = [name in model["levels"]["packages"] and name != model["threat"] for name in model["packages"]]
    sides = (
        (0, "buyer_other", "other_concessions_cost", -1),
        (1, "setter_other", "other_concessions_to_setter", 1),
    )
    for player, weight, key, sign in sides:
        if model["weights"][weight]:
            yield player, weight, np.where(np.array(along), sign * draws.payoff(key)[:, None], 0.0)
