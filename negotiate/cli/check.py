"""``negotiate check``: read a scenario file and say what is wrong with it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiate.cli.say import Commands

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    check = commands.add_parser("check", help="read a scenario file and say what is wrong with it")
    check.add_argument("file", help="a scenario file, or the name of a shipped one")
    check.set_defaults(command=_check)


def _check(options: argparse.Namespace) -> int:
    from negotiate.scenario import build_model, load_scenario

    scenario = load_scenario(options.file)
    for name in (None, *scenario.variants):
        build_model(scenario if name is None else scenario.with_variant(name))
    assumed = sum(parameter.assumed for parameter in scenario.parameters.values())
    print(
        f"{scenario.name}: sound. {len(scenario.parameters)} parameters, {assumed} of them assumed; "
        f"{len(scenario.variants)} variants; {scenario.digest}"
    )
    return 0
