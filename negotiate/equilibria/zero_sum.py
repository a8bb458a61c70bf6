"""Games of pure conflict: payoffs that sum to a constant, a value, optimal strategies [1]_.

The row player secures max_x min_j (x'A)_j and the column player holds them to min_y max_i (Ay)_i.
Linear programming duality makes the two equal: the value of the game. Any x and y bound it from
below and above, so the difference of the bounds proves, or measures, how good they are.

References
----------
.. [1] J. von Neumann (1928), Mathematische Annalen 100, 295-320. doi:10.1007/BF01448847
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of
from negotiate.equilibria.mixture import exact_best_mixture, numerical_best_mixture, solves_exactly
from negotiate.equilibria.solution import Equilibrium
from negotiate.equilibria.whole_numbers import judged, whole_numbers
from negotiate.errors import NoSolution, NotApplicable
from negotiate.games.normal_form import NormalFormGame
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["ZeroSumEquilibrium", "zero_sum_equilibrium"]

_SHARES = 2.0**52  # in which probabilities are counted


@dataclass(frozen=True, eq=False, repr=False)
class ZeroSumEquilibrium(Solution):
    """Optimal strategies of a game whose payoffs sum to a constant.

    Parameters
    ----------
    equilibrium : Equilibrium
        The strategies, with payoffs and regrets in exact arithmetic.
    total : Fraction
        What the payoffs of the two players sum to, in ``game.unit``.
    exact : bool
        Whether the strategies are proved to be optimal. If not, they are so within ``duality_gap``.
    """

    concept: str
    game: NormalFormGame
    equilibrium: Equilibrium
    total: Fraction
    exact: bool
    provenance: Provenance

    @property
    def profile(self) -> tuple[NDArray[np.float64], ...]:
        """One probability vector a player."""
        return self.equilibrium.profile

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """The least the row player gets by these strategies, and the most: the value is between them."""
        payoff, (up, down) = self.equilibrium.exact_payoffs[0], self.equilibrium.regrets
        return payoff - down, payoff + up

    @property
    def value(self) -> float:
        """The value of the game to the row player, in ``game.unit``."""
        return float(sum(self.bounds) / 2)

    @property
    def duality_gap(self) -> float:
        """What the bounds leave open, in ``game.unit``; 0 is a proof."""
        low, high = self.bounds
        return float(high - low)

    def __repr__(self) -> str:
        return f"ZeroSumEquilibrium(value={self.value:g}, duality_gap={self.duality_gap:g})"

    def table(self) -> Table:
        """Return one row a player: the strategy, what it secures, the regret."""
        unit = self.game.unit
        low, high = self.bounds
        columns: list[Column | str] = [
            "player",
            "strategy",
            Column("secures", unit),
            Column("max regret", unit),
        ]
        found = self.equilibrium
        rows = list(
            zip(self.game.players, found.labels, (low, self.total - high), found.regrets, strict=True)
        )
        notes = [
            f"Payoffs sum to {float(self.total):g}; the value to {self.game.players[0]} is {self.value:g}.",
            "The duality gap is exactly 0."
            if self.exact
            else f"Numerical: the value is known within {self.duality_gap:.1e}.",
        ]
        return Table("Optimal strategies", columns, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return value and strategies."""
        strategies = {
            player: {label: share for label, share in zip(labels, mixed, strict=True) if share}
            for player, labels, mixed in zip(
                self.game.players, self.game.strategies, self.equilibrium.exact, strict=True
            )
        }
        return {"value": self.value, "sum": self.total, "strategies": strategies}

    def certificate(self) -> dict[str, Any]:
        """Return the bounds on the value, worked out exactly from the payoffs, and their difference."""
        low, high = self.bounds
        return {"at_least": low, "at_most": high, "duality_gap": high - low, "exact": self.exact}


def zero_sum_equilibrium(game: NormalFormGame, *, method: str = "auto") -> ZeroSumEquilibrium:
    """Solve a two-player game whose payoffs sum to a constant, by linear programming.

    Whether they do is tested exactly. Where there are several optimal strategies, one is given;
    the value is the same for all.

    Parameters
    ----------
    game : NormalFormGame
        Two players.
    method : {"auto", "exact", "highs"}
        ``"exact"`` solves in rationals what HiGHS says matters; ``"highs"`` takes the
        floats of HiGHS, whose gap, in exact arithmetic, is seldom 0. ``"auto"`` is exact up to
        2,500 profiles.

    Raises
    ------
    NotApplicable
        For more or fewer than two players, or payoffs that do not sum to a constant.
    NoSolution
        If HiGHS fails.

    References
    ----------
    .. [1] J. von Neumann (1928), Mathematische Annalen 100, 295-320. doi:10.1007/BF01448847

    Examples
    --------
    >>> raid = NormalFormGame.from_bimatrix([[4, 1], [2, 3]], [[-4, -1], [-2, -3]])
    >>> found = zero_sum_equilibrium(raid)
    >>> found.value, found.duality_gap, found.equilibrium.labels
    (2.5, 0.0, ('1/4 s1 + 3/4 s2', '1/2 s1 + 1/2 s2'))
    """
    instance_of("game", game, NormalFormGame)
    game.require_two_players("a value")
    total = _constant_sum(game)
    exact = solves_exactly(method, game.given[0].size)
    x, y = _in_rationals(game) if exact else _in_floats(game)
    found = judged(game, x, y)
    return ZeroSumEquilibrium(
        "zero sum",
        game,
        found,
        total,
        exact=max(found.regrets) == 0,
        provenance=Provenance(inputs=game.digest, options={"method": method}, packages=("scipy",)),
    )


def _constant_sum(game: NormalFormGame) -> Fraction:
    """Return what all payoffs sum to; refuse a game in which that is not one number."""
    whole, common = whole_numbers(game.given)
    sums = whole[0] + whole[1]
    other = np.argwhere(sums != sums[0, 0])
    if len(other):
        i, j = other[0]
        first, second = (Fraction(number, common) for number in (sums[0, 0], sums[i, j]))
        raise NotApplicable(
            f"payoffs sum to {_in_words(first)} at profile (0, 0) and to {_in_words(second)} at ({i}, {j}); "
            "a zero-sum equilibrium needs one sum throughout. Use nash_equilibria, or lemke_howson "
            "for one equilibrium of a large game."
        )
    return Fraction(sums[0, 0], common)


def _in_words(number: Fraction) -> str:
    text = str(number)
    return text if len(text) <= 12 else repr(float(number))


def _in_rationals(game: NormalFormGame) -> tuple[list[int], list[int]]:
    found = exact_best_mixture(game.exact[0].T, np.empty((0, game.shape[0]), dtype=object))
    if found is None:
        raise ArithmeticError("a game without limits has no optimal mixture; the programme is at fault.")
    x, y = (
        whole_numbers(np.asarray(mixture, dtype=object))[0].tolist() for mixture in (found.x, found.weights)
    )
    return x, y


def _in_floats(game: NormalFormGame) -> tuple[list[int], list[int]]:
    found = numerical_best_mixture(game.payoffs[0].T, np.empty((0, game.shape[0])))
    if found is None:
        raise NoSolution("HiGHS found no optimal strategies; try method='exact'.")
    x, y = ([int(share) for share in np.rint(mixture * _SHARES)] for mixture in (found.x, found.weights))
    return x, y
