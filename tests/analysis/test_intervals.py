import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from negotiate import InvalidInput
from negotiate.analysis import clopper_pearson, wilson
from negotiate.analysis.intervals import quantile_ranks


@settings(max_examples=40, deadline=None)
@given(draws=st.integers(1, 500), data=st.data(), confidence=st.sampled_from([0.8, 0.95, 0.99]))
def test_both_are_those_of_scipy(draws: int, data: st.DataObject, confidence: float) -> None:
    hits = data.draw(st.integers(0, draws))
    test = stats.binomtest(hits, draws)
    for ours, method in ((clopper_pearson, "exact"), (wilson, "wilson")):
        reference = test.proportion_ci(confidence, method)
        np.testing.assert_allclose(ours(hits, draws, confidence), reference, atol=1e-9)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.77])
def test_clopper_pearson_covers_at_least_as_often_as_it_says(share: float) -> None:
    hits = np.arange(41)
    inside = [low <= share <= high for low, high in (clopper_pearson(int(k), 40) for k in hits)]
    assert stats.binom(40, share).pmf(hits)[inside].sum() >= 0.95


@pytest.mark.parametrize("level", [0.05, 0.5, 0.95])
def test_ranks_enclose_a_quantile_as_often_as_they_say(level: float) -> None:
    low, middle, high = quantile_ranks(level, 400)
    below = stats.binom(400, level)  # how many draws lie below the true quantile
    assert below.cdf(high - 1) - below.cdf(low - 1) >= 0.95
    assert low <= middle <= high


def test_few_draws_give_the_extremes() -> None:
    assert quantile_ranks(0.05, 3) == (1, 1, 3) or quantile_ranks(0.05, 3)[0] == 1
    assert quantile_ranks(0.5, 1) == (1, 1, 1)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: wilson(3, 2), "successes=3"),
        (lambda: clopper_pearson(0, 0), "draws=0"),
        (lambda: wilson(1, 2, 1.0), "confidence=1; it must be below 1"),
    ],
)
def test_refusals(call: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        call()
