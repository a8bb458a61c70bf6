"""General equilibrium: its theorems, a second solver, and what it refuses."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput, NoSolution, NotApplicable
from negotiate.trade.general import Economy, GeneralEquilibrium, load_regions, tariffs_by, welfare_parts
from tests.trade.general.cases import SEEDS, Levels, random_economy, random_tariffs

RULES = st.fixed_dictionaries(
    {
        "deficits": st.sampled_from(["world_income_share", "nominal", "balanced"]),
        "revenue": st.sampled_from(["lump_sum", "income_tax_relief"]),
        "labour_supply": st.sampled_from([0.0, 0.4]),
        "numeraire": st.sampled_from(["world_income", "world_prices", "c1"]),
    }
)
SMALL = settings(deadline=None, max_examples=15)


def economies(seed: int, sectors: int, rules: dict[str, object]) -> GeneralEquilibrium:
    economy = random_economy(seed, sectors=sectors, margins=sectors == 1)
    return GeneralEquilibrium(economy, scale=0.1 if sectors == 1 else 0.0, **rules)  # type: ignore[arg-type]


@SMALL
@given(SEEDS, st.sampled_from([1, 3]), RULES)
def test_nothing_changes_where_nothing_is_changed(seed: int, sectors: int, rules: dict[str, object]) -> None:
    model = economies(seed, sectors, rules)
    same = model.effects(model.economy.tariffs)
    for hats in (same.welfare, same.wages, same.prices, same.employment):
        np.testing.assert_allclose(hats, 1, atol=1e-11)
    np.testing.assert_allclose(same.flows, model.economy.flows, rtol=1e-10)


@SMALL
@given(SEEDS, st.sampled_from([1, 3]), RULES)
def test_markets_budgets_and_walras(seed: int, sectors: int, rules: dict[str, object]) -> None:
    model = economies(seed, sectors, rules)
    new = model.effects(random_tariffs(model.economy, seed))
    assert new.certificate()["largest_residual"] <= 1e-10
    # The market that the solver leaves out clears as well, from flows alone.
    flows = new.flows if sectors == 1 else new.flows.sum(axis=-1)
    margins = model.economy.margins
    sales = flows @ (1 - margins) + margins * flows.sum(axis=0)
    np.testing.assert_allclose(sales, new.incomes, rtol=1e-10)
    assert new.transfers.sum() == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("sectors", [1, 3])
def test_the_certificate_notices_every_condition_that_is_missed(sectors: int) -> None:
    economy = random_economy(3, sectors=sectors, margins=sectors == 1)
    model = GeneralEquilibrium(economy, revenue="income_tax_relief", labour_supply=0.4)
    right = model.effects(random_tariffs(economy, 2))

    def missed(move: list[float], **overridden: np.ndarray) -> dict[str, float]:
        wrong = dataclasses.replace(right, unknowns=right.unknowns + np.array(move))
        vars(wrong).update(overridden)
        residuals: dict[str, float] = wrong.certificate()["residuals"]
        return residuals

    nothing = [0.0] * 8
    assert max(missed(nothing).values()) < 1e-10
    assert missed([1e-3] + [0.0] * 7)["markets"] > 1e-5
    assert missed([1e-3] * 4 + [0.0] * 4)["numeraire"] > 1e-4
    assert missed([0.0] * 4 + [1e-3] + [0.0] * 3)["labour"] > 1e-4
    assert missed(nothing, prices=right.prices * 1.001)["prices"] > 1e-4
    assert missed(nothing, expenditure=right.expenditure * 1.001)["budgets"] > 1e-4


@SMALL
@given(SEEDS, RULES.filter(lambda rules: rules["deficits"] != "nominal"))
def test_the_numeraire_does_not_matter(seed: int, rules: dict[str, object]) -> None:
    first = economies(seed, 1, {**rules, "numeraire": "world_income"})
    second = economies(seed, 1, rules)
    tariffs = random_tariffs(first.economy, seed)
    one, other = first.effects(tariffs), second.effects(tariffs)
    np.testing.assert_allclose(one.welfare, other.welfare, rtol=1e-10)
    np.testing.assert_allclose(one.employment, other.employment, rtol=1e-10)
    ratio = one.wages / other.wages
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-10)


@SMALL
@given(SEEDS, RULES, st.permutations(range(4)))
def test_the_order_of_countries_does_not_matter(
    seed: int, rules: dict[str, object], order: list[int]
) -> None:
    model = economies(seed, 1, rules)
    old = random_economy(seed, margins=True)
    turned = Economy(
        old.flows[np.ix_(order, order)],
        [old.countries[k] for k in order],
        old.elasticities,
        tariffs=old.tariffs[np.ix_(order, order)],
        margins=old.margins[order],
    )
    tariffs = random_tariffs(old, seed)
    straight = model.effects(tariffs)
    again = dataclasses.replace(model, economy=turned).effects(tariffs[np.ix_(order, order)])
    np.testing.assert_allclose(again.welfare, straight.welfare[order], rtol=1e-10)


@settings(deadline=None, max_examples=4)
@given(SEEDS)
def test_hats_equal_a_solution_in_levels(seed: int) -> None:
    """With any primitives: technologies, tastes and costs drop out of the hats."""
    levels = Levels.draw(seed)
    random = np.random.default_rng(seed + 1)
    base, new = random.uniform(0, 0.3, (2, 3, 3, 2))
    for table in (base, new):
        table[np.arange(3), np.arange(3)] = 0
    before, after = levels.solve(base), levels.solve(new)
    elasticities = levels.epsilon.tolist()
    economy = Economy(before["flows"], list("ABC"), elasticities, sectors=["s", "t"], tariffs=base)
    found = GeneralEquilibrium(economy).effects(new)
    np.testing.assert_allclose(found.welfare, after["welfare"] / before["welfare"], rtol=1e-9)
    np.testing.assert_allclose(found.prices, after["prices"] / before["prices"], rtol=1e-9)
    np.testing.assert_allclose(found.flows, after["flows"], rtol=1e-8)


@SMALL
@given(SEEDS)
def test_without_revenue_and_deficits_welfare_is_the_own_share_to_a_power(seed: int) -> None:
    """Arkolakis, Costinot & Rodríguez-Clare (2012): Ŵ = λ̂_jj^(−1/ε) for iceberg shocks."""
    economy = random_economy(seed, duties=False)
    model = GeneralEquilibrium(economy, "balanced")
    costs = np.random.default_rng(seed).uniform(0.7, 1.8, economy.shape)
    np.fill_diagonal(costs, 1)
    found = model.effects(np.zeros(economy.shape), iceberg=costs)
    own = np.diagonal(found.flows) / found.flows.sum(axis=0) / np.diagonal(model.economy.shares)
    np.testing.assert_allclose(found.welfare, own ** (-1 / economy.epsilon[0]), rtol=1e-10)


def test_prohibitive_tariffs_cost_the_gains_from_trade() -> None:
    model = GeneralEquilibrium(random_economy(5, duties=False), "balanced")
    walls = np.where(np.eye(4, dtype=bool), 0.0, 60.0)
    own = np.diagonal(model.economy.shares)
    lost = model.effects(walls).welfare
    np.testing.assert_allclose(lost, own ** (1 / model.economy.epsilon[0]), rtol=2e-3)


@SMALL
@given(SEEDS, st.sampled_from([1, 3]), RULES)
def test_a_batch_is_its_cases(seed: int, sectors: int, rules: dict[str, object]) -> None:
    model = economies(seed, sectors, rules)
    tariffs = random_tariffs(model.economy, seed, (2, 3))
    both = model.effects(tariffs)
    assert both.welfare.shape == (2, 3, 4)
    assert both.residual.shape == both.iterations.shape == (2, 3)
    one = model.effects(tariffs[1, 2])
    np.testing.assert_allclose(both[1][2].welfare, one.welfare, rtol=1e-11)
    np.testing.assert_allclose(both.flows[1, 2], one.flows, rtol=1e-10)


def test_elastic_labour_maximises_utility() -> None:
    """With C − L^(1+1/κ) scaled to the base, hats of utility are the model's welfare."""
    economy = random_economy(3, duties=True)
    kappa = 0.4
    for revenue in ("lump_sum", "income_tax_relief"):
        model = GeneralEquilibrium(economy, revenue=revenue, labour_supply=kappa)
        new = model.effects(tariffs_by(economy, "c0", 0.5))
        # Effort at base: labour supply's first-order condition sets marginal effort to take-home pay.
        weight = economy.incomes / (1 - model.base_relief) * kappa / (1 + kappa)
        before = economy.expenditure - weight
        after = new.expenditure / new.prices - weight * new.employment ** (1 + 1 / kappa)
        np.testing.assert_allclose(new.welfare, after / before, rtol=1e-10)


