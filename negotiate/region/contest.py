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
from negotiate.region.matrices import moderate
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["Contest", "ContestEquilibrium", "contest_equilibrium"]

Floats = NDArray[np.float64]
HALVINGS = 80  # leave nothing between two floats
FARTHEST = 700.0  # logarithms of odds and sums that are looked at: e^700 is about the largest float
NEAR = 1e-9  # relative distance from a best reply within which its payoff must fall away


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
        read = {name: moderate(name, value, (len(known),)) for name, value in given.items()}
        for name, array in read.items():
            if array.min() <= 0:
                worst = int(array.argmin())
                raise InvalidInput(f"{name} of {known[worst]} is {array[worst]:g}; it must be above 0.")
        telling = finite_number("decisiveness", decisiveness, above=0, high=1)
        freeze(self, countries=known, decisiveness=telling, unit=str(unit), **read)

    def chances(self, effort: ArrayLike) -> Floats:
        """Return each country's chance to win; equal where nobody makes an effort."""
        power = self._spent(effort) ** self.decisiveness
        total = power.sum()
        equal = np.full(len(power), 1 / len(power))
        return np.asarray(power / total if total > 0 else equal, dtype=np.float64)

    def payoffs(self, effort: ArrayLike) -> Floats:
        """Return everybody's payoffs, shape (countries,), in ``unit``."""
        spent = self._spent(effort)
        return np.asarray(self.prize * self.chances(spent) - self.cost * spent, dtype=np.float64)

    def _spent(self, effort: ArrayLike) -> Floats:
        spent = moderate("effort", effort, (len(self.countries),))
        if spent.min() < 0:
            least = int(spent.argmin())
            raise InvalidInput(
                f"effort of {self.countries[least]} is {spent[least]:g}; it must be at least 0."
            )
        return spent

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

        A payoff is concave in one's own effort, so it lies below its tangent; and no better effort lies
        beyond one at which the payoff falls away again.
        """
        contest, effort = self.contest, self.effort
        slope, most = _slopes(contest, effort), contest.prize / contest.cost
        with np.errstate(over="ignore", invalid="ignore"):
            best = _best_reply(contest, effort)
            above, below = np.minimum(best * (1 + NEAR), most), best * (1 - NEAR)
            above = np.where(_slopes(contest, effort, above) <= 0, above, most)
            below = np.where(_slopes(contest, effort, below) >= 0, below, 0.0)
            up = np.maximum(slope, 0) * np.maximum(above - effort, 0)
            down = np.maximum(-slope, 0) * np.maximum(effort - below, 0)
        won = contest.prize * (_alone(contest, effort, above) - contest.chances(effort))
        up = np.fmin(np.where(slope > 0, up, 0.0), np.maximum(won, 0.0))
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
        notes = [
            f"{self.dissipation:.1%} of the prize is spent on winning it; nobody could gain {bound:.1e} more",
            f"the only equilibrium: effort tells with r = {self.contest.decisiveness:g}, at most 1",
        ]
        return Table("Contest", columns, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return effort and chances by country."""
        names = self.contest.countries
        chances = self.contest.chances(self.effort).tolist()
        return {
            "effort": dict(zip(names, self.effort.tolist(), strict=True)),
            "chance": dict(zip(names, chances, strict=True)),
        }

    def certificate(self) -> dict[str, Any]:
        """Return the bound on regret, worked out from the contest, and ``r ≤ 1``, which makes it unique."""
        return {
            "regret_bound": float(self.regret_bound.max()),
            "decisiveness": self.contest.decisiveness,
            "unique": self.contest.decisiveness <= 1,
        }


