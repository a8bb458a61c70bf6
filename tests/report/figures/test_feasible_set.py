import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.patches import Rectangle

from negotiate import InvalidInput
from negotiate.report import plot_feasible_set
from negotiate.report.figures.feasible_set import strict_frontier

POINTS = [(0, 3), (1, 2), (1, 1), (3, 0)]
WHO = {"players": ("Home", "Foreign"), "unit": "bn USD"}


def line(axes, label):
    return next(artist for artist in axes.lines if artist.get_label() == label)


def test_what_is_drawn_where() -> None:
    figure = plot_feasible_set(
        POINTS,
        (0.5, 0),
        **WHO,
        groups=("low", "low", "high", "high"),
        deals={"Nash": 1, "Kalai": 1, "lottery": (2, 1)},
        observed={"July": 2},
    )
    (axes,) = figure.axes
    np.testing.assert_array_equal(line(axes, "low").get_xydata(), POINTS[:2])
    np.testing.assert_array_equal(line(axes, "high").get_xydata(), POINTS[2:])
    np.testing.assert_array_equal(line(axes, "strict frontier").get_xydata(), [(0, 3), (1, 2), (3, 0)])
    assert line(axes, "strict frontier").get_drawstyle() == "steps-pre"
    np.testing.assert_array_equal(line(axes, "Nash = Kalai").get_xydata(), [(1, 2)])
    np.testing.assert_array_equal(line(axes, "lottery").get_xydata(), [(2, 1)])
    np.testing.assert_array_equal(line(axes, "July").get_xydata(), [(1, 1)])
    np.testing.assert_array_equal(line(axes, "disagreement point").get_xydata(), [(0.5, 0)])
    (shade,) = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert shade.get_xy() == (0.5, 0)
    assert shade.get_x() + shade.get_width() == pytest.approx(axes.get_xlim()[1])
    assert axes.get_ylabel() == "Payoff to Foreign [bn USD]"


def test_every_mark_is_in_the_legend() -> None:
    figure = plot_feasible_set(POINTS, (0, 0), **WHO, deals={"Nash": 1})
    assert [text.get_text() for text in figure.legends[0].get_texts()] == [
        "outcome",
        "strict frontier",
        "Nash",
        "disagreement point",
        "no worse than disagreement for both",
    ]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=1, max_size=25))
def test_the_frontier_is_what_no_outcome_betters(pairs: list[tuple[int, int]]) -> None:
    frontier = strict_frontier(np.array(pairs, dtype=float))
    wanted = {p for p in pairs if not any(q != p and q[0] >= p[0] and q[1] >= p[1] for q in pairs)}
    assert [tuple(point) for point in frontier] == sorted(wanted)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"deals": {"Nash": 4}}, r"deals\['Nash'\]=4; it must be from 0 to 3"),
        ({"observed": {"July": (1, 2, 3)}}, r"observed\['July'\] has shape \(3,\)"),
        ({"groups": ["a"]}, "groups has 1 labels; points has 4 outcomes"),
        ({"disagreement": (0, np.inf)}, r"disagreement\[1\] is inf"),
        ({"players": ("Home",)}, "players has 1 labels"),
    ],
)
def test_refusals(change: dict, words: str) -> None:
    given_ = {"points": POINTS, "disagreement": (0, 0), **WHO}
    with pytest.raises(InvalidInput, match=words):
        plot_feasible_set(**given_ | change)
