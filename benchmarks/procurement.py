"""How fast is the procurement engine, and is it right? Prints one table; about half a minute.

V(B): a 25-item catalogue at 1,000 budgets by ``CatalogueValue.values``, each value proven by
enumeration, against writing the MILP anew in cvxpy and solving it by HiGHS for each budget.
Frontier: 200 budgets of the divisible problem by ``relaxed_frontier`` against solving one cvxpy
problem whose budget is a parameter. The times of the other method are measured on a sample and
stated for all budgets. Times are processor time. ``programme.py`` times plans over years with risk.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import cvxpy
import numpy as np

from negotiate.procurement import BundleProblem, Catalogue, CatalogueValue, Item, power_missions
from negotiate.procurement.alternatives import best_bundles
from negotiate.procurement.form import Form, standard_form
from negotiate.procurement.frontier import relaxed_frontier
from negotiate.procurement.near import near_optimal
from negotiate.procurement.program import maximise
from negotiate.procurement.ranging import plan_range
from negotiate.procurement.steps import value_steps
from negotiate.table import Column, Table

YEARS = 5
WEIGHTS = {"air": 0.30, "defence": 0.25, "sea": 0.20, "strike": 0.15, "watch": 0.10}
Row = tuple[str, int, float, float | None, float | None, float | None]
Result = TypeVar("Result")


def catalogue(items: int, seed: int) -> Catalogue:
    """Draw prices from 1.5 million to 0.75 billion dollars; a lot costs some 50 million."""
    rng = np.random.default_rng(seed)
    names = list(WEIGHTS)
    drawn = []
    for k in range(items):
        price = round(float(np.exp(rng.uniform(np.log(0.0015), np.log(0.75)))), 4)
        lot = max(1, round(float(rng.uniform(0.03, 0.1)) / price))
        most = lot * min(int(rng.integers(5, 60)), max(2, int(10 / (price * lot))))
        score = round(float(rng.uniform(0.7, 1.3)), 2)
        drawn.append(
            Item(f"item{k}", names[k % 5], price, most, lot=lot, capability=score, category=names[k % 4])
        )
    return Catalogue(drawn)


def problem(items: int, seed: int, floors: dict[str, float]) -> BundleProblem:
    """Set the catalogue among five missions with square-root returns."""
    drawn = catalogue(items, seed)
    missions = power_missions(drawn, WEIGHTS, status_quo=14.0, exponent=0.5, years=YEARS)
    return BundleProblem(drawn, missions, 5.0, YEARS, floors)


def timed(function: Callable[[], Result]) -> tuple[float, Result]:
    """Return seconds of processor time and result."""
    start = time.process_time()
    result = function()
    return time.process_time() - start, result


def milp(form: Form, budget: float) -> float:
    """Return the value that HiGHS finds through cvxpy for whole lots."""
    answer = maximise(form, budget * YEARS, whole=True)
    return 0.0 if answer is None else form.value(np.rint(answer.lots))


def many_budgets(name: str, case: BundleProblem, count: int, sample: int) -> Row:
    """Time V(B) at many budgets, and the MILP at a sample of them."""
    budgets = np.linspace(0.01, 10.0, count)
    value = CatalogueValue(case)
    ours, values = timed(lambda: value.values(budgets))
    some = np.arange(0, count, max(1, count // sample))
    form = standard_form(case)
    naive, found = timed(lambda: np.array([milp(form, budget) for budget in budgets[some].tolist()]))
    whole = naive * count / len(some)
    return name, count, ours, whole, whole / ours, float(np.abs(values[some] - found).max())


def one_parameter(form: Form, budgets: list[float]) -> list[float]:
    """Solve one cvxpy problem, its budget a parameter, at one budget after another."""
    lots, total = cvxpy.Variable(len(form.cost)), cvxpy.Parameter(nonneg=True)
    terms, limits = [], [form.cost @ lots <= total, lots >= form.low, lots <= form.high]
    for index, curve in enumerate(form.curves):
        members = form.members(index)
        filled = cvxpy.Variable(len(curve.slopes))
        limits += [filled >= 0, filled <= np.diff(curve.ends)]
        limits += [form.capability[members] @ lots[members] == cvxpy.sum(filled)]
        terms.append(curve.slopes @ filled)
    limits += [row @ lots >= 0 for row in form.floors]
    model = cvxpy.Problem(cvxpy.Maximize(sum(terms)), limits)
    values = []
    for budget in budgets:
        total.value = budget * YEARS
        values.append(float(model.solve(solver=cvxpy.HIGHS)))
    return values


def frontier(name: str, case: BundleProblem, count: int) -> Row:
    """Time the divisible frontier, and cvxpy with a parameter at all the same budgets."""
    budgets = np.linspace(0.05, 12.0, count)
    ours, found = timed(lambda: relaxed_frontier(case, budgets))
    naive, values = timed(lambda: one_parameter(standard_form(case), budgets.tolist()))
    return name, count, ours, naive, naive / ours, float(np.abs(found.values - values).max())


def alone(name: str, count: int, function: Callable[[], object]) -> Row:
    """Time something that has nothing to be compared with."""
    return name, count, timed(function)[0], None, None, None


def rows() -> list[Row]:
    """Measure everything."""
    free, floor = problem(25, 1, {}), problem(25, 1, {"air": 0.2})
    maximise(standard_form(free), 1.0, whole=True)  # load cvxpy and HiGHS
    value = CatalogueValue(free)
    return [
        many_budgets("V(B), 25 items, whole lots", free, 1000, 20),
        many_budgets("V(B), 25 items, a floor that binds", floor, 100, 5),
        frontier("divisible frontier, 25 items", free, 200),
        frontier("divisible frontier, a floor that binds", floor, 200),
        alone("every step of V from 5 to 5.5 bn USD/yr", 1, lambda: value_steps(value, 5.0, 5.5)),
        alone("range of the plan at 5 bn USD/yr", 1, lambda: plan_range(value, 5.0)),
        alone("the 100 best bundles", 1, lambda: best_bundles(free, 100)),
        alone("range of each item within 1% of the best", 1, lambda: near_optimal(free, 0.01)),
    ]


def main() -> None:
    """Print the table."""
    columns: list[Column | str] = [
        "what",
        "budgets",
        Column("ours", "CPU s", 4),
        Column("other", "CPU s", 2),
        Column("times faster", "", 0),
        Column("largest difference", "value", 12),
    ]
    notes = ["other: the MILP anew for each budget, or one cvxpy problem with a parameter; both by HiGHS"]
    print(Table("Procurement engine", columns, rows(), notes))


if __name__ == "__main__":
    main()
