"""Paths of the exchange rate, drawn from a law or from history.

Lognormal: ``log e_y = log e_0 + (δ − σ²/2) t_y + σ W(t_y)`` with ``t_y`` the time of year ``y``'s
payment, so that ``E e_y = e_0 exp(δ t_y)``. With no drift the rate, say in yen per dollar, is a martingale:
what a dollar is expected to cost in yen does not change. Its inverse, dollars per yen, is then none
(its expectation rises by ``exp(σ² t)``, Siegel's paradox [1]_).

Bootstrap: changes of the logarithm are drawn from history with replacement, in blocks of
consecutive ones where they depend on one another [2]_.

Draws come from NumPy's ``default_rng(seed)`` (PCG64). Its stream does not depend on the machine; NumPy
may change it in a new feature release. Rates are rounded to ten digits, so that processors whose
exponentials differ in the last place give the same bytes.

References
----------
.. [1] J. J. Siegel (1972), Quarterly Journal of Economics 86(2), 303-309.
.. [2] H. R. Künsch (1989), Annals of Statistics 17(3), 1217-1241. doi:10.1214/aos/1176347265
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, finite_number, one_of, whole_number
from negotiate.errors import InvalidInput
from negotiate.procurement.risk.scenarios import MOST, Scenarios

__all__ = ["bootstrap_paths", "lognormal_paths"]

Floats = NDArray[np.float64]

DIGITS = 10  # kept of each rate
MOST_YEARS = 100


def lognormal_paths(
    rate: float,
    volatility: float,
    years: int,
    count: int,
    seed: int,
    *,
    drift: float = 0.0,
    first: float = 1.0,
    sampling: str = "plain",
) -> Scenarios:
    """Draw paths of the rate whose yearly log changes are independent and normal.

    Parameters
    ----------
    rate : float
        Units of the buyer's currency per dollar today, above 0.
    volatility : float
        Standard deviation of a year's log change, from 0 to 2.
    years : int
        Years of the plan.
    count : int
        Number of paths, equally likely.
    seed : int
        Same seed, same paths.
    drift : float
        Growth of the expected rate a year, as a fraction; 0 makes the rate a martingale.
    first : float
        Time from today to the payments of the first year, in years; 0 makes the first rate known.
    sampling : {"plain", "antithetic", "matched"}
        Independent paths; pairs of paths with mirrored changes (``count`` must be even); or each
        year's rates scaled so that their mean over the paths is the expected rate itself.

    Examples
    --------
    >>> paths = lognormal_paths(150, 0.1, years=3, count=4, seed=7, sampling="matched")
    >>> paths.rates.shape, paths.mean_rates.round(6)
    ((4, 3), array([150., 150., 150.]))
    >>> lognormal_paths(150, 0.1, 3, 4, seed=7, first=0).rates[:, 0]
    array([150., 150., 150., 150.])
    """
    today = finite_number("rate", rate, above=0, high=1e9, unit="per USD")
    sigma = finite_number("volatility", volatility, low=0, high=2)
    growth = finite_number("drift", drift, low=-1, high=1)
    length, number, start = _size(years, count, seed)
    steps = np.append(finite_number("first", first, low=0, high=10), np.ones(length - 1))
    way = one_of("sampling", sampling, ("plain", "antithetic", "matched"))
    normal = _normal(number, length, start, mirrored=way == "antithetic")
    changes = (growth - sigma**2 / 2) * steps + sigma * np.sqrt(steps) * normal
    levels = today * np.exp(np.cumsum(changes, axis=1))
    if way == "matched":
        levels *= today * np.exp(growth * np.cumsum(steps)) / levels.mean(axis=0)
    return Scenarios(_rounded(levels, today), seed=start)


def _normal(count: int, years: int, seed: int, *, mirrored: bool) -> Floats:
    if not mirrored:
        return np.random.default_rng(seed).standard_normal((count, years))
    if count % 2:
        raise InvalidInput(f"count={count} is odd; antithetic paths come in pairs, so make it even.")
    half = np.random.default_rng(seed).standard_normal((count // 2, years))
    return np.stack([half, -half], axis=1).reshape(count, years)


def bootstrap_paths(
    history: ArrayLike,
    years: int,
    count: int,
    seed: int,
    *,
    rate: float | None = None,
    block: int = 1,
    per_year: int = 1,
    drift: float | None = None,
) -> Scenarios:
    """Draw paths of the rate from its own past changes.

    Parameters
    ----------
    history : array-like, shape (observations,)
        Rates per dollar, oldest first, evenly spaced.
    years : int
        Years of the plan; each year's rate is the one at its end.
    count : int
        Number of paths, equally likely.
    seed : int
        Same seed, same paths.
    rate : float, optional
        Rate to start from; the last of the history where none is given.
    block : int
        Consecutive changes drawn together; 1 takes changes as independent.
    per_year : int
        Observations a year: 1, 4, 12, ….
    drift : float, optional
        Growth of the expected rate a year. None keeps what history had; a number shifts all
        changes alike so that one year's growth factors average ``exp(drift)``, which is exact
        where ``block`` is 1.

    Examples
    --------
    >>> bootstrap_paths([100, 110, 121], years=2, count=2, seed=1).rates.round(6)
    array([[133.1 , 146.41],
           [133.1 , 146.41]])
    """
    past = finite_array("history", history, ("observations",))
    if past.min() <= 0:
        raise InvalidInput(f"history[{int(past.argmin())}] is {past.min():g}; a rate must be above 0.")
    changes = np.diff(np.log(past))
    width = whole_number("block", block, low=1)
    if len(changes) < width:
        raise InvalidInput(
            f"history has {len(past)} rates, so {len(changes)} changes; a block of {width} needs "
            f"at least {width + 1} rates."
        )
    today = finite_number("rate", past[-1] if rate is None else rate, above=0, high=1e9, unit="per USD")
    a_year = whole_number("per_year", per_year, low=1, high=366)
    length, number, start = _size(years, count, seed)
    if drift is not None:
        growth = finite_number("drift", drift, low=-1, high=1)
        changes = changes - np.log(np.exp(changes).mean()) + growth / a_year
    needed = length * a_year
    begins = np.random.default_rng(start).integers(
        len(changes) - width + 1, size=(number, math.ceil(needed / width))
    )
    drawn = changes[begins[:, :, None] + np.arange(width)].reshape(number, -1)[:, :needed]
    levels = today * np.exp(np.cumsum(drawn, axis=1)[:, a_year - 1 :: a_year])
    return Scenarios(_rounded(levels, today), seed=start)


def _size(years: int, count: int, seed: int) -> tuple[int, int, int]:
    return (
        whole_number("years", years, low=1, high=MOST_YEARS),
        whole_number("count", count, low=1, high=MOST),
        whole_number("seed", seed),
    )


def _rounded(levels: Floats, today: float) -> Floats:
    """Round to ten digits of today's rate."""
    rounded: Floats = np.round(levels, DIGITS - 1 - math.floor(math.log10(today)))
    return rounded
