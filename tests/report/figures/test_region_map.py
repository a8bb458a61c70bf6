import numpy as np
import pytest
from matplotlib.colors import to_hex

from negotiate import InvalidInput
from negotiate.report.figures.region_map import plot_region_map
from negotiate.report.figures.style import PALETTE

GIVEN = {
    "columns": [0.5, 1.5, 2.5],
    "rows": [1, 3],
    "codes": [[0, 0, 1], [0, 1, 1]],
    "labels": ["deal", "none"],
    "parameters": ("price", "worth"),
    "units": ("bn USD", "1"),
}


def areas(collection: object) -> float:
    boxes = [path.vertices[:4] for path in collection.get_paths()]
    return sum(float(np.ptp(box[:, 0]) * np.ptp(box[:, 1])) for box in boxes)


def test_each_label_fills_its_cells() -> None:
    axes = plot_region_map(**GIVEN).axes[0]
    filled = [one for one in axes.collections if one.get_label() in ("deal", "none")]
    assert [areas(one) for one in filled] == [6, 6]
    assert [to_hex(one.get_facecolor()[0]).upper() for one in filled] == list(PALETTE[:2])
    assert (axes.get_xlim(), axes.get_ylim()) == ((0, 3), (0, 4))
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("price [bn USD]", "worth [1]")


def test_neighbouring_cells_of_a_row_are_one_patch() -> None:
    deal = next(one for one in plot_region_map(**GIVEN).axes[0].collections if one.get_label() == "deal")
    assert sorted(float(np.ptp(path.vertices[:4, 0])) for path in deal.get_paths()) == [1, 2]


def test_regions_differ_by_hatching_too() -> None:
    hatches = [one.get_hatch() for one in plot_region_map(**GIVEN).axes[0].collections]
    assert [hatch for hatch in hatches if hatch] == ["///"]


def test_marks_and_a_grey_for_the_rest() -> None:
    many = GIVEN | {"codes": [[0, 1, 2], [7, 8, 6]], "labels": [f"l{k}" for k in range(9)]}
    figure = plot_region_map(**many, marks={"now": (1, 2)})
    assert [text.get_text() for text in figure.legends[0].get_texts()][-2:] == ["2 others", "now"]
    assert figure.axes[0].lines[0].get_xydata().tolist() == [[1, 2]]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"codes": [[0, 1]]}, r"codes has shape \(1, 2\)"),
        ({"codes": [[0, 0, 2], [0, 0, 0]]}, "codes go from 0 to 2; labels has 2 entries"),
        ({"rows": [3, 1]}, "rows must be at least two values in rising order"),
        ({"marks": {"now": (1,)}}, r"marks\['now'\] has shape"),
    ],
)
def test_refusals(change: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        plot_region_map(**GIVEN | change)
