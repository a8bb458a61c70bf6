"""``negotiate report``: write all that a paper needs of a scenario to a directory."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from negotiate.cli.say import FLAGSHIP, progress
from negotiate.errors import InvalidInput

if TYPE_CHECKING:
    from negotiate.cli.say import Commands
    from negotiate.scenario import Scenario

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

    scenario, variant = _scenario(options.scenario, options.variant)
    default = scenario.name if variant is None else f"{scenario.name}-{variant}"
    target = options.out or Path("reports") / default
    write_report(scenario, target, progress=progress())
    print(f"Written to {target}: open {target / 'report.html'}, or compile {target / 'paper.tex'}.")
    return 0


def _scenario(place: str, variant: str | None) -> tuple[Scenario, str | None]:
    """Return the scenario to report on, and its variant: from a file, by name, or from results."""
    from negotiate.report.again import find_results, scenario_of
    from negotiate.scenario import load_scenario
    from negotiate.verify import read_results

    results = find_results(place)
    if results is None:
        scenario = load_scenario(place, variant=variant)
        return scenario, scenario.variant
    if variant is not None:
        raise InvalidInput(f"{results} is of one variant already; leave --variant out, or give the scenario.")
    record, _ = read_results(results)
    scenario = scenario_of(record, str(results))
    return scenario, record["scenario"].get("variant")
