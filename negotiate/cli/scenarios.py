"""``negotiate scenarios``: list the shipped scenarios and their variants."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiate.cli.say import Commands

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    scenarios = commands.add_parser("scenarios", help="list the shipped scenarios and their variants")
    scenarios.set_defaults(command=_scenarios)


def _scenarios(_: argparse.Namespace) -> int:
    from negotiate.scenario import load_scenario, shipped_scenarios

    for name, title in shipped_scenarios().items():
        print(f"{name}: {title}")
        for variant, heading in load_scenario(name).variants.items():
            print(f"  --variant {variant}: {heading}")
    return 0
