"""A run: the same bytes again, tables that agree with the results, what drives comes first."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from negotiate import InvalidInput, load_scenario, solve_case, write_run
from negotiate.analysis import find_drivers
from negotiate.provenance import digest
from negotiate.report import Run, run_files


@pytest.fixture(scope="module")
def run() -> Run:
    case = solve_case(load_scenario("japan-us-2025"))
    return Run(case, find_drivers(case.deals))


@pytest.fixture(scope="module")
def files(run: Run) -> dict[str, str]:
    return run_files(run)


@pytest.mark.slow
def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys; from negotiate import load_scenario, write_run;"
        "write_run(load_scenario('steel-for-beef'), sys.argv[1])"
    )
    elsewhere = {**os.environ, "PYTHONHASHSEED": "2"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "there")], env=elsewhere, check=True)
    write_run(load_scenario("steel-for-beef"), tmp_path / "here")
    contents = []
    for target in (tmp_path / "here", tmp_path / "there"):
        paths = sorted(path for path in target.rglob("*") if path.is_file())
        contents.append({str(path.relative_to(target)): path.read_bytes() for path in paths})
    assert contents[0] == contents[1]
    assert {"report.md", "results.json", "references.bib"} <= set(contents[0])


def test_the_results_carry_their_digest_and_every_certificate(files: dict[str, str]) -> None:
    record = json.loads(files["results.json"])
    claimed = record.pop("digest")
    assert claimed == digest(record)
    assert record["schema"] == "negotiate/results/2"
    for name, answer in record["answers"].items():
        assert answer["certificate"], name
        assert answer["provenance"]["inputs"].startswith("sha256:"), name
    regrets = record["answers"]["offers-equilibria"]["certificate"]
    assert record["summary"]["offers_equilibria_complete"] is True
    assert regrets


def test_tables_come_as_csv_and_latex_with_the_same_rows(run: Run, files: dict[str, str]) -> None:
    names = {name for name in files if name.startswith("tables/")}
    assert {name.rpartition(".")[0] for name in names if name.endswith(".csv")} == {
        name.rpartition(".")[0] for name in names if name.endswith(".tex")
    }
    rows = list(csv.reader(io.StringIO(files["tables/payoffs-of-buyer.csv"])))
    assert len(rows) == 1 + len(run.case.model.purchases)
    deal = rows[0].index("deal [bn USD/yr]")
    by_level = {float(row[0]): float(row[deal]) for row in rows[1:]}
    assert by_level[6.0] == pytest.approx(run.case.deals.nash.payoffs[0])
    assert r"\toprule" in files["tables/deals.tex"]


def test_the_report_leads_with_what_drives_the_result(files: dict[str, str]) -> None:
    report = files["report.md"]
    order = [
        report.index(heading)
        for heading in (
            "## What drives the result",
            "**Outcomes by pass-through**",
            "**Break-even values**",
            "**The observed deal**",
            "## The point estimate",
            "## Inputs",
            "## Limits",
        )
    ]
    assert order == sorted(order)
    assert "parameters are assumed" in report[: report.index("## The point estimate")]
    assert "disputed" in report


def test_every_figure_that_the_report_shows_is_there(files: dict[str, str]) -> None:
    shown = re.findall(r"\]\((figures/[^)]+)\)", files["report.md"])
    assert sorted(shown) == sorted(name for name in files if name.startswith("figures/"))
    assert len(shown) == 5
    for name in shown:
        assert "<title" in files[name]
        assert "<desc" in files[name]


def test_the_bibliography_holds_every_source_and_method_named(run: Run, files: dict[str, str]) -> None:
    keys = set(re.findall(r"^@\w+\{([^,]+),", files["references.bib"], re.MULTILINE))
    assert set(run.case.model.scenario.sources) <= keys
    methods = keys - set(run.case.model.scenario.sources)
    for key in methods:
        assert f"`{key}`" in files["report.md"]


def test_no_file_holds_a_path_or_a_date_of_its_making(files: dict[str, str]) -> None:
    for name, text in files.items():
        assert not re.search(r"/(home|root|tmp|Users)/", text), name
        assert "<dc:date>" not in text, name


def test_a_directory_that_no_run_made_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine")
    with pytest.raises(InvalidInput, match=r"choose another directory|--out"):
        write_run(load_scenario("steel-for-beef"), mine)
    assert (mine / "notes.txt").read_text() == "mine"
    assert [path.name for path in mine.iterdir()] == ["notes.txt"]


def test_the_headline_shows_drivers_before_the_deal(run: Run) -> None:
    text = run.headline()
    assert text.index("Outcomes by pass-through") < text.index("Nash deal: +6 / deal")
