"""``negotiate reproduce``: make a results file again from the scenario inside it, and compare."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from negotiate.cli.say import progress

if TYPE_CHECKING:
    from negotiate.cli.say import Commands

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    reproduce = commands.add_parser(
        "reproduce",
        help="make a results file again from the scenario inside it, and compare",
        description="Run the scenario inside a results file again: byte by byte with the same versions "
        "and platform, entry by entry elsewhere. Exit status 0 where it is reproduced, else 1.",
    )
    reproduce.add_argument("results", help="a results.json, as negotiate run writes it")
    reproduce.set_defaults(command=_reproduce)


def _reproduce(options: argparse.Namespace) -> int:
    from negotiate.report.reproduction import reproduce
    from negotiate.verify import read_results

    record, text = read_results(options.results)
    found = reproduce(record, text, progress=progress())
    print(found.summary())
    return 0 if found.holds else 1
