"""A mixed commitment as a result: for every reply that can be induced, the leader's best way to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import finite_number
from negotiate.equilibria.mixture import Number
from negotiate.equilibria.solution import in_words
from negotiate.games.normal_form import NormalFormGame
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["Exclusion", "Inducement", "MixedCommitment"]

_ROUNDING = 1e-8  # of the range of the leader's payoffs: numerical payoffs this near count as the same


@dataclass(frozen=True, eq=False)
class Inducement:
    """The leader's best commitment among those to which given replies are best.

    Parameters
    ----------
    replies : tuple of str
        One reply; with weak ties, all that pay the follower the same whatever the leader does.
    strategy : ndarray of Fraction or float
        The leader's odds.
    leader_payoff : Fraction or float
        From the worst of ``replies``.
    bound : Fraction or float
        No commitment that induces ``replies`` is worth more.
    follower_payoff, follower_regret : Fraction or float
        Recomputed from the game; the regret is 0, up to rounding where numerical.
    least_if_tied : Fraction or float
        The leader's payoff at ``strategy`` if the follower picks the worst of all best replies.
    towards : ndarray, optional
        With weak ties: odds to which only ``replies`` are best. ``near`` moves there.
    """

    replies: tuple[str, ...]
    strategy: NDArray[Any]
    leader_payoff: Number
    bound: Number
    follower_payoff: Number
    follower_regret: Number
    least_if_tied: Number
    towards: NDArray[Any] | None = None

    def near(self, share: float) -> NDArray[np.float64]:
        """Return ``strategy`` moved by a share of the way to odds that leave no other reply best.

        With strong ties there is nowhere to move to, and ``strategy`` is returned.
        """
        part = finite_number("share", share, low=0, high=1)
        start = self.strategy.astype(np.float64)
        return start if self.towards is None else (1 - part) * start + part * self.towards.astype(np.float64)


@dataclass(frozen=True)
class Exclusion:
    """Why no commitment induces a reply, or with weak ties none does clearly.

    Parameters
    ----------
    replies : tuple of str
    by : tuple of (label, Fraction or float)
        A mixture of other replies.
    margin : Fraction or float
        What the mixture earns the follower more than ``replies``, whatever the leader does: above
        0, or with weak ties at least 0.
    """

    replies: tuple[str, ...]
    by: tuple[tuple[str, Number], ...]
    margin: Number


@dataclass(frozen=True, eq=False)
class MixedCommitment(Solution):
    """What commitment in mixed strategies is worth, and the commitments that reach or approach it."""

    concept: str
    game: NormalFormGame
    leader: str
    follower: str
    ties: str
    inducements: tuple[Inducement, ...]  # one for each reply that can be induced, in order
    exclusions: tuple[Exclusion, ...]  # the others
    exact: bool
    provenance: Provenance

    @property
    def value(self) -> Number:
        """The leader's payoff from committing best, in the unit of the game; with weak ties a supremum."""
        return max(each.leader_payoff for each in self.inducements)

    @property
    def best(self) -> tuple[Inducement, ...]:
        """The inducements that reach ``value``, all of them where they tie."""
        return tuple(each for each in self.inducements if each.leader_payoff == self.value)

    @property
    def strategy(self) -> NDArray[Any]:
        """The leader's odds in the first of the best, in the order of the leader's strategies."""
        return self.best[0].strategy

    @property
    def attained(self) -> bool:
        """Whether ``strategy`` itself earns ``value`` under the rule for ties; with strong ties always.

        Otherwise ``best[0].near(share)`` earns as close to it as one likes, for small shares above 0.
        """
        if self.ties == "strong":
            return True
        own = self.game.payoffs[self.game.player_index(self.leader)]
        slack = 0.0 if self.exact else _ROUNDING * float(np.ptp(own))
        return float(self.value - self.best[0].least_if_tied) <= slack

    @property
    def payoffs(self) -> NDArray[np.float64]:
        """Payoffs at the first of the best, in the order of ``game.players``."""
        first = self.best[0]
        by_role = {self.leader: first.leader_payoff, self.follower: first.follower_payoff}
        return np.array([float(by_role[player]) for player in self.game.players])

    def _labels(self) -> tuple[str, ...]:
        return self.game.strategies[self.game.player_index(self.leader)]

    def table(self) -> Table:
        """Return one row for each reply that can be induced."""
        columns = [
            Column(f"{self.follower} replies"),
            Column(f"{self.leader} commits to"),
            Column(f"payoff of {self.leader}", self.game.unit),
            Column(f"payoff of {self.follower}", self.game.unit),
            Column("best"),
        ]
        rows = [
            (
                " or ".join(each.replies),
                in_words(each.strategy.tolist(), self._labels()),
                each.leader_payoff,
                each.follower_payoff,
                each in self.best,
            )
            for each in self.inducements
        ]
        return Table(f"Mixed commitment by {self.leader}, ties {self.ties}", columns, rows, self._notes())

    def _notes(self) -> list[str]:
        gap = max(float(each.bound) for each in self.inducements) - float(self.value)
        notes = [
            "Exact: no commitment is worth more."
            if self.exact
            else f"Numerical: no commitment is worth more than {max(gap, 0):.1e} above the best."
        ]
        if not self.attained:
            notes.append(
                "The value is a supremum: at these odds replies tie; a slight move towards odds "
                "that leave no other reply best comes as close as one likes."
            )
        return notes

    def answer(self) -> dict[str, Any]:
        """Return the value and the best commitments with the replies and payoffs."""
        return {
            "leader": self.leader,
            "follower": self.follower,
            "ties": self.ties,
            "value": self.value,
            "attained": self.attained,
            "best": [
                {
                    "strategy": {
                        k: p for k, p in zip(self._labels(), each.strategy.tolist(), strict=True) if p
                    },
                    "replies": each.replies,
                    "payoffs": {self.leader: each.leader_payoff, self.follower: each.follower_payoff},
                    "towards": None if each.towards is None else each.towards.tolist(),
                }
                for each in self.best
            ],
        }

    def certificate(self) -> dict[str, Any]:
        """Return payoff, bound and regret for every reply induced, and what excludes the others."""
        return {
            "exact": self.exact,
            "inducements": [
                {
                    "replies": each.replies,
                    "leader_payoff": each.leader_payoff,
                    "bound": each.bound,
                    "follower_regret": each.follower_regret,
                    "least_if_tied": each.least_if_tied,
                }
                for each in self.inducements
            ],
            "exclusions": [
                {"replies": each.replies, "by": dict(each.by), "margin": each.margin}
                for each in self.exclusions
            ],
        }
