"""Quantities: how a parameter is written in the file, with its unit, range, source and date."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

from negotiate.checks import show
from negotiate.errors import InvalidInput
from negotiate.scenario.nodes import NAME, Found, ListOf, Node, Number, Text
from negotiate.scenario.parameter import ASSUMED, Parameter
from negotiate.scenario.sections import unknown_key

__all__ = ["SOURCE", "Date", "Quantity", "Sources", "Unit", "parameter_from"]

_KEYS = ("value", "unit", "low", "high", "source", "date", "note", "fact")
_DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"

_KEY = Text("A key of [sources] or of the shipped sources, or assumed.", pattern=NAME, like="a source's key")
_KEYS_OF = ListOf("Keys of sources.", each=_KEY, most=20)
_NOTE = Text("What a reader should know of it.")
_FACT = Text(
    "The row of the shipped data that holds the same value.",
    pattern=r"[a-z0-9_]+:[A-Za-z0-9_.-]+",
    like="file:id",
)


@dataclass(frozen=True)
class Unit:
    """The units accepted in a place: a regular expression, and an example for messages."""

    pattern: str
    like: str


@dataclass(frozen=True)
class Date(Node):
    """A day, month or year, as text, as a whole number or as a TOML date."""

    def check(self, path: str, value: object, found: Found) -> str:
        """Accept a date in any of its forms and write it as text."""
        del found
        text = str(value) if type(value) in (int, datetime.date) else value
        if isinstance(text, str) and re.fullmatch(_DATE, text):
            return text
        raise InvalidInput(f"{path}={show(value)} must be a date such as 2024, '2024-07' or 2024-07-22.")

    def rule(self) -> dict[str, Any]:
        """Return the two forms that JSON knows."""
        year = {"type": "integer", "minimum": 1000, "maximum": 9999}
        return {"anyOf": [year, {"type": "string", "pattern": f"^{_DATE}$"}]}


@dataclass(frozen=True)
class Sources(Node):
    """Where a number comes from: one key, a list of keys, or the word ``assumed``."""

    def check(self, path: str, value: object, found: Found) -> tuple[str, ...]:
        """Accept either form; the final form is a tuple of keys."""
        if isinstance(value, str):
            return (_KEY.check(path, value, found),)
        keys = _KEYS_OF.check(path, value, found)
        if ASSUMED in keys and len(keys) > 1:
            raise InvalidInput(f"{path} mixes assumed with sources; give either, and the rest in the note.")
        return keys

    def rule(self) -> dict[str, Any]:
        """Return both forms."""
        return {"anyOf": [_KEY.rule(), _KEYS_OF.rule()]}


SOURCE = Sources(
    "Where it comes from: a key of [sources] or of the shipped sources, a list of keys, or assumed.",
    required=True,
)
_DAY = Date("The day, month or year that the number is for.")


@dataclass(frozen=True)
class Quantity(Node):
    """A parameter: a number with its unit and source, and a range where it is assumed."""

    _: KW_ONLY
    unit: Unit
    of: Number

    takes = (Mapping,)

    def check(self, path: str, value: object, found: Found) -> dict[str, Any]:
        """Accept the inline table of a parameter, and add the ``Parameter`` to ``found``."""
        if not isinstance(value, Mapping):
            raise InvalidInput(
                f"{path} is {show(value)} without unit and source; "
                f"write {{ value = {show(value)}, unit = {show(self.unit.like)}, source = ... }}."
            )
        for key in value:
            if key not in _KEYS:
                raise unknown_key(path, key, _KEYS)
        if "source" not in value:
            raise InvalidInput(
                f"{path} has no source; name a key of [sources], or write "
                'source = "assumed" together with low and high.'
            )
        final: dict[str, Any] = {
            "value": self._number(path, "value", value),
            "unit": self._unit(path, value),
            **self._range(path, value),
            "source": SOURCE.check(f"{path}.source", value["source"], found),
        }
        for key, node in (("date", _DAY), ("note", _NOTE), ("fact", _FACT)):
            if key in value:
                final[key] = node.check(f"{path}.{key}", value[key], found)
        self._check_range(path, final)
        found[path] = parameter_from(path, final)
        return final

    def _number(self, path: str, key: str, table: Mapping[str, Any]) -> float:
        if key not in table:
            raise InvalidInput(f"{path} has no {key}; write {key} = a number.")
        place = path if key == "value" else f"{path}.{key}"
        return float(self.of.number(place, table[key]))

    def _unit(self, path: str, table: Mapping[str, Any]) -> str:
        unit = table.get("unit")
        if isinstance(unit, str) and re.fullmatch(self.unit.pattern, unit):
            return unit
        given = "no unit" if unit is None else f"the unit {show(unit)}"
        raise InvalidInput(f"{path} has {given}; it is measured in {show(self.unit.like)}.")

    def _range(self, path: str, table: Mapping[str, Any]) -> dict[str, float]:
        ends = {key: self._number(path, key, table) for key in ("low", "high") if key in table}
        if len(ends) == 1:
            missing = "high" if "low" in ends else "low"
            raise InvalidInput(f"{path} has a range with one end; add {missing}.")
        return ends

    def _check_range(self, path: str, final: Mapping[str, Any]) -> None:
        if "low" not in final:
            if ASSUMED in final["source"]:
                raise InvalidInput(
                    f"{path} is assumed without a range; add low and high, the bounds of what is plausible."
                )
            return
        if not final["low"] <= final["value"] <= final["high"]:
            raise InvalidInput(
                f"{path}={final['value']:g} lies outside its range from {final['low']:g} to "
                f"{final['high']:g}; widen the range or correct the value."
            )

    def rule(self) -> dict[str, Any]:
        """Return the rule of the value and the unit on top of the rule of every parameter."""
        own = {"value": self.of.rule(), "unit": {"pattern": f"^(?:{self.unit.pattern})$"}}
        return {"allOf": [{"$ref": "#/$defs/parameter"}], "properties": own}

    @staticmethod
    def common_rule() -> dict[str, Any]:
        """Return what every parameter has in common, as JSON Schema."""
        number, text = {"type": "number"}, {"type": "string"}
        ends = ["low", "high"]
        return {
            "description": "A number with its unit, range, source and date.",
            "type": "object",
            "properties": {
                "value": number,
                "unit": text,
                "low": {"description": "The least plausible value.", **number},
                "high": {"description": "The largest plausible value.", **number},
                "source": SOURCE.schema(),
                "date": _DAY.schema(),
                "note": _NOTE.schema(),
                "fact": _FACT.schema(),
            },
            "required": ["value", "unit", "source"],
            "dependentRequired": {"low": ["high"], "high": ["low"]},
            "if": {"properties": {"source": {"const": ASSUMED}}},
            "then": {"required": ends},
            "additionalProperties": False,
        }


def parameter_from(path: str, table: Mapping[str, Any]) -> Parameter:
    """Return the ``Parameter`` that a checked inline table stands for."""
    return Parameter(
        path,
        table["value"],
        table["unit"],
        table.get("low"),
        table.get("high"),
        tuple(table["source"]),
        table.get("date", ""),
        table.get("note", ""),
        table.get("fact", ""),
    )
