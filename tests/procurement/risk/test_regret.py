"""Regret: known games, the theorem of lotteries, and proofs worked out from the matrix."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput
from negotiate.procurement.risk import RegretProblem, expected_regret, minimax_regret

SOME = settings(deadline=None, max_examples=60)


@st.composite
def problems(draw: st.DrawFn) -> RegretProblem:
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    cells = st.lists(st.integers(-9, 9), min_size=columns, max_size=columns)
    return RegretProblem(draw(st.lists(cells, min_size=rows, max_size=rows)))


def test_a_known_table() -> None:
    """Regrets by hand: rows (0, 8), (10, 0), (5, 3); the third has the least largest."""
    problem = RegretProblem([[10, 0], [0, 8], [5, 5]])
    best = minimax_regret(problem)
    assert (best.chosen, best.max_regret, best.worst_scenario) == ("bundle 3", 5.0, "scenario 1")
    assert best.gap == 0
    lottery = minimax_regret(problem, randomised=True)
    # rows 1 and 2 mix to 40/9; the third row, at (5, 3), pulls the value below that with the first
    # (0, 8) and (5, 3): x·8 + (1 − x)·3 = (1 − x)·5  ->  x = 1/5, value 4
    assert lottery.max_regret == pytest.approx(4, abs=1e-12)
    assert lottery.weights == pytest.approx([0.2, 0, 0.8])
    assert lottery.lower_bound == pytest.approx(4, abs=1e-12)


@SOME
@given(problems())
def test_lotteries_never_regret_more(problem: RegretProblem) -> None:
    pure = minimax_regret(problem)
    lottery = minimax_regret(problem, randomised=True)
    assert lottery.max_regret <= pure.max_regret + 1e-12
    assert pure.max_regret == problem.regrets.max(axis=1).min()
    assert lottery.weights.sum() == pytest.approx(1)
    assert lottery.weights.min() >= 0
    assert lottery.mixture is not None
    proven = (problem.regrets @ lottery.mixture).min()
    assert lottery.max_regret == pytest.approx(proven, abs=1e-9)
    assert lottery.gap == 0


@SOME
@given(problems())
def test_numeric_and_exact_agree(problem: RegretProblem) -> None:
    exact = minimax_regret(problem, randomised=True, method="exact")
    numeric = minimax_regret(problem, randomised=True, method="numeric")
    assert numeric.max_regret == pytest.approx(exact.max_regret, abs=1e-7)
    assert numeric.lower_bound <= exact.max_regret + 1e-9


@SOME
@given(problems(), st.data())
def test_least_expected_regret_has_most_expected_value(problem: RegretProblem, data: st.DataObject) -> None:
    count = len(problem.scenarios)
    parts = np.array(data.draw(st.lists(st.integers(1, 5), min_size=count, max_size=count)))
    mixture = parts / parts.sum()
    answer = expected_regret(problem, mixture)
    worth = problem.values @ mixture
    assert worth[answer.weights.argmax()] == pytest.approx(worth.max())
    assert answer.expected_regret == pytest.approx(mixture @ problem.best - worth.max(), abs=1e-9)
    assert answer.lower_bound <= minimax_regret(problem, randomised=True).max_regret + 1e-9


def test_a_best_from_elsewhere_raises_regrets() -> None:
    problem = RegretProblem([[1, 2]], best=[3, 2])
    assert problem.regrets.tolist() == [[2, 0]]
    with pytest.raises(InvalidInput, match=r"best\[1\] is 1, below values\[0, 1\] = 2"):
        RegretProblem([[1, 2]], best=[3, 1])


def test_shown() -> None:
    lottery = minimax_regret(RegretProblem([[1, 0], [0, 1]], unit="bn USD"), randomised=True)
    assert "the lottery" in str(lottery)
    assert lottery.to_dict()["answer"]["max_regret"] == 0.5
    assert lottery.certificate()["gap"] == 0


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="method='slow' is not known; choose from auto, exact, numeric"):
        minimax_regret(RegretProblem([[1, 2]]), randomised=True, method="slow")
    with pytest.raises(InvalidInput, match="bundles has 1 labels; it must have 2"):
        RegretProblem([[1], [2]], ["a"])
    with pytest.raises(InvalidInput, match="probabilities sums to 2"):
        expected_regret(RegretProblem([[1, 2]]), [1, 1])
