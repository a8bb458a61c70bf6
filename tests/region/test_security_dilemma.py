"""The security dilemma: two equilibria, risk dominance, and the doubt that tips it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import pure_equilibria
from negotiate.equilibria import nash_equilibria, risk_dominance
from negotiate.errors import InvalidInput
from negotiate.region import Doubt, DoubtSolution, arming_cutoffs, assurance_game


@given(st.integers(-5, 5), st.integers(1, 9), st.integers(1, 9))
@settings(deadline=None, max_examples=25)
def test_holding_is_risk_dominant_above_the_middle(temptation: int, below: int, above: int) -> None:
    cost, exposure = temptation + below, temptation + below + above
    game = assurance_game(["A", "B"], cost=cost, temptation=temptation, exposure=exposure)
    labels = [equilibrium.labels for equilibrium in pure_equilibria(game)]
    assert labels == [("hold", "hold"), ("arm", "arm")]
    picked = risk_dominance(nash_equilibria(game)).selected
    if 2 * cost == temptation + exposure:
        assert picked is None
    else:
        assert picked is not None
        assert picked.labels == (("hold", "hold") if 2 * cost > temptation + exposure else ("arm", "arm"))


def test_with_more_countries_all_still_hold_or_all_arm() -> None:
    game = assurance_game(["A", "B", "C"], cost=2, temptation=1, exposure=5)
    assert {e.labels for e in pure_equilibria(game)} == {("hold",) * 3, ("arm",) * 3}
    assert game.payoffs[:, 1, 0, 0].tolist() == [1 - 2, -5, -5]  # one arms: it gains, the others are exposed
    assert game.payoffs[:, 1, 1, 0].tolist() == [-2, -2, -5]  # another does too: arming gains nothing
    assert game.payoffs[:, 1, 1, 1].tolist() == [-2, -2, -2]


def test_uniform_costs_in_closed_form() -> None:
    """x = x·e + (1 − x)·t has the root t/(1 + t − e), at most 1 only where e ≤ 1: none below 1 here."""
    tipped = arming_cutoffs(Doubt(lambda c: c, 1.0, temptation=0.05, exposure=1.1))
    assert tipped.everyone_arms
    assert tipped.fear[0] == 0.05
    assert tipped.fear[-1] == 1.0
    assert (np.diff(tipped.fear) > 0).all()


def test_a_small_doubt_tips_where_none_does_not() -> None:
    """With costs bunched high a few who arm unprovoked are contained; bunched lower they are not."""
    calm = arming_cutoffs(Doubt(lambda c: c**3, 1.0, temptation=0.05, exposure=1.1))
    low, high, all_arm = calm.cutoffs
    assert low < high < all_arm == 1.0
    assert max(calm.certificate()["residuals"]) < 1e-9
    assert calm.fear[-1] == pytest.approx(low, abs=1e-9)
    assert not calm.everyone_arms


def test_without_temptation_nobody_need_arm() -> None:
    calm = arming_cutoffs(Doubt(lambda c: c, 1.0, temptation=0.0, exposure=1.1))
    assert calm.cutoffs[0] == 0.0


@given(st.floats(0.3, 4), st.floats(0.01, 0.5), st.floats(0.05, 1))
@settings(deadline=None, max_examples=20)
def test_cutoffs_are_best_replies_to_themselves(power: float, temptation: float, spare: float) -> None:
    doubt = Doubt(lambda c: min(max(c, 0.0), 1.0) ** power, 1.0, temptation=temptation, exposure=1 + spare)
    found = arming_cutoffs(doubt, cells=500)
    assert found.cutoffs[-1] == 1.0
    for cutoff in found.cutoffs[:-1]:
        chance = doubt.chance(cutoff)
        for cost in np.linspace(temptation, 1, 21):
            gain = chance * (1 + spare) + (1 - chance) * temptation - cost
            assert (gain > 1e-9) <= (cost < cutoff + 1e-6)


def test_costs_in_lumps_leave_some_who_mix() -> None:
    """One in ten has no cost, the others 3. Few arm; all do; or of the others four in nine do."""
    found = arming_cutoffs(Doubt(lambda c: 0.1 if c < 3 else 1.0, 4.0, temptation=1, exposure=5))
    assert found.cutoffs == pytest.approx((1.4, 3.0, 4.0))
    assert found.chances == pytest.approx((0.1, 0.5, 1.0))
    assert found.answer()["chances"] == list(found.chances)
    assert max(found.certificate()["residuals"]) < 1e-9
    mixed = found.chances[1]
    assert mixed * 5 + (1 - mixed) * 1 == pytest.approx(3.0)  # what arming is worth to who does not care
    assert (mixed - 0.1) / 0.9 == pytest.approx(4 / 9)
    last = arming_cutoffs(Doubt(lambda c: 0.1 if c < 3 else 1.0, 3.0, temptation=1, exposure=5))
    assert last.chances == pytest.approx(found.chances)


def test_a_cutoff_that_pulls_elsewhere_has_a_residual() -> None:
    doubt = Doubt(lambda c: c**3, 1.0, temptation=0.05, exposure=1.1)
    wrong = DoubtSolution(doubt, (0.5, 0.2, 1.0), 10)
    assert wrong.certificate()["residuals"] == pytest.approx(
        [abs(doubt.pull(cutoff) - cutoff) for cutoff in (0.5, 0.2)]
    )


def test_where_every_cutoff_is_one_the_ends_are_given() -> None:
    """Uniform costs up to 1, no temptation, an exposure of 1: x = x."""
    assert arming_cutoffs(Doubt(lambda c: c, 1.0, temptation=0, exposure=1)).cutoffs == (
        0.0,
        pytest.approx(1 - 1 / 20_000),
        1.0,
    )


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="cost=9 is not between temptation=1 and exposure=4"):
        assurance_game(["A", "B"], cost=9, temptation=1, exposure=4)
    with pytest.raises(InvalidInput, match="at least two"):
        assurance_game(["A"], cost=2, temptation=1, exposure=4)
    with pytest.raises(InvalidInput, match="falls somewhere"):
        Doubt(lambda c: 1 - c, 1.0, temptation=0.1, exposure=2)
    with pytest.raises(InvalidInput, match="most_cost"):
        Doubt(lambda c: c, 3.0, temptation=0.1, exposure=2)
