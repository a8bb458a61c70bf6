"""Answers: what a function says at given parameters, as named numbers and labels.

A function takes a dict from parameters to floats. It may return a number, a label (text or a
truth value), None for no answer, or a dict of these by name. Where it raises one of this
library's errors there is no model, which is an answer too: ``UNDEFINED``, with the reason.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import show
from negotiate.errors import InvalidInput, NegotiateError
from negotiate.provenance import digest

__all__ = [
    "UNDEFINED",
    "Answer",
    "Answers",
    "Columns",
    "Function",
    "Labels",
    "ManyAtOnce",
    "ask",
    "ask_each",
    "ask_many",
    "check_callable",
    "columns_of",
    "identity",
    "same_questions",
]

UNDEFINED = "undefined"
RESULT = "result"  # the name of the answer of a function that returns one

Answer = float | str | None
Answers = dict[str, Answer]
Function = Callable[[Mapping[str, float]], Any]


@dataclass(frozen=True, eq=False)
class Labels:
    """A column of labels: each entry is a position in a sorted tuple of the labels that occur."""

    known: tuple[str, ...]
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, words: Sequence[str]) -> Labels:
        """Encode a list of labels."""
        known = tuple(sorted(set(words)))
        place = {word: k for k, word in enumerate(known)}
        return cls(known, np.array([place[word] for word in words], dtype=np.int32))

    def words(self) -> list[str]:
        """Return the labels, one an entry."""
        return [self.known[code] for code in self.codes]

    def is_label(self, word: str) -> NDArray[np.bool_]:
        """Return which entries are this label."""
        return np.asarray(self.codes == (self.known.index(word) if word in self.known else -1))


@dataclass(frozen=True, eq=False)
class Columns:
    """Answers at many sets of parameters: a column a question.

    Attributes
    ----------
    count : int
        How many sets.
    numbers : mapping of str to ndarray of float
        NaN for no answer.
    labels : mapping of str to Labels
        ``UNDEFINED`` for no answer.
    undefined : int
        At how many sets there is no model at all: no question has an answer there.
    reason : str
        Why, at the first of them.
    """

    count: int
    numbers: Mapping[str, NDArray[np.float64]]
    labels: Mapping[str, Labels]
    undefined: int = 0
    reason: str = ""


@runtime_checkable
class ManyAtOnce(Protocol):
    """A function that also answers for many sets of parameters at once."""

    def __call__(self, values: Mapping[str, float]) -> Any:
        """Return the answers at one set of parameters."""

    def many(self, values: Mapping[str, NDArray[np.float64]]) -> Columns:
        """Return the answers at many, the same to the last bit."""

    def at_once(self, names: Sequence[str]) -> int:
        """Return how many sets of these parameters it is best asked for at once: a power of two."""


def ask(function: Function, values: Mapping[str, float]) -> Answers | str:
    """Return the answers at one set of parameters, or the reason why there is no model.

    Examples
    --------
    >>> ask(lambda values: {"cost": values["price"] * 2, "deal": values["price"] < 3}, {"price": 2.0})
    {'cost': 4.0, 'deal': 'yes'}
    """
    check_callable(function)
    try:
        found = function(values)
    except NegotiateError as error:
        return str(error) or type(error).__name__
    if isinstance(found, Mapping):
        if not found:
            raise InvalidInput("function returned an empty dict; it must hold at least one number or label.")
        return {str(name): _answer(str(name), one) for name, one in found.items()}
    return {RESULT: _answer(RESULT, found)}


def check_callable(function: object) -> None:
    """Refuse what cannot be asked."""
    if not callable(function):
        raise InvalidInput(f"function={show(function)}; give a function that can be called with values.")


def _answer(name: str, found: object) -> Answer:
    if found is None or isinstance(found, str):
        return found
    if isinstance(found, bool | np.bool_):
        return "yes" if found else "no"
    try:
        number = float(found)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise InvalidInput(
            f"function returned {name}={show(found)}; "
            "an answer is a finite number, a label, or None for no answer."
        )
    return number


def same_questions(kinds: Mapping[str, bool | None], answers: Mapping[str, Answer]) -> dict[str, bool | None]:
    """Check that answers are to the same questions as before, each of the same kind.

    The kinds say whether a question is answered by labels; None where no answer is known yet.
    """
    if kinds and set(kinds) != set(answers):
        one, other = ", ".join(sorted(kinds)), ", ".join(sorted(answers))
        raise InvalidInput(f"function answers {other} here and {one} elsewhere; always answer the same.")
    merged = dict(kinds) or dict.fromkeys(answers)
    for name, found in answers.items():
        if found is None:
            continue
        label = isinstance(found, str)
        if merged[name] not in (None, label):
            raise InvalidInput(
                f"function returned {name}={show(found)} here and another kind elsewhere; keep to one."
            )
        merged[name] = label
    return merged


def columns_of(rows: Sequence[Answers | str]) -> Columns:
    """Lay answers out in columns; a text in place of answers is the reason why there are none.

    Examples
    --------
    >>> columns = columns_of([{"cost": 4.0, "deal": "yes"}, "no such price", {"cost": None, "deal": "no"}])
    >>> columns.numbers["cost"], columns.labels["deal"].words(), columns.undefined
    (array([ 4., nan, nan]), ['yes', 'undefined', 'no'], 1)
    """
    answered = [row for row in rows if not isinstance(row, str)]
    reasons = [row for row in rows if isinstance(row, str)]
    kinds: dict[str, bool | None] = reduce(same_questions, answered, {})
    found = {name: [None if isinstance(row, str) else row[name] for row in rows] for name in kinds}
    labels = {name: _labels(found[name]) for name in kinds if kinds[name]}
    numbers = {name: _numbers(found[name]) for name in kinds if name not in labels}
    return Columns(len(rows), numbers, labels, len(reasons), "".join(reasons[:1]))


def _numbers(found: Sequence[Answer]) -> NDArray[np.float64]:
    return np.array([math.nan if one is None else float(one) for one in found])


def _labels(found: Sequence[Answer]) -> Labels:
    return Labels.of([UNDEFINED if one is None else str(one) for one in found])


def ask_many(function: Function, values: Mapping[str, NDArray[np.float64]]) -> Columns:
    """Return the answers at many sets of parameters: at once where the function can, else one by one."""
    if isinstance(function, ManyAtOnce):
        return function.many(values)
    return ask_each(function, values)


def ask_each(function: Function, values: Mapping[str, NDArray[np.float64]]) -> Columns:
    """Return the answers at many sets of parameters, by one call for each."""
    names = list(values)
    table = np.stack(list(values.values()), axis=1).tolist()
    return columns_of([ask(function, dict(zip(names, row, strict=True))) for row in table])


def identity(function: object) -> str:
    """Return what tells one function from another: its ``digest``, or its name and its source.

    A function's source does not show the data that it uses; give it a ``digest`` attribute, a
    text that changes with the data, where a checkpoint has to know.
    """
    own = getattr(function, "digest", None)
    if isinstance(own, str):
        return own
    kind = function if inspect.isroutine(function) else type(function)
    try:
        source = inspect.getsource(kind)
    except (OSError, TypeError):
        source = ""
    return digest({"name": f"{kind.__module__}.{kind.__qualname__}", "source": source})
