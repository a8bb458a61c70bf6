"""Checks of what users give: one rule, one wording.

Every check returns the accepted value in its final form (a read-only array, a Fraction, a
tuple of names) or raises ``InvalidInput`` with a sentence that names the argument, what was
given and what is accepted. Numbers come in two forms: ``float64`` for speed, and exact
rationals, where a float counts as the rational number that it is.
"""

from __future__ import annotations

import difflib
import math
import numbers
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.errors import InvalidInput

__all__ = [
    "did_you_mean",
    "exact_array",
    "exact_number",
    "finite_array",
    "finite_number",
    "freeze",
    "instance_of",
    "known_keys",
    "names",
    "one_of",
    "probability_vector",
    "show",
    "whole_number",
]

Shape = Sequence[int | str]
Kind = TypeVar("Kind")

_LONGEST_NUMBER = 400  # characters; a longer string is no number that a user meant


def freeze(instance: object, **fields: object) -> None:
    """Set the fields of a frozen dataclass once, from its ``__init__``."""
    for name, value in fields.items():
        object.__setattr__(instance, name, value)


def show(value: object) -> str:
    """Write a value for an error message, cut to a readable length."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """Return `` Did you mean 'x'?`` for the nearest known name, or an empty string."""
    near = difflib.get_close_matches(str(given), list(known), n=1, cutoff=0.6)
    return f" Did you mean {near[0]!r}?" if near else ""


def one_of(name: str, value: object, known: Iterable[str]) -> str:
    """Accept one of the known names.

    Examples
    --------
    >>> one_of("kind", "weak", ("strict", "weak"))
    'weak'
    """
    choices = sorted(known)
    if isinstance(value, str) and value in choices:
        return value
    hint = did_you_mean(value, choices) if isinstance(value, str) else ""
    raise InvalidInput(f"{name}={show(value)} is not known; choose from {', '.join(choices)}.{hint}")


def instance_of(name: str, value: object, kind: type[Kind], *, hint: str = "") -> Kind:
    """Accept an object of one class.

    Examples
    --------
    >>> instance_of("items", (1, 2), tuple)
    (1, 2)
    """
    if isinstance(value, kind):
        return value
    given = type(value).__name__
    raise InvalidInput(
        f"{name} is {_article(given)} {given}; it must be {_article(kind.__name__)} {kind.__name__}{hint}."
    )


def _article(word: str) -> str:
    return "an" if word[0] in "aeioAEIO" else "a"


def names(name: str, values: Sequence[object], count: int | None = None) -> tuple[str, ...]:
    """Accept distinct, non-empty labels; anything that is not text is written as text."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise InvalidInput(f"{name}={show(values)} must be a sequence of labels.")
    if isinstance(values, set | frozenset):
        raise InvalidInput(f"{name} is a {type(values).__name__}, which has no order; give a list of labels.")
    labels = tuple("" if value is None else str(value) for value in values)
    if count is not None and len(labels) != count:
        raise InvalidInput(f"{name} has {len(labels)} labels; it must have {count}.")
    seen: set[str] = set()
    for position, label in enumerate(labels):
        if not label.strip():
            raise InvalidInput(f"{name}[{position}] is empty; every label needs at least a letter.")
        if label in seen:
            raise InvalidInput(f"{name} has {label!r} twice; labels must be distinct.")
        seen.add(label)
    return labels


