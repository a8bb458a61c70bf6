"""One answer of a results file beside its problem, and how what it says is compared with what follows.

A number is what it says: text such as ``"-2/3"`` and ints are exact, a float is the float nearest to
what follows, or within a stated tolerance where it was worked out in floats. What nothing was
compared with is reported as not checked, so that no entry of an answer passes unseen.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from negotiate.verify.claim import FAILS, HOLDS, UNCHECKED, Claim

__all__ = ["Claims", "Entry", "close", "digest_of", "exact", "exacts", "floats", "mismatch", "position"]

Claims = Iterator[Claim]

_RATIONAL = re.compile(r"-?[0-9]{1,4000}(/[0-9]{1,4000})?")
ROUNDING = 1e-9  # relative, of what was worked out in floats


def digest_of(value: object) -> str:
    """Return the SHA-256 of the canonical JSON of a value, as results files state it."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def exact(value: object) -> Fraction:
    """Return a number of the file as the rational that it is.

    Examples
    --------
    >>> exact("-2/3"), exact(0.5)
    (Fraction(-2, 3), Fraction(1, 2))
    """
    if isinstance(value, str):
        if not _RATIONAL.fullmatch(value):
            raise ValueError(f"{value[:40]!r} is no number")
        return Fraction(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{str(value)[:40]!r} is no number")
    return Fraction(value)


def exacts(values: Sequence[object]) -> tuple[Fraction, ...]:
    """Return a list of numbers as rationals."""
    return tuple(exact(value) for value in values)


def floats(values: Sequence[object]) -> list[float]:
    """Return a list of numbers as floats."""
    return [float(number) for number in exacts(values)]


def position(value: object) -> int:
    """Return a position in a list: an int, not negative.

    Examples
    --------
    >>> position(3)
    3
    """
    if type(value) is not int or value < 0:
        raise ValueError(f"{str(value)[:40]!r} is no position")
    return value


def close(given: float, expected: float, tolerance: float = ROUNDING) -> bool:
    """Say whether two floats agree up to rounding.

    Examples
    --------
    >>> close(0.1 + 0.2, 0.3), close(0.3001, 0.3)
    (True, False)
    """
    return abs(given - expected) <= tolerance * max(1.0, abs(expected))


def mismatch(given: object, expected: object, place: str, tolerance: float = 0.0) -> str:
    """Return in words where a value of the file differs from what follows; blank where it does not."""
    if isinstance(expected, Mapping):
        if not isinstance(given, Mapping) or set(given) != set(expected):
            return f"{place} has other entries than {', '.join(map(str, expected)) or 'none'}"
        pairs = [(given[key], expected[key], f"{place}.{key}") for key in expected]
    elif isinstance(expected, list | tuple):
        if not isinstance(given, list) or len(given) != len(expected):
            return f"{place} must be a list of {len(expected)}"
        pairs = [(g, e, f"{place}[{k}]") for k, (g, e) in enumerate(zip(given, expected, strict=True))]
    else:
        return (
            "" if _same(given, expected, tolerance) else f"{place} is {_short(given)}, not {_short(expected)}"
        )
    return next(filter(None, (mismatch(*pair, tolerance) for pair in pairs)), "")


def _same(given: object, expected: object, tolerance: float) -> bool:
    if expected is None or isinstance(expected, bool | str):
        return type(given) is type(expected) and given == expected
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        return False
    if isinstance(expected, float):
        return close(float(exact(given)), expected, tolerance or ROUNDING)
    number = exact(expected) if not isinstance(expected, Fraction) else expected
    if isinstance(given, float):
        return given == float(number)
    return exact(given) == number


def _short(value: object) -> str:
    text = f"{float(value):.12g}" if isinstance(value, Fraction) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


@dataclass(eq=False)
class Entry:
    """One answer, its problem and the problems that this one names.

    Attributes
    ----------
    name, concept : str
    problem, answer, certificate, options : dict
        ``options`` are those that the solver was given.
    problems : dict
        All problems of the file by their digests.
    seen : set of str
        The parts that something was compared with: ``"answer.payoffs"``.
    """

    name: str
    concept: str
    problem: Mapping[str, Any]
    answer: Mapping[str, Any]
    certificate: Mapping[str, Any]
    options: Mapping[str, Any]
    problems: Mapping[str, Any]
    seen: set[str] = field(default_factory=set)

    def named(self, key: str, *kinds: str) -> Mapping[str, Any]:
        """Return the problem that this answer's problem names under a key, of one of some kinds."""
        return self.lookup(self.problem[key], *kinds)

    def lookup(self, digest: str, *kinds: str) -> Mapping[str, Any]:
        """Return a problem by its digest; one of another kind would escape what links ask of its kind."""
        found = self.problems[digest]
        if not isinstance(found, Mapping):
            raise TypeError("a problem is no table")
        if found["kind"] not in kinds:
            raise ValueError(f"a problem is of the kind {str(found['kind'])[:40]!r}, not {kinds[0]!r}")
        return found

    def agrees(self, statement: str, part: str, expected: Mapping[str, Any], tolerance: float = 0.0) -> Claim:
        """Compare entries of ``"answer"`` or ``"certificate"`` with what follows from the problem."""
        given = self.answer if part == "answer" else self.certificate
        self.seen.update(f"{part}.{key}" for key in expected)
        missing = [key for key in expected if key not in given]
        told = f"{part} has no {missing[0]}" if missing else ""
        for key in () if missing else expected:
            told = told or mismatch(given[key], expected[key], f"{part}.{key}", tolerance)
        return self.states(statement, not told, told)

    def states(self, statement: str, holds: bool, detail: str = "") -> Claim:
        """Return a claim that was decided."""
        return Claim(self.name, statement, HOLDS if holds else FAILS, "" if holds else detail)

    def leaves(self, statement: str, reason: str, *parts: str) -> Claim:
        """Return a claim that is not checked, with the reason, and the parts that it is about."""
        self.seen.update(parts)
        return Claim(self.name, statement, UNCHECKED, reason)

    def unseen(self) -> list[str]:
        """Return the parts of answer and certificate that nothing was compared with."""
        parts = [f"answer.{key}" for key in self.answer] + [f"certificate.{key}" for key in self.certificate]
        return [part for part in parts if part not in self.seen]
