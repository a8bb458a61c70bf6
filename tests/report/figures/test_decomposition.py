import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negotiate import InvalidInput
from negotiate.report import COLUMN, PAGE, plot_decomposition

VALUES = {"Home": [[-3, -1], [2, 0.5], [0, 0]], "Foreign": [[1, 2]]}
TERMS = {"Home": ("tariffs", "capability", "audience"), "Foreign": ("revenue",)}
OUTCOMES = ("threat", "deal")


def line(axes, label):
    return next(artist for artist in axes.lines if artist.get_label() == label)


@pytest.mark.parametrize("width", [COLUMN, PAGE])
def test_bars_and_totals(width: float) -> None:
    home, foreign = plot_decomposition(VALUES, TERMS, OUTCOMES, unit="bn USD", width=width).axes
    assert [bar.get_label() for bar in home.containers] == ["tariffs", "capability"]
    np.testing.assert_array_equal(line(home, "payoff").get_xdata(), [-1, -0.5])
    np.testing.assert_array_equal(line(foreign, "payoff").get_xdata(), [1, 2])
    assert [text.get_text() for text in home.texts] == ["−1.00", "−0.50"]
    assert home.get_xlabel() == "Payoff to Home [bn USD]"
    assert [label.get_text() for label in home.get_yticklabels()] == list(OUTCOMES)


@settings(deadline=None, max_examples=15)
@given(arrays(float, (4, 3), elements=st.integers(-9, 9).map(float)))
def test_bars_on_either_side_of_zero_add_up_to_the_payoff(values: np.ndarray) -> None:
    (axes,) = plot_decomposition({"Home": values}, {"Home": list("abcd")}, list("xyz"), unit="$").axes
    gains, losses = np.zeros(3), np.zeros(3)
    for bars in axes.containers:
        for place, bar in enumerate(bars):
            left, right = sorted((bar.get_x(), bar.get_x() + bar.get_width()))
            assert left >= 0 or right <= 0
            gains[place] = max(gains[place], right)
            losses[place] = min(losses[place], left)
    np.testing.assert_allclose(gains + losses, values.sum(axis=0), atol=1e-12)


def test_a_party_whose_terms_are_all_zero_is_still_drawn() -> None:
    (axes,) = plot_decomposition({"Home": [[0, 0]]}, {"Home": ["revenue"]}, OUTCOMES, unit="").axes
    assert [bar.get_label() for bar in axes.containers] == ["revenue"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"values": {}}, "values is empty"),
        ({"terms": {"Home": ("a",)}}, "values has parties Home, Foreign; terms has Home"),
        ({"outcomes": ("threat",)}, r"values\['Home'\] has shape \(3, 2\); it must have shape \(3, 1\)"),
        ({"outcomes": "deal"}, "outcomes='deal' must be a sequence"),
    ],
)
def test_refusals(change: dict, words: str) -> None:
    given_ = {"values": VALUES, "terms": TERMS, "outcomes": OUTCOMES, "unit": "bn USD"}
    with pytest.raises(InvalidInput, match=words):
        plot_decomposition(**given_ | change)
