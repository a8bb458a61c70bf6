"""Read a scenario's TOML without trusting it.

A scenario is a file that somebody sent. Before the parser sees it, this module makes sure that
it is an ordinary file of ordinary size, in UTF-8, not nested beyond reason; afterwards, that
every number in it is finite and fits in 64 bits. What is wrong is said in one sentence that
begins with the file's path.
"""

from __future__ import annotations

import math
import os
import re
import stat
import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any

from negotiate.checks import did_you_mean, show
from negotiate.errors import InvalidInput

__all__ = ["parse", "read_scenario_file", "shipped_names"]

LARGEST_FILE = 1_000_000  # bytes
DEEPEST = 16  # levels of tables and lists
MOST_ENTRIES = 20_000  # keys and list entries in one file

_STRINGS_AND_COMMENTS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5}|\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|(?P<comment>#[^\n]*+)",
    re.DOTALL,
)
_BRACKET_OR_DOTS = re.compile(
    rf"[\[\]{{}}]|(?<![A-Za-z0-9_-])(?:[A-Za-z0-9_-]++[ \t]*+\.[ \t]*+){{{DEEPEST}}}"
)
_PARSER_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_WHOLE = 2**63


def read_scenario_file(source: str | os.PathLike[str]) -> tuple[dict[str, Any], str]:
    """Read the TOML of a file, or of a shipped scenario.

    Parameters
    ----------
    source : str or path
        A path, or the bare name of a shipped scenario. A name that is shipped wins over a file
        of that name in the current directory; write ``./name`` for the file.

    Returns
    -------
    tuple
        The parsed tables, and how to name the file in a message.

    Raises
    ------
    InvalidInput
        Where there is no such file or scenario, or the file is not a sound TOML file.

    Examples
    --------
    >>> tables, name = read_scenario_file("steel-for-beef")
    >>> name, tables["players"]["buyer"]
    ('steel-for-beef', 'Home')
    """
    try:
        path = os.fspath(source)
    except TypeError:
        path = None
    if not isinstance(path, str) or not path:
        raise InvalidInput(
            f"scenario={show(source)} must be the path of a TOML file or the name of a shipped scenario."
        )
    if isinstance(source, str) and path in shipped_names():
        raw = resources.files("negotiate").joinpath("scenarios", f"{path}.toml").read_bytes()
    else:
        raw = _bytes_of(path)
    return parse(raw, path), path


def shipped_names() -> tuple[str, ...]:
    """Return the names of the scenarios that ship with the package, sorted.

    Examples
    --------
    >>> "steel-for-beef" in shipped_names()
    True
    """
    folder = resources.files("negotiate").joinpath("scenarios")
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


def parse(raw: bytes, name: str) -> dict[str, Any]:
    """Parse the bytes of a TOML file; ``name`` begins every message.

    Examples
    --------
    >>> parse(b"rate = 0.15", "steel.toml")
    {'rate': 0.15}
    >>> parse(b"rate = ", "steel.toml")
    Traceback (most recent call last):
    negotiate.errors.InvalidInput: steel.toml:1 is not TOML: invalid value. Correct the line.
    """
    if len(raw) > LARGEST_FILE:
        raise InvalidInput(_too_large(name, len(raw)))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InvalidInput(f"{name}:{line} is not UTF-8; save the file in UTF-8.") from None
    _refuse_nesting(text, name)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(_syntax(name, text, str(error))) from None
    except ValueError:  # the interpreter's limit on the digits of an int
        raise InvalidInput(f"{name} holds a whole number of thousands of digits; write it as 1e30.") from None
    _refuse_odd_values(tables, name)
    return tables


def _bytes_of(path: str) -> bytes:
    try:
        found = os.stat(path)
    except (OSError, ValueError) as error:
        raise InvalidInput(_not_found(path, error)) from None
    if stat.S_ISDIR(found.st_mode):
        raise InvalidInput(f"{path} is a directory; give the path of a TOML file in it.")
    if not stat.S_ISREG(found.st_mode):
        raise InvalidInput(f"{path} is a device, pipe or socket; give the path of an ordinary TOML file.")
    if found.st_size > LARGEST_FILE:
        raise InvalidInput(_too_large(path, found.st_size))
    try:
        with open(path, "rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read ({error.strerror}); check its permissions.") from None


def _not_found(path: str, error: OSError | ValueError) -> str:
    if not isinstance(error, FileNotFoundError):
        reason = error.strerror if isinstance(error, OSError) else "not a path"
        return f"{show(path)} cannot be read ({reason}); give the path of a TOML file."
    shipped = shipped_names()
    hint = did_you_mean(os.path.basename(path).removesuffix(".toml"), shipped)
    return f"{path} is neither a file nor a shipped scenario; shipped: {', '.join(shipped)}.{hint}"


def _too_large(name: str, size: int) -> str:
    return f"{name} has {size:,} bytes; a scenario has at most {LARGEST_FILE:,}. Give a scenario file."


def _too_deep(name: str) -> str:
    return f"{name} is nested deeper than {DEEPEST} levels; no scenario needs that. Flatten it."


def _refuse_nesting(text: str, name: str) -> None:
    """Count brackets and dots outside strings, so that the parser never meets a deep nest."""
    bare = _STRINGS_AND_COMMENTS.sub(lambda m: "" if m["comment"] else "s", text)
    depth = 0
    for mark in _BRACKET_OR_DOTS.finditer(bare):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(mark[0], DEEPEST + 1)
        if depth > DEEPEST:
            raise InvalidInput(_too_deep(name))


def _syntax(name: str, text: str, message: str) -> str:
    """Reword the parser's message so that it begins with the path and line."""
    found = _PARSER_PLACE.search(message)
    line = found[1] if found and found[1] else str(text.rstrip().count("\n") + 1)
    what = message[: found.start()] if found else message
    if what.startswith(("Cannot overwrite", "Cannot declare", "Duplicate", "Cannot mutate")):
        return f"{name}:{line} gives a key or table a second time ({show(what)}); keep one of the two."
    return f"{name}:{line} is not TOML: {what[:1].lower()}{what[1:80]}. Correct the line."


def _entries(tables: dict[str, Any]) -> Iterator[tuple[str, int, Any]]:
    """Walk every value with its path and depth, without recursion."""
    waiting: list[tuple[str, int, Any]] = [("", 0, tables)]
    while waiting:
        path, depth, value = waiting.pop()
        yield path, depth, value
        if isinstance(value, dict):
            inner = [(f"{path}.{key[:64]}" if path else key[:64], child) for key, child in value.items()]
        elif isinstance(value, list):
            inner = [(f"{path}[{k}]", child) for k, child in enumerate(value)]
        else:
            continue
        waiting.extend((place, depth + 1, child) for place, child in reversed(inner))


def _refuse_odd_values(tables: dict[str, Any], name: str) -> None:
    for count, (path, depth, value) in enumerate(_entries(tables)):
        if depth > DEEPEST:
            raise InvalidInput(_too_deep(name))
        if count > MOST_ENTRIES:
            raise InvalidInput(f"{name} has more than {MOST_ENTRIES:,} entries; no scenario needs that many.")
        if isinstance(value, float) and not math.isfinite(value):
            raise InvalidInput(f"{name}: {path} is {value}; it must be a finite number.")
        if isinstance(value, int) and not -_WHOLE <= value < _WHOLE:
            raise InvalidInput(f"{name}: {path} is a whole number beyond 64 bits; write it as 1e30.")
