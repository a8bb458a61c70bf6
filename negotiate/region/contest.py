"""Contests: effort spent to win a prize that only one can have (Tullock).

Country ``i`` wins with chance ``m_i^r/Σ_j m_j^r`` and gets ``V_i × chance − c_i m_i``. For ``r ≤ 1`` a
payoff is concave in one's own effort and there is one equilibrium. It is found through shares: with
``y = m^r`` and ``Y = Σ y``, the best share ``s_i(Y)`` of country ``i`` falls as ``Y`` rises, so that
``Σ s_i(Y) = 1`` has one root. With ``n`` equal countries each spends ``r V (n − 1)/n²``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, finite_number, freeze, instance_of, names
from negotiate.errors import InvalidInput
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["Contest", "ContestEquilibrium", "contest_equilibrium"]

Floats = NDArray[np.float64]
HALVINGS = 64  # leave nothing between two floats


@dataclass(frozen=True, eq=False, init=False)
class Contest:
    """Countries that spend effort on one prize.

    Parameters
    ----------
    countries : sequence of str
        Two or more.
    prize : array-like, shape (countries,)
        What winning is worth to each, above 0, in ``unit``.
    cost : array-like, shape (countries,), optional
        Of a unit of effort, above 0; 1 where not given.
    decisiveness : float
        ``r``, above 0 and at most 1: how much effort tells. Above 1 an equilibrium in pure strategies
        may not exist, and the contest is refused.
    unit : str
        Of prizes and costs.

    Examples
    --------
    >>> contest_equilibrium(Contest(["A", "B"], [8, 8])).effort
    array([2., 2.])
    """

    countries: tuple[str, ...]
    prize: Floats
    cost: Floats
    decisiveness: float
    unit: str

    def __init__(
        self,
        countries: Sequence[str],
        prize: ArrayLike,
        cost: ArrayLike | None = None,
        *,
        decisiveness: float = 1.0,
        unit: str = "bn USD/yr",
    ) -> None:
        known = names("countries", countries)
        if len(known) < 2:
            raise InvalidInput(f"countries names {len(known)}; a contest needs at least two.")
        given = {"prize": prize, "cost": np.ones(len(known)) if cost is None else cost}
        read = {name: finite_array(name, value, (len(known),)) for name, value in given.items()}
        for name, array in read.items():
            if array.min() <= 0:
                worst = int(array.argmin())
                raise InvalidInput(f"{name} of {known[worst]} is {array[worst]:g}; it must be above 0.")
        telling = finite_number("decisiveness", decisiveness, above=0, high=1)
        freeze(self, countries=known, decisiveness=telling, unit=str(unit), **read)

    def chances(self, effort: ArrayLike) -> Floats:
        """Return each country's chance to win; equal where nobody makes an effort."""
        spent = finite_array("effort", effort, (len(self.countries),))
        power = spent**self.decisiveness
        total = power.sum()
        equal = np.full(len(spent), 1 / len(spent))
        return np.asarray(power / total if total > 0 else equal, dtype=np.float64)

    def payoffs(self, effort: ArrayLike) -> Floats:
        """Return everybody's payoffs, shape (countries,), in ``unit``."""
        spent = finite_array("effort", effort, (len(self.countries),))
        return np.asarray(self.prize * self.chances(spent) - self.cost * spent, dtype=np.float64)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return digest({name: getattr(self, name) for name in self.__dataclass_fields__})


