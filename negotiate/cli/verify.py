"""``negotiate verify``: check every claim of a results file from the file alone."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiate.cli.say import Commands

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    verify = commands.add_parser(
        "verify",
        help="check every claim of a results file from the file alone",
        description="Check every claim of a results file by arithmetic, without any solver. "
        "Exit status 0 where no claim fails, 1 where one does or the file cannot be read.",
    )
    verify.add_argument("results", help="a results.json, as negotiate run writes it")
    verify.add_argument("--all", action="store_true", help="list every claim, not only those that fail")
    verify.set_defaults(command=_verify)


def _verify(options: argparse.Namespace) -> int:
    from negotiate.verify import verify

    found = verify(options.results)
    print(found.summary(every=options.all))
    return 0 if found.holds else 1
