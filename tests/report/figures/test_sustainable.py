import pytest

from negotiate import InvalidInput
from negotiate.report.figures.sustainable import plot_sustainable_set

GIVEN = {
    "payoffs": [(3, 3), (0, 5), (5, 0), (1, 1)],
    "regions": {"δ = 0.9": [[(1, 1), (4, 1), (3, 3)], [(1, 1), (1, 2)]], "δ = 0.5": [[(1, 1)]]},
    "reversion": (1, 1),
    "players": ("Home", "Foreign"),
    "unit": "bn USD",
    "marks": {"cooperation": (3, 3)},
}


def test_each_set_has_one_shade_and_one_entry() -> None:
    figure = plot_sustainable_set(**GIVEN)
    axes = figure.axes[0]
    assert len(axes.patches) == 3
    assert axes.patches[0].get_facecolor() == axes.patches[1].get_facecolor()
    assert axes.patches[0].get_facecolor() != axes.patches[2].get_facecolor()
    words = [text.get_text() for text in figure.legends[0].get_texts()]
    assert sorted(words) == sorted(["pure profile", "δ = 0.9", "δ = 0.5", "reversion", "cooperation"])


def test_the_frame_holds_what_is_sustained() -> None:
    axes = plot_sustainable_set(**GIVEN).axes[0]
    assert axes.get_xlim()[0] < 1 < 4 < axes.get_xlim()[1]
    assert axes.get_ylabel() == "Average payoff of Foreign [bn USD]"


def test_nothing_but_the_reversion_point_still_has_a_frame() -> None:
    axes = plot_sustainable_set(**GIVEN | {"regions": {}, "marks": {}}).axes[0]
    assert axes.get_xlim()[0] < 1 < axes.get_xlim()[1]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"regions": {str(k): [] for k in range(4)}}, "regions has 4 labels; at most 3"),
        ({"regions": {"a": [[(1, 1, 1)]]}}, r"regions\['a'\]\[0\] has shape \(1, 3\)"),
        ({"reversion": (1,)}, r"reversion has shape \(1,\)"),
        ({"marks": {"a": (1, float("nan"))}}, r"marks\['a'\]\[1\] is nan"),
    ],
)
def test_refusals(change: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        plot_sustainable_set(**GIVEN | change)