@dataclass(frozen=True, eq=False)
class ContestEquilibrium(Solution):
    """The equilibrium of a contest.

    Attributes
    ----------
    contest : Contest
    effort : ndarray, shape (countries,)
    """

    contest: Contest
    effort: Floats
    concept: str = field(default="contest equilibrium", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of the contest."""
        return Provenance(self.contest.digest)

    @property
    def spent(self) -> Floats:
        """Cost of effort by country, in ``contest.unit``."""
        return np.asarray(self.contest.cost * self.effort, dtype=np.float64)

    @property
    def dissipation(self) -> float:
        """What all spend together over the prize of the winner on average."""
        chances = self.contest.chances(self.effort)
        return float(self.spent.sum() / (chances @ self.contest.prize))

    @cached_property
    def regret_bound(self) -> Floats:
        """Bound on what each country could gain by another effort, in ``contest.unit``.

        A payoff is concave in one's own effort, so it lies below its tangent; and no effort above
        prize over cost is worth making.
        """
        slope = _slopes(self.contest, self.effort)
        most = self.contest.prize / self.contest.cost
        up, down = np.maximum(slope, 0) * (most - self.effort), np.maximum(-slope, 0) * self.effort
        return np.asarray(np.maximum(up, down), dtype=np.float64)

    def table(self) -> Table:
        """Return effort, cost, chance and payoff by country."""
        unit = self.contest.unit
        columns: list[Column | str] = [
            "country",
            Column("prize", unit, 3),
            Column("spent", unit, 3),
            Column("chance", "", 3),
            Column("payoff", unit, 3),
        ]
        rows = list(
            zip(
                self.contest.countries,
                self.contest.prize.tolist(),
                self.spent.tolist(),
                self.contest.chances(self.effort).tolist(),
                self.contest.payoffs(self.effort).tolist(),
                strict=True,
            )
        )
        bound = float(self.regret_bound.max())
        note = (
            f"{self.dissipation:.1%} of the prize is spent on winning it; nobody could gain {bound:.1e} more"
        )
        return Table("Contest", columns, rows, [note])

    def answer(self) -> dict[str, Any]:
        """Return effort and chances by country."""
        names = self.contest.countries
        chances = self.contest.chances(self.effort).tolist()
        return {
            "effort": dict(zip(names, self.effort.tolist(), strict=True)),
            "chance": dict(zip(names, chances, strict=True)),
        }

    def certificate(self) -> dict[str, Any]:
        """Return the bound on regret, worked out from the contest."""
        return {"regret_bound": float(self.regret_bound.max())}


def contest_equilibrium(contest: Contest) -> ContestEquilibrium:
    """Find the one equilibrium, by bisection on the sum of powers of effort; numerical.

    Parameters
    ----------
    contest : Contest

    Returns
    -------
    ContestEquilibrium
        Countries whose prize is too small beside the others' stay out where ``r = 1``.

    References
    ----------
    .. [1] G. Tullock (1980), in Toward a Theory of the Rent-Seeking Society, Texas A&M, 97-112.
    .. [2] R. Cornes, R. Hartley (2005), Economic Theory 26(4), 923-946. doi:10.1007/s00199-004-0566-4

    Examples
    --------
    >>> contest = Contest(["Strong", "Weak"], [6, 3])
    >>> contest_equilibrium(contest).effort.round(9)
    array([1.33333333, 0.66666667])
    """
    instance_of("contest", contest, Contest)
    rate = contest.prize / contest.cost
    low, high = 0.0, float(rate.sum() ** contest.decisiveness * len(rate))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _shares(contest, middle).sum() > 1 else (low, middle)
    shares = _shares(contest, (low + high) / 2)
    effort = (shares * (low + high) / 2) ** (1 / contest.decisiveness)
    return ContestEquilibrium(contest, effort)


def _shares(contest: Contest, total: float) -> Floats:
    """Return each country's best share of a total of powers of effort.

    From ``V r m^(r−1)(1 − s)/Y = c`` with ``m = (sY)^(1/r)``: the left side falls in ``s``.
    """
    r, rate = contest.decisiveness, contest.prize / contest.cost
    if r == 1:
        return np.asarray(np.maximum(1 - total / rate, 0.0), dtype=np.float64)
    low, high = np.zeros(len(rate)), np.ones(len(rate))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        gain = r * rate * (1 - middle) / total
        up = gain * (middle * total) ** ((r - 1) / r) > 1
        low, high = np.where(up, middle, low), np.where(up, high, middle)
    return np.asarray((low + high) / 2, dtype=np.float64)


def _slopes(contest: Contest, effort: Floats) -> Floats:
    """Return the derivative of each payoff in one's own effort."""
    r, power = contest.decisiveness, effort**contest.decisiveness
    total = power.sum()
    with np.errstate(divide="ignore"):
        steep = np.where(effort > 0, effort ** (r - 1), np.inf if r < 1 else 1.0)
    gain = contest.prize * r * steep * (total - power) / total**2
    return np.asarray(gain - contest.cost, dtype=np.float64)