@pytest.mark.parametrize("sectors", [1, 3])
@pytest.mark.parametrize("revenue", ["lump_sum", "income_tax_relief"])
@pytest.mark.parametrize("labour_supply", [0.0, 0.5])
def test_the_parts_sum_to_the_equivalent_variation(sectors: int, revenue: str, labour_supply: float) -> None:
    economy = random_economy(11, sectors=sectors)
    scale = 0.1 if sectors == 1 else 0.0
    model = GeneralEquilibrium(
        economy, "nominal", revenue, labour_supply=labour_supply, scale=scale, numeraire="c2"
    )
    change = model.effects(random_tariffs(economy, 4))
    found = welfare_parts(change)
    assert found.discrepancy < 1e-10
    np.testing.assert_allclose(found.parts.sum(axis=0), change.equivalent_variation, atol=1e-8)
    assert "Where welfare changes come from" in str(found)


def test_a_single_table_and_a_batch_show_themselves() -> None:
    economy = random_economy(2)
    model = GeneralEquilibrium(economy, labour_supply=0.5)
    one = model.effects(tariffs_by(economy, "c1", 0.2))
    assert "can turn the sign" in str(one)
    assert len(one.table().rows) == 4
    many = model.effects(random_tariffs(economy, 1, (70,)))
    assert "The first 60 of 70 cases." in str(many)
    assert one.to_json() == model.effects(tariffs_by(economy, "c1", 0.2)).to_json()
    assert one.provenance.inputs.startswith("sha256:")


