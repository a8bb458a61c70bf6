"""Orders that keep the yearly caps whatever prices do within a set: box, budgeted, ellipsoid.

Item ``k`` may cost up to ``1 + δ_k`` times its price. With ``u_k`` the part of the rise that happens, the
worst outlay of year ``y`` is ``Σ_k due_ky + max_u Σ_k δ_k due_ky u_k`` over

- the box ``0 ≤ u ≤ 1``: every item at its dearest;
- the budgeted set [1]_, the box with ``Σ u_k ≤ Γ``: at most ``Γ`` items at their dearest, a part of Γ
  counting in part. Its counterpart is linear, ``Σ due + Γ λ_y + Σ μ_ky ≤ H_y`` with
  ``λ_y + μ_ky ≥ δ_k due_ky``; ``Γ = 0`` is the plan's prices and ``Γ`` = items the box;
- the ellipsoid ``‖u‖ ≤ Ω`` [2]_, a conic limit ``Σ due + Ω ‖(δ_k due_ky)_k‖ ≤ H_y``.

Each year's prices are taken at their worst for that year.

References
----------
.. [1] D. Bertsimas and M. Sim (2004), Operations Research 52(1), 35-53. doi:10.1287/opre.1030.0065
.. [2] A. Ben-Tal and A. Nemirovski (1999), Operations Research Letters 25(1), 1-13.
   doi:10.1016/S0167-6377(99)00016-4
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import did_you_mean, finite_number, freeze, instance_of, one_of, show
from negotiate.errors import InvalidInput
from negotiate.procurement.problem import DOLLAR
from negotiate.procurement.programme import ProgrammeProblem
from negotiate.provenance import digest

__all__ = ["RobustProblem"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, init=False)
class RobustProblem:
    """A programme whose yearly caps must hold for every price in a set.

    Parameters
    ----------
    programme : ProgrammeProblem
        Items, missions and limits.
    deviations : mapping of item to float
        Largest rise of what an item costs, as a fraction; items without one keep their price.
    shape : {"budgeted", "box", "ellipsoid"}
        The set of prices.
    size : float, optional
        ``Γ`` of the budgeted set, in items, or the radius ``Ω`` of the ellipsoid, at least 0; the box
        has none.

    Raises
    ------
    InvalidInput
        For an item that the catalogue does not have, a negative deviation, a size that is missing.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> catalogue = Catalogue([Item("jet", "air", 0.1, 40), Item("drone", "air", 0.2, 40)])
    >>> air = Mission("air", PiecewiseReturns([0], [1.0]))
    >>> programme = ProgrammeProblem(catalogue, [air], [2.0])
    >>> problem = RobustProblem(programme, {"jet": 0.5, "drone": 0.2}, size=1)
    >>> problem.worst_outlays([[10], [5]])
    array([2.5])
    """

    programme: ProgrammeProblem
    deviations: Mapping[str, float]
    shape: str
    size: float

    def __init__(
        self,
        programme: ProgrammeProblem,
        deviations: Mapping[str, float],
        *,
        shape: str = "budgeted",
        size: float | None = None,
    ) -> None:
        instance_of("programme", programme, ProgrammeProblem)
        if not isinstance(deviations, Mapping):
            raise InvalidInput(f"deviations is {show(deviations)}; it must map items to fractions.")
        known = programme.catalogue.names
        for item in deviations:
            if item not in known:
                raise InvalidInput(
                    f"deviations name {item!r}, which is not in the catalogue.{did_you_mean(item, known)}"
                )
        kind = one_of("shape", shape, ("box", "budgeted", "ellipsoid"))
        if kind == "box":
            if size is not None:
                raise InvalidInput("size is given and shape='box'; a box has none, leave it out.")
        elif size is None:
            raise InvalidInput(f"size is missing; say how large the {kind} set is, at least 0.")
        freeze(
            self,
            programme=programme,
            deviations={
                item: finite_number(f"deviations[{item!r}]", rise, low=0, high=100)
                for item, rise in deviations.items()
            },
            shape=kind,
            size=float(len(known)) if size is None else finite_number("size", size, low=0),
        )

    @cached_property
    def rises(self) -> Floats:
        """Largest rise of each item, shape (items,)."""
        return np.array([self.deviations.get(item, 0.0) for item in self.programme.catalogue.names])

    def worst_outlays(self, orders: ArrayLike) -> Floats:
        """Return the largest outlay of each year over the set, bn USD, shape (years,).

        Worked out from the orders: the budgeted set by taking the dearest rises first.
        """
        due = self.programme.payments(orders) + self.programme.upkeep(orders)
        extra = self.rises[:, None] * due
        if self.shape == "ellipsoid":
            worst = self.size * np.sqrt((extra**2).sum(axis=0))
        else:
            share = np.clip(self.size - np.arange(len(extra)), 0.0, 1.0)
            worst = share @ -np.sort(-extra, axis=0)
        return np.asarray(due.sum(axis=0) + worst)

    def rooms(self, orders: ArrayLike, *, whole: bool = True) -> dict[str, float]:
        """Return the room under each limit by name, yearly caps at the worst prices."""
        room = self.programme.headroom - self.worst_outlays(orders)
        caps = dict(zip(self.programme.cap_names, room.tolist(), strict=True))
        return self.programme.rooms(orders, whole=whole) | caps

    def violations(self, orders: ArrayLike, *, whole: bool = True) -> tuple[str, ...]:
        """Name the limits that orders break by more than a dollar at the worst prices."""
        return tuple(name for name, room in self.rooms(orders, whole=whole).items() if room < -DOLLAR)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return digest([self.programme.digest, dict(self.deviations), self.shape, self.size])
