"""Where nothing fits: the limits that conflict, and the least budget or rise that would do."""

from collections.abc import Callable

import pytest

from negotiate.procurement import (
    BudgetCap,
    BundleProblem,
    Catalogue,
    Item,
    Mission,
    NoBundle,
    PiecewiseReturns,
    optimal_bundle,
    relaxed_bundle,
)

AIR = [Mission("air", PiecewiseReturns([0], [1.0]))]


def refusal(problem: BundleProblem) -> NoBundle:
    with pytest.raises(NoBundle) as caught:
        optimal_bundle(problem)
    return caught.value


def test_the_least_rise_is_named_in_the_words_of_the_cap() -> None:
    jets = Catalogue([Item("jet", "air", 0.5, 100, least=80)])
    problem = BundleProblem(jets, AIR, BudgetCap(57.6, 0.03, 5))
    error = refusal(problem)
    assert str(error) == (
        "no bundle fits budget_cap=3.0%; the least possible rise is 4.4% "
        "(in conflict: the budget, least 80 of jet). Raise it or drop an item."
    )
    assert error.least_budget == pytest.approx(8.0)
    assert error.least_growth is not None
    fits = BundleProblem(jets, AIR, BudgetCap(57.6, error.least_growth + 1e-9, 5))
    assert optimal_bundle(fits).quantities.tolist() == [80]


def test_limits_that_do_not_matter_are_left_out() -> None:
    items = [
        Item("jet", "air", 1.0, 9, least=4, category="fighter"),
        Item("drone", "air", 1.0, 9, least=1, category="isr"),
        Item("ship", "air", 1.0, 1, category="naval"),
    ]
    error = refusal(BundleProblem(Catalogue(items), AIR, 50.0, 1, {"naval": 0.5, "isr": 0.1}))
    assert error.conflict == ("the floor of naval", "least 4 of jet")
    assert error.least_budget is None
    assert "no bundle fits at any budget" in str(error)


def test_a_plain_budget_names_the_least_budget() -> None:
    items = [
        Item("jet", "air", 1.0, 9, least=4, category="fighter"),
        Item("ship", "air", 1.0, 9, category="naval"),
    ]
    error = refusal(BundleProblem(Catalogue(items), AIR, 1.0, 2, {"naval": 0.5}))
    assert error.least_budget == pytest.approx(4.0)
    assert "the least possible is 4.0000 bn USD/yr" in str(error)


def test_both_concepts_refuse_alike() -> None:
    problem = BundleProblem(Catalogue([Item("jet", "air", 1.0, 9, least=4)]), AIR, 1.0, 2)
    with pytest.raises(NoBundle, match="in conflict: the budget, least 4 of jet"):
        relaxed_bundle(problem)


@pytest.mark.parametrize("seed", range(60))
def test_the_least_budget_is_the_least(
    seed: int,
    make: Callable[[int], BundleProblem],
    slowly: Callable[[BundleProblem], tuple[float, tuple[int, ...]] | None],
) -> None:
    problem = make(seed).with_budget(0.0)
    if slowly(problem) is not None:
        return
    error = refusal(problem)
    if error.least_budget is None:
        assert slowly(problem.with_budget(problem.catalogue.most_cost)) is None
    else:
        assert slowly(problem.with_budget(error.least_budget)) is not None
        assert slowly(problem.with_budget(error.least_budget - 1e-6)) is None
