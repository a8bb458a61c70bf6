"""The one bundle of least largest regret, among all bundles: min r subject to V_s(x) ≥ V*_s − r.

A mixed-integer programme: lots ``z`` are shared by the threat scenarios, and each scenario fills the
segments of its own returns. The bundle that HiGHS finds is judged by regrets worked out from the
problems; the bound over all lotteries, proven by ``threat_regret``, holds for every bundle too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from negotiate.errors import NegotiateError
from negotiate.procurement.form import Form, standard_form
from negotiate.procurement.optimal import REPAIRS
from negotiate.procurement.problem import DOLLAR, BundleProblem
from negotiate.procurement.risk.regret_solution import RegretSolution
from negotiate.procurement.risk.threats import Threats, threat_regret
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

if TYPE_CHECKING:
    from scipy import sparse

__all__ = ["RegretBundle", "minimax_regret_bundle"]

Floats = NDArray[np.float64]

SCALE = 1e3  # size of the scaled objective
TIGHT = 1e-9  # feasibility tolerance asked of HiGHS


@dataclass(frozen=True, eq=False)
class RegretBundle(Solution):
    """A bundle, its regret under each threat, and what proves it.

    Attributes
    ----------
    threats : Threats
        What was asked.
    quantities : ndarray, shape (items,)
        Units of each item.
    lottery : RegretSolution
        The best lottery over all bundles; its proven bound holds for single bundles as well.
    solver_bound : float or None
        The bound that HiGHS claims for single bundles; not proven here.
    """

    threats: Threats
    quantities: NDArray[np.int64]
    lottery: RegretSolution
    solver_bound: float | None
    provenance: Provenance
    concept: str = "minimax regret bundle"

    @cached_property
    def values(self) -> Floats:
        """Value under each threat, shape (scenarios,)."""
        return self.threats.values(self.quantities)

    @cached_property
    def best(self) -> Floats:
        """Best value under each threat, shape (scenarios,)."""
        return np.maximum(self.lottery.problem.best, self.values)

    @cached_property
    def regrets(self) -> Floats:
        """Regret under each threat, shape (scenarios,)."""
        return self.best - self.values

    @property
    def max_regret(self) -> float:
        """Largest regret over the threats."""
        return float(self.regrets.max())

    @property
    def lower_bound(self) -> float:
        """No bundle, and no lottery of bundles, has a smaller largest regret; proven."""
        return min(self.lottery.lower_bound, self.max_regret)

    @property
    def gap(self) -> float:
        """Largest regret less the proven bound: what drawing by lot could still gain at most."""
        return self.max_regret - self.lower_bound

    def table(self) -> Table:
        """Return value, best value and regret by threat."""
        columns: list[Column | str] = [
            "threat",
            Column("best value", "", 6),
            Column("value", "", 6),
            Column("regret", "", 6),
            Column("regret of the lottery", "", 6),
        ]
        rows = list(
            zip(
                self.threats.labels,
                self.best.tolist(),
                self.values.tolist(),
                self.regrets.tolist(),
                self.lottery.regrets.tolist(),
                strict=True,
            )
        )
        notes = [
            f"bundle: {self.threats.label(self.quantities)}",
            f"largest regret {self.max_regret:.6g}; no lottery goes below {self.lower_bound:.6g} (proven)",
        ]
        return Table("Bundle of least largest regret", columns, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return quantities and regrets."""
        items = next(iter(self.threats.problems.values())).catalogue.names
        return {
            "quantities": dict(zip(items, self.quantities.tolist(), strict=True)),
            "regrets": dict(zip(self.threats.labels, self.regrets.tolist(), strict=True)),
            "max_regret": self.max_regret,
        }

    def certificate(self) -> dict[str, Any]:
        """Return limits checked, the proven bound, and the solver's own."""
        problem = next(iter(self.threats.problems.values()))
        return {
            "violations": list(problem.violations(self.quantities)),
            "lower_bound": self.lower_bound,
            "gap": self.gap,
            "solver_bound": self.solver_bound,
            "lottery": self.lottery.certificate(),
        }


