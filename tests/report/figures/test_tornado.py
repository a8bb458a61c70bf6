import pytest

from negotiate import InvalidInput
from negotiate.report.figures.style import COLUMN, PAGE
from negotiate.report.figures.tornado import plot_tornado

GIVEN = {
    "parameters": ["price", "worth", "tax"],
    "ends": [(1, 3), (2, 4.5), (0, "high")],
    "at_low": [2.0, 0.5, None],
    "at_high": [0.0, 2.5, 1.5],
    "base": 1.0,
    "answer": "gain",
    "unit": "bn USD/yr",
}


def test_bars_go_from_the_base_to_the_answers_at_the_ends() -> None:
    axes = plot_tornado(**GIVEN).axes[0]
    low, high = axes.containers
    assert [bar.get_x() + bar.get_width() for bar in low] == [2.0, 0.5]
    assert [bar.get_x() + bar.get_width() for bar in high] == [0.0, 2.5, 1.5]
    assert [label.get_text() for label in axes.get_yticklabels()] == GIVEN["parameters"]
    assert axes.get_ylim() == (2.5, -0.5)
    assert axes.get_xlabel() == "gain [bn USD/yr]"
    assert axes.lines[0].get_xdata()[0] == 1.0


def test_ends_are_printed_where_their_bars_end() -> None:
    axes = plot_tornado(**GIVEN).axes[0]
    texts = {(text.get_text(), text.xy) for text in axes.texts}
    assert ("1", (2.0, 0)) in texts
    assert ("3", (0.0, 0)) in texts
    assert ("0: none", (1.0, 2)) in texts
    assert ("high", (1.5, 2)) in texts


def test_two_ends_on_one_side_are_printed_together() -> None:
    one = GIVEN | {"parameters": ["a"], "ends": [(1, 2)]}
    right = plot_tornado(**one | {"at_low": [3.0], "at_high": [2.0]}).axes[0].texts
    assert [(text.get_text(), text.xy) for text in right] == [("2 | 1", (3.0, 0))]
    left = plot_tornado(**one | {"at_low": [0.0], "at_high": [0.5]}).axes[0].texts
    assert [(text.get_text(), text.xy) for text in left] == [("1 | 2", (0.0, 0))]


def test_legend_and_width() -> None:
    figure = plot_tornado(**GIVEN, width=PAGE)
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["low end", "high end"]
    assert figure.get_figwidth() == PAGE
    assert plot_tornado(**GIVEN).get_figwidth() == COLUMN


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"at_low": [1.0]}, "have 3, 3, 1 and 3 entries"),
        ({"base": float("nan")}, "base is nan"),
        ({"at_high": [0.0, float("inf"), 1]}, r"at_high\[1\] is inf"),
        (
            dict.fromkeys(("parameters", "at_low", "at_high"), [1.0] * 41) | {"ends": [(0, 1)] * 41},
            "at most 40",
        ),
    ],
)
def test_refusals(change: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        plot_tornado(**GIVEN | change)
