"""The value of information: known values, and EVPI ≥ EVSI ≥ 0."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput
from negotiate.procurement.risk import RegretProblem, expected_regret, value_of_information

SOME = settings(deadline=None, max_examples=80)


@st.composite
def cases(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows, columns, signals = (draw(st.integers(1, 4)) for _ in range(3))

    def shares(count: int) -> list[float]:
        parts = draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))
        parts[0] += 1
        return [part / sum(parts) for part in parts]

    cells = st.lists(st.integers(-9, 9), min_size=columns, max_size=columns)
    values = draw(st.lists(cells, min_size=rows, max_size=rows))
    return np.array(values), np.array(shares(columns)), np.array([shares(signals) for _ in range(columns)])


def test_a_signal_by_hand() -> None:
    """Prior 1/4; on 'wet' (prob 0.35) the umbrella earns 0.2 − 0.15 = 0.05, on 'dry' nothing pays."""
    told = [[0.8, 0.2], [0.2, 0.8]]
    answer = value_of_information(
        [[1, -1], [0, 0]], [0.25, 0.75], told, bundles=["umbrella", "none"], signals=["wet", "dry"]
    )
    assert (answer.choice, answer.by_signal) == ("none", ("umbrella", "none"))
    assert answer.with_signal == pytest.approx(0.05)
    assert answer.perfect == pytest.approx(0.25)
    assert "umbrella" in str(answer)
    assert answer.to_dict()["certificate"]["here_and_now"] == 0


@SOME
@given(cases())
def test_perfect_at_least_sample_at_least_nothing(case: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    values, prior, told = case
    answer = value_of_information(values, prior, told)
    assert answer.with_signal is not None
    assert answer.here_and_now - 1e-9 <= answer.with_signal <= answer.wait_and_see + 1e-9
    assert answer.sample is not None
    assert 0 <= answer.sample <= answer.perfect


@SOME
@given(cases())
def test_perfect_information_is_worth_the_least_expected_regret(
    case: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    values, prior, _ = case
    answer = value_of_information(values, prior)
    assert answer.sample is None
    regret = expected_regret(RegretProblem(values), prior).expected_regret
    assert answer.perfect == pytest.approx(regret, abs=1e-9)


def test_a_signal_that_tells_all_or_nothing() -> None:
    values = [[3, 0], [0, 4]]
    all_of_it = value_of_information(values, likelihoods=np.eye(2))
    assert all_of_it.sample == all_of_it.perfect == 1.5
    assert value_of_information(values, likelihoods=[[0.5, 0.5], [0.5, 0.5]]).sample == 0


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match=r"likelihoods\[1\] sums to 0.9; the signals of a scenario"):
        value_of_information([[1, 2]], likelihoods=[[0.5, 0.5], [0.5, 0.4]])
    with pytest.raises(InvalidInput, match=r"likelihoods\[0, 1\] is -0.5"):
        value_of_information([[1, 2]], likelihoods=[[1.5, -0.5], [0.5, 0.5]])
