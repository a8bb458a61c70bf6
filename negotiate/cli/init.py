"""``negotiate init``: write a commented scenario to start from, with its schema for editors."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiate.cli.say import Commands

__all__ = ["add"]

_SCHEMA = "scenario-1.schema.json"
_ANY_NAME = "my-negotiation"


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    init = commands.add_parser("init", help="write a commented scenario to start from")
    init.add_argument("directory", metavar="DIR", type=Path, help="a new directory")
    init.set_defaults(command=_init)


def _init(options: argparse.Namespace) -> int:
    from importlib import resources

    from negotiate.report.writing import write_directory

    name = _name(options.directory)
    template = resources.files("negotiate.cli").joinpath("template.toml").read_text(encoding="utf-8")
    schema = resources.files("negotiate.scenario").joinpath(_SCHEMA).read_text(encoding="utf-8")
    file = f"{name}.toml"
    text = template.replace("FILE", file).replace('"NAME"', f'"{name}"')
    write_directory(options.directory, {file: text, _SCHEMA: schema}, "init")
    written = options.directory / file
    print(f"Written: {written}. Change it, and check it with: negotiate check {written}")
    return 0


def _name(directory: Path) -> str:
    """Return a scenario's name that is like the directory's."""
    like = re.sub(r"[^a-z0-9]+", "-", directory.absolute().name.lower()).strip("-")[:64].strip("-")
    return like or _ANY_NAME
