from negotiate.games import NormalFormGame
from negotiate.repeated import EnforcementProblem
from negotiate.repeated.solvers import SOLVERS

DILEMMA = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
GIVEN = {
    "critical discount factors": (EnforcementProblem([[3]], [[5]], [[1]], ["Home"], "USD"), {"review": 2}),
    "minmax": (DILEMMA, {}),
    "nash reversion set": (DILEMMA, {"reversion": ["s2", "s2"], "discount": "0.6"}),
}


def test_every_row_takes_its_problem_and_answers_under_its_name() -> None:
    assert {row.concept for row in SOLVERS} == set(GIVEN)
    for row in SOLVERS:
        problem, options = GIVEN[row.concept]
        assert isinstance(problem, row.problem)
        found = row.function(problem, **options)
        assert found.concept == row.concept
        assert found.to_dict()["concept"] == row.concept
        assert found.provenance.inputs == problem.digest
