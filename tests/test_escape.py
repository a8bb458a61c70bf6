"""Escaping: whatever a label holds, it comes out as text in every format."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings

from negotiate import Table
from negotiate.escape import csv_text, html_text, latex_text, markdown_text, visible
from negotiate.report.figures.style import house_style, new_figure, safe_text, save_pdf, save_svg, wrapped
from tests.hostile import HOSTILE, LABELS

TURNS = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")


def hostile(function):
    """Try every hostile label, beside random ones."""
    for label in HOSTILE:
        function = example(label)(function)
    return settings(max_examples=60, deadline=None)(given(LABELS)(function))


class Reader(HTMLParser):
    """Collects the tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def table(label: str) -> Table:
    return Table(label, [label, "gain"], [(label, 1.5), ("other", -2)], [label])


@hostile
def test_what_is_shown_is_one_line_without_hidden_marks(label: str) -> None:
    line = visible(label)
    assert "\n" not in line
    assert not TURNS & set(line)
    assert all(letter >= " " and not "\x7f" <= letter <= "\x9f" for letter in line)
    assert visible(line) == line


@hostile
def test_html_holds_the_tags_of_a_table_and_no_other(label: str) -> None:
    page = table(label).to_html()
    reader = Reader()
    reader.feed(page)
    assert set(reader.tags) <= {"table", "caption", "thead", "tbody", "tr", "th", "td", "p"}
    assert visible(label) in "".join(reader.words)
    assert html.unescape(html_text(label)) == visible(label)


@hostile
def test_markdown_has_the_rows_and_cells_of_the_table(label: str) -> None:
    lines = [line for line in table(label).to_markdown().splitlines() if line.startswith("| ")]
    assert len(lines) == 4
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines} == {3}
    assert not re.search(r"<(?!/?$)|(?<!\\)(?:\\\\)*[`\[\]$]", markdown_text(label))


@hostile
def test_no_cell_of_a_csv_is_a_formula(label: str) -> None:
    rows = list(csv.reader(io.StringIO(table(label).to_csv())))
    assert len(rows) == 3
    for cell in (rows[0][0], rows[1][0]):
        assert not cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"))
        assert cell.removeprefix("'") == visible(label).removeprefix("'")
    assert rows[2] == ["other", "-2"], "a number keeps its sign"
    assert csv_text("plain") == "plain"


@hostile
def test_latex_holds_no_command_of_the_label(label: str) -> None:
    code = latex_text(label)
    known = r"\\(?:[&%$#_{},]|text\w+\{\}|ldots\{\}|(?=[A-Za-z])\w+\$)|\$_\d\$|\$[-+]\$"
    rest = re.sub(known, "", code)
    assert "\\" not in rest
    assert not re.search(r"(?<!\\)[%#&~^_](?<!~)", re.sub(r"\$[^$]*\$|\\.", "", code))
    assert balanced(code)


def balanced(code: str) -> bool:
    depth = 0
    for letter in re.sub(r"\\[{}]", "", code):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0


@hostile
def test_json_and_frames_keep_the_label_as_it_is(label: str) -> None:
    content = table(label)
    assert json.loads(json.dumps(content.to_json()))["rows"][0][0] == label
    assert content.to_frame().iloc[0, 0] == label


@pytest.mark.parametrize("label", HOSTILE)
def test_figures_draw_labels_as_text(label: str) -> None:
    with house_style():
        figure = new_figure(3.4, 1.5)
        axes = figure.subplots()
        axes.set_title(safe_text(label))
        axes.set_xlabel(wrapped(label, 20))
    picture = save_svg(figure, "A <title>" + label, label)
    for tag in ("<script", "<img", "onerror=alert(1)>", "<a "):
        assert tag not in picture
    assert picture.count("<svg") == 1
    assert save_pdf(figure, "A title" + label)[:5] == b"%PDF-"
