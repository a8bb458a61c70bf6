"""A dossier: one page that needs nothing, LaTeX that compiles, the same bytes again, whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import pytest

from negotiate import InvalidInput, NegotiateError, load_scenario
from negotiate.report import report_files, write_directory, write_report
from negotiate.report.dossier import solve_run
from negotiate.report.run import Run
from negotiate.report.sensitivity import find_sensitivity
from tests.hostile import hostile_scenario

VOID = {"meta", "link", "br", "img", "input", "path", "use", "rect"}


@pytest.fixture(scope="module")
def run() -> Run:
    scenario = hostile_scenario()
    return replace(solve_run(scenario), sensitivity=find_sensitivity(scenario, draws=64))


@pytest.fixture(scope="module")
def files(run: Run) -> dict[str, bytes | str]:
    return report_files(run)


class Page(HTMLParser):
    """Reads a page: elements closed in order, ids, references to ids, addresses."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.refers: set[str] = set()
        self.links: list[str] = []
        self.headers: list[str | None] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.take(tag, dict(attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.take(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def take(self, tag: str, found: dict[str, str | None]) -> None:
        if "id" in found:
            self.ids.append(found["id"] or "")
        self.refers |= set((found.get("aria-labelledby") or "").split())
        for name in ("href", "xlink:href", "src"):
            target = found.get(name)
            if target and target.startswith("#"):
                self.refers.add(target[1:])
            elif target:
                self.links.append(f"{tag} {target}")
        assert not [name for name in found if name.startswith("on")]
        if tag == "th":
            self.headers.append(found.get("scope"))


@pytest.fixture(scope="module")
def page(files: dict[str, bytes | str]) -> Page:
    return Page(str(files["report.html"]))


def test_the_page_is_sound_and_every_reference_in_it_is_met(page: Page) -> None:
    assert page.open == []
    assert [name for name, count in Counter(page.ids).items() if count > 1] == []
    assert page.refers <= set(page.ids)


def test_the_page_needs_no_network_and_runs_nothing(page: Page, files: dict[str, bytes | str]) -> None:
    assert not {"script", "iframe", "img", "link", "object", "embed", "b"} & set(page.tags)
    within = ("a https://", "a http://", "image data:image/png;base64,")
    assert [link for link in page.links if not link.startswith(within)] == []
    assert "@import" not in str(files["report.html"])
    assert not re.findall(r"url\((?!#)", str(files["report.html"]))


def test_the_page_is_accessible(page: Page, files: dict[str, bytes | str], run: Run) -> None:
    text = str(files["report.html"])
    assert '<html lang="en">' in text
    assert page.tags["h1"] == page.tags["main"] == page.tags["title"] - len(re.findall("<svg", text)) == 1
    assert text.index('class="skip" href="#main"') < text.index("<header>")
    assert set(page.headers) == {"col", "row"}
    assert page.tags["caption"] == page.tags["table"] == len(run.document().tables)
    assert text.count('role="region" tabindex="0" aria-label="Table: ') == page.tags["table"]
    assert (
        text.count('role="img"') == text.count("<desc") == page.tags["svg"] == 2 * len(run.document().figures)
    )
    assert "gnp" in page.text
    assert "\u202e" not in text


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_text_stands_out_from_what_is_behind_it() -> None:
    style = resources.files("negotiate.report").joinpath("page.css").read_text()
    schemes = [
        dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in re.findall(r":root \{(.*)\}", style)
    ]
    assert len(schemes) == 3, "light, dark, print"
    for scheme in schemes:
        for text in ("ink", "soft", "link"):
            for ground in ("paper", "band"):
                light, dark = sorted((luminance(scheme[text]), luminance(scheme[ground])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (scheme, text, ground)


def test_the_bibliography_is_what_is_cited(files: dict[str, bytes | str], run: Run) -> None:
    entries = re.findall(r"^@\w+\{([^,]+),", str(files["references.bib"]), re.MULTILINE)
    cited = {
        key
        for found in re.findall(r"\\cite\{([^}]+)\}", str(files["methods.tex"]))
        for key in found.split(",")
    }
    assert cited == set(entries)
    assert set(run.case.model.scenario.sources) < cited
    assert {"numpy", "negotiate-solver", "nash-1950", "cvxpy", "sobol-2001", "clopper-pearson-1934"} < cited
    assert {f"`{key}`" for key in cited} == set(re.findall(r"`[^`]+`", str(files["methods.md"])))


def test_limits_and_assumed_inputs_are_told_before_any_point(files: dict[str, bytes | str]) -> None:
    text = str(files["report.html"])
    for words in ("unitary actor", "common prior", "Capability scores", "is disputed", "A share of draws is"):
        assert words in text
        assert words in str(files["limits.tex"])
    assert text.index("parameters are assumed") < text.index('<h2 id="the-point-estimate">')
    assert text.index("draws over the stated ranges there is no agreement") < text.index("Over the range of")
    assert text.index("Over the range of") < text.index('<h2 id="the-point-estimate">')


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
@pytest.mark.parametrize("siunitx", ["siunitx.sty", "there-is-no-such.sty"])
def test_the_paper_compiles_as_it_is(files: dict[str, bytes | str], siunitx: str, tmp_path: Path) -> None:
    paper = str(files["paper.tex"]).replace("siunitx.sty", siunitx)
    write_directory(tmp_path / "paper", {**files, "paper.tex": paper}, "report")
    latex = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper"]
    for command in (latex, ["bibtex", "paper"], latex, latex):
        done = subprocess.run(
            command, cwd=tmp_path / "paper", capture_output=True, text=True, check=False, errors="replace"
        )
        assert done.returncode == 0, done.stdout[-3000:]
    log = (tmp_path / "paper/paper.log").read_text(errors="replace")
    assert not re.search(r"undefined|multiply|Float too large", log)
    assert max(map(float, re.findall(r"Overfull \\hbox \(([\d.]+)pt", log)), default=0.0) <= 5.0


def test_figures_come_in_two_widths(files: dict[str, bytes | str]) -> None:
    for name in ("outcomes-by-parameter", "payoff-matrix", "sensitivity-regions"):
        for label, inches in (("column", 3.4), ("page", 7.0)):
            picture = str(files[f"figures/{name}-{label}.svg"])
            assert float(re.search(r'width="([\d.]+)pt"', picture)[1]) == pytest.approx(72 * inches)
            pdf = files[f"figures/{name}-{label}.pdf"]
            assert isinstance(pdf, bytes)
            assert not re.search(rb"/CreationDate|/ModDate|/Producer", pdf)


@pytest.mark.slow
def test_another_process_writes_the_same_bytes(files: dict[str, bytes | str], tmp_path: Path) -> None:
    code = """
import sys
from dataclasses import replace
from pathlib import Path
from tests.hostile import hostile_scenario
from negotiate.report.dossier import results_text, solve_run
from negotiate.report.paper import paper_tex
from negotiate.report.sensitivity import find_sensitivity
scenario = hostile_scenario()
run = replace(solve_run(scenario), sensitivity=find_sensitivity(scenario, draws=64))
document = run.document()
place = Path(sys.argv[1])
Path(place, "feasible-set-column.pdf").write_bytes(document.figures["feasible-set"].pdf(3.4))
Path(place, "sensitivity-sobol-page.svg").write_text(document.figures["sensitivity-sobol"].svg(7.0))
Path(place, "paper.tex").write_text(paper_tex(document))
Path(place, "sensitivity.json").write_text(results_text(run.sensitivity.to_dict()))
"""
    elsewhere = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "UTC7"}
    root = Path(__file__).parent.parent.parent
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], env=elsewhere, cwd=root, check=True)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for name, content in written.items():
        expected = files[name if name in files else f"figures/{name}"]
        assert content == (expected.encode() if isinstance(expected, str) else expected), name
    assert len(written) == 4


def test_no_file_holds_a_place_on_this_machine(files: dict[str, bytes | str]) -> None:
    for name, content in files.items():
        text = content if isinstance(content, str) else content.decode("latin-1")
        assert not re.search(r"/(home|root|tmp|Users)/", text), name


def test_a_full_disk_leaves_the_previous_report(
    files: dict[str, bytes | str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report"
    write_directory(target, {"report.html": "the previous one"}, "report")
    written = iter(range(len(files)))

    def full(_: int) -> None:
        if next(written) == len(files) - 3:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NegotiateError, match="No space left on device.*nothing was changed"):
        write_directory(target, files, "report")
    assert (target / "report.html").read_text() == "the previous one"
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_place_that_is_taken_is_refused_before_anything_is_solved(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    def told(step: str) -> None:
        raise AssertionError(step)

    with pytest.raises(InvalidInput, match="choose another directory"):
        write_report(load_scenario("steel-for-beef"), tmp_path, progress=told)
