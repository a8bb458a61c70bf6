"""Programmes in plain arithmetic, and the refusals."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.procurement import (
    CES,
    BudgetCap,
    Catalogue,
    Contract,
    Family,
    Item,
    Mission,
    PiecewiseReturns,
    ProgrammeProblem,
    Requires,
    Synergy,
)

LINE = PiecewiseReturns([0], [1.0])
AIR = Mission("air", LINE)
Make = Callable[[int], ProgrammeProblem]


def jets(**contract: object) -> Catalogue:
    return Catalogue([Item("jet", "air", 0.1, 40, category="air", contract=Contract(**contract))])


def test_accounts_by_hand() -> None:
    contract = {"profile": (0.25, 0.5, 0.25), "lag": 1, "upkeep": 0.01, "tiers": ((6, 0.08),)}
    problem = ProgrammeProblem(jets(**contract), [AIR], [1.0, 1.0], first_year=2027)
    orders = [[4, 4]]  # 4 at 0.1; 2 at 0.1 and 2 at 0.08
    assert problem.contract_values(orders).round(12).tolist() == [[0.4, 0.36]]
    assert problem.payments(orders).round(12).tolist() == [[0.1, 0.29]]
    assert problem.upkeep(orders).round(12).tolist() == [[0.0, 0.04]]
    assert problem.outlays(orders).round(12).tolist() == [0.1, 0.33]
    assert problem.deferred(orders) == pytest.approx(0.76 - 0.39)
    assert problem.deliveries(orders).tolist() == [[0, 4]]
    assert problem.added(orders) == pytest.approx((0.8,))
    assert problem.rooms(orders)["outlay cap 2028"] == pytest.approx(0.67)


def test_deliveries_count_when_they_arrive() -> None:
    problem = ProgrammeProblem(jets(lag=1), [AIR], [1.0] * 3, counts="delivered")
    assert problem.value([[4, 2, 8]]) == pytest.approx(0.6)
    weighted = problem.replace(year_weights=[1, 1, 2])
    assert weighted.value([[4, 2, 8]]) == pytest.approx(0.4 + 2 * 0.6)


def test_a_yen_is_worth_what_the_rate_says() -> None:
    items = [Item("jet", "air", 15.0, 40, contract=Contract(currency="JPY"), reference_price=0.1)]
    cap = BudgetCap(8000.0, 0.03, 2, currency="JPY")
    problem = ProgrammeProblem(Catalogue(items), [AIR], cap, rates={"JPY": 160.0})
    assert problem.headroom == pytest.approx(cap.headroom / 160)
    assert problem.outlays([[2, 0]]) == pytest.approx([30 / 160, 0])
    assert problem.value([[2, 0]]) == pytest.approx(0.2)
    assert problem.replace(rates={"JPY": 100.0}).outlays([[2, 0]]) == pytest.approx([0.3, 0])


def test_aggregates() -> None:
    items = [Item("jet", "air", 1.0, 9), Item("ship", "sea", 1.0, 9)]
    missions = [AIR, Mission("sea", LINE, weight=2.0)]
    problem = ProgrammeProblem(Catalogue(items), missions, [9.0])
    assert problem.value([[3], [4]]) == 11.0
    assert problem.replace(aggregation="worst").value([[3], [4]]) == 3.0
    product = problem.replace(aggregation=CES(0, {"air": 1, "sea": 1}, base=1.0))
    assert product.value([[3], [4]]) == pytest.approx(5.0)
    assert problem.replace(aggregation=CES(1, {"air": 1, "sea": 3})).value([[3], [4]]) == pytest.approx(6.75)


def test_offset_interoperability_and_purchases() -> None:
    item = Item("jet", "air", 0.5, 40, us_content=0.8, interoperability=0.3, contract=Contract(offset=0.25))
    problem = ProgrammeProblem(Catalogue([item]), [AIR], [9.0, 9.0])
    assert problem.offset([[2, 2]]) == pytest.approx(0.25 * 0.8 * 2.0 / 2)
    assert problem.interoperability([[2, 2]]) == pytest.approx(0.3 * 2.0 / 2)
    assert problem.purchases([[2, 2]]) == pytest.approx(0.8 * 2.0 / 2)
    assert problem.purchases([[4, 0]], 0.05) > problem.purchases([[0, 4]], 0.05)


def test_synergies_and_redundancies() -> None:
    items = [Item("jet", "air", 1.0, 9), Item("tanker", "air", 1.0, 9)]
    both = Catalogue(items, [Synergy("jet", "tanker", "air", 0.5)])
    pairs = Catalogue(items, [Synergy("jet", "tanker", "air", -0.5, "pair", (2, 1))])
    together = [ProgrammeProblem(c, [AIR], [9.0]).value([[3], [4]]) for c in (both, pairs)]
    assert together == [7.5, 6.25]
    assert ProgrammeProblem(both, [AIR], [9.0]).value([[3], [0]]) == 3.0


def test_every_limit_is_named_when_it_is_broken() -> None:
    items = [
        Item("jet", "air", 1.0, 4, least=2, lot=2, category="a", contract=Contract((0.5, 0.5), minimum=4)),
        Item("tanker", "air", 1.0, 9, category="b", us_content=0.0),
    ]
    links = [
        Requires("tanker", "jet", 0.5),
        Family("kinds", ("jet", "tanker"), most_kinds=1),
        Family("units", ("jet", "tanker"), least=5, most=7),
        Synergy("jet", "tanker", "air", -20.0),
    ]
    problem = ProgrammeProblem(
        Catalogue(items, links),
        [AIR],
        [1.0, 1.0],
        floors={"b": 0.5},
        ceilings={"a": 0.5},
        domestic_share=0.5,
        mission_floors={"air": 1.0},
        deferred_cap=0.5,
    )
    assert set(problem.violations([[0, 6], [0, 2]])) == {
        "outlay cap 2",
        "deferred cap",
        "floor of b",
        "ceiling of a",
        "domestic share",
        "capability of air",
        "capability floor of air",
        "most of jet",
        "kinds of family kinds",
        "most of family units",
    }
    assert set(problem.violations([[1, 0], [3, 0]])) >= {
        "least of jet",
        "lots of jet",
        "smallest order of jet",
        "tanker needs jet",
        "least of family units",
    }


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.data())
def test_payments_and_deferred_obligations_are_the_contract_value(
    make: Make, seed: int, data: st.DataObject
) -> None:
    problem = make(seed)
    shape = (len(problem.catalogue), problem.years)
    orders = np.array(
        data.draw(st.lists(st.integers(0, 9), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]))
    )
    orders = orders.reshape(shape)
    upkeep = problem.upkeep(orders).sum()
    paid = problem.outlays(orders).sum() - upkeep + problem.deferred(orders)
    assert paid == pytest.approx(problem.cost(orders), rel=1e-12, abs=1e-12)
    content = np.array([item.us_content for item in problem.catalogue])
    american = float(content @ problem.contract_values(orders).sum(axis=1))
    assert problem.purchases(orders) * problem.years == pytest.approx(american, abs=1e-12)


CASES = [
    ({"cap": [1.0, -1.0]}, r"cap\[1\] is -1 bn USD; it must be at least 0"),
    ({"cap": 1.0}, "years is missing; say over how many years the plan runs"),
    ({"cap": [1.0], "years": 2}, "years=2 and cap runs over 1; make them equal"),
    (
        {"cap": BudgetCap(8e3, 0.1, 2, currency="JPY")},
        r"cap is in JPY, a currency without a rate; give rates=\{'JPY'",
    ),
    ({"rates": {"USD": 2.0}}, r"rates\['USD'\] is 2; a USD is 1 USD"),
    ({"rates": {"JPY": 0.0}}, r"rates\['JPY'\]=0; it must be above 0"),
    (
        {"floors": {"air": 0.5}, "ceilings": {"air": 0.4}},
        r"ceilings\['air'\]=0.4 is below floors\['air'\]=0.5",
    ),
    ({"ceilings": {"air": 0.4}}, "ceilings sum to 0.4 over all categories; nothing could be bought"),
    ({"ceilings": {"sea": 0.4}}, "ceilings names the category 'sea', which no item has; known: air"),
    ({"mission_floors": {"air": 5.0}}, r"mission_floors\['air'\]=5 is beyond the 4 bn USD at score 1"),
    ({"mission_floors": {"aire": 5.0}}, "mission_floors names 'aire', .* Did you mean 'air'"),
    ({"aggregation": "mean"}, "aggregation='mean' is not known; choose 'sum', 'worst' or a CES"),
    ({"aggregation": CES(0.5, {"sea": 1})}, "the CES weights lack the mission 'air'"),
    ({"aggregation": CES(0.5, {"sea": 1, "air": 1})}, "the CES weights name 'sea', which is no mission"),
    ({"counts": "paid"}, "counts='paid' is not known; choose from delivered, ordered"),
    ({"year_weights": [1, 1]}, "year_weights are given and counts='ordered'"),
    (
        {"counts": "delivered", "year_weights": [0, 0]},
        "year_weights must be at least 0, and one of them above 0",
    ),
    ({"deferred_cap": -1}, "deferred_cap=-1 bn USD; it must be at least 0"),
    ({"domestic_share": 1.5}, "domestic_share=1.5; it must be from 0 to 1"),
    ({"floor": {}}, "unknown key 'floor'.*Did you mean 'floors'"),
]


@pytest.mark.parametrize(("changes", "message"), CASES)
def test_refusals(changes: dict, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        ProgrammeProblem(jets(), [AIR], **({"cap": [1.0, 1.0]} | changes))


def test_an_item_without_a_rate_and_a_synergy_without_a_mission() -> None:
    yen = Item("jet", "air", 15.0, 4, contract=Contract(currency="JPY"), reference_price=0.1)
    with pytest.raises(InvalidInput, match="item 'jet' is priced in JPY, a currency without a rate"):
        ProgrammeProblem(Catalogue([yen]), [AIR], [1.0])
    twins = [Item(name, "air", 0.1, 4) for name in ("a", "b")]
    with pytest.raises(
        InvalidInput, match="mission 'aire' is not among the missions: air. Did you mean 'air'"
    ):
        ProgrammeProblem(Catalogue(twins, [Synergy("a", "b", "aire", 0.1)]), [AIR], [1.0])
    with pytest.raises(InvalidInput, match=r"orders\[0, 1\] is -1; it must be at least 0"):
        ProgrammeProblem(jets(), [AIR], [1.0, 1.0]).value([[0, -1]])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((2.0, {"air": 1}), "rho=2; it must be from -20 to 1"),
        ((0.001, {"air": 1}), "between -0.01 and 0.01 it must be 0 itself"),
        ((0.5, {}), "weights must map every mission to its weight"),
        ((0.5, {"air": 0}), r"weights\['air'\]=0; it must be above 0"),
    ],
)
def test_ces_refuses(arguments: tuple, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        CES(*arguments)
    with pytest.raises(InvalidInput, match="base=0; it must be above 0 where rho is below 1"):
        CES(0.5, {"air": 1}, base=0)


def test_the_digest_follows_every_limit(forces: ProgrammeProblem) -> None:
    others = [
        forces.replace(cap=[0.6, 0.9, 1.3]),
        forces.replace(first_year=2028),
        forces.replace(deferred_cap=1.0),
        forces.replace(aggregation="worst"),
        forces.replace(counts="delivered"),
        forces.replace(rates={"JPY": 151.0}),
        forces.replace(aggregation=CES(0.5, {"air": 1, "defence": 1, "sea": 1})),
    ]
    digests = {p.digest for p in [forces, *others]}
    assert len(digests) == len(others) + 1
    assert forces.replace().digest == forces.digest
