"""The security dilemma: arming because others may, and how a small doubt tips it.

Each country holds or arms. If nobody arms, nobody gains or loses. Who arms pays its cost ``c``; alone
it gains ``temptation``; who holds while another arms loses ``exposure``. With ``temptation < c <
exposure`` both "all hold" and "all arm" are equilibria: an assurance game [1]_. With two countries
holding is risk dominant where ``c ≥ (temptation + exposure)/2``.

With costs known to oneself only [2]_, a country of cost ``c`` that thinks the other arms with chance
``p`` arms where ``c < p·exposure + (1 − p)·temptation``. So all play by a cutoff: arm where one's cost
is below ``x``, with ``x = F(x)·exposure + (1 − F(x))·temptation``. Costs below the temptation arm
whatever the other does; if there are any, however few, fear of them makes the next arm, fear of
those the next: where no cutoff stops it, everybody arms. Where costs come in lumps a country whose
cost is just the cutoff does not care which, and arms with the chance that makes ``x`` the cutoff.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import finite_number, freeze, instance_of, names, whole_number
from negotiate.errors import InvalidInput
from negotiate.games import NormalFormGame
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["Doubt", "DoubtSolution", "arming_cutoffs", "assurance_game"]

GRID = 20_000  # cells in which cutoffs are looked for
STEPS = 200  # steps of fear shown


def assurance_game(
    countries: Sequence[str],
    *,
    cost: float,
    temptation: float,
    exposure: float,
    unit: str = "bn USD/yr",
) -> NormalFormGame:
    """Return the game in which each country holds or arms.

    Parameters
    ----------
    countries : sequence of str
        Two or more; with more, one who holds is exposed where any other arms, and one who arms is
        tempted where no other does.
    cost, temptation, exposure : float
        ``temptation < cost < exposure``, so that each arms if another does and holds if none does.

    References
    ----------
    .. [1] R. Jervis (1978), World Politics 30(2), 167-214. doi:10.2307/2009958

    Examples
    --------
    >>> from negotiate import pure_equilibria
    >>> game = assurance_game(["Home", "Foreign"], cost=3, temptation=1, exposure=4)
    >>> [equilibrium.labels for equilibrium in pure_equilibria(game)]
    [('hold', 'hold'), ('arm', 'arm')]
    """
    known = names("countries", countries)
    spend = finite_number("cost", cost)
    gain, loss = finite_number("temptation", temptation), finite_number("exposure", exposure)
    if len(known) < 2:
        raise InvalidInput(f"countries names {len(known)}; a dilemma needs at least two.")
    if not gain < spend < loss:
        raise InvalidInput(
            f"cost={spend:g} is not between temptation={gain:g} and exposure={loss:g}; else arming, or "
            "holding, is best whatever the others do and there is no dilemma."
        )
    payoffs = np.zeros((len(known), *[2] * len(known)))
    for profile in product((0, 1), repeat=len(known)):
        for i, arms in enumerate(profile):
            threatened = any(profile[:i] + profile[i + 1 :])
            armed = -spend if threatened else gain - spend
            payoffs[i][profile] = armed if arms else (-loss if threatened else 0.0)
    return NormalFormGame(payoffs, known, [["hold", "arm"]] * len(known), unit)


@dataclass(frozen=True, eq=False, init=False)
class Doubt:
    """Two countries, each unsure what arming costs the other.

    Parameters
    ----------
    distribution : callable
        ``F``: the chance that a country's cost is at most so much; nondecreasing, takes and returns
        floats. It may jump: a country then has just that cost with the chance by which it does.
    most_cost : float
        The largest cost there is, ``F = 1`` from there on; below the exposure, so that even the most
        reluctant arms if the other surely does.
    temptation, exposure : float
        ``0 ≤ temptation < exposure``.

    Examples
    --------
    Costs uniform from 0 to 1: few would arm unprovoked, and yet all do.

    >>> doubt = Doubt(lambda cost: cost, 1.0, temptation=0.05, exposure=1.1)
    >>> found = arming_cutoffs(doubt)
    >>> found.everyone_arms, round(doubt.chance(0.05), 3)
    (True, 0.05)
    """

    distribution: Callable[[float], float]
    most_cost: float
    temptation: float
    exposure: float

    def __init__(
        self,
        distribution: Callable[[float], float],
        most_cost: float,
        *,
        temptation: float,
        exposure: float,
    ) -> None:
        gain = finite_number("temptation", temptation, low=0)
        loss = finite_number("exposure", exposure, above=gain)
        most = finite_number("most_cost", most_cost, above=gain, high=loss)
        if not callable(distribution):
            raise InvalidInput("distribution must be a function from a cost to the chance of at most that.")
        freeze(self, distribution=distribution, most_cost=most, temptation=gain, exposure=loss)
        chances = [self.chance(cost) for cost in np.linspace(0, most, 101).tolist()]
        if min(np.diff(chances)) < -1e-12:
            raise InvalidInput("distribution falls somewhere; the chance of at most a cost cannot.")

    def chance(self, cost: float) -> float:
        """Return the chance that a country's cost is at most so much."""
        if cost >= self.most_cost:
            return 1.0
        return finite_number(f"distribution({cost:g})", self.distribution(cost), low=0, high=1)

    def pull(self, cutoff: float) -> float:
        """Return the cost at which arming just pays if the other arms below ``cutoff``."""
        chance = self.chance(cutoff)
        return chance * self.exposure + (1 - chance) * self.temptation

    def share(self, cutoff: float) -> float:
        """Return with which chance the other must arm for arming to just pay at a cost of ``cutoff``."""
        return (cutoff - self.temptation) / (self.exposure - self.temptation)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the numbers and of the distribution at 101 costs."""
        chances = [self.chance(cost) for cost in np.linspace(0, self.most_cost, 101).tolist()]
        numbers = [self.most_cost, self.temptation, self.exposure]
        return digest({"numbers": numbers, "chances": chances})


@dataclass(frozen=True, eq=False)
class DoubtSolution(Solution):
    """The cutoffs below which a country arms.

    Attributes
    ----------
    doubt : Doubt
    cutoffs : tuple of float
        Equilibria found, rising; ``doubt.most_cost``, the last, where all arm.
    cells : int
        In how many steps they were looked for: two that lie closer may have been missed. Where every
        cutoff of a stretch is one its ends are given.
    """

    doubt: Doubt
    cutoffs: tuple[float, ...]
    cells: int
    concept: str = field(default="arming cutoffs", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of the doubt, and the number of cells."""
        return Provenance(self.doubt.digest, {"cells": self.cells})

    @property
    def everyone_arms(self) -> bool:
        """Whether the only equilibrium found is that all arm."""
        return self.cutoffs == (self.doubt.most_cost,)

    @cached_property
    def fear(self) -> NDArray[np.float64]:
        """How arming spreads: the cutoff after each thought of the other, from those who arm unprovoked."""
        steps = [self.doubt.temptation]
        while len(steps) < STEPS and (following := min(self.doubt.pull(steps[-1]), self.doubt.most_cost)):
            if abs(following - steps[-1]) <= 1e-12 * self.doubt.most_cost:
                break
            steps.append(following)
        return np.array(steps)

    @property
    def chances(self) -> tuple[float, ...]:
        """The chance that a country arms, by cutoff; of those whose cost is the cutoff as many as fit."""
        return (*(self.doubt.share(cutoff) for cutoff in self.cutoffs[:-1]), 1.0)

    def table(self) -> Table:
        """Return each equilibrium with the chance that a country arms."""
        columns: list[Column | str] = [Column("cutoff", "", 4), Column("chance to arm", "", 4)]
        rows = list(zip(self.cutoffs, self.chances, strict=True))
        verdict = "doubt tips both into arming" if self.everyone_arms else "some hold"
        unprovoked = self.doubt.chance(self.doubt.temptation)
        note = f"{verdict}; armed unprovoked: {unprovoked:.2%}; looked for in {self.cells:,} steps"
        return Table("Arming out of doubt", columns, rows, [note])

    def answer(self) -> dict[str, Any]:
        """Return cutoffs, chances, and whether all arm."""
        return {
            "cutoffs": list(self.cutoffs),
            "chances": list(self.chances),
            "everyone_arms": self.everyone_arms,
        }

    def certificate(self) -> dict[str, Any]:
        """Return how far each cutoff is from what it pulls towards; where all arm, 0 by definition.

        At a jump of the distribution it pulls towards all that lies between.
        """
        return {"residuals": [self._residual(cutoff) for cutoff in self.cutoffs[:-1]]}

    def _residual(self, cutoff: float) -> float:
        least = self.doubt.pull(float(np.nextafter(cutoff, 0.0)))
        most = self.doubt.pull(float(np.nextafter(cutoff, np.inf)))
        return max(least - cutoff, cutoff - most, 0.0)


