import numpy as np
import pytest

from negotiate import InvalidInput
from negotiate.report import PAGE
from negotiate.report.figures.win_sets import plot_win_set_effects

GIVEN = {
    "steps": [0, 1, 2],
    "one_sided": [[5, 6, 7], [5, 4, 3]],
    "two_sided": [[5, 6, None], [5, 4, None]],
    "players": ("Home", "Foreign"),
    "side": 0,
    "ratifier": "the Diet",
    "unit": "bn USD",
}


def test_one_panel_a_player_the_ratifiers_side_first() -> None:
    own, other = plot_win_set_effects(**GIVEN).axes
    assert [own.get_title(loc="left"), other.get_title(loc="left")] == ["Home", "Foreign"]
    assert own.lines[0].get_ydata().tolist() == [5, 6, 7]
    np.testing.assert_array_equal(other.lines[2].get_ydata(), [5, 4, np.nan])
    turned = plot_win_set_effects(**GIVEN | {"side": 1}).axes
    assert turned[0].get_title(loc="left") == "Foreign"


def test_no_deal_is_a_cross_at_0() -> None:
    own = plot_win_set_effects(**GIVEN).axes[0]
    assert own.lines[1].get_xdata().tolist() == []
    assert own.lines[3].get_xdata().tolist() == [2]
    assert own.lines[3].get_ydata().tolist() == [0]


def test_on_a_page_the_panels_stand_beside_each_other() -> None:
    figure = plot_win_set_effects(**GIVEN, width=PAGE)
    assert figure.axes[0].get_xlabel() == figure.axes[1].get_xlabel() == "What the Diet asks for [bn USD]"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"side": 2}, "side=2; it must be 0 or 1"),
        ({"one_sided": [[1, 2, 3]]}, "one_sided has 1 rows; it must have one for each of 2 players"),
        ({"two_sided": [[1], [1]]}, r"two_sided\[0\] has 1 entries; it must have 3"),
    ],
)
def test_refusals(change: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        plot_win_set_effects(**GIVEN | change)
