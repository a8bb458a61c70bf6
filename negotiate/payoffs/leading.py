"""The best rule to commit to: the leader moves first, the follower replies best.

Where several replies are equally good for the follower, the leader's payoff depends on which
it picks: *strong* takes the leader's favourite among them, *weak* the leader's worst.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.errors import NotApplicable
from negotiate.payoffs.form import StrategicForm
from negotiate.payoffs.outcome import Outcome
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["BestRule", "best_rule"]


@dataclass(frozen=True, eq=False)
class BestRule(Solution):
    """The leader's best rules with the follower's replies, ties broken either way.

    Attributes
    ----------
    form : StrategicForm
        The commitment form.
    strong, weak : tuple of pairs of int
        All profiles (buyer's strategy, setter's strategy), positions from 0, that can result
        when ties are broken for the leader, and against it.
    """

    form: StrategicForm
    strong: tuple[tuple[int, int], ...]
    weak: tuple[tuple[int, int], ...]
    provenance: Provenance
    concept: str = field(default="commitment", init=False)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The distinct outcomes when ties are broken for the leader."""
        return tuple(dict.fromkeys(self.form.outcome(profile) for profile in self.strong))

    def table(self) -> Table:
        """Return the distinct outcomes under both tie rules, with what they pay."""
        game = self.form.game
        heads: list[Column | str] = ["ties", "outcome", *(Column(p, game.unit, 3) for p in game.players)]
        rows: list[tuple[Cell, ...]] = []
        for ties, profiles in (("for the leader", self.strong), ("against it", self.weak)):
            for outcome in dict.fromkeys(self.form.outcome(profile) for profile in profiles):
                rows.append((ties, outcome.label, *self.form.payoffs.at(outcome)))
        return Table(f"{self.form.leader} commits first", heads, rows)

    def answer(self) -> dict[str, Any]:
        """Return the profiles, their outcomes and exact payoffs under both tie rules."""
        return {
            "leader": self.form.leader,
            **{
                ties: [
                    {
                        "strategies": [
                            labels[k] for labels, k in zip(self.form.game.strategies, profile, strict=True)
                        ],
                        "outcome": self.form.outcome(profile).to_dict(),
                        "payoffs": self.form.payoffs.at(self.form.outcome(profile)),
                    }
                    for profile in profiles
                ]
                for ties, profiles in (("strong", self.strong), ("weak", self.weak))
            },
        }

    def certificate(self) -> dict[str, Any]:
        """Return the most that the follower could gain by another reply: 0 in every profile."""
        leader = self.form.game.players.index(self.form.leader)
        follower = 1 - leader
        replies = np.moveaxis(self.form.game.exact[follower], leader, 0)
        gains = [
            replies[profile[leader]].max() - replies[profile[leader], profile[follower]]
            for profile in (*self.strong, *self.weak)
        ]
        return {"follower_regret": max(gains)}


def best_rule(form: StrategicForm) -> BestRule:
    """Find the rule that a leader commits to, and the reply to it.

    Exact, by comparing every rule. Ties are set-valued.

    Raises
    ------
    NotApplicable
        For a form in which nobody leads.

    Examples
    --------
    >>> from negotiate.payoffs import PayoffModel, Term
    >>> from negotiate.payoffs.commitment import commitment_form
    >>> relief = {"threat": 0, "half": 3, "full": 5}
    >>> terms = [
    ...     Term("cost", "Home", lambda outcome: -outcome.purchases),
    ...     Term("relief", "Home", lambda outcome: relief[outcome.package]),
    ...     Term("rent", "Foreign", lambda outcome: 2 * outcome.purchases - relief[outcome.package]),
    ... ]
    >>> model = PayoffModel(("Home", "Foreign"), terms, "bn USD/yr")
    >>> form = commitment_form(model, [2, 4], ["half", "full"], "threat", leader="Foreign")
    >>> print(best_rule(form))
    Foreign commits first
              ties    outcome  Home [bn USD/yr]  Foreign [bn USD/yr]
    for the leader  +4 / full             1.000                3.000
        against it  +4 / full             1.000                3.000
    """
    if not form.leader:
        raise NotApplicable(f"nobody leads in the {form.name} game; build it with commitment_form.")
    leader = form.game.players.index(form.leader)
    own, other = (np.moveaxis(form.game.exact[player], leader, 0) for player in (leader, 1 - leader))
    best = other == other.max(axis=1, keepdims=True)
    strong, weak = (
        _reached(own, best, [pick(row[replies]) for row, replies in zip(own, best, strict=True)], leader)
        for pick in (max, min)
    )
    return BestRule(form, strong, weak, provenance=Provenance(inputs=form.game.digest))


def _reached(
    own: NDArray[np.object_], best: NDArray[np.bool_], values: list[Fraction], leader: int
) -> tuple[tuple[int, int], ...]:
    """Return the profiles in which a best rule gets its value from a best reply."""
    top = max(values)
    pairs = [
        (rule, reply)
        for rule, reply in np.argwhere(best).tolist()
        if values[rule] == top and own[rule, reply] == top
    ]
    return tuple((rule, reply) if leader == 0 else (reply, rule) for rule, reply in pairs)
