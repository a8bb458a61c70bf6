"""Changes to a file's numbers, for tests that every one of them is noticed."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from negotiate.verify.entry import digest_of

Record = dict[str, Any]
Path = tuple[Any, ...]


def numbers(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every number and truth value."""
    if isinstance(value, dict | list):
        for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
            yield from numbers(entry, (*path, key))
    elif isinstance(value, bool | int | float) or (isinstance(value, str) and _is_rational(value)):
        yield path


def _is_rational(text: str) -> bool:
    return text.lstrip("-").replace("/", "", 1).isdigit()


def changed(value: Any, by: int) -> Any:
    """Return another number of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + by
    if isinstance(value, float):
        return value * (1 + by / 1000) + by / 1000
    return str(Fraction(value) + Fraction(by, 1000))


def with_change(record: Record, path: Path, by: int) -> Record:
    """Return a copy with one number changed."""
    inner: Any = record
    for key in path:
        inner = inner[key]
    return with_value(record, path, changed(inner, by))


def with_value(record: Record, path: Path, value: object) -> Record:
    """Return a copy with one entry replaced; problems are named by their new digests, and so is the file."""
    copied = copy.deepcopy(record)
    inner = copied
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return redigested(renamed_problems(copied))


def redigested(record: Record) -> Record:
    """Return a file with the digest of what it holds."""
    content = {key: value for key, value in record.items() if key != "digest"}
    return {**content, "digest": digest_of(content)}


def renamed_problems(record: Record) -> Record:
    """Name every problem by its digest again, and those that name it, until nothing changes."""
    while True:
        wrong = [key for key, problem in record["problems"].items() if digest_of(problem) != key]
        if not wrong:
            return record
        text = json.dumps(record)
        for key in wrong:
            text = text.replace(key, digest_of(record["problems"][key]))
        record = json.loads(text)
