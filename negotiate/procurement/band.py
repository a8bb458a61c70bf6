"""Every bundle that could be the best at some budget of a band, at one set of prices of the limits.

At prices of the limits the bound of weak duality exceeds a bundle's value by its *loss*, a sum of
terms none of which is negative: what each mission falls short of its best at these prices, the
unspent budget times its price, and spending over each floor times its price. So every bundle with
a loss of at most ``γ`` is put together from parts, one a mission, whose losses sum to at most
``γ``. The parts are enumerated mission by mission, cut by the bound on divisible completions,
and merged once for all budgets of the band. Where no floor looks at the parts, one part rules out
another that costs no less and is worth no more.

Ties: values that agree to 1e-11 of the whole catalogue's worth count as equal; among equals the
cheapest bundle is taken, and of those the one that buys most of the first item in the catalogue,
then of the second, and so on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.procurement.duality import LimitPrices, MissionPrices, best_completion, mission_prices
from negotiate.procurement.form import Floats, Form, Whole
from negotiate.procurement.joins import affordable
from negotiate.procurement.parts import (
    MOST_PAIRS,
    MOST_PARTS,
    Parts,
    TooManyParts,
    first_in_order,
    joined,
    least_of,
    paired,
    undominated,
)
from negotiate.procurement.problem import DOLLAR

__all__ = ["TIE", "Band"]

MOST_MEMBERS = 250  # items of one mission; their number squared is what the bound on completions takes
TIE = 1e-11  # values closer than this, beside the worth of the whole catalogue, count as equal


@dataclass(frozen=True, eq=False)
class Band:
    """Budgets from ``low`` to ``high``, bn USD over the plan, and the prices that they share."""

    form: Form
    prices: LimitPrices
    missions: tuple[MissionPrices, ...]
    low: float
    high: float

    @classmethod
    def at(cls, form: Form, prices: LimitPrices, low: float, high: float) -> Band:
        """Set up the band of some budgets at some prices."""
        return cls(form, prices, mission_prices(form, prices), low, high)

    @property
    def tie(self) -> float:
        """Values closer than this count as equal."""
        return TIE * (self.form.worth or 1.0)

    def bounds(self, totals: Floats) -> Floats:
        """Return the bound on the value of every bundle at each budget."""
        return self.prices.budget * totals + sum(mission.top for mission in self.missions)

    def best(self, totals: Floats, gamma: float, few: int | None = None) -> list[Whole | None]:
        """Return at each budget the best bundle, or None where none has a loss of at most ``gamma``.

        With ``few``, only so many parts of the least loss are kept at each step: quick, and no proof.
        """
        halves = self._halves(gamma, few)
        if halves is None:
            return [None] * len(totals)
        if len(self.form.floors):
            return self.picked(self._joined(*halves, gamma), totals, gamma)
        return self._matched(*halves, totals, gamma)

    def bundles(self, gamma: float, *, alike: bool = False) -> Parts:
        """Return the bundles with a loss of at most ``gamma`` at some budget of the band, by cost.

        Without floors only those that no other beats, unless all ``alike`` are wanted.
        """
        halves = self._halves(gamma, None, alike=alike)
        if halves is None:
            return Parts.nothing(len(self.form.floors) + 1, len(self.form.cost)).take(np.zeros(0, np.int64))
        found = self._joined(*halves, gamma)
        return found if alike else self._lean(found)

    def keys(self, parts: Parts) -> Floats:
        """Return the loss of bundles at a budget of nothing: the loss at ``B`` less ``price·B``."""
        charge: Floats = parts.rows[:, 1:] @ self.prices.floors - self.prices.budget * parts.rows[:, 0]
        return parts.loss + charge

    def picked(self, bundles: Parts, totals: Floats, gamma: float) -> list[Whole | None]:
        """Pick the best of some bundles, sorted by cost, at each budget; ties as stated."""
        if not len(bundles):
            return [None] * len(totals)
        cost, key = bundles.rows[:, 0], self.keys(bundles)
        least = np.minimum.accumulate(key)
        last = np.searchsorted(cost, totals + DOLLAR, side="right") - 1
        chosen: list[Whole | None] = []
        for total, end in zip(totals.tolist(), last.tolist(), strict=True):
            if end < 0 or least[end] + self.prices.budget * total > gamma:
                chosen.append(None)
                continue
            start = int(np.searchsorted(-least, -(least[end] + self.tie), side="left"))
            stop = min(int(np.searchsorted(cost, cost[start] + DOLLAR, side="right")), end + 1)
            ties = start + np.flatnonzero(key[start:stop] <= least[end] + self.tie)
            chosen.append(first_in_order(bundles.lots(ties)))
        return chosen

    def _matched(self, left: Parts, right: Parts, totals: Floats, gamma: float) -> list[Whole | None]:
        """Pick at each budget; of parts that no other beats the dearest that fits is the best partner."""
        right = right.take(np.argsort(right.rows[:, 0], kind="stable"))
        spent, cost, price = left.rows[:, 0], right.rows[:, 0], self.prices.budget
        key = right.loss - price * cost
        cheapest_alike = np.minimum(np.searchsorted(-key, -(key + self.tie)), np.arange(len(key)))
        chosen: list[Whole | None] = []
        for some in np.array_split(totals, 1 + len(totals) * len(left) // MOST_PARTS):
            room = some[:, None] - spent
            partner = np.searchsorted(cost, room + DOLLAR, side="right") - 1
            loss = np.where(partner >= 0, left.loss + key[partner] + price * room, np.inf)
            least = loss.min(axis=1)
            near = loss <= least[:, None] + self.tie
            for row in range(len(some)):
                if least[row] > gamma:
                    chosen.append(None)
                    continue
                one = np.flatnonzero(near[row])
                low, high = cheapest_alike[partner[row, one]], partner[row, one] + 1
                place, other = paired(low, high, MOST_PAIRS)
                paid = spent[one[place]] + cost[other]
                ties = np.flatnonzero(paid <= paid.min() + DOLLAR)
                chosen.append(first_in_order(left.lots(one[place[ties]]) + right.lots(other[ties])))
        return chosen

    def _halves(self, gamma: float, few: int | None, *, alike: bool = False) -> tuple[Parts, Parts] | None:
        parts = [self._parts(mission, gamma, few) for mission in self.missions]
        if not all(len(part) for part in parts):
            return None
        if not alike:
            parts = [self._lean(part) for part in parts]
        left, right = (self._merged(half, gamma, few, alike) for half in _balanced(parts))
        return (left, right) if len(left) and len(right) else None

    def _parts(self, mission: MissionPrices, gamma: float, few: int | None) -> Parts:
        """Enumerate a mission's bundles with a loss of at most ``gamma``, dear items first."""
        form, members = self.form, mission.members
        if len(members) > MOST_MEMBERS:
            raise TooManyParts
        rows_of = np.vstack([form.cost, form.floors])
        least = np.zeros(len(form.cost), dtype=np.int64)
        least[members] = form.low[members]
        lots, rows = least[None, :], (rows_of @ least)[None, :]
        held, paid = np.array([form.capability @ least]), np.array([mission.charge @ least])
        loss = np.zeros(1)
        rest = members.tolist()
        for item in sorted(rest, key=lambda item: -form.cost[item]):
            rest.remove(item)
            more = np.arange(form.high[item] - form.low[item] + 1)
            if len(held) * len(more) > MOST_PARTS:
                raise TooManyParts
            grown = (held[:, None] + form.capability[item] * more).ravel()
            charged = (paid[:, None] + mission.charge[item] * more).ravel()
            loss = mission.top - best_completion(mission, rest, grown, charged)
            spent = (rows[:, 0, None] + form.cost[item] * more).ravel()
            kept = least_of(loss, np.flatnonzero((loss <= gamma) & (spent <= self.high + DOLLAR)), few)
            origin, count = np.divmod(kept, len(more))
            held, paid, loss = grown[kept], charged[kept], np.maximum(loss[kept], 0.0)
            lots, rows = lots[origin], rows[origin] + np.outer(count, rows_of[:, item])
            lots[:, item] += count
        return Parts(loss, rows, lots)

    def _merged(self, parts: list[Parts], gamma: float, few: int | None, alike: bool) -> Parts:
        whole = Parts.nothing(len(self.form.floors) + 1, len(self.form.cost))
        for part in parts:
            whole = joined(whole, part, gamma, MOST_PARTS)
            if not alike:
                whole = self._lean(whole)
            if few is not None:
                whole = whole.take(least_of(whole.loss, np.arange(len(whole)), few))
        return whole

    def _joined(self, left: Parts, right: Parts, gamma: float) -> Parts:
        """Join the halves to bundles that keep the limits at some budget of the band, by cost."""
        bundles = affordable(left, right, gamma, prices=self.prices, low=self.low, high=self.high)
        spare = self.prices.budget * np.maximum(self.low - bundles.rows[:, 0], 0.0)
        loss = bundles.loss + bundles.rows[:, 1:] @ self.prices.floors + spare
        sound = (loss <= gamma) & (bundles.rows[:, 1:] >= -DOLLAR).all(axis=1)
        kept = np.flatnonzero(sound)
        return bundles.take(kept[np.argsort(bundles.rows[kept, 0], kind="stable")])

    def _lean(self, parts: Parts) -> Parts:
        """Drop parts that another beats; where floors look at the parts, none is dropped."""
        if len(self.form.floors):
            return parts
        return undominated(parts, -self.keys(parts) / (self.form.worth or 1.0))


def _balanced(parts: list[Parts]) -> tuple[list[Parts], list[Parts]]:
    """Split the missions in two, the products of their sizes about equal."""
    halves: tuple[list[Parts], list[Parts]] = ([], [])
    weight = [0.0, 0.0]
    for part in sorted(parts, key=len, reverse=True):
        side = 0 if weight[0] <= weight[1] else 1
        halves[side].append(part)
        weight[side] += float(np.log(len(part)))
    return halves
