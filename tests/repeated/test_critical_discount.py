from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput, NotApplicable
from negotiate.games import NormalFormGame
from negotiate.repeated import EnforcementProblem, critical_discount_factors, enforcement_problem
from tests.strategies import bimatrix_games

PLAYERS = ("Home", "Foreign")
DILEMMA = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]], PLAYERS)
STAKES = st.tuples(st.fractions(0, 5, max_denominator=8), st.fractions("1/8", 5, max_denominator=8))


def stakes(*issues: tuple[object, object]) -> EnforcementProblem:
    """One player for whom a breach gains the first and reversion loses the second, issue by issue."""
    return EnforcementProblem(
        [[0] for _ in issues],
        [[gain] for gain, _ in issues],
        [[-Fraction(loss)] for _, loss in issues],
        ["Home"],
        "USD",
        issues=[f"issue {k}" for k in range(len(issues))],
    )


# ---- known values ----


def test_the_prisoners_dilemma() -> None:
    """(5 - 3) / (5 - 1), as in every textbook."""
    result = critical_discount_factors(enforcement_problem(DILEMMA, ["s1", "s1"], ["s2", "s2"]))
    assert result.pooled == (Fraction(1, 2), Fraction(1, 2))
    assert result.needed == Fraction(1, 2)
    assert result.holds("0.5")
    assert not result.holds("0.499")
    assert "Needed: δ ≥ 0.500" in result.summary()


def test_a_cartel_of_n_sellers() -> None:
    """Bertrand: n firms share a monopoly profit of 1; undercutting takes all: δ* = 1 - 1/n."""
    for n in range(2, 7):
        names = [f"firm {k}" for k in range(n)]
        cartel = EnforcementProblem([[Fraction(1, n)] * n], [[1] * n], [[0] * n], names, "USD")
        assert critical_discount_factors(cartel).needed == 1 - Fraction(1, n)


def test_a_finite_punishment_has_its_closed_forms() -> None:
    """One period: δ = r; two: δ + δ² = r, with r the gain over the loss."""
    assert critical_discount_factors(stakes(("0.5", 1)), punishment=1).needed == Fraction(1, 2)
    two = critical_discount_factors(stakes((1, 1)), punishment=2).needed
    assert float(two) == pytest.approx((5**0.5 - 1) / 2, abs=1e-15)
    assert critical_discount_factors(stakes((2, 1)), punishment=2).needed is None


@pytest.mark.parametrize("review", [1, 2, 4, 12])
def test_a_snap_back_after_a_late_review_needs_more_patience(review: int) -> None:
    """Between reviews a breach pays: δ^L must reach (v - c) / (v - n)."""
    needed = critical_discount_factors(stakes((2, 3)), review=review).needed
    assert float(needed) == pytest.approx(0.4 ** (1 / review), abs=1e-15)


def test_pooling_two_issues() -> None:
    """Each party would break one issue alone at any δ; pooled, what one gives up pays for the other."""
    result = critical_discount_factors(
        EnforcementProblem(
            [[-1, 2], [3, -1]], [[0, 2], [3, 0]], [[0, 0], [0, 0]], PLAYERS, "USD", issues=["buy", "relief"]
        )
    )
    assert result.separate.tolist() == [[None, 0], [0, None]]
    assert result.needed_separately == (None, None)
    assert result.pooled == (Fraction(1, 3), Fraction(1, 2))
    assert "buy: no δ below 1 will do; relief: no δ below 1 will do" in result.summary()
    slack = {row[0]: row[1:] for row in result.slack("0.6").rows}
    assert slack["buy"][0] < 0 < slack["relief"][0]
    assert slack["pooled"] == pytest.approx((slack["buy"][0] + slack["relief"][0], 0.5))


# ---- theorems ----


@settings(deadline=None, max_examples=100)
@given(st.lists(STAKES, min_size=1, max_size=4))
def test_the_pooled_value_lies_between_the_single_ones(issues: list[tuple[Fraction, Fraction]]) -> None:
    result = critical_discount_factors(stakes(*issues))
    single = result.separate[:, 0].tolist()
    assert min(single) <= result.needed <= max(single)


