import numpy as np
import pytest

from negotiate import InvalidInput
from negotiate.report import plot_missions, plot_pareto_set, plot_programme, plot_risk_frontier

GIVEN = {
    "outlays": {"air": [1.0, 2.0, 0.5], "sea": [0.5, 0.0, 0.25]},
    "caps": [2.0, 2.5],
    "orders": [[4, 0], [0, 0], [2, 1]],
    "lags": [2, 1, 0],
    "items": ["jet", "ship", "radar"],
    "first_year": 2027,
}


def test_outlays_are_stacked_under_the_caps_and_pale_after_the_plan() -> None:
    above, _ = plot_programme(**GIVEN).axes
    bars = {(round(p.get_x() + 0.36), p.get_y()): (p.get_height(), p.get_alpha()) for p in above.patches}
    assert bars[2027, 0.0] == (1.0, None)
    assert bars[2027, 1.0] == (0.5, None)
    assert bars[2029, 0.0] == (0.5, 0.35)
    assert bars[2029, 0.5] == (0.25, 0.35)
    caps = above.collections[0].get_segments()
    assert [segment[0][1] for segment in caps] == [2.0, 2.5]
    assert above.texts[0].get_text() == "0.75 after the plan"


def test_every_order_runs_from_its_year_to_its_delivery() -> None:
    _, below = plot_programme(**GIVEN).axes
    bars = [(int(p.get_x()), round(p.get_width(), 9)) for p in below.patches if p.get_height() == 0.5]
    assert bars == [(2027, 2), (2027, 0.15), (2028, 0.15)]
    assert [line.get_xdata()[0] for line in below.lines if line.get_marker() == ">"] == [2029, 2027, 2028]
    assert [text.get_text() for text in below.texts] == ["4", "2", "1"]
    assert [label.get_text() for label in below.get_yticklabels()] == ["jet", "radar"]


def test_a_plan_without_orders_is_drawn() -> None:
    above, below = plot_programme(**GIVEN | {"orders": np.zeros((3, 2)), "outlays": {"air": [0, 0]}}).axes
    assert not below.patches
    assert not above.texts


def test_missions_before_and_after() -> None:
    axes = plot_missions(["air", "sea"], [2, 1], [1, 0.01], offered=[3, 2]).axes[0]
    bars = [(p.get_x(), round(p.get_width(), 9)) for p in axes.patches]
    assert bars == [(0, 2), (0, 1), (2, 1), (1, 0.01)]
    assert [text.get_text() for text in axes.texts] == ["+1.00", "+0.01"]
    assert axes.lines[0].get_xdata().tolist() == [5, 3]
    assert axes.get_xlabel() == "Capability [bn USD at score 1]"


def test_risk_runs_from_expected_outlays_to_the_tail() -> None:
    axes = plot_risk_frontier([3, 1], [0.9, 0.5], expected=[2, 0.8], risk="CVaR at 95 %").axes[0]
    mean, tail = axes.lines
    assert (mean.get_xdata().tolist(), mean.get_ydata().tolist()) == ([0.8, 2.0], [0.5, 0.9])
    assert (tail.get_xdata().tolist(), tail.get_ydata().tolist()) == ([1.0, 3.0], [0.5, 0.9])
    assert tail.get_label() == "CVaR at 95 %"
    assert plot_risk_frontier([1], [1]).axes[0].get_xlabel() == "CVaR of total outlays [bn USD]"


@pytest.mark.parametrize("width", [3.4, 7.0])
def test_a_pareto_set_has_a_panel_for_each_other_measure(width: float) -> None:
    figure = plot_pareto_set(
        [[4, 0, 1], [3, 1, 2]], measures=["value", "cost", "offset"], units=["", "bn USD", ""], width=width
    )
    assert [axes.get_xlabel() for axes in figure.axes] == ["cost [bn USD]", "offset"]
    for place, axes in enumerate(figure.axes):
        assert axes.lines[0].get_xdata().tolist() == [[0, 1], [1, 2]][place]
        assert axes.lines[0].get_ydata().tolist() == [4, 3]
        assert [text.get_text() for text in axes.texts] == ["1", "2"]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plot_programme(**GIVEN | {"outlays": {}}), "outlays holds 0 groups; give one to 8"),
        (lambda: plot_programme(**GIVEN | {"outlays": [1.0]}), r"outlays is \[1.0\]; it must map groups"),
        (lambda: plot_programme(**GIVEN | {"caps": [-1, 2]}), "the least of caps=-1; it must be at least 0"),
        (
            lambda: plot_programme(**GIVEN | {"lags": [0, 0, 1e9]}),
            "the longest of lags=1e.09; .* at most 100",
        ),
        (
            lambda: plot_programme(**GIVEN | {"lags": [0, 0, -1]}),
            "the least of lags=-1; it must be at least 0",
        ),
        (lambda: plot_risk_frontier([1], [1], width="wide"), "width is 'wide'; it must be a finite number"),
        (
            lambda: plot_programme(**GIVEN | {"outlays": {"a": [1]}}),
            "outlays run over 1 years; make them equ",
        ),
        (lambda: plot_programme(**GIVEN | {"outlays": {"a": [1, -1]}}), r"outlays\['a'\] has -1; outlays mu"),
        (lambda: plot_programme(**GIVEN | {"lags": [1]}), r"lags has shape \(1,\)"),
        (
            lambda: plot_programme(
                {"a": np.ones(50)}, np.ones(50), np.ones((3, 50)), [1, 1, 1], items="abc", first_year=1
            ),
            "items",
        ),
        (
            lambda: plot_programme(
                {"a": np.ones(50)}, np.ones(50), np.ones((3, 50)), [1, 1, 1], items=[*"abc"], first_year=1
            ),
            "orders has 150 orders; at most 120",
        ),
        (lambda: plot_missions(["air"], [1], [-1]), "added has -1; capability must be at least 0"),
        (lambda: plot_risk_frontier([], []), "risks has no plans"),
        (lambda: plot_risk_frontier([1], [1, 2]), r"values has shape \(2,\)"),
        (
            lambda: plot_pareto_set([[1]], measures=["a"], units=[""]),
            "give two to four measures, a unit each",
        ),
    ],
)
def test_refusals(call: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        call()  # type: ignore[operator]
