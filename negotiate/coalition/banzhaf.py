"""The Banzhaf value and index: what a player adds on average, over all coalitions without it.

``β_i = 2^−(n−1) Σ_{S∌i} (v(S∪i) − v(S))``. In a voting game the sum counts swings: the coalitions
that win with the player and lose without.
"""

from __future__ import annotations

from fractions import Fraction

from negotiate.checks import instance_of
from negotiate.coalition.division import Division
from negotiate.coalition.game import CoalitionGame
from negotiate.coalition.shapley import contributions
from negotiate.coalition.subsets import sizes
from negotiate.errors import NotApplicable

__all__ = ["banzhaf_index"]


def banzhaf_index(game: CoalitionGame, *, normalised: bool = True) -> Division:
    """Return the Banzhaf value, exactly; normalised, so that it sums to the worth of everybody.

    Parameters
    ----------
    game : CoalitionGame
        Up to 20 players.
    normalised : bool
        False for the value itself, which need not share out the worth of everybody.

    Returns
    -------
    Division
        Its proof holds the sum of what each player adds over all coalitions (swings, in a voting
        game).

    Raises
    ------
    NotApplicable
        Where contributions sum to 0, so that no index can be normalised.

    References
    ----------
    .. [1] J. F. Banzhaf (1965), Rutgers Law Review 19(2), 317-343.

    Examples
    --------
    >>> from negotiate.coalition import weighted_voting
    >>> banzhaf_index(weighted_voting({"A": 3, "B": 2, "C": 1}, 4)).payoffs
    (Fraction(3, 5), Fraction(1, 5), Fraction(1, 5))
    """
    instance_of("game", game, CoalitionGame)
    n = len(game.players)
    sized = sizes(n)
    added = [int(contributions(game, player, sized)[0].sum()) for player in range(n)]
    if normalised and sum(added) == 0:
        raise NotApplicable(
            "the players' contributions sum to 0, so the Banzhaf index cannot be normalised; "
            "use normalised=False."
        )
    if normalised:
        payoffs = tuple(game.total * Fraction(number, sum(added)) for number in added)
    else:
        payoffs = tuple(Fraction(number, game.scale << n - 1) for number in added)
    concept = "Banzhaf index" if normalised else "Banzhaf value"
    swings = dict(zip(game.players, (Fraction(number, game.scale) for number in added), strict=True))
    return Division(game, concept, payoffs, {"sum_of_contributions": swings}, {"normalised": normalised})
