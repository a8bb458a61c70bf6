"""Several objectives in the order of their rank: each is made best among what is best so far.

``max f_1``, then ``max f_2`` over the programmes with ``f_1 ≥ f_1* − slack·|f_1*|``, and so on. Each
step is a mixed-integer programme with one row more than the one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from negotiate.checks import finite_number, instance_of, known_keys
from negotiate.errors import NegotiateError, NotApplicable
from negotiate.procurement.programme.aggregation import CES
from negotiate.procurement.programme.conflict import no_programme
from negotiate.procurement.programme.form import linear_form
from negotiate.procurement.programme.linear_form import Floats, LinearForm
from negotiate.procurement.programme.measures import Measure, measures_of, scores
from negotiate.procurement.programme.optimal import solve_whole, whole_orders, whole_programme
from negotiate.procurement.programme.problem import ProgrammeProblem
from negotiate.procurement.programme.solution import Programme
from negotiate.procurement.programme.solve import NothingFound, search_limits, solve_linear
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["RankedProgramme", "Step", "best_by", "held", "lexicographic", "start"]

EASE = 1e-9  # by how much of itself a measure may give way to the solver's tolerance


@dataclass(frozen=True)
class Step:
    """One objective of a ranked list.

    Attributes
    ----------
    measure : Measure
        What was made best.
    best : float
        What it came to in this step, worked out from the orders.
    bound : float
        What the solver says that it cannot better; ``best`` where proven to the end.
    held : float
        What the steps after it had to keep.
    final : float
        What it is in the programme returned.
    """

    measure: Measure
    best: float
    bound: float
    held: float
    final: float

    @property
    def gap(self) -> float:
        """How far the solver's bound lies beyond what was found, at least 0."""
        return max(0.0, self.measure.sign * (self.bound - self.best))


@dataclass(frozen=True, eq=False)
class RankedProgramme(Solution):
    """The programme that is best by ranked objectives.

    Attributes
    ----------
    programme : Programme
        The orders. Its own gap is that of its value against the best value of all.
    steps : tuple of Step
        One for each objective, the first in rank first.
    slack : mapping of str to float
        Share of each objective that the ones below it could give up.
    """

    programme: Programme
    steps: tuple[Step, ...]
    slack: Mapping[str, float]
    provenance: Provenance
    concept: str = "lexicographic programme"

    def table(self) -> Table:
        """Return by objective: the best, what was kept of it, what it came to, the gap."""
        columns: list[Column | str] = [
            "objective",
            "unit",
            Column("best", "", 6),
            Column("kept", "", 6),
            Column("in the programme", "", 6),
            Column("gap by the solver's bound", "", 6),
        ]
        rows: list[tuple[Any, ...]] = [
            (
                f"{'most' if step.measure.sign > 0 else 'least'} {step.measure.name}",
                step.measure.unit,
                step.best,
                step.held,
                step.final,
                step.gap,
            )
            for step in self.steps
        ]
        return Table("Objectives in order of rank", columns, rows)

    def answer(self) -> dict[str, Any]:
        """Return the objectives and the programme."""
        return {
            "objectives": {step.measure.name: step.final for step in self.steps},
            "slack": dict(self.slack),
            "programme": self.programme.answer(),
        }

    def certificate(self) -> dict[str, Any]:
        """Return best, bound and gap of every step, and that the orders keep every limit."""
        problem, orders = self.programme.problem, self.programme.orders
        return {
            "steps": [
                {"objective": s.measure.name, "best": s.best, "bound": s.bound, "gap": s.gap, "kept": s.held}
                for s in self.steps
            ],
            "violations": list(problem.violations(orders)),
        }


