"""The base year: what adds up, what is read, what is refused."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from negotiate.errors import InvalidInput, NotApplicable
from negotiate.trade.general import (
    Economy,
    Elasticity,
    GeneralEquilibrium,
    aggregate,
    economy_from_shares,
    economy_from_trade,
    load_regions,
    read_economy,
    tariffs_by,
)
from tests.trade.general.cases import SEEDS, random_economy

TWO = [[90.0, 20.0], [10.0, 80.0]]
AB = ("A", "B")


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_accounts_add_up(seed: int) -> None:
    for economy in (random_economy(seed, sectors=2), random_economy(seed, margins=True)):
        np.testing.assert_allclose(economy.shares.sum(axis=0), 1)
        np.testing.assert_allclose(economy.spending_shares.sum(axis=1), 1)
        assert economy.deficits.sum() == pytest.approx(0, abs=1e-9)
        np.testing.assert_allclose(economy.expenditure, economy.incomes + economy.deficits + economy.revenue)
        assert economy.exports.sum() == pytest.approx(economy.imports.sum())


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_shares_and_incomes_give_the_economy_back(seed: int) -> None:
    economy = random_economy(seed)
    again = economy_from_shares(
        economy.shares, economy.incomes, economy.countries, economy.elasticities, tariffs=economy.tariffs
    )
    np.testing.assert_allclose(again.flows, economy.flows, rtol=1e-8)


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_regions_keep_totals_and_revenue_between_them(seed: int) -> None:
    economy = random_economy(seed, sectors=2)
    joined = aggregate(economy, {"south": ["c1", "c3"]})
    assert joined.countries == ("c0", "south", "c2")
    assert joined.flows.sum() == pytest.approx(economy.flows.sum())
    inside = economy.tariffs * economy.flows
    vanished = inside[1, 3].sum() + inside[3, 1].sum()
    assert joined.revenue.sum() == pytest.approx(economy.revenue.sum() - vanished)
    np.testing.assert_allclose(joined.incomes[1], economy.incomes[[1, 3]].sum())
    twice = aggregate(joined, {"all but one": ["c0", "south"]})
    once = aggregate(economy, {"all but one": ["c0", "c1", "c3"]})
    np.testing.assert_allclose(twice.flows, once.flows)
    np.testing.assert_allclose(aggregate(economy, {"c2": ["c2"]}).flows, economy.flows)


def test_a_country_cut_in_two_behaves_as_one() -> None:
    """Halves with the same costs and duties, and free trade between them, move as the whole does."""
    whole = Economy([[80, 30], [30, 200]], ("A", "B"), 4)
    cut = np.array([[20.0, 20, 15], [20, 20, 15], [15, 15, 200]])
    halves = Economy(cut, ("A1", "A2", "B"), 4)
    rate = 0.3
    one = GeneralEquilibrium(whole).effects(tariffs_by(whole, "B", rate))
    two = GeneralEquilibrium(halves).effects(tariffs_by(halves, "B", rate))
    np.testing.assert_allclose(two.welfare, one.welfare[[0, 0, 1]], rtol=1e-10)
    np.testing.assert_allclose(aggregate(halves, {"A": ["A1", "A2"]}).flows, whole.flows)


def test_the_shipped_regions() -> None:
    world = load_regions()
    assert len(world.countries) == 12
    japan, us = world.place("JPN"), world.place("USA")
    assert world.flows[japan, us] == 141.429
    np.testing.assert_allclose(world.incomes[[japan, us]], [4204.495, 27843.283])
    assert world.elasticities == (Elasticity(4.0, 2.0, 5.0),)
    assert world.sources == ("baci-202501", "wdi-2025")
    assert load_regions(6).elasticities[0].value == 6
    assert "JPN" in str(world)


def test_tidy_tables_in_every_form(tmp_path: Path) -> None:
    flows = pd.DataFrame({"exporter": ["A", "B"], "importer": ["B", "A"], "usd": [20, 10]})
    incomes = pd.DataFrame({"country": ["B", "A"], "value": [90, 110]})
    flows.to_csv(tmp_path / "flows.csv", index=False)
    duties = [{"exporter": "A", "importer": "B", "rate": "0.1"}]
    for source in (flows, tmp_path / "flows.csv", flows.to_dict("records")):
        economy = read_economy(source, 4, incomes=incomes, tariffs=duties, value="usd", unit="bn USD")
        np.testing.assert_allclose(economy.flows, TWO)
        assert economy.tariffs[0, 1] == 0.1


def test_a_series_of_incomes_and_blanks_around_names() -> None:
    rows = [
        {"exporter": " A", "importer": "B ", "value": 20},
        {"exporter": "B", "importer": "A", "value": 10},
    ]
    economy = read_economy(rows, 4, incomes=pd.Series({"B": 90, "A": 110}))
    assert economy.countries == ("A", "B")
    np.testing.assert_allclose(economy.flows, TWO)


def test_tidy_tables_of_several_sectors() -> None:
    rows = [
        {"exporter": i, "importer": j, "sector": s, "value": 5.0 + (i == j)}
        for i in "AB"
        for j in "AB"
        for s in ("cars", "food")
    ]
    economy = read_economy(
        rows, {"food": 3, "cars": 6}, tariffs=[{"exporter": "A", "importer": "B", "rate": 0.1}]
    )
    assert economy.sectors == ("cars", "food")
    assert economy.epsilon.tolist() == [6, 3]
    assert economy.tariffs[0, 1].tolist() == [0.1, 0.1]
    table = tariffs_by(economy, "A", {"B": 0.3}, sector="food")
    assert table[1, 0].tolist() == [0, 0.3]


@pytest.mark.parametrize(
    ("flows", "options", "words"),
    [
        ([[1, -2], [3, 4]], {}, "A to B is -2; a flow is a value before duty, at least 0"),
        ([[0, 0], [3, 4]], {}, "A sells nothing .its row is all zeros."),
        ([[0, 1], [0, 4]], {}, "A buys nothing .its column is all zeros."),
        ([[1, 0], [0, 4]], {}, "B trades with none of the others .autarky."),
        ([[1, 1]], {}, r"flows has shape \(1, 2\); it must have shape \(2, 2\)"),
        (TWO, {"elasticities": 0}, "goods=0; it must be above 0"),
        (TWO, {"elasticities": [4, 5]}, "elasticities has 2 entries"),
        (TWO, {"elasticities": Elasticity(4, 5, 6)}, "is 4 with the range 5 to 6; it must lie within"),
        (TWO, {"elasticities": {"good": 4}}, "unknown key 'good'"),
        (TWO, {"tariffs": [[0, -1], [0, 0]]}, "A to B is -1; a rate is a fraction above -1"),
        (TWO, {"tariffs": [[0.1, 0], [0, 0]]}, "A has a rate on its own goods"),
        (TWO, {"tariffs": np.zeros((3, 2, 2))}, "an economy has one table"),
        (TWO, {"margins": 1.0}, "A has 1; a distribution margin is a share of the sale"),
        (TWO, {"margins": [0.1, 0.2, 0.3]}, r"margins has shape \(3,\); it must be one number or have shape"),
        (TWO, {"sources": "baci"}, "sources='baci' must be a sequence of labels"),
        (TWO, {"sectors": ()}, "sectors has no labels"),
    ],
)
def test_what_is_no_economy(flows: object, options: dict[str, object], words: str) -> None:
    given = {"elasticities": 4.0, **options}
    with pytest.raises(InvalidInput, match=words):
        Economy(flows, AB, **given)  # type: ignore[arg-type]


def test_groups_that_do_not_trade_are_named() -> None:
    apart = np.kron(np.eye(2), [[5, 1], [1, 5]])
    with pytest.raises(InvalidInput, match="c, d trade with none of the others"):
        Economy(apart, ["a", "b", "c", "d"], 4)


def test_other_refusals_of_an_economy() -> None:
    with pytest.raises(InvalidInput, match="trade needs at least two"):
        Economy([[1]], ["A"], 4)
    with pytest.raises(NotApplicable, match="margins are for an economy of one sector"):
        Economy(np.ones((2, 2, 2)), AB, 4, sectors=["s", "t"], margins=0.1)
    with pytest.raises(InvalidInput, match="B buys nothing of t"):
        Economy([[[1, 1], [1, 0]], [[1, 1], [1, 0]]], AB, 4, sectors=["s", "t"])
    with pytest.raises(InvalidInput, match="elasticities has none for t"):
        Economy(np.ones((2, 2, 2)), AB, {"s": 4}, sectors=["s", "t"])
    economy = Economy(TWO, AB, 4)
    with pytest.raises(InvalidInput, match="'AA' is none of the 2 countries.*Did you mean 'A'"):
        economy.place("AA")
    with pytest.raises(InvalidInput, match=r"'food' is none of the sectors \(goods\)"):
        economy.sector("food")
    with pytest.raises(InvalidInput, match="A has a rate on its own goods"):
        tariffs_by(economy, "A", {"A": 0.1})


@pytest.mark.parametrize(
    ("trade", "incomes", "words"),
    [
        ([[0, 2e4], [1e4, 0]], [110, 90], "150 times the incomes.*1,000 times too large.*one unit"),
        ([[0, 0.02], [0.01, 0]], [110, 90], "1,000 times too small.*one unit"),
        ([[0, 120], [10, 0]], [110, 900], "A exports 120 out of an income of 110.*gross output"),
        ([[0, 20], [10, 0]], [110, 0], "B has 0; an income is above 0"),
        ([[0, 20], [-10, 0]], [110, 90], "B to A is -10"),
    ],
)
def test_trade_and_incomes_that_do_not_fit(trade: object, incomes: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        economy_from_trade(trade, incomes, AB, 4)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shares", "incomes", "words"),
    [
        ([[0.9, 0.2], [0.2, 0.8]], [110, 90], "the column of A sums to 1.1"),
        ([[1.1, 0.2], [-0.1, 0.8]], [110, 90], "B in A is -0.1; a share is at least 0"),
        ([[0.9, 0.2], [0.1, 0.8]], [10, 900], "do not add up: A would have to spend"),
        ([[0.5, 0.5], [0.5, 0.5]], [10, 90], "do not add up: sales of"),
    ],
)
def test_shares_that_do_not_add_up(shares: object, incomes: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        economy_from_shares(shares, incomes, AB, 4)  # type: ignore[arg-type]


FLOWS = [{"exporter": "A", "importer": "B", "value": 20}, {"exporter": "B", "importer": "A", "value": 10}]


@pytest.mark.parametrize(
    ("flows", "options", "words"),
    [
        ([], {}, "flows has no rows"),
        ([{"exporter": "A", "importer": "B", "values": 1}], {}, "has no 'value'.*Did you mean 'values'"),
        ([*FLOWS, FLOWS[0]], {}, "A to B is listed twice"),
        ([{**FLOWS[0], "value": "many"}], {}, r"flows\[0\] value is 'many'"),
        (FLOWS, {"incomes": {"A": 110}}, "B has flows but no income"),
        (FLOWS, {"incomes": {"A": 110, "B": 90, "C": 3}}, "C has an income but no flows"),
        (FLOWS, {"tariffs": [{"exporter": "C", "importer": "B", "rate": 1}]}, "'C' has no flows"),
        ("nowhere.csv", {}, "the file cannot be read"),
        ("a\0b", {}, "the file cannot be read"),
        (FLOWS, {"incomes": pd.Series([110, 90], index=["A", "A"])}, "incomes: A is listed twice"),
        ([{**FLOWS[0], "sector": "x"}, FLOWS[1]], {}, r"flows\[1\] has no sector and other rows have one"),
        ([{**FLOWS[0], "exporter": float("nan")}], {}, r"flows\[0\] exporter is nan; it must be a country's"),
        ([{**FLOWS[0], "importer": pd.NA}], {}, r"flows\[0\] importer is <NA>; it must be a country's"),
        (
            [
                {"exporter": i, "importer": j, "sector": s, "value": 1}
                for i in "AB"
                for j in "AB"
                for s in "xy"
            ],
            {"tariffs": [{**FLOWS[0], "sector": "x", "rate": 0.1}, {**FLOWS[0], "rate": 0.2}]},
            "A to B is listed twice",
        ),
        (FLOWS, {"incomes": {"A": 110, "B": 90}, "margins": 0.1}, "margins change what is earned"),
        (5, {}, "flows is a int; it must be the path of a CSV file, a pandas frame or records"),
        (
            [{**row, "sector": s} for row in FLOWS for s in "xy"],
            {"incomes": {"A": 110, "B": 90}},
            "home sales of one sector",
        ),
    ],
)
def test_tidy_tables_that_do_not_fit(flows: object, options: dict[str, object], words: str) -> None:
    with pytest.raises((InvalidInput, NotApplicable), match=words):
        read_economy(flows, 4, **options)  # type: ignore[arg-type]


def test_regions_that_do_not_fit() -> None:
    economy = random_economy(1, margins=True)
    with pytest.raises(InvalidInput, match="margins differ among the members of south"):
        aggregate(economy, {"south": ["c1", "c3"]})
    with pytest.raises(InvalidInput, match="c1 is in both x and y"):
        aggregate(economy, {"x": ["c1"], "y": ["c1", "c2"]})
    with pytest.raises(InvalidInput, match="x must have a list of at least one country"):
        aggregate(economy, {"x": []})
    with pytest.raises(InvalidInput, match="regions=5 must be a mapping of members by region"):
        aggregate(economy, 5)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="c0 is the name of a country outside it"):
        aggregate(economy, {"c0": ["c1", "c2"]})
