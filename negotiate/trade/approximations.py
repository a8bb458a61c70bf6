"""SMART and the Harberger triangle: short formulas for one tariff change.

SMART (the partial-equilibrium method of UNCTAD and the World Bank) splits the response to a
preferential tariff change on one partner into creation (more imports) and diversion (from
other suppliers to the partner). It is a first-order approximation around the base.

References
----------
.. [1] S. Laird and A. Yeats (1986), The UNCTAD Trade Policy Simulation Model, UNCTAD
   Discussion Paper 19.
"""

from __future__ import annotations

import math

from negotiate.checks import finite_number
from negotiate.errors import InvalidInput

__all__ = ["harberger_triangle", "revenue_change", "trade_creation", "trade_diversion"]


def trade_creation(
    imports: float,
    base_tariff: float,
    tariff: float,
    *,
    demand_elasticity: float,
    supply_elasticity: float = math.inf,
) -> float:
    r"""Return SMART's trade creation, :math:`M\eta D/(1+\eta/e)` with :math:`D=(t_0-t_1)/(1+t_0)`.

    Parameters
    ----------
    imports : float
        From the partner, before duty.
    base_tariff, tariff : float
        Fractions, before and after.
    demand_elasticity, supply_elasticity : float
        Positive magnitudes; the second may be infinite.

    Returns
    -------
    float
        In the unit of ``imports``; negative for a tariff rise.

    Examples
    --------
    >>> trade_creation(100, 0.25, 0.0, demand_elasticity=2)
    40.0
    """
    value = finite_number("imports", imports, low=0)
    demand = finite_number("demand_elasticity", demand_elasticity, above=0)
    cut = _cut(base_tariff, tariff)
    if supply_elasticity == math.inf:
        return value * demand * cut
    supply = finite_number("supply_elasticity", supply_elasticity, above=0)
    return value * demand * cut / (1 + demand / supply)


def trade_diversion(
    partner_imports: float,
    other_imports: float,
    base_tariff: float,
    tariff: float,
    *,
    substitution: float,
) -> float:
    r"""Return SMART's trade diversion towards the partner, total imports held fixed.

    :math:`M_p M_r \sigma D/(M_p+M_r+M_p\sigma D)`: the ratio of partner to other imports moves by
    :math:`\sigma D`. It never exceeds what other suppliers sell.

    Parameters
    ----------
    partner_imports, other_imports : float
        Before duty; their sum must be positive.
    base_tariff, tariff : float
        On the partner, before and after; the tariff on others stays.
    substitution : float
        Elasticity of substitution between suppliers, a positive magnitude.

    Returns
    -------
    float
        In the unit of the imports; negative (away from the partner) for a tariff rise.

    Raises
    ------
    InvalidInput
        For a rise so large that the partner's imports would turn negative.

    Examples
    --------
    >>> trade_diversion(100, 100, 0.25, 0.0, substitution=2.5)
    20.0
    """
    partner = finite_number("partner_imports", partner_imports, low=0)
    others = finite_number("other_imports", other_imports, low=0)
    elasticity = finite_number("substitution", substitution, above=0)
    if partner + others == 0:
        raise InvalidInput("partner_imports and other_imports are both 0; there is nothing to divert.")
    shift = elasticity * _cut(base_tariff, tariff)
    if shift < -1:
        raise InvalidInput(
            f"tariff={tariff:g} would take away more than the partner sells (substitution times the rise "
            f"is {-shift:.3g}, above 1); SMART is an approximation for smaller rises."
        )
    return partner * others * shift / (partner + others + partner * shift)


def revenue_change(
    partner_imports: float,
    base_tariff: float,
    tariff: float,
    *,
    creation: float,
    diversion: float,
    other_tariff: float = 0.0,
) -> float:
    """Return SMART's change in tariff revenue, ``t1(M + TC + TD) − t0 M − t_r TD``.

    Parameters
    ----------
    partner_imports : float
        Before duty.
    base_tariff, tariff, other_tariff : float
        On the partner before and after, and on the suppliers it displaces.
    creation, diversion : float
        From ``trade_creation`` and ``trade_diversion``.

    Examples
    --------
    >>> revenue_change(100, 0.25, 0.0, creation=40, diversion=10, other_tariff=0.1)
    -26.0
    """
    partner = finite_number("partner_imports", partner_imports, low=0)
    before, after = _tariff("base_tariff", base_tariff), _tariff("tariff", tariff)
    displaced = _tariff("other_tariff", other_tariff)
    created, diverted = finite_number("creation", creation), finite_number("diversion", diversion)
    return after * (partner + created + diverted) - before * partner - displaced * diverted


def harberger_triangle(imports: float, tariff: float, *, demand_elasticity: float) -> float:
    r"""Return the deadweight loss of a tariff on free trade at a given world price, :math:`\eta t^2M/2`.

    The second-order limit of the importer's loss under full pass-through.

    Parameters
    ----------
    imports : float
        At free trade.
    tariff : float
        A fraction.
    demand_elasticity : float
        A positive magnitude.

    Returns
    -------
    float
        A loss, so positive, in the unit of ``imports``.

    Examples
    --------
    >>> harberger_triangle(100, 0.25, demand_elasticity=2)
    6.25
    """
    value = finite_number("imports", imports, low=0)
    rate = _tariff("tariff", tariff)
    return finite_number("demand_elasticity", demand_elasticity, above=0) * rate * rate * value / 2


def _tariff(name: str, rate: float) -> float:
    return finite_number(name, rate, above=-1)


def _cut(base_tariff: float, tariff: float) -> float:
    """Return the proportional fall of ``1 + tariff``."""
    before = _tariff("base_tariff", base_tariff)
    return (before - _tariff("tariff", tariff)) / (1 + before)
