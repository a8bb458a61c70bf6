"""A bundle problem as arrays, counted in lots: the form that every solver here reads.

Maximise ``Σ_c f_c(Σ_k a_k z_k)`` over ``low ≤ z ≤ high`` with ``cost·z ≤ total`` and
``floors·z ≥ 0``. The budget is no part of the form, so that one form serves all budgets.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negotiate.procurement.mission import Mission
from negotiate.procurement.problem import BundleProblem

__all__ = ["Curve", "Form", "mission_curve", "standard_form"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Curve:
    """A mission's weighted returns up to what the catalogue can add: ``ends`` start at 0."""

    ends: Floats  # shape (segments + 1,)
    values: Floats  # shape (segments + 1,)
    slopes: Floats  # shape (segments,)

    def __call__(self, added: Floats) -> Floats:
        """Return the value at each added capability."""
        return np.interp(added, self.ends, self.values)


@dataclass(frozen=True, eq=False)
class Form:
    """The arrays of a bundle problem; items in the catalogue's order."""

    cost: Floats  # bn USD a lot, shape (items,)
    capability: Floats  # bn USD at score 1 a lot, shape (items,)
    low: Whole  # lots, shape (items,)
    high: Whole
    lot: Whole  # units a lot
    mission: Whole  # index of the mission that an item serves
    floors: Floats  # bn USD a lot over its category's floor, shape (floors, items)
    curves: tuple[Curve, ...]  # one a mission

    def members(self, mission: int) -> Whole:
        """Return the items that serve a mission."""
        return np.flatnonzero(self.mission == mission)

    @property
    def worth(self) -> float:
        """Value of the whole catalogue: the size that values are measured against."""
        return float(sum(curve.values[-1] for curve in self.curves))

    def value(self, lots: Floats | Whole) -> float:
        """Return the value of a bundle given in lots."""
        held = np.bincount(self.mission, weights=self.capability * lots, minlength=len(self.curves))
        return float(sum(curve(held[c]) for c, curve in enumerate(self.curves)))


def standard_form(problem: BundleProblem) -> Form:
    """Lay a problem out as arrays."""
    items = tuple(problem.catalogue)
    lot = np.array([item.lot for item in items])
    cost = problem.price * lot
    place = {mission.name: index for index, mission in enumerate(problem.missions)}
    floors = [
        cost * (np.array([item.category == category for item in items], dtype=float) - share)
        for category, share in problem.floors.items()
    ]
    bounds = np.array([item.lots for item in items]).reshape(-1, 2)
    return Form(
        cost=cost,
        capability=lot * np.array([item.unit_capability for item in items]),
        low=bounds[:, 0],
        high=bounds[:, 1],
        lot=lot,
        mission=np.array([place[item.mission] for item in items]),
        floors=np.array(floors).reshape(len(floors), len(items)),
        curves=tuple(
            mission_curve(mission, problem.catalogue.capability_on_offer(mission.name))
            for mission in problem.missions
        ),
    )


def mission_curve(mission: Mission, reach: float) -> Curve:
    """Cut a mission's weighted returns off at what the catalogue can add."""
    returns = mission.returns
    used = returns.breakpoints < reach
    ends = np.append(returns.breakpoints[used], reach)
    slopes = mission.weight * returns.slopes[used]
    return Curve(ends, np.append(0.0, np.cumsum(np.diff(ends) * slopes)), slopes)
