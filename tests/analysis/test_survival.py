import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from negotiate import InvalidInput, NormalFormGame, NotApplicable, load_scenario
from negotiate.analysis import equilibrium_survival
from negotiate.scenario import build_model, solve_deals

HUNT = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]], ("Home", "Foreign"))


HELD = equilibrium_survival(HUNT, (1, 1), noise=1, draws=10)


def test_one_deviation_each_is_a_product_of_normal_probabilities() -> None:
    found = equilibrium_survival(HUNT, (0, 0), noise=0.5, draws=4000)
    each = norm.cdf(1 / (0.5 * math.sqrt(2)))
    assert found.probability == pytest.approx(each**2, abs=1e-12)
    assert found.margin == 1
    assert found.radius == Fraction(1, 2)


def test_closed_form_against_simulation_of_whole_games() -> None:
    rng = np.random.default_rng(8)
    payoffs = np.stack([np.diag([3.0, 0, 0, 0]), np.diag([2.0, 0, 0, 0])])
    found = equilibrium_survival(NormalFormGame(payoffs), (0, 0), noise=1.5)
    noisy = payoffs + 1.5 * rng.normal(size=(20_000, 2, 4, 4))
    held = (noisy[:, 0, 0, 0] == noisy[:, 0, :, 0].max(axis=1)) & (
        noisy[:, 1, 0, 0] == noisy[:, 1, 0].max(axis=1)
    )
    assert held.mean() == pytest.approx(found.probability, abs=0.011)
    assert found.simulated.low <= found.probability <= found.simulated.high


@settings(max_examples=40, deadline=None)
@given(
    noise=st.lists(st.fractions(-1, 1), min_size=8, max_size=8),
    share=st.fractions(0, Fraction(999, 1000)),
)
def test_any_change_below_half_of_the_margin_is_survived(noise: list[Fraction], share: Fraction) -> None:
    change = share * HELD.radius * np.array(noise, dtype=object).reshape(2, 2, 2)
    payoffs = HUNT.exact + change
    assert payoffs[0, 1, 1] > payoffs[0, 0, 1]
    assert payoffs[1, 1, 1] > payoffs[1, 1, 0]


def test_half_of_the_margin_upsets_it() -> None:
    found = equilibrium_survival(HUNT, (1, 1), noise=1, draws=10)
    payoffs = HUNT.exact.copy()
    payoffs[0, 1, 1] -= found.radius
    payoffs[0, 0, 1] += found.radius
    assert payoffs[0, 1, 1] == payoffs[0, 0, 1]


def test_the_reversion_point_of_a_scenario() -> None:
    reversion = solve_deals(build_model(load_scenario("steel-for-beef"))).reversion
    found = equilibrium_survival(reversion.form.game, reversion.profiles[0], noise=0.01, draws=2000)
    assert found.margin > 0
    assert 0 < found.probability <= 1
    assert "survives any error below" in found.summary()


def test_more_noise_is_worse_and_none_to_speak_of_is_harmless() -> None:
    chances = [equilibrium_survival(HUNT, (0, 0), noise=s, draws=10).probability for s in (1e-6, 0.5, 1, 9)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] == pytest.approx(1, abs=1e-12)


def test_nobody_can_deviate() -> None:
    alone = equilibrium_survival(NormalFormGame([[[1]], [[2]]]), (0, 0), noise=1, draws=10)
    assert (alone.margin, alone.radius, alone.probability) == (None, None, 1.0)
    assert "nothing upsets it" in alone.summary()


@pytest.mark.parametrize(
    ("profile", "error", "words"),
    [
        ((0, 1), NotApplicable, "is no strict equilibrium: Home loses nothing"),
        ((0,), InvalidInput, "a strategy for each of Home, Foreign"),
        ((0, 2), InvalidInput, "profile of Foreign=2"),
        (("hare", 0), InvalidInput, "'hare' is no strategy of Home"),
    ],
)
def test_refusals(profile: tuple, error: type, words: str) -> None:
    with pytest.raises(error, match=words):
        equilibrium_survival(HUNT, profile, noise=1)
