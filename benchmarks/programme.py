"""How fast is a programme under risk written, compiled and solved, and is it right? Two tables; two minutes.

Thirty items over five years with a limit on CVaR of each year's outlay over 200 scenarios: the
arrays of this library, against models written in cvxpy with one constraint a scenario and year, and
with one a year.
Then small programmes: the same optimum from HiGHS called directly, from cvxpy, and from all orders.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import cvxpy
import highspy
import numpy as np

from negotiate.procurement import Catalogue, Contract, Item, ProgrammeProblem, power_missions
from negotiate.procurement.programme import LinearForm
from negotiate.procurement.risk import (
    RiskProblem,
    Scenarios,
    lognormal_paths,
    lognormal_prices,
    optimal_risk_plan,
)
from negotiate.procurement.risk.risk_form import risk_form
from negotiate.table import Column, Table

WEIGHTS = {"air": 0.5, "defence": 0.3, "sea": 0.2}
PROFILES = ((1.0,), (0.4, 0.6), (0.3, 0.4, 0.3))
GAP, SECONDS = 5e-3, 30.0  # where the search for whole orders stops


def programme(items: int, years: int, seed: int, most: int = 30) -> ProgrammeProblem:
    """Draw prices from 5 million to 0.7 billion dollars; a lot costs some 50 million."""
    rng = np.random.default_rng(seed)
    drawn = []
    for k in range(items):
        price = round(float(np.exp(rng.uniform(np.log(0.005), np.log(0.7)))), 4)
        lot = max(1, round(0.05 / price))
        contract = Contract(profile=PROFILES[k % 3], lag=k % 3)
        quantity, score = (
            lot * int(rng.integers(min(4, most), most + 1)),
            round(float(rng.uniform(0.7, 1.3)), 2),
        )
        mission = list(WEIGHTS)[k % 3]
        drawn.append(Item(f"item{k}", mission, price, quantity, lot=lot, capability=score, contract=contract))
    catalogue = Catalogue(drawn)
    served = {name: WEIGHTS[name] for name in WEIGHTS if any(item.mission == name for item in drawn)}
    missions = power_missions(catalogue, served, status_quo=14.0, exponent=0.5, years=years, segments=16)
    caps = np.linspace(0.13, 0.27, years) * items / years * 2
    return ProgrammeProblem(catalogue, missions, caps, rates={"JPY": 150.0})


def scenarios(case: ProgrammeProblem, count: int, *, prices: bool) -> Scenarios:
    """Draw paths of the yen, and prices of all items but the first."""
    paths = lognormal_paths(150.0, 0.1, case.years, count, seed=1)
    if not prices:
        return paths
    moving = dict.fromkeys(case.catalogue.names[1:], 0.15)
    return paths.alongside(lognormal_prices(moving, count, seed=2, correlation=0.3))


def naive(problem: RiskProblem, *, loops: bool) -> tuple[Any, Any]:
    """Write the model in cvxpy as one would on paper; return it and its orders in lots.

    With ``loops`` there is a constraint for every scenario and year, else one for every year.
    """
    case, cases = problem.programme, problem.scenarios
    items, years, count = len(case.catalogue), case.years, cases.count
    lots = cvxpy.Variable((items, years), integer=True)
    quantile = cvxpy.Variable(years)
    excess = cvxpy.Variable((count, years), nonneg=True)
    limits = [lots >= 0]
    for k, item in enumerate(case.catalogue):
        limits += [cvxpy.sum(lots[k]) <= item.lots[1]]
    for year in range(years):
        due = []
        for k, item in enumerate(case.catalogue):
            parts = [(year - h, share) for h, share in enumerate(item.contract.profile) if year >= h]
            due.append(sum(item.price * item.lot * share * lots[k, y] for y, share in parts))
        dues = cvxpy.hstack(due)
        factors = problem.multipliers * cases.rates[:, [year]] / 150.0
        if loops:
            limits += [excess[s, year] >= factors[s] @ dues - quantile[year] for s in range(count)]
        else:
            limits.append(excess[:, year] >= factors @ dues - quantile[year])
        tail = cases.probabilities @ excess[:, year] / (1 - problem.level)
        limits.append(quantile[year] + tail <= case.headroom[year])
    worth = []
    for mission in case.missions:
        starts, slopes = mission.returns.breakpoints, mission.weight * mission.returns.slopes
        filled = cvxpy.Variable(len(slopes), nonneg=True)
        limits += [filled[j] <= starts[j + 1] - starts[j] for j in range(len(starts) - 1)]
        added = [
            item.capability * item.price * item.lot * cvxpy.sum(lots[k])
            for k, item in enumerate(case.catalogue)
            if item.mission == mission.name
        ]
        limits.append(cvxpy.sum(filled) == sum(added))
        worth.append(slopes @ filled)
    return cvxpy.Problem(cvxpy.Maximize(sum(worth)), limits), lots


def timed(function: Callable[[], Any]) -> tuple[float, Any]:
    """Return seconds and result."""
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result


@contextmanager
def compilations() -> Iterator[list[float]]:
    """Time the compilation of every cvxpy problem that is solved meanwhile."""
    seconds: list[float] = []
    original = cvxpy.Problem.solve

    def solve(self: Any, *arguments: Any, **options: Any) -> Any:
        seconds.append(timed(lambda: self.get_problem_data(cvxpy.HIGHS))[0])
        return original(self, *arguments, **options)

    cvxpy.Problem.solve = solve
    try:
        yield seconds
    finally:
        cvxpy.Problem.solve = original


def solved_naive(
    problem: RiskProblem, gap: float, seconds: float, *, loops: bool
) -> tuple[float, float, float, float]:
    """Return seconds to build, compile and solve a model in cvxpy, and its value."""
    build, (model, lots) = timed(lambda: naive(problem, loops=loops))
    options = {"mip_rel_gap": gap, "time_limit": seconds}
    with compilations() as compiled:
        whole, _ = timed(lambda: model.solve(solver=cvxpy.HIGHS, highs_options=options))
    lot = np.array([[item.lot] for item in problem.programme.catalogue])
    return build, compiled[0], whole - compiled[0], problem.programme.value(np.rint(lots.value) * lot)


def solved_here(problem: RiskProblem, gap: float, seconds: float) -> tuple[float, float, float, Any]:
    """Return seconds to build, compile (the relaxation and the whole orders) and solve, and the plan."""
    build, _ = timed(lambda: risk_form(problem))
    with compilations() as compiled:
        whole, plan = timed(lambda: optimal_risk_plan(problem, tolerance=gap, time_limit=seconds))
    return build, sum(compiled), whole - build - sum(compiled), plan


def large() -> Table:
    """Time thirty items over five years with 200 scenarios."""
    case = programme(30, 5, seed=0)
    rows: list[tuple[str | float | None, ...]] = []
    for what, prices in (("rate alone", False), ("rate and prices", True)):
        problem = RiskProblem(case, scenarios(case, 200, prices=prices), budget_currency="JPY")
        build, compiled, solving, plan = solved_here(problem, GAP, SECONDS)
        proven = 100 * plan.gap / plan.bound
        rows.append((f"{what}, here", build, compiled, build + compiled, solving, plan.value, proven))
        for loops, name in ((False, "cvxpy by year"), (True, "cvxpy by scenario")):
            build, compiled, solving, value = solved_naive(problem, GAP, SECONDS, loops=loops)
            rows.append((f"{what}, {name}", build, compiled, build + compiled, solving, value, None))
    columns: list[Column | str] = [
        "uncertain",
        Column("build", "s", 3),
        Column("compile", "s", 3),
        Column("both", "s", 3),
        Column("solve", "s", 1),
        Column("value", "", 6),
        Column("gap proven", "%", 3),
    ]
    note = f"30 items, 5 years, 200 scenarios; the search stops at a gap of {GAP:.1%} or after {SECONDS:g} s"
    also = "here compile and solve hold the relaxation and its bound too"
    return Table("CVaR of yearly outlays", columns, rows, [note, also])


def directly(form: LinearForm) -> float:
    """Solve the arrays by HiGHS without cvxpy."""
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = form.matrix.shape
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = form.objective, form.col_lower, form.col_upper
    lp.row_lower_, lp.row_upper_ = form.row_lower, form.row_upper
    matrix = lp.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_, matrix.index_, matrix.value_ = form.matrix.indptr, form.matrix.indices, form.matrix.data
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[int(whole)] for whole in form.integer]
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(lp)
    solver.run()
    return float(solver.getInfo().objective_function_value)


def by_hand(problem: RiskProblem) -> float:
    """Look at all orders."""
    rows = []
    for item in problem.programme.catalogue:
        every = itertools.product(range(0, item.most + 1, item.lot), repeat=problem.programme.years)
        rows.append([row for row in every if sum(row) <= item.most])
    kept = (o for o in map(np.array, itertools.product(*rows)) if not problem.violations(o))
    return max(problem.programme.value(orders) for orders in kept)


def small() -> Table:
    """Compare four ways on small programmes."""
    rows: list[tuple[int | float, ...]] = []
    for seed in range(6):
        case = programme(3, 2, seed, most=4)
        problem = RiskProblem(case, scenarios(case, 20, prices=True), budget_currency="JPY", level=0.8)
        here = optimal_risk_plan(problem).value
        other = solved_naive(problem, 0.0, SECONDS, loops=True)[3]
        rows.append((seed, here, directly(risk_form(problem)), other, by_hand(problem)))
    columns: list[Column | str] = ["seed"]
    columns += [Column(way, "", 9) for way in ("here", "HiGHS directly", "naive cvxpy", "all orders")]
    return Table("The same optimum four ways", columns, rows, ["3 items, 2 years, 20 scenarios, CVaR 80 %"])


def main() -> None:
    """Print both tables."""
    print(small())
    print()
    print(large())


if __name__ == "__main__":
    main()
