"""Sobol indices: two bars a parameter, each with its interval."""

from __future__ import annotations

import pytest

from negotiate import InvalidInput
from negotiate.report import PAGE, plot_sobol_indices

FIRST = [(0.6, 0.5, 0.7), (-0.01, -0.1, 0.1)]
TOTAL = [(0.8, 0.7, 0.9), (0.3, 0.2, 0.4)]


def test_bars_are_as_long_as_the_indices_and_whiskers_end_where_the_intervals_do() -> None:
    figure = plot_sobol_indices(["price", "worth"], FIRST, TOTAL, answer="deal", width=PAGE)
    axes = figure.axes[0]
    assert [bar.get_width() for bar in axes.patches] == pytest.approx([0.6, -0.01, 0.8, 0.3])
    whiskers = [segment[:, 0].tolist() for lines in axes.collections for segment in lines.get_segments()]
    assert whiskers == [pytest.approx(ends[1:]) for ends in (*FIRST, *TOTAL)]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["price", "worth"]
    assert axes.get_ylim()[0] > axes.get_ylim()[1], "the first on top"
    assert axes.get_xlabel() == "share of the variance of deal"


def test_an_index_without_an_interval_and_too_many_are_refused() -> None:
    with pytest.raises(InvalidInput, match="total has shape"):
        plot_sobol_indices(["price", "worth"], FIRST, [0.8, 0.3], answer="deal")
    with pytest.raises(InvalidInput, match="41 entries; give 1 to 40"):
        plot_sobol_indices(["p"] * 41, [FIRST[0]] * 41, [TOTAL[0]] * 41, answer="deal")
