"""The best whole bundle by enumeration: a proof that is independent of any MILP solver.

A band of budgets (``band.py``) yields every bundle with a loss of at most ``γ``. Where the best of
them at a budget has a loss of at most ``γ`` there, it is the optimum at that budget; else ``γ``
grows. Budgets that lie close share their prices, and with them one enumeration.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.procurement.band import Band
from negotiate.procurement.duality import LimitPrices
from negotiate.procurement.form import Floats, Form, Whole
from negotiate.procurement.linear import Relaxation
from negotiate.procurement.parts import TooManyParts

__all__ = ["Found", "Sweep", "best_whole_bundle", "best_whole_bundles"]

GROWTH = 4.0  # of the loss allowed, from one round to the next
START = 1e-5  # loss allowed in the first round, as a share of the widest
FEW_PARTS = 500  # kept in the quick rounds that look for a first bundle
GENTLE = 1.6  # growth where the last band tells about how much is needed
ROOM = 1.25  # loss allowed at the next band, beside the largest at the last


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
        Loss of a bundle known from elsewhere; spares the quick round that looks for one.

    Raises
    ------
    TooManyParts
        Where more than 400,000 parts would have to be kept.
    """
    band = Band.at(form, prices, total, total)
    bound = float(band.bounds(np.array([total]))[0])
    widest = bound - form.value(form.low) + band.tie
    start = known_loss
    if start is None:
        rough = _first(band, START * widest + band.tie, widest, FEW_PARTS)
        start = widest if rough is None else bound - form.value(rough)
    lots = _first(band, max(start, 0.0) + band.tie, widest, None)
    return None if lots is None else Found(lots, bound)


def _first(band: Band, gamma: float, widest: float, few: int | None) -> Whole | None:
    """Return the best bundle for the first of rising allowances that has one."""
    total = np.array([band.high])
    while 0 < gamma < widest:
        lots = band.best(total, gamma, few)[0]
        if lots is not None:
            return lots
        gamma *= GROWTH
    return band.best(total, widest, few)[0]


def best_whole_bundles(form: Form, totals: Floats, relaxation: Relaxation) -> dict[float, Found | None]:
    """Find the best whole bundles at many budgets, close ones together.

    Parameters
    ----------
    form : Form
        The problem in lots.
    totals : ndarray, shape (budgets,)
        Budgets over the plan, bn USD, rising.
    relaxation : Relaxation
        The divisible problem of the same form.

    Returns
    -------
    dict
        By total: the bundle, or None where no bundle keeps the limits. A total that would take too
        many parts is left out.
    """
    found: dict[float, Found | None] = {}
    sweep, index, count = Sweep(form, relaxation), 0, 1
    while index < len(totals):
        some, band = sweep.widest(totals[index : index + count])
        try:
            solved = dict.fromkeys(some.tolist()) if band is None else sweep.solve(band, some)
        except TooManyParts:
            if len(some) > 1:
                count = len(some) // 2
                continue
            solved = {}
        found |= solved
        index, count = index + max(len(solved), 1), 2 * len(some)
    return found


class Sweep:
    """Bands of budgets, one after another; each learns from the last how much loss to allow."""

    def __init__(self, form: Form, relaxation: Relaxation) -> None:
        self.form, self.relaxation = form, relaxation
        self.allowed: float | None = None  # largest gap to the divisible value to be expected

    def widest(self, totals: Floats) -> tuple[Floats, Band | None]:
        """Return as many of the first budgets as may share prices, and their band."""
        while True:
            band = self.band(float(totals[0]), float(totals[-1]))
            if len(totals) == 1 or (band is not None and self._worth_sharing(band)):
                return totals, band
            totals = totals[: (len(totals) + 1) // 2]

    def _worth_sharing(self, band: Band) -> bool:
        """Say whether one enumeration serves the band; with floors only a dense one gains by it."""
        allowed = self.allowed or 0.0
        dense = not len(self.form.floors) or band.prices.budget * (band.high - band.low) <= allowed
        return dense and self.excess(band) <= allowed / 2

    def narrowed(self, low: float, high: float, narrowest: float) -> Band:
        """Return a band from ``low``, where a bundle fits, to at most ``high`` that may share prices."""
        while True:
            band = self.band(low, high)
            if band is None:
                raise TooManyParts  # nothing fits as the solver sees it, though something does
            if self.allowed is None:
                self.solve(band, np.array([low]))
            if self.excess(band) <= (self.allowed or 0.0) / 2 or high - low <= narrowest:
                return band
            high = low + (high - low) / 2

    def band(self, low: float, high: float) -> Band | None:
        """Return the band between two budgets, or None where no bundle fits."""
        if self.relaxation.prices(low) is None:
            return None
        middle = self.relaxation.prices((low + high) / 2)
        return None if middle is None else Band.at(self.form, middle, low, high)

    def excess(self, band: Band) -> float:
        """Return by how much the band's bound exceeds the divisible value at its ends."""
        ends = np.array([band.low, band.high])
        return float((band.bounds(ends) - self.relaxation.values(ends)).max())

    def solve(self, band: Band, totals: Floats) -> dict[float, Found | None]:
        """Find and prove the best bundle at each budget of a band; of the first band only at its first."""
        if self.allowed is None or (len(self.form.floors) and len(totals) == 1):
            found = {float(totals[0]): best_whole_bundle(self.form, float(totals[0]), band.prices)}
        else:
            found = self._proven(band, totals, self.allowed)
        solved = [(total, one) for total, one in found.items() if one is not None]
        if solved:
            values = np.array([self.form.value(one.lots) for _, one in solved])
            gaps = self.relaxation.values(np.array([total for total, _ in solved])) - values
            self.learn(float(gaps.max()), band)
        return found

    def learn(self, gap: float, band: Band) -> None:
        """Note the largest gap to the divisible value that a band has shown."""
        self.allowed = ROOM * max(gap, band.tie)

    def _proven(self, band: Band, totals: Floats, allowed: float) -> dict[float, Found | None]:
        found: dict[float, Found | None] = {}
        widest = float(band.bounds(totals)[-1]) - self.form.value(self.form.low) + band.tie
        gamma = self.excess(band) + max(allowed, START * widest)
        while len(totals):
            gamma = min(gamma, widest)
            bounds = band.bounds(totals).tolist()
            best = band.best(totals, gamma)
            for total, lots, bound in zip(totals.tolist(), best, bounds, strict=True):
                if lots is not None or gamma == widest:
                    found[total] = None if lots is None else Found(lots, bound)
            totals = np.array([total for total in totals.tolist() if total not in found])
            gamma *= GENTLE
        return found
