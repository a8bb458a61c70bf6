"""An agreement in a game that is played every period: what keeping and breaking it pays."""

from __future__ import annotations

from fractions import Fraction

from negotiate.checks import instance_of
from negotiate.errors import NotApplicable
from negotiate.games import NormalFormGame, exact_payoffs, exact_regrets
from negotiate.games.profiles import Profile, exact_deviation_payoffs
from negotiate.repeated.enforcement import EnforcementProblem

__all__ = ["enforcement_problem", "stage_equilibrium"]


def stage_equilibrium(game: NormalFormGame, reversion: Profile) -> tuple[Fraction, ...]:
    """Return the payoffs of a reversion profile, which must be an equilibrium of the stage game.

    Raises
    ------
    NotApplicable
        Where a player would gain by deviating from it: then nobody can rely on its being played.
    """
    for player, regret in zip(game.players, exact_regrets(game, reversion), strict=True):
        if regret > 0:
            raise NotApplicable(
                f"reversion is no equilibrium of the game: {player} gains {float(regret):g} by deviating. "
                "Give a profile with regret 0, or build an EnforcementProblem from payoffs."
            )
    return exact_payoffs(game, reversion)


def enforcement_problem(
    game: NormalFormGame, agreement: Profile, reversion: Profile, *, issue: str = "agreement"
) -> EnforcementProblem:
    """Return what keeping, breaking and losing an agreement pays in a repeated game.

    Exact.

    Parameters
    ----------
    game : NormalFormGame
        Played every period.
    agreement : profile
        What is agreed: one strategy a player, by label, position or as probabilities. Where it
        is mixed, mixing must be observable.
    reversion : profile
        What is played after a breach: an equilibrium of the game.
    issue : str
        The agreement's name.

    Raises
    ------
    InvalidInput
        For a profile that the game does not have.
    NotApplicable
        For a reversion profile that is no equilibrium.

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> problem = enforcement_problem(dilemma, ["s1", "s1"], ["s2", "s2"])
    >>> problem.temptation.tolist(), problem.loss.tolist()
    ([[Fraction(2, 1), Fraction(2, 1)]], [[Fraction(2, 1), Fraction(2, 1)]])
    """
    instance_of("game", game, NormalFormGame)
    lost = stage_equilibrium(game, reversion)
    broken = [max(exact_deviation_payoffs(game, i, agreement)) for i in range(len(game.players))]
    kept = exact_payoffs(game, agreement)
    return EnforcementProblem([kept], [broken], [lost], game.players, game.unit, issues=[issue])
