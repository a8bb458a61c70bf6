"""``negotiate check``: read a scenario file and say all that is wrong with it, and where."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from negotiate.cli.say import say

if TYPE_CHECKING:
    from negotiate.cli.say import Commands

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    check = commands.add_parser("check", help="read a scenario file and say what is wrong with it, and where")
    check.add_argument("file", help="a scenario file, or the name of a shipped one")
    check.set_defaults(command=_check)


def _check(options: argparse.Namespace) -> int:
    from negotiate.scenario import load_scenario
    from negotiate.scenario.faults import find_faults

    faults = find_faults(options.file)
    for fault in faults:
        say(str(fault))
    if faults:
        return 1
    scenario = load_scenario(options.file)
    assumed = sum(parameter.assumed for parameter in scenario.parameters.values())
    variants = len(scenario.variants)
    print(
        f"{scenario.name}: sound. {len(scenario.parameters)} parameters, {assumed} of them assumed; "
        f"{variants} variant{'' if variants == 1 else 's'}; {scenario.digest}"
    )
    return 0
