"""The table of concepts, and what loading the sub-package costs."""

import subprocess
import sys

from negotiate.procurement import (
    BundleProblem,
    Catalogue,
    Item,
    Mission,
    PiecewiseReturns,
    Plan,
    ProgrammeProblem,
)
from negotiate.procurement.solvers import SOLVERS


def test_every_concept_gives_a_plan_under_its_name(fleet: BundleProblem) -> None:
    rows = [solver for solver in SOLVERS if solver.problem is BundleProblem]
    assert [solver.concept for solver in rows] == ["bundle", "relaxed bundle"]
    for solver in rows:
        plan = solver.function(fleet)
        assert isinstance(plan, Plan)
        assert plan.concept == solver.concept


def test_every_concept_of_a_programme_gives_one_under_its_name() -> None:
    catalogue = Catalogue([Item("jet", "air", 0.4, 9)])
    problem = ProgrammeProblem(catalogue, [Mission("air", PiecewiseReturns([0], [1.0]))], [1.0, 1.6])
    rows = [solver for solver in SOLVERS if solver.problem is ProgrammeProblem]
    assert [solver.concept for solver in rows] == ["programme", "relaxed programme", "Pareto set"]
    assert all(solver.function(problem).concept == solver.concept for solver in rows)


def test_loading_it_loads_no_solver() -> None:
    code = (
        "import sys, negotiate.procurement; "
        "print([m for m in ('cvxpy', 'highspy', 'scipy', 'pandas', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
