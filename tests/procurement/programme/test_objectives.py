"""Ranked objectives and Pareto sets, against a look at every way to order."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from negotiate import InvalidInput, NotApplicable
from negotiate.procurement import (
    CES,
    Catalogue,
    Item,
    Mission,
    NoProgramme,
    ParetoSet,
    PiecewiseReturns,
    ProgrammeProblem,
    lexicographic,
    pareto_set,
)
from negotiate.procurement.programme import objectives, pareto
from negotiate.procurement.programme.measures import known_measures, scores
from negotiate.procurement.programme.solve import NothingFound

AIR = Mission("air", PiecewiseReturns([0], [1.0]))
Make = Callable[[int], ProgrammeProblem]
Every = Callable[[ProgrammeProblem], Iterator[np.ndarray]]
ORDER = ["value", "purchases", "cost"]


def two(cap: float = 4.0, **limits: object) -> ProgrammeProblem:
    items = [
        Item("us", "air", 1.0, 9),
        Item("own", "air", 1.0, 9, capability=1.5, us_content=0.0, interoperability=1.0),
    ]
    return ProgrammeProblem(Catalogue(items), [AIR], [cap], **limits)


def every_score(problem: ProgrammeProblem, names: list[str], every: Every) -> np.ndarray:
    measures = tuple(known_measures(problem)[name] for name in names)
    kept = [scores(problem, measures, o) for o in every(problem) if not problem.violations(o)]
    return np.array(kept).reshape(-1, len(names))


def test_the_second_objective_decides_among_the_best_by_the_first() -> None:
    found = lexicographic(two(), ["value", "purchases"])
    assert found.programme.orders.tolist() == [[0], [4]]
    other = lexicographic(two(), ["purchases", "value"])
    assert other.programme.orders.tolist() == [[4], [0]]
    cheap = lexicographic(two(), ["cost"])
    assert cheap.programme.orders.sum() == 0


def test_slack_is_what_the_next_objective_may_use() -> None:
    found = lexicographic(two(), ["value", "purchases"], slack={"value": 0.2})
    assert found.programme.orders.tolist() == [[2], [2]]  # 5 of 6, and 4.8 must stay
    assert found.steps[0].best == 6.0
    assert found.steps[0].held == pytest.approx(4.8)
    assert [step.final for step in found.steps] == [5.0, 2.0]
    assert found.table().rows[1][:2] == ("most purchases", "bn USD/yr")
    assert found.certificate()["violations"] == []
    assert found.answer()["objectives"] == {"value": 5.0, "purchases": 2.0}


@pytest.mark.parametrize("seed", range(600, 630))
def test_ranked_objectives_agree_with_brute_force(seed: int, make: Make, every: Every) -> None:
    problem = make(seed)
    ways = every_score(problem, ORDER, every)
    if not len(ways):
        with pytest.raises(NoProgramme):
            lexicographic(problem, ORDER)
        return
    for column in range(len(ORDER)):
        ways = ways[ways[:, column] >= ways[:, column].max() - 1e-8]
    found = lexicographic(problem, ORDER)
    signs = np.array([step.measure.sign for step in found.steps])
    assert signs * [step.final for step in found.steps] == pytest.approx(ways[0], abs=1e-6)
    assert max(step.gap for step in found.steps) < 1e-6


@pytest.mark.parametrize("seed", range(640, 660))
@pytest.mark.parametrize("names", [["value", "cost"], ["purchases", "value", "deferred"]])
def test_nothing_betters_a_plan_of_the_set(seed: int, names: list[str], make: Make, every: Every) -> None:
    problem = make(seed)
    ways = every_score(problem, names, every)
    if not len(ways):
        return
    found = pareto_set(problem, names, 4)
    signs = np.array([measure.sign for measure in found.measures])
    for reached in found.points * signs:
        no_worse = ways[(ways >= reached - 1e-7).all(axis=1)]
        assert len(no_worse)
        assert not (no_worse > reached + 1e-5).any()
    assert all(plan.efficient for plan in found.plans)
    best = np.array([found.ranges[name][1] for name in names]) * signs
    assert best == pytest.approx(ways.max(axis=0), abs=1e-6)


def test_a_fine_grid_finds_the_whole_set_of_two_measures(every: Every) -> None:
    problem = two()
    ways = every_score(problem, ["value", "purchases"], every)
    efficient = {tuple(w) for w in ways.tolist() if not ((ways >= w).all(1) & (ways > w).any(1)).any()}
    found = pareto_set(problem, points=5)
    assert {tuple(p) for p in found.points.tolist()} == efficient
    assert isinstance(found, ParetoSet)
    assert found.ranges == {"value": (4.0, 6.0), "purchases": (0.0, 4.0)}
    assert len(found.table().rows) == len(found.answer()["plans"]) == 5
    assert found.certificate()["efficient"] == [True] * 5


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: lexicographic(two(), "value"), r"order is 'value'; it must be a list of measures"),
        (lambda: lexicographic(two(), ["valu"]), r"order names 'valu'; known: value, .*Did you mean 'value'"),
        (lambda: lexicographic(two(), ["cost", "cost"]), "order names 'cost' twice"),
        (lambda: lexicographic(two(), []), "order has 0 measures; give at least 1"),
        (lambda: lexicographic(two(), ["value"], 2.0), "slack=2; it must be from 0 to 1"),
        (lambda: pareto_set(two(), ["value"]), "measures has 1 measures; give at least 2"),
        (lambda: pareto_set(two(), points=1), "points=1; it must be at least 2"),
        (lambda: pareto_set(two(), ["value", "cost", "offset"], 30), "makes 900 floors; at most 400"),
    ],
)
def test_refusals(call: Callable[[], object], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        call()


def test_a_bound_beyond_what_was_found_is_shown_as_the_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that stops early claims less: half a range more than it found, say."""
    proven = pareto.best_by

    def loose(*arguments: Any, **options: Any) -> tuple[np.ndarray, float] | None:
        answer = proven(*arguments, **options)
        return None if answer is None else (answer[0], answer[1] + 0.5)

    assert all(plan.efficient for plan in pareto_set(two(), ["value", "cost"], points=3).plans)
    monkeypatch.setattr(pareto, "best_by", loose)
    for plan in pareto_set(two(), ["value", "cost"], points=3).plans:
        assert plan.gap == pytest.approx(0.5, abs=1e-6)
        assert not plan.efficient


def test_a_ces_aggregate_is_refused() -> None:
    problem = two(aggregation=CES(0.5, {"air": 1}, base=1.0))
    with pytest.raises(NotApplicable, match="by 'sum' or 'worst', not by CES"):
        pareto_set(problem)


def test_without_time_the_orders_known_so_far_stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    solve, calls = objectives.solve_whole, []

    def slow(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) > 1:
            raise NothingFound("no time")
        return solve(*arguments)

    monkeypatch.setattr(objectives, "solve_whole", slow)
    found = lexicographic(two(), ["cost", "value"], {"cost": 1.0})
    assert found.programme.orders.sum() == 0  # the cheapest, and no time to better it
    assert [step.gap for step in found.steps] == pytest.approx([0.0, 0.0], abs=1e-8)
    calls.clear()
    found = lexicographic(two(), ["value", "purchases"], 0.5)
    assert found.steps[1].final == 0.0
    assert found.steps[1].gap == pytest.approx(4.0)  # the bound of the divisible problem
    with pytest.raises(NothingFound, match="found nothing within time_limit=5 s; raise it"):
        lexicographic(two(), ["value"], time_limit=5)
