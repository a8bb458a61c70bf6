"""``negotiate run``: solve a scenario and write its results to a directory."""

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
    run = commands.add_parser("run", help="solve a scenario and write its results to a directory")
    run.add_argument(
        "scenario", nargs="?", default=FLAGSHIP, help=f"a file or a shipped scenario (default: {FLAGSHIP})"
    )
    run.add_argument("--variant", metavar="NAME", help="a variant that the scenario defines")
    run.add_argument("--out", metavar="DIR", type=Path, help="where to write (default: results/SCENARIO)")
    run.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    from negotiate.report import write_run
    from negotiate.scenario import load_scenario

    scenario = load_scenario(options.scenario, variant=options.variant)
    default = scenario.name if scenario.variant is None else f"{scenario.name}-{scenario.variant}"
    target = options.out or Path("results") / default
    run = write_run(scenario, target, progress=progress())
    print(run.headline())
    print(f"\nWritten to {target}: start with {target / 'report.md'}.")
    return 0
