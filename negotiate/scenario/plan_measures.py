"""What a level of purchases brings beyond capability: work that comes back, forces that fit together.

Taken from the bundle behind the level, a year of the plan; by a power law, which has no bundle, from
the average that the file states.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negotiate.procurement import CatalogueValue, PowerValue, relaxed_bundle
from negotiate.scenario.plan_relations import AVERAGES, ITEM_KEYS
from negotiate.scenario.scenario import Scenario

__all__ = ["AverageMeasure", "BundleMeasure", "PlanMeasure", "plan_measure"]

_STEP = 1e-3  # bn USD/yr, for slopes of the divisible bundle


@dataclass(frozen=True)
class AverageMeasure:
    """The same amount for each dollar of purchases, whatever is bought."""

    average: float

    def __call__(self, extra: float) -> float:
        """Return the measure at purchases above the status quo, bn USD/yr."""
        return self.average * extra

    def slope(self, extra: float) -> tuple[float, float]:
        """Return the left and the right slope."""
        del extra
        return self.average, self.average


@dataclass(frozen=True, eq=False)
class BundleMeasure:
    """A sum over the bundle behind the purchases.

    Attributes
    ----------
    value : CatalogueValue
        Names the bundle at every level.
    rates : ndarray, shape (items,)
        What a unit of each item counts a year.
    """

    value: CatalogueValue
    rates: NDArray[np.float64]

    def __call__(self, extra: float) -> float:
        """Return the measure of the best whole bundle of at most ``extra`` bn USD/yr."""
        return float(self.rates @ self.value.plan(extra).quantities)

    def slope(self, extra: float) -> tuple[float, float]:
        """Return its left and right slope if items were divisible; at 0 the right one stands for both."""
        here, right = self._divisible(extra), self._divisible(extra + _STEP)
        left = self._divisible(extra - _STEP) if extra > _STEP else 2 * here - right
        return (here - left) / _STEP, (right - here) / _STEP

    def _divisible(self, extra: float) -> float:
        return float(self.rates @ relaxed_bundle(self.value.problem.with_budget(extra)).quantities)


PlanMeasure = AverageMeasure | BundleMeasure


def plan_measure(scenario: Scenario, value: CatalogueValue | PowerValue, weight: str) -> PlanMeasure:
    """Return what the term of a weight, ``"offset"`` or ``"interop"``, measures."""
    if isinstance(value, PowerValue):
        return AverageMeasure(scenario.value(f"model.parameters.{AVERAGES[weight]}"))
    problem = value.problem
    share = np.array(
        [scenario.value(f"model.items.{item.name}.{ITEM_KEYS[weight]}", 0.0) for item in problem.catalogue]
    )
    if weight == "offset":
        share = share * [item.us_content for item in problem.catalogue]
    return BundleMeasure(value, share * problem.price / problem.years)