def test_a_start_saves_iterations() -> None:
    economy = random_economy(8)
    model = GeneralEquilibrium(economy)
    near = model.effects(tariffs_by(economy, "c1", 0.5))
    again = model.effects(tariffs_by(economy, "c1", 0.5001), start=near)
    assert again.iterations < near.iterations


def test_balanced_deficits_are_purged_first() -> None:
    economy = random_economy(8)
    model = GeneralEquilibrium(economy, "balanced", labour_supply=0.3, revenue="income_tax_relief")
    assert np.abs(economy.deficits).max() > 0.1
    np.testing.assert_allclose(model.economy.deficits, 0, atol=1e-10)
    np.testing.assert_allclose(model.economy.shares.sum(axis=0), 1)


ECONOMY = random_economy(1)
MODEL = GeneralEquilibrium(ECONOMY)


@pytest.mark.parametrize(
    ("tariffs", "words"),
    [
        (0.1, "must be a table of shape .4 exporters, 4 importers.*tariffs_by"),
        (np.zeros((3, 3)), r"tariffs has shape \(3, 3\); its last axes must be .4 exporters, 4 importers"),
        (np.full((4, 4), -1.0), "c0 to c0 is -1; a rate is a fraction above -1"),
        (np.full((4, 4), 0.1), "c0 has a rate on its own goods; the diagonal must be 0"),
        (np.full((4, 4), np.nan), "is nan"),
        (np.zeros((0, 4, 4)), "tariffs holds no table"),
    ],
)
def test_tariffs_that_are_none(tariffs: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        MODEL.effects(tariffs)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "kind", "words"),
    [
        ({"deficits": "balance"}, InvalidInput, "Did you mean 'balanced'"),
        ({"revenue": "lump"}, InvalidInput, "choose from income_tax_relief, lump_sum"),
        ({"numeraire": "c9"}, InvalidInput, "numeraire='c9' is not known"),
        ({"labour_supply": -1}, InvalidInput, "labour_supply=-1; it must be at least 0"),
        ({"scale": 1.0}, InvalidInput, "has a product of at least 1"),
        ({"labour_supply": 1e9}, InvalidInput, "spends less than its labour costs in effort"),
    ],
)
def test_rules_that_are_none(options: dict[str, object], kind: type[Exception], words: str) -> None:
    with pytest.raises(kind, match=words):
        GeneralEquilibrium(ECONOMY, **options)  # type: ignore[arg-type]


