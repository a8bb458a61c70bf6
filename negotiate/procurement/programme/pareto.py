"""What can be had of several objectives at once: programmes of which none can be bettered in all.

The ε-constraint method: ``max f_1`` with floors ``f_j ≥ ε_j`` under the others, over a grid between
the best and the worst that each takes where another is best. Each answer ``x`` is then tested, after
Benson: among programmes with ``f_j ≥ f_j(x)`` for every ``j`` find the largest sum of ``w_j f_j``. Where it
is that of ``x``, nothing is better in one objective and no worse in the others; where it is more, the
programme found is kept in the place of ``x``. The solver's bound on that sum is the proof.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from negotiate.checks import instance_of, whole_number
from negotiate.errors import InvalidInput, NoSolution
from negotiate.procurement.programme.linear_form import Floats, LinearForm
from negotiate.procurement.programme.measures import Measure, measures_of, scores
from negotiate.procurement.programme.objectives import best_by, held, lexicographic, start, value_bound
from negotiate.procurement.programme.optimal import whole_programme
from negotiate.procurement.programme.problem import ProgrammeProblem
from negotiate.procurement.programme.solution import Programme
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["ParetoPlan", "ParetoSet", "pareto_set"]

MOST_PLANS = 400  # floors tried, each by two mixed-integer programmes
SAME = 1e-8  # of a measure's range: less counts as no difference
PROVEN = 1e-6  # of the ranges: a larger gap is shown as such


@dataclass(frozen=True, eq=False)
class ParetoPlan:
    """One programme of a Pareto set.

    Attributes
    ----------
    programme : Programme
        The orders.
    measures : mapping of str to float
        What it comes to, worked out from the orders.
    gap : float
        No programme that is no worse in every measure is better by more than this in their sum, each
        counted in shares of its range: the solver's bound less what was found.
    """

    programme: Programme
    measures: dict[str, float]
    gap: float

    @property
    def efficient(self) -> bool:
        """Whether nothing betters it in one measure without loss in another, to a millionth."""
        return self.gap <= PROVEN


@dataclass(frozen=True, eq=False)
class ParetoSet(Solution):
    """Programmes none of which is better than another in every measure.

    Attributes
    ----------
    problem : ProgrammeProblem
        What was asked.
    measures : tuple of Measure
        What programmes are judged by.
    plans : tuple of ParetoPlan
        Sorted by the first measure, the best first. Some of the set, spread over it; not all of it.
    ranges : mapping of str to (worst, best)
        What each measure comes to where another, and where it itself, is best.
    """

    problem: ProgrammeProblem
    measures: tuple[Measure, ...]
    plans: tuple[ParetoPlan, ...]
    ranges: dict[str, tuple[float, float]]
    provenance: Provenance
    concept: str = "Pareto set"

    @property
    def points(self) -> Floats:
        """The measures of each plan, shape (plans, measures)."""
        return np.array([[plan.measures[m.name] for m in self.measures] for plan in self.plans])

    def table(self) -> Table:
        """Return one row a plan: its measures, how many kinds it orders, the gap."""
        columns: list[Column | str] = [
            Column("plan", "", 0),
            *(Column(m.name, m.unit, 6 if m.name == "value" else 3) for m in self.measures),
            Column("kinds", "", 0),
            Column("gap", "", 6),
        ]
        rows: list[tuple[Any, ...]] = [
            (
                number,
                *(plan.measures[m.name] for m in self.measures),
                int((plan.programme.quantities > 0).sum()),
                plan.gap,
            )
            for number, plan in enumerate(self.plans, start=1)
        ]
        aims = ", ".join(f"{'most' if m.sign > 0 else 'least'} {m.name}" for m in self.measures)
        notes = [f"objectives: {aims}", "gap: largest gain at no loss, summed in shares of the ranges"]
        return Table("Programmes that cannot be bettered in all objectives", columns, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return measures and orders of every plan."""
        names = self.problem.catalogue.names
        plans = [
            {
                "measures": plan.measures,
                "orders": dict(zip(names, plan.programme.orders.tolist(), strict=True)),
            }
            for plan in self.plans
        ]
        return {"ranges": {name: list(ends) for name, ends in self.ranges.items()}, "plans": plans}

    def certificate(self) -> dict[str, Any]:
        """Return gaps, and that all orders keep every limit."""
        return {
            "gaps": [plan.gap for plan in self.plans],
            "efficient": [plan.efficient for plan in self.plans],
            "violations": [list(self.problem.violations(plan.programme.orders)) for plan in self.plans],
        }


