"""Weak duality: an upper bound on every bundle's value from any prices of the limits.

With a price ``λ ≥ 0`` on the budget and ``μ ≥ 0`` on the floors, a lot of item ``k`` costs
``r_k = λ c_k − Σ_f μ_f F_fk`` in value, and no bundle that keeps the limits, whole or divisible,
is worth more than ``λ·total + Σ_c max_z [f_c(z) − r·z]``. The maximum is worked out here mission by
mission: buy the cheapest capability first, up to where the returns fall below its price. Prices
may come from any solver; the bound holds whether or not they are the right ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from negotiate.procurement.form import Curve, Floats, Form, Whole

__all__ = ["LimitPrices", "MissionPrices", "best_completion", "dual_bound", "mission_prices"]


@dataclass(frozen=True, eq=False)
class LimitPrices:
    """Value per bn USD more of the budget, and of spending over each floor."""

    budget: float
    floors: Floats


@dataclass(frozen=True, eq=False)
class MissionPrices:
    """One mission at given prices: what each lot costs in value, and how far to buy."""

    curve: Curve
    members: Whole  # items, the cheapest capability first
    charge: Floats  # value a lot; this and the next three by item of the whole catalogue
    rate: Floats  # value per capability
    target: Floats  # capability up to which an item is worth its charge
    room: Floats  # capability between its least and its most
    top: float = 0.0  # most that the mission can be worth over what it costs


def mission_prices(form: Form, prices: LimitPrices) -> tuple[MissionPrices, ...]:
    """Work out each mission's best divisible purchase at the given prices."""
    charge = prices.budget * form.cost - prices.floors @ form.floors
    rate = charge / form.capability
    room = (form.high - form.low) * form.capability
    found = []
    for index, curve in enumerate(form.curves):
        members = form.members(index)
        members = members[np.argsort(rate[members], kind="stable")]
        worth = np.searchsorted(-curve.slopes, -rate, side="right")
        target = np.where(rate <= 0, np.inf, curve.ends[worth])
        mission = MissionPrices(curve, members, charge, rate, target, room)
        least = form.low[members]
        held = np.array([form.capability[members] @ least])
        paid = np.array([charge[members] @ least])
        top = float(best_completion(mission, members.tolist(), held, paid)[0])
        found.append(replace(mission, top=top))
    return tuple(found)


def best_completion(mission: MissionPrices, rest: Iterable[int], held: Floats, paid: Floats) -> Floats:
    """Return the most that part bundles of a mission can still be worth over what they cost.

    ``held`` and ``paid`` are capability and charge of each part, with the items of ``rest`` at
    their least; these may still be added, as if divisible, the cheapest capability first.
    """
    for item in rest:
        more = np.clip(mission.target[item] - held, 0.0, mission.room[item])
        held = held + more
        paid = paid + more * mission.rate[item]
    return mission.curve(held) - paid


def dual_bound(form: Form, total: float, prices: LimitPrices) -> float:
    """Return the bound on the value of every bundle that keeps the limits."""
    tops: NDArray[np.float64] = np.array([mission.top for mission in mission_prices(form, prices)])
    return float(prices.budget * total + tops.sum())
