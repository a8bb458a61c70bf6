"""A results file made again from the scenario inside it, and compared with what it says.

Where versions and platform are those that made the file, the bytes must be the same. Elsewhere
rounding can differ, and answers are compared entry by entry: numbers within a stated tolerance, all
else alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from negotiate.analysis import find_drivers
from negotiate.report.again import scenario_of
from negotiate.report.results import results_record, results_text
from negotiate.scenario import solve_case

__all__ = ["TOLERANCE", "Reproduction", "compare_records", "reproduce"]

TOLERANCE = 1e-6  # of a number, relative where it exceeds 1
COMPARED = ("summary", "drivers", "answers")
LEFT_OUT = frozenset({"provenance", "solver_bound"})  # of an answer: versions, and what is not ours
RATIONAL = re.compile(r"-?[0-9]{1,4000}(/[0-9]{1,4000})?")

Change = tuple[str, object, object]  # where, in the file, made again


@dataclass(frozen=True)
class Reproduction:
    """A results file beside one made again from its scenario.

    Parameters
    ----------
    text : str
        The file made again.
    same_bytes : bool
        Whether it is the file given, byte for byte.
    environment : tuple of (what, str, str)
        What differs in versions or platform: in the file, and here.
    changes : tuple of (where, object, object)
        Entries that differ beyond the tolerance: in the file, and made again.
    compared : int
        How many entries were compared.
    largest : float
        The largest difference of a number within the tolerance.
    """

    text: str
    same_bytes: bool
    environment: tuple[tuple[str, str, str], ...]
    changes: tuple[Change, ...]
    compared: int
    largest: float

    @property
    def holds(self) -> bool:
        """Whether the bytes are the same; in another environment, whether every entry agrees."""
        return self.same_bytes or bool(self.environment and not self.changes)

    def summary(self) -> str:
        """Return in a few lines what was found."""
        lines = [
            f"differs: {what}: {there} in the file, {here} here" for what, there, here in self.environment
        ]
        lines += [
            f"changed: {where}: {_short(was)}, now {_short(now)}" for where, was, now in self.changes[:20]
        ]
        if len(self.changes) > 20:
            lines.append(f"changed: {len(self.changes) - 20} more entries")
        return "\n".join([*lines, self._verdict()])

    def _verdict(self) -> str:
        if self.same_bytes:
            return "Reproduced byte for byte."
        told = f"{self.compared - len(self.changes)} of {self.compared} entries agree within {TOLERANCE:g}"
        if self.changes:
            return f"Not reproduced: {told}."
        if self.environment:
            return f"Reproduced: {told}; the largest difference is {self.largest:.1e}."
        return (
            f"Not reproduced byte for byte with the versions and platform of the file: {told}, the largest "
            f"difference is {self.largest:.1e}; the file was changed or written in another way."
        )


def reproduce(
    record: Mapping[str, Any], text: str, *, progress: Callable[[str], None] | None = None
) -> Reproduction:
    """Run the scenario inside a results file again and compare.

    Parameters
    ----------
    record : mapping
        A results file of the schema of this version, as JSON.
    text : str
        The file as it stands.
    progress : callable, optional
        Told in a few words what is being done.

    Raises
    ------
    InvalidInput
        Where the scenario inside is not sound, or not the one whose digest the file states.
    """
    scenario = scenario_of(record, "the results file")
    case = solve_case(scenario, progress=progress)
    drivers = find_drivers(case.deals, progress=progress)
    return compare_records(record, text, results_record(case, drivers))


def compare_records(record: Mapping[str, Any], text: str, again: dict[str, Any]) -> Reproduction:
    """Compare a results file with the record of another run, entry by entry.

    ``text`` is the file as it stands.
    """
    made = results_text(again)
    pairs = [(part, record[part], again[part]) for part in COMPARED]
    found = [step for part, was, now in pairs for step in _compared(part, was, now)]
    apart = [_distance(was, now) for _, was, now in found]
    return Reproduction(
        text=made,
        same_bytes=made == text,
        environment=tuple(_environment(record["provenance"], again["provenance"])),
        changes=tuple(step for step, far in zip(found, apart, strict=True) if far > TOLERANCE),
        compared=len(found),
        largest=max((far for far in apart if far <= TOLERANCE), default=0.0),
    )


def _environment(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield what differs in Python, packages and platform."""
    yield from _versions("Python", was.get("python"), now["python"])
    for part in ("versions", "platform"):
        there = was.get(part)
        known = there if isinstance(there, Mapping) else {}
        for name in sorted({*known, *now[part]}):
            yield from _versions(str(name), known.get(name), now[part].get(name))


def _versions(name: str, there: object, here: object) -> Iterator[tuple[str, str, str]]:
    if there != here:
        yield name, _short(there), _short(here)


def _compared(place: str, was: Any, now: Any) -> Iterator[Change]:
    """Yield every entry of two values side by side; what only one of them has is beside None."""
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        for key in [*now, *(key for key in was if key not in now)]:
            if key not in LEFT_OUT:
                yield from _compared(f"{place}.{key}", was.get(key), now.get(key))
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for number, (there, here) in enumerate(zip(was, now, strict=True)):
            yield from _compared(f"{place}[{number}]", there, here)
    else:
        yield place, was, now


def _distance(was: object, now: object) -> float:
    """Return how far two entries are apart: 0 where alike, infinitely far where they are no numbers."""
    if type(was) is type(now) and was == now:
        return 0.0
    there, here = _number(was), _number(now)
    if there is None or here is None:
        return float("inf")
    return float(abs(there - here) / max(Fraction(1), abs(here)))


def _number(value: object) -> Fraction | None:
    if isinstance(value, str):
        try:
            return Fraction(value) if RATIONAL.fullmatch(value) else None
        except ZeroDivisionError:
            return None
    return Fraction(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _short(value: object) -> str:
    text = ascii(value) if not isinstance(value, str) else value
    shown = "".join(c if c.isprintable() else "?" for c in text[:60])
    return shown if len(text) <= 60 else f"{shown}..."
