"""All equilibria of a demand game, built directly: one for every non-empty set of claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of
from negotiate.games.regret import exact_regrets
from negotiate.payoffs.demand import DemandForm
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["DemandEquilibria", "DemandEquilibrium", "demand_equilibria"]

Mixture = tuple[Fraction, ...]


@dataclass(frozen=True)
class DemandEquilibrium:
    """One equilibrium of a demand game, exact.

    Attributes
    ----------
    support : tuple of int
        The claims that both players make, positions in ``DemandForm.deals``.
    exact : pair of tuples of Fraction
        Each player's probability of every claim.
    payoffs : pair of Fraction
        Expected payoffs.
    regrets : pair of Fraction
        What each could gain by another claim, worked out from the game.
    """

    support: tuple[int, ...]
    exact: tuple[Mixture, Mixture]
    payoffs: tuple[Fraction, Fraction]
    regrets: tuple[Fraction, ...]

    @property
    def profile(self) -> tuple[NDArray[np.float64], ...]:
        """The probabilities as float arrays, one a player."""
        return tuple(np.array(mixture, dtype=np.float64) for mixture in self.exact)

    @property
    def agreement(self) -> Fraction:
        """Probability that the claims fit: the first player's is of no later a deal."""
        first, second = self.exact
        return sum((p * sum(second[j:]) for j, p in enumerate(first)), Fraction(0))


@dataclass(frozen=True, eq=False)
class DemandEquilibria(Solution, Sequence[DemandEquilibrium]):
    """The 2^n − 1 equilibria of a demand game with n claims, as a sequence.

    Attributes
    ----------
    form : DemandForm
        The game and its claims.
    equilibria : tuple of DemandEquilibrium
        By the number of claims made, then by position.
    """

    form: DemandForm
    equilibria: tuple[DemandEquilibrium, ...]
    provenance: Provenance
    concept: str = field(default="demand", init=False)

    @property
    def complete(self) -> bool:
        """Whether every equilibrium is listed: the theorem applies, and as many as it says are here."""
        return _theorem_applies(self.form) and len(self.equilibria) == _number(self.form)

    def __len__(self) -> int:
        return len(self.equilibria)

    def __iter__(self) -> Iterator[DemandEquilibrium]:
        return iter(self.equilibria)

    @overload
    def __getitem__(self, index: int) -> DemandEquilibrium: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[DemandEquilibrium, ...]: ...
    def __getitem__(self, index: int | slice) -> DemandEquilibrium | tuple[DemandEquilibrium, ...]:
        """Return an equilibrium by position."""
        return self.equilibria[index]

    def table(self) -> Table:
        """Return one row an equilibrium: the claims made, expected payoffs, chance of agreement."""
        game = self.form.game
        heads: list[Column | str] = ["claims made", *(Column(p, game.unit, 3) for p in game.players)]
        heads.append(Column("agreement", "", 3))
        rows: list[tuple[Cell, ...]] = []
        for equilibrium in self.equilibria:
            made = ", ".join(game.strategies[0][k] for k in equilibrium.support)
            rows.append((made, *equilibrium.payoffs, equilibrium.agreement))
        notes = ["agreement: probability that the claims fit; every regret is exactly 0."]
        return Table("Equilibria of the demand game", heads, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return every equilibrium with exact probabilities and payoffs."""
        return {
            "complete": self.complete,
            "claims": self.form.game.strategies[0],
            "equilibria": [
                {
                    "support": e.support,
                    "profile": e.exact,
                    "payoffs": e.payoffs,
                    "agreement": e.agreement,
                }
                for e in self.equilibria
            ],
        }

    def certificate(self) -> dict[str, Any]:
        """Return the largest regret, exact, and how many equilibria the theorem says there are.

        The theorem applies where gains are positive, the first player's increase and the
        second's decrease along the claims, and claims fit exactly where the first player's is
        of no later a deal: all read off the game.
        """
        return {
            "max_regret": max(max(equilibrium.regrets) for equilibrium in self.equilibria),
            "theorem_applies": _theorem_applies(self.form),
            "equilibria_by_theorem": _number(self.form),
        }


def demand_equilibria(form: DemandForm) -> DemandEquilibria:
    """Build all 2^n − 1 equilibria of a demand game with n claims.

    Exact and complete: the game is non-degenerate, and each non-empty set of claims supports
    one equilibrium. Ordered by the number of claims made, then by position.

    Parameters
    ----------
    form : DemandForm
        From ``demand_form``.

    References
    ----------
    .. [1] J. F. Nash (1953), Econometrica 21(1), 128-140. doi:10.2307/1906951

    Examples
    --------
    >>> from negotiate.payoffs import Outcome, PayoffModel, Term
    >>> from negotiate.payoffs.demand import demand_form
    >>> terms = [
    ...     Term("cost", "Home", lambda outcome: 5 - outcome.purchases),
    ...     Term("rent", "Foreign", lambda outcome: outcome.purchases),
    ... ]
    >>> model = PayoffModel(("Home", "Foreign"), terms, "bn USD/yr")
    >>> deals = model.evaluate([Outcome(level, "deal") for level in range(6)])
    >>> found = demand_equilibria(demand_form(deals, (0, 0), claims=2))
    >>> len(found), found[2].exact[0]
    (3, (Fraction(1, 4), Fraction(3, 4)))
    """
    instance_of("form", form, DemandForm)
    first, second = form.gains
    count = len(form.deals)
    equilibria = []
    for size in range(1, count + 1):
        for support in combinations(range(count), size):
            profile = (_first_mixture(second, support), _second_mixture(first, support))
            regrets = exact_regrets(form.game, profile)
            payoffs = (
                form.disagreement[0] + first[support[0]],
                form.disagreement[1] + second[support[-1]],
            )
            equilibria.append(DemandEquilibrium(support, profile, payoffs, regrets))
    return DemandEquilibria(form, tuple(equilibria), provenance=Provenance(inputs=form.game.digest))


def _first_mixture(gains: Sequence[Fraction], support: Sequence[int]) -> Mixture:
    """Return the first player's mixture: it claims at most s with probability b_last / b_s."""
    below = [gains[support[-1]] / gains[s] for s in support]
    masses = [below[0], *(after - before for before, after in pairwise(below))]
    return _spread(masses, support, len(gains))


def _second_mixture(gains: Sequence[Fraction], support: Sequence[int]) -> Mixture:
    """Return the second player's mixture: it claims deal s or later with probability a_first / a_s."""
    above = [gains[support[0]] / gains[s] for s in support]
    masses = [*(here - after for here, after in pairwise(above)), above[-1]]
    return _spread(masses, support, len(gains))


def _spread(masses: Sequence[Fraction], support: Sequence[int], count: int) -> Mixture:
    at = dict(zip(support, masses, strict=True))
    return tuple(at.get(k, Fraction(0)) for k in range(count))


def _number(form: DemandForm) -> int:
    return (1 << len(form.deals)) - 1


def _theorem_applies(form: DemandForm) -> bool:
    first, second = form.gains
    monotone = all(a < b for a, b in pairwise((Fraction(0), *first))) and all(
        a > b for a, b in pairwise((*second, Fraction(0)))
    )
    gained = form.game.exact - np.array(form.disagreement, dtype=object)[:, None, None]
    claimed = np.empty_like(gained)
    claimed[0], claimed[1] = np.array(first, dtype=object)[:, None], np.array(second, dtype=object)
    fits = np.triu(np.ones(form.game.shape, dtype=int)).astype(object)
    return monotone and bool((gained == claimed * fits).all())
