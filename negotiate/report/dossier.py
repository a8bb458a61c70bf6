"""A dossier: all that a paper needs of a run, in one directory.

Everything that ``write_run`` writes, and besides: how sure the conclusions are (sensitivity.json),
report.html, figures in two widths as PDF and SVG, paper.tex with methods, limits and every table.
It takes longer than a run, since every figure is drawn twice and the scenario solved many times.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from negotiate.checks import instance_of, whole_number
from negotiate.provenance import version
from negotiate.report.blocks import Document, Heading, Points, Prose
from negotiate.report.figures import COLUMN, PAGE
from negotiate.report.markdown import markdown_prose, markdown_report
from negotiate.report.page import html_page
from negotiate.report.paper import latex_points, latex_prose, paper_tex, table_tex
from negotiate.report.results import results_json, results_text
from negotiate.report.run import Run, references, solve_run
from negotiate.report.sensitivity import find_sensitivity
from negotiate.report.writing import check_target, write_directory
from negotiate.scenario import Scenario
from negotiate.table import Table

__all__ = ["report_files", "write_report"]

_WIDTHS = {"column": COLUMN, "page": PAGE}


def report_files(run: Run) -> dict[str, bytes | str]:
    """Return every file of a dossier by its path; no file holds a date or a path of this machine."""
    instance_of("run", run, Run, hint=", which write_run() returns")
    document = run.document()
    files: dict[str, bytes | str] = {
        "report.html": html_page(document),
        "report.md": markdown_report(document),
        "results.json": results_json(run.case, run.drivers),
        "references.bib": references(document),
        "paper.tex": paper_tex(document),
    }
    if run.sensitivity is not None:
        files["sensitivity.json"] = results_text(run.sensitivity.to_dict())
    methods, limits = _methods(document), _limits(document)
    files["methods.tex"] = latex_prose(methods.sentences)
    files["methods.md"] = markdown_prose(methods.sentences)
    files["limits.tex"] = latex_points(limits.sentences)
    for name, table in document.tables.items():
        files[f"tables/{name}.tex"] = table_tex(name, _with_origin(table, run))
        files[f"tables/{name}.csv"] = table.to_csv()
    for name, drawing in document.figures.items():
        files[f"figures/{name}.svg"] = drawing.svg()
        for label, width in _WIDTHS.items():
            files[f"figures/{name}-{label}.svg"] = drawing.svg(width)
            files[f"figures/{name}-{label}.pdf"] = drawing.pdf(width)
    return files


def write_report(
    scenario: Scenario,
    target: str | Path,
    *,
    draws: int | None = None,
    seed: int = 0,
    progress: Callable[[str], None] | None = None,
) -> Run:
    """Solve a scenario and write all that a paper needs to a directory, whole or not at all.

    Parameters
    ----------
    scenario : Scenario
        As loaded, in one of its variants.
    target : str or Path
        The directory. One that an earlier report made, and nobody touched since, is replaced.
    draws : int, optional
        How many sets of values are drawn over the stated ranges, to see which conclusions
        survive: 16,384 unless given, or 512 where the scenario has to be solved draw by draw.
    seed : int
        Of the draws.
    progress : callable, optional
        Told in a few words what is being done.

    Raises
    ------
    InvalidInput
        Where the directory holds what no report has written; it is checked before anything is
        solved.
    WriteError
        Where the system refuses to write.
    """
    instance_of("scenario", scenario, Scenario, hint=", which load_scenario() reads")
    check_target(target, "report")
    count = None if draws is None else whole_number("draws", draws, low=1)
    start = whole_number("seed", seed)
    run = solve_run(scenario, progress=progress)
    sensitivity = find_sensitivity(scenario, draws=count, seed=start, progress=progress)
    run = replace(run, sensitivity=sensitivity)
    if progress:
        progress("drawing figures and writing the report")
    write_directory(target, report_files(run), "report")
    return run


def _methods(document: Document) -> Prose:
    return next(
        block
        for block in document.blocks
        if isinstance(block, Prose) and any(sentence.cites for sentence in block.sentences)
    )


def _limits(document: Document) -> Points:
    """Return the list under the heading of that name."""
    start = document.blocks.index(Heading("Limits"))
    return next(block for block in document.blocks[start:] if isinstance(block, Points))


def _with_origin(table: Table, run: Run) -> Table:
    """Add to the notes where the numbers are from."""
    scenario = run.case.model.scenario
    variant = f", variant {scenario.variant}" if scenario.variant else ""
    origin = f"Source: own computation with negotiate {version()}, scenario {scenario.name}{variant}."
    return Table(table.title, table.columns, table.rows, [*table.notes, origin])
