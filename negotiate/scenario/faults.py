"""All that is wrong with a scenario file, each fault with its path and its line.

Loading a scenario stops at the first fault. Here every place of the file is checked by itself, so
that an author sees all of them at once; what relates places to one another is checked when each
place is sound, for the file as it stands and for every variant.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

from negotiate.errors import InvalidInput, NegotiateError
from negotiate.scenario.build import build_model
from negotiate.scenario.lines import line_of, lines_of_keys
from negotiate.scenario.nodes import Either, Node
from negotiate.scenario.read import read_scenario_file, shipped_names
from negotiate.scenario.scenario import Scenario
from negotiate.scenario.schema import SCENARIO
from negotiate.scenario.sections import Named, Section, unknown_key

__all__ = ["Fault", "find_faults"]

_PATH = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+|\[\d+\])*")
_VARIANT = re.compile(r"variants\.([A-Za-z0-9_-]+): ")


@dataclass(frozen=True)
class Fault:
    """Something wrong in a scenario file.

    Attributes
    ----------
    file : str
        The file, as it was given.
    line : int or None
        Its line, where that is known.
    message : str
        What is wrong and what to do; it begins with the key's path.
    """

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.message}"


@dataclass(frozen=True)
class _Taken(Node):
    """A place whose content is checked elsewhere."""

    def check(self, path: str, value: object, found: Any) -> object:
        """Accept anything."""
        del path, found
        return value

    def rule(self) -> dict[str, Any]:
        """Return no rule."""
        return {}


_TAKEN = _Taken("Checked by itself.")


def find_faults(source: str | os.PathLike[str]) -> tuple[Fault, ...]:
    """Return everything that is wrong with a scenario file; nothing where it is sound.

    Parameters
    ----------
    source : str or path
        The path of a TOML file, or the name of a shipped scenario.

    Raises
    ------
    InvalidInput
        Where there is no such file, or it is not TOML at all.

    Examples
    --------
    >>> find_faults("steel-for-beef")
    ()
    """
    tables, name = read_scenario_file(source)
    lines = lines_of_keys(_text(name))
    told = list(_of_places("", SCENARIO, tables)) or list(_of_whole(tables, name))
    found = [Fault(name, _line(lines, message), message) for message in dict.fromkeys(told)]
    return tuple(sorted(found, key=lambda fault: fault.line or 0))


def _text(name: str) -> str:
    """Return the text of a file that has been read already."""
    if name in shipped_names():
        raw = resources.files("negotiate").joinpath("scenarios", f"{name}.toml").read_bytes()
    else:
        raw = Path(name).read_bytes()
    return raw.decode("utf-8-sig")


def _of_places(path: str, node: Node, value: object) -> Iterator[str]:
    """Yield what is wrong in a place and in those inside it."""
    if isinstance(node, Either):
        node = node.structured if isinstance(value, node.structured.takes) else node.simple
    if isinstance(node, Section) and isinstance(value, Mapping):
        yield from _of_section(path, node, value)
    elif isinstance(node, Named) and isinstance(value, Mapping):
        yield from _refused(replace(node, each=_TAKEN), path, value)
        for key, entry in value.items():
            yield from _of_places(_join(path, key), node.each, entry)
    else:
        yield from _refused(node, path, value)


def _of_section(path: str, node: Section, table: Mapping[str, Any]) -> Iterator[str]:
    for key, entry in table.items():
        if key in node.keys:
            yield from _of_places(_join(path, key), node.keys[key], entry)
        else:
            yield str(unknown_key(path, key, tuple(node.keys)))
    for key in node.keys:
        if key not in table:
            yield from _refused(replace(node, keys={key: node.keys[key]}), path, {})


def _refused(node: Node, path: str, value: object) -> Iterator[str]:
    try:
        node.check(path, value, {})
    except InvalidInput as error:
        yield str(error)


def _of_whole(tables: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield what is wrong between places, in the file and in each variant; at most one for each."""
    variants = tables.get("variants", {})
    as_it_stands = ""
    for variant in (None, *variants):
        try:
            build_model(Scenario(tables, variant, origin=name))
        except NegotiateError as error:
            message = str(error).removeprefix(f"{name}: ")
            if variant is None:
                as_it_stands = message
            if variant is None or not (as_it_stands and message.endswith(as_it_stands)):
                yield message


def _line(lines: Mapping[str, int], message: str) -> int | None:
    """Return the line that a message is about: of the path that it begins with."""
    variant = _VARIANT.match(message)
    rest = message[variant.end() :] if variant else message
    found = _PATH.match(rest)
    path = found[0] if found else ""
    if variant is None:
        return line_of(lines, path)
    changes = f"variants.{variant[1]}.changes"
    changed = f"{changes}.{path}"
    return lines[changed] if changed in lines else line_of(lines, changes)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
