"""The largest order a year: it binds by its name, has a price, and can conflict."""

import pytest

from negotiate.procurement import (
    Catalogue,
    Contract,
    Item,
    Mission,
    NoProgramme,
    PiecewiseReturns,
    ProgrammeProblem,
    optimal_programme,
    relaxed_programme,
)

AIR = Mission("air", PiecewiseReturns([0], [1.0]))
NAME = "most a year of jet"


def problem(least: int = 0, most_a_year: int | None = 4) -> ProgrammeProblem:
    contract = Contract(most_a_year=most_a_year)
    jet = Item("jet", "air", 0.1, 20, least=least, lot=2, contract=contract)
    return ProgrammeProblem(Catalogue([jet, Item("old", "air", 0.1, 4, capability=0.5)]), [AIR], [1.0, 1.0])


def test_orders_of_a_year_keep_it() -> None:
    plan = optimal_programme(problem())
    assert plan.orders[0].tolist() == [4, 4]
    assert plan.status == "optimal"
    assert plan.reasons[0] == f"binding: {NAME}"
    assert NAME in plan.binding
    assert plan.certificate()["room"][NAME] == 0.0


def test_more_is_refused_by_name() -> None:
    assert problem().rooms([[6, 2], [0, 0]])[NAME] == -2.0
    assert problem().violations([[6, 2], [0, 0]]) == (NAME,)
    assert NAME not in problem(most_a_year=None).rooms([[6, 2], [0, 0]])


def test_its_price_is_what_another_unit_a_year_adds() -> None:
    plan = relaxed_programme(problem())
    assert plan.limit_prices is not None
    wider = relaxed_programme(problem(most_a_year=6))
    assert plan.limit_prices[NAME] == pytest.approx((wider.value - plan.value) / 2, abs=1e-9)
    assert plan.reasons[0].endswith(NAME)
    assert not plan.reasons[1].endswith(NAME)


def test_it_conflicts_with_a_least_quantity() -> None:
    with pytest.raises(NoProgramme) as refused:
        optimal_programme(problem(least=10))
    assert set(refused.value.conflict) == {"least of jet", NAME}


def test_without_a_limit_the_digest_says_nothing_of_it() -> None:
    assert "most_a_year" not in str(problem(most_a_year=None).catalogue[0].content)
    assert problem(most_a_year=None).digest != problem().digest
