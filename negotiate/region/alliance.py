"""Defence as a good that allies share: what each gives by itself, and what all together should.

Country ``i`` splits its income between consumption and defence, ``m_i = c_i + g_i``, and cares for
``(1 − α_i) ln c_i + α_i ln z_i``. Its protection ``z_i = g_i + (1 − σ) Σ_{j≠i} g_j`` is its own spending
and what spills in from allies: all of theirs where the private share ``σ`` is 0 (a pure public good),
none at 1. Between, each dollar yields joint products, one's own and everyone's.

- By itself each gives ``g_i = max(0, α_i m_i − (1 − α_i)(1 − σ) Σ_{j≠i} g_j)``: the more the others give,
  the less. There is one equilibrium, and it is found in rational arithmetic.
- Together they give until what a dollar is worth to all equals what it costs, ``Σ_j MRS_j s_ji = 1``
  (Samuelson), ``s_ji`` being the spill-in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import (
    exact_array,
    exact_number,
    finite_array,
    finite_number,
    freeze,
    instance_of,
    names,
)
from negotiate.errors import InvalidInput
from negotiate.provenance import digest
from negotiate.region.alliance_solution import EfficientContributions, NashContributions

__all__ = ["AllianceGood", "efficient_contributions", "nash_contributions"]

HALVINGS = 200


@dataclass(frozen=True, eq=False, init=False)
class AllianceGood:
    """Allies with incomes and tastes for defence.

    Parameters
    ----------
    countries : sequence of str
    income : array-like, shape (countries,)
        ``m_i``, above 0, in ``unit``.
    taste : array-like, shape (countries,)
        ``α_i``, between 0 and 1: the share of income that a country alone would give to defence.
    private_share : number
        ``σ`` from 0 to 1: the part of a dollar's protection that does not reach allies.
    unit : str
        Of incomes.

    Examples
    --------
    The larger ally carries all of it:

    >>> good = AllianceGood(["Large", "Small"], [100, 10], ["0.1", "0.1"])
    >>> nash_contributions(good).contributions
    (Fraction(10, 1), Fraction(0, 1))
    """

    countries: tuple[str, ...]
    income: NDArray[np.object_]
    taste: NDArray[np.object_]
    private_share: Fraction
    unit: str

    def __init__(
        self,
        countries: Sequence[str],
        income: ArrayLike,
        taste: ArrayLike,
        *,
        private_share: object = 0,
        unit: str = "bn USD/yr",
    ) -> None:
        known = names("countries", countries)
        for name, given in (("income", income), ("taste", taste)):
            finite_array(name, given, (len(known),))
        incomes = exact_array("income", income, (len(known),))
        tastes = exact_array("taste", taste, (len(known),))
        finite_number("private_share", private_share)
        share = exact_number("private_share", private_share)
        for who, amount, liking in zip(known, incomes, tastes, strict=True):
            if amount <= 0:
                raise InvalidInput(f"income of {who} is {float(amount):g}; it must be above 0.")
            if not 0 < liking < 1:
                raise InvalidInput(f"taste of {who} is {float(liking):g}; it must lie between 0 and 1.")
        if not 0 <= share <= 1:
            raise InvalidInput(f"private_share={float(share):g}; it must be from 0 to 1.")
        freeze(self, countries=known, income=incomes, taste=tastes, private_share=share, unit=str(unit))

    @property
    def spill(self) -> Fraction:
        """The part of a dollar's protection that reaches each ally, ``1 − σ``."""
        return 1 - self.private_share

    def protection(self, contributions: Sequence[Any]) -> tuple[Any, ...]:
        """Return each country's protection ``z_i``; exact where the contributions are."""
        exact_array("contributions", contributions, (len(self.countries),))
        total = sum(contributions)
        return tuple(own + self.spill * (total - own) for own in contributions)

    def best_replies(self, contributions: Sequence[Any]) -> tuple[Fraction, ...]:
        """Return what each country would give in answer to what the others give, exactly."""
        given = exact_array("contributions", contributions, (len(self.countries),))
        total = sum(given, Fraction(0))
        return tuple(
            max(Fraction(0), a * m - (1 - a) * self.spill * (total - own))
            for own, m, a in zip(given, self.income, self.taste, strict=True)
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return digest({name: getattr(self, name) for name in self.__dataclass_fields__})


def nash_contributions(good: AllianceGood) -> NashContributions:
    """Find what each country gives by itself, exactly.

    Parameters
    ----------
    good : AllianceGood

    Returns
    -------
    NashContributions
        With who rides on whom, and the largest distance from a best reply: 0.

    References
    ----------
    .. [1] M. Olson, R. Zeckhauser (1966), Review of Economics and Statistics 48(3), 266-279.
       doi:10.2307/1927082
    .. [2] T. Bergstrom, L. Blume, H. Varian (1986), Journal of Public Economics 29(1), 25-49.
       doi:10.1016/0047-2727(86)90024-1

    Examples
    --------
    >>> good = AllianceGood(["A", "B"], [100, 80], ["0.1", "0.1"], private_share="0.5")
    >>> [round(float(g), 3) for g in nash_contributions(good).contributions]
    [8.025, 4.389]
    """
    instance_of("good", good, AllianceGood)
    weaken = [(1 - a) * good.spill for a in good.taste]
    alone = [a * m for a, m in zip(good.taste, good.income, strict=True)]

    def wanted(total: Fraction) -> list[Fraction]:
        return [max(Fraction(0), (w - k * total) / (1 - k)) for w, k in zip(alone, weaken, strict=True)]

    stops = [w / k for w, k in zip(alone, weaken, strict=True) if k]
    middle = _between(wanted, sorted(stops), sum(alone, Fraction(0)))
    givers = [k for k, given in enumerate(wanted(middle)) if given > 0]
    base = sum((alone[k] / (1 - weaken[k]) for k in givers), Fraction(0))
    slope = sum((weaken[k] / (1 - weaken[k]) for k in givers), Fraction(0))
    return NashContributions(good, tuple(wanted(base / (1 + slope))))


def _between(
    wanted: Callable[[Fraction], list[Fraction]], stops: Iterable[Fraction], most: Fraction
) -> Fraction:
    """Return a sum between the same two stops, where someone ceases to give, as the equilibrium's."""
    low, high = Fraction(0), most
    for stop in stops:
        if low < stop < high:
            low, high = (stop, high) if sum(wanted(stop)) > stop else (low, stop)
    return (low + high) / 2


def efficient_contributions(
    good: AllianceGood, *, weights: ArrayLike | None = None
) -> EfficientContributions:
    """Find what all should give together: a weighted sum of what they care for, made largest.

    Incomes may be shifted between allies to pay for it. Numerical, by bisection on the sum given;
    the conditions for an optimum are recomputed.

    Parameters
    ----------
    good : AllianceGood
    weights : array-like, shape (countries,), optional
        Above 0. By default incomes, which makes the pure public good the one that Lindahl's shares
        pay for: each gives ``α_i m_i``.

    References
    ----------
    .. [1] P. A. Samuelson (1954), Review of Economics and Statistics 36(4), 387-389.
       doi:10.2307/1925895

    Examples
    --------
    >>> good = AllianceGood(["Large", "Small"], [100, 10], ["0.1", "0.1"])
    >>> efficient_contributions(good).contributions.round(9)
    array([10.,  1.])
    """
    instance_of("good", good, AllianceGood)
    income = good.income.astype(float)
    given = finite_array("weights", income if weights is None else weights, (len(income),))
    if given.min() <= 0:
        raise InvalidInput(f"weights holds {given.min():g}; a weight must be above 0.")
    weighed = given / given.max()  # only their proportions count
    low, high = 0.0, float(income.sum())
    for _ in range(HALVINGS):
        total = (low + high) / 2
        worth, price = _worth_of_a_dollar(good, weighed, total)
        low, high = (total, high) if worth > price else (low, total)
    contributions = finite_array("contributions", _split(good, weighed, (low + high) / 2))
    return EfficientContributions(good, given, contributions)


def _worth_of_a_dollar(good: AllianceGood, weights: NDArray[np.float64], total: float) -> tuple[float, float]:
    """Return what a further dollar of defence, and one of consumption, adds to the weighted sum."""
    taste, income = good.taste.astype(float), good.income.astype(float)
    given = _split(good, weights, total)
    protected = np.array(good.protection(given.tolist()), dtype=float)
    felt = weights * taste / protected
    private, spill = float(good.private_share), float(good.spill)
    worth = float((private * felt + spill * felt.sum()).max())
    return worth, float((weights * (1 - taste)).sum() / (income.sum() - total))


def _split(good: AllianceGood, weights: NDArray[np.float64], total: float) -> NDArray[np.float64]:
    """Divide a sum so that the weighted worth of protection is largest; Lindahl's shares where all is shared.

    ``σ g_i = max(a_i s − (1 − σ) G, 0)`` with ``a = ωα`` and the ``s`` at which the sum is ``G``: among
    the ``k`` who give, with ``A`` the sum of their ``a``, ``g_i = G (a_i + (1 − σ)(k a_i − A)/σ)/A``.
    """
    pull = weights * good.taste.astype(float)
    private, spill = float(good.private_share), float(good.spill)
    if private == 0:
        return np.asarray(total * pull / pull.sum(), dtype=np.float64)
    ordered = np.sort(pull)[::-1]
    counts = np.arange(1, len(pull) + 1)
    steps = (private + counts * spill) * total / np.cumsum(ordered)
    enough = ordered * steps > spill * total
    givers = int(np.flatnonzero(enough)[-1]) + 1
    together = ordered[:givers].sum()
    shares = (pull + spill / private * (givers * pull - together)) / together
    return np.asarray(np.maximum(total * shares, 0), dtype=np.float64)
