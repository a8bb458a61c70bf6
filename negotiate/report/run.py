"""One run: solve a scenario, and write tables, figures, report and results as one directory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from negotiate.analysis import Drivers, find_drivers
from negotiate.checks import instance_of
from negotiate.report.bibliography import bibliography
from negotiate.report.blocks import Document, cited
from negotiate.report.document import report_document
from negotiate.report.drawing import case_figures
from negotiate.report.findings import headline
from negotiate.report.markdown import markdown_report
from negotiate.report.results import results_json
from negotiate.report.sensitivity import Sensitivity, sensitivity_figures, sensitivity_tables
from negotiate.report.tables import case_tables
from negotiate.report.writing import check_target, write_directory
from negotiate.scenario import CaseSolution, Scenario, solve_case

__all__ = ["Run", "references", "run_files", "solve_run", "write_run"]


@dataclass(frozen=True, eq=False)
class Run:
    """A solved scenario with what drives it, and how sure it is where that was asked."""

    case: CaseSolution
    drivers: Drivers
    sensitivity: Sensitivity | None = None

    def headline(self) -> str:
        """Return the few lines that matter most."""
        return headline(self.case, self.drivers)

    def document(self) -> Document:
        """Return the report, to be written in any format."""
        tables = case_tables(self.case, self.drivers)
        figures = case_figures(self.case, self.drivers)
        if self.sensitivity is not None:
            tables |= sensitivity_tables(self.sensitivity)
            figures |= sensitivity_figures(self.sensitivity)
        return report_document(self.case, self.drivers, tables, figures, self.sensitivity)


def run_files(run: Run) -> dict[str, str]:
    """Return every file of a run by its path in the directory; no file holds a date or a path."""
    instance_of("run", run, Run, hint=", which write_run() returns")
    document = run.document()
    files = {
        "results.json": results_json(run.case, run.drivers),
        "report.md": markdown_report(document),
        "references.bib": references(document),
    }
    for name, table in document.tables.items():
        files[f"tables/{name}.csv"] = table.to_csv()
        files[f"tables/{name}.tex"] = table.to_latex(f"tab:{name}")
    for name, drawing in document.figures.items():
        files[f"figures/{name}.svg"] = drawing.svg()
    return files


def references(document: Document) -> str:
    """Return BibTeX of all that a report cites, no more and no less."""
    works = [key for key in cited(document.blocks) if key not in document.sources]
    return bibliography(works, document.sources)


def solve_run(scenario: Scenario, *, progress: Callable[[str], None] | None = None) -> Run:
    """Solve a scenario and find what drives the result."""
    case = solve_case(scenario, progress=progress)
    return Run(case, find_drivers(case.deals, progress=progress))


def write_run(
    scenario: Scenario, target: str | Path, *, progress: Callable[[str], None] | None = None
) -> Run:
    """Solve a scenario and write the results to a directory, whole or not at all.

    Parameters
    ----------
    scenario : Scenario
        As loaded, in one of its variants.
    target : str or Path
        The directory. One that an earlier run made, and nobody touched since, is replaced.
    progress : callable, optional
        Told in a few words what is being done.

    Raises
    ------
    InvalidInput
        Where the directory holds what no run has written; it is checked before anything is solved.
    WriteError
        Where the system refuses to write.
    """
    instance_of("scenario", scenario, Scenario, hint=", which load_scenario() reads")
    check_target(target, "run")
    run = solve_run(scenario, progress=progress)
    if progress:
        progress("writing tables, figures and report")
    write_directory(target, run_files(run), "run")
    return run