def lexicographic(
    problem: ProgrammeProblem,
    order: Sequence[str],
    slack: float | Mapping[str, float] = 0.0,
    *,
    rate: float = 0.0,
    tolerance: float = 0.0,
    time_limit: float | None = None,
) -> RankedProgramme:
    """Find the programme in whole lots that is best by objectives in order of rank.

    Parameters
    ----------
    problem : ProgrammeProblem
        Its own objective is the measure ``value``.
    order : sequence of str
        Measures, the first in rank first: ``value``, ``purchases`` (US-origin, a year),
        ``interoperability``, ``offset`` and ``capability of M`` are made as large, ``cost``,
        ``deferred`` and ``outlay Y`` as small as possible.
    slack : float or mapping of measure to float
        Share of an objective that the ones below it may give up, from 0 to 1.
    rate : float
        Yearly interest in ``purchases``.
    tolerance, time_limit
        As for ``optimal_programme``, in every step.

    Raises
    ------
    InvalidInput
        For a measure that is not known or stands twice.
    NoProgramme
        Where nothing keeps the limits.
    NotApplicable
        For a CES aggregate.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> items = [Item("us", "air", 1.0, 9), Item("own", "air", 1.0, 9, us_content=0.0)]
    >>> problem = ProgrammeProblem(Catalogue(items), [Mission("air", PiecewiseReturns([0], [1.0]))], [4.0])
    >>> found = lexicographic(problem, ["value", "purchases"])
    >>> found.programme.orders.tolist(), [step.final for step in found.steps]
    ([[4], [0]], [4.0, 4.0])
    """
    instance_of("problem", problem, ProgrammeProblem)
    measures = measures_of("order", problem, order, rate, least=1)
    shares = _shares(slack, measures)
    form = start(problem, rate)
    allowed, seconds = search_limits(tolerance, time_limit)
    options = {"tolerance": allowed} | ({} if seconds is None else {"time_limit": seconds})
    found: list[tuple[float, float, float]] = []
    orders = np.zeros((len(problem.catalogue), problem.years))
    for measure in measures:
        answer = best_by(problem, form, measure.vector(form), known=orders if found else None, **options)
        if answer is None:
            raise _nothing(problem, form, seconds)
        orders, bound = answer
        best = measure.sign * measure.number(problem, orders)
        kept = best - shares[measure.name] * abs(best)
        form = held(form, measure, kept)
        found.append((best, max(bound, best), kept))
    final = scores(problem, measures, orders)
    steps = tuple(
        Step(m, m.sign * best, m.sign * bound, m.sign * kept, m.sign * float(last))
        for m, (best, bound, kept), last in zip(measures, found, final, strict=True)
    )
    terms = {"order": list(order), "slack": shares, "rate": rate}
    return RankedProgramme(
        programme=whole_programme(problem, orders, bound=value_bound(problem), options=options),
        steps=steps,
        slack=shares,
        provenance=Provenance(digest([problem.digest, terms]), options, packages=("cvxpy", "highspy")),
    )


def _nothing(problem: ProgrammeProblem, form: LinearForm, time_limit: float | None) -> NegotiateError:
    """Say why not even the first objective has an answer: no time, or nothing that keeps the limits."""
    if time_limit is not None and solve_linear(form, whole=False) is not None:
        return NothingFound(f"HiGHS found nothing within time_limit={time_limit:g} s; raise it.")
    return no_programme(problem, form)


def _shares(slack: float | Mapping[str, float], measures: tuple[Measure, ...]) -> dict[str, float]:
    """Accept what each objective may give up."""
    names = [measure.name for measure in measures]
    if not isinstance(slack, Mapping):
        share = finite_number("slack", slack, low=0, high=1)
        return dict.fromkeys(names, share)
    known_keys("slack", slack, names)
    return {name: finite_number(f"slack[{name!r}]", slack.get(name, 0.0), low=0, high=1) for name in names}


def start(problem: ProgrammeProblem, rate: float) -> LinearForm:
    """Lay the problem out, or refuse an aggregate that is not linear."""
    if isinstance(problem.aggregation, CES):
        raise NotApplicable("several objectives need missions aggregated by 'sum' or 'worst', not by CES.")
    return linear_form(problem, rate=finite_number("rate", rate, above=-1))


def best_by(
    problem: ProgrammeProblem,
    form: LinearForm,
    objective: Floats,
    *,
    known: Floats | None = None,
    tolerance: float = 0.0,
    time_limit: float | None = None,
) -> tuple[Floats, float] | None:
    """Return the whole orders that maximise an objective and a bound on it; None where none are found.

    Where the solver finds none within its time or its tolerance, orders that are known to do stand
    in, with the bound of the divisible problem.
    """
    aimed = form.with_objective(objective)
    try:
        answer = solve_whole(problem, aimed, tolerance, time_limit)
    except NothingFound:
        answer = None
    if answer is not None:
        bound = answer.objective if answer.bound is None else answer.bound
        return whole_orders(problem, form, answer.values), float(bound)
    divisible = None if known is None else solve_linear(aimed, whole=False)
    if known is None:
        return None
    return known, -np.inf if divisible is None else divisible.objective


def held(form: LinearForm, measure: Measure, least: float) -> LinearForm:
    """Return the form with a floor under a measure times its sign, which then has the row's name."""
    floor = least - EASE * max(1.0, abs(least))
    return form.with_rows(measure.vector(form), floor, np.inf, f"kept: {measure.name}")


def value_bound(problem: ProgrammeProblem) -> float:
    """Return what no programme is worth more than: weak duality on the divisible problem."""
    form = linear_form(problem)
    divisible = solve_linear(form, whole=False)
    if divisible is None or divisible.duals is None:
        raise no_programme(problem, form)
    return form.dual_bound(divisible.duals)
