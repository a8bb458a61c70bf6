r"""A sector: what is imported at the base tariff, and how demand and supply respond.

Imports :math:`M_0` are valued before duty at a base world price of 1. Import demand has
elasticity :math:`\eta` in the price that buyers pay, export supply has elasticity :math:`e` in
the price that sellers receive; both are positive magnitudes. Of a small tariff the share
:math:`e/(\eta+e)` reaches the buyers' price (pass-through); exporters bear the rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from negotiate.checks import finite_number, freeze, instance_of
from negotiate.errors import InvalidInput

__all__ = ["Sector", "pass_through", "supply_elasticity_from_pass_through", "value_elasticity"]


@dataclass(frozen=True, init=False)
class Sector:
    """One import market at its base tariff.

    Parameters
    ----------
    name : str
        A label, distinct within a model.
    imports : float
        Value before duty at the base tariff, in the model's unit; at least 0.
    base_tariff : float
        Ad valorem rate, a fraction (0.025 is 2.5 %); at least 0.
    demand_elasticity : float
        Of import demand in the duty-paid price, a positive magnitude.
    supply_elasticity : float
        Of export supply in the world price; at least 0. ``math.inf`` is full pass-through.
    title : str
        For tables; the name where it is blank.
    substitution : float, optional
        Elasticity of substitution between varieties, above 1; the markup form needs it.

    Raises
    ------
    InvalidInput
        For a number outside its range.

    Examples
    --------
    >>> Sector("steel", 40, 0.02, demand_elasticity=2, supply_elasticity=3).title
    'steel'
    """

    name: str
    imports: float
    base_tariff: float
    demand_elasticity: float
    supply_elasticity: float
    title: str
    substitution: float | None

    def __init__(
        self,
        name: str,
        imports: float,
        base_tariff: float,
        demand_elasticity: float,
        supply_elasticity: float,
        *,
        title: str = "",
        substitution: float | None = None,
    ) -> None:
        if not isinstance(name, str) or not name.strip():
            raise InvalidInput(f"name={name!r}; a sector's name must be text with at least a letter.")
        of = f"sector {name}: "
        freeze(
            self,
            name=name,
            imports=finite_number(f"{of}imports", imports, low=0),
            base_tariff=finite_number(f"{of}base_tariff", base_tariff, low=0),
            demand_elasticity=finite_number(f"{of}demand_elasticity", demand_elasticity, above=0),
            supply_elasticity=_supply_elasticity(f"{of}supply_elasticity", supply_elasticity),
            title=title or name,
            substitution=None
            if substitution is None
            else finite_number(f"{of}substitution", substitution, above=1),
        )


def _supply_elasticity(name: str, value: float) -> float:
    if isinstance(value, float) and value == math.inf:
        return math.inf
    return finite_number(name, value, low=0)


def pass_through(sector: Sector) -> float:
    """Return the share of a small tariff that reaches the duty-paid price, ``e/(η+e)``.

    Examples
    --------
    >>> pass_through(Sector("steel", 40, 0, 2, 3))
    0.6
    """
    instance_of("sector", sector, Sector)
    demand, supply = sector.demand_elasticity, sector.supply_elasticity
    return 1.0 if math.isinf(supply) else supply / (demand + supply)


def supply_elasticity_from_pass_through(demand_elasticity: float, pass_through: float) -> float:
    """Return the export-supply elasticity ``η·pt/(1−pt)`` at which pass-through is ``pt``.

    Parameters
    ----------
    demand_elasticity : float
        A positive magnitude.
    pass_through : float
        From 0 (exporters bear the whole tariff) to 1 (buyers do; the answer is ``math.inf``).

    Examples
    --------
    >>> supply_elasticity_from_pass_through(2, 0.5), supply_elasticity_from_pass_through(2, 1)
    (2.0, inf)
    """
    demand = finite_number("demand_elasticity", demand_elasticity, above=0)
    share = finite_number("pass_through", pass_through, low=0, high=1)
    return math.inf if share == 1 else demand * share / (1 - share)


def value_elasticity(sector: Sector) -> float:
    """Return the elasticity of import value before duty in ``1 + tariff``, ``η(1+e)/(η+e)``.

    This is what a regression of tariff-exclusive import values on tariffs estimates. It equals
    the demand elasticity only at full pass-through.

    Examples
    --------
    >>> value_elasticity(Sector("steel", 40, 0, 2, 3))
    1.6
    """
    instance_of("sector", sector, Sector)
    passed = pass_through(sector)
    return (1 - passed) + sector.demand_elasticity * passed
