"""Annualisation: one yearly figure for payments that are spread over years.

``d(x) = [r/(1−(1+r)^−H)]·Σ_k Σ_h (1+r)^−h π_kh p_k o_k x_k``: the level payment over ``H`` years
with the same present value as the US-origin part of what is paid at the end of each year.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from negotiate.checks import finite_array, finite_number, whole_number
from negotiate.errors import InvalidInput

__all__ = ["annualised_purchases"]


def annualised_purchases(
    price: ArrayLike,
    us_content: ArrayLike,
    quantity: ArrayLike,
    profile: ArrayLike,
    *,
    rate: float,
    years: int | None = None,
) -> float:
    """Return yearly US-origin purchases ``d(x)``, in the price's unit a year.

    Parameters
    ----------
    price, us_content, quantity : array-like, shape (items,)
        Unit price, share of US origin, units bought.
    profile : array-like, shape (items, years) or (years,)
        Share of the contract paid at the end of each year; each row sums to 1.
    rate : float
        Yearly interest rate, above -1; at 0 the contract value is divided by the years.
    years : int, optional
        Over how many years the level payment runs; the profile's where none is given.

    Raises
    ------
    InvalidInput
        For shapes that differ, negative entries, a profile that does not sum to 1.

    Examples
    --------
    A flat profile gives contract value over years, whatever the rate:

    >>> round(annualised_purchases([0.1], [1.0], [50], [0.2] * 5, rate=0.03), 12)
    1.0
    >>> round(annualised_purchases([0.1], [1.0], [50], [1, 0, 0, 0, 0], rate=0.03), 4)
    1.06
    """
    prices = finite_array("price", price, ("items",))
    origin = finite_array("us_content", us_content, (len(prices),))
    units = finite_array("quantity", quantity, (len(prices),))
    paid = np.asarray(profile, dtype=object)
    shares = finite_array("profile", paid, ("years",) if paid.ndim == 1 else (len(prices), "years"))
    shares = np.atleast_2d(shares)
    for name, array in (("price", prices), ("us_content", origin), ("quantity", units), ("profile", shares)):
        if array.min() < 0:
            raise InvalidInput(f"{name} holds {array.min():g}; it must be at least 0.")
    total = shares.sum(axis=1)
    if np.abs(total - 1).max() > 1e-9:
        worst = int(np.abs(total - 1).argmax())
        raise InvalidInput(f"profile sums to {total[worst]:.12g} in row {worst}; shares paid must sum to 1.")
    interest = finite_number("rate", rate, above=-1)
    discount = (1 + interest) ** -np.arange(1.0, shares.shape[1] + 1)
    present = (shares @ discount) * prices * origin * units
    length = shares.shape[1] if years is None else whole_number("years", years, low=1)
    level = (1 + interest) ** -np.arange(1.0, length + 1)
    return float(present.sum() / level.sum())
