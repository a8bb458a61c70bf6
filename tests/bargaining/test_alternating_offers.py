import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate.bargaining import BargainingProblem, alternating_offers, rubinstein_shares
from negotiate.errors import InvalidInput, NotApplicable
from tests.bargaining.cases import problems

PLAYERS = ("Home", "Foreign")
PIE = BargainingProblem([(0, 1), (1, 0)], (0, 0), PLAYERS, "bn USD")
FACTORS = st.fractions("1/20", "19/20", max_denominator=20)
GAINLESS = {
    "proposer_gains_by_another_offer",
    "proposer_gains_by_delay",
    "responder_gains_by_rejecting",
}


def concave(steps: int = 12) -> BargainingProblem:
    """Points of ``u2 = 1 - u1**2``: all of them corners of their hull."""
    points = [(Fraction(k, steps), 1 - Fraction(k, steps) ** 2) for k in range(steps + 1)]
    return BargainingProblem(points, (0, 0), PLAYERS, "USD")


# ---- known values ----


@settings(deadline=None, max_examples=40)
@given(FACTORS, FACTORS)
def test_rubinsteins_shares_of_a_pie(one: Fraction, two: Fraction) -> None:
    deal = alternating_offers(PIE, discount=(one, two))
    share = (1 - two) / (1 - one * two)
    assert deal.exact_payoffs == (share, 1 - share)
    assert rubinstein_shares((one, two)) == (float(share), float(1 - share))
    second = alternating_offers(PIE, discount=(one, two), first="Foreign")
    other = (1 - one) / (1 - one * two)
    assert second.exact_payoffs == (1 - other, other)


@settings(deadline=None, max_examples=40)
@given(st.fractions("1/20", "19/20", max_denominator=20), st.fractions(0, "2/5"), st.fractions(0, "2/5"))
def test_breakdown_risk_has_its_closed_form(p: Fraction, b1: Fraction, b2: Fraction) -> None:
    deal = alternating_offers(PIE, discount=(1, 1), breakdown=p, breakdown_payoffs=(b1, b2))
    assert deal.exact_payoffs[0] == (1 - b2 + (1 - p) * b1) / (2 - p)


def test_a_vanishing_risk_of_breakdown_splits_what_remains_in_half() -> None:
    deal = alternating_offers(PIE, discount=(1, 1), breakdown="1e-9", breakdown_payoffs=("0.1", "0.3"))
    assert deal.payoffs == pytest.approx([0.4, 0.6], abs=1e-8)


@pytest.mark.parametrize(("option", "share"), [("0.2", Fraction(2, 3)), ("0.6", Fraction(2, 5))])
def test_an_outside_option_of_the_responder_is_a_floor_and_no_more(option: str, share: Fraction) -> None:
    """Binmore, Shaked and Sutton: the option is worth nothing below the share that it has anyway."""
    deal = alternating_offers(PIE, discount=("1/2", "1/2"), outside=(0, option))
    assert deal.exact_payoffs[0] == share


def test_one_and_two_rounds() -> None:
    assert alternating_offers(PIE, discount=("0.9", "0.8"), rounds=1).payoffs.tolist() == [1, 0]
    assert alternating_offers(PIE, discount=("0.9", "0.8"), rounds=2).exact_payoffs[1] == Fraction(4, 5)


def test_a_curved_frontier_has_the_textbook_proposals() -> None:
    """On ``u2 = 1 - u1**2`` with one factor δ: x solves ``1 - x² = δ(1 - δ²x²)``."""
    fine = [(k / 4000, 1 - (k / 4000) ** 2) for k in range(4001)]
    deal = alternating_offers(BargainingProblem(fine, (0, 0), PLAYERS, "USD"), discount=("0.8", "0.8"))
    assert deal.payoffs[0] == pytest.approx(math.sqrt(0.2 / (1 - 0.8**3)), abs=1e-6)


# ---- theorems ----


@settings(deadline=None, max_examples=60)
@given(problems(players=2), FACTORS, FACTORS, st.sampled_from(["lottery", "discrete"]))
def test_no_deviation_gains(problem: BargainingProblem, one: Fraction, two: Fraction, how: str) -> None:
    deal = alternating_offers(problem, discount=(one, two), convention=how)
    proof = deal.certificate()
    if not deal.agreement:
        assert proof["outcomes_better_for_both"] == 0
        return
    assert all(proof[name] <= 0 for name in GAINLESS)
    for offers in deal.equilibria:
        for offer in offers:
            assert offer.payoffs[1 - offer.proposer] >= offer.floor


