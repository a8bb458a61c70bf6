"""Missions: what capability is for, and how fast its worth diminishes.

The value of a bundle is ``Φ = Σ_c w_c f_c(added_c)``. Under the power law with the status quo
``d0`` spread over the missions by weight, ``stock_c = w_c d0 Y`` over a plan of ``Y`` years and
``w_c f_c(a) = w_c^(1−θ) ((stock_c + a)/Y)^θ − w_c d0^θ``, so that with every score at 1 and money
spread by weight, ``d0^θ + Φ`` is ``(d0 + spending a year)^θ``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from negotiate.checks import finite_number, freeze, instance_of, names, show, whole_number
from negotiate.errors import InvalidInput
from negotiate.procurement.catalogue import Catalogue
from negotiate.procurement.returns import PiecewiseReturns, power_returns

__all__ = ["Mission", "power_missions"]


@dataclass(frozen=True, eq=False, init=False)
class Mission:
    """A mission: its weight, its returns, and the capability that it has already.

    Parameters
    ----------
    name : str
        Short key, the one that items name.
    returns : PiecewiseReturns
        Value of added capability, before the weight.
    weight : float
        What the returns are multiplied by, above 0.
    stock : float
        Capability before any purchase, bn USD at score 1; shown in tables only, since the
        returns hold its effect.
    title : str
        Name for tables; the key where none is given.

    Examples
    --------
    >>> Mission("air", PiecewiseReturns([0], [1.0]), weight=0.5).value(4.0)
    2.0
    """

    name: str
    returns: PiecewiseReturns
    weight: float
    stock: float
    title: str

    def __init__(
        self,
        name: str,
        returns: PiecewiseReturns,
        *,
        weight: float = 1.0,
        stock: float = 0.0,
        title: str = "",
    ) -> None:
        label = names("name of a mission", (name,))[0]
        if not isinstance(returns, PiecewiseReturns):
            raise InvalidInput(f"mission {label!r}: returns must be a PiecewiseReturns.")
        freeze(
            self,
            name=label,
            returns=returns,
            weight=finite_number(f"mission {label!r}: weight", weight, above=0),
            stock=finite_number(f"mission {label!r}: stock", stock, low=0),
            title=str(title) or label,
        )

    def value(self, added: float) -> float:
        """Return the weighted value of added capability."""
        return self.weight * self.returns(added)


def power_missions(
    catalogue: Catalogue,
    weights: Mapping[str, float],
    *,
    status_quo: float,
    exponent: float,
    years: int,
    segments: int = 32,
    titles: Mapping[str, str] | None = None,
) -> tuple[Mission, ...]:
    """Build missions with one power law, the status quo spread over them by weight.

    Parameters
    ----------
    catalogue : Catalogue
        Tells how far the returns must reach.
    weights : mapping of mission to float
        Above 0; normalised to sum 1. Their order is the order of the missions.
    status_quo : float
        Purchases before the talks, bn USD/yr; at least 0.
    exponent : float
        From 0.05 to 1.
    years : int
        Length of the plan.
    segments : int
        Chords a mission; the error falls with the square of their number.
    titles : mapping of mission to str, optional
        Names for tables.

    Examples
    --------
    >>> from negotiate.procurement import Item
    >>> catalogue = Catalogue([Item("kc46", "air", 0.25, 40), Item("sm6", "sea", 0.005, 2000)])
    >>> air, sea = power_missions(catalogue, {"air": 3, "sea": 1}, status_quo=14, exponent=0.5, years=5)
    >>> air.weight, air.stock
    (0.75, 52.5)
    >>> sum(m.returns.error * m.weight for m in (air, sea)) < 1e-4
    True
    """
    instance_of("catalogue", catalogue, Catalogue)
    plan_years = whole_number("years", years, low=1, high=100)
    base = finite_number("status_quo", status_quo, low=0, unit="bn USD/yr")
    if not isinstance(weights, Mapping):
        raise InvalidInput(f"weights is {show(weights)}; it must map missions to weights.")
    raw = {key: finite_number(f"weights[{key!r}]", value, above=0) for key, value in weights.items()}
    if not raw:
        raise InvalidInput("weights is empty; name at least one mission.")
    if titles is not None and not isinstance(titles, Mapping):
        raise InvalidInput(f"titles is {show(titles)}; it must map missions to names for tables.")
    total, missions = math.fsum(raw.values()), []
    for name, part in raw.items():
        share = part / total
        stock = share * base * plan_years
        returns = power_returns(
            exponent,
            stock=stock,
            scale=share * plan_years,
            reach=catalogue.capability_on_offer(name) * (1 + 1e-12) or 1.0,
            segments=segments,
        )
        title = (titles or {}).get(name, "")
        missions.append(Mission(name, returns, weight=share, stock=stock, title=title))
    return tuple(missions)
