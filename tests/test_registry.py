"""The registry: by-name solving gives what the functions give, and refuses in words."""

import pytest

from negotiate import (
    BargainingProblem,
    InvalidInput,
    NormalFormGame,
    NotApplicable,
    nash_equilibria,
    nash_solution,
    solve,
)
from negotiate.registry import concepts, solvers
from negotiate.trade import GeneralEquilibrium, load_regions
from negotiate.trade.general.policy import optimal_tariffs

PRISONERS = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
CAKE = BargainingProblem([(k, 10 - k) for k in range(11)], (0, 2), ("Home", "Foreign"), "bn USD")


def test_one_concept_two_problems() -> None:
    assert [e.labels for e in solve(PRISONERS, "nash")] == [e.labels for e in nash_equilibria(PRISONERS)]
    assert solve(CAKE, "nash").labels == nash_solution(CAKE).labels


def test_every_row_is_callable_and_named_once_per_problem() -> None:
    rows = solvers()
    keys = [(row.concept, row.problem) for row in rows]
    assert len(set(keys)) == len(keys)
    assert all(callable(row.function) and row.function.__doc__ for row in rows)
    assert len(concepts().rows) == len(rows)


def test_what_stands_behind_the_problem_is_given_by_name() -> None:
    model = GeneralEquilibrium(load_regions(), deficits="balanced")
    found = solve(model, "optimal tariffs", setter="USA")
    assert found.rates.tolist() == optimal_tariffs(model, "USA").rates.tolist()


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="concept='nsah' is not known; choose from .* Did you mean 'nash'"):
        solve(PRISONERS, "nsah")
    with pytest.raises(InvalidInput, match=r"problem is a list; solve\(\) takes one of .*BargainingProblem"):
        solve([], "nash")
    with pytest.raises(NotApplicable, match=r"is for a BargainingProblem or .*, not for a NormalFormGame"):
        solve(PRISONERS, "kalai-smorodinsky")
    with pytest.raises(InvalidInput, match="concept='alternating offers' needs discount; give each by name"):
        solve(CAKE, "alternating offers")
    with pytest.raises(InvalidInput, match="'metod' is not an option of concept='nash'; it takes: .*method"):
        solve(PRISONERS, "nash", metod="nashpy")
