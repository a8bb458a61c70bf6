"""Sections: the tables of a scenario file, with keys that are known or names that are free.

A ``Section`` has known keys, and an unknown one is refused with the nearest that is known. A
``Named`` section holds entries that the author names (sectors, packages, items), all of one
kind; their order in the file is their order everywhere.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from negotiate.checks import did_you_mean, show
from negotiate.errors import InvalidInput
from negotiate.scenario.nodes import NAME, Found, Node

__all__ = ["Anything", "Named", "Section", "unknown_key"]


def unknown_key(path: str, key: str, known: tuple[str, ...]) -> InvalidInput:
    """Return the error for a key that nobody knows, with the nearest that is known."""
    place = f"{path}.{key[:64]}" if path else key[:64]
    hint = did_you_mean(key[:64], known) or f" Known here: {', '.join(sorted(known))}."
    return InvalidInput(f"{place} is not known.{hint} Correct or remove it.")


def _table(path: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidInput(f"{path or 'the file'} is {show(value)}; it must be a table.")
    for key in value:
        if not isinstance(key, str):
            raise InvalidInput(f"{path or 'the file'} has the key {show(key)}; a key must be text.")
    return value


@dataclass(frozen=True)
class Section(Node):
    """A table with known keys."""

    _: KW_ONLY
    keys: Mapping[str, Node] = field(default_factory=dict)

    takes = (Mapping,)

    def check(self, path: str, value: object, found: Found) -> dict[str, Any]:
        """Accept a table that has every required key and no unknown one; fill in the defaults."""
        table = _table(path, value)
        final: dict[str, Any] = {}
        for key, entry in table.items():
            if key not in self.keys:
                raise unknown_key(path, key, tuple(self.keys))
            final[key] = self.keys[key].check(_join(path, key), entry, found)
        for key, node in self.keys.items():
            if key in table:
                continue
            if node.required:
                raise InvalidInput(f"{_join(path, key)} is missing; it is required: {node.doc}")
            if node.default is not None:
                final[key] = node.check(_join(path, key), node.default, found)
        return final

    def rule(self) -> dict[str, Any]:
        """Return the rules of the keys; no others are allowed."""
        required = [key for key, node in self.keys.items() if node.required]
        return {
            "type": "object",
            "properties": {key: node.schema() for key, node in self.keys.items()},
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }

    def inner(self, key: str) -> Node | None:
        """Return the node of a known key."""
        return self.keys.get(key)

    def inner_names(self) -> tuple[str, ...]:
        """Return the known keys."""
        return tuple(self.keys)


@dataclass(frozen=True)
class Named(Node):
    """A table of entries that the author names, all of one kind."""

    _: KW_ONLY
    each: Node
    least: int = 0
    most: int = 500

    takes = (Mapping,)

    def check(self, path: str, value: object, found: Found) -> dict[str, Any]:
        """Accept a table of well-named entries, in their order."""
        table = _table(path, value)
        if not self.least <= len(table) <= self.most:
            raise InvalidInput(f"{path} has {len(table)} entries; it must have {self.least} to {self.most}.")
        for key in table:
            if not re.fullmatch(NAME, key):
                raise InvalidInput(
                    f"{path} has an entry named {show(key)}; a name has up to 64 letters, digits, - or _."
                )
        return {key: self.each.check(_join(path, key), entry, found) for key, entry in table.items()}

    def rule(self) -> dict[str, Any]:
        """Return the rule of the names and of the entries."""
        return {
            "type": "object",
            "propertyNames": {"pattern": f"^{NAME}$"},
            "additionalProperties": self.each.schema(),
            "minProperties": self.least,
            "maxProperties": self.most,
        }

    def inner(self, key: str) -> Node | None:
        """Return the node of an entry, where the name is a proper one."""
        return self.each if re.fullmatch(NAME, key) else None


@dataclass(frozen=True)
class Anything(Node):
    """A table from paths to values, which are checked in the places that they go to."""

    takes = (Mapping,)

    def check(self, path: str, value: object, found: Found) -> dict[str, Any]:
        """Accept any table with an entry."""
        del found
        table = _table(path, value)
        if not table:
            raise InvalidInput(f'{path} is empty; give a change, such as "model.trade.pass_through" = 0.9.')
        for place in table:
            if not re.fullmatch(rf"{NAME}(\.{NAME}){{0,9}}", place):
                raise InvalidInput(
                    f"{path} has the path {show(place)}; "
                    'write it in quotes, such as "model.trade.pass_through".'
                )
        return copy.deepcopy(dict(table))

    def rule(self) -> dict[str, Any]:
        """Return the type."""
        return {"type": "object", "minProperties": 1}


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
