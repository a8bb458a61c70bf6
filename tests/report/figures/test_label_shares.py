"""Shares of draws: one bar an answer under its question, as long as its share, with its interval."""

from __future__ import annotations

import pytest

from negotiate import InvalidInput
from negotiate.report import plot_label_shares
from negotiate.report.figures.style import PALETTE

SHARES = {
    "package": {"none": (0.7, 0.65, 0.74), "deal": (0.3, 0.26, 0.35)},
    "threat $x_1$": {"yes": (1.0, 0.9, 1.0)},
}


def test_bars_are_as_long_as_the_shares_and_whiskers_end_where_the_intervals_do() -> None:
    axes = plot_label_shares(SHARES).axes[0]
    assert [bar.get_width() for bar in axes.patches] == pytest.approx([70, 30, 100])
    assert [line.get_xdata() for line in axes.lines] == [
        pytest.approx(ends) for ends in ([65, 74], [26, 35], [90, 100])
    ]
    assert [text.get_text() for text in axes.texts] == ["70.0", "30.0", "100.0"]
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "package", "none", "deal", r"threat \$x_1\$", "yes",
    ]  # fmt: skip


def test_the_point_estimate_is_set_apart_as_the_legend_says() -> None:
    figure = plot_label_shares(SHARES, now={"package": "deal"})
    colours = [bar.get_facecolor() for bar in figure.axes[0].patches]
    assert colours[0] == colours[2] != colours[1]
    legend = figure.legends[0]
    assert [patch.get_facecolor() for patch in legend.get_patches()] == colours[1::-1]
    assert not plot_label_shares(SHARES).legends
    assert PALETTE[0] != PALETTE[4]


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ({}, "0 answers; give 1 to 60"),
        ({"deal": {"yes": (0.7, 0.8, 0.9)}}, "low ≤ share ≤ high"),
        ({"deal": {"yes": (0.7, 0.6, 1.2)}}, "low ≤ share ≤ high"),
        ({"deal": {"yes": (0.7, 0.6)}}, "shape"),
    ],
)
def test_shares_that_are_none_are_refused(shares: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        plot_label_shares(shares)
