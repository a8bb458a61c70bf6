import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

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


def regions(figure: Figure) -> dict[str, PathPatch]:
    return {patch.get_label(): patch for patch in figure.axes[0].patches}


def area(patch: PathPatch) -> float:
    boxes = patch.get_path().to_polygons()
    return sum(float(np.ptp(box[:, 0]) * np.ptp(box[:, 1])) for box in boxes)


def test_each_label_fills_its_cells() -> None:
    figure = plot_region_map(**GIVEN)
    filled = regions(figure)
    assert {label: area(patch) for label, patch in filled.items()} == {"deal": 6, "none": 6}
    assert [to_hex(patch.get_facecolor()).upper() for patch in filled.values()] == list(PALETTE[:2])
    axes = figure.axes[0]
    assert (axes.get_xlim(), axes.get_ylim()) == ((0, 3), (0, 4))
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("price [bn USD]", "worth [1]")


def test_neighbouring_cells_of_a_row_are_one_block() -> None:
    boxes = regions(plot_region_map(**GIVEN))["deal"].get_path().to_polygons()
    assert sorted(float(np.ptp(box[:, 0])) for box in boxes) == [1, 2]


def test_regions_differ_by_hatching_too() -> None:
    hatches = [patch.get_hatch() for patch in regions(plot_region_map(**GIVEN)).values()]
    assert hatches == [None, "///"]


def test_what_shows_between_regions_is_the_colour_of_the_largest() -> None:
    axes = plot_region_map(**GIVEN | {"codes": [[1, 1, 1], [0, 1, 1]]}).axes[0]
    assert to_hex(axes.get_facecolor()).upper() == PALETTE[1]


def test_a_label_without_a_cell_keeps_its_place_in_the_legend() -> None:
    figure = plot_region_map(**GIVEN | {"labels": ["deal", "none", "never"]})
    assert area(regions(figure)["never"]) == 0
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["deal", "none", "never"]


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
