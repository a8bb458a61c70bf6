"""A bargaining problem on a finite set: the outcomes that can be agreed, and the way out.

Payoffs are kept as ``float64``. Where those do not hold the given numbers exactly (``"0.1"``,
``Fraction(1, 3)``, very large ints), the rational numbers are kept beside them, because whether
two outcomes tie is a question about the numbers given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import exact_array, finite_array, freeze, names, show, whole_number
from negotiate.errors import InvalidInput
from negotiate.provenance import digest

__all__ = ["BargainingProblem"]

_BETWEEN_UNITS = " | "
_EXACT_INTS = 2**53  # every whole number up to here is a float64


@dataclass(frozen=True, eq=False, init=False, repr=False)
class BargainingProblem:
    """What a deal can give each player, and what each gets without one.

    Parameters
    ----------
    feasible : array-like, shape (outcomes, players)
        Payoffs of the outcomes that can be agreed, in ``unit``. Ints, floats, ``Fraction``,
        ``Decimal`` and strings such as ``"0.1"``; duplicates are allowed.
    disagreement : array-like, shape (players,)
        Payoffs without agreement, in ``unit``.
    players : sequence of str
        At least two distinct names.
    unit : str or sequence of str
        Unit of all payoffs, or one a player where they differ (held as ``"bn USD | lives"``).
        Solutions that compare payoffs of different players need a common one.
    labels : sequence, optional
        One text an outcome, for tables; several outcomes may share one.

    Raises
    ------
    InvalidInput
        For a wrong shape, an entry that is no finite real number, fewer than two players.

    Notes
    -----
    ``with_disagreement`` and ``restrict`` make variants that keep the numbers as given;
    ``dataclasses.replace`` starts from the ``float64`` payoffs.

    Examples
    --------
    >>> splits = [(k, 10 - k) for k in range(11)]
    >>> BargainingProblem(splits, (0, 2), ("Home", "Foreign"), "bn USD")
    BargainingProblem(11 outcomes, 2 players)
    """

    feasible: NDArray[np.float64]  # shape (outcomes, players), in `unit`, read-only
    disagreement: NDArray[np.float64]  # shape (players,), in `unit`, read-only
    players: tuple[str, ...]
    unit: str
    labels: tuple[str, ...] | None
    exact_feasible: NDArray[np.object_] | None = field(init=False)  # None where the floats are exact
    exact_disagreement: NDArray[np.object_] | None = field(init=False)

    def __init__(
        self,
        feasible: ArrayLike | Sequence[Any],
        disagreement: ArrayLike | Sequence[Any],
        players: Sequence[str],
        unit: str | Sequence[str],
        labels: Sequence[object] | None = None,
    ) -> None:
        parties = names("players", players)
        if len(parties) < 2:
            raise InvalidInput(f"players has {len(parties)} name; bargaining takes at least two players.")
        outcomes, exact_outcomes = _read("feasible", feasible, ("outcomes", len(parties)))
        point, exact_point = _read("disagreement", disagreement, (len(parties),))
        _check_span(outcomes, point, parties)
        freeze(
            self,
            feasible=outcomes,
            disagreement=point,
            players=parties,
            unit=_unit(unit, len(parties)),
            labels=_labels(labels, len(outcomes)),
            exact_feasible=exact_outcomes,
            exact_disagreement=exact_point,
        )

    def __reduce__(self) -> tuple[type[BargainingProblem], tuple[object, ...]]:
        # Copies and pickles are built anew, so that their arrays are read-only too.
        return type(self), (*self._given, self.players, self.unit, self.labels)

    def __repr__(self) -> str:
        return f"BargainingProblem({len(self.feasible)} outcomes, {len(self.players)} players)"

    @property
    def units(self) -> tuple[str, ...]:
        """The unit of each player's payoffs."""
        parts = tuple(self.unit.split(_BETWEEN_UNITS))
        return parts if len(parts) == len(self.players) else (self.unit,) * len(self.players)

    @property
    def _given(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """The outcomes and the disagreement point, each in the form that holds it exactly."""
        feasible = self.feasible if self.exact_feasible is None else self.exact_feasible
        point = self.disagreement if self.exact_disagreement is None else self.exact_disagreement
        return feasible, point

    @property
    def floats_are_exact(self) -> bool:
        """Whether ``feasible`` and ``disagreement`` hold the given numbers without rounding."""
        return self.exact_feasible is None and self.exact_disagreement is None

    def payoffs(self, outcome: int) -> tuple[Fraction, ...]:
        """Return the exact payoffs of an outcome, by its position."""
        return tuple(Fraction(payoff) for payoff in self._given[0][outcome].tolist())

    @cached_property
    def reservation(self) -> tuple[Fraction, ...]:
        """The exact disagreement payoffs."""
        return tuple(Fraction(payoff) for payoff in self._given[1].tolist())

    def gains(self, outcome: int) -> tuple[Fraction, ...]:
        """Return what each player gains over disagreement in an outcome, exactly.

        Examples
        --------
        >>> problem = BargainingProblem([("0.3", 2)], ("0.1", 1), ("Home", "Foreign"), "bn USD")
        >>> problem.gains(0)
        (Fraction(1, 5), Fraction(1, 1))
        """
        return tuple(u - d for u, d in zip(self.payoffs(outcome), self.reservation, strict=True))

    def label(self, outcome: int) -> str:
        """Return the label of an outcome, or its position where there are no labels."""
        return f"outcome {outcome}" if self.labels is None else self.labels[outcome]

    def with_disagreement(self, disagreement: ArrayLike | Sequence[Any]) -> BargainingProblem:
        """Return the problem with another disagreement point, its outcomes exactly as given."""
        return BargainingProblem(self._given[0], disagreement, self.players, self.unit, self.labels)

    def restrict(self, outcomes: Sequence[int] | NDArray[np.intp]) -> BargainingProblem:
        """Return the problem with only some outcomes, by position and in the order given."""
        kept = _positions(outcomes, len(self.feasible))
        if not len(kept):
            raise InvalidInput("outcomes is empty; keep at least one outcome.")
        labels = None if self.labels is None else [self.labels[outcome] for outcome in kept]
        feasible, point = self._given
        return BargainingProblem(feasible[kept], point, self.players, self.unit, labels)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of outcomes, disagreement point, players, unit and labels."""
        feasible, point = (_fingerprint(numbers) for numbers in self._given)
        content = {"feasible": feasible, "disagreement": point, "players": self.players}
        return digest({**content, "unit": self.unit, "labels": self.labels})


def _read(
    name: str, value: ArrayLike | Sequence[Any], shape: Sequence[int | str]
) -> tuple[NDArray[np.float64], NDArray[np.object_] | None]:
    """Return numbers as floats, and as rationals where the floats had to be rounded."""
    cells = value.to_numpy() if hasattr(value, "to_numpy") else value
    if isinstance(cells, np.ndarray) and _fits_float64(cells):
        return finite_array(name, cells, shape), None
    exact = exact_array(name, cells, shape)
    floats = finite_array(name, exact)
    pairs = zip(floats.ravel().tolist(), exact.ravel().tolist(), strict=True)
    return floats, None if all(number == rational for number, rational in pairs) else exact


def _fits_float64(cells: NDArray[Any]) -> bool:
    if cells.dtype.kind == "f":
        return cells.dtype.itemsize <= 8
    return cells.dtype.kind in "iu" and bool(((cells >= -_EXACT_INTS) & (cells <= _EXACT_INTS)).all())


def _check_span(outcomes: NDArray[np.float64], point: NDArray[np.float64], players: tuple[str, ...]) -> None:
    """Refuse gains and losses that no float can hold."""
    with np.errstate(over="ignore"):
        widest = np.maximum(np.abs(outcomes.max(axis=0) - point), np.abs(outcomes.min(axis=0) - point))
    for player, span in zip(players, widest.tolist(), strict=True):
        if span == np.inf:
            raise InvalidInput(
                f"feasible lies more than 1.8e308 from disagreement for {player}, beyond the range of "
                "floating-point numbers; measure payoffs in a larger unit."
            )


def _unit(unit: str | Sequence[str], players: int) -> str:
    if isinstance(unit, str) or not isinstance(unit, Iterable):
        return str(unit)
    units = tuple(str(text) for text in unit)
    if len(units) != players:
        raise InvalidInput(
            f"unit has {len(units)} entries; give one text, or one for each of {players} players."
        )
    return units[0] if len(set(units)) == 1 else _BETWEEN_UNITS.join(units)


def _positions(outcomes: Sequence[int] | NDArray[np.intp], count: int) -> NDArray[np.intp]:
    if isinstance(outcomes, np.ndarray) and outcomes.dtype.kind == "i" and outcomes.ndim == 1:
        within = (outcomes >= 0) & (outcomes < count)
        if within.all():
            return np.asarray(outcomes, dtype=np.intp)
    read = [whole_number(f"outcomes[{k}]", o, high=count - 1) for k, o in enumerate(outcomes)]
    return np.array(read, dtype=np.intp)


def _labels(labels: Sequence[object] | None, count: int) -> tuple[str, ...] | None:
    if labels is None:
        return None
    if isinstance(labels, str) or not isinstance(labels, Iterable):
        raise InvalidInput(f"labels={show(labels)} must be a sequence with one text an outcome.")
    texts = tuple(str(label) for label in labels)
    if len(texts) != count:
        raise InvalidInput(f"labels has {len(texts)} entries; it must have one for each of {count} outcomes.")
    return texts


def _fingerprint(numbers: NDArray[Any]) -> object:
    """Return the same short text for the same numbers: of their bytes, or as ratios."""
    if numbers.dtype == object:
        return [str(number) for number in numbers.ravel().tolist()]
    positive_zero = (numbers + 0.0).astype("<f8")
    return hashlib.sha256(positive_zero.tobytes()).hexdigest()
