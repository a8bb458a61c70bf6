"""Trembling-hand perfection for two players: Nash equilibria in which nobody plays a dominated strategy.

An equilibrium is perfect [1]_ if it is a limit of equilibria of games in which every strategy must be
played with some small probability. For two players that is so if and only if neither mixed
strategy is weakly dominated [2]_, which linear programming decides exactly. A strict equilibrium,
in which every deviation loses, is always perfect.

References
----------
.. [1] R. Selten (1975), International Journal of Game Theory 4, 25-55. doi:10.1007/BF01766400
.. [2] E. van Damme (1991), Stability and Perfection of Nash Equilibria, 2nd ed., Springer,
   Theorem 3.2.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from negotiate.checks import instance_of
from negotiate.equilibria.mixture import exact_best_mixture
from negotiate.equilibria.nash import nash_equilibria
from negotiate.equilibria.solution import Equilibrium, EquilibriumSet, in_words
from negotiate.errors import InvalidInput
from negotiate.games.belief import justifying_belief
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.profiles import exact_deviation_payoffs
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["PerfectEquilibria", "Tremble", "perfect_equilibria"]

_SMALL = 250  # gains up to which exact arithmetic is quickest


@dataclass(frozen=True)
class Tremble:
    """Why a player's mixed strategy is undominated, or is not.

    Parameters
    ----------
    player : str
    belief : tuple of Fraction, optional
        Weights above 0 on every strategy of the other, to which the mixed strategy is a best
        response: nothing dominates it.
    dominated_by : tuple of Fraction, optional
        A mixed strategy that never earns less, and somewhere more.
    """

    player: str
    belief: tuple[Fraction, ...] | None
    dominated_by: tuple[Fraction, ...] | None


@dataclass(frozen=True, eq=False)
class PerfectEquilibria(Solution):
    """The Nash equilibria of a game, which of them are perfect, and which strict, with proof.

    Parameters
    ----------
    equilibria : EquilibriumSet
        All that were looked at.
    trembles : tuple of pairs of Tremble
        One pair an equilibrium.
    strict : tuple of bool
        Whether every deviation loses.
    """

    concept: str
    game: NormalFormGame
    equilibria: EquilibriumSet
    trembles: tuple[tuple[Tremble, ...], ...]
    strict: tuple[bool, ...]
    provenance: Provenance

    @property
    def perfect(self) -> tuple[bool, ...]:
        """Whether each equilibrium is perfect, in the order of ``equilibria``."""
        return tuple(all(t.dominated_by is None for t in pair) for pair in self.trembles)

    @property
    def selected(self) -> tuple[Equilibrium, ...]:
        """The perfect equilibria among those listed."""
        return tuple(e for e, perfect in zip(self.equilibria, self.perfect, strict=True) if perfect)

    def table(self) -> Table:
        """Return one row an equilibrium."""
        columns = [
            Column("no."),
            *map(Column, self.game.players),
            Column("strict"),
            Column("perfect"),
            Column("because"),
        ]
        rows: list[list[Cell]] = [
            [number, *found.labels, strict, perfect, self._because(pair)]
            for number, (found, strict, perfect, pair) in enumerate(
                zip(self.equilibria, self.strict, self.perfect, self.trembles, strict=True), start=1
            )
        ]
        notes = [] if self.equilibria.complete else [f"Others may exist: {self.equilibria.note}."]
        return Table(f"Perfect equilibria: {len(self.selected)} of {len(rows)}", columns, rows, notes)

    def _because(self, pair: tuple[Tremble, ...]) -> str:
        for tremble in pair:
            if tremble.dominated_by is not None:
                labels = self.game.strategies[self.game.player_index(tremble.player)]
                return f"{tremble.player} does no worse with {in_words(tremble.dominated_by, labels)}"
        return "nothing played is dominated"

    def answer(self) -> dict[str, Any]:
        """Return every equilibrium with both verdicts."""
        return {
            "equilibria": [
                {
                    "strategies": dict(zip(self.game.players, found.labels, strict=True)),
                    "strict": s,
                    "perfect": p,
                }
                for found, s, p in zip(self.equilibria, self.strict, self.perfect, strict=True)
            ],
            "complete": self.equilibria.complete,
        }

    def certificate(self) -> dict[str, Any]:
        """Return for each equilibrium and player the belief that justifies, or the mixture that dominates."""
        return {
            "equilibria": [
                {t.player: {"belief": t.belief, "dominated_by": t.dominated_by} for t in pair}
                for pair in self.trembles
            ],
            "complete": self.equilibria.complete,
            "because": self.equilibria.note,
        }


def perfect_equilibria(
    game: NormalFormGame, *, equilibria: EquilibriumSet | None = None
) -> PerfectEquilibria:
    """Say which Nash equilibria of a two-player game are perfect, and which are strict.

    Exact. In a degenerate game the extreme equilibria are judged. Mixtures of them are perfect
    only if all that they mix are, so a Nash subset none of whose corners is perfect holds none; the
    converse does not hold.

    Parameters
    ----------
    game : NormalFormGame
        Two players.
    equilibria : EquilibriumSet, optional
        The Nash equilibria of this game, if they were found before.

    Raises
    ------
    NotApplicable
        For more or fewer than two players: there undominated equilibria need not be perfect.
    InvalidInput
        If ``equilibria`` are those of another game.

    Examples
    --------
    >>> game = NormalFormGame.from_bimatrix([[1, 0], [0, 0]], [[1, 0], [0, 0]])
    >>> print(perfect_equilibria(game))
    Perfect equilibria: 1 of 2
    no.  player 1  player 2  strict  perfect                        because
      1        s1        s1     yes      yes    nothing played is dominated
      2        s2        s2      no       no  player 1 does no worse with s1
    """
    instance_of("game", game, NormalFormGame)
    game.require_two_players("perfection")
    found = nash_equilibria(game) if equilibria is None else equilibria
    if found.game.digest != game.digest:
        raise InvalidInput("equilibria are those of another game; give the equilibria of this one.")
    return PerfectEquilibria(
        "perfect",
        game,
        found,
        tuple(tuple(_tremble(game, i, each.exact[i]) for i in range(2)) for each in found),
        tuple(_is_strict(game, each) for each in found),
        provenance=Provenance(inputs=game.digest),
    )


def _tremble(game: NormalFormGame, player: int, strategy: tuple[Fraction, ...]) -> Tremble:
    """Find a belief that excludes nothing and justifies a mixed strategy, or what dominates it."""
    own = np.moveaxis(game.exact[player], player, 0)
    gains = own - np.array(strategy, dtype=object) @ own
    name = game.players[player]
    if gains.size > _SMALL and (weights := justifying_belief(gains)) is not None:
        return Tremble(name, tuple(Fraction(weight, sum(weights)) for weight in weights), None)
    found = exact_best_mixture(gains.sum(axis=1)[None], -gains.T)
    if found is None:
        raise ArithmeticError("a strategy that loses to itself: the linear programme is at fault.")
    if found.value > 0:
        return Tremble(name, None, tuple(found.x))
    prices = 1 + found.multipliers  # at these, no pure strategy gains: the bound of the programme is 0
    return Tremble(name, tuple(prices / prices.sum()), None)


def _is_strict(game: NormalFormGame, found: Equilibrium) -> bool:
    """Say whether each player plays one strategy and would lose by any other."""
    if found.kind != "pure":
        return False
    for i in range(len(game.players)):
        payoffs = exact_deviation_payoffs(game, i, found.exact)
        if payoffs.count(max(payoffs)) > 1:
            return False
    return True
