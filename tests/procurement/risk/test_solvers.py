"""The table of concepts: each row's function takes its problem and answers under its name."""

from collections.abc import Callable

from negotiate.procurement import ProgrammeProblem
from negotiate.procurement.risk import RegretProblem, RiskProblem, RobustProblem, Scenarios
from negotiate.procurement.risk.solvers import SOLVERS


def test_each_answers_under_its_name(programme_of: Callable[[int], ProgrammeProblem]) -> None:
    programme = programme_of(1)
    problems = [
        RegretProblem([[1, 2], [2, 0]]),
        RiskProblem(programme, Scenarios(prices=[(1.0,), (1.2,)], items=["i0"])),
        RobustProblem(programme, {"i0": 0.2}, size=1),
    ]
    rows = [row for row in SOLVERS for problem in problems if isinstance(problem, row.problem)]
    assert len(rows) == 4
    for row in rows:
        problem = next(p for p in problems if isinstance(p, row.problem))
        assert row.function(problem).concept == row.concept
    assert len({row.concept for row in SOLVERS}) == len(SOLVERS)
