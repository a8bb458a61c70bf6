"""``negotiate verify`` and ``negotiate reproduce``: what they print, and their exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from negotiate.cli import main


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("run") / "out"
    assert main(["run", "steel-for-beef", "--out", str(target)]) == 0
    return target / "results.json"


def test_verify_prints_a_line_an_answer(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(results)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["holds", "fails", "not", "checked"]
    assert any(line.startswith("offers-equilibria ") for line in lines)
    assert lines[-1].endswith("Every claim that was checked holds.")


def test_verify_all_prints_every_claim(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(results), "--all"]) == 0
    shown = capsys.readouterr().out
    assert "holds        deal-nash: the deal is the nash solution among" in shown
    assert "not checked  drivers:" in shown


def test_verify_says_what_fails(results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(results.read_text())
    record["answers"]["deal-nash"]["answer"]["payoffs"][0] += 1
    edited = tmp_path / "edited.json"
    edited.write_text(json.dumps(record))
    assert main(["verify", str(edited)]) == 1
    shown = capsys.readouterr().out
    assert "fails        file: its digest is that of its content" in shown
    assert "fails        deal-nash: payoffs and gains are those of the deal (answer.payoffs[0]" in shown
    assert shown.rstrip().endswith("The file does not hold.")


@pytest.mark.parametrize("command", ["verify", "reproduce"])
def test_what_is_no_results_file_is_one_sentence(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "other.json"
    path.write_text("{}")
    assert main([command, str(path)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert "not a results file" in shown.err


def test_reproduce_gives_the_same_bytes(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reproduce", str(results)]) == 0
    assert capsys.readouterr().out == "Reproduced byte for byte.\n"


def test_reproduce_names_what_moved(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = json.loads(results.read_text())
    record["provenance"]["platform"]["machine"] = "abacus"
    record["summary"]["headroom"] = 99.0
    edited = tmp_path / "edited.json"
    edited.write_text(json.dumps(record))
    assert main(["reproduce", str(edited)]) == 1
    shown = capsys.readouterr().out
    assert "differs: machine: abacus in the file" in shown
    assert "changed: summary.headroom: 99.0, now" in shown
