"""Contracts: profiles, tiers, and what learning makes of a price."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.procurement import (
    BudgetCap,
    BundleProblem,
    Catalogue,
    Contract,
    Family,
    Item,
    Mission,
    PiecewiseReturns,
    learning_tiers,
)

AIR = Mission("air", PiecewiseReturns([0], [1.0]))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"profile": (0.5, 0.4)}, "profile sums to 0.9; shares paid must sum to 1"),
        ({"profile": (1.5, -0.5)}, r"profile\[1\] is -0.5; it must be at least 0"),
        ({"profile": ()}, "profile has no years"),
        ({"lag": 1.5}, "lag=1.5; it must be a whole number"),
        ({"upkeep": -1}, "upkeep=-1; it must be at least 0"),
        ({"offset": 1.2}, "offset=1.2; it must be from 0 to 1"),
        ({"currency": ""}, "currency is ''; it must be a code such as 'USD'"),
        ({"tiers": ((5, 1.0), (5, 0.9))}, r"tiers\[1\] starts from 5, not above 5; quantities must rise"),
        ({"tiers": ((5, 0.0),)}, r"tiers\[0\] price=0; it must be above 0"),
        ({"tiers": (5, 1.0)}, r"tiers\[0\] is 5; it must be \(from_quantity, price\)"),
        ({"most_a_year": -1}, "most_a_year=-1; it must be at least 0"),
        ({"most_a_year": 2.5}, "most_a_year=2.5; it must be a whole number"),
        (
            {"most_a_year": 2, "minimum": 4},
            "most_a_year=2 is below minimum=4; lower the one or raise the oth",
        ),
        ({"tiers": 5}, r"tiers is 5; it must be a sequence of \(from_quantity, price\)"),
    ],
)
def test_refusals(changes: dict, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        Contract(**changes)


def test_an_item_refuses_what_does_not_fit_it() -> None:
    with pytest.raises(InvalidInput, match="minimum=3 is not a multiple of lot=2"):
        Item("jet", "air", 1.0, 8, lot=2, contract=Contract(minimum=3))
    with pytest.raises(InvalidInput, match="most_a_year=5 is not a multiple of lot=2"):
        Item("jet", "air", 1.0, 8, lot=2, contract=Contract(most_a_year=5))
    with pytest.raises(InvalidInput, match="its price is in JPY; give reference_price in bn USD"):
        Item("jet", "air", 15.0, 8, contract=Contract(currency="JPY"))
    with pytest.raises(InvalidInput, match="contract is 'none'; it must be a Contract"):
        Item("jet", "air", 1.0, 8, contract="none")


def test_capability_follows_the_reference_price() -> None:
    assert Item("jet", "air", 2.0, 8, capability=1.5).unit_capability == 3.0
    yen = Item("jet", "air", 300.0, 8, capability=1.5, reference_price=2.0, contract=Contract(currency="JPY"))
    assert yen.unit_capability == 3.0
    catalogue = Catalogue([yen], [Family("all", ("jet",), most=3)])
    assert catalogue.capability_on_offer("air") == 24.0
    assert catalogue.most_cost == 16.0
    table = catalogue.table()
    assert table.rows[0][3:5] == (300.0, "JPY")
    assert table.notes[-1] == "all"


def test_tiers_price_the_units_beyond_them() -> None:
    assert Item("jet", "air", 1.0, 10, contract=Contract(tiers=((4, 0.5), (20, 0.1)))).most_cost == 7.0
    assert Item("jet", "air", 1.0, 10, contract=Contract(tiers=((0, 0.5),))).most_cost == 5.0


@settings(max_examples=40, deadline=None)
@given(st.floats(0.5, 1.0), st.integers(1, 60), st.integers(1, 8))
def test_learning_agrees_with_the_law_where_blocks_end(rate: float, most: int, blocks: int) -> None:
    tiers = learning_tiers(2.0, rate, most, blocks)
    law = [2.0 * n ** math.log2(rate) for n in range(1, most + 1)]
    ends = [start for start, _ in tiers[1:]] + [most]
    assert len(tiers) <= blocks
    paid, start = 0.0, 0
    for (begin, price), end in zip(tiers, ends, strict=True):
        for n in range(begin, end):
            gap = math.fsum(law[: n + 1]) - (paid + price * (n + 1 - begin))
            assert -1e-9 <= gap <= (law[begin] - law[end - 1]) * (end - begin) / 4 + 1e-9
        paid += price * (end - start)
        start = end
        assert paid == pytest.approx(math.fsum(law[:end]))


def test_a_doubling_costs_the_learning_rate() -> None:
    tiers = dict(learning_tiers(1.0, 0.8, 4, blocks=50))
    assert [round(tiers[n - 1], 12) for n in (1, 2, 4)] == [1.0, 0.8, 0.64]


@pytest.mark.parametrize(
    ("contract", "what"),
    [
        (Contract(tiers=((2, 0.5),)), "price tiers of 'jet'"),
        (Contract(minimum=2), "a smallest order of 'jet'"),
        (Contract(most_a_year=2), "a largest order a year of 'jet'"),
        (Contract(currency="JPY"), r"a price in JPY \('jet'\)"),
    ],
)
def test_a_bundle_refuses_what_it_cannot_honour(contract: Contract, what: str) -> None:
    catalogue = Catalogue([Item("jet", "air", 1.0, 8, contract=contract, reference_price=1.0)])
    with pytest.raises(
        InvalidInput, match=f"BundleProblem cannot honour {what}; use ProgrammeProblem, with one"
    ):
        BundleProblem(catalogue, [AIR], 1.0, 5)


def test_a_bundle_refuses_links_and_caps_in_yen() -> None:
    items = [Item("jet", "air", 1.0, 8)]
    with pytest.raises(InvalidInput, match="cannot honour links"):
        BundleProblem(Catalogue(items, [Family("all", ("jet",), most=3)]), [AIR], 1.0, 5)
    with pytest.raises(InvalidInput, match="cannot honour a budget cap in JPY"):
        BundleProblem(Catalogue(items), [AIR], BudgetCap(8700, 0.03, 5, currency="JPY"))


def test_a_plain_contract_leaves_the_digest_alone() -> None:
    plain = Catalogue([Item("jet", "air", 1.0, 8)])
    assert Catalogue([Item("jet", "air", 1.0, 8, contract=Contract())]).digest == plain.digest
    assert Catalogue([Item("jet", "air", 1.0, 8, contract=Contract(lag=1))]).digest != plain.digest
    assert Catalogue(plain.items, [Family("all", ("jet",), most=3)]).digest != plain.digest
