"""Normal form: players, their strategies, and ``payoffs[i, a_1, …, a_n]``, the payoff of player i.

A game keeps its payoffs twice: as ``float64`` for speed and as the rational numbers that were
given, because whether two payoffs tie is a question about the numbers given, not about their
rounding. Strings and ``Fraction``s are exact; a float is the binary fraction it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import exact_array, finite_array, freeze, show
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.games.display import payoff_table
from negotiate.games.reading import as_given, check_shape, player_names, position_of, strategy_labels
from negotiate.provenance import digest
from negotiate.table import Table

if TYPE_CHECKING:
    import nashpy

__all__ = ["NormalFormGame"]


@dataclass(frozen=True, eq=False, init=False, repr=False)
class NormalFormGame:
    """A finite game in which everyone chooses once, at the same time.

    Games compare by identity; ``digest`` tells whether two hold the same content.

    Parameters
    ----------
    payoffs : array-like, shape (n, a_1, …, a_n)
        Player first: ``payoffs[i, s_1, …, s_n]`` is what player i gets. Ints of any size, floats,
        ``Fraction``, ``Decimal`` and strings such as ``"0.1"`` or ``"2/3"``.
    players : sequence of str, optional
        Distinct names; by default ``player 1``, ``player 2``, …
    strategies : sequence of sequences of labels, optional
        Distinct labels for each player; by default ``s1``, ``s2``, …
    unit : str
        Unit of the payoffs, for display.

    Raises
    ------
    InvalidInput
        For an empty, ragged or misshapen array, an entry that is no finite real number, a wrong
        number of labels, a label used twice.

    Examples
    --------
    >>> game = NormalFormGame([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], strategies=[["C", "D"]] * 2)
    >>> game
    NormalFormGame(2 players, 2 × 2 strategies)
    >>> print(game)
    player 1 (rows), player 2 (columns)
          C     D
    C  3, 3  0, 5
    D  5, 0  1, 1
    """

    payoffs: NDArray[np.float64]  # shape (n, a_1, …, a_n), in `unit`, read-only
    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    unit: str
    given: NDArray[Any] = field(init=False)  # the payoffs as given: comparing entries is exact

    def __init__(
        self,
        payoffs: ArrayLike | Sequence[Any],
        players: Sequence[str] | None = None,
        strategies: Sequence[Sequence[object]] | None = None,
        unit: str = "",
    ) -> None:
        given = as_given("payoffs", payoffs)
        check_shape(given.shape)
        freeze(
            self,
            payoffs=finite_array("payoffs", given),
            players=player_names(players, len(given)),
            strategies=strategy_labels(strategies, given.shape[1:]),
            unit=str(unit or ""),
            given=given,
        )

    def __reduce__(self) -> tuple[type[NormalFormGame], tuple[object, ...]]:
        # Copies and pickles are built anew, so that their arrays are read-only too.
        return type(self), (self.given, self.players, self.strategies, self.unit)

    @classmethod
    def from_bimatrix(
        cls,
        A: ArrayLike | Sequence[Any],
        B: ArrayLike | Sequence[Any],
        players: Sequence[str] | None = None,
        strategies: Sequence[Sequence[object]] | None = None,
        unit: str = "",
    ) -> NormalFormGame:
        """Build a two-player game from the row player's payoffs ``A`` and the column player's ``B``.

        Both have one row for each strategy of the row player, one column for each of the
        column player. Their types may differ: each entry counts as what was given.

        Examples
        --------
        >>> NormalFormGame.from_bimatrix([["0.1", 2]], [[1, "1/3"]]).exact[1]
        array([[Fraction(1, 1), Fraction(1, 3)]], dtype=object)
        """
        a, b = (as_given(name, matrix) for name, matrix in (("A", A), ("B", B)))
        for name, matrix in (("A", a), ("B", b)):
            if matrix.ndim != 2 or 0 in matrix.shape:
                raise InvalidInput(
                    f"{name} has shape {matrix.shape}; it must be a matrix with at least one row and column."
                )
        if a.shape != b.shape:
            raise InvalidInput(
                f"A has shape {a.shape} and B has shape {b.shape}; both must have one row for each "
                "strategy of the row player and one column for each of the column player."
            )
        if a.dtype != b.dtype:
            a, b = exact_array("A", a), exact_array("B", b)
        return cls(np.stack([a, b]), players, strategies, unit)

    @classmethod
    def from_function(
        cls,
        function: Callable[..., Sequence[object]],
        strategies: Sequence[Sequence[object]],
        players: Sequence[str] | None = None,
        unit: str = "",
    ) -> NormalFormGame:
        """Build a game from a function that takes one strategy a player and returns all payoffs.

        The function gets the strategies as given (numbers stay numbers); labels are their text.

        Examples
        --------
        >>> def duopoly(q1, q2):
        ...     price = 10 - q1 - q2
        ...     return q1 * price, q2 * price
        >>> print(NormalFormGame.from_function(duopoly, [[2, 3], [2, 3]], unit="M"))
        player 1 (rows), player 2 (columns) [M]
                2       3
        2  12, 12  10, 15
        3  15, 10  12, 12
        """
        if not callable(function):
            raise InvalidInput(f"function={show(function)} must be callable with one strategy a player.")
        if not isinstance(strategies, Sequence) or not strategies:
            raise InvalidInput(f"strategies={show(strategies)} must have a sequence of strategies a player.")
        for i, options in enumerate(strategies):
            if isinstance(options, str) or not isinstance(options, Iterable):
                raise InvalidInput(f"strategies[{i}]={show(options)} must be a sequence of strategies.")
        choices = [list(options) for options in strategies]
        payoffs = np.empty((len(choices), *map(len, choices)), dtype=object)
        for index in np.ndindex(payoffs.shape[1:]):
            profile = [options[k] for options, k in zip(choices, index, strict=True)]
            name = f"function({', '.join(show(choice) for choice in profile)})"
            payoffs[(slice(None), *index)] = exact_array(name, function(*profile), (len(choices),))
        return cls(payoffs, players, choices, unit)

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of strategies of each player."""
        return self.payoffs.shape[1:]

    @cached_property
    def exact(self) -> NDArray[np.object_]:
        """The payoffs as ``Fraction``s, exactly as given; made when first asked for."""
        return exact_array("payoffs", self.given)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of players, strategies, unit and exact payoffs."""
        ratios = (entry.as_integer_ratio() for entry in self.given.ravel().tolist())
        return digest(
            {
                "payoffs": [f"{n}/{d}" for n, d in ratios],
                "players": self.players,
                "strategies": self.strategies,
                "unit": self.unit,
            }
        )

    def restrict(self, kept: Sequence[Sequence[int | str] | None]) -> NormalFormGame:
        """Return the game in which each player has only some strategies, in the order given.

        Parameters
        ----------
        kept : sequence, one entry a player
            Labels or positions (from 0) of the strategies kept; ``None`` keeps all.

        Examples
        --------
        >>> game = NormalFormGame.from_bimatrix([[1, 2, 3]], [[4, 5, 6]])
        >>> game.restrict([None, ["s3", 0]]).payoffs[0]
        array([[3., 1.]])
        """
        positions = self._positions(kept)
        return NormalFormGame(
            self.given[np.ix_(range(len(self.players)), *positions)],
            self.players,
            [[self.strategies[i][k] for k in chosen] for i, chosen in enumerate(positions)],
            self.unit,
        )

    def renamed(
        self,
        players: Sequence[str] | None = None,
        strategies: Sequence[Sequence[object]] | None = None,
        unit: str | None = None,
    ) -> NormalFormGame:
        """Return the game with other names or unit, its payoffs exactly as given."""
        return NormalFormGame(
            self.given,
            self.players if players is None else players,
            self.strategies if strategies is None else strategies,
            self.unit if unit is None else unit,
        )

    def player_index(self, player: int | str) -> int:
        """Return the position (from 0) of a player given by name or position."""
        return position_of("player", player, self.players)

    def position(self, player: int | str, strategy: int | str) -> int:
        """Return the position (from 0) of a player's strategy given by label or position."""
        i = self.player_index(player)
        return position_of(f"strategy of {self.players[i]}", strategy, self.strategies[i])

    def _positions(self, kept: Sequence[Sequence[int | str] | None]) -> list[list[int]]:
        if isinstance(kept, str) or not isinstance(kept, Sequence) or len(kept) != len(self.players):
            raise InvalidInput(
                f"kept={show(kept)} must have one entry for each of {len(self.players)} players."
            )
        positions = []
        for i, (player, entry) in enumerate(zip(self.players, kept, strict=True)):
            choices = range(self.shape[i]) if entry is None else entry
            if isinstance(choices, str) or not isinstance(choices, Iterable):
                raise InvalidInput(
                    f"kept[{i}]={show(entry)} must be a sequence of strategies, or None for all."
                )
            positions.append([self.position(i, choice) for choice in choices])
            if not positions[i]:
                raise InvalidInput(f"kept leaves {player!r} no strategy; every player needs at least one.")
        return positions

    def bimatrix(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return both payoff matrices of a two-player game as ``float64``."""
        self.require_two_players("a pair of matrices")
        return self.payoffs[0], self.payoffs[1]

    def require_two_players(self, purpose: str) -> None:
        """Refuse, with a sentence that names the purpose, a game of more or fewer than two players."""
        if len(self.players) != 2:
            raise NotApplicable(f"{purpose} needs a game of two players; this one has {len(self.players)}.")

    def to_nashpy(self) -> nashpy.Game:
        """Return the game as a ``nashpy.Game`` of the ``float64`` payoffs (two players)."""
        import nashpy

        return nashpy.Game(*(matrix.copy() for matrix in self.bimatrix()))

    def table(self) -> Table:
        """Return the payoffs as a table: a matrix of pairs for two players, else a row a profile."""
        return payoff_table(self.payoffs, self.players, self.strategies, self.unit)

    def __str__(self) -> str:
        return self.table().to_text()

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def __repr__(self) -> str:
        sizes = " × ".join(str(count) for count in self.shape)
        noun = "player" if len(self.players) == 1 else "players"
        return f"NormalFormGame({len(self.players)} {noun}, {sizes} strategies)"
