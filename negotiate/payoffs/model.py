"""PayoffModel: what a deal is worth to each player, as a sum of named terms.

Each term is rounded to a whole number of units of the resolution, then the terms are added:
a total is an integer times the resolution, a tie is a tie, and a decomposition adds up exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from negotiate.checks import freeze, names, one_of, show
from negotiate.errors import InvalidInput
from negotiate.payoffs.outcome import Outcome
from negotiate.payoffs.rounding import decimal_number, whole_units
from negotiate.payoffs.solution import OutcomePayoffs
from negotiate.payoffs.term import Term

__all__ = ["PayoffModel"]


@dataclass(frozen=True, eq=False, init=False)
class PayoffModel:
    """The terms of all players' payoffs, measured against the status quo.

    Parameters
    ----------
    players : sequence of str
        Their order is the order of every payoff array.
    terms : sequence of Term
        Each belongs to one of the players; a player without terms is paid 0 everywhere.
    unit : str
        Unit of every term, such as ``"bn USD/yr"``.
    resolution : str, Fraction or float
        Step to which every term is rounded, above 0, in ``unit``.

    Raises
    ------
    InvalidInput
        For a term of an unknown player, a term given twice, a resolution that is not above 0.

    Examples
    --------
    >>> model = PayoffModel(
    ...     ("Home", "Foreign"),
    ...     [
    ...         Term("cost", "Home", lambda outcome: -outcome.purchases),
    ...         Term("access", "Home", lambda outcome: {"deal": 3, "threat": -2}[outcome.package]),
    ...         Term("rent", "Foreign", lambda outcome: outcome.purchases / 3),
    ...     ],
    ...     unit="bn USD/yr",
    ...     resolution="0.01",
    ... )
    >>> print(model.evaluate([Outcome(2, "deal"), Outcome(0, "threat", agreed=False)]))
    Payoffs against the status quo
                outcome  Home [bn USD/yr]  Foreign [bn USD/yr]
              +2 / deal             1.000                0.670
    +0 / threat (no deal)          -2.000                0.000
    Each term is rounded to 1/100 bn USD/yr, then added.
    """

    players: tuple[str, ...]
    terms: tuple[Term, ...]
    unit: str
    resolution: Fraction

    def __init__(
        self,
        players: Sequence[str],
        terms: Iterable[Term],
        unit: str,
        resolution: str | float | Fraction = "1e-6",
    ) -> None:
        step = decimal_number("resolution", resolution)
        if step <= 0:
            raise InvalidInput(f"resolution={show(resolution)}; it must be above 0, such as '1e-6'.")
        freeze(
            self,
            players=names("players", players),
            terms=tuple(terms),
            unit=str(unit),
            resolution=step,
        )
        if not self.players:
            raise InvalidInput("players is empty; a payoff model needs at least one.")
        self._check_terms()

    def _check_terms(self) -> None:
        seen: set[tuple[str, str]] = set()
        for position, term in enumerate(self.terms):
            if not isinstance(term, Term):
                raise InvalidInput(f"terms[{position}] is {show(term)}; it must be a Term.")
            one_of(f"terms[{position}].player", term.player, self.players)
            key = (term.player, term.name)
            if key in seen:
                raise InvalidInput(
                    f"terms has {term.name!r} of {term.player} twice; give each term its own name."
                )
            seen.add(key)

    @property
    def active(self) -> tuple[Term, ...]:
        """The terms whose weight is not 0, in their order."""
        return tuple(term for term in self.terms if term.weight)

    @cached_property
    def _known(self) -> dict[Term, dict[tuple[object, ...], int]]:
        """What the terms were found to be, in whole units, by what they depend on."""
        return {}

    def evaluate(self, outcomes: Iterable[Outcome]) -> OutcomePayoffs:
        """Evaluate every active term at every outcome.

        Parameters
        ----------
        outcomes : iterable of Outcome
            At least one, all distinct.

        Raises
        ------
        InvalidInput
            Where a term is not a finite number at an outcome; the message names both.
        """
        places = _distinct(outcomes)
        units = np.empty((len(self.active), len(places)), dtype=object)
        for row, term in enumerate(self.active):
            units[row] = self._units(term, places)
        units.setflags(write=False)
        return OutcomePayoffs(
            players=self.players,
            terms=self.active,
            outcomes=places,
            units=units,
            unit=self.unit,
            resolution=self.resolution,
        )

    def _units(self, term: Term, outcomes: Sequence[Outcome]) -> list[int]:
        """Evaluate a term in whole units, once for outcomes that are alike to it."""
        known = self._known.setdefault(term, {})
        found = []
        for outcome in outcomes:
            seen = term.looks_at(outcome)
            if seen not in known:
                known[seen] = whole_units(term.value(outcome), self.resolution)
            found.append(known[seen])
        return found


def _distinct(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    places = tuple(outcomes)
    if not places:
        raise InvalidInput("outcomes is empty; give at least one Outcome.")
    first: dict[Outcome, int] = {}
    for position, outcome in enumerate(places):
        if not isinstance(outcome, Outcome):
            raise InvalidInput(f"outcomes[{position}] is {show(outcome)}; it must be an Outcome.")
        if outcome in first:
            raise InvalidInput(
                f"outcomes[{position}] repeats outcomes[{first[outcome]}], {outcome}; "
                "outcomes must be distinct."
            )
        first[outcome] = position
    return places