def contest_equilibrium(contest: Contest) -> ContestEquilibrium:
    """Find the one equilibrium: in closed form where ``r = 1``, else by bisection; numerical.

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
    odds = _odds(np.log(rate / rate.max()), contest.decisiveness)
    win, lose = 1 / (1 + np.exp(-odds)), 1 / (1 + np.exp(odds))
    return ContestEquilibrium(contest, finite_array("effort", contest.decisiveness * rate * win * lose))


def _odds(rate: Floats, r: float) -> Floats:
    """Return the logarithm of each country's chance to win over that to lose; ``rate`` is one too.

    Where ``r = 1`` the best share ``1 − Y/rate`` of those who make an effort gives ``Y``; else it is
    found by bisection, in logarithms so that no power leaves the range of floats.
    """
    if r == 1:
        dear = np.exp(-rate)  # what effort costs, over the prize
        order = np.argsort(dear, kind="stable")
        before = np.concatenate([[0.0], np.cumsum(dear[order])[:-1]])
        enters = (np.arange(len(dear)) - 1) * dear[order] < before
        makes = np.zeros(len(dear), dtype=bool)
        makes[order[: int(np.flatnonzero(enters)[-1]) + 1]] = True
        among, others = int(makes.sum()), _others(np.where(makes, dear, 0.0))
        win = np.where(makes, np.maximum(others - (among - 2) * dear, 0.0), 0.0)
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(win) - np.log((among - 1) * dear), dtype=np.float64)
    low, high = -FARTHEST, float(np.log(len(rate)))
    for _ in range(HALVINGS):
        odds = _replies(rate, r, (low + high) / 2)
        win, top = 1 / (1 + np.exp(-odds)), int(odds.argmax())
        more = win.sum() - win[top] > 1 / (1 + np.exp(odds[top]))  # the shares sum to more than 1
        low, high = ((low + high) / 2, high) if more else (low, (low + high) / 2)
    return odds


def _replies(rate: Floats, r: float, total: float) -> Floats:
    """Return each country's best odds at a total ``Y`` of powers of effort; all are logarithms.

    From ``rate r m^(r−1)(1 − s)/Y = 1`` with ``m = (sY)^(1/r)``: the left side falls in ``s``.
    """
    low, high = np.full(len(rate), -FARTHEST), np.full(len(rate), FARTHEST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        win, lose = -np.logaddexp(0, -middle), -np.logaddexp(0, middle)
        up = np.log(r) + rate + lose - total + (r - 1) / r * (win + total) > 0
        low, high = np.where(up, middle, low), np.where(up, high, middle)
    return np.asarray((low + high) / 2, dtype=np.float64)


def _best_reply(contest: Contest, effort: Floats) -> Floats:
    """Return each country's best effort against the others', by bisection on the logarithm of its odds."""
    r = contest.decisiveness
    with np.errstate(divide="ignore"):
        against = np.log(_others(effort**r))
    low, high = np.full(len(effort), -FARTHEST), np.full(len(effort), FARTHEST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        chances = -np.logaddexp(0, -middle) - np.logaddexp(0, middle)
        up = np.log(r * contest.prize / contest.cost) + chances > (middle + against) / r
        low, high = np.where(up, middle, low), np.where(up, high, middle)
    return np.asarray(np.exp(((low + high) / 2 + against) / r), dtype=np.float64)


def _alone(contest: Contest, effort: Floats, tried: Floats) -> Floats:
    """Return each country's chance to win with another effort, the others' held."""
    power, against = tried**contest.decisiveness, _others(effort**contest.decisiveness)
    return np.divide(power, power + against, out=np.ones(len(power)), where=against > 0)


def _slopes(contest: Contest, effort: Floats, tried: Floats | None = None) -> Floats:
    """Return the derivative of each payoff in one's own effort, at the efforts or at others tried alone."""
    r, own = contest.decisiveness, effort if tried is None else tried
    against = _others(effort**r)
    with np.errstate(divide="ignore", invalid="ignore"):
        steep = np.where(own > 0, own ** (r - 1), np.inf if r < 1 else 1.0)
        gain = contest.prize * r * steep * (against / (own**r + against) ** 2)
    return np.asarray(np.where(against > 0, gain, 0.0) - contest.cost, dtype=np.float64)


def _others(amounts: Floats) -> Floats:
    """Return the sum over everybody else, without taking anything away from a larger sum."""
    before = np.concatenate([[0.0], np.cumsum(amounts)[:-1]])
    after = np.concatenate([np.cumsum(amounts[::-1])[::-1][1:], [0.0]])
    return np.asarray(before + after, dtype=np.float64)
