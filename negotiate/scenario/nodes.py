"""Nodes: what a place in a scenario file may hold.

The whole file is described once, as a tree of nodes (``schema.py``). Each node does two things
with that description: ``check`` reads a value in its final form or says in one sentence what
is wrong with it, and ``schema`` writes the same rule as JSON Schema for editors. Nodes hold the
rules of one place; rules that relate places to one another are in ``relations.py``.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

from negotiate.checks import finite_number, one_of, show, whole_number
from negotiate.errors import InvalidInput
from negotiate.scenario.parameter import Parameter

__all__ = ["NAME", "Choice", "Either", "Flag", "Found", "ListOf", "Node", "Number", "Text"]

Found = dict[str, Parameter]

_CONTROL = r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"  # all but tab and line end

NAME = r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}"


@dataclass(frozen=True)
class Node(ABC):
    """A place in the file: what it means, whether it must be there, what holds if it is not."""

    doc: str
    _: KW_ONLY
    required: bool = False
    default: Any = None

    takes: ClassVar[tuple[type, ...]] = ()

    @abstractmethod
    def check(self, path: str, value: object, found: Found) -> Any:
        """Return the value in its final form; add the parameters met to ``found``.

        Raises
        ------
        InvalidInput
            With a sentence that begins with ``path``.
        """

    @abstractmethod
    def rule(self) -> dict[str, Any]:
        """Return this node's own rule as JSON Schema."""

    def schema(self) -> dict[str, Any]:
        """Return the rule with its description and default."""
        said = {"description": self.doc}
        if self.default is not None:
            said["default"] = self.default
        return {**said, **self.rule()}

    def inner(self, key: str) -> Node | None:
        """Return the node of an entry of this one, or None where there cannot be any."""
        del key
        return None

    def inner_names(self) -> tuple[str, ...]:
        """Return the entries that are known by name."""
        return ()


@dataclass(frozen=True)
class Text(Node):
    """A text; ``pattern`` is a regular expression for the whole of it, ``like`` an example."""

    _: KW_ONLY
    pattern: str = ""
    like: str = ""
    longest: int = 10_000

    def check(self, path: str, value: object, found: Found) -> str:
        """Accept a text that is neither blank nor too long."""
        del found
        if not isinstance(value, str):
            raise InvalidInput(f"{path} is {show(value)}; it must be text in quotes.")
        if not value.strip():
            raise InvalidInput(f"{path} is blank; write a word, or leave the key out.")
        if re.search(_CONTROL, value):
            raise InvalidInput(f"{path}={show(value)} holds a control character; remove it.")
        if len(value) > self.longest:
            raise InvalidInput(f"{path} has {len(value)} characters; it may have at most {self.longest}.")
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise InvalidInput(f"{path}={show(value)} must have the form {self.like}.")
        return value

    def rule(self) -> dict[str, Any]:
        """Return the type, the length and the pattern."""
        length = {"minLength": 1, "maxLength": self.longest}
        return {"type": "string", **length, **({"pattern": f"^(?:{self.pattern})$"} if self.pattern else {})}


@dataclass(frozen=True)
class Choice(Node):
    """One of some known words."""

    _: KW_ONLY
    known: tuple[str, ...]

    def check(self, path: str, value: object, found: Found) -> str:
        """Accept one of the known words."""
        del found
        return one_of(path, value, self.known)

    def rule(self) -> dict[str, Any]:
        """Return the enumeration."""
        return {"enum": list(self.known)}


@dataclass(frozen=True)
class Flag(Node):
    """Yes or no."""

    def check(self, path: str, value: object, found: Found) -> bool:
        """Accept true or false."""
        del found
        if not isinstance(value, bool):
            raise InvalidInput(f"{path} is {show(value)}; it must be true or false, without quotes.")
        return value

    def rule(self) -> dict[str, Any]:
        """Return the type."""
        return {"type": "boolean"}


@dataclass(frozen=True)
class Number(Node):
    """A plain number, for a choice of design; whatever describes the world is a ``Quantity``."""

    _: KW_ONLY
    low: float | None = None
    high: float | None = None
    above: float | None = None
    whole: bool = False
    hint: str = ""

    def check(self, path: str, value: object, found: Found) -> float | int:
        """Accept a finite number within the bounds."""
        del found
        return self.number(path, value)

    def number(self, path: str, value: object) -> float | int:
        """Accept a number, not a text that looks like one."""
        if isinstance(value, str):
            raise InvalidInput(f"{path} is {show(value)}; it must be a number, without quotes.")
        if isinstance(value, Mapping):
            raise InvalidInput(f"{path} is a table; here it must be a plain number.")
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        try:
            if self.whole:
                most = None if self.high is None else int(self.high)
                return whole_number(path, value, low=int(self.low or 0), high=most)
            return finite_number(path, value, low=low, high=high, above=self.above)
        except InvalidInput as error:
            raise InvalidInput(f"{error} {self.hint}".strip()) from None

    def rule(self) -> dict[str, Any]:
        """Return the type and the bounds."""
        bounds = {"minimum": self.low, "maximum": self.high, "exclusiveMinimum": self.above}
        kept = {word: bound for word, bound in bounds.items() if bound is not None}
        return {"type": "integer" if self.whole else "number", **kept}


@dataclass(frozen=True)
class ListOf(Node):
    """A list of values of one kind."""

    _: KW_ONLY
    each: Node
    least: int = 1
    most: int = 1000
    rising: bool = False

    takes = (list, tuple)

    def check(self, path: str, value: object, found: Found) -> tuple[Any, ...]:
        """Accept a list of the right length; its entries strictly rise or are distinct."""
        if not isinstance(value, list | tuple):
            raise InvalidInput(f"{path} is {show(value)}; it must be a list in brackets.")
        if not self.least <= len(value) <= self.most:
            raise InvalidInput(f"{path} has {len(value)} entries; it must have {self.least} to {self.most}.")
        entries = tuple(self.each.check(f"{path}[{k}]", entry, found) for k, entry in enumerate(value))
        for k in range(1, len(entries)):
            if self.rising and not entries[k] > entries[k - 1]:
                raise InvalidInput(
                    f"{path}[{k}]={entries[k]:g} follows {entries[k - 1]:g}; "
                    "list the levels in rising order, each once."
                )
            if isinstance(entries[k], str) and entries[k] in entries[:k]:
                raise InvalidInput(f"{path}[{k}]={show(entries[k])} stands twice; name each once.")
        return entries

    def rule(self) -> dict[str, Any]:
        """Return the list's length and the rule of its entries."""
        return {"type": "array", "items": self.each.rule(), "minItems": self.least, "maxItems": self.most}


@dataclass(frozen=True)
class Either(Node):
    """A structured form or a simple one, told apart by the type of the value."""

    _: KW_ONLY
    structured: Node
    simple: Node

    def check(self, path: str, value: object, found: Found) -> Any:
        """Accept the form that the value's type asks for."""
        form = self.structured if isinstance(value, self.structured.takes) else self.simple
        return form.check(path, value, found)

    def rule(self) -> dict[str, Any]:
        """Return both rules; either may hold."""
        return {"anyOf": [self.structured.rule(), self.simple.rule()]}

    def inner(self, key: str) -> Node | None:
        """Return the node of an entry of the structured form."""
        return self.structured.inner(key)

    def inner_names(self) -> tuple[str, ...]:
        """Return the entries of the structured form."""
        return self.structured.inner_names()
