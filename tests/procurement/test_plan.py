"""The plan: tables, shares, purchases, what binds, and the certificate."""

import pytest

from negotiate.procurement import (
    BundleProblem,
    Catalogue,
    Item,
    Mission,
    PiecewiseReturns,
    optimal_bundle,
    relaxed_bundle,
)


def test_costs_shares_and_purchases_add_up(fleet: BundleProblem) -> None:
    plan = optimal_bundle(fleet)
    table = plan.table()
    assert sum(row[5] for row in table.rows) == pytest.approx(plan.cost)
    assert sum(row[6] for row in table.rows) == pytest.approx(100 * plan.budget_share)
    assert [row[8] for row in table.rows] == list(plan.reasons)
    assert plan.yearly_cost == pytest.approx(plan.cost / 5)
    assert plan.budget_share == pytest.approx(plan.yearly_cost / 3.0)
    content = sum(i.us_content * i.price * n for i, n in zip(fleet.catalogue, plan.quantities, strict=True))
    assert plan.purchases == pytest.approx(content / 5)
    assert plan.purchases < plan.yearly_cost


def test_every_item_has_the_reason_why_there_is_no_more_of_it() -> None:
    items = [
        Item("few", "air", 1.0, 2, capability=3.0),
        Item("jet", "air", 2.0, 9, capability=0.9),
        Item("carrier", "air", 90.0, 1),
        Item("ship", "sea", 0.5, 9),
    ]
    missions = [
        Mission("air", PiecewiseReturns([0], [1.0])),
        Mission("sea", PiecewiseReturns([0, 1], [5, 0])),
    ]
    problem = BundleProblem(Catalogue(items), missions, 8.5, years=1)
    plan = optimal_bundle(problem)
    assert plan.quantities.tolist() == [2, 2, 0, 2]
    assert plan.reasons == (
        "all that is on offer",
        "binding: budget",
        "beyond the cap: a lot costs 90 bn USD",
        "more would add nothing",
    )
    assert relaxed_bundle(problem).reasons[1] == "binding: budget"


def test_missions_before_and_after(fleet: BundleProblem) -> None:
    plan = optimal_bundle(fleet)
    rows = plan.missions_table().rows
    assert [row[0] for row in rows] == ["air", "defence", "sea"]
    assert [row[2] for row in rows] == pytest.approx([35.0, 70 / 3, 35 / 3])
    assert sum(row[5] for row in rows) == pytest.approx(plan.value)
    assert sum(row[3] for row in rows) == pytest.approx(sum(plan.added))


def test_the_certificate_is_worked_out_from_the_problem(fleet: BundleProblem) -> None:
    plan = optimal_bundle(fleet)
    proof = plan.certificate()
    spent = sum(i.price * n for i, n in zip(fleet.catalogue, plan.quantities.tolist(), strict=True))
    assert proof["room"]["budget"] == pytest.approx(15.0 - spent, abs=1e-12)
    assert proof["value"] == pytest.approx(
        sum(m.value(a) for m, a in zip(fleet.missions, plan.added, strict=True))
    )
    assert proof["violations"] == []


def test_whole_plans_are_whole_and_frozen(fleet: BundleProblem) -> None:
    plan = optimal_bundle(fleet)
    assert plan.quantities.dtype.kind == "i"
    assert all(n % i.lot == 0 for i, n in zip(fleet.catalogue, plan.quantities.tolist(), strict=True))
    assert not plan.quantities.flags.writeable
    assert plan.budget_price is None


def test_it_shows_itself(fleet: BundleProblem) -> None:
    plan, divisible = optimal_bundle(fleet), relaxed_bundle(fleet)
    assert "whole lots" in plan.summary()
    assert "proven by enumeration" in plan.summary()
    assert "divisible lots" in divisible.summary()
    assert divisible.to_dict()["answer"]["relaxed"] is True
    assert "cvxpy" in plan.to_dict()["provenance"]["versions"]
    assert "budget" in plan.binding


def test_the_budget_binds_where_no_further_lot_fits() -> None:
    items = [Item("jet", "air", 2.0, 3), Item("drone", "air", 1.5, 1)]
    air = [Mission("air", PiecewiseReturns([0], [1.0]))]
    tight = optimal_bundle(BundleProblem(Catalogue(items), air, 4.9, 1))
    assert (tight.quantities.tolist(), tight.binding) == ([2, 0], ("budget",))
    loose = optimal_bundle(BundleProblem(Catalogue(items), air, 9.0, 1))
    assert loose.binding == ("most of jet", "most of drone")
