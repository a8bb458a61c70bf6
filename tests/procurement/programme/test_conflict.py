"""Why nothing fits: the conflict is smallest, and the rise that is named makes room."""

from collections.abc import Callable

import pytest

from negotiate.procurement import (
    BudgetCap,
    Catalogue,
    Contract,
    Excludes,
    Family,
    Item,
    Mission,
    NoProgramme,
    PiecewiseReturns,
    ProgrammeProblem,
    Requires,
    linear_form,
    optimal_programme,
    relaxed_programme,
    solve_linear,
)

AIR = Mission("air", PiecewiseReturns([0], [1.0]))
FIVE = Item("jet", "air", 1.0, 9, least=5, contract=Contract((0.5, 0.5)))


def conflict(problem: ProgrammeProblem) -> NoProgramme:
    with pytest.raises(NoProgramme) as caught:
        optimal_programme(problem)
    return caught.value


def test_the_least_multiple_of_the_caps() -> None:
    """Five jets at 1: whether ordered in the first year or the second, 2.5 fall due in the second."""
    problem = ProgrammeProblem(Catalogue([FIVE]), [AIR], [1.0, 1.0], first_year=2027, deferred_cap=0.0)
    error = conflict(problem)
    assert error.conflict == ("least of jet", "outlay cap 2028")
    assert error.least_multiple == pytest.approx(2.5)
    assert str(error) == (
        "no programme fits under the caps; they must be at least 2.500 times as high (in conflict: "
        "least of jet, outlay cap 2028). Raise them or drop an item."
    )
    assert optimal_programme(problem.replace(cap=[2.5, 2.5])).quantities.tolist() == [5]


def test_the_least_rise_makes_room() -> None:
    problem = ProgrammeProblem(Catalogue([FIVE]), [AIR], BudgetCap(50, 0.01, 2), deferred_cap=0.0)
    error = conflict(problem)
    assert error.least_growth == pytest.approx(0.05, abs=1e-5)
    assert "no programme fits budget_cap=1.0%; the least possible rise is 5.0%" in str(error)
    assert optimal_programme(problem.replace(cap=BudgetCap(50, error.least_growth, 2))).cost == 5.0


@pytest.mark.parametrize("caps", [[0.0, 0.0], [0.0, 9.0], [1.0, 0.0]])
def test_caps_of_nothing_must_rise_since_no_multiple_of_them_would_do(caps: list[float]) -> None:
    problem = ProgrammeProblem(Catalogue([FIVE]), [AIR], caps, deferred_cap=0.0)
    error = conflict(problem)
    assert error.least_multiple is None
    assert error.least_rise == pytest.approx(2.5)
    assert "no programme fits under the caps; every cap must rise by at least 2.500 bn USD" in str(error)
    wider = problem.replace(cap=[cap + 2.5 for cap in caps])
    assert optimal_programme(wider).quantities.tolist() == [5]


def test_a_budget_that_does_not_grow_names_the_least_rise() -> None:
    problem = ProgrammeProblem(Catalogue([FIVE]), [AIR], BudgetCap(50, 0.0, 2), deferred_cap=0.0)
    error = conflict(problem)
    assert error.least_growth == pytest.approx(0.05, abs=1e-5)
    assert "no programme fits budget_cap=0.0%; the least possible rise is 5.0%" in str(error)


def test_limits_that_conflict_whatever_the_caps() -> None:
    items = [Item("a", "air", 1.0, 4, least=1), Item("b", "air", 1.0, 4, least=1)]
    problem = ProgrammeProblem(Catalogue(items, [Excludes("a", "b")]), [AIR], [90.0])
    error = conflict(problem)
    assert set(error.conflict) == {"a excludes b", "least of a", "least of b"}
    assert error.least_multiple is None
    assert error.least_rise is None
    assert "no programme fits under any caps: " in str(error)


def test_floors_that_contradict_one_another() -> None:
    items = [
        Item("home", "air", 1.0, 4, us_content=0.0, category="h"),
        Item("away", "air", 1.0, 9, category="a"),
    ]
    links = [Family("all", ("home", "away"), least=2)]
    problem = ProgrammeProblem(Catalogue(items, links), [AIR], [90.0], floors={"a": 0.6}, domestic_share=0.5)
    error = conflict(problem)
    assert set(error.conflict) == {"floor of a", "domestic share", "least of family all"}
    with pytest.raises(NoProgramme, match="under any caps"):
        relaxed_programme(problem)


def test_a_whole_conflict_where_divisible_lots_would_fit() -> None:
    items = [Item("a", "air", 1.0, 4, lot=4), Item("b", "air", 1.0, 8, lot=4, least=4)]
    problem = ProgrammeProblem(Catalogue(items, [Requires("b", "a")]), [AIR], [6.0])
    assert relaxed_programme(problem).value == pytest.approx(6.0)
    error = conflict(problem)
    assert set(error.conflict) == {"outlay cap 1", "least of b", "b needs a"}
    assert error.least_multiple == pytest.approx(8 / 6)


@pytest.mark.parametrize("seed", range(400, 440))
def test_what_conflicts_is_smallest(seed: int, make: Callable[[int], ProgrammeProblem]) -> None:
    problem = make(seed)
    form = linear_form(problem)
    if solve_linear(form, whole=True) is not None:
        return
    error = conflict(problem)
    limits = {n for n in form.row_names if n and not n.startswith(("capability of ", "most of "))}
    limits |= {n for n in form.row_names if n.startswith("most of family ")}
    only = form.without(sorted(limits - set(error.conflict)))
    assert solve_linear(only, whole=True) is None
    for name in error.conflict:
        assert solve_linear(only.without([name]), whole=True) is not None
    if error.least_multiple is not None:
        wider = problem.replace(cap=problem.headroom * (error.least_multiple + 1e-9) + 1e-9)
        assert solve_linear(linear_form(wider), whole=True) is not None
