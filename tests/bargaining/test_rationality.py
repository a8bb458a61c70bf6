from hypothesis import given, settings

from negotiate.bargaining import BargainingProblem, individually_rational
from tests.bargaining.cases import exact, problems


@settings(deadline=None, max_examples=80)
@given(problems())
def test_it_is_what_the_definition_says(problem: BargainingProblem) -> None:
    d = problem.reservation
    weak = [k for k, u in enumerate(exact(problem)) if all(a >= b for a, b in zip(u, d, strict=True))]
    strict = [k for k, u in enumerate(exact(problem)) if all(a > b for a, b in zip(u, d, strict=True))]
    assert individually_rational(problem).tolist() == weak
    assert individually_rational(problem, strict=True).tolist() == strict


def test_a_gain_too_small_for_floats_counts() -> None:
    problem = BargainingProblem([(10**20 + 1, 1), (10**20, 1)], (10**20, 0), ("Home", "Foreign"), "USD")
    assert individually_rational(problem, strict=True).tolist() == [0]
    assert individually_rational(problem).tolist() == [0, 1]
