"""Where a key stands in a scenario file: its line, by its dotted path.

The TOML reader of the standard library gives values without their places. This one reads only
the places, from text that the other has found sound, so it need not judge anything.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

__all__ = ["line_of", "lines_of_keys"]

_SPACE = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}|\'\'\'(?:[^\']|\'(?!\'\'))*\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'',
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}\n#]+")
_PART = re.compile(r"\.(?=[^.\[\]]+$)|\[\d+\]$")


def lines_of_keys(text: str) -> dict[str, int]:
    r"""Return the line of every key and list entry of a sound TOML text, by its dotted path.

    Examples
    --------
    >>> lines_of_keys("[model]\nrates = [0.1,\n  0.2]\nbase = { low = 1 }")["model.rates[1]"]
    3
    """
    reader = _Reader(text)
    reader.read()
    return reader.lines


def line_of(lines: Mapping[str, int], path: str) -> int | None:
    """Return the line of a path, or of the nearest table above it; None where nothing is known.

    Examples
    --------
    >>> line_of({"model": 1, "model.trade": 4}, "model.trade.pass_through"), line_of({}, "model")
    (4, None)
    """
    while path not in lines:
        cut = list(_PART.finditer(path))
        if not cut:
            return None
        path = path[: cut[-1].start()]
    return lines[path]


class _Reader:
    """Reads the places of one text from front to back."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.at = 0
        self.line = 1
        self.counted = 0
        self.lines: dict[str, int] = {}
        self.tables: dict[str, int] = {}

    def read(self) -> None:
        """Read headers and keys up to the end, or to the first place that is not TOML."""
        prefix = ""
        while self._skip() < len(self.text):
            start = self.at
            if self.text.startswith("[[", start):
                self.at += 2
                name = self._path("")
                count = self.tables[name] = self.tables.get(name, -1) + 1
                prefix = f"{name}[{count}]"
                self._mark(prefix)
                self._take("]]")
            elif self.text.startswith("[", start):
                self.at += 1
                prefix = self._path("")
                self._take("]")
            else:
                self._pair(prefix)
            if self.at == start:
                return

    def _skip(self) -> int:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at

    def _take(self, mark: str) -> bool:
        self._skip()
        if self.text.startswith(mark, self.at):
            self.at += len(mark)
            return True
        return False

    def _mark(self, path: str) -> None:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        self.lines.setdefault(path, self.line)

    def _path(self, prefix: str) -> str:
        """Read a dotted key after a prefix, and mark every table on the way."""
        path = prefix
        while True:
            self._skip()
            found = _KEY.match(self.text, self.at)
            if not found:
                return path
            key = found[0] if found[0][0] not in "\"'" else str(tomllib.loads(f"x = {found[0]}")["x"])
            path = f"{path}.{key}" if path else key
            self._mark(path)
            self.at = found.end()
            if not self._take("."):
                return path

    def _pair(self, prefix: str) -> None:
        path = self._path(prefix)
        if self._take("="):
            self._value(path)

    def _value(self, path: str) -> None:
        self._skip()
        if self._take("["):
            self._list(path)
        elif self._take("{"):
            while not self._take("}"):
                start = self.at
                self._pair(path)
                self._take(",")
                if self.at == start:
                    return
        else:
            found = _STRING.match(self.text, self.at) or _PLAIN.match(self.text, self.at)
            self.at = found.end() if found else self.at

    def _list(self, path: str) -> None:
        number = 0
        while not self._take("]"):
            start = self.at
            self._mark(f"{path}[{number}]")
            self._value(f"{path}[{number}]")
            number += 1
            self._take(",")
            if self.at == start:
                return
