"""The table of concepts, and what loading the sub-package costs."""

import subprocess
import sys

from negotiate.procurement import BundleProblem, Plan
from negotiate.procurement.solvers import SOLVERS


def test_every_concept_gives_a_plan_under_its_name(fleet: BundleProblem) -> None:
    assert [solver.concept for solver in SOLVERS] == ["bundle", "relaxed bundle"]
    for solver in SOLVERS:
        plan = solver.function(fleet)
        assert isinstance(plan, Plan)
        assert plan.concept == solver.concept


def test_loading_it_loads_no_solver() -> None:
    code = (
        "import sys, negotiate.procurement; "
        "print([m for m in ('cvxpy', 'highspy', 'scipy', 'pandas', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