def exact_number(name: str, value: object) -> Fraction:
    """Read a number as the exact rational that it is.

    Accepts ints, floats (taken as the binary fraction they hold), ``Fraction``, ``Decimal``,
    NumPy scalars, and strings such as ``"0.1"``, ``"1e-3"`` or ``"2/3"``. Refuses booleans,
    complex numbers, NaN, infinities and words.

    Examples
    --------
    >>> exact_number("payoff", "0.1"), exact_number("payoff", 0.5)
    (Fraction(1, 10), Fraction(1, 2))
    """
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool):
        raise InvalidInput(f"{name} is {value}; it must be a number, not a truth value.")
    if isinstance(value, int | Fraction):
        return Fraction(value)
    if isinstance(value, str):
        return _from_text(name, value)
    if isinstance(value, float | Decimal):
        if not math.isfinite(value):
            raise InvalidInput(f"{name} is {value}; it must be a finite number.")
        return Fraction(value)
    if isinstance(value, np.longdouble) and np.isfinite(value):
        return Fraction(*value.as_integer_ratio())
    if isinstance(value, numbers.Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    raise InvalidInput(f"{name} is {show(value)}; it must be a finite real number.")


def _from_text(name: str, text: str) -> Fraction:
    number = text.strip()
    try:
        if len(number) > _LONGEST_NUMBER:
            raise InvalidInput(f"{name} has {len(number)} characters; no number is that long.")
        if "/" not in number and abs(Decimal(number).adjusted()) > _LONGEST_NUMBER:
            raise InvalidInput(f"{name} is {show(text)}; its exponent is out of range.")
        return Fraction(number)
    except (ValueError, InvalidOperation, ZeroDivisionError) as error:
        if isinstance(error, InvalidInput):
            raise
        raise InvalidInput(
            f"{name} is {show(text)}; it must be a finite number such as 1.5, '0.1' or '2/3'."
        ) from None


def finite_number(
    name: str,
    value: object,
    *,
    low: float = -math.inf,
    high: float = math.inf,
    above: float | None = None,
    unit: str = "",
) -> float:
    """Accept one finite number as a float, within ``[low, high]`` and strictly above ``above``.

    Examples
    --------
    >>> finite_number("rate", "0.15", low=0, high=1)
    0.15
    """
    if isinstance(value, float) and math.isfinite(value):
        number = float(value)
    else:
        number = _float(name, exact_number(name, value))
    of_unit = f" {unit}" if unit else ""
    if above is not None and not number > above:
        raise InvalidInput(f"{name}={number:g}{of_unit}; it must be above {above:g}.")
    if not low <= number <= high:
        raise InvalidInput(f"{name}={number:g}{of_unit}; it must be {_within(low, high)}.")
    return number


def _within(low: float, high: float) -> str:
    if math.isinf(high):
        return f"at least {low:g}"
    return f"at most {high:g}" if math.isinf(low) else f"from {low:g} to {high:g}"


def whole_number(name: str, value: object, *, low: int = 0, high: int | None = None) -> int:
    """Accept a whole number within ``[low, high]``; 3.0 counts as 3.

    Examples
    --------
    >>> whole_number("years", 5, low=1)
    5
    """
    number = exact_number(name, value)
    if number.denominator != 1:
        raise InvalidInput(f"{name}={show(value)}; it must be a whole number.")
    if number < low or (high is not None and number > high):
        raise InvalidInput(f"{name}={number}; it must be {_within(low, math.inf if high is None else high)}.")
    return int(number)


def _float(name: str, number: Fraction) -> float:
    try:
        return float(number)
    except OverflowError:
        raise InvalidInput(f"{name} is beyond the range of floating-point numbers (1.8e308).") from None


def _cells(name: str, value: object) -> NDArray[Any]:
    """Lay nested sequences out as an array of objects; refuse ragged ones and masked ones."""
    if np.ma.is_masked(value):
        raise InvalidInput(f"{name} has masked entries; fill them in, every entry must be a number.")
    if isinstance(value, np.ndarray):
        return value
    if hasattr(value, "to_numpy"):
        return np.asarray(value.to_numpy())
    _same_lengths(name, value)
    cells: NDArray[Any] = np.array(value, dtype=object)
    return cells


def _same_lengths(name: str, value: object) -> tuple[int, ...]:
    if not isinstance(value, list | tuple):
        return np.shape(value) if isinstance(value, np.ndarray) else ()
    shapes = [_same_lengths(f"{name}[{k}]", row) for k, row in enumerate(value)]
    for position, shape in enumerate(shapes):
        if shape != shapes[0]:
            raise InvalidInput(
                f"{name} is ragged: {name}[{position}] has shape {shape}, {name}[0] has {shapes[0]}; "
                "every row must have the same length."
            )
    return (len(value), *(shapes[0] if shapes else ()))


def _place(name: str, index: Sequence[int]) -> str:
    return f"{name}[{', '.join(str(k) for k in index)}]" if len(index) else name


def _check_shape(name: str, shape: tuple[int, ...], wanted: Shape | None) -> None:
    if wanted is None:
        return
    fits = len(shape) == len(wanted) and all(
        isinstance(want, str) or have == want for have, want in zip(shape, wanted, strict=False)
    )
    if not fits:
        need = ", ".join(str(want) for want in wanted) + ("," if len(wanted) == 1 else "")
        raise InvalidInput(f"{name} has shape {shape}; it must have shape ({need}).")
    for have, want in zip(shape, wanted, strict=True):
        if have == 0:
            raise InvalidInput(f"{name} has no {want}; it must have at least one.")


def finite_array(name: str, value: ArrayLike, shape: Shape | None = None) -> NDArray[np.float64]:
    """Copy numbers into a read-only float64 array of the given shape.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : array-like
        Numbers in any form that ``exact_number`` reads.
    shape : sequence of int or str, optional
        An int fixes the length of an axis, a word names an axis of any length above 0.

    Raises
    ------
    InvalidInput
        For NaN, infinities, complex numbers, booleans, words, ragged rows, a wrong shape.

    Examples
    --------
    >>> finite_array("payoffs", [[1, "0.5"]], ("players", 2))
    array([[1. , 0.5]])
    """
    cells = _cells(name, value)
    if cells.dtype.kind in "iuf":
        _check_shape(name, cells.shape, shape)
        array = np.array(cells, dtype=np.float64)
        bad = np.argwhere(~np.isfinite(array))
        if len(bad):
            raise InvalidInput(
                f"{_place(name, bad[0])} is {array[tuple(bad[0])]}; it must be a finite number."
            )
    else:
        exact = exact_array(name, cells, shape)
        array = np.empty(exact.shape, dtype=np.float64)
        for index, number in np.ndenumerate(exact):
            array[index] = _float(_place(name, index), number)
    array.setflags(write=False)
    return array


def exact_array(name: str, value: object, shape: Shape | None = None) -> NDArray[np.object_]:
    """Copy numbers into a read-only array of ``Fraction``s of the given shape.

    The same inputs and errors as ``finite_array``; nothing is rounded.

    Examples
    --------
    >>> exact_array("payoffs", ["0.1", 2])
    array([Fraction(1, 10), Fraction(2, 1)], dtype=object)
    """
    cells = _cells(name, value)
    _check_shape(name, cells.shape, shape)
    array = np.empty(cells.shape, dtype=object)
    if cells.dtype.kind == "i":
        array.ravel()[:] = [Fraction(number) for number in cells.ravel().tolist()]
    else:
        for index, number in np.ndenumerate(cells):
            known = type(number) is Fraction  # nothing to read, nothing to refuse
            array[index] = number if known else exact_number(_place(name, index), number)
    array.setflags(write=False)
    return array


def probability_vector(
    name: str, value: ArrayLike, count: int, *, tolerance: float = 1e-9
) -> NDArray[np.float64]:
    """Accept a mixed strategy: ``count`` probabilities, none negative, that sum to 1.

    Examples
    --------
    >>> probability_vector("profile[0]", [0.25, 0.75], 2)
    array([0.25, 0.75])
    """
    vector = finite_array(name, value, (count,))
    if vector.min() < -tolerance:
        place = int(vector.argmin())
        raise InvalidInput(f"{name}[{place}] is {vector[place]:g}; a probability must be at least 0.")
    if abs(vector.sum() - 1) > tolerance:
        raise InvalidInput(f"{name} sums to {vector.sum():.12g}; probabilities must sum to 1.")
    return vector


def known_keys(name: str, given: Mapping[str, object], known: Iterable[str]) -> None:
    """Refuse a key that is not known, and name the nearest one that is."""
    choices = sorted(known)
    for key in given:
        if key not in choices:
            raise InvalidInput(
                f"{name} has an unknown key {key!r}; known: {', '.join(choices)}.{did_you_mean(key, choices)}"
            )
