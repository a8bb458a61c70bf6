"""LaTeX tables: all cells, in tables that fit the page; what a real TeX makes of them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput, Table
from negotiate.table import Column
from negotiate.typeset import COLUMN_WIDTH, PAGE_WIDTH
from tests.hostile import HOSTILE, LABELS

POINTS = 72.27
WORDS = st.text("abc def/", min_size=1, max_size=60).filter(str.strip)


def wide(columns: int, rows: int = 3) -> Table:
    heads = ["key", *(Column(f"a rather long heading {k}", "bn USD/yr", 2) for k in range(columns))]
    return Table("Wide", heads, [(f"row {n}", *range(n, n + columns)) for n in range(rows)], ["a note"])


def bodies(code: str) -> list[list[list[str]]]:
    """Return the rows of cells of each table."""
    found = re.findall(r"\\midrule\n(.*?)\\bottomrule", code, re.DOTALL)
    return [[line.removesuffix(r" \\").split(" & ") for line in body.splitlines()] for body in found]


def test_what_fits_a_column_is_a_table_and_what_does_not_spans_both() -> None:
    assert r"\begin{table}[" in wide(2).to_latex()
    assert r"\begin{table*}[" in wide(9).to_latex()


def test_a_table_too_wide_becomes_several_that_repeat_the_first_column() -> None:
    code = wide(30).to_latex("tab:wide")
    tables = bodies(code)
    assert len(tables) > 2
    assert f"(part 1 of {len(tables)})" in code
    assert r"\label{tab:wide}" in code
    assert r"\label{tab:wide-2}" in code
    for rows in tables:
        assert [row[0] for row in rows] == ["row 0", "row 1", "row 2"]
    assert [cell for rows in tables for cell in rows[0][1:]] == [f"{k}.00" for k in range(30)]
    assert code.count("a note") == 1


def test_a_table_too_long_becomes_several() -> None:
    tables = bodies(wide(2, rows=150).to_latex())
    assert len(tables) > 2
    assert [row[0] for rows in tables for row in rows] == [f"row {n}" for n in range(150)]


def test_a_table_without_rows_keeps_its_headings() -> None:
    code = Table("Nothing", ["a", Column("b", "m")], []).to_latex()
    assert "b {[}m{]}" in code
    assert bodies(code) == [[]]


@pytest.mark.parametrize("width", [1.0, float("nan"), "wide"])
def test_a_width_that_is_none_is_refused(width: object) -> None:
    with pytest.raises(InvalidInput, match="width"):
        wide(2).to_latex(width=width)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS, st.integers(-999, 999)), min_size=1, max_size=60))
def test_nothing_is_left_out_and_nothing_is_too_wide(cells: list[tuple[str, str, int]]) -> None:
    code = Table("t", ["first", "second", "n"], cells).to_latex()
    rows = [row for body in bodies(code) for row in body]
    told = [[cell.replace("\\allowbreak{}", "") for cell in row] for row in rows]
    assert told == [[" ".join(a.split()), " ".join(b.split()), str(n)] for a, b, n in cells]
    for widths in re.findall(r"\\begin\{tabular\}\{(.*)\}", code):
        assert sum(map(float, re.findall(r"p\{([\d.]+)pt\}", widths))) < PAGE_WIDTH * POINTS


@settings(max_examples=40, deadline=None)
@given(LABELS, LABELS)
def test_hostile_labels_leave_the_shape_of_a_table(title: str, label: str) -> None:
    code = Table(title, [label, "n"], [(label, 1), (None, 2)], [label]).to_latex(label)
    assert code.count(r"\begin{") == code.count(r"\end{")
    assert all(len(row) == 2 for body in bodies(re.sub(r"\\&", "", code)) for row in body)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_hostile_and_wide_tables_compile_without_a_fault(tmp_path: Path) -> None:
    rows = [(label, k + 0.5, label[::-1]) for k, label in enumerate(HOSTILE)]
    tables = [
        Table("Hostile <b> & $x$ \\input{x}", [HOSTILE[3], Column("n", "%"), HOSTILE[0]], rows, HOSTILE),
        wide(30),
        wide(3, rows=120),
        Table("Numbers", ["x", "y"], [(1e-9, None), (-1234567.891, True), (0, False)]),
    ]
    body = "\n".join(table.to_latex(f"tab:{k}") for k, table in enumerate(tables))
    (tmp_path / "t.tex").write_text(
        r"\documentclass{article}\usepackage[a4paper,margin=1in]{geometry}\usepackage[T1]{fontenc}"
        r"\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}\usepackage{textcomp,array,booktabs}"
        r"\IfFileExists{siunitx.sty}{\usepackage{siunitx}}{\newcolumntype{S}[1][]{r}}"
        rf"\begin{{document}}{body}\end{{document}}",
        encoding="utf-8",
    )
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "t.tex"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, errors="replace"
    )
    assert done.returncode == 0, done.stdout[-2000:]
    log = (tmp_path / "t.log").read_text(errors="replace")
    overfull = [float(points) for points in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log)]
    assert max(overfull, default=0.0) <= 5.0
    assert "Float too large" not in log


def test_the_column_is_that_of_the_figures() -> None:
    from negotiate.report import COLUMN

    assert COLUMN == COLUMN_WIDTH
