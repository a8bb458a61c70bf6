"""Paths of the rate: their law, their seed, and history drawn again."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput
from negotiate.procurement.risk import bootstrap_paths, lognormal_paths

NO_DEADLINE = settings(deadline=None, max_examples=25)


def test_the_rate_is_a_martingale_without_drift() -> None:
    paths = lognormal_paths(150, 0.1, 5, 40_000, seed=11)
    assert paths.rates is not None
    means = paths.rates.mean(axis=0)
    errors = paths.rates.std(axis=0) / np.sqrt(paths.count)
    assert (np.abs(means - 150) < 4 * errors).all()
    changes = np.log(paths.rates[:, 1:] / paths.rates[:, :-1])
    assert changes.std() == pytest.approx(0.1, rel=0.01)
    assert changes.mean() == pytest.approx(-0.005, abs=0.002)
    inverse = (1 / paths.rates[:, -1]).mean() * 150
    assert inverse == pytest.approx(np.exp(0.01 * 5), rel=0.01)


def test_drift_moves_the_expected_rate() -> None:
    paths = lognormal_paths(100, 0.2, 3, 10, seed=2, drift=0.05, sampling="matched")
    assert paths.mean_rates == pytest.approx(100 * np.exp(0.05 * np.arange(1, 4)), rel=1e-9)
    sure = lognormal_paths(100, 0.0, 2, 3, seed=2, drift=0.05)
    assert sure.rates == pytest.approx(np.tile(100 * np.exp([0.05, 0.1]), (3, 1)), rel=1e-9)


def test_the_bytes_of_a_seed_are_known() -> None:
    """NumPy may change its normal stream in a feature release: then these numbers are to be renewed."""
    paths = lognormal_paths(150, 0.1, 2, 2, seed=1)
    assert paths.rates is not None
    normal = np.random.default_rng(1).standard_normal((2, 2))
    slow = 150 * np.exp(np.cumsum(0.1 * normal - 0.005, axis=1))
    assert np.abs(paths.rates - slow).max() < 1e-6
    assert paths.rates.tobytes() == lognormal_paths(150, 0.1, 2, 2, seed=1).rates.tobytes()  # type: ignore[union-attr]
    assert paths.digest != lognormal_paths(150, 0.1, 2, 2, seed=3).digest


def test_antithetic_paths_mirror_their_changes() -> None:
    paths = lognormal_paths(150, 0.1, 3, 6, seed=5, sampling="antithetic")
    assert paths.rates is not None
    centre = np.log(150) - 0.005 * np.arange(1, 4)
    moves = np.log(paths.rates) - centre
    assert moves[::2] == pytest.approx(-moves[1::2], abs=1e-8)


@NO_DEADLINE
@given(
    st.lists(st.floats(80, 200), min_size=4, max_size=12),
    st.integers(1, 3),
    st.integers(0, 2**32),
)
def test_bootstrap_draws_blocks_of_history(history: list[float], block: int, seed: int) -> None:
    paths = bootstrap_paths(history, 4, 5, seed, block=block)
    assert paths.rates is not None
    past = np.diff(np.log(history))
    for path in paths.rates:
        drawn = np.diff(np.log([history[-1], *path]))
        for begin in range(0, 4, block):
            piece = drawn[begin : begin + block]
            found = [np.abs(past[k : k + len(piece)] - piece).max() for k in range(len(past) - block + 1)]
            assert min(found) < 1e-6


def test_bootstrap_from_months() -> None:
    monthly = 100 * 1.01 ** np.arange(30)
    paths = bootstrap_paths(monthly, 2, 3, seed=0, rate=150, per_year=12, block=6)
    assert paths.rates == pytest.approx(np.tile(150 * 1.01 ** np.array([12, 24]), (3, 1)), rel=1e-8)


def test_bootstrap_recentred_is_a_martingale() -> None:
    history = [100, 120, 90, 140, 130]
    changes = np.diff(np.log(history))
    shifted = np.exp(changes - np.log(np.exp(changes).mean()))
    assert shifted.mean() == pytest.approx(1)
    paths = bootstrap_paths(history, 1, 20_000, seed=4, drift=0.0)
    assert paths.rates is not None
    assert set(np.unique(paths.rates[:, 0].round(4))) == set((130 * shifted).round(4))
    assert paths.rates.mean() == pytest.approx(130, rel=0.01)


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="rate=0 per USD; it must be above 0"):
        lognormal_paths(0, 0.1, 5, 10, 1)
    with pytest.raises(InvalidInput, match="volatility=-0.1; it must be from 0 to 2"):
        lognormal_paths(150, -0.1, 5, 10, 1)
    with pytest.raises(InvalidInput, match="count=3 is odd"):
        lognormal_paths(150, 0.1, 5, 3, 1, sampling="antithetic")
    with pytest.raises(InvalidInput, match="seed=-1"):
        lognormal_paths(150, 0.1, 5, 3, -1)
    with pytest.raises(InvalidInput, match=r"history\[1\] is 0; a rate must be above 0"):
        bootstrap_paths([100, 0, 110], 5, 3, 1)
    with pytest.raises(InvalidInput, match="so 2 changes; a block of 3 needs at least 4 rates"):
        bootstrap_paths([100, 105, 110], 5, 3, 1, block=3)