def test_scale_effects_want_one_sector() -> None:
    with pytest.raises(NotApplicable, match="scale effects are for an economy of one sector"):
        GeneralEquilibrium(random_economy(1, sectors=2), scale=0.1)


def test_no_convergence_says_what_was_reached() -> None:
    words = "after 1 iterations the largest residual is .*, above 1e-10; raise max_iterations=1"
    with pytest.raises(NoSolution, match=words):
        MODEL.effects(tariffs_by(ECONOMY, "c0", 5.0), max_iterations=1)
    batch = np.stack([ECONOMY.tariffs, tariffs_by(ECONOMY, "c0", 5.0)])
    with pytest.raises(NoSolution, match="tariff table 1 of 2"):
        MODEL.effects(batch, max_iterations=1)


@pytest.mark.parametrize("numeraire", ["world_income", "world_prices", "c2"])
def test_wages_with_far_to_go_are_found(numeraire: str) -> None:
    """Behind a wall of 2,500 % trade all but ends, and one country's wage falls to clear it."""
    economy = random_economy(6, countries=5, duties=False)
    model = GeneralEquilibrium(economy, "balanced", numeraire=numeraire)
    found = model.effects(tariffs_by(economy, "c0", 25.0))
    assert found.iterations <= 15
    own = np.diagonal(model.economy.shares)
    assert found.welfare[0] == pytest.approx(own[0] ** (1 / economy.epsilon[0]), rel=0.02)


def test_percent_given_for_fractions_is_pointed_out() -> None:
    world = load_regions()
    with pytest.raises(NoSolution, match="rates reach 2500%: a rate is a fraction"):
        GeneralEquilibrium(world).effects(25.0 * (1 - np.eye(12)))


def test_a_surplus_that_cannot_be_held_is_named() -> None:
    lender = Economy([[1, 20], [1, 30]], ("Lender", "Borrower"), 4)
    with pytest.raises(
        NoSolution, match="what Lender lends or orders abroad leaves it .* deficits=.balanced."
    ):
        GeneralEquilibrium(lender).effects([[0, 3], [0, 0]])


def test_trade_one_way_is_not_balanced_by_any_wages() -> None:
    one_way = Economy([[1, 1], [0, 5]], ("Seller", "Buyer"), 4)
    with pytest.raises(InvalidInput, match="Seller sells to others and buys nothing from them"):
        GeneralEquilibrium(one_way, "balanced")
    flows = [[50, 5, 1, 0], [5, 40, 0, 2], [0, 0, 30, 3], [0, 0, 3, 20]]
    with pytest.raises(InvalidInput, match="A, B sell to others and buy nothing from them"):
        GeneralEquilibrium(Economy(flows, ("A", "B", "C", "D"), 4), "balanced")
    ring = Economy([[9, 1, 0], [0, 9, 2], [1, 0, 9]], ("A", "B", "C"), 4)  # through others it can
    assert abs(GeneralEquilibrium(ring, "balanced").economy.deficits).max() < 1e-9


