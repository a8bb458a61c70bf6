"""All bundles near the optimum: a proof by enumeration, independent of any MILP solver.

At prices of the limits, the bound of weak duality exceeds a bundle's value by its *loss*, a sum
of terms none of which is negative: what each mission falls short of its best at these prices,
the unspent budget times its price, and spending over each floor times its price. So every bundle
with a loss of at most ``γ`` is put together from parts, one a mission, whose losses sum to at
most ``γ``. The parts are enumerated mission by mission, cut by the bound on divisible
completions, and merged. If the best bundle found has a loss of at most ``γ``, it is the optimum;
else ``γ`` grows. Where no floor looks at the parts, one part rules out another that costs no
less and is worth no more.

Ties: values that agree to 1e-11 of the whole catalogue's worth count as equal; among equals the
cheapest bundle is taken, and of those the one that buys most of the first item in the catalogue,
then of the second, and so on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.procurement.duality import LimitPrices, MissionPrices, best_completion, mission_prices
from negotiate.procurement.form import Form, Whole
from negotiate.procurement.parts import Parts, TooManyParts, joined, least_of, matched, undominated
from negotiate.procurement.problem import DOLLAR

__all__ = ["Found", "best_whole_bundle"]

GROWTH = 4.0  # of the loss allowed, from one round to the next
START = 1e-5  # loss allowed in the first round, as a share of the widest
TIE = 1e-11  # values closer than this, beside the worth of the whole catalogue, count as equal
MOST_PARTS = 400_000
MOST_PAIRS = 1_500_000  # looked at in the last step
FEW_PARTS = 500  # kept in the quick rounds that look for a first bundle


@dataclass(frozen=True, eq=False)
class Found:
    """The best bundle in lots, its value, and the bound that proves it."""

    lots: Whole
    bound: float


def best_whole_bundle(
    form: Form, total: float, prices: LimitPrices, *, known_loss: float | None = None
) -> Found | None:
    """Find the best whole bundle by enumeration, or None where no bundle keeps the limits.

    Parameters
    ----------
    form : Form
        The problem in lots.
    total : float
        Budget over the plan, bn USD.
    prices : LimitPrices
        Prices of the limits, best those of the divisible problem; any prices give the right
        answer, bad ones slowly.
    known_loss : float, optional
        Loss of a bundle known from elsewhere, to start from.

    Raises
    ------
    TooManyParts
        Where more than 400,000 parts would have to be kept.
    """
    missions = mission_prices(form, prices)
    bound = prices.budget * total + sum(mission.top for mission in missions)
    scale = form.worth or 1.0
    search = _Search(form, total, prices, missions, scale)
    widest = bound - form.value(form.low) + TIE * scale
    start = START * widest if known_loss is None else max(known_loss, 0.0)
    rough = search.first(start + TIE * scale, widest, FEW_PARTS)
    start = widest if rough is None else bound - form.value(rough)
    lots = search.first(start + TIE * scale, widest, None)
    return None if lots is None else Found(lots, bound)


@dataclass(frozen=True, eq=False)
class _Search:
    """One budget's search: what every round shares."""

    form: Form
    total: float
    prices: LimitPrices
    missions: tuple[MissionPrices, ...]
    scale: float  # size of values; ties are measured against it

    def first(self, gamma: float, widest: float, few: int | None) -> Whole | None:
        """Return the best bundle for the first of rising allowances that has one."""
        while 0 < gamma < widest:
            lots = self.within(gamma, few)
            if lots is not None:
                return lots
            gamma *= GROWTH
        return self.within(widest, few)

    def within(self, gamma: float, few: int | None) -> Whole | None:
        """Return the best bundle with a loss of at most ``gamma``, if there is one.

        With ``few``, only so many parts of the least loss are kept at each step: quick, and no proof.
        """
        parts = [self._parts(mission, gamma, few) for mission in self.missions]
        if not all(len(part) for part in parts):
            return None
        left, right = (self._merged(half, gamma, few) for half in _halves(parts))
        first, second = matched(
            left,
            right,
            price=self.prices.budget,
            total=self.total,
            gamma=gamma,
            most=MOST_PAIRS,
            floors=self._floors,
        )
        rows = left.rows[first] + right.rows[second]
        unspent = self.prices.budget * (self.total - rows[:, 0]) + rows[:, 1:] @ self.prices.floors
        loss = left.loss[first] + right.loss[second] + unspent
        sound = (loss <= gamma) & (rows[:, 0] <= self.total + DOLLAR) & (rows[:, 1:] >= -DOLLAR).all(axis=1)
        if not sound.any():
            return None
        ties = np.flatnonzero(sound & (loss <= loss[sound].min() + TIE * self.scale))
        ties = ties[rows[ties, 0] <= rows[ties, 0].min() + DOLLAR]
        lots = left.lots(first[ties]) + right.lots(second[ties])
        chosen: Whole = lots[np.lexsort(-lots[:, ::-1].T)[0]]
        return chosen

    @property
    def _floors(self) -> bool:
        return bool(len(self.form.floors))

    def _parts(self, mission: MissionPrices, gamma: float, few: int | None) -> Parts:
        """Enumerate a mission's bundles with a loss of at most ``gamma``, dear items first."""
        form, members = self.form, mission.members
        rows_of = np.vstack([form.cost, form.floors])
        least = np.zeros(len(form.cost), dtype=np.int64)
        least[members] = form.low[members]
        lots, rows = least[None, :], (rows_of @ least)[None, :]
        held, paid = np.array([form.capability @ least]), np.array([mission.charge @ least])
        loss = np.zeros(1)
        by_cost = sorted(members.tolist(), key=lambda item: -form.cost[item])
        for step, item in enumerate(by_cost):
            more = np.arange(form.high[item] - form.low[item] + 1)
            if len(held) * len(more) > MOST_PARTS:
                raise TooManyParts
            grown = (held[:, None] + form.capability[item] * more).ravel()
            charged = (paid[:, None] + mission.charge[item] * more).ravel()
            rest = [other for other in members.tolist() if other not in by_cost[: step + 1]]
            loss = mission.top - best_completion(mission, rest, grown, charged)
            spent = (rows[:, 0, None] + form.cost[item] * more).ravel()
            kept = least_of(loss, np.flatnonzero((loss <= gamma) & (spent <= self.total + DOLLAR)), few)
            origin, count = np.divmod(kept, len(more))
            held, paid, loss = grown[kept], charged[kept], np.maximum(loss[kept], 0.0)
            lots, rows = lots[origin], rows[origin] + np.outer(count, rows_of[:, item])
            lots[:, item] += count
        return self._lean(Parts(loss, rows, lots))

    def _merged(self, parts: list[Parts], gamma: float, few: int | None) -> Parts:
        whole = Parts.nothing(len(self.form.floors) + 1, len(self.form.cost))
        for part in parts:
            whole = self._lean(joined(whole, part, gamma, MOST_PARTS))
            if few is not None:
                whole = whole.take(least_of(whole.loss, np.arange(len(whole)), few))
        return whole

    def _lean(self, parts: Parts) -> Parts:
        """Drop parts that another beats; where floors look at the parts, none is dropped."""
        if self._floors:
            return parts
        return undominated(parts, (self.prices.budget * parts.rows[:, 0] - parts.loss) / self.scale)


def _halves(parts: list[Parts]) -> tuple[list[Parts], list[Parts]]:
    """Split the missions in two, the products of their sizes about equal."""
    halves: tuple[list[Parts], list[Parts]] = ([], [])
    weight = [0.0, 0.0]
    for part in sorted(parts, key=len, reverse=True):
        side = 0 if weight[0] <= weight[1] else 1
        halves[side].append(part)
        weight[side] += np.log(len(part))
    return halves
