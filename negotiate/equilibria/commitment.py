"""Commitment in pure strategies: the leader chooses s in public, the follower replies best.

Where replies tie the follower may favour the leader (``"strong"``) or not (``"weak"``); the two
bracket what commitment is worth [1]_.

References
----------
.. [1] B. von Stengel & S. Zamir (2010), Games and Economic Behavior 69, 446-457.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of, one_of
from negotiate.games.normal_form import NormalFormGame
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["Commitment", "PureCommitment", "pure_commitment"]


@dataclass(frozen=True)
class Commitment:
    """What one commitment leads to.

    Parameters
    ----------
    strategy : str
        The leader's.
    replies : tuple of str
        The follower's best replies that give the payoffs stated; others may tie for the
        follower but not for the leader.
    leader_payoff, follower_payoff, follower_regret : Fraction
        In the unit of the game; the regret is recomputed from the payoffs and is 0.
    """

    strategy: str
    replies: tuple[str, ...]
    leader_payoff: Fraction
    follower_payoff: Fraction
    follower_regret: Fraction


@dataclass(frozen=True, eq=False)
class PureCommitment(Solution):
    """Every commitment of the leader with the reply it meets, and which of them are best."""

    concept: str
    game: NormalFormGame
    leader: str
    follower: str
    ties: str
    commitments: tuple[Commitment, ...]  # one for each strategy of the leader, in order
    provenance: Provenance

    @property
    def value(self) -> Fraction:
        """The leader's payoff from committing best, in the unit of the game."""
        return max(commitment.leader_payoff for commitment in self.commitments)

    @property
    def best(self) -> tuple[Commitment, ...]:
        """The commitments that reach ``value``, all of them where they tie."""
        return tuple(c for c in self.commitments if c.leader_payoff == self.value)

    @property
    def payoffs(self) -> NDArray[np.float64]:
        """Payoffs at the first best commitment, in the order of ``game.players``."""
        first = self.best[0]
        by_role = {self.leader: first.leader_payoff, self.follower: first.follower_payoff}
        return np.array([float(by_role[player]) for player in self.game.players])

    def table(self) -> Table:
        """Return one row a commitment."""
        columns = [
            Column(f"{self.leader} commits to"),
            Column(f"{self.follower} replies"),
            Column(f"payoff of {self.leader}", self.game.unit),
            Column(f"payoff of {self.follower}", self.game.unit),
            Column("best"),
        ]
        rows = [
            (c.strategy, " or ".join(c.replies), c.leader_payoff, c.follower_payoff, c in self.best)
            for c in self.commitments
        ]
        return Table(f"Pure commitment by {self.leader}, ties {self.ties}", columns, rows)

    def answer(self) -> dict[str, Any]:
        """Return the best commitments with their replies and payoffs."""
        return {
            "leader": self.leader,
            "follower": self.follower,
            "ties": self.ties,
            "best": [
                {
                    "strategy": c.strategy,
                    "replies": c.replies,
                    "payoffs": {self.leader: float(c.leader_payoff), self.follower: float(c.follower_payoff)},
                }
                for c in self.best
            ],
        }

    def certificate(self) -> dict[str, Any]:
        """Return for every commitment what the leader gets and the follower's exact regret."""
        return {
            "commitments": [
                {
                    "strategy": c.strategy,
                    "leader_payoff": c.leader_payoff,
                    "follower_regret": c.follower_regret,
                }
                for c in self.commitments
            ]
        }


def pure_commitment(game: NormalFormGame, *, leader: int | str = 0, ties: str = "strong") -> PureCommitment:
    """Find the pure strategy to which the leader of a two-player game best commits.

    Exact, by going through all strategies. Ties among commitments are set-valued.

    Parameters
    ----------
    game : NormalFormGame
        Two players.
    leader : int or str
        Position or name.
    ties : {"strong", "weak"}
        Whether the follower, where indifferent, does what is best or worst for the leader.

    Raises
    ------
    NotApplicable
        For more or fewer than two players.

    Examples
    --------
    >>> game = NormalFormGame.from_bimatrix([[2, 4], [1, 3]], [[1, 0], [0, 1]], players=("Home", "Foreign"))
    >>> print(pure_commitment(game, leader="Home"))
    Pure commitment by Home, ties strong
    Home commits to  Foreign replies  payoff of Home  payoff of Foreign  best
                 s1               s1           2.000              1.000    no
                 s2               s2           3.000              1.000   yes
    """
    instance_of("game", game, NormalFormGame)
    game.require_two_players("commitment")
    one_of("ties", ties, ("strong", "weak"))
    i = game.player_index(leader)
    of_leader, of_follower = (game.exact[k] if i == 0 else game.exact[k].T for k in (i, 1 - i))
    pick = max if ties == "strong" else min
    commitments = []
    for strategy, own, theirs in zip(game.strategies[i], of_leader, of_follower, strict=True):
        most = max(theirs)
        payoff = pick(own[k] for k in np.flatnonzero(theirs == most))
        replies = np.flatnonzero((theirs == most) & (own == payoff))
        commitments.append(
            Commitment(
                strategy,
                tuple(game.strategies[1 - i][k] for k in replies),
                leader_payoff=payoff,
                follower_payoff=theirs[replies[0]],
                follower_regret=most - theirs[replies[0]],
            )
        )
    return PureCommitment(
        "pure commitment",
        game,
        leader=game.players[i],
        follower=game.players[1 - i],
        ties=ties,
        commitments=tuple(commitments),
        provenance=Provenance(inputs=game.digest, options={"leader": game.players[i], "ties": ties}),
    )
