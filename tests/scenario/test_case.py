"""A solved case: every certificate holds, the answers fit together, variants say what they should."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiate import Outcome, build_model, load_scenario, solve_case
from negotiate.scenario import CaseSolution, solve_deals


@pytest.fixture(scope="module")
def case() -> CaseSolution:
    return solve_case(load_scenario("japan-us-2025"))


def test_the_flagship_in_short(case: CaseSolution) -> None:
    """The threat is credible by itself, the deal is 15 %, and the cap binds it."""
    assert case.deals.reversion.outcome == Outcome(0, "threat25", agreed=False, threat_executed=True)
    assert case.credibility.credible
    assert case.alone.alone == 0
    assert case.deals.deal() == Outcome(6, "deal")
    assert case.within_cap["nash"].labels == ("+5 / deal",)


def test_every_equilibrium_is_proved(case: CaseSolution) -> None:
    assert case.equilibria.complete
    assert case.equilibria.degenerate
    for equilibrium in case.equilibria:
        assert set(equilibrium.regrets) == {Fraction(0)}
    assert case.demand is not None
    assert len(case.demand) == 2**4 - 1


def test_no_agreement_is_always_an_equilibrium(case: CaseSolution) -> None:
    labels = [equilibrium.labels for equilibrium in case.equilibria]
    assert ("nothing", "nothing") in labels


def test_a_leader_does_at_least_as_well_as_in_any_pure_equilibrium(case: CaseSolution) -> None:
    for player, led in enumerate(case.commitments.values()):
        best = max(e.exact_payoffs[player] for e in case.equilibria if e.kind == "pure")
        assert led.strong.value >= best
        assert led.strong.value >= led.weak.value
        for _, place, payoffs in led.ends(led.strong):
            assert payoffs == tuple(case.model.payoffs.evaluate([place]).exact[:, 0])


def test_bundles_cost_no_more_than_their_level(case: CaseSolution) -> None:
    assert set(case.plans) == {"cap", "cap-relaxed", "deal", "observed"}
    for plan in case.plans.values():
        assert plan.status == "optimal"
        assert plan.cost <= plan.problem.total + 1e-9
    assert case.plans["cap"].problem.budget == pytest.approx(case.model.headroom)


def test_two_ways_to_the_same_bundle(case: CaseSolution) -> None:
    """HiGHS through cvxpy, and the enumeration that the payoffs use."""
    whole, divisible, value = case.plans["cap"], case.plans["cap-relaxed"], case.model.value
    for name in ("deal", "observed"):
        assert case.plans[name].value == value(case.plans[name].problem.budget)
    assert whole.value == pytest.approx(value(case.model.headroom), rel=1e-9)
    assert divisible.value == pytest.approx(value.relaxed(case.model.headroom), rel=1e-7)
    left, right = value.slope(case.model.headroom)
    assert divisible.budget_price is not None
    assert right - 1e-7 <= divisible.budget_price <= left + 1e-7


def test_the_frontier_rises_and_whole_lots_never_beat_divisible_ones(case: CaseSolution) -> None:
    proof = case.frontier.certificate()
    assert proof["least_rise"] >= 0
    assert proof["least_gap"] >= -1e-9


def test_a_deal_is_good_for_both_and_no_other_is_better_for_both(case: CaseSolution) -> None:
    gains = case.deals.problem.feasible - case.deals.problem.disagreement
    picked = case.deals.nash.gains
    assert (picked > 0).all()
    assert not (gains > picked).all(axis=1).any()


def test_progress_is_told() -> None:
    told: list[str] = []
    solve_case(load_scenario("steel-for-beef"), progress=told.append)
    assert told[0] == "building the model"
    assert len(told) >= 3


@pytest.mark.parametrize(
    ("variant", "package"),
    [
        ("pass-through-near-one", None),
        ("pass-through-near-zero", None),
        ("revenue-weight", None),
        ("full-domestic-sensitivity", "deal"),
        ("official-growth", "deal"),
    ],
)
def test_what_the_variants_say(variant: str, package: str | None) -> None:
    deal = solve_deals(build_model(load_scenario("japan-us-2025", variant))).deal()
    assert (None if deal is None else deal.package) == package


def test_on_tokyo_s_account_purchases_are_no_concession() -> None:
    case = solve_case(load_scenario("japan-us-2025", "tokyo-account"))
    assert case.alone.alone > 0
    at_start = case.model.purchase_slopes(0.0)[0, 1]
    assert at_start > 0


def test_no_agreement_is_an_answer_with_its_reason() -> None:
    case = solve_case(load_scenario("japan-us-2025", "revenue-weight"))
    assert case.deals.deal() is None
    assert "no outcome gives every player more" in case.deals.nash.reason
    assert case.demand is None
    assert "deal" not in case.plans