@settings(deadline=None, max_examples=60)
@given(st.lists(STAKES, min_size=1, max_size=3), st.integers(1, 4), st.one_of(st.none(), st.integers(1, 5)))
def test_at_the_critical_value_a_breach_just_stops_paying(
    issues: list[tuple[Fraction, Fraction]], review: int, punishment: int | None
) -> None:
    result = critical_discount_factors(stakes(*issues), review=review, punishment=punishment)
    proof = result.certificate()
    assert proof["largest_gain_at_critical"] is None or proof["largest_gain_at_critical"] <= 0
    assert proof["least_gain_below"] is None or proof["least_gain_below"] > 0
    assert proof["gain_near_one"] is None or proof["gain_near_one"] > 0


@settings(deadline=None, max_examples=40)
@given(STAKES, st.integers(1, 3), st.integers(1, 4))
def test_payoffs_summed_period_by_period_agree(
    stake: tuple[Fraction, Fraction], review: int, punishment: int
) -> None:
    gain, loss = stake
    result = critical_discount_factors(stakes(stake), review=review, punishment=punishment)
    delta = Fraction(3, 5)
    path = [gain] * review + [-loss] * punishment
    value = sum(delta**t * change for t, change in enumerate(path))
    assert result.breach_gains(delta)[0, 0] == value
    if result.needed is not None:
        assert (value <= 0) == (delta >= result.needed)


@settings(deadline=None, max_examples=40)
@given(STAKES, st.integers(1, 5))
def test_longer_punishments_and_earlier_reviews_need_less_patience(
    stake: tuple[Fraction, Fraction], length: int
) -> None:
    def needed(**options: int) -> float:
        value = critical_discount_factors(stakes(stake), **options).needed
        return 1.0 if value is None else float(value)

    assert needed() <= needed(punishment=length + 1) <= needed(punishment=length)
    assert needed(review=length) <= needed(review=length + 1)


@settings(deadline=None, max_examples=40)
@given(bimatrix_games(largest=3))
def test_an_agreement_on_a_stage_equilibrium_needs_no_patience(game: NormalFormGame) -> None:
    for row, column in np.ndindex(*game.shape):
        try:
            problem = enforcement_problem(game, [row, column], [row, column])
        except NotApplicable:
            continue
        assert critical_discount_factors(problem).needed == 0


# ---- what it shows, refusals ----


def test_json_says_none_where_nothing_will_do() -> None:
    record = critical_discount_factors(stakes((1, -1))).to_dict()
    assert record["answer"]["needed"] is None
    assert record["certificate"]["gain_near_one"] > 0


@pytest.mark.parametrize("discount", [0, 1, -0.5, 1.5])
def test_a_discount_factor_outside_0_and_1_is_refused(discount: float) -> None:
    result = critical_discount_factors(stakes((1, 1)))
    with pytest.raises(InvalidInput, match="a discount factor must lie between 0 and 1"):
        result.holds(discount)


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match=r"deviation\[0, 1\] is 2, below cooperation\[0, 1\], 3"):
        EnforcementProblem([[3, 3]], [[5, 2]], [[1, 1]], PLAYERS, "USD")
    with pytest.raises(InvalidInput, match="issues is missing; name the 2 issues"):
        EnforcementProblem([[3], [3]], [[5], [5]], [[1], [1]], ["Home"], "USD")
    with pytest.raises(InvalidInput, match=r"reversion has shape \(1, 1\)"):
        EnforcementProblem([[3, 3]], [[5, 5]], [[1]], PLAYERS, "USD")
    with pytest.raises(InvalidInput, match="punishment=0; it must be from 1 to 1000"):
        critical_discount_factors(stakes((1, 1)), punishment=0)
    with pytest.raises(InvalidInput, match="review=1.5; it must be a whole number"):
        critical_discount_factors(stakes((1, 1)), review=1.5)
    with pytest.raises(NotApplicable, match="Home gains 2 by deviating"):
        enforcement_problem(DILEMMA, ["s1", "s1"], ["s1", "s1"])
