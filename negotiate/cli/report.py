"""``negotiate report``: write all that a paper needs of a scenario to a directory."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from negotiate.cli.say import FLAGSHIP, progress

if TYPE_CHECKING:
    from negotiate.cli.say import Commands

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    report = commands.add_parser(
        "report", help="write a page, LaTeX tables, figures, methods and bibliography of a scenario"
    )
    report.add_argument(
        "scenario",
        nargs="?",
        default=FLAGSHIP,
        help=f"a scenario, or the results.json or directory of a run (default: {FLAGSHIP})",
    )
    report.add_argument("--variant", metavar="NAME", help="a variant that the scenario defines")
    report.add_argument("--out", metavar="DIR", type=Path, help="where to write (default: reports/SCENARIO)")
    report.set_defaults(command=_report)


def _report(options: argparse.Namespace) -> int:
    from negotiate.report import write_report
    from negotiate.report.again import find_results, read_record, scenario_of
    from negotiate.scenario import load_scenario

    results = find_results(options.scenario)
    if results is None:
        scenario = load_scenario(options.scenario, variant=options.variant)
        variant = scenario.variant
    else:
        record = read_record(results)
        scenario = scenario_of(record, str(results), variant=options.variant)
        variant = record["scenario"].get("variant")
    default = scenario.name if variant is None else f"{scenario.name}-{variant}"
    target = options.out or Path("reports") / default
    write_report(scenario, target, progress=progress())
    print(f"Written to {target}: open {target / 'report.html'}, or compile {target / 'paper.tex'}.")
    return 0
