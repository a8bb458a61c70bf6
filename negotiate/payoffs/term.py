"""Term: one named, weighted, switchable part of a player's payoff."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction

from negotiate.checks import freeze, one_of, show
from negotiate.errors import InvalidInput
from negotiate.payoffs.outcome import Outcome
from negotiate.payoffs.rounding import decimal_number

__all__ = ["Term"]

_PARTS = tuple(part.name for part in fields(Outcome))


@dataclass(frozen=True, eq=False, init=False)
class Term:
    """A function of the outcome that counts ``weight`` times in one player's payoff.

    Parameters
    ----------
    name : str
        Name, unique among the player's terms.
    player : str
        Whose payoff it enters.
    function : callable
        Takes an ``Outcome``, returns a number in the model's unit: the change against the
        status quo, positive where the player gains.
    weight : float
        0 switches the term off: its function is then never called.
    symbol, description : str
        Its letter in the field, and one line on what it is, for tables.
    depends_on : sequence of str, optional
        The parts of an outcome that the function looks at, such as ``("package",)``; it is then
        called once for outcomes that agree in them. All parts unless given.

    Raises
    ------
    InvalidInput
        For an empty name or player, a function that cannot be called, a weight that is no number,
        a part that outcomes do not have.

    Examples
    --------
    >>> rent = Term("export rent", "Foreign", lambda outcome: 0.3 * outcome.purchases, weight=2)
    >>> rent.value(Outcome(10, "deal"))
    Fraction(6, 1)
    """

    name: str
    player: str
    function: Callable[[Outcome], object]
    weight: Fraction
    symbol: str
    description: str
    depends_on: tuple[str, ...]

    def __init__(
        self,
        name: str,
        player: str,
        function: Callable[[Outcome], object],
        weight: float | str | Fraction = 1.0,
        *,
        symbol: str = "",
        description: str = "",
        depends_on: Sequence[str] = _PARTS,
    ) -> None:
        for word, text in (("name", name), ("player", player)):
            if not isinstance(text, str) or not text.strip():
                raise InvalidInput(f"{word}={show(text)} of a term; it must be a name.")
        if not callable(function):
            raise InvalidInput(
                f"function={show(function)} of the term {name!r}; "
                "it must be a function of an Outcome that returns a number."
            )
        freeze(
            self,
            name=name,
            player=player,
            function=function,
            weight=decimal_number(f"weight of the term {name!r}", weight),
            symbol=symbol,
            description=description,
            depends_on=tuple(one_of(f"depends_on of the term {name!r}", part, _PARTS) for part in depends_on),
        )

    def looks_at(self, outcome: Outcome) -> tuple[object, ...]:
        """Return the parts of an outcome that the term depends on."""
        return tuple([getattr(outcome, part) for part in self.depends_on])

    def value(self, outcome: Outcome) -> Fraction:
        """Return weight × function at an outcome, not yet rounded.

        Raises
        ------
        InvalidInput
            Where the function returns NaN, an infinity or no number.
        """
        if not self.weight:
            return Fraction(0)
        place = f"the term {self.name!r} of {self.player} at {outcome}"
        return self.weight * decimal_number(place, self.function(outcome))
