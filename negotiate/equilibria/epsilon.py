"""ε-equilibria: how far a profile is from equilibrium, in two senses.

A profile is an ε-equilibrium [1]_ if no player's regret exceeds ε: what matters is the payoff on
average. It is well supported if every strategy that is played at all is within ε of the best:
a stricter test, for a bad strategy played seldom costs little regret.

References
----------
.. [1] R. Radner (1980), Journal of Economic Theory 22(2), 136-154. doi:10.1016/0022-0531(80)90037-X
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from negotiate.checks import instance_of
from negotiate.equilibria.solution import in_words
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.profiles import ExactProfile, Profile, exact_deviation_payoffs, exact_profile
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["EpsilonEquilibrium", "epsilon_equilibrium_check"]


@dataclass(frozen=True, eq=False)
class EpsilonEquilibrium(Solution):
    """A profile, each player's regret, and the shortfall of the worst strategy each plays."""

    concept: str
    game: NormalFormGame
    exact: ExactProfile
    regrets: tuple[Fraction, ...]
    shortfalls: tuple[Fraction, ...]
    provenance: Provenance

    @property
    def epsilon(self) -> Fraction:
        """The smallest ε of which the profile is an ε-equilibrium, in the unit of the game."""
        return max(self.regrets)

    @property
    def well_supported_epsilon(self) -> Fraction:
        """The smallest ε of which it is a well-supported one; never below ``epsilon``."""
        return max(self.shortfalls)

    @property
    def nash(self) -> bool:
        """Whether it is a Nash equilibrium; decided exactly."""
        return self.epsilon == 0

    def table(self) -> Table:
        """Return one row a player."""
        unit = self.game.unit
        columns = [Column("player"), Column("plays"), Column("regret", unit), Column("worst shortfall", unit)]
        rows = [
            (player, in_words(strategy, labels), regret, shortfall)
            for player, labels, strategy, regret, shortfall in zip(
                self.game.players,
                self.game.strategies,
                self.exact,
                self.regrets,
                self.shortfalls,
                strict=True,
            )
        ]
        of_unit = f" {unit}" if unit else ""
        note = (
            f"An equilibrium to within {float(self.epsilon):.6g}{of_unit}; well supported to within "
            f"{float(self.well_supported_epsilon):.6g}{of_unit}."
        )
        return Table("Distance from equilibrium", columns, rows, [note])

    def answer(self) -> dict[str, Any]:
        """Return both ε and whether the profile is a Nash equilibrium."""
        return {
            "epsilon": self.epsilon,
            "well_supported_epsilon": self.well_supported_epsilon,
            "nash": self.nash,
        }

    def certificate(self) -> dict[str, Any]:
        """Return every player's exact regret and shortfall."""
        return {
            "regrets": dict(zip(self.game.players, self.regrets, strict=True)),
            "shortfalls": dict(zip(self.game.players, self.shortfalls, strict=True)),
        }


def epsilon_equilibrium_check(game: NormalFormGame, *, profile: Profile) -> EpsilonEquilibrium:
    """Measure how far a profile is from equilibrium, exactly, on the payoffs as given.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players.
    profile : sequence
        One mixed or pure strategy a player. Floats count as the rationals they are, divided by
        their sum; ints, ``Fraction``s and strings must sum to exactly 1.

    Returns
    -------
    EpsilonEquilibrium
        Its ``regrets`` and ``shortfalls`` are ``Fraction``s, one a player, in ``game.unit``.

    Raises
    ------
    InvalidInput
        For a profile that is none of this game.

    Examples
    --------
    >>> pennies = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> found = epsilon_equilibrium_check(pennies, profile=[["3/5", "2/5"], ["1/2", "1/2"]])
    >>> found.regrets, found.epsilon, found.well_supported_epsilon
    ((Fraction(0, 1), Fraction(1, 5)), Fraction(1, 5), Fraction(2, 5))
    """
    instance_of("game", game, NormalFormGame)
    strategies = exact_profile(game, profile)
    regrets, shortfalls = [], []
    for i, strategy in enumerate(strategies):
        payoffs = exact_deviation_payoffs(game, i, strategies)
        short = [max(payoffs) - payoff for payoff in payoffs]
        regrets.append(sum((p * s for p, s in zip(strategy, short, strict=True)), start=Fraction(0)))
        shortfalls.append(max(s for p, s in zip(strategy, short, strict=True) if p))
    return EpsilonEquilibrium(
        "epsilon equilibrium",
        game,
        strategies,
        tuple(regrets),
        tuple(shortfalls),
        provenance=Provenance(inputs=game.digest, options={"profile": strategies}),
    )
