import numpy as np
import pytest

from negotiate import InvalidInput
from negotiate.report import PAGE, plot_outcomes_by_parameter

GIVEN = {
    "values": [0.25, 0.6, 0.95],
    "outcomes": ["no agreement", "15 % for +8", "no agreement"],
    "purchases": [0, 8, 0],
    "parameter": "Pass-through",
    "unit": "bn USD/yr",
    "default": 1,
}


def test_rows_are_in_order_with_the_default_marked() -> None:
    words, bars = plot_outcomes_by_parameter(**GIVEN).axes
    assert [label.get_text() for label in words.get_yticklabels()] == ["0.25", "0.6 (default)", "0.95"]
    assert [text.get_text() for text in words.texts] == GIVEN["outcomes"]
    assert [text.get_fontweight() for text in words.texts] == ["normal", "bold", "normal"]
    assert words.get_ylim() == (2.5, -0.5)
    assert [bar.get_width() for bar in bars.patches] == [0, 8, 0]
    assert bars.get_xlabel() == "Purchases [bn USD/yr]"


def test_the_same_outcome_has_the_same_colour() -> None:
    words, bars = plot_outcomes_by_parameter(**GIVEN).axes
    squares = words.collections[0].get_facecolors()
    np.testing.assert_array_equal(squares[0], squares[2])
    assert (squares[0] != squares[1]).any()
    assert [bar.get_facecolor() for bar in bars.patches] == [tuple(colour) for colour in squares]


def test_long_outcomes_are_set_on_two_lines_in_a_column() -> None:
    long = {"outcomes": ["the United States goes to fifteen per cent by itself"] * 3}
    column = plot_outcomes_by_parameter(**GIVEN | long).axes[0].texts[0].get_text()
    page = plot_outcomes_by_parameter(**GIVEN | long, width=PAGE).axes[0].texts[0].get_text()
    assert column.count("\n") == 1
    assert column.replace("\n", " ") == page == long["outcomes"][0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"default": 3}, "default=3; it must be from 0 to 2"),
        ({"outcomes": ["a"]}, "outcomes has 1 entries; values has 3"),
        ({"purchases": [1]}, r"purchases has shape \(1,\)"),
        ({"values": []}, "values has no values"),
    ],
)
def test_refusals(change: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        plot_outcomes_by_parameter(**GIVEN | change)
