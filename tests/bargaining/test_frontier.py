import numpy as np
import pytest
from hypothesis import given, settings

from negotiate.bargaining import BargainingProblem, dominating_outcomes, pareto_frontier
from negotiate.errors import InvalidInput
from tests.bargaining.cases import dominates, exact, problems


@settings(deadline=None, max_examples=120)
@given(problems())
def test_it_is_what_the_definitions_say(problem: BargainingProblem) -> None:
    outcomes = exact(problem)
    strong = [k for k, u in enumerate(outcomes) if not any(dominates(v, u) for v in outcomes)]
    weak = [
        k
        for k, u in enumerate(outcomes)
        if not any(all(a > b for a, b in zip(v, u, strict=True)) for v in outcomes)
    ]
    assert pareto_frontier(problem).tolist() == strong
    assert pareto_frontier(problem, kind="weak").tolist() == weak


@settings(deadline=None, max_examples=60)
@given(problems())
def test_dominating_outcomes_are_what_the_definition_says(problem: BargainingProblem) -> None:
    outcomes = exact(problem)
    for k, u in enumerate(outcomes):
        assert dominating_outcomes(problem, k).tolist() == [
            j for j, v in enumerate(outcomes) if dominates(v, u)
        ]


@pytest.mark.parametrize("players", [2, 3])
def test_every_point_of_a_sphere_is_efficient_and_none_below_it(players: int) -> None:
    random = np.random.default_rng(5)
    sphere = np.abs(random.normal(size=(400, players)))
    sphere /= np.linalg.norm(sphere, axis=1)[:, None]
    below = sphere * random.uniform(0.1, 0.9, size=sphere.shape)
    names = [f"player {k}" for k in range(players)]
    problem = BargainingProblem(np.vstack([below, sphere]), [0] * players, names, "USD")
    assert pareto_frontier(problem).tolist() == list(range(400, 800))
    assert pareto_frontier(problem, kind="weak").tolist() == list(range(400, 800))


def test_duplicates_are_all_in_or_all_out() -> None:
    problem = BargainingProblem([(1, 2), (2, 1), (1, 2), (0, 0), (0, 0)], (0, 0), ("Home", "Foreign"), "USD")
    assert pareto_frontier(problem).tolist() == [0, 1, 2]


def test_refusals() -> None:
    problem = BargainingProblem([(1, 2)], (0, 0), ("Home", "Foreign"), "USD")
    with pytest.raises(
        InvalidInput, match="kind='week' is not known; choose from strong, weak. Did you mean 'weak'"
    ):
        pareto_frontier(problem, kind="week")
    with pytest.raises(InvalidInput, match="outcome=3; it must be from 0 to 0"):
        dominating_outcomes(problem, 3)


@pytest.mark.parametrize("players", [2, 3, 4])
@pytest.mark.parametrize("largest", [3, 30, 10**6])
def test_outcomes_set_aside_early_are_on_no_frontier(players: int, largest: int) -> None:
    """Enough outcomes that most are compared with a few good compromises only; many ties."""
    payoffs = np.random.default_rng(largest).integers(0, largest, size=(1500, players))
    payoffs[:, 0] *= -1  # a payoff that is never positive, on another scale
    payoffs[:, 0] *= 1000
    names = [f"player {k}" for k in range(players)]
    problem = BargainingProblem(payoffs, [0] * players, names, "USD")
    as_good = (payoffs[:, None] >= payoffs[None]).all(axis=2)
    strong = ~(as_good & (payoffs[:, None] > payoffs[None]).any(axis=2)).any(axis=0)
    weak = ~(payoffs[:, None] > payoffs[None]).all(axis=2).any(axis=0)
    assert pareto_frontier(problem).tolist() == np.flatnonzero(strong).tolist()
    assert pareto_frontier(problem, kind="weak").tolist() == np.flatnonzero(weak).tolist()


def test_payoffs_that_no_range_can_measure() -> None:
    """Ranges of nothing, and of more than floats hold, do not stop the search for compromises."""
    payoffs = np.zeros((600, 2))
    payoffs[1:, 1] = np.linspace(-1e307, 1e307, 599)
    problem = BargainingProblem(payoffs, (0, 0), ("Home", "Foreign"), "USD")
    assert pareto_frontier(problem).tolist() == [599]
