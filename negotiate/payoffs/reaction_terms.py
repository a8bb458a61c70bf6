"""The reaction term: what a purchase is worth once others have answered it.

A purchase moves the spending of third countries: rivals, whose arms cost a party security, and
friends, whose arms add to it. With ``a_i(Δd)`` what country ``i`` spends more in the end and
``h_i`` what a dollar of that is worth to the party (below 0 for a rival)

    R(Δd) = Σ_i h_i a_i(Δd)

is the party's *net* less its *gross* security. It is 0 at the status quo, linear in what is
induced, and falls with ``Δd`` where only rivals answer, and answer by arming. How anybody answers
comes in as a plain function of the purchases.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from negotiate.checks import did_you_mean, finite_number, show
from negotiate.errors import InvalidInput
from negotiate.payoffs.outcome import Outcome
from negotiate.payoffs.term import Term
from negotiate.payoffs.terms import Weight

__all__ = ["regional_reaction"]

Induced = Callable[[float], Mapping[str, float]]


def regional_reaction(
    player: str, induced: Induced, worth: Mapping[str, float], *, weight: Weight = 1
) -> Term:
    """Return R(Δd) = Σ h_i a_i(Δd): the change in a player's security after the others' reactions.

    A model that counts a reaction here must not count it in what capability is worth as well.

    Parameters
    ----------
    player : str
        Whose security it is.
    induced : callable
        From purchases above the status quo, bn USD/yr, to what each country spends more in the end
        because of them, bn USD/yr, by country.
    worth : mapping of str to float
        What a dollar a year of it is worth to the player, by country: below 0 for a rival. Countries
        that are left out count nothing.

    Raises
    ------
    InvalidInput
        For a worth that is no number, or a country that ``induced`` does not know.

    Examples
    --------
    >>> answers = lambda extra: {"Rival": 0.5 * extra, "Friend": 0.25 * extra}
    >>> term = regional_reaction("Home", answers, {"Rival": -0.5, "Friend": 0.25})
    >>> float(term.value(Outcome(8, "deal")))
    -1.5
    """
    if not callable(induced):
        raise InvalidInput(f"induced={show(induced)}; it must be a function of the purchases.")
    if not isinstance(worth, Mapping):
        raise InvalidInput(f"worth={show(worth)}; it must map countries to what a dollar of theirs is worth.")
    each = {country: finite_number(f"worth[{country!r}]", value) for country, value in worth.items()}

    def security(outcome: Outcome) -> float:
        level = float(outcome.purchases)
        spent = induced(level)
        if not isinstance(spent, Mapping):
            raise InvalidInput(f"induced({level:g}) is {show(spent)}; it must map countries to spending.")
        for country in each:
            if country not in spent:
                raise InvalidInput(
                    f"worth names {country!r}, of which induced says nothing; it has {', '.join(spent)}."
                    f"{did_you_mean(country, spent)}"
                )
        rises = {
            country: finite_number(f"induced({level:g})[{country!r}]", spent[country]) for country in each
        }
        return math.fsum(value * rises[country] for country, value in each.items())

    return Term(
        "region",
        player,
        security,
        weight,
        symbol="R(Δd)",
        description="change in security after the reactions of others",
        depends_on=("purchases",),
    )
