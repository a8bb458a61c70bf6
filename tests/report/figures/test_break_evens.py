"""Break-evens: a field an answer, from change to change."""

from __future__ import annotations

import pytest

from negotiate import InvalidInput
from negotiate.report import plot_break_evens


def test_fields_reach_from_change_to_change_and_equal_answers_look_alike() -> None:
    figure = plot_break_evens([0, 1, 3, 4], ["no", "yes", "no"], parameter="price", unit="bn USD", now=2)
    axes = figure.axes[0]
    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [(0, 1), (1, 2), (3, 1)]
    first, second, third = ((bar.get_facecolor(), bar.get_hatch()) for bar in axes.patches)
    assert first == third != second
    assert [text.get_text() for text in axes.texts] == ["1", "3"]
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["now", "no", "yes"]
    assert axes.get_xlabel() == "price [bn USD]"


@pytest.mark.parametrize(
    ("edges", "answers", "words"),
    [
        ([0, 2, 1], ["no", "yes"], "rising order"),
        ([0, 1], ["no", "yes"], r"edges has shape \(2,\)"),
        (list(range(10)), "abcdefghi", "9 different ones; at most 8"),
    ],
)
def test_refusals(edges: list[float], answers: list[str], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        plot_break_evens(edges, answers, parameter="price")
