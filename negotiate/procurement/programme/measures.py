"""What a programme is judged by, besides its value: cost, purchases, interoperability, capability.

Each measure is linear in the columns of the form and can be worked out from the orders in plain
arithmetic. Its ``sign`` says which way is better: 1 for more, −1 for less.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.checks import did_you_mean, show
from negotiate.errors import InvalidInput
from negotiate.procurement.programme.linear_form import Floats, LinearForm
from negotiate.procurement.programme.problem import ProgrammeProblem

__all__ = ["Measure", "known_measures", "measures_of"]

YEARLY = "bn USD/yr"


@dataclass(frozen=True)
class Measure:
    """One thing that a programme is judged by.

    Attributes
    ----------
    name : str
        As in the linear form; ``"value"`` is what the problem maximises.
    unit : str
        Of the number.
    sign : int
        1 where more is better, −1 where less is.
    rate : float
        Yearly interest in ``purchases``.
    """

    name: str
    unit: str
    sign: int
    rate: float = 0.0

    def vector(self, form: LinearForm) -> Floats:
        """Return what is maximised, over the columns of a form: the measure times its sign."""
        return self.sign * (form.objective if self.name == "value" else form.measure(self.name))

    def number(self, problem: ProgrammeProblem, orders: Floats) -> float:
        """Work the measure out from orders, in plain arithmetic."""
        if self.name == "purchases":
            return problem.purchases(orders, self.rate)
        kind, _, which = self.name.partition(" of ")
        if kind == "capability":
            return problem.added(orders)[problem.mission_names.index(which)]
        if self.name.startswith("outlay "):
            year = int(self.name.removeprefix("outlay ")) - problem.first_year
            return float(problem.outlays(orders)[year])
        return float(getattr(problem, self.name)(orders))


def known_measures(problem: ProgrammeProblem, rate: float = 0.0) -> dict[str, Measure]:
    """Return every measure of a problem by name.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> air = Mission("air", PiecewiseReturns([0], [1.0]))
    >>> problem = ProgrammeProblem(Catalogue([Item("jet", "air", 0.1, 40)]), [air], [1.0], first_year=2027)
    >>> list(known_measures(problem))[:5]
    ['value', 'purchases', 'interoperability', 'offset', 'cost']
    """
    measures = [
        Measure("value", "", 1),
        Measure("purchases", YEARLY, 1, rate),
        Measure("interoperability", YEARLY, 1),
        Measure("offset", YEARLY, 1),
        Measure("cost", "bn USD", -1),
        Measure("deferred", "bn USD", -1),
        *(Measure(f"capability of {name}", "bn USD at score 1", 1) for name in problem.mission_names),
        *(Measure(f"outlay {year}", "bn USD", -1) for year in problem.calendar),
    ]
    return {measure.name: measure for measure in measures}


def measures_of(
    argument: str, problem: ProgrammeProblem, names: object, rate: float, *, least: int
) -> tuple[Measure, ...]:
    """Accept names of measures, each once."""
    if isinstance(names, str) or not isinstance(names, tuple | list):
        raise InvalidInput(f"{argument} is {show(names)}; it must be a list of measures such as ['value'].")
    known, found = known_measures(problem, rate), []
    for name in names:
        if name not in known:
            guess = did_you_mean(name, known) if isinstance(name, str) else ""
            raise InvalidInput(f"{argument} names {show(name)}; known: {', '.join(known)}.{guess}")
        if known[name] in found:
            raise InvalidInput(f"{argument} names {name!r} twice; name each measure once.")
        found.append(known[name])
    if len(found) < least:
        raise InvalidInput(f"{argument} has {len(found)} measures; give at least {least}.")
    return tuple(found)


def scores(problem: ProgrammeProblem, measures: tuple[Measure, ...], orders: Floats) -> Floats:
    """Return the measures of orders, each times its sign, so that more is better."""
    return np.array([measure.sign * measure.number(problem, orders) for measure in measures])
