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
    report.add_argument(
        "--draws",
        metavar="N",
        type=int,
        help="sets of values drawn over the stated ranges (default: 16384, or 512 where each is slow)",
    )
    report.add_argument("--seed", metavar="N", type=int, default=0, help="of the draws (default: 0)")
    report.add_argument("--out", metavar="DIR", type=Path, help="where to write (default: reports/SCENARIO)")
    report.set_defaults(command=_report)


def _report(options: argparse.Namespace) -> int:
    from negotiate.report import write_report
    from negotiate.report.sensitivity import sensitivity_headline

    scenario, variant = _scenario(options.scenario, options.variant)
    default = scenario.name if variant is None else f"{scenario.name}-{variant}"
    target = options.out or Path("reports") / default
    run = write_report(scenario, target, draws=options.draws, seed=options.seed, progress=progress())
    if run.sensitivity is not None:
        print(sensitivity_headline(run.sensitivity))
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
