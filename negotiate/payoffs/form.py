"""StrategicForm: a game whose every strategy pair leads to an outcome.

The forms differ in what the two sides may commit to; each has its own file. In all of them the
model's first player is the buyer, who chooses purchases, and its second the setter, who chooses
a tariff package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import did_you_mean, exact_array, finite_array, names, show
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.games import NormalFormGame
from negotiate.payoffs.model import PayoffModel
from negotiate.payoffs.outcome import Outcome
from negotiate.payoffs.solution import OutcomePayoffs
from negotiate.table import Column, Table

__all__ = ["NOTHING", "StrategicForm", "choices", "purchase_label", "tabulate"]

NOTHING = "nothing"


@dataclass(frozen=True, eq=False)
class StrategicForm:
    """A two-player game, and the outcome that each strategy pair leads to.

    Made by ``instruments_form``, ``offers_form`` and ``commitment_form``.

    Attributes
    ----------
    name : str
        ``"instruments"``, ``"offers"`` or ``"commitment"``.
    strategies : pair of tuples of str
        The buyer's strategies, then the setter's.
    outcome_index : ndarray of int, shape (buyer's strategies, setter's strategies)
        Position in ``outcomes`` of the outcome of each strategy pair.
    payoffs : OutcomePayoffs
        The payoffs of the outcomes, with their decomposition.
    leader : str
        Who commits first; blank where both choose at the same time.
    """

    name: str
    strategies: tuple[tuple[str, ...], tuple[str, ...]]
    outcome_index: NDArray[np.int64]
    payoffs: OutcomePayoffs
    leader: str = field(default="")

    @cached_property
    def game(self) -> NormalFormGame:
        """The game, the buyer first; its payoffs are the exact payoffs of the outcomes."""
        exact = exact_array("payoffs", self.payoffs.exact[:, self.outcome_index])
        return NormalFormGame(exact, self.payoffs.players, self.strategies, self.payoffs.unit)

    @property
    def totals(self) -> NDArray[np.object_]:
        """Payoffs as whole numbers of the resolution, shape (players, strategies, strategies)."""
        return np.asarray(self.payoffs.totals[:, self.outcome_index])

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes, in the order of ``payoffs``."""
        return self.payoffs.outcomes

    def outcome(self, profile: Sequence[int | str]) -> Outcome:
        """Return the outcome of a pair of pure strategies, given by label or position (from 0)."""
        if isinstance(profile, str) or len(profile) != 2:
            raise InvalidInput(f"profile={show(profile)}; it must hold one strategy for each of 2 players.")
        row, column = (self.game.position(i, strategy) for i, strategy in enumerate(profile))
        return self.outcomes[int(self.outcome_index[row, column])]

    def table(self) -> Table:
        """Return one row a strategy pair: both strategies, the outcome, both payoffs."""
        buyer, setter = self.game.players
        heads: list[Column | str] = [buyer, setter, "outcome"]
        heads += [Column(f"payoff of {player}", self.game.unit, 3) for player in self.game.players]
        rows = []
        for row, column in np.ndindex(*self.game.shape):
            labels = (self.game.strategies[0][row], self.game.strategies[1][column])
            place = self.outcome_index[row, column]
            rows.append((*labels, self.outcomes[place].label, *self.payoffs.exact[:, place]))
        return Table(f"The {self.name} game", heads, rows)


def choices(
    model: PayoffModel, purchases: Sequence[float], packages: Sequence[str], threat: str
) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """Accept the levels and packages of a form, and a model of two players.

    Raises
    ------
    InvalidInput
        For a purchase level below 0 or given twice, a package given twice, an empty threat.
    NotApplicable
        For a model of more or fewer than two players.
    """
    if len(model.players) != 2:
        raise NotApplicable(
            f"a strategic form needs a buyer and a setter; the model has {len(model.players)} players."
        )
    levels = tuple(float(level) + 0.0 for level in finite_array("purchases", purchases, ("levels",)))
    for position, level in enumerate(levels):
        if level < 0:
            raise InvalidInput(f"purchases[{position}] is {level:g} bn USD/yr; it must be at least 0.")
        if level in levels[:position]:
            raise InvalidInput(f"purchases has {level:g} twice; levels must be distinct.")
    listed = names("packages", packages)
    if not listed:
        raise InvalidInput("packages is empty; give at least one tariff package.")
    if not isinstance(threat, str) or not threat.strip():
        raise InvalidInput(f"threat={show(threat)}; it must be the name of a tariff package.")
    return levels, listed


def threat_among(packages: Sequence[str], threat: str) -> None:
    """Refuse a threat that the setter cannot carry out."""
    if threat not in packages:
        raise InvalidInput(
            f"threat={threat!r} is not among the packages ({', '.join(packages)}); "
            f"the setter must be able to carry it out.{did_you_mean(threat, packages)}"
        )


def threat_apart(packages: Sequence[str], threat: str) -> None:
    """Refuse the threat as a concession: it is what happens where nothing is granted."""
    if threat in packages:
        raise InvalidInput(
            f"packages holds the threat {threat!r}; list only what the setter may grant instead of it."
        )


def purchase_label(level: float) -> str:
    """Write a purchase level as a strategy: ``+8``."""
    return f"{level:+.12g}"


def tabulate(
    name: str,
    model: PayoffModel,
    strategies: tuple[Sequence[str], Sequence[str]],
    result: Callable[[int, int], Outcome],
    leader: str = "",
) -> StrategicForm:
    """Build a form from the rule that says which outcome a strategy pair leads to."""
    shape = (len(strategies[0]), len(strategies[1]))
    cells = [result(row, column) for row, column in np.ndindex(*shape)]
    payoffs = model.evaluate(_first_seen(cells))
    index = np.array([payoffs.position(outcome) for outcome in cells], dtype=np.int64).reshape(shape)
    index.setflags(write=False)
    buyer, setter = (
        names(f"strategies of {player}", listed)
        for player, listed in zip(model.players, strategies, strict=True)
    )
    return StrategicForm(name, (buyer, setter), index, payoffs, leader)


def _first_seen(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return list(dict.fromkeys(outcomes))
