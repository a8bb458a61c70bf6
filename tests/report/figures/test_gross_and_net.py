"""Gross and net are drawn where they are, a panel for each player."""

from __future__ import annotations

from typing import Any

import pytest

from negotiate import InvalidInput
from negotiate.report import plot_gross_and_net, save_svg

GIVEN: dict[str, Any] = {
    "levels": [0, 1, 3],
    "gross": [[0, 2, 4], [0, 1, 2]],
    "net": [[0, 1, -1], [0, 1.5, 3]],
    "players": ["Home", "Foreign"],
    "marks": {"deal": 2.0, "cap": 2.5},
    "unit": "bn USD/yr",
}


def test_each_panel_draws_its_player() -> None:
    figure = plot_gross_and_net(**GIVEN)
    assert len(figure.axes) == 2
    for k, axes in enumerate(figure.axes):
        gross, net, deal, cap = axes.lines[:4]
        assert gross.get_xydata().tolist() == [[0, 0], [1, GIVEN["gross"][k][1]], [3, GIVEN["gross"][k][2]]]
        assert net.get_ydata().tolist() == GIVEN["net"][k]
        assert [deal.get_xdata()[0], cap.get_xdata()[0]] == [2.0, 2.5]
        assert axes.get_title("left") == f"Security of {GIVEN['players'][k]} [bn USD/yr]"
    assert figure.axes[1].get_xlabel() == "Purchases above status quo [bn USD/yr]"


def test_the_legend_tells_the_lines_once() -> None:
    told = [text.get_text() for text in plot_gross_and_net(**GIVEN).legends[0].get_texts()]
    assert told == ["gross", "net of the answers", "deal: 2", "cap: 2.5"]


def test_the_same_input_gives_the_same_bytes() -> None:
    assert save_svg(plot_gross_and_net(**GIVEN), "a", "b") == save_svg(plot_gross_and_net(**GIVEN), "a", "b")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"levels": [0, 3, 1]}, "levels must increase"),
        ({"net": [[0, 1, 2]]}, r"net has shape \(1, 3\); it must have shape \(2, 3\)"),
        ({"gross": [[0, 1, float("nan")]] * 2}, r"gross\[0, 2\] is nan"),
        ({"players": list("ABCDE")}, "players names 5; at most 4"),
        ({"marks": dict.fromkeys("abcde", 1.0)}, "marks holds 5 levels; at most 4"),
        ({"marks": ["deal"]}, r"marks=\['deal'\]; it must map names to levels"),
        ({"marks": {"deal": "x"}}, r"marks\['deal'\] is 'x'"),
        ({"width": 1.0}, "width=1 in"),
    ],
)
def test_refusals(change: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        plot_gross_and_net(**GIVEN | change)
