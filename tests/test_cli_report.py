"""report, cite, init and check on the command line: what they write, print and refuse."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from negotiate.cli import main
from negotiate.report import cite, run_files
from negotiate.scenario import load_scenario


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_init_writes_a_scenario_that_is_sound_and_solves(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "Fish & Boats"]) == 0
    assert "negotiate check" in capsys.readouterr().out
    path = Path("Fish & Boats/fish-boats.toml")
    lines = path.read_text().splitlines()
    assert lines[0] == "#:schema ./scenario-1.schema.json"
    assert Path("Fish & Boats", lines[0].split()[1]).is_file()
    assert sum(line.lstrip().startswith("#") or "  #" in line for line in lines) > 25
    assert load_scenario(path).name == "fish-boats"
    assert main(["check", str(path)]) == 0
    assert main(["run", str(path), "--variant", "no-cap"]) == 0


def test_init_leaves_a_directory_in_use_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "mine"]) == 0
    Path("mine/mine.toml").write_text("my work")
    assert main(["init", "mine"]) == 1
    assert Path("mine/mine.toml").read_text() == "my work"
    shown = capsys.readouterr().err
    assert "mine.toml" in shown
    assert shown.count("\n") == 1


@pytest.mark.slow
def test_report_takes_the_directory_of_a_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("negotiate.report.dossier.report_files", run_files)  # figures take long
    main(["init", "mine"])
    assert main(["run", "mine/mine.toml", "--out", "run"]) == 0
    assert main(["report", "run", "--draws", "16", "--seed", "3"]) == 0
    shown = capsys.readouterr().out
    assert "% of 16 draws over the stated ranges there is no agreement" in shown
    assert "open reports/mine/report.html" in shown
    assert Path("reports/mine/results.json").read_text() == Path("run/results.json").read_text()


def test_cite_prints_what_the_function_returns(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite"]) == 0
    assert capsys.readouterr().out == cite()
    main(["init", "mine"])
    main(["run", "mine/mine.toml", "--out", "run"])
    capsys.readouterr()
    assert main(["cite", "run/results.json"]) == 0
    assert capsys.readouterr().out == Path("run/references.bib").read_text()


def test_check_tells_all_faults_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    main(["init", "mine"])
    path = Path("mine/mine.toml")
    path.write_text(path.read_text().replace("[players]", "[palyers]").replace("years = 5", 'years = "5"'))
    capsys.readouterr()
    assert main(["check", str(path)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 3
    assert all(line.startswith("mine/mine.toml") for line in told)
    assert "years is '5'; it must be a number, without quotes" in told[-1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["cite", "absent"], "is no results.json and no directory with one"),
        (["cite", "absent.json"], "absent.json"),
        (["report", "absent.json"], "absent.json"),
        (["report", "steel-for-bef"], "Did you mean 'steel-for-beef'"),
        (["report", "steel-for-beef", "--draws", "0"], "draws=0"),
        (["init", "/dev/null/x"], "could not be written"),
    ],
)
def test_errors_are_one_sentence(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("negotiate: ")
    assert shown.err.count("\n") == 1
    assert words in shown.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_place_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("closed").mkdir(mode=0o500)
    assert main(["init", "closed/mine"]) == 1
    assert "Permission denied" in capsys.readouterr().err
