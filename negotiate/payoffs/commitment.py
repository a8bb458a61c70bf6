"""The commitment form: one side commits to a conditional rule, then the other replies.

A setter that leads commits to "L if purchases are at least D, else the threat"; the buyer then
buys what it likes. A buyer that leads commits to "d if the package is at least as good for me
as L, else nothing"; the setter then sets the package it likes. The reply is unconditional:
what the follower picks, happens.
"""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.checks import instance_of, one_of
from negotiate.payoffs.form import (
    NOTHING,
    StrategicForm,
    choices,
    purchase_label,
    tabulate,
    threat_apart,
)
from negotiate.payoffs.model import PayoffModel
from negotiate.payoffs.outcome import Outcome

__all__ = ["commitment_form"]


def commitment_form(
    model: PayoffModel, purchases: Sequence[float], packages: Sequence[str], threat: str, leader: str
) -> StrategicForm:
    """Build the game in which the leader has a rule for every strategy, the follower a plain choice.

    Parameters
    ----------
    model : PayoffModel
        Its first player is the buyer, its second the setter.
    purchases : sequence of float
        Levels Δd, bn USD/yr, distinct and at least 0. A buyer that follows may also buy nothing.
    packages : sequence of str
        What may be granted; the threat is not among them. A setter that follows may also carry
        the threat out.
    threat : str
        The package carried out where the setter's condition fails.
    leader : str
        One of the model's players.

    Returns
    -------
    StrategicForm
        The buyer is still the first player; ``leader`` says who commits. The leader's first
        strategy is "nothing": no grant, or no purchase, whatever the other does. An outcome
        counts as agreed where the leader's condition holds, the threat as carried out where the
        package is the threat.

    Raises
    ------
    InvalidInput
        For an unknown leader, and as in ``offers_form``.

    Examples
    --------
    >>> from negotiate.payoffs import PayoffModel, Term
    >>> relief = {"threat": 0, "half": 3, "full": 5}
    >>> terms = [
    ...     Term("cost", "Home", lambda outcome: -outcome.purchases),
    ...     Term("relief", "Home", lambda outcome: relief[outcome.package]),
    ...     Term("rent", "Foreign", lambda outcome: 2 * outcome.purchases - relief[outcome.package]),
    ... ]
    >>> model = PayoffModel(("Home", "Foreign"), terms, "bn USD/yr")
    >>> form = commitment_form(model, [2, 4], ["half", "full"], "threat", leader="Foreign")
    >>> print(form.outcome(("+4", "full if at least +2")))
    +4 / full
    >>> print(form.outcome(("+2", "full if at least +4")))
    +2 / threat (no deal)
    """
    instance_of("model", model, PayoffModel)
    levels, listed = choices(model, purchases, packages, threat)
    threat_apart(listed, threat)
    if one_of("leader", leader, model.players) == model.players[0]:
        return _buyer_leads(model, levels, listed, threat)
    return _setter_leads(model, levels, listed, threat)


def _setter_leads(
    model: PayoffModel, levels: Sequence[float], packages: Sequence[str], threat: str
) -> StrategicForm:
    bought = levels if 0 in levels else (0.0, *levels)
    rules = [(demanded, package) for demanded in levels for package in packages]

    def result(row: int, column: int) -> Outcome:
        if column and bought[row] >= rules[column - 1][0]:
            return Outcome(bought[row], rules[column - 1][1])
        return Outcome(bought[row], threat, agreed=False, threat_executed=True)

    setter = [f"{package} if at least {purchase_label(demanded)}" for demanded, package in rules]
    strategies = ([purchase_label(level) for level in bought], [NOTHING, *setter])
    return tabulate("commitment", model, strategies, result, leader=model.players[1])


def _buyer_leads(
    model: PayoffModel, levels: Sequence[float], packages: Sequence[str], threat: str
) -> StrategicForm:
    granted = (*packages, threat)
    rules = [(level, wanted) for level in levels for wanted in packages]
    bought = {
        (level, package): Outcome(level, package, threat_executed=package == threat)
        for level in levels
        for package in granted
    }
    worth = dict(zip(bought, model.evaluate(bought.values()).totals[0], strict=True))

    def result(row: int, column: int) -> Outcome:
        package = granted[column]
        if row:
            level, wanted = rules[row - 1]
            if worth[level, package] >= worth[level, wanted]:
                return bought[level, package]
        return Outcome(0, package, agreed=False, threat_executed=package == threat)

    buyer = [f"{purchase_label(level)} if at least {wanted}" for level, wanted in rules]
    return tabulate("commitment", model, ([NOTHING, *buyer], granted), result, leader=model.players[0])
