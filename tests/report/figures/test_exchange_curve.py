import numpy as np
import pytest

from negotiate import InvalidInput
from negotiate.report import PAGE, save_svg
from negotiate.report.figures.exchange_curve import plot_exchange_curve

GIVEN = {
    "purchases": [0, 1, 2, 3],
    "asked": [0, 1, 2, 5],
    "given": [None, 2, 3, 4],
    "players": ("Home", "Foreign"),
    "units": ("bn USD", "points"),
}


def test_both_curves_and_the_room_between() -> None:
    axes = plot_exchange_curve(**GIVEN).axes[0]
    first, second = axes.lines[:2]
    assert first.get_ydata().tolist() == [0, 1, 2, 5]
    np.testing.assert_array_equal(second.get_ydata(), [np.nan, 2, 3, 4])
    corners = axes.collections[0].get_paths()[0].vertices
    assert corners[:, 0].min() == 1
    assert corners[:, 0].max() == 2
    assert axes.get_xlabel() == "Purchases [bn USD]"


def test_marks_are_named_in_the_legend() -> None:
    figure = plot_exchange_curve(**GIVEN, marks={"Nash deal": (2, 2.5)}, width=PAGE)
    words = [text.get_text() for text in figure.legends[0].get_texts()]
    assert words == ["room for a deal", "least that Home accepts", "most that Foreign gives", "Nash deal"]


def test_without_room_nothing_is_shaded() -> None:
    assert not plot_exchange_curve(**GIVEN | {"given": [None, 0, 0, 0]}).axes[0].collections


def test_the_same_input_gives_the_same_bytes() -> None:
    one, two = (save_svg(plot_exchange_curve(**GIVEN), "a", "b") for _ in range(2))
    assert one == two


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"asked": [1]}, "asked has 1 entries; it must have 4"),
        ({"given": [0, 1, 2, float("inf")]}, r"given\[3\] is inf"),
        ({"marks": {"deal": [1]}}, r"marks\['deal'\] has shape \(1,\)"),
        ({"players": ("Home",)}, "players has 1 labels; it must have 2"),
    ],
)
def test_refusals(change: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        plot_exchange_curve(**GIVEN | change)
