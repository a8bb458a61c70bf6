"""The demand game: each side claims a payoff, and gets it where both claims fit.

The claims are the payoffs of n deals k = 1, …, n on the strictly individually rational
frontier, in the order of the first player's payoff: with gains over disagreement ``a_1 < … <
a_n`` for the first player and ``b_1 > … > b_n`` for the second, the claims ``a_j`` and ``b_k`` are
compatible iff ``j ≤ k``. Each set of claims S carries exactly one equilibrium, in which both
mix over S so that every claim in it gives the other the same: the first player's claim is at
most s with probability ``b_last / b_s``, the second's is at least s with ``a_first / a_s``.
That makes 2^n − 1 equilibria.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from negotiate.checks import exact_array, instance_of, whole_number
from negotiate.errors import NoSolution, NotApplicable
from negotiate.games import NormalFormGame
from negotiate.payoffs.solution import OutcomePayoffs

__all__ = ["DemandForm", "demand_form", "strict_frontier"]


@dataclass(frozen=True, eq=False)
class DemandForm:
    """A demand game and the deals whose payoffs are claimed.

    Made by ``demand_form``.

    Attributes
    ----------
    game : NormalFormGame
        Both players' strategies are the deals, in the order of ``deals``.
    deals : tuple of int
        Positions in ``payoffs.outcomes``, in increasing order of the first player's payoff.
    disagreement : tuple of Fraction
        What each player gets where the claims do not fit.
    payoffs : OutcomePayoffs
        The feasible outcomes.
    """

    game: NormalFormGame
    deals: tuple[int, ...]
    disagreement: tuple[Fraction, Fraction]
    payoffs: OutcomePayoffs

    @property
    def claims(self) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        """Each player's claims: exact payoffs, one a deal."""
        first, second = (tuple(row[list(self.deals)]) for row in self.payoffs.exact)
        return first, second

    @property
    def gains(self) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        """Each player's claims less its disagreement payoff, all above 0."""
        first, second = (
            tuple(claim - base for claim in claims)
            for claims, base in zip(self.claims, self.disagreement, strict=True)
        )
        return first, second


def demand_form(payoffs: OutcomePayoffs, disagreement: ArrayLike, *, claims: int = 4) -> DemandForm:
    """Build the demand game on evenly spaced points of the strictly individually rational frontier.

    Parameters
    ----------
    payoffs : OutcomePayoffs
        The feasible outcomes of two players.
    disagreement : array-like, shape (2,)
        What each gets without agreement, in the unit of the payoffs.
    claims : int, 1 to 6
        How many points; fewer where the frontier has fewer. They are spaced evenly by position
        along the frontier (halves up), both ends included; a single one is in its middle.

    Returns
    -------
    DemandForm
        Two claims are compatible if some feasible outcome gives both at least what they claim;
        then each receives its own claim, no more, else its disagreement payoff.

    Raises
    ------
    NoSolution
        Where no outcome gives both players more than disagreement.
    NotApplicable
        For more or fewer than two players.

    References
    ----------
    .. [1] J. F. Nash (1953), Econometrica 21(1), 128-140. doi:10.2307/1906951

    Examples
    --------
    >>> from negotiate.payoffs import Outcome, PayoffModel, Term
    >>> terms = [
    ...     Term("cost", "Home", lambda outcome: 5 - outcome.purchases),
    ...     Term("rent", "Foreign", lambda outcome: outcome.purchases),
    ... ]
    >>> model = PayoffModel(("Home", "Foreign"), terms, "bn USD/yr")
    >>> deals = model.evaluate([Outcome(level, "deal") for level in range(6)])
    >>> print(demand_form(deals, (0, 0), claims=3).game)
    Home (rows), Foreign (columns) [bn USD/yr]
                +4 / deal  +2 / deal  +1 / deal
    +4 / deal        1, 4       1, 2       1, 1
    +2 / deal        0, 0       3, 2       3, 1
    +1 / deal        0, 0       0, 0       4, 1
    """
    instance_of("payoffs", payoffs, OutcomePayoffs)
    if len(payoffs.players) != 2:
        raise NotApplicable(f"a demand game needs two players; these payoffs have {len(payoffs.players)}.")
    count = whole_number("claims", claims, low=1, high=6)
    base = tuple(exact_array("disagreement", disagreement, (2,)))
    frontier = strict_frontier(payoffs, base)
    if not frontier:
        raise NoSolution(
            "no outcome gives both players more than disagreement does, so there is nothing to claim; "
            "widen the outcomes or lower the disagreement payoffs."
        )
    deals = tuple(frontier[place] for place in _evenly(len(frontier), count))
    labels = [payoffs.outcomes[deal].label for deal in deals]
    game = NormalFormGame(_claimed(payoffs, deals, base), payoffs.players, (labels, labels), payoffs.unit)
    return DemandForm(game, deals, (base[0], base[1]), payoffs)


def strict_frontier(payoffs: OutcomePayoffs, disagreement: Sequence[Fraction]) -> tuple[int, ...]:
    """Return the undominated outcomes that give both more than disagreement.

    Positions in ``payoffs.outcomes``, in increasing order of the first player's payoff; of
    outcomes that pay alike, the first.
    """
    first, second = payoffs.exact
    better = [k for k in range(len(first)) if first[k] > disagreement[0] and second[k] > disagreement[1]]
    frontier: list[int] = []
    for k in sorted(better, key=lambda k: (-first[k], -second[k], k)):
        if not frontier or second[k] > second[frontier[-1]]:
            frontier.append(k)
    return tuple(reversed(frontier))


def _evenly(length: int, count: int) -> list[int]:
    """Return ``count`` positions from 0 to ``length − 1``, as even as whole numbers allow."""
    if length <= count:
        return list(range(length))
    if count == 1:
        return [(length - 1) // 2]
    return [(2 * k * (length - 1) + count - 1) // (2 * (count - 1)) for k in range(count)]


def _claimed(
    payoffs: OutcomePayoffs, deals: Sequence[int], base: Sequence[Fraction]
) -> np.ndarray[tuple[int, ...], np.dtype[np.object_]]:
    """Return what each pair of claims pays; whether it fits is read off the feasible outcomes."""
    first, second = payoffs.exact
    cells = np.empty((2, len(deals), len(deals)), dtype=object)
    for row, column in np.ndindex(len(deals), len(deals)):
        claim = (first[deals[row]], second[deals[column]])
        fits = any(x >= claim[0] and y >= claim[1] for x, y in zip(first, second, strict=True))
        cells[:, row, column] = claim if fits else base
    return cells
