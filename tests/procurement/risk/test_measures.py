"""VaR and CVaR: known values, a second way to work them out, and the axioms of coherence."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput
from negotiate.procurement.risk import (
    conditional_value_at_risk,
    expected,
    overspending_chance,
    tail_weights,
    value_at_risk,
    variance,
)

SOME = settings(deadline=None, max_examples=80)
LEVELS = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.8, 0.9, 0.95, 0.99])
LOSSES = st.lists(st.integers(-50, 50), min_size=1, max_size=8)


@st.composite
def distributions(draw: st.DrawFn, joint: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    first = draw(LOSSES)
    second = draw(st.lists(st.integers(-50, 50), min_size=len(first), max_size=len(first)))
    parts = draw(st.lists(st.integers(0, 5), min_size=len(first), max_size=len(first)))
    parts[0] += 1
    weights = np.array(parts) / sum(parts)
    return np.array(first, float), np.array(second, float), weights, draw(LEVELS)


def exact_tail(losses: np.ndarray, weights: np.ndarray, level: float) -> float:
    """Minimise η + E(l − η)⁺/(1 − α) over η among the losses, in rationals."""
    pairs = [(Fraction(x), Fraction(p)) for x, p in zip(losses.tolist(), weights.tolist(), strict=True)]
    tail = 1 - Fraction(level)
    return float(min(e + sum(p * max(x - e, Fraction(0)) for x, p in pairs) / tail for e, _ in pairs))


def test_a_split_atom() -> None:
    """Worst 10 %: the loss of 100 has 4 %, so 6 points of the atom at 50 fill the rest."""
    losses, weights = [0, 50, 100], [0.76, 0.20, 0.04]
    assert value_at_risk(losses, weights, 0.9) == 50
    assert conditional_value_at_risk(losses, weights, 0.9) == pytest.approx((4 * 100 + 6 * 50) / 10)
    assert tail_weights(losses, weights, 0.9) == pytest.approx([0, 0.6, 0.4])


def test_levels_at_the_ends() -> None:
    losses, weights = [1, 2, 9, 99], [0.5, 0.25, 0.25, 0]
    assert conditional_value_at_risk(losses, weights, 0) == expected(losses, weights) == 3.25
    assert conditional_value_at_risk(losses, weights, 1) == value_at_risk(losses, weights, 1) == 9
    assert value_at_risk(losses, weights, 0) == 1


def test_rounding_of_probabilities_does_not_move_the_quantile() -> None:
    losses = np.arange(1, 201)
    assert value_at_risk(losses, level=0.95) == 190
    assert value_at_risk(losses, level=0.9) == 180
    assert conditional_value_at_risk(losses, level=0.95) == pytest.approx(np.arange(191, 201).mean())


def test_value_at_risk_is_not_subadditive_and_tail_value_is() -> None:
    """Two independent bonds that fail with 4 %: the textbook case."""
    weights = [0.96**2, 0.96 * 0.04, 0.04 * 0.96, 0.04**2]
    one, two = np.array([0, 0, 100, 100]), np.array([0, 100, 0, 100])
    assert value_at_risk(one, weights, 0.95) + value_at_risk(two, weights, 0.95) == 0
    assert value_at_risk(one + two, weights, 0.95) == 100
    apart = 2 * conditional_value_at_risk(one, weights, 0.95)
    assert conditional_value_at_risk(one + two, weights, 0.95) <= apart == pytest.approx(160)


def test_variance_and_chance() -> None:
    assert variance([0, 10], [0.8, 0.2]) == pytest.approx(16)
    assert overspending_chance([1, 2, 3], [0.2, 0.3, 0.5], 2) == 0.5


@SOME
@given(distributions())
def test_sorting_agrees_with_the_minimum(case: tuple[np.ndarray, np.ndarray, np.ndarray, float]) -> None:
    losses, _, weights, level = case
    tail = conditional_value_at_risk(losses, weights, level)
    assert tail == pytest.approx(exact_tail(losses, weights, level), abs=1e-9)
    shares = tail_weights(losses, weights, level)
    assert shares.sum() == pytest.approx(1)
    assert (shares <= weights / (1 - level) + 1e-9).all()


@SOME
@given(distributions())
def test_above_value_at_risk_and_mean(case: tuple[np.ndarray, np.ndarray, np.ndarray, float]) -> None:
    losses, _, weights, level = case
    tail = conditional_value_at_risk(losses, weights, level)
    assert tail >= value_at_risk(losses, weights, level) - 1e-9
    assert tail >= expected(losses, weights) - 1e-9
    assert tail <= losses[weights > 0].max() + 1e-9


@SOME
@given(distributions(), st.integers(-20, 20), st.integers(0, 9))
def test_coherent(case: tuple[np.ndarray, np.ndarray, np.ndarray, float], shift: int, factor: int) -> None:
    one, two, weights, level = case

    def tail(losses: np.ndarray) -> float:
        return conditional_value_at_risk(losses, weights, level)

    assert tail(one + two) <= tail(one) + tail(two) + 1e-9
    assert tail(one + shift) == pytest.approx(tail(one) + shift, abs=1e-9)
    assert tail(factor * one) == pytest.approx(factor * tail(one), abs=1e-9)
    assert tail(np.minimum(one, two)) <= tail(two) + 1e-9


@SOME
@given(distributions(), LEVELS)
def test_rises_with_the_level(case: tuple[np.ndarray, np.ndarray, np.ndarray, float], other: float) -> None:
    losses, _, weights, level = case
    low, high = sorted((level, other))
    below, above = (conditional_value_at_risk(losses, weights, x) for x in (low, high))
    assert below <= above + 1e-9
    assert value_at_risk(losses, weights, low) <= value_at_risk(losses, weights, high)


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="level=1.5; it must be from 0 to 1"):
        conditional_value_at_risk([1, 2], level=1.5)
    with pytest.raises(InvalidInput, match=r"losses\[1\] is inf"):
        value_at_risk([1, np.inf])
    with pytest.raises(InvalidInput, match="probabilities sums to 0.9"):
        expected([1, 2], [0.5, 0.4])
