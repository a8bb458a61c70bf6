"""Reading a results file that nobody vouches for: refused in one sentence, or plain JSON values.

Strict JSON: no key twice, no NaN or infinity, no number too long, no nest too deep. The size is
looked at before the content. What passes holds dicts, lists, text, ints, finite floats, truth
values and None.
"""

from __future__ import annotations

import json
import math
import os
import stat
from collections.abc import Mapping
from typing import Any, NoReturn

from negotiate.errors import InvalidInput
from negotiate.verify.claim import printable

__all__ = ["ANSWERS", "LARGEST_FILE", "SCHEMA", "read_results"]

SCHEMA = "negotiate/results/2"  # a run of a scenario
ANSWERS = "negotiate/answers/1"  # answers without a scenario
LARGEST_FILE = 64_000_000  # bytes; the flagship's results have about 300,000
DEEPEST = 60  # levels of lists and tables
LONGEST_NUMBER = 4_000  # digits
SECTIONS = {
    SCHEMA: ("scenario", "summary", "drivers", "answers", "problems", "provenance", "digest"),
    ANSWERS: ("answers", "problems", "provenance", "digest"),
}


def read_results(source: str | os.PathLike[str] | Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Read a results file, or take a record as ``json.load`` gives it.

    Returns
    -------
    tuple
        The record, and the text that it was read from.

    Raises
    ------
    InvalidInput
        In one sentence: no such file, too large, truncated, not JSON, of another program or schema.
    """
    if isinstance(source, Mapping):
        record, name = dict(source), "the record"
        try:
            text = json.dumps(record, allow_nan=False)
        except (TypeError, ValueError, RecursionError):
            raise InvalidInput("the record holds what JSON does not; give what json.load returns.") from None
    else:
        path = os.fspath(source)
        name = printable(path)
        text = _text_of(path, name)
    record = _parsed(text, name)
    _check_layout(record, name)
    return record, text


def _text_of(path: str, name: str) -> str:
    try:
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode):
            raise InvalidInput(f"{name} is no ordinary file; give the path of a results.json.")
        if found.st_size > LARGEST_FILE:
            raise InvalidInput(
                f"{name} has {found.st_size:,} bytes; a results file has at most {LARGEST_FILE:,}."
            )
        with open(path, "rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, InvalidInput):
            raise
        reason = error.strerror if isinstance(error, OSError) else "not a path"
        raise InvalidInput(f"{name} cannot be read ({reason}); give the path of a results.json.") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(
            f"{name} is not UTF-8 from byte {error.start:,} on; it is no results file, or damaged."
        ) from None


class _Strict:
    """What JSON values must be like in a results file; a refusal names the file."""

    def __init__(self, name: str) -> None:
        self.name = name

    def fail(self, what: str) -> NoReturn:
        raise InvalidInput(f"{self.name} {what}; no results file does. Get it anew from whoever made it.")

    def table(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Return a table in which every key stands once."""
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                self.fail(f"has the key {printable(key[:80])!r} twice in one table")
            found[key] = value
        return found

    def whole(self, digits: str) -> int:
        """Return a whole number that is not endless."""
        if len(digits) > LONGEST_NUMBER:
            self.fail("holds a number of thousands of digits")
        return int(digits)

    def real(self, digits: str) -> float:
        """Return a number that a float holds."""
        number = float(digits) if len(digits) <= LONGEST_NUMBER else math.inf
        return number if math.isfinite(number) else self.fail("holds a number beyond the range of floats")

    def constant(self, word: str) -> NoReturn:
        """Refuse NaN and the infinities."""
        self.fail(f"holds {word}, which is no number")


def _parsed(text: str, name: str) -> dict[str, Any]:
    strict = _Strict(name)
    try:
        record = json.loads(
            text,
            object_pairs_hook=strict.table,
            parse_int=strict.whole,
            parse_float=strict.real,
            parse_constant=strict.constant,
        )
    except json.JSONDecodeError as error:
        ends = error.pos >= len(text.rstrip()) or "Unterminated" in error.msg
        what = "ends too early: it is truncated" if ends else f"is not JSON: {error.msg.lower()}"
        raise InvalidInput(f"{name}:{error.lineno} {what}. Get it anew from whoever made it.") from None
    except RecursionError:
        strict.fail(f"is nested deeper than {DEEPEST} levels")
    if _depth_exceeds(record, DEEPEST):
        strict.fail(f"is nested deeper than {DEEPEST} levels")
    if not isinstance(record, dict):
        raise InvalidInput(f"{name} holds no table; it is not a results file of negotiate.")
    return record


def _depth_exceeds(value: object, limit: int) -> bool:
    layer = [value]
    for _ in range(limit):
        layer = [
            child
            for entry in layer
            if isinstance(entry, dict | list)
            for child in (entry.values() if isinstance(entry, dict) else entry)
        ]
        if not layer:
            return False
    return True


def _check_layout(record: Mapping[str, Any], name: str) -> None:
    """Refuse another program's file, another schema, a part that is missing."""
    _check_schema(record.get("schema"), name)
    for section in SECTIONS[record["schema"]]:
        wanted = str if section == "digest" else dict
        if not isinstance(record.get(section), wanted):
            kind = "text" if wanted is str else "table"
            raise InvalidInput(f"{name} has no {kind} {section!r}; it is incomplete. Get it anew.")
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise InvalidInput(
            f"{name} holds half a character (a lone surrogate); no results file does."
        ) from None


def _check_schema(schema: object, name: str) -> None:
    """Refuse a file of another program, of another kind, or of a layout that this version does not read."""
    if not isinstance(schema, str) or not schema.startswith("negotiate/"):
        raise InvalidInput(
            f"{name} is not a results file of negotiate: it has no schema {SCHEMA!r}; give a results.json."
        )
    if schema in SECTIONS:
        return
    family, _, number = schema.rpartition("/")
    read = {known.rpartition("/")[0]: known for known in SECTIONS}.get(family)
    shown = printable(schema[:80])
    if read is None or not number.isascii() or not number.isdigit():
        raise InvalidInput(f"{name} has the schema {shown!r}, not {SCHEMA!r}; give a results.json.")
    newer = len(number) > 1 or int(number) > int(read[-1])
    remedy = "a newer version of negotiate reads it" if newer else "run the scenario again for one"
    raise InvalidInput(f"{name} has the schema {shown!r}, this version reads {read!r}; {remedy}.")
