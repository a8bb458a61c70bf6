"""Table: one content, many renderings, hostile labels escaped in each."""

import csv
import io
from fractions import Fraction

import pytest

from negotiate import InvalidInput, Table
from negotiate.table import Column

HOSTILE = '<script>alert("1")</script> & 50% $x_1$ #{y}~^\\'


def table() -> Table:
    columns = ["deal", Column("gain", "bn USD/yr", 2), Column("share")]
    return Table("Deals", columns, [("=SUM(A1)", Fraction(1, 3), 3), (HOSTILE, -1.25, None)], ["per year"])


def test_text_has_units_and_dashes() -> None:
    lines = table().to_text().splitlines()
    assert lines[0] == "Deals"
    assert "gain [bn USD/yr]" in lines[1]
    assert lines[2].split() == ["=SUM(A1)", "0.33", "3"]
    assert lines[3].endswith("–")
    assert lines[-1] == "per year"


def test_html_is_escaped_and_has_scopes() -> None:
    page = table().to_html()
    assert "<script>" not in page
    assert page.count('scope="col"') == 3
    assert "<caption>Deals</caption>" in page


def test_latex_is_escaped() -> None:
    code = table().to_latex("tab:deals")
    assert r"\textless{}script\textgreater{}" in code
    assert r"\& 50\% \$x\_1\$ \#\{y\}\textasciitilde{}\textasciicircum{}\textbackslash{}" in code
    assert r"\label{tab:deals}" in code
    assert "S[table-format=-1.2]" in code


def test_markdown_is_escaped() -> None:
    page = Table("a|b", ["x"], [("<b>|_",)]).to_markdown()
    assert r"a\|b" in page
    assert r"&lt;b&gt;\|\_" in page


def test_csv_keeps_digits_and_runs_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(table().to_csv())))
    assert rows[1] == ["'=SUM(A1)", repr(1 / 3), "3"]
    assert rows[2][1:] == ["-1.25", ""]


def test_frame_and_json_keep_every_digit() -> None:
    assert table().to_frame()["gain [bn USD/yr]"].tolist() == [1 / 3, -1.25]
    assert table().to_json()["rows"][0] == ["=SUM(A1)", "1/3", 3]


def test_numbers_round_without_a_negative_zero() -> None:
    shown = Table("t", [Column("x", digits=2)], [(-0.001,), (2,), (1e-9,), (True,)]).to_text().split()
    assert shown == ["t", "x", "0.00", "2.00", "1.0e-09", "yes"]
    assert "1e-18" not in Table("t", ["x"], [(1e-18,)]).to_text()


def test_latex_gives_numbers_as_siunitx_reads_them() -> None:
    code = Table("t", ["name", "x"], [("-a", -1.5), ("b", None), ("c", 1e-9)]).to_latex()
    assert r"\begin{tabular}{@{}lS[table-format=-1.3]@{}}" in code
    assert "-a & -1.500" in code
    assert "b & {--}" in code
    assert r"c & {$1.0\times10^{-9}$}" in code


def test_a_short_row_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"rows\[1\] has 1 cells; the table has 2 columns"):
        Table("t", ["a", "b"], [(1, 2), (1,)])
    with pytest.raises(InvalidInput, match="must be text, a number or None"):
        Table("t", ["a"], [([1],)])  # type: ignore[list-item]
