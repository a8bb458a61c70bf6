"""Alliances: who gives, neutrality, Nash below Samuelson, exactly."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from negotiate.coalition import CoalitionGame, nucleolus, shapley_value
from negotiate.errors import InvalidInput
from negotiate.region import AllianceGood, efficient_contributions, joint_worth, nash_contributions

TENTHS = st.integers(1, 9).map(lambda k: Fraction(k, 10))


@st.composite
def goods(draw: st.DrawFn, shares: tuple[object, ...] = (0, "0.25", "0.7", 1)) -> AllianceGood:
    count = draw(st.integers(2, 5))
    income = draw(st.lists(st.integers(1, 100), min_size=count, max_size=count))
    taste = draw(st.lists(TENTHS, min_size=count, max_size=count))
    return AllianceGood(
        [f"c{k}" for k in range(count)], income, taste, private_share=draw(st.sampled_from(shares))
    )


@given(goods())
@settings(deadline=None, max_examples=150)
def test_everyone_replies_best_exactly(good: AllianceGood) -> None:
    found = nash_contributions(good)
    assert found.certificate()["largest_distance_from_best_reply"] == 0
    assert all(0 <= g < m for g, m in zip(found.contributions, good.income, strict=True))


@given(goods(), st.integers(0, 4), st.floats(0.0, 0.99))
@settings(deadline=None, max_examples=60)
def test_a_best_reply_maximises_the_utility(good: AllianceGood, who: int, share: float) -> None:
    given_ = [float(g) for g in nash_contributions(good).contributions]
    i = who % len(given_)

    def utility(own: float) -> float:
        tried = [*given_[:i], own, *given_[i + 1 :]]
        protected = float(good.protection(tried)[i])
        a, m = float(good.taste[i]), float(good.income[i])
        return (1 - a) * np.log(m - own) + a * np.log(protected) if protected > 0 else -np.inf

    assert utility(share * float(good.income[i])) <= utility(given_[i]) + 1e-9


@given(goods(shares=(0,)), st.fractions(0, 1))
@settings(deadline=None, max_examples=100)
def test_small_transfers_among_givers_change_nothing(good: AllianceGood, part: Fraction) -> None:
    """Neutrality (Bergstrom, Blume and Varian 1986)."""
    before = nash_contributions(good)
    givers = [k for k, g in enumerate(before.contributions) if g > 0]
    if len(givers) < 2:
        return
    giver, receiver = givers[:2]
    amount = part * before.contributions[giver]
    income = list(good.income)
    income[giver] -= amount
    income[receiver] += amount
    after = nash_contributions(AllianceGood(good.countries, income, list(good.taste)))
    assert after.total == before.total
    kept = zip(income, after.contributions, good.income, before.contributions, strict=True)
    assert all(m - g == m0 - g0 for m, g, m0, g0 in kept)


@given(goods(shares=(0, "1e-9", "0.25", "0.5", "0.9", 1)))
@settings(deadline=None, max_examples=80)
def test_alone_they_give_no_more_than_together(good: AllianceGood) -> None:
    """Whatever part of the protection is shared, with incomes as weights."""
    together = efficient_contributions(good)
    assert float(nash_contributions(good).total) <= together.total * (1 + 1e-9)
    assert together.certificate()["largest_distance_from_one"] < 1e-7


@given(goods(shares=(0,)))
@settings(deadline=None, max_examples=40)
def test_shared_by_all_it_is_given_as_by_lindahl(good: AllianceGood) -> None:
    efficient = [float(a * m) for a, m in zip(good.taste, good.income, strict=True)]
    assert efficient_contributions(good).contributions == pytest.approx(efficient, rel=1e-9)


def test_who_pays_and_who_is_paid() -> None:
    """Income and what is received pay for what is given and consumed; here the large one is paid."""
    good = AllianceGood(["Large", "Small"], [100, 20], ["0.1", "0.1"], private_share="0.9")
    found = efficient_contributions(good)
    income = good.income.astype(float)
    assert income + found.transfers == pytest.approx(found.contributions + found.consumption)
    large, small = found.transfers
    assert large > 0
    assert small == pytest.approx(-large)
    alone = nash_contributions(good)
    rows = dict(zip(good.countries, alone.table().rows, strict=True))
    protection = alone.contributions[1] + Fraction(1, 10) * alone.contributions[0]
    assert rows["Small"][5] == protection
    assert rows["Small"][6] == 100 * Fraction(1, 10) * alone.contributions[0] / protection


def test_with_two_alike_alone_they_give_two_thirds_of_what_they_should() -> None:
    """G = α(m1 + m2)/(2 − α) by Nash, by hand; α(m1 + m2) together."""
    good = AllianceGood(["A", "B"], [100, 100], ["0.5", "0.5"])
    assert nash_contributions(good).total == Fraction(200, 3)
    assert efficient_contributions(good).total == pytest.approx(100)


@given(goods(shares=("0.25", "0.7")))
@settings(deadline=None, max_examples=15)
def test_efficient_contributions_maximise_the_weighted_sum(good: AllianceGood) -> None:
    found = efficient_contributions(good)
    proof = found.certificate()
    assert proof["largest_distance_from_one"] < 1e-8
    assert proof["largest_elsewhere"] < 1 + 1e-8
    assert abs(proof["sum_of_transfers"]) < 1e-6
    taste, weights = good.taste.astype(float), found.weights

    def loss(x: np.ndarray) -> float:
        given_, consumed = np.split(x, 2)
        protected = np.array(good.protection(given_.tolist()), dtype=float)
        return -float(weights @ ((1 - taste) * np.log(consumed) + taste * np.log(protected)))

    count, total = len(taste), float(sum(good.income))
    tried = minimize(
        loss,
        np.full(2 * count, total / (2 * count)),
        bounds=[(1e-9, None)] * (2 * count),
        constraints={"type": "eq", "fun": lambda x: x.sum() - total},
    )
    here = loss(np.concatenate([np.maximum(found.contributions, 0), found.consumption]))
    assert here <= tried.fun + 1e-6 * abs(tried.fun)


def test_the_small_ride_on_the_large() -> None:
    """Olson and Zeckhauser: with like tastes the larger bears more than its share of income."""
    good = AllianceGood(["USA", "Japan", "Korea"], [270, 42, 17], ["0.1"] * 3)
    found = nash_contributions(good)
    assert found.free_riders == ("Japan", "Korea")
    assert found.spill_ins[1] == (27, 0, 0)
    private = nash_contributions(
        AllianceGood(good.countries, [270, 42, 17], ["0.1"] * 3, private_share="0.95")
    )
    assert private.free_riders == ()
    assert "gives nothing: Japan, Korea" in found.summary()


def test_private_goods_are_bought_as_if_alone() -> None:
    good = AllianceGood(["A", "B"], [100, 50], ["0.1", "0.2"], private_share=1)
    assert nash_contributions(good).contributions == (10, 10)
    assert efficient_contributions(good).contributions == pytest.approx([10, 10])


@given(st.lists(st.floats(0.1, 5), min_size=3, max_size=4), st.floats(0.2, 0.8))
@settings(deadline=None, max_examples=30)
def test_joint_worth_is_convex_so_all_gain_by_joining(benefits: list[float], elasticity: float) -> None:
    names = [f"c{k}" for k in range(len(benefits))]
    worth = joint_worth(dict(zip(names, benefits, strict=True)), elasticity=elasticity)
    game = CoalitionGame.from_function(names, worth)
    value = shapley_value(game)
    excess = value.largest_excess
    assert excess is not None
    assert float(excess[0]) <= 1e-9 * float(game.total)
    assert nucleolus(game).in_core
    total = sum(benefits)
    best = max(
        total * g**elasticity / elasticity - g
        for g in np.geomspace(1e-3, 1e3, 400) * total ** (1 / (1 - elasticity))
    )
    assert worth(names) >= best - 1e-9 * abs(best)


@pytest.mark.parametrize(
    ("income", "taste", "share", "words"),
    [
        ([0, 1], ["0.1", "0.1"], 0, "income of A is 0"),
        ([1, 1], ["0.1", 1], 0, "taste of B is 1; it must lie between"),
        ([1, 1], ["0.1", "0.1"], 2, "private_share=2; it must be from 0 to 1"),
    ],
)
def test_refusals(income: object, taste: object, share: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        AllianceGood(["A", "B"], income, taste, private_share=share)  # type: ignore[arg-type]


def test_joint_worth_refuses_strangers_and_providing_without_end() -> None:
    with pytest.raises(InvalidInput, match="elasticity=1"):
        joint_worth({"A": 1}, elasticity=1)
    with pytest.raises(InvalidInput, match="'B' has no benefit"):
        joint_worth({"A": 1}, elasticity=0.5)(["B"])
