"""What a programme says of itself."""

import json
from collections.abc import Callable

import pytest

from negotiate.procurement import (
    Catalogue,
    Contract,
    Item,
    Mission,
    NoProgramme,
    PiecewiseReturns,
    Programme,
    ProgrammeProblem,
    optimal_programme,
    relaxed_programme,
)

LINE = PiecewiseReturns([0], [1.0])


def test_tables_agree_with_the_accounts(forces_plan: Programme) -> None:
    table, problem = forces_plan.table(), forces_plan.problem
    assert [row[2] for row in table.rows] == forces_plan.quantities.tolist()
    assert sum(row[4] for row in table.rows) == pytest.approx(forces_plan.cost)
    assert sum(row[5] for row in table.rows) == pytest.approx(
        100 * forces_plan.outlays.sum() / problem.headroom.sum()
    )
    calendar = forces_plan.calendar_table()
    assert [row[0] for row in calendar.rows[-3:]] == ["all items", "cap", "room"]
    for year in range(problem.years):
        due = [row[1 + year] for row in calendar.rows]
        assert sum(due[:-3]) == pytest.approx(due[-3])
        assert due[-2] - due[-3] == pytest.approx(due[-1])
    missions = forces_plan.missions_table()
    assert sum(row[5] for row in missions.rows) == pytest.approx(forces_plan.value)


def test_reasons_in_words(forces_plan: Programme) -> None:
    reasons = dict(zip(forces_plan.problem.catalogue.names, forces_plan.reasons, strict=True))
    assert reasons["carrier"] == "beyond the caps: the smallest order costs 9 bn USD"
    assert any(reason.startswith("binding: outlay cap") for reason in reasons.values())
    assert forces_plan.binding


def test_nothing_more_to_gain() -> None:
    flat = Mission("air", PiecewiseReturns([0, 2], [1.0, 0.0]))
    plan = optimal_programme(ProgrammeProblem(Catalogue([Item("jet", "air", 1.0, 9)]), [flat], [9.0]))
    assert plan.value == 2.0
    assert plan.quantities.tolist() == [2]
    assert plan.reasons == ("more would add nothing",)
    few = ProgrammeProblem(Catalogue([Item("jet", "air", 1.0, 3)]), [Mission("air", LINE)], [9.0])
    assert optimal_programme(few).reasons == ("all that is on offer",)
    assert relaxed_programme(few).reasons == ("all that is on offer",)


def test_a_year_too_late_to_be_worth_anything_is_no_room() -> None:
    """A jet ordered in the last year arrives after it, so that only the first year's cap stops more."""
    jet = Item("jet", "air", 1.0, 9, contract=Contract(lag=1))
    problem = ProgrammeProblem(Catalogue([jet]), [Mission("air", LINE)], [1.0, 1.0], counts="delivered")
    plan = optimal_programme(problem)
    assert plan.orders.tolist() == [[1, 0]]
    assert plan.status == "optimal"
    assert plan.reasons == ("binding: outlay cap 1",)
    assert plan.binding == ("outlay cap 1",)


@pytest.mark.parametrize("seed", range(500, 530))
def test_no_room_is_left_in_a_programme_that_is_best(
    seed: int, make: Callable[[int], ProgrammeProblem]
) -> None:
    try:
        plan = optimal_programme(make(seed))
    except NoProgramme:
        return
    assert not any(reason.startswith("room left") for reason in plan.reasons)


def test_json_holds_the_answer_and_the_proof(forces_plan: Programme) -> None:
    record = json.loads(forces_plan.to_json())
    answer = record["answer"]
    assert answer["outlays"]["2027"] <= answer["caps"]["2027"]
    assert answer["orders"]["jet"] == forces_plan.orders[0].tolist()
    assert record["certificate"]["violations"] == []
    assert record["provenance"]["inputs"] == forces_plan.problem.digest
    relaxed = json.loads(relaxed_programme(forces_plan.problem).to_json())
    assert relaxed["answer"]["cap_prices"]["outlay cap 2027"] > 0


def test_deliveries_and_outlays_are_shown_by_year() -> None:
    item = Item("jet", "air", 1.0, 3, contract=Contract((0.5, 0.5), lag=1))
    plan = optimal_programme(
        ProgrammeProblem(Catalogue([item]), [Mission("air", LINE)], [1.0, 1.0], first_year=2027)
    )
    text = plan.calendar_table().to_text()
    assert "due 2027 [bn USD]" in text
    assert "delivered 2028" in text
    assert plan.deliveries.tolist() == [[0.0, float(plan.orders[0, 0])]]
