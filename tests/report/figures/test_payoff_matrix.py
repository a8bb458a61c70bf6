import numpy as np
import pytest
from matplotlib.collections import PatchCollection, QuadMesh

from negotiate import InvalidInput
from negotiate.report import COLUMN, PAGE, plot_payoff_matrix, save_svg

LABELS = ("share", "grab")
DILEMMA = [[[3, 0], [5, 1]], [[3, 5], [0, 1]]]
WHO = {"players": ("Home", "Foreign"), "unit": "bn USD"}


def frames(axes):
    """Return the outlined cells of a panel as (row, column)."""
    found = [c for c in axes.collections if isinstance(c, PatchCollection)]
    centres = [path.get_extents() for c in found[:1] for path in c.get_paths()]
    return [(round((box.y0 + box.y1) / 2), round((box.x0 + box.x1) / 2)) for box in centres]


def test_cells_hold_the_numbers_of_their_player() -> None:
    figure = plot_payoff_matrix(DILEMMA, LABELS, LABELS, **WHO)
    for axes, numbers in zip(figure.axes, DILEMMA, strict=False):
        shown = {
            (text.get_position()[1], text.get_position()[0]): float(text.get_text()) for text in axes.texts
        }
        assert shown == {(row, column): numbers[row][column] for row in (0, 1) for column in (0, 1)}
        mesh = next(c for c in axes.collections if isinstance(c, QuadMesh))
        np.testing.assert_array_equal(mesh.get_array(), numbers)
        assert mesh.get_clim() == (-5, 5)


def test_the_first_row_is_on_top_and_every_axis_is_named() -> None:
    figure = plot_payoff_matrix(DILEMMA, LABELS, LABELS, **WHO)
    home, foreign, scale = figure.axes
    assert home.get_ylim() == (1.5, -0.5)
    assert [label.get_text() for label in home.get_yticklabels()] == list(LABELS)
    assert [label.get_text() for label in foreign.get_xticklabels()] == list(LABELS)
    assert (home.get_ylabel(), foreign.get_xlabel()) == ("Home chooses", "Foreign chooses")
    assert "[bn USD]" in scale.get_xlabel()
    assert "above 0 a gain" in scale.get_xlabel()


def test_equilibria_are_outlined_and_supports_dotted_in_both_panels() -> None:
    figure = plot_payoff_matrix(
        DILEMMA, LABELS, LABELS, **WHO, equilibria=[(1, 1), (0, 1)], supports=[((0,), (0, 1)), ((0,), (1,))]
    )
    for axes in figure.axes[:2]:
        assert frames(axes) == [(1, 1), (0, 1)]
        (dots,) = axes.lines
        assert [(round(y), round(x)) for x, y in dots.get_xydata()] == [(0, 0), (0, 1)]
    assert [text.get_text() for text in figure.legends[0].get_texts()] == [
        "pure equilibrium",
        "in the support of a mixed equilibrium",
    ]


def test_kinds_of_outline_are_named_in_the_legend() -> None:
    kinds = {"without a deal": [(0, 0)], "with a deal": [(1, 1)], "never": []}
    figure = plot_payoff_matrix(DILEMMA, LABELS, LABELS, **WHO, equilibria=kinds)
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["without a deal", "with a deal"]
    black = [c for c in figure.axes[0].collections if isinstance(c, PatchCollection)][1::2]
    assert [outline.get_linestyle()[0][1] is None for outline in black] == [True, False]


@pytest.mark.parametrize("width", [COLUMN, PAGE])
def test_a_matrix_of_thirteen_columns_drops_its_numbers(width: float) -> None:
    labels = [f"+{k} if granted" for k in range(13)]
    figure = plot_payoff_matrix(np.ones((2, 13, 13)), labels, labels, **WHO, width=width)
    assert not figure.axes[0].texts
    assert len(figure.axes[0].get_xticklabels()) == 13


def test_labels_stay_inside_the_picture() -> None:
    labels = [f"+{k} if the package" for k in range(13)]
    figure = plot_payoff_matrix(-np.ones((2, 13, 13)), labels, labels, **WHO, width=COLUMN)
    save_svg(figure, "t", "d")
    whole = figure.get_tightbbox()
    assert whole.x0 >= -0.01
    assert whole.y0 >= -0.01
    assert whole.x1 <= COLUMN + 0.01
    assert whole.y1 <= figure.get_figheight() + 0.01


def test_saving_twice_gives_the_same_bytes() -> None:
    figure = plot_payoff_matrix(DILEMMA, LABELS, LABELS, **WHO, equilibria=[(1, 1)])
    assert save_svg(figure, "t", "d") == save_svg(figure, "t", "d")


def test_all_payoffs_zero() -> None:
    figure = plot_payoff_matrix(np.zeros((2, 1, 1)), ["a"], ["b"], **WHO)
    assert [text.get_text() for text in figure.axes[0].texts] == ["0"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"equilibria": [(2, 0)]}, "equilibria row=2; it must be from 0 to 1"),
        ({"equilibria": [(0, 0, 0)]}, r"a pair \(row, column\)"),
        ({"supports": [((0,), (5,))]}, "supports column=5"),
        ({"payoffs": np.ones((3, 2, 2))}, r"payoffs has shape \(3, 2, 2\)"),
        ({"payoffs": [[[np.nan, 0], [5, 1]], [[3, 5], [0, 1]]]}, r"payoffs\[0, 0, 0\] is nan"),
        ({"row_labels": ["a"]}, "row_labels has 1 labels; it must have 2"),
        ({"width": 0.1}, "width=0.1 in; it must be from 2 to 20"),
    ],
)
def test_refusals(change: dict, words: str) -> None:
    given = {"payoffs": DILEMMA, "row_labels": LABELS, "column_labels": LABELS, **WHO}
    with pytest.raises(InvalidInput, match=words):
        plot_payoff_matrix(**given | change)
