"""The instruments form: the buyer sets its purchases, the setter a package, unconditionally.

Where every payoff term depends on purchases alone or on the package alone, the better of two
choices does not depend on what the other side does: each side has a dominant choice. The pair
of dominant choices is the reversion point, what happens when nobody agrees on anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from negotiate.checks import instance_of
from negotiate.errors import NotApplicable
from negotiate.payoffs.form import StrategicForm, choices, purchase_label, tabulate, threat_among
from negotiate.payoffs.model import PayoffModel
from negotiate.payoffs.outcome import Outcome
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["ReversionPoint", "instruments_form", "reversion_point"]


def instruments_form(
    model: PayoffModel, purchases: Sequence[float], packages: Sequence[str], threat: str
) -> StrategicForm:
    """Build the game in which both sides choose their own instrument, at the same time.

    Nothing is agreed here: a pair (Δd, package) leads to the outcome with ``agreed`` false, and
    with ``threat_executed`` true exactly where the package is the threat. A setter's audience
    cost therefore falls on every package but the threat.

    Parameters
    ----------
    model : PayoffModel
        Its first player is the buyer, its second the setter.
    purchases : sequence of float
        Levels Δd above the status quo, bn USD/yr, distinct and at least 0.
    packages : sequence of str
        All packages that the setter can choose, the threat among them.
    threat : str
        The package that the setter has threatened.

    Raises
    ------
    InvalidInput
        For a negative or repeated level, a repeated package, a threat that is not a package.
    NotApplicable
        For a model of more or fewer than two players.

    Examples
    --------
    >>> from negotiate.payoffs import PayoffModel, Term
    >>> terms = [
    ...     Term("cost", "Home", lambda outcome: -outcome.purchases),
    ...     Term("tariff", "Foreign", lambda outcome: {"mfn": 0, "threat": 2}[outcome.package]),
    ... ]
    >>> model = PayoffModel(("Home", "Foreign"), terms, "bn USD/yr")
    >>> form = instruments_form(model, [0, 5], ["mfn", "threat"], "threat")
    >>> print(form.outcome(("+5", "mfn")))
    +5 / mfn (no deal)
    """
    instance_of("model", model, PayoffModel)
    levels, listed = choices(model, purchases, packages, threat)
    threat_among(listed, threat)

    def result(row: int, column: int) -> Outcome:
        package = listed[column]
        return Outcome(levels[row], package, agreed=False, threat_executed=package == threat)

    return tabulate("instruments", model, ([purchase_label(d) for d in levels], listed), result)


@dataclass(frozen=True, eq=False)
class ReversionPoint(Solution):
    """What each side does by itself: the pairs of dominant choices.

    Attributes
    ----------
    form : StrategicForm
        The instruments form.
    dominant : tuple of tuples of int
        Each side's dominant choices, positions from 0; more than one where they tie.
    """

    form: StrategicForm
    dominant: tuple[tuple[int, ...], tuple[int, ...]]
    concept: str = field(default="reversion", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """What the reversion point was found from: the digest of the game."""
        return Provenance(inputs=self.form.game.digest)

    @property
    def profiles(self) -> tuple[tuple[int, int], ...]:
        """All pairs of dominant choices, the first one first."""
        return tuple((row, column) for row in self.dominant[0] for column in self.dominant[1])

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcome of each profile."""
        return tuple(self.form.outcomes[self.form.outcome_index[profile]] for profile in self.profiles)

    @property
    def outcome(self) -> Outcome:
        """The outcome of the first profile; ``outcomes`` lists all where choices tie."""
        return self.outcomes[0]

    @property
    def unique(self) -> bool:
        """Whether neither side's dominant choice ties with another."""
        return len(self.profiles) == 1

    @property
    def payoffs(self) -> tuple[Fraction, ...]:
        """Both players' exact payoffs at ``outcome``."""
        return self.form.payoffs.at(self.outcome)

    def table(self) -> Table:
        """Return the reversion outcomes and what they pay."""
        payoffs = self.form.payoffs
        heads: list[Column | str] = ["outcome", *(Column(p, payoffs.unit, 3) for p in payoffs.players)]
        rows: list[tuple[Cell, ...]] = [(o.label, *self.form.payoffs.at(o)) for o in self.outcomes]
        notes = [] if self.unique else ["Choices tie; every pair of dominant choices is listed."]
        return Table("What each side does without agreement", heads, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return the outcomes with both players' exact payoffs."""
        return {
            "unique": self.unique,
            "outcomes": [outcome.to_dict() for outcome in self.outcomes],
            "payoffs": [self.form.payoffs.at(outcome) for outcome in self.outcomes],
        }

    def certificate(self) -> dict[str, Any]:
        """Return what a player could gain at most by another choice, whatever the other does: 0."""
        return {
            "largest_gain_from_deviating": [
                max(_most_gained(self.form, player, choice) for choice in self.dominant[player])
                * self.form.payoffs.resolution
                for player in (0, 1)
            ]
        }


def reversion_point(form: StrategicForm) -> ReversionPoint:
    """Find each side's dominant choices: as good as any other against every choice of the other.

    Exact. Ties are set-valued: all dominant choices are kept, in their order.

    Raises
    ------
    NotApplicable
        Where a side has no dominant choice, because its terms tie purchases to the package.

    Examples
    --------
    >>> from negotiate.payoffs import PayoffModel, Term
    >>> terms = [
    ...     Term("cost", "Home", lambda outcome: -outcome.purchases),
    ...     Term("tariff", "Foreign", lambda outcome: {"mfn": 0, "threat": 2}[outcome.package]),
    ... ]
    >>> model = PayoffModel(("Home", "Foreign"), terms, "bn USD/yr")
    >>> print(reversion_point(instruments_form(model, [0, 5], ["mfn", "threat"], "threat")))
    What each side does without agreement
                  outcome  Home [bn USD/yr]  Foreign [bn USD/yr]
    +0 / threat (no deal)             0.000                2.000
    """
    instance_of("form", form, StrategicForm)
    dominant = (_dominant(form, 0), _dominant(form, 1))
    for player, chosen in zip(form.payoffs.players, dominant, strict=True):
        if not chosen:
            raise NotApplicable(
                f"{player} has no dominant choice in the {form.name} game, so it has no reversion point; "
                "look for the Nash equilibria of its game instead."
            )
    return ReversionPoint(form, dominant)


def _dominant(form: StrategicForm, player: int) -> tuple[int, ...]:
    """Return the choices that do at least as well as every other one, everywhere."""
    return tuple(k for k in range(len(form.strategies[player])) if _most_gained(form, player, k) == 0)


def _most_gained(form: StrategicForm, player: int, choice: int) -> int:
    """Return the most that another choice could gain, over all choices of the other side, in units."""
    own_first = np.moveaxis(form.totals[player], player, 0)
    return int((own_first - own_first[choice]).max())
