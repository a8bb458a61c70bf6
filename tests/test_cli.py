"""The command line: what it prints, writes and refuses, and its exit status."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from negotiate.cli import main
from negotiate.provenance import version

SCENARIO = "steel-for-beef"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_run_writes_under_results(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", SCENARIO]) == 0
    shown = capsys.readouterr()
    assert "Nash deal:" in shown.out
    assert "start with results/steel-for-beef/report.md" in shown.out
    assert shown.err == ""
    assert Path("results/steel-for-beef/report.md").read_text().startswith("# A fictitious talk")
    assert main(["run", SCENARIO]) == 0, "a second run replaces its own directory"


def test_a_variant_has_a_directory_of_its_own() -> None:
    assert main(["run", SCENARIO, "--variant", "markups"]) == 0
    assert Path("results/steel-for-beef-markups/results.json").exists()


@pytest.mark.slow
def test_a_file_changed_by_the_user_stops_the_next_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", SCENARIO, "--out", "mine"]) == 0
    report = Path("mine/report.md")
    report.write_text("my notes")
    assert main(["run", SCENARIO, "--out", "mine"]) == 1
    assert report.read_text() == "my notes"
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "japan-us-2052"], "Did you mean 'japan-us-2025'"),
        (["run", SCENARIO, "--variant", "markup"], "Did you mean 'markups'"),
        (["check", "."], "directory"),
        (["check", "absent.toml"], "absent.toml"),
    ],
)
def test_errors_are_one_sentence_and_not_zero(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("negotiate: ")
    assert shown.err.count("\n") == 1
    assert words in shown.err


def test_check_says_what_is_wrong_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    from importlib import resources

    text = resources.files("negotiate.scenarios").joinpath("steel-for-beef.toml").read_text()
    Path("mine.toml").write_text(text.replace("[model.trade]", "[model.trdae]", 1))
    assert main(["check", "mine.toml"]) == 1
    assert "mine.toml:39: model.trdae is not known. Did you mean 'trade'" in capsys.readouterr().err
    Path("mine.toml").write_text(text)
    assert main(["check", "mine.toml"]) == 0
    assert "steel-for-beef: sound." in capsys.readouterr().out


def test_scenarios_are_listed_with_their_variants(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenarios"]) == 0
    listed = capsys.readouterr().out
    assert "japan-us-2025: " in listed
    assert "  --variant pass-through-near-one: " in listed


def test_version_and_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"negotiate {version()}\n"
    with pytest.raises(SystemExit, match="2"):
        main(["walk"])


def test_an_interrupted_run_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("negotiate.report.run.find_drivers", interrupted)
    assert main(["run", SCENARIO, "--out", "mine"]) == 130
    assert not Path("mine").exists()
    assert "nothing was written" in capsys.readouterr().err


def test_the_module_runs_as_a_command() -> None:
    command = [sys.executable, "-m", "negotiate", "check", SCENARIO]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
