"""A results file checked claim by claim: what every answer claims, and how the answers hang together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from negotiate.verify.checks import CHECKS
from negotiate.verify.claim import FAILS, HOLDS, UNCHECKED, Claim, Verification
from negotiate.verify.entry import Entry, digest_of
from negotiate.verify.links import linked
from negotiate.verify.reading import SCHEMA, read_results

__all__ = ["verify"]

# What reading an entry that was tampered with can raise: it is then a claim that fails.
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
)

# What a run answers: the kind of problem by the beginning of an answer's name, and its concept where
# the name says it. An answer of these names cannot be passed off as something that is not checked.
NAMED = (
    ("payoffs", "payoffs", ""),
    ("reversion", "form", ""),
    ("credibility", "threat", ""),
    ("additionality", "purchases alone", ""),
    ("deal-nash", "bargaining", "nash"),
    ("deal-kalai-smorodinsky", "bargaining", "kalai-smorodinsky"),
    ("offers-equilibria", "game", "nash"),
    ("commitment-player-", "game", "pure commitment"),
    ("demand-equilibria", "demand", ""),
    ("tariff-point-prices-", "slopes", ""),
    ("ratified-", "ratification", ""),
    ("linkage", "linkage", ""),
    ("issue-groups", "issue groups", ""),
    ("enforcement", "enforcement", ""),
    ("region", "arms race", ""),
    ("budget-frontier", "frontier", ""),
    ("bundle-", "bundle", ""),
)
ALWAYS = (
    "payoffs",
    "reversion",
    "credibility",
    "additionality",
    "deal-nash",
    "offers-equilibria",
    "budget-frontier",
)


def verify(source: str | os.PathLike[str] | Mapping[str, Any]) -> Verification:
    """Check every claim of a results file from the file alone, without any solver.

    Parameters
    ----------
    source : str, path or mapping
        A results.json, or its content as ``json.load`` gives it.

    Returns
    -------
    Verification
        Claim by claim: holds, fails, or not checked with the reason. ``holds`` is False where
        any fails.

    Raises
    ------
    InvalidInput
        For what is no results file: in one sentence, why.

    Examples
    --------
    >>> from negotiate.errors import InvalidInput
    >>> try:
    ...     verify({"schema": "negotiate/results/1"})
    ... except InvalidInput as error:
    ...     print(str(error).partition(";")[2])
     run the scenario again for one.
    """
    record, _ = read_results(source)
    of_run = record["schema"] == SCHEMA
    claims = [*_file_claims(record), *_answer_claims(record, of_run=of_run)]
    if of_run:
        claims += [*_run_claims(record), *_link_claims(record)]
    name = str(record["scenario"].get("name")) if of_run else "answers"
    return Verification(tuple(claims), name, record["digest"])


def _file_claims(record: Mapping[str, Any]) -> Iterator[Claim]:
    content = {key: value for key, value in record.items() if key != "digest"}
    intact = digest_of(content) == record["digest"]
    told = "" if intact else "the file was changed after it was written"
    yield Claim("file", "its digest is that of its content", HOLDS if intact else FAILS, told)
    wrong = [key for key, problem in record["problems"].items() if digest_of(problem) != key]
    told = f"{len(wrong)} are not" if wrong else ""
    yield Claim("file", "problems are named by their digests", FAILS if wrong else HOLDS, told)
    yield Claim("provenance", "versions and sources", UNCHECKED, "nothing in the file proves them")


def _run_claims(record: Mapping[str, Any]) -> Iterator[Claim]:
    """Yield what is claimed of a scenario's run beside its answers."""
    yield Claim("drivers", "what drives the result", UNCHECKED, "it takes solving again: negotiate reproduce")
    missing = [name for name in ALWAYS if name not in record["answers"]]
    told = f"without {', '.join(missing)}" if missing else ""
    yield Claim("file", "the answers that every run gives are there", FAILS if missing else HOLDS, told)


def _answer_claims(record: Mapping[str, Any], *, of_run: bool) -> Iterator[Claim]:
    for name, answer in record["answers"].items():
        try:
            entry = _entry(name, answer, record["problems"])
            kind = "" if entry is None else str(entry.problem["kind"])
            other = _passed_off(name, kind, answer["concept"]) if of_run else ""
            if other:
                yield Claim(name, "it answers what its name says", FAILS, f"not {other}")
            else:
                yield from _claims_of(name, entry, kind, of_run=of_run)
        except UNREADABLE as error:
            yield Claim(name, "its entries can be read", FAILS, _words(error))


def _claims_of(name: str, entry: Entry | None, kind: str, *, of_run: bool) -> Iterator[Claim]:
    """Yield the claims of one answer; a run has no answers that a rule for their problem does not check."""
    if entry is None:
        yield Claim(name, "the answer", UNCHECKED, "the file does not hold its problem")
        return
    check = CHECKS.get((kind, entry.concept))
    if check is None:
        known = of_run and any(kind == of for of, _ in CHECKS)
        told = f"no rule here checks {entry.concept[:40]!r} of a problem {kind[:40]!r}"
        yield Claim(name, "the answer", FAILS if known else UNCHECKED, told)
        return
    yield from check(entry)
    for part in entry.unseen():
        yield entry.leaves(part, "no rule here works it out again")


def _passed_off(name: str, kind: str, concept: object) -> str:
    """Return what an answer of this name should be; blank where it is that, or the name says nothing."""
    for beginning, wanted, wanted_concept in NAMED:
        if name.startswith(beginning) and (kind != wanted or wanted_concept not in ("", concept)):
            return wanted_concept or wanted
    return ""


def _entry(name: str, answer: Mapping[str, Any], problems: Mapping[str, Any]) -> Entry | None:
    if answer["problem"] is None:
        return None
    return Entry(
        name,
        str(answer["concept"]),
        problems[answer["problem"]],
        dict(answer["answer"]),
        dict(answer["certificate"]),
        dict(answer["provenance"]["options"]),
        problems,
    )


def _link_claims(record: Mapping[str, Any]) -> Iterator[Claim]:
    try:
        for answer, statement, broken in linked(record):
            told = _told(broken)
            yield Claim(answer, statement, FAILS if told else HOLDS, told)
    except UNREADABLE as error:
        yield Claim("file", "its answers hang together", FAILS, _words(error))


def _told(broken: Callable[[], str]) -> str:
    try:
        return broken()
    except UNREADABLE as error:
        return _words(error)


def _words(error: Exception) -> str:
    return f"an entry cannot be read: {type(error).__name__} {error}"