def pareto_set(
    problem: ProgrammeProblem,
    measures: Sequence[str] = ("value", "purchases"),
    points: int = 8,
    *,
    rate: float = 0.0,
    tolerance: float = 0.0,
    time_limit: float | None = None,
) -> ParetoSet:
    """Find programmes in whole lots of which none can be bettered in all of several objectives.

    Parameters
    ----------
    problem : ProgrammeProblem
        Catalogue, missions and limits.
    measures : sequence of str
        At least two, as for ``lexicographic``.
    points : int
        Floors tried under each measure but the first, its best and its worst included; at least 2.
    rate : float
        Yearly interest in ``purchases``.
    tolerance, time_limit
        As for ``optimal_programme``, for each of the programmes solved; gaps say what they leave open,
        and floors under which nothing is found in time are passed over.

    Raises
    ------
    InvalidInput
        For fewer than two measures, one that is not known, more than 400 floors.
    NoProgramme
        Where nothing keeps the limits.
    NotApplicable
        For a CES aggregate.

    References
    ----------
    .. [1] Y. Haimes, L. Lasdon, D. Wismer (1971), IEEE Transactions on Systems, Man, and Cybernetics
       SMC-1(3), 296-297. doi:10.1109/TSMC.1971.4308298
    .. [2] H. P. Benson (1978), Journal of Optimization Theory and Applications 26(4), 569-580.
       doi:10.1007/BF00933152

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> items = [Item("us", "air", 1.0, 9), Item("own", "air", 1.0, 9, capability=2, us_content=0.0)]
    >>> problem = ProgrammeProblem(Catalogue(items), [Mission("air", PiecewiseReturns([0], [1.0]))], [2.0])
    >>> pareto_set(problem, ["value", "purchases"], points=3).points
    array([[4., 0.],
           [3., 1.],
           [2., 2.]])
    """
    instance_of("problem", problem, ProgrammeProblem)
    kept = measures_of("measures", problem, measures, rate, least=2)
    count = whole_number("points", points, low=2)
    if count ** (len(kept) - 1) > MOST_PLANS:
        raise InvalidInput(
            f"points={count} under {len(kept) - 1} measures makes {count ** (len(kept) - 1)} floors; at most "
            f"{MOST_PLANS} are tried. Use fewer points or measures."
        )
    search = _Search(problem, kept, rate, tolerance, time_limit)
    worst, best = search.ranges()
    grid = [np.linspace(low, high, count) for low, high in zip(worst[1:], best[1:], strict=True)]
    for floors in itertools.product(*grid):
        search.try_floors(np.array(floors))
    terms = {"measures": list(measures), "points": count, "rate": rate}
    return ParetoSet(
        problem=problem,
        measures=kept,
        plans=search.plans(),
        ranges={
            m.name: (m.sign * low, m.sign * high)
            for m, low, high in zip(kept, worst.tolist(), best.tolist(), strict=True)
        },
        provenance=Provenance(digest([problem.digest, terms]), search.options, packages=("cvxpy", "highspy")),
    )


class _Search:
    """The programmes found so far; scores are measures times their sign, so that more is better."""

    def __init__(
        self,
        problem: ProgrammeProblem,
        measures: tuple[Measure, ...],
        rate: float,
        tolerance: float,
        time_limit: float | None,
    ) -> None:
        self.problem, self.measures, self.rate = problem, measures, rate
        self.options: dict[str, Any] = {"tolerance": tolerance}
        if time_limit is not None:
            self.options["time_limit"] = time_limit
        self.form = start(problem, rate)
        self.found: list[tuple[Floats, Floats, float]] = []  # scores, orders, gap
        self.span: Floats = np.ones(len(measures))

    def ranges(self) -> tuple[Floats, Floats]:
        """Return the worst and the best score of each measure over the programmes best by each."""
        names, corners = [measure.name for measure in self.measures], []
        for first in names:
            order = [first, *(name for name in names if name != first)]
            ranked = lexicographic(self.problem, order, rate=self.rate, **self.options)
            corners.append(
                scores(self.problem, self.measures, np.asarray(ranked.programme.orders, dtype=np.float64))
            )
        worst, best = np.min(corners, axis=0), np.max(corners, axis=0)
        self.span = np.where(best > worst, best - worst, 1.0)
        return worst, best

    def try_floors(self, floors: Floats) -> None:
        """Find the best by the first measure above floors under the others, and better it where possible."""
        form = self.form
        for measure, least in zip(self.measures[1:], floors.tolist(), strict=True):
            form = held(form, measure, least)
        answer = best_by(self.problem, form, self.measures[0].vector(form), **self.options)
        if answer is None:
            return
        reached = scores(self.problem, self.measures, answer[0])
        if not self._known(reached):
            self._better(answer[0], reached)

    def _known(self, reached: Floats) -> bool:
        return any((np.abs(known - reached) <= SAME * self.span).all() for known, _, _ in self.found)

    def _better(self, orders: Floats, reached: Floats) -> None:
        """Test a programme: the largest weighted sum among those no worse in any measure."""
        form: LinearForm = self.form
        weighted = np.zeros(form.columns)
        for measure, least, span in zip(self.measures, reached.tolist(), self.span.tolist(), strict=True):
            form = held(form, measure, least)
            weighted += measure.vector(form) / span
        answer = best_by(self.problem, form, weighted, known=orders, **self.options)
        found, bound = (orders, -np.inf) if answer is None else answer
        better = scores(self.problem, self.measures, found)
        if (better / self.span).sum() >= (reached / self.span).sum():
            orders, reached = found, better
        gap = max(bound - float((reached / self.span).sum()), 0.0)
        if not self._known(reached):
            self.found.append((reached, orders, gap))

    def plans(self) -> tuple[ParetoPlan, ...]:
        """Return the programmes that no other betters, the best by the first measure first."""
        if not self.found:
            raise NoSolution("no programme was found within the time limit; raise time_limit.")
        ease = SAME * self.span
        kept = [
            (reached, orders, gap)
            for reached, orders, gap in self.found
            if not any(
                (other >= reached - ease).all() and (other > reached + ease).any()
                for other, _, _ in self.found
            )
        ]
        kept.sort(key=lambda plan: tuple(-plan[0]))
        bound = value_bound(self.problem)
        return tuple(
            ParetoPlan(
                whole_programme(self.problem, orders, bound=bound, options=self.options),
                {m.name: m.sign * float(s) for m, s in zip(self.measures, reached, strict=True)},
                gap,
            )
            for reached, orders, gap in kept
        )
