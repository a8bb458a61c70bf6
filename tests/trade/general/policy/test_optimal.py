"""Best tariffs: closed forms, conditions, political weights, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput, NoSolution, NotApplicable
from negotiate.trade.general import Economy, GeneralEquilibrium, load_regions, tariffs_by, two_country_tariff
from negotiate.trade.general.policy import TariffSetter, best_tariff_on, optimal_tariffs
from negotiate.trade.general.policy.choice import Choice


@pytest.fixture(scope="module")
def world() -> GeneralEquilibrium:
    return GeneralEquilibrium(load_regions(), "balanced")


def balanced_pair(abroad: float, home: float, foreign: float, epsilon: float) -> GeneralEquilibrium:
    flows = [[home, abroad], [abroad, foreign]]
    return GeneralEquilibrium(Economy(flows, ("Home", "Foreign"), epsilon), "balanced")


@settings(max_examples=12, deadline=None)
@given(
    abroad=st.floats(1, 30),
    home=st.floats(20, 200),
    foreign=st.floats(20, 200),
    epsilon=st.floats(1.5, 8),
    reply=st.floats(0, 0.5),
)
def test_best_reply_meets_the_closed_form_of_two_countries(
    abroad: float, home: float, foreign: float, epsilon: float, reply: float
) -> None:
    model = balanced_pair(abroad, home, foreign, epsilon)
    found = optimal_tariffs(model, "Home", held=[[0, reply], [0, 0]])
    equilibrium = found.equilibrium
    paid = equilibrium.flows[:, 1] * (1 + equilibrium.tariffs[:, 1])
    own = float(paid[1] / paid.sum())
    assert found.rates[0] == pytest.approx(two_country_tariff(epsilon, own, reply), abs=1e-7)


def test_a_small_country_charges_the_inverse_elasticity() -> None:
    flows = [[1.0, 1e-4, 1e-4], [1e-4, 900.0, 60.0], [1e-4, 60.0, 900.0]]
    model = GeneralEquilibrium(Economy(flows, ("Small", "A", "B"), 4.0), "balanced")
    assert optimal_tariffs(model, "Small").rates[0] == pytest.approx(0.25, abs=1e-4)


def test_slopes_of_the_best_tariffs_vanish_by_differences_too(world: GeneralEquilibrium) -> None:
    found = optimal_tariffs(world, TariffSetter("USA", by="partner"))
    assert found.certificate()["largest_gradient"] <= 1e-8
    assert found.certificate()["largest_curvature"] < 0
    assert found.certificate()["max_regret"] == 0
    step = 1e-3
    moves = np.concatenate([np.eye(len(found.rates)), -np.eye(len(found.rates))]) * step
    nearby = found.choice.payoffs(found.rates + moves)[:, 0]
    assert (nearby < found.payoffs[0]).all()


def test_partners_taxed_apart_are_worth_at_least_as_much(world: GeneralEquilibrium) -> None:
    uniform = optimal_tariffs(world, "JPN")
    apart = optimal_tariffs(world, TariffSetter("JPN", by="partner"))
    assert apart.payoffs[0] >= uniform.payoffs[0] - 1e-9
    assert len(apart.rates) == 11


def test_revenue_counted_for_more_raises_the_tariff(world: GeneralEquilibrium) -> None:
    rates = [
        optimal_tariffs(world, TariffSetter("USA", revenue_weight=weight)).rates[0]
        for weight in (1.0, 1.2, 1.5)
    ]
    assert rates[0] < rates[1] < rates[2]


@pytest.mark.parametrize("numeraire", ["world_prices", "USA", "JPN"])
def test_a_weight_on_revenue_does_not_bring_the_numeraire_in(numeraire: str) -> None:
    aim = TariffSetter("USA", revenue_weight=1.5)
    economy = load_regions()
    one, other = (
        optimal_tariffs(GeneralEquilibrium(economy, "balanced", numeraire=each), aim)
        for each in ("world_income", numeraire)
    )
    assert other.rates == pytest.approx(one.rates, abs=1e-8)
    assert other.payoffs == pytest.approx(one.payoffs, rel=1e-9)


def test_payoffs_are_against_the_base_year_with_the_duties_it_had() -> None:
    plain = load_regions()
    economy = load_regions(tariffs=tariffs_by(plain, "USA", 0.1))
    model = GeneralEquilibrium(economy, "balanced")
    setter = TariffSetter("USA", welfare={"USA": 1, "JPN": 0.5}, revenue_weight=1.5)
    choice = Choice(model, [setter])
    at_base, higher = choice.payoffs(np.array([[0.1], [0.2]]))[:, 0]
    assert at_base == pytest.approx(0, abs=1e-8)
    found = model.effects(tariffs_by(model.economy, "USA", 0.2))
    us, japan = economy.place("USA"), economy.place("JPN")
    raised = found.tariff_revenue[us] / found.prices[us] - model.economy.revenue[us]
    worth = found.equivalent_variation
    assert higher == pytest.approx(worth[us] + 0.5 * worth[japan] + 0.5 * raised)


def test_a_weight_on_the_partner_lowers_the_tariff_on_it(world: GeneralEquilibrium) -> None:
    selfish = optimal_tariffs(world, TariffSetter("USA", on=("JPN",)))
    caring = optimal_tariffs(world, TariffSetter("USA", on=("JPN",), welfare={"USA": 1, "JPN": 1}))
    assert caring.rates[0] < selfish.rates[0] - 0.05


def test_a_small_country_charges_all_sectors_the_same() -> None:
    # What it can extract is its export monopoly, and a uniform tariff taxes exports (Lerner symmetry).
    flows = np.zeros((3, 3, 2))
    flows[...] = 0.5
    flows[0, 0], flows[1, 1], flows[2, 2] = (40, 60), (800, 700), (900, 600)
    economy = Economy(flows, ("Small", "A", "B"), (3.0, 8.0), sectors=("steel", "chips"))
    found = optimal_tariffs(GeneralEquilibrium(economy, "balanced"), TariffSetter("Small", by="sector"))
    assert [sector for _, sector in found.choice.labels] == ["steel", "chips"]
    assert found.certificate()["max_regret"] == 0
    assert found.rates[0] == pytest.approx(found.rates[1], abs=1e-3)


def test_a_bloc_gains_more_together_than_its_members_apart(world: GeneralEquilibrium) -> None:
    bloc = ("USA", "CAN", "MEX")
    found = optimal_tariffs(world, TariffSetter("North America", bloc))
    place = world.economy.place
    inside = found.tariffs[np.ix_([place(m) for m in bloc], [place(m) for m in bloc])]
    assert not inside.any()
    assert found.payoffs[0] > 0


def test_the_best_tariff_on_japan_rises_with_what_others_face(world: GeneralEquilibrium) -> None:
    found = best_tariff_on(world, "USA", "JPN", [0.0, 0.1, 0.2, 0.3])
    assert (np.diff(found.rates) > 0).all()
    assert (found.worth[:, 0] > 0).all()
    assert (found.worth[:, 1] < 0).all()
    assert found.certificate()["max_regret"] == 0
    assert len(found.table().rows) == 4
    table = tariffs_by(world.economy, "USA", 0.2)
    ends = [tariffs_by(world.economy, "USA", {"JPN": rate}, base=table) for rate in (found.rates[2], 0.0)]
    with_it, without = world.effects(np.stack(ends)).equivalent_variation
    us, japan = world.economy.place("USA"), world.economy.place("JPN")
    assert found.worth[2] == pytest.approx((with_it - without)[[us, japan]], abs=1e-6)


def test_the_tariffs_of_all_others_are_held_meanwhile(world: GeneralEquilibrium) -> None:
    held = tariffs_by(world.economy, "CHN", 0.3)
    (reply,) = best_tariff_on(world, "USA", "JPN", [0.1], held=held).replies
    expected = tariffs_by(world.economy, "USA", 0.1, base=held)
    expected[world.economy.place("JPN"), world.economy.place("USA")] = reply.rates[0]
    assert reply.tariffs == pytest.approx(expected)


def test_what_is_wrong_is_said_in_words(world: GeneralEquilibrium) -> None:
    with pytest.raises(InvalidInput, match="'JAP' is none of the 12 countries. Did you mean 'JPN'"):
        optimal_tariffs(world, "JAP")
    with pytest.raises(InvalidInput, match="above -1"):
        optimal_tariffs(world, "USA", held=np.full((12, 12), -1.5) * (1 - np.eye(12)))
    with pytest.raises(InvalidInput, match="by='partners' is not known.*Did you mean 'partner'"):
        TariffSetter("USA", by="partners")
    with pytest.raises(InvalidInput, match="revenue_weight=0.5"):
        TariffSetter("USA", revenue_weight=0.5)
    with pytest.raises(InvalidInput, match="USA is a member"):
        optimal_tariffs(world, TariffSetter("USA", on=("USA",)))
    with pytest.raises(InvalidInput, match="held has shape"):
        optimal_tariffs(world, "USA", held=np.zeros((2, 12, 12)))
    with pytest.raises(NoSolution, match="ended after 1 iterations with a slope"):
        optimal_tariffs(world, TariffSetter("USA", by="partner"), max_iterations=1)


def test_with_deficits_held_there_is_no_best_tariff_and_the_message_says_why() -> None:
    with pytest.raises(NoSolution, match="the payoff of USA still rises at 300%.*deficits='balanced'"):
        optimal_tariffs(GeneralEquilibrium(load_regions()), "USA")


def test_one_who_buys_nothing_has_no_tariff_to_set() -> None:
    flows = [[50.0, 0.0, 10.0], [10.0, 50.0, 0.0], [0.0, 10.0, 50.0]]
    model = GeneralEquilibrium(Economy(flows, ("A", "B", "C"), 4.0), "balanced")
    with pytest.raises(NotApplicable, match="A buys nothing"):
        optimal_tariffs(model, TariffSetter("A", on=("C",)))


def industries() -> GeneralEquilibrium:
    flows = np.full((3, 3, 2), 4.0)
    flows[0, 0], flows[1, 1], flows[2, 2] = (40, 60), (80, 70), (90, 60)
    economy = Economy(flows, ("A", "B", "C"), (3.0, 5.0), sectors=("steel", "chips"))
    return GeneralEquilibrium(economy, "balanced")


def test_a_political_weight_on_an_industry_raises_its_tariff() -> None:
    model = industries()
    plain = optimal_tariffs(model, TariffSetter("A", by="sector"))
    steel = optimal_tariffs(model, TariffSetter("A", by="sector", industries={"steel": 0.2}))
    assert steel.rates[0] > plain.rates[0] + 0.05
    assert steel.rates[1] < steel.rates[0]
    sold = [each.equilibrium.flows[0, :, 0].sum() / each.equilibrium.prices[0] for each in (steel, plain)]
    assert sold[0] > sold[1]
    # The payoff is welfare and the weight times the rise in real sales, and it is at its top.
    rise = sold[0] - model.economy.flows[0, :, 0].sum()
    assert steel.payoffs[0] == pytest.approx(steel.equilibrium.equivalent_variation[0] + 0.2 * rise)
    around = steel.rates + 1e-3 * np.array([[1, 0], [-1, 0], [0, 1], [0, -1]])
    assert (steel.choice.payoffs(around)[:, 0] < steel.payoffs[0]).all()
    assert steel.provenance.options != plain.provenance.options


def test_political_weights_that_are_none() -> None:
    with pytest.raises(InvalidInput, match="'steal' is none of the sectors.*Did you mean 'steel'"):
        optimal_tariffs(industries(), TariffSetter("A", industries={"steal": 0.2}))
    with pytest.raises(InvalidInput, match="industries: steel=-0.2; it must be at least 0"):
        TariffSetter("A", industries={"steel": -0.2})
    with pytest.raises(InvalidInput, match="industries='steel' must be a mapping of weights by sector"):
        TariffSetter("A", industries="steel")  # type: ignore[arg-type]
