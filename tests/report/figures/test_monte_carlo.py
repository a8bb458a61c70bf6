import numpy as np
import pytest

from negotiate import InvalidInput
from negotiate.report.figures.monte_carlo import plot_monte_carlo
from negotiate.report.figures.style import COLUMN

GIVEN = {
    "counts": [1, 3, 4],
    "extremes": (0, 6),
    "middle": (1, 5),
    "running": [(16, 1.5, 1, 2), (32, 1.6, 1.3, 1.9)],
    "answer": "gain",
    "unit": "bn USD/yr",
    "lines": {"median": 2.5, "now": 1.0},
}


def test_bins_are_shares_between_the_extremes() -> None:
    left = plot_monte_carlo(**GIVEN).axes[0]
    (bars,) = left.containers
    assert [(bar.get_x(), bar.get_width(), bar.get_height()) for bar in bars] == [
        (0, 2, 12.5),
        (2, 2, 37.5),
        (4, 2, 50),
    ]
    assert [line.get_xdata()[0] for line in left.lines] == [2.5, 1.0]
    assert left.get_xlabel() == "gain [bn USD/yr]"


def test_the_running_estimate_has_its_band() -> None:
    right = plot_monte_carlo(**GIVEN).axes[1]
    np.testing.assert_array_equal(right.lines[0].get_xydata(), [[16, 1.5], [32, 1.6]])
    corners = right.collections[0].get_paths()[0].vertices
    assert (corners[:, 1].min(), corners[:, 1].max()) == (1, 2)
    assert right.get_xscale() == "log"
    assert right.get_ylabel() == "mean [bn USD/yr]"


def test_the_legend_names_everything_drawn() -> None:
    texts = [text.get_text() for text in plot_monte_carlo(**GIVEN).legends[0].get_texts()]
    assert sorted(texts) == sorted(["90 % of draws", "median", "now", "95 % interval", "running mean"])


def test_in_a_column_the_parts_stand_one_above_the_other() -> None:
    top, bottom = plot_monte_carlo(**GIVEN, width=COLUMN).axes
    assert top.get_position().y0 > bottom.get_position().y1


def test_one_value_in_all_draws() -> None:
    left = plot_monte_carlo(**GIVEN | {"counts": [0, 8, 0], "extremes": (2, 2), "middle": (2, 2)}).axes[0]
    assert [bar.get_height() for bar in left.containers[0]] == [0, 100, 0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"middle": (5, 1)}, r"middle=\(5, 1\); the lower end comes first"),
        ({"running": [(32, 1, 0, 2), (16, 1, 0, 2)]}, "numbers of draws must be positive and rising"),
        ({"running": [(1, 2)]}, r"running has shape \(1, 2\)"),
        ({"lines": {"now": float("inf")}}, r"lines\['now'\] is inf"),
        ({"lines": dict.fromkeys("abcd", 1)}, "lines has 4 entries; at most 3"),
    ],
)
def test_refusals(change: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        plot_monte_carlo(**GIVEN | change)