def minimax_regret_bundle(threats: Threats, *, max_iterations: int = 200) -> RegretBundle:
    """Find the bundle in whole lots whose largest regret over the threats is least.

    All bundles compete, not only those that are best under some threat. Solved by HiGHS through
    cvxpy to a gap of 0; regrets are worked out from the problems.

    Parameters
    ----------
    threats : Threats
        The scenarios.
    max_iterations : int
        Of the search for the lottery that gives the proven bound.

    Examples
    --------
    Three jets or three ships are best under one threat each; two of one kind and one of the other
    serve both better:

    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> catalogue = Catalogue([Item("jet", "air", 2.0, 3), Item("ship", "sea", 2.0, 3)])
    >>> def threat(air, sea):
    ...     line = PiecewiseReturns([0], [1.0])
    ...     missions = [Mission("air", line, weight=air), Mission("sea", line, weight=sea)]
    ...     return BundleProblem(catalogue, missions, 6.0, years=1)
    >>> answer = minimax_regret_bundle(Threats({"missiles": threat(2, 1), "navy": threat(1, 2)}))
    >>> answer.max_regret, round(answer.lower_bound, 9)
    (4.0, 3.0)
    """
    lottery = threat_regret(threats, max_iterations=max_iterations)
    problems = tuple(threats.problems.values())
    quantities, bound = _affordable(problems, lottery.problem.best)
    used = {label: problem.digest for label, problem in threats.problems.items()}
    quantities.setflags(write=False)
    return RegretBundle(
        threats=threats,
        quantities=quantities,
        lottery=lottery,
        solver_bound=bound,
        provenance=Provenance(lottery.provenance.inputs, {"problems": used}, packages=("cvxpy", "highspy")),
    )


def _affordable(problems: tuple[BundleProblem, ...], best: Floats) -> tuple[NDArray[np.int64], float | None]:
    """Solve; where rounding the lots overspends, trim the budget by as much."""
    total = problems[0].total
    for _ in range(REPAIRS):
        quantities, bound = _solved(problems, best, total)
        excess = problems[0].cost(quantities) - problems[0].total
        if excess <= DOLLAR:
            return quantities, bound
        total -= 2 * excess
    raise NegotiateError("HiGHS overspends the budget beyond repair; give prices in bn USD.")


def _solved(
    problems: tuple[BundleProblem, ...], best: Floats, total: float
) -> tuple[NDArray[np.int64], float | None]:
    """Solve the programme; returns quantities and the bound that HiGHS claims."""
    import cvxpy

    forms = [standard_form(problem) for problem in problems]
    first = forms[0]
    lots = cvxpy.Variable(len(first.cost), integer=True)
    worth, takes, widths = _segments(forms)
    filled = cvxpy.Variable(len(widths))
    regret = cvxpy.Variable()
    scale = SCALE / (float(np.abs(best).max()) or 1.0)
    constraints = [
        first.cost @ lots <= total,
        *[row @ lots >= 0 for row in first.floors],
        lots >= first.low,
        lots <= first.high,
        filled >= 0,
        filled <= widths,
        _gives(forms) @ lots == takes @ filled,
        (scale * worth) @ filled + regret >= scale * best,
    ]
    program = cvxpy.Problem(cvxpy.Minimize(regret), constraints)
    options = {
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 1e-9 * SCALE,
        "mip_feasibility_tolerance": TIGHT,
        "primal_feasibility_tolerance": TIGHT,
    }
    try:
        program.solve(solver=cvxpy.HIGHS, highs_options=options)
    except cvxpy.SolverError as error:
        raise NegotiateError(
            "HiGHS gave up on the regret problem; use larger lots or fewer threats."
        ) from error
    if lots.value is None:
        raise NegotiateError("HiGHS found no bundle of least regret; use larger lots or fewer threats.")
    units = np.rint(np.asarray(lots.value, dtype=float)).astype(np.int64) * first.lot
    claimed = float(program.solver_stats.extra_stats.mip_dual_bound) / scale
    return units, claimed if np.isfinite(claimed) else None


def _segments(forms: list[Form]) -> tuple[sparse.csr_array, sparse.csr_array, Floats]:
    """Return value by scenario, fill by scenario and mission, and widths, of every segment."""
    from scipy import sparse

    curves = [
        (s, s * len(form.curves) + c, curve)
        for s, form in enumerate(forms)
        for c, curve in enumerate(form.curves)
    ]
    counts = [len(curve.slopes) for _, _, curve in curves]
    slopes = np.concatenate([curve.slopes for _, _, curve in curves])
    widths = np.concatenate([np.diff(curve.ends) for _, _, curve in curves])
    each = np.arange(len(slopes))
    scenario = np.repeat([s for s, _, _ in curves], counts)
    row = np.repeat([place for _, place, _ in curves], counts)
    worth = sparse.csr_array((slopes, (scenario, each)), shape=(len(forms), len(slopes)))
    takes = sparse.csr_array((np.ones(len(slopes)), (row, each)), shape=(len(curves), len(slopes)))
    return worth, takes, widths


def _gives(forms: list[Form]) -> sparse.csr_array:
    """Return the capability that lots add, one block of missions a scenario."""
    from scipy import sparse

    missions = len(forms[0].curves)
    items = np.arange(len(forms[0].cost))
    rows = np.concatenate([form.mission + s * missions for s, form in enumerate(forms)])
    added = np.concatenate([form.capability for form in forms])
    return sparse.csr_array(
        (added, (rows, np.tile(items, len(forms)))), shape=(missions * len(forms), len(items))
    )
