"""Figures of reactions and shares draw what they are given."""

from __future__ import annotations

import numpy as np
import pytest

from negotiate import InvalidInput
from negotiate.report import plot_phase_portrait, plot_reaction_network, plot_shares, save_svg

MOTION, PUSH = [[-1, 0.5], [0.25, -1]], [1, 2]
PORTRAIT = {"countries": ("Home", "Foreign"), "window": [[0, 4], [0, 5]]}


def test_lines_of_rest_cross_where_both_rest() -> None:
    axes = plot_phase_portrait(MOTION, PUSH, **PORTRAIT).axes[0]
    lines = {line.get_label(): line for line in axes.lines}
    x, y = lines["both at rest"].get_data()
    assert np.array(MOTION) @ [x[0], y[0]] + PUSH == pytest.approx([0, 0])
    for row, push, name in zip(MOTION, PUSH, PORTRAIT["countries"], strict=True):
        for point in zip(*lines[f"{name} at rest"].get_data(), strict=True):
            assert np.dot(row, point) + push == pytest.approx(0)


def test_arrows_point_where_spending_moves() -> None:
    axes = plot_phase_portrait(MOTION, PUSH, **PORTRAIT).axes[0]
    arrows = axes.collections[0]
    speed = np.array(MOTION) @ np.array([arrows.X, arrows.Y]) + np.array(PUSH)[:, None]
    assert (np.sign(arrows.U) == np.sign(speed[0])).all()
    assert (np.sign(arrows.V) == np.sign(speed[1])).all()


def test_a_rest_outside_the_window_and_a_line_straight_up() -> None:
    axes = plot_phase_portrait([[-1, 0], [0, -1]], [9, 1], paths=[[[1, 1], [2, 1]]], **PORTRAIT).axes[0]
    labels = [line.get_label() for line in axes.lines]
    assert "both at rest" not in labels
    assert "paths" in labels
    assert axes.lines[0].get_xdata() == [9, 9]


def test_every_reaction_is_an_arrow_with_its_number() -> None:
    reactions = [[0.9, 0.5, 0], [0.2, 0, -0.1], [0, 0, 0]]
    figure = plot_reaction_network(reactions, countries=["A", "B", "C"], levels=[10, 20, 30], unit="bn USD")
    axes = figure.axes[0]
    words = [text.get_text() for text in axes.texts]
    assert words == ["A\n10 bn USD", "B\n20 bn USD", "C\n30 bn USD", "0.5", "0.2", "-0.1"]
    widths = [patch.get_linewidth() for patch in axes.patches]
    assert len(widths) == 3
    assert widths[0] == max(widths)
    assert [text.get_text() for text in figure.legends[0].get_texts()] == [
        "answers with more",
        "answers with less",
    ]


def test_shares_are_bars_of_their_height() -> None:
    axes = plot_shares(
        {"Shapley value": [2, 1], "nucleolus": [1.5, -1]}, players=["A", "B"], unit="bn USD"
    ).axes[0]
    assert [bar.get_height() for bar in axes.patches] == [2, 1, 1.5, -1]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["A", "B"]
    assert axes.get_ylabel() == "Payoff [bn USD]"


def test_names_of_many_players_are_slanted() -> None:
    few = plot_shares({"one": [1, 2]}, players=["Japan", "Korea"]).axes[0]
    many = plot_shares({"one": range(15)}, players=[f"Country {k}" for k in range(15)]).axes[0]
    assert {label.get_rotation() for label in few.get_xticklabels()} == {0}
    labels = many.get_xticklabels()
    assert {label.get_rotation() for label in labels} == {40}
    assert [label.get_text() for label in labels] == [f"Country {k}" for k in range(15)]


def test_some_thousands_are_written_out() -> None:
    axes = plot_reaction_network(
        [[0, 1], [1, 0]], countries=["A", "B"], levels=[8700, 0.5], unit="bn JPY"
    ).axes[0]
    assert [text.get_text() for text in axes.texts[:2]] == ["A\n8,700 bn JPY", "B\n0.5 bn JPY"]


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_rest_is_marked_however_slow_the_motion(scale: float) -> None:
    motion, push = scale * np.array(MOTION), scale * np.array(PUSH)
    axes = plot_phase_portrait(motion, push, **PORTRAIT).axes[0]
    assert "both at rest" in [line.get_label() for line in axes.lines]


def test_the_same_input_gives_the_same_bytes() -> None:
    for draw in (
        lambda: plot_phase_portrait(MOTION, PUSH, **PORTRAIT),
        lambda: plot_reaction_network([[0, 1], [1, 0]], countries=["A", "B"]),
        lambda: plot_shares({"one": [1, 2]}, players=["A", "B"]),
    ):
        assert save_svg(draw(), "a", "b") == save_svg(draw(), "a", "b")


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="not below the largest"):
        plot_phase_portrait(MOTION, PUSH, countries=("A", "B"), window=[[4, 0], [0, 5]])
    with pytest.raises(InvalidInput, match="names 13; at most 12"):
        plot_reaction_network(np.zeros((13, 13)), countries=range(13))
    with pytest.raises(InvalidInput, match="holds 0 divisions"):
        plot_shares({}, players=["A"])
    with pytest.raises(InvalidInput, match=r"shares=\[1\]; it must map the name of each division"):
        plot_shares([1], players=["A"])  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match=r"paths=5; it must be a sequence of paths"):
        plot_phase_portrait(MOTION, PUSH, paths=5, **PORTRAIT)
    for draw in (
        lambda: plot_phase_portrait(MOTION, PUSH, width="wide", **PORTRAIT),
        lambda: plot_reaction_network([[0, 1], [1, 0]], countries=["A", "B"], width=None),
        lambda: plot_shares({"one": [1]}, players=["A"], width=None),
    ):
        with pytest.raises(InvalidInput, match="width is"):
            draw()
