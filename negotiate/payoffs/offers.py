"""The offers form: purchases against tariff concessions, both conditional on the other.

The buyer says "I buy d if the package is at least as good for me as L", the setter "I grant L
if purchases are at least D"; either may say nothing. Where both conditions hold the outcome is
what was said, (d, L); otherwise nothing is bought and the threat is carried out.

No agreement is always a pure equilibrium: against "nothing" every strategy ends there. An
outcome (d, L) that both sides weakly prefer to no agreement is one exactly where, beside that,

* the buyer would not rather buy more: no listed d' > d is better for it under L;
* the setter has nothing better that the buyer accepts: no listed L' that is at least as good
  for the buyer at d is better for the setter at d.

The second says that L is efficient among the packages at d; the first holds wherever a
purchase is a concession.
"""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.checks import instance_of
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

__all__ = ["offers_form"]


def offers_form(
    model: PayoffModel, purchases: Sequence[float], packages: Sequence[str], threat: str
) -> StrategicForm:
    """Build the game in which each side's offer is conditional on the other's.

    Parameters
    ----------
    model : PayoffModel
        Its first player is the buyer, its second the setter.
    purchases : sequence of float
        Levels Δd that the buyer may offer, and the setter demand, bn USD/yr, distinct and at
        least 0.
    packages : sequence of str
        What the setter may grant; the threat is not among them.
    threat : str
        The package carried out where there is no deal.

    Returns
    -------
    StrategicForm
        Each side has 1 + levels × packages strategies, "nothing" first, then by purchase level.
        "As good for me" is judged by the buyer's exact payoff at that level. No deal is
        ``Outcome(0, threat, agreed=False, threat_executed=True)``.

    Raises
    ------
    InvalidInput
        For a negative or repeated level, a repeated package, the threat among the packages.
    NotApplicable
        For a model of more or fewer than two players.

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
    >>> form = offers_form(model, [2, 4], ["half", "full"], "threat")
    >>> print(form.outcome(("+4 if at least half", "full if at least +2")))
    +4 / full
    >>> print(form.outcome(("+2 if at least full", "half if at least +2")))
    +0 / threat (no deal)
    """
    instance_of("model", model, PayoffModel)
    levels, listed = choices(model, purchases, packages, threat)
    threat_apart(listed, threat)
    offers = [(level, package) for level in levels for package in listed]
    agreed = model.evaluate([Outcome(level, package) for level, package in offers])
    worth = dict(zip(offers, agreed.totals[0], strict=True))
    no_deal = Outcome(0, threat, agreed=False, threat_executed=True)

    def result(row: int, column: int) -> Outcome:
        if row == 0 or column == 0:
            return no_deal
        (level, wanted), (demanded, granted) = offers[row - 1], offers[column - 1]
        both_hold = level >= demanded and worth[level, granted] >= worth[level, wanted]
        return Outcome(level, granted) if both_hold else no_deal

    buyer = [f"{purchase_label(level)} if at least {package}" for level, package in offers]
    setter = [f"{package} if at least {purchase_label(level)}" for level, package in offers]
    return tabulate("offers", model, ([NOTHING, *buyer], [NOTHING, *setter]), result)
