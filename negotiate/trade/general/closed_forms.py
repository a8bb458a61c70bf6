"""What theory says in one line: gains from trade and optimal tariffs in closed form.

They hold for one sector, fixed labour and revenue given back as a lump sum; each function says
what else it needs. They check the solver and give first guesses to searches.
"""

from __future__ import annotations

import math

import numpy as np

from negotiate.checks import finite_number, instance_of
from negotiate.errors import NotApplicable
from negotiate.trade.general.economy import Economy

__all__ = [
    "gains_from_trade",
    "inverse_elasticity_tariff",
    "johnson_tariff",
    "many_country_tariff",
    "symmetric_nash_tariff",
    "two_country_tariff",
]


def gains_from_trade(own_share: float, elasticity: float) -> float:
    """Return what trade is worth against autarky, as a share of real income, ``1 − λ^(1/ε)``.

    Parameters
    ----------
    own_share : float
        λ, the part of spending that goes to home goods, above 0 and at most 1.
    elasticity : float
        ε, the trade elasticity; one less than the elasticity of substitution.

    References
    ----------
    .. [1] C. Arkolakis, A. Costinot and A. Rodríguez-Clare (2012), American Economic Review
       102(1), 94-130. doi:10.1257/aer.102.1.94

    Examples
    --------
    >>> [round(100 * gains_from_trade(0.92, sigma - 1), 1) for sigma in (2.5, 3.8, 5.1, 5.7)]
    [5.4, 2.9, 2.0, 1.8]
    """
    share = finite_number("own_share", own_share, above=0, high=1)
    return 0.0 - math.expm1(math.log(share) / finite_number("elasticity", elasticity, above=0))


def inverse_elasticity_tariff(elasticity: float, foreign_own_share: float) -> float:
    """Return ``1/(ε λ̃)``, a country's best tariff against one partner, at the equilibrium it leads to.

    Parameters
    ----------
    elasticity : float
        ε, the trade elasticity.
    foreign_own_share : float
        λ̃, the partner's spending on its own goods at world prices; 1 for a small country, whose
        best tariff is then 1/ε.

    Examples
    --------
    >>> inverse_elasticity_tariff(4, 1)
    0.25
    """
    epsilon = finite_number("elasticity", elasticity, above=0)
    return 1 / (epsilon * finite_number("foreign_own_share", foreign_own_share, above=0, high=1))


def two_country_tariff(elasticity: float, foreign_own_share: float, foreign_tariff: float = 0.0) -> float:
    """Return the best tariff of one of two countries, ``1/(ε λ̃_FF)`` (Gros 1987).

    ``λ̃_FF = λ_FF (1+t_F)/(1+t_F λ_FF)`` turns the partner's own share from prices with duty to world
    prices. The share is that of the equilibrium the tariff leads to: this is a condition that
    an optimal tariff meets, not a formula in base-year data.

    Parameters
    ----------
    elasticity : float
        ε.
    foreign_own_share : float
        λ_FF, of the partner's spending with duty.
    foreign_tariff : float
        t_F.

    References
    ----------
    .. [1] D. Gros (1987), Journal of International Economics 23(3-4), 357-367.
       doi:10.1016/0022-1996(87)90062-3

    Examples
    --------
    >>> two_country_tariff(4, 0.8)
    0.3125
    """
    share = finite_number("foreign_own_share", foreign_own_share, above=0, high=1)
    rate = finite_number("foreign_tariff", foreign_tariff, above=-1)
    return inverse_elasticity_tariff(elasticity, share * (1 + rate) / (1 + rate * share))


def symmetric_nash_tariff(elasticity: float, iceberg: float = 1.0) -> float:
    """Return the tariff of a war between two equal countries: ``t = (1 + κ^(−ε) (1+t)^(−ε−1))/ε``.

    Parameters
    ----------
    elasticity : float
        ε.
    iceberg : float
        κ, what must be shipped for one unit to arrive; at least 1, the same both ways.

    References
    ----------
    .. [1] D. Gros (1987), Journal of International Economics 23(3-4), 357-367.
       doi:10.1016/0022-1996(87)90062-3

    Examples
    --------
    >>> round(symmetric_nash_tariff(4), 4)
    0.3139
    """
    epsilon = finite_number("elasticity", elasticity, above=0)
    cost = math.exp(-epsilon * math.log(finite_number("iceberg", iceberg, low=1)))

    def excess(rate: float) -> float:
        return rate - (1 + cost * math.exp(-(epsilon + 1) * math.log1p(rate))) / epsilon

    low, high = 1 / epsilon, (1 + cost) / epsilon  # excess is negative at low, positive at high
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        low, high = (middle, high) if excess(middle) < 0 else (low, middle)


def johnson_tariff(foreign_elasticity: float) -> float:
    """Return the Nash tariff against a partner whose import demand has a constant elasticity, ``1/(η−1)``.

    With offer curves of constant elasticity it is independent of the partner's tariff, so it
    is a best reply and a Nash tariff at once.

    Parameters
    ----------
    foreign_elasticity : float
        η of the partner's import demand along its offer curve, above 1.

    References
    ----------
    .. [1] H. G. Johnson (1953), Review of Economic Studies 21(2), 142-153.

    Examples
    --------
    >>> johnson_tariff(5)
    0.25
    """
    return 1 / (finite_number("foreign_elasticity", foreign_elasticity, above=1) - 1)


def many_country_tariff(economy: Economy, country: str) -> float:
    """Return the approximate best uniform tariff among many, ``1/(ε Σ_n s_in (1−λ_in))``.

    ``s_in`` are the country's export shares, ``λ_in`` its shares in its partners' spending, both of
    the base year: a first guess, exact for a small country.

    Parameters
    ----------
    economy : Economy
        Of one sector.
    country : str
        The country that sets the tariff.

    References
    ----------
    .. [1] A. Lashkaripour (2021), Journal of International Economics 131, 103419.

    Examples
    --------
    >>> two = Economy([[80, 20], [20, 80]], ("Home", "Foreign"), elasticities=4)
    >>> many_country_tariff(two, "Home")
    0.3125
    """
    instance_of("economy", economy, Economy)
    if len(economy.sectors) > 1:
        raise NotApplicable("many_country_tariff is for an economy of one sector.")
    place = economy.place(country)
    others = np.arange(len(economy.countries)) != place
    sold = economy.flows[place, others]
    if not sold.any():
        raise NotApplicable(f"{country} exports nothing, so no tariff of its own moves its terms of trade.")
    openness = float(sold @ (1 - economy.shares[place, others]) / sold.sum())
    return 1 / (economy.elasticities[0].value * openness)