@settings(deadline=None, max_examples=60)
@given(problems(players=2), FACTORS, FACTORS, st.integers(1, 7))
def test_no_deviation_gains_before_a_last_round(
    problem: BargainingProblem, one: Fraction, two: Fraction, rounds: int
) -> None:
    for how in ("lottery", "discrete"):
        deal = alternating_offers(problem, discount=(one, two), rounds=rounds, convention=how)
        assert not deal.agreement or all(deal.certificate()[name] <= 1e-60 for name in GAINLESS)


@settings(deadline=None, max_examples=40)
@given(problems(players=2), st.fractions("1/20", "4/5", max_denominator=20), st.booleans())
def test_backward_induction_leads_to_the_fixed_point(
    problem: BargainingProblem, factor: Fraction, last_by_first: bool
) -> None:
    forever = alternating_offers(problem, discount=(factor, factor))
    long = alternating_offers(problem, discount=(factor, factor), rounds=200 + last_by_first)
    assert forever.agreement == long.agreement
    if forever.agreement:
        scale = float(np.ptp(problem.feasible) + np.abs(problem.disagreement).max() + 1)
        assert long.payoffs == pytest.approx(forever.payoffs, abs=1e-9 * scale)


@settings(deadline=None, max_examples=60)
@given(problems(players=2), FACTORS, FACTORS)
def test_on_a_finite_set_long_horizons_lead_to_the_extreme_equilibria(
    problem: BargainingProblem, one: Fraction, two: Fraction
) -> None:
    """Who makes the last offer starts the induction from its own best; it ends at its best equilibrium."""
    found = alternating_offers(problem, discount=(one, two), convention="discrete")
    assume(found.agreement)
    shares = [offers[0].payoffs[0] for offers in found.equilibria]
    assert shares == sorted(set(shares), reverse=True)
    for rounds, share in ((101, shares[0]), (102, shares[-1])):
        long = alternating_offers(problem, discount=(one, two), convention="discrete", rounds=rounds)
        assert long.exact_payoffs[0] == share


@settings(deadline=None, max_examples=60)
@given(problems(players=2), FACTORS, FACTORS, st.fractions(0, 3))
def test_a_slack_option_has_no_effect(
    problem: BargainingProblem, one: Fraction, two: Fraction, slack: Fraction
) -> None:
    plain = alternating_offers(problem, discount=(one, two))
    assume(plain.agreement)
    floors = sorted(plain.equilibria[0], key=lambda offer: offer.proposer)
    option = (floors[1].floor - slack, floors[0].floor - slack)
    assert (
        alternating_offers(problem, discount=(one, two), outside=option).exact_payoffs == plain.exact_payoffs
    )


@settings(deadline=None, max_examples=40)
@given(problems(players=2), FACTORS, FACTORS)
def test_it_pays_to_move_first_and_to_be_patient(
    problem: BargainingProblem, one: Fraction, two: Fraction
) -> None:
    first = alternating_offers(problem, discount=(one, two))
    assume(first.agreement)
    second = alternating_offers(problem, discount=(one, two), first=problem.players[1])
    patient = alternating_offers(problem, discount=((1 + one) / 2, two))
    assert first.exact_payoffs[0] >= second.exact_payoffs[0]
    assert patient.exact_payoffs[0] >= first.exact_payoffs[0]


@pytest.mark.parametrize("rates", [(1, 1), (1, 3), (2, 0.5)])
def test_short_rounds_lead_to_the_asymmetric_nash_solution(rates: tuple[float, float]) -> None:
    """On ``u2 = 1 - u1**2`` with weights a, 1 - a: ``u1² = a / (2 - a)``."""
    fine = [(k / 2000, 1 - (k / 2000) ** 2) for k in range(2001)]
    problem = BargainingProblem(fine, (0, 0), PLAYERS, "USD")
    discount = [math.exp(-rate * 1e-5) for rate in rates]
    deal = alternating_offers(problem, discount=discount)
    weight = rates[1] / sum(rates)
    assert deal.limit_weights == pytest.approx((weight, 1 - weight))
    assert deal.payoffs[0] == pytest.approx(math.sqrt(weight / (2 - weight)), abs=1e-3)


