"""One run: solve a scenario, and write tables, figures, report and results as one directory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from negotiate.analysis import Drivers, find_drivers
from negotiate.report.bibliography import bibliography
from negotiate.report.document import METHODS, headline, report_markdown
from negotiate.report.drawing import case_figures
from negotiate.report.results import results_json
from negotiate.report.tables import case_tables
from negotiate.report.writing import check_target, write_directory
from negotiate.scenario import CaseSolution, Scenario, solve_case

__all__ = ["Run", "run_files", "write_run"]


@dataclass(frozen=True, eq=False)
class Run:
    """A solved scenario with what drives it."""

    case: CaseSolution
    drivers: Drivers

    def headline(self) -> str:
        """Return the few lines that matter most."""
        return headline(self.case, self.drivers)


def run_files(run: Run) -> dict[str, str]:
    """Return every file of a run by its path in the directory; no file holds a date or a path."""
    tables = case_tables(run.case, run.drivers)
    figures = case_figures(run.case, run.drivers)
    references = [key for _, keys in METHODS for key in keys]
    files = {
        "results.json": results_json(run.case, run.drivers),
        "report.md": report_markdown(run.case, run.drivers, tables, figures),
        "references.bib": bibliography(references, run.case.model.scenario.sources),
    }
    for name, table in tables.items():
        files[f"tables/{name}.csv"] = table.to_csv()
        files[f"tables/{name}.tex"] = table.to_latex(f"tab:{name}")
    for name, (svg, _) in figures.items():
        files[f"figures/{name}.svg"] = svg
    return files


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
    say = progress or (lambda _: None)
    check_target(target, "run")
    case = solve_case(scenario, progress=progress)
    run = Run(case, find_drivers(case.deals, progress=progress))
    say("writing tables, figures and report")
    write_directory(target, run_files(run), "run")
    return run