def test_a_start_and_icebergs_must_fit() -> None:
    other = GeneralEquilibrium(random_economy(1, countries=3))
    with pytest.raises(InvalidInput, match="start holds 1 answers of 3 unknowns"):
        MODEL.effects(ECONOMY.tariffs, start=other.effects(other.economy.tariffs))
    with pytest.raises(InvalidInput, match="start is a str"):
        MODEL.effects(ECONOMY.tariffs, start="there")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="factor above 0"):
        MODEL.effects(ECONOMY.tariffs, iceberg=np.zeros((4, 4)))
    with pytest.raises(InvalidInput, match="iceberg has 2 tables for 1"):
        MODEL.effects(ECONOMY.tariffs, iceberg=np.ones((2, 4, 4)))


@SMALL
@given(SEEDS, st.sampled_from([1, 3]), RULES)
def test_purchases_are_paid_and_sold(seed: int, sectors: int, rules: dict[str, object]) -> None:
    model = economies(seed, sectors, rules)
    orders = np.zeros((4, 4))
    orders[1, 0], orders[2, 0] = 0.4, 0.2
    tariffs = model.economy.tariffs
    plain, found = model.effects(tariffs), model.effects(tariffs, purchases=orders)
    assert found.certificate()["largest_residual"] <= 1e-10
    assert found.wages[1] / found.wages[0] > plain.wages[1] / plain.wages[0]
    assert found.equivalent_variation[0] < plain.equivalent_variation[0]
    both = model.effects(np.stack([tariffs, tariffs]), purchases=np.stack([0 * orders, orders]))
    np.testing.assert_allclose(both[1].welfare, found.welfare, rtol=1e-10)
    np.testing.assert_allclose(both[0].welfare, plain.welfare, rtol=1e-10)
    assert both[1].provenance.options != both[0].provenance.options


def test_an_order_is_what_a_transfer_would_be_where_tastes_are_its_own() -> None:
    """Where all goods are bought from one seller anyway, who pays decides, not who chooses."""
    economy = Economy([[1e-9, 5, 5], [10, 50, 5], [1e-9, 5, 60]], ("Buyer", "Seller", "Other"), 4)
    model = GeneralEquilibrium(economy)
    orders = np.zeros((3, 3))
    orders[1, 0] = 1.0
    found = model.effects(economy.tariffs, purchases=orders)
    assert found.equivalent_variation[0] == pytest.approx(-1, abs=1e-6)
    np.testing.assert_allclose(found.welfare[1:], 1, atol=1e-7)


def test_purchases_that_are_none() -> None:
    orders = np.zeros((4, 4))
    orders[1, 0] = -1
    with pytest.raises(InvalidInput, match="purchases: c0 orders -1 from c1; an order is at least 0"):
        MODEL.effects(ECONOMY.tariffs, purchases=orders)
    with pytest.raises(InvalidInput, match="purchases has 2 tables for 1"):
        MODEL.effects(ECONOMY.tariffs, purchases=np.zeros((2, 4, 4)))
    orders[1, 0] = 1e6
    with pytest.raises(NoSolution, match="nothing to spend.*what c0 lends or orders abroad"):
        MODEL.effects(ECONOMY.tariffs, purchases=orders)


def test_parts_that_cannot_be_had() -> None:
    batch = MODEL.effects(random_tariffs(ECONOMY, 0, (2,)))
    with pytest.raises(NotApplicable, match="index the batch first"):
        welfare_parts(batch)
    with pytest.raises(NotApplicable, match="other shocks"):
        welfare_parts(MODEL.effects(ECONOMY.tariffs, iceberg=np.ones((4, 4))))
    margins = GeneralEquilibrium(random_economy(1, margins=True))
    with pytest.raises(NotApplicable, match="margins"):
        welfare_parts(margins.effects(margins.economy.tariffs))
