"""How fast is V(B), and is it right? Prints two tables; about a minute.

V(B) of a 25-item catalogue at many budgets by ``CatalogueValue``, which proves each value by
enumeration, against writing the MILP anew in cvxpy and solving it by HiGHS for each budget.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from negotiate.procurement import (
    BundleProblem,
    Catalogue,
    CatalogueValue,
    Item,
    optimal_bundle,
    power_missions,
)
from negotiate.procurement.form import standard_form
from negotiate.procurement.program import maximise
from negotiate.table import Column, Table

YEARS = 5
WEIGHTS = {"air": 0.30, "defence": 0.25, "sea": 0.20, "strike": 0.15, "watch": 0.10}


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


def timed(function: Callable[[], object]) -> tuple[float, object]:
    """Return seconds and result."""
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result


def many_budgets(case: BundleProblem, budgets: list[float], compared: int) -> tuple[float, float, float, int]:
    """Time V(B) at all budgets and the MILP at some; return ms a budget, and the largest difference."""
    value = CatalogueValue(case)
    ours, _ = timed(lambda: [value(budget) for budget in budgets])
    proven = sum(value.plan(budget).proof == "enumeration" for budget in budgets)
    some = budgets[:: max(1, len(budgets) // compared)]
    form = standard_form(case)
    naive, answers = timed(lambda: [maximise(form, budget * YEARS, whole=True) for budget in some])
    found = [form.value(np.rint(answer.lots)) for answer in answers]  # type: ignore[attr-defined]
    difference = max(abs(value(budget) - other) for budget, other in zip(some, found, strict=True))
    return 1e3 * ours / len(budgets), 1e3 * naive / len(some), difference, proven


def main() -> None:
    """Print both tables."""
    optimal_bundle(problem(5, 0, {}))  # load cvxpy and HiGHS
    rows: list[tuple[int | float, ...]] = []
    for items, floors in ((17, {}), (25, {}), (17, {"air": 0.2}), (25, {"air": 0.2})):
        case = problem(items, 1, floors)
        budgets = np.linspace(0.05, 10, 100).tolist()
        ours, naive, difference, proven = many_budgets(case, budgets, 10)
        rows.append((items, len(floors), len(budgets), proven, ours, naive, naive / ours, difference))
    columns: list[Column | str] = [
        "items",
        "floors",
        "budgets",
        "proven by enumeration",
        Column("V(B)", "ms a budget", 1),
        Column("MILP anew in cvxpy", "ms a budget", 1),
        Column("times faster", "", 1),
        Column("largest difference", "value", 12),
    ]
    print(Table("V(B) at many budgets", columns, rows))
    case = problem(25, 1, {})
    value = CatalogueValue(case)
    budgets = np.linspace(0.01, 10, 1000).tolist()
    whole, _ = timed(lambda: [value(budget) for budget in budgets])
    again = CatalogueValue(case)
    divisible, _ = timed(lambda: [again.relaxed(budget) for budget in budgets])
    print(
        Table(
            "A thousand budgets of 25 items",
            ["what", Column("time", "s", 2)],
            [("V(B) in whole lots, each proven", whole), ("divisible value", divisible)],
        )
    )


if __name__ == "__main__":
    main()