def test_the_fixed_point_agrees_with_slow_iteration() -> None:
    problem = concave()
    deal = alternating_offers(problem, discount=("0.7", "0.9"), outside=("0.1", "0.75"))
    first = [float(u) for u, _ in map(problem.payoffs, range(13))]
    second = [float(v) for _, v in map(problem.payoffs, range(13))]
    x = 1.0
    for _ in range(500):
        y = np.interp(max(0.1, 0.7 * x), first, second)
        x = np.interp(max(0.75, 0.9 * y), second[::-1], first[::-1])
    assert deal.payoffs[0] == pytest.approx(x, abs=1e-12)
    assert deal.certificate()["indifference_residual"] == 0


def test_coarse_offers_allow_several_equilibria() -> None:
    """Splits of 10 coins between patient parties: any split can be one (van Damme, Selten, Winter)."""
    coins = BargainingProblem([(k, 10 - k) for k in range(11)], (0, 0), PLAYERS, "coin")
    deal = alternating_offers(coins, discount=("0.95", "0.95"), convention="discrete")
    assert [offers[0].payoffs[0] for offers in deal.equilibria] == list(range(10, -1, -1))
    assert "stationary equilibria" in deal.summary()
    few = alternating_offers(coins, discount=("0.5", "0.5"), convention="discrete")
    assert [[o.payoffs[0] for o in offers] for offers in few.equilibria] == [[7, 4], [6, 3]]


@pytest.mark.parametrize("how", ["lottery", "discrete"])
def test_one_outcome_given_twice_is_agreed_on_at_once(how: str) -> None:
    only = BargainingProblem([(2, 3), (2, 3), (1, 1)], (0, 0), PLAYERS, "USD")
    for options in ({}, {"rounds": 3}, {"first": "Foreign"}, {"outside": (1, "2.5")}):
        deal = alternating_offers(only, discount=("0.9", "0.2"), convention=how, **options)
        assert deal.exact_payoffs == (2, 3)
        assert all(deal.certificate()[name] <= 0 for name in GAINLESS)


def test_patient_parties_halve_a_quarter_circle() -> None:
    angle = np.linspace(0, np.pi / 2, 2000)
    circle = BargainingProblem(np.stack([np.sin(angle), np.cos(angle)], axis=1), (0, 0), PLAYERS, "USD")
    deal = alternating_offers(circle, discount=("0.999", "0.999"))
    assert deal.payoffs == pytest.approx([0.5**0.5] * 2, abs=1e-3)


# ---- what it shows ----


def test_an_offer_between_outcomes_is_shown_as_a_lottery() -> None:
    deal = alternating_offers(
        BargainingProblem([(0, 1), (1, 0)], (0, 0), PLAYERS, "USD", ["no", "yes"]), discount=("1/2", "1/2")
    )
    assert deal.labels == ("no", "yes")
    assert "no (0.333), yes (0.667)" in deal.summary()
    assert deal.to_dict()["answer"]["payoffs"] == pytest.approx([2 / 3, 1 / 3])


def test_no_agreement_has_its_reason() -> None:
    deal = alternating_offers(PIE, discount=("1/2", "1/2"), outside=("0.6", "0.6"))
    assert not deal.agreement
    assert "never agreeing or leaving" in deal.summary()
    assert deal.payoffs.tolist() == [0.6, 0.6]
    assert not alternating_offers(PIE, discount=("1/2", "1/2"), convention="discrete").agreement


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            {"discount": (1, 0.5)},
            r"discount\[0\] is 1; a discount factor must lie between 0 and 1 \(1 is allowed",
        ),
        ({"discount": (0.5, 0)}, r"discount\[1\] is 0; a discount factor"),
        ({"discount": (0.5, 1.5)}, r"discount\[1\] is 1.5"),
        ({"discount": (0.5, 0.5), "breakdown": 1}, "breakdown=1; it must be a probability from 0 to below 1"),
        ({"discount": (0.5,)}, r"discount has shape \(1,\)"),
        ({"discount": (0.5, 0.5), "first": "Hom"}, "Did you mean 'Home'"),
        (
            {"discount": (0.5, 0.5), "rounds": 0},
            "rounds=0; it must be at least 1|rounds=0; it must be from 1",
        ),
        ({"discount": (0.5, 0.5), "convention": "hull"}, "choose from discrete, lottery"),
    ],
)
def test_refusals(options: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        alternating_offers(PIE, **options)


def test_three_parties_are_too_many() -> None:
    three = BargainingProblem([(1, 1, 1)], (0, 0, 0), ("a", "b", "c"), "USD")
    with pytest.raises(NotApplicable, match="the problem has 3"):
        alternating_offers(three, discount=(0.5, 0.5))
