"""Trade wars and talks: closed forms, equilibrium conditions, permutation, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput, NoSolution
from negotiate.trade.general import (
    Economy,
    GeneralEquilibrium,
    load_regions,
    symmetric_nash_tariff,
    tariffs_by,
)
from negotiate.trade.general.policy import (
    Proof,
    TariffSetter,
    cooperative_tariffs,
    nash,
    nash_tariffs,
    optimal_tariffs,
    retaliate,
    revenue_uses,
    tariff_cases,
    who_gains,
)
from negotiate.trade.general.policy.choice import Choice
from negotiate.trade.general.policy.proof import best_reply_proof


@pytest.fixture(scope="module")
def world() -> GeneralEquilibrium:
    return GeneralEquilibrium(load_regions(), "balanced")


@settings(max_examples=10, deadline=None)
@given(epsilon=st.floats(1.5, 8), iceberg=st.floats(1.0, 2.0))
def test_equal_countries_charge_the_symmetric_nash_tariff(epsilon: float, iceberg: float) -> None:
    foreign = iceberg**-epsilon / (1 + iceberg**-epsilon)
    flows = np.array([[1 - foreign, foreign], [foreign, 1 - foreign]])
    found = nash_tariffs(GeneralEquilibrium(Economy(flows, ("Home", "Foreign"), epsilon)))
    assert found.rates == pytest.approx(np.full(2, symmetric_nash_tariff(epsilon, iceberg)), abs=1e-8)


def test_twelve_regions_by_partner_are_best_replies(world: GeneralEquilibrium) -> None:
    found = nash_tariffs(world, by="partner")
    proof = found.certificate()
    assert len(found.rates) == 132
    assert proof["largest_gradient"] <= 1e-8
    assert proof["largest_curvature"] < 0
    assert proof["max_regret"] == 0
    assert (found.payoffs < 0).all()  # everybody loses a tariff war
    reply = optimal_tariffs(world, TariffSetter("CHN", by="partner"), held=found.tariffs)
    assert reply.rates == pytest.approx(found.rates[found.choice.owner == 2], abs=1e-7)


def test_the_order_of_countries_does_not_matter(world: GeneralEquilibrium) -> None:
    economy = world.economy
    order = np.random.default_rng(1).permutation(len(economy.countries))
    mixed = Economy(
        economy.flows[np.ix_(order, order)], [economy.countries[k] for k in order], economy.elasticities
    )
    one = nash_tariffs(world).rates
    other = nash_tariffs(GeneralEquilibrium(mixed, "balanced")).rates
    assert other == pytest.approx(one[order], abs=1e-9)


@pytest.mark.parametrize("solution", ["nash", "equal-gains"])
def test_a_deal_beats_the_war_and_meets_the_normal_condition(
    world: GeneralEquilibrium, solution: str
) -> None:
    deal = cooperative_tariffs(world, "JPN", "USA", solution)
    assert deal.agreed
    assert (deal.gains > 0).all()
    proof = deal.certificate()
    assert proof["largest_gradient"] <= 1e-8
    assert proof["largest_curvature"] < 0
    assert proof["better_on_grid"] == 0
    if solution == "equal-gains":
        assert deal.gains[0] == pytest.approx(deal.gains[1], abs=1e-6)
    else:
        weights = 1 / deal.gains / (1 / deal.gains).sum()
        assert proof["normal"] == pytest.approx(weights)
    step = 1e-3 * np.concatenate([np.eye(2), -np.eye(2), [[1, 1], [1, -1], [-1, 1], [-1, -1]]])
    nearby = deal.choice.payoffs(deal.rates + step) @ proof["normal"]
    here = deal.choice.payoffs(deal.rates[None]) @ proof["normal"]
    assert nearby.max() <= here[0] + 1e-5


def test_more_bargaining_power_gains_more(world: GeneralEquilibrium) -> None:
    even = cooperative_tariffs(world, "JPN", "USA")
    strong = cooperative_tariffs(world, "JPN", "USA", weights=(0.8, 0.2))
    assert strong.gains[0] > even.gains[0]
    assert strong.provenance.options != even.provenance.options
    assert strong.gains[1] < even.gains[1]


def test_without_a_gain_for_both_there_is_no_agreement(world: GeneralEquilibrium) -> None:
    tariffs = cooperative_tariffs(world, "JPN", "USA").tariffs
    again = cooperative_tariffs(world, "JPN", "USA", disagreement=tariffs)
    assert not again.agreed
    assert "give both parties more" in again.reason
    assert again.gains == pytest.approx([0, 0])
    assert "No agreement" in again.summary()


@pytest.mark.parametrize(("japan", "us"), [(0.0, 0.0), (0.0, 0.04), (0.01, 0.02), (-0.02, 0.03)])
def test_a_small_gain_between_the_points_of_the_grid_is_found(
    world: GeneralEquilibrium, japan: float, us: float
) -> None:
    apart = tariffs_by(world.economy, "USA", {"JPN": us})
    apart = tariffs_by(world.economy, "JPN", {"USA": japan}, base=apart)
    deal = cooperative_tariffs(world, "JPN", "USA", disagreement=apart)
    assert deal.agreed
    around = np.linspace(-0.004, 0.004, 5)
    rates = deal.rates + np.stack(np.meshgrid(around, around), axis=-1).reshape(-1, 2)
    gains = deal.choice.payoffs(rates) - deal.choice.payoffs_at(world.effects(apart))
    products = np.where((gains > 0).all(axis=1), gains.prod(axis=1), 0)
    assert deal.gains.prod() >= products.max() * (1 - 1e-6)


def test_blocs_agree_by_partner(world: GeneralEquilibrium) -> None:
    europe, north = ("EU27", "GBR"), ("USA", "CAN", "MEX")
    deal = cooperative_tariffs(
        world,
        TariffSetter("Europe", europe, on=north, by="partner"),
        TariffSetter("North America", north, on=europe, by="partner"),
    )
    assert len(deal.rates) == 5
    assert (deal.gains > 0).all()


def test_retaliation_costs_the_one_who_began(world: GeneralEquilibrium) -> None:
    found = retaliate(world, tariffs_by(world.economy, "USA", 0.1), "USA")
    home = world.economy.place("USA")
    none, mirror, best = found.equivalent_variation[:, home]
    assert none > mirror
    assert none > best
    mirrored = found["reciprocal"].tariffs
    assert mirrored[home] == pytest.approx(mirrored[:, home])
    table, china = found["no answer"].tariffs, world.economy.place("CHN")
    reply = optimal_tariffs(world, TariffSetter("CHN", on=("USA",)), held=table)
    assert found["best replies"].tariffs[home, china] == pytest.approx(reply.rates[0])
    with pytest.raises(InvalidInput, match="nobody has to answer"):
        retaliate(world, world.economy.tariffs, "USA")


def test_cases_equal_single_solves_and_third_countries_gain(world: GeneralEquilibrium) -> None:
    tables = {
        name: tariffs_by(world.economy, "USA", {"JPN": rate}) for name, rate in (("a", 0.15), ("b", 0.25))
    }
    found = tariff_cases(world, tables)
    single = world.effects(tables["b"]).equivalent_variation
    assert found.equivalent_variation[1] == pytest.approx(single, abs=1e-9)
    rows = {row[0]: row for row in who_gains(found["b"], "USA").rows}
    assert rows["KOR"][3] > 0  # trade is diverted to Korea and the EU
    assert rows["EU27"][3] > 0
    assert rows["JPN"][1] < 0
    after = {row[0]: row for row in who_gains(found["b"], "USA", before=found["a"]).rows}
    new, old = found["b"].flows, world.economy.flows
    korea, home = world.economy.place("KOR"), world.economy.place("USA")
    assert rows["KOR"][2] == pytest.approx(100 * (found["b"].welfare[korea] - 1))
    assert rows["KOR"][3] == pytest.approx(new[korea, home] - old[korea, home])
    elsewhere = np.delete(new[korea] - old[korea], [korea, home]).sum()
    assert rows["KOR"][4] == pytest.approx(elsewhere)
    change = found.equivalent_variation[1] - found.equivalent_variation[0]
    assert after["KOR"][1] == pytest.approx(change[world.economy.place("KOR")])
    assert after["KOR"][2] == pytest.approx(100 * (found["b"].welfare[korea] / found["a"].welfare[korea] - 1))
    with pytest.raises(InvalidInput, match="before is of another model"):
        who_gains(found["b"], "USA", before=GeneralEquilibrium(world.economy).effects(tables["a"]))
    with pytest.raises(InvalidInput, match="cases is empty"):
        tariff_cases(world, {})


def test_the_use_of_revenue_matters_where_labour_is_elastic(world: GeneralEquilibrium) -> None:
    found = revenue_uses(world.economy, tariffs_by(world.economy, "USA", 0.2), labour_supply=0.5)
    home = world.economy.place("USA")
    assert found.equivalent_variation[1, home] != pytest.approx(found.equivalent_variation[0, home], abs=1e-3)
    for label, use in (("lump sum", "lump_sum"), ("income-tax relief", "income_tax_relief")):
        model = GeneralEquilibrium(world.economy, revenue=use, labour_supply=0.5)
        single = model.effects(tariffs_by(world.economy, "USA", 0.2))
        assert found[label].welfare == pytest.approx(single.welfare)
    with pytest.raises(InvalidInput, match="labour_supply=0"):
        revenue_uses(world.economy, world.economy.tariffs, labour_supply=0)


def test_a_local_best_that_a_far_reply_beats_is_refused(
    world: GeneralEquilibrium, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_regret(choice: Choice, rates: np.ndarray) -> Proof:
        return best_reply_proof(choice, rates)._replace(regret=np.array([0.0, 5.0]))

    monkeypatch.setattr(nash, "best_reply_proof", with_regret)
    with pytest.raises(NoSolution, match="CHN would gain 5 bn USD by rates far from them"):
        nash_tariffs(world, ["USA", "CHN"])


def test_nobody_changes_an_answer(world: GeneralEquilibrium) -> None:
    best, deal = optimal_tariffs(world, "USA"), cooperative_tariffs(world, "JPN", "USA")
    for array in (best.rates, best.payoffs, best.means, deal.rates, deal.gains, world.welfare_base):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_rates_that_are_not_best_show_regret(world: GeneralEquilibrium) -> None:
    choice = Choice(world, [TariffSetter("USA"), TariffSetter("CHN")])
    best = nash_tariffs(world, ["USA", "CHN"])
    proof = best_reply_proof(choice, best.rates + np.array([0.2, 0.0]))
    assert proof.regret[0] > 1
    assert proof.gradient[0] > 1e-3


def test_what_is_wrong_is_said_in_words(world: GeneralEquilibrium) -> None:
    with pytest.raises(InvalidInput, match="a tariff war needs two"):
        nash_tariffs(world, ["USA"])
    with pytest.raises(InvalidInput, match="the tariff of USA on JPN has two setters"):
        nash_tariffs(world, ["USA", TariffSetter("again", ("USA",), on=("JPN",))])
    with pytest.raises(NoSolution, match="Nash tariffs: the search ended after 1 iterations"):
        nash_tariffs(world, max_iterations=1)
    with pytest.raises(InvalidInput, match="solution='nahs' is not known.*Did you mean 'nash'"):
        cooperative_tariffs(world, "JPN", "USA", "nahs")
    with pytest.raises(InvalidInput, match="partners='CHN' must be a sequence"):
        retaliate(world, tariffs_by(world.economy, "USA", 0.1), "USA", "CHN")
    with pytest.raises(InvalidInput, match="setters must be a list of setters"):
        nash_tariffs(world, "USA")
    with pytest.raises(InvalidInput, match="welfare=.* must be a mapping of weights by country"):
        TariffSetter("USA", welfare=[1])  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="revenue is not to be given"):
        revenue_uses(world.economy, world.economy.tariffs, labour_supply=0.5, revenue="lump_sum")
    with pytest.raises(InvalidInput, match="before is an int"):
        who_gains(world.effects(world.economy.tariffs), "USA", before=5)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="weights has 0; each party needs a weight above 0"):
        cooperative_tariffs(world, "JPN", "USA", weights=(0, 1))
    with pytest.raises(InvalidInput, match="model is an Economy"):
        nash_tariffs(world.economy)  # type: ignore[arg-type]
