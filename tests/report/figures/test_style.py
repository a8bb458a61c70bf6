import subprocess
import sys
import xml.etree.ElementTree as ET

import matplotlib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.cbook import is_math_text

from negotiate import InvalidInput
from negotiate.report import plot_feasible_set, plot_payoff_matrix, save_svg
from negotiate.report.figures.style import house_style, new_figure, safe_text

DRAW = """
from negotiate.report import plot_feasible_set, save_svg
figure = plot_feasible_set([(0, 3), (1, 2), (3, 0)], (0, 0), players=("Home", "Foreign"),
                           unit="bn USD", groups="aba", deals={"Nash": 1})
print(save_svg(figure, "Outcomes", "Three outcomes."), end="")
"""


def drawn(seed: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", DRAW],
        env={
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": ":".join(sys.path),
            "MPLCONFIGDIR": matplotlib.get_cachedir(),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


def hostile(width: float = 3.4) -> str:
    figure = plot_payoff_matrix(
        [[[1, 2]], [[3, 4]]],
        ["$\\frac{1}{0$ $x$"],
        ["<script>alert(1)</script>", "防衛 & \x00\n\\input{x}"],
        players=("$\\undefined$", "%n{}"),
        unit="$^2$",
        width=width,
    )
    return save_svg(figure, "A <b>bold</b> & 'title'\x00", "It says ]]> and \ud800 and $x$")


def test_two_renders_and_two_processes_give_the_same_bytes() -> None:
    first, second = drawn("1"), drawn("2")
    assert first == second
    figure = plot_feasible_set(
        [(0, 3), (1, 2), (3, 0)],
        (0, 0),
        players=("Home", "Foreign"),
        unit="bn USD",
        groups="aba",
        deals={"Nash": 1},
    )
    assert save_svg(figure, "Outcomes", "Three outcomes.") == first
    assert save_svg(figure, "Outcomes", "Three outcomes.") == first


def test_the_bytes_do_not_depend_on_a_users_settings_and_leave_them_alone() -> None:
    plain = hostile()
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "black", "svg.fonttype": "none"}):
        before = dict(matplotlib.rcParams)
        assert hostile() == plain
        assert dict(matplotlib.rcParams) == before


def test_hostile_text_is_shown_and_not_run() -> None:
    root = ET.fromstring(hostile())  # noqa: S314 -- our own output
    space = "{http://www.w3.org/2000/svg}"
    title, description = root.find(f"{space}title"), root.find(f"{space}desc")
    assert title.text == "A <b>bold</b> & 'title'\ufffd"
    assert description.text == "It says ]]> and \ufffd and $x$"
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert not root.findall(f".//{space}script")


def test_saving_leaves_the_figure_as_it_was() -> None:
    figure = new_figure(3, 2)
    canvas, dpi = figure.canvas, figure.dpi
    save_svg(figure, "t", "d")
    assert figure.canvas is canvas
    assert figure.dpi == dpi


def test_nothing_in_the_file_names_a_date_or_a_program() -> None:
    svg = hostile()
    assert "dc:date" not in svg
    assert "Matplotlib v" not in svg


def test_text_is_drawn_as_outlines() -> None:
    assert "<text" not in hostile()


@settings(deadline=None, max_examples=150)
@given(st.text(st.sampled_from("$\\x{}^_ "), max_size=12))
def test_no_label_is_read_as_a_formula_and_none_loses_a_letter(label: str) -> None:
    safe = safe_text(label)
    assert not is_math_text(safe)
    assert safe.replace(r"\$", "$") == " ".join(label.split())


def test_letters_that_the_font_lacks_are_drawn_as_one_sign() -> None:
    assert safe_text("防衛 Δτ") == "\ufffd\ufffd Δτ"


def test_a_dollar_in_a_players_name_is_escaped_once() -> None:
    figure = plot_feasible_set([(0, 1)], (0, 0), players=("$A$", "B"), unit="$")
    assert figure.axes[0].get_xlabel() == r"Payoff to \$A\$ [\$]"


@pytest.mark.parametrize(("title", "description", "word"), [(" ", "d", "title"), ("t", "", "description")])
def test_a_picture_without_words_is_refused(title: str, description: str, word: str) -> None:
    with pytest.raises(InvalidInput, match=f"{word} is empty"):
        save_svg(new_figure(3, 2), title, description)


def test_pyplot_is_not_loaded_and_matplotlib_only_on_use() -> None:
    code = (
        "import sys, negotiate.report as r\n"
        "assert 'matplotlib' not in sys.modules\n"
        "r.plot_feasible_set([(0, 1)], (0, 0), players=('A', 'B'), unit='')\n"
        "assert 'matplotlib' in sys.modules and 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, check=True)


def test_settings_return_when_drawing_fails() -> None:
    before = dict(matplotlib.rcParams)
    with pytest.raises(RuntimeError), house_style():
        raise RuntimeError
    assert dict(matplotlib.rcParams) == before