def arming_cutoffs(doubt: Doubt, *, cells: int = GRID) -> DoubtSolution:
    """Find the cutoffs at which each country arms given that the other uses the same.

    Changes of sign of ``pull(x) − x`` over a grid, each closed in by bisection. That all arm is
    always an equilibrium, since no cost exceeds the exposure; it is listed last.

    Parameters
    ----------
    doubt : Doubt
    cells : int
        Of the grid, at least 10.

    References
    ----------
    .. [1] S. Baliga, T. Sjöström (2004), Review of Economic Studies 71(2), 351-369.
       doi:10.1111/0034-6527.00287

    Examples
    --------
    >>> calm = Doubt(lambda cost: cost**3, 1.0, temptation=0.05, exposure=1.1)
    >>> len(arming_cutoffs(calm).cutoffs)
    3
    """
    instance_of("doubt", doubt, Doubt)
    parts = whole_number("cells", cells, low=10, high=10**7)
    grid = np.linspace(doubt.temptation, doubt.most_cost, parts + 1)
    off = np.array([doubt.pull(cutoff) - cutoff for cutoff in grid.tolist()])
    on = np.flatnonzero(off[:-1] == 0)
    ends = (np.diff(on, prepend=-2) > 1) | (np.diff(on, append=parts + 1) > 1)
    found = grid[on[ends]].tolist()
    for cell in np.flatnonzero(np.sign(off[:-1]) * np.sign(off[1:]) < 0).tolist():
        found.append(_bisected(doubt, float(grid[cell]), float(grid[cell + 1])))
    return DoubtSolution(doubt, (*sorted(found), doubt.most_cost), parts)


def _bisected(doubt: Doubt, low: float, high: float) -> float:
    rising = doubt.pull(low) < low
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if (doubt.pull(middle) < middle) == rising else (low, middle)
    return low
