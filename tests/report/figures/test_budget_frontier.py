import numpy as np
import pytest

from negotiate import InvalidInput
from negotiate.report import mark_changes, plot_budget_frontier

GIVEN = {
    "budgets": [0, 1, 2, 3],
    "integer_values": [0, 0, 3, 3],
    "relaxed_values": [0, 1.5, 3, 3.5],
    "prices": {"relaxation dual": [1.5, 1.5, 0.5, 0.5], "finite difference": [0, 3, 0, None]},
    "cap": 1.5,
    "unit": "bn USD",
    "value_unit": "points",
}


def test_curves_prices_and_cap_are_where_they_belong() -> None:
    above, below = plot_budget_frontier(**GIVEN).axes
    relaxed, integer, cap = above.lines
    np.testing.assert_array_equal(relaxed.get_ydata(), GIVEN["relaxed_values"])
    np.testing.assert_array_equal(integer.get_ydata(), GIVEN["integer_values"])
    assert (integer.get_linestyle(), integer.get_marker()) == ("None", "o")
    assert list(cap.get_xdata()) == [1.5, 1.5]
    dual, difference = below.lines[:2]
    assert (dual.get_label(), difference.get_label()) == ("relaxation dual", "finite difference")
    np.testing.assert_array_equal(difference.get_ydata(), [0, 3, 0, np.nan])
    assert above.texts[0].get_text() == "cap 1.5"


def test_dots_become_steps_only_where_all_steps_are_drawn() -> None:
    figure = mark_changes(plot_budget_frontier(**GIVEN), [1.0, 2.0])
    known = figure.axes[0].lines[1]
    assert [handle.get_marker() for handle in figure.legends[0].legend_handles] == [
        "None",
        "",
        "None",
        "None",
    ]
    assert (known.get_drawstyle(), known.get_linestyle(), known.get_marker()) == ("steps-post", "-", "")
    between = mark_changes(plot_budget_frontier(**GIVEN), [0.5, 2.0]).axes[0].lines[1]
    assert (between.get_linestyle(), between.get_marker()) == ("None", "o")


def test_every_axis_has_its_unit() -> None:
    above, below = plot_budget_frontier(**GIVEN).axes
    assert above.get_title("left") == "Value [points]"
    assert below.get_title("left") == "Price [points per bn USD]"
    assert below.get_xlabel() == "Budget [bn USD]"


def test_where_the_bundle_changes_is_marked() -> None:
    above, _ = mark_changes(plot_budget_frontier(**GIVEN), [0.5, 2.0]).axes
    assert list(above.lines[-1].get_xdata()) == [0.5, 2.0]
    assert above.lines[-1].get_marker() == "|"
    with pytest.raises(InvalidInput, match="changes must lie from 0 to 3, like the budgets"):
        mark_changes(plot_budget_frontier(**GIVEN), [3.5])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"budgets": [0, 2, 1, 3]}, "budgets must increase"),
        ({"integer_values": [0, 1]}, r"integer_values has shape \(2,\)"),
        ({"prices": {}}, "prices is empty"),
        ({"prices": {"dual": [1, 2]}}, r"prices\['dual'\] has 2 values; it must have 4"),
        ({"prices": {"dual": [1, 2, np.nan, 3]}}, r"prices\['dual'\]\[2\] is nan"),
        ({"cap": "wide"}, "cap is 'wide'"),
    ],
)
def test_refusals(change: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        plot_budget_frontier(**GIVEN | change)


def test_without_a_cap_none_is_drawn() -> None:
    figure = plot_budget_frontier(
        [0, 1], [0, 1], [0, 1], {"dual": [1, 1]}, unit="bn USD", value_unit="points"
    )
    assert not [text for axes in figure.axes for text in axes.texts if "cap" in text.get_text()]
