"""``negotiate cite``: print BibTeX for this version, and for what a result used."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from negotiate.errors import InvalidInput

if TYPE_CHECKING:
    from negotiate.cli.say import Commands

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    cite = commands.add_parser("cite", help="print BibTeX for this version, and for what a result used")
    cite.add_argument("results", nargs="?", help="results.json of a run, or the directory it is in")
    cite.set_defaults(command=_cite)


def _cite(options: argparse.Namespace) -> int:
    from negotiate.report import cite
    from negotiate.report.again import find_results
    from negotiate.verify import read_results

    if options.results is None:
        print(cite(), end="")
        return 0
    results = find_results(options.results)
    if results is None:
        raise InvalidInput(f"{options.results} is no results.json and no directory with one; run it first.")
    print(cite(read_results(results)[0]), end="")
    return 0
