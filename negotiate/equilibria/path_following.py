"""One equilibrium of a two-player game, however large: the path of Lemke and Howson [1]_.

The path starts where nobody plays anything, drops one label, and follows the only way on until that
label is there again. Small games are followed in integers: the end is an equilibrium, tied game
or not. Large ones are followed in floats, which say who plays what; the strategies are then
worked out in rationals where few are played. Whatever the way, the regret is worked out in
exact arithmetic from the payoffs as given, and says what has been found.

References
----------
.. [1] C. E. Lemke & J. T. Howson (1964), SIAM Journal 12(2), 413-423. doi:10.1137/0112033
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of, whole_number
from negotiate.equilibria.enumeration.strategies import exact_strategy
from negotiate.equilibria.pivoting import PathEnd, follow_path
from negotiate.equilibria.solution import Equilibrium, EquilibriumSet
from negotiate.equilibria.whole_numbers import judged, whole_numbers
from negotiate.errors import NoSolution
from negotiate.games.normal_form import NormalFormGame
from negotiate.provenance import Provenance

__all__ = ["lemke_howson"]

_SMALL = 24  # strategies of both players up to which the path is followed in integers
_MOST_PLAYED = 60  # strategies up to which equations are solved in rationals
_MEDIUM = 80  # strategies of both players up to which integers are tried where floats fail
_SHARES = 2.0**52  # in which the largest probability is counted
_PIVOTS = 100_000
_FIRST_TRY, _LABELS = 50, 10  # pivots for a label before the next one is tried, and how many are


Attempts: TypeAlias = list[tuple[int, int]]  # labels, each with the pivots it may take
Ended: TypeAlias = tuple[Equilibrium, int]  # what was found, after how many pivots


def lemke_howson(
    game: NormalFormGame, *, label: int | None = None, max_pivots: int = _PIVOTS
) -> EquilibriumSet:
    """Find one Nash equilibrium of a two-player game by complementary pivoting.

    Exact up to 24 strategies in all; above that the path is followed in floats and the
    equilibrium worked out in rationals where each player plays at most 60 strategies. Elsewhere
    the answer is numerical: an approximate equilibrium whose regret, in exact arithmetic, is
    ``max_regret`` and above 0. Ties are broken lexicographically, so that the path cannot cycle.

    Parameters
    ----------
    game : NormalFormGame
        Two players.
    label : int, optional
        The label to drop: a row from 0, or the number of rows plus a column. Labels may lead to
        different equilibria. Without one, up to ten labels are tried in turn, each for a while, as some
        paths of large games are very long.
    max_pivots : int
        How long to go on, over all labels tried.

    Returns
    -------
    EquilibriumSet
        One equilibrium, ``complete=False``: others are not looked for.

    Raises
    ------
    NotApplicable
        For more or fewer than two players.
    NoSolution
        If no path ends within ``max_pivots``.

    Examples
    --------
    >>> battle = NormalFormGame.from_bimatrix([[3, 0], [0, 2]], [[2, 0], [0, 3]])
    >>> [lemke_howson(battle, label=k)[0].labels for k in (0, 1)]
    [('s1', 's1'), ('s2', 's2')]
    """
    instance_of("game", game, NormalFormGame)
    game.require_two_players("Lemke and Howson's method")
    m, n = game.shape
    max_pivots = whole_number("max_pivots", max_pivots, low=1)
    if label is not None:
        label = whole_number("label", label, high=m + n - 1)
    attempts = list(_tries(m + n, max_pivots)) if label is None else [(label, max_pivots)]
    found = None if m + n <= _SMALL else _numerically(game, attempts)
    if (found is None or max(found[0].regrets) > 0) and m + n <= _MEDIUM:
        found = _exactly(game, attempts) or found
    if found is None:
        which = "any label" if label is None else f"label {label}"
        raise NoSolution(
            f"the path of {which} did not end within max_pivots={max_pivots}, or floats lost it; "
            "allow more, or try another label."
        )
    return EquilibriumSet(
        "nash",
        game,
        found[:1],
        complete=False,
        degenerate=None,
        note=_note(*found),
        provenance=Provenance(
            inputs=game.digest,
            options={"label": label, "max_pivots": max_pivots, "method": "lemke-howson"},
        ),
    )


def _note(found: Equilibrium, pivots: int) -> str:
    if max(found.regrets) == 0:
        return f"one equilibrium was looked for and found in {pivots} pivots; its regret is exactly 0"
    return (
        f"one equilibrium was looked for, in floats, in {pivots} pivots; the largest regret of what was "
        f"found is {found.max_regret:.1e}, in exact arithmetic"
    )


def _tries(labels: int, max_pivots: int) -> Iterator[tuple[int, int]]:
    """Yield (label, pivots): some labels for a while, then again for ten times as long, and so on."""
    limit = _FIRST_TRY
    while True:
        for label in range(0, labels, -(-labels // _LABELS)):
            pivots = min(limit, max_pivots)
            if pivots == 0:
                return
            yield label, pivots
            max_pivots -= pivots
        limit *= 10


def _exactly(game: NormalFormGame, attempts: Attempts) -> Ended | None:
    A, B = (_positive_integers(game.given[i]) for i in (0, 1))
    for label, limit in attempts:
        end = follow_path(A, B, label, limit)
        if end is not None:
            found = judged(game, end.x, end.y)
            if max(found.regrets) > 0:
                raise ArithmeticError("the path ended at a profile with a positive regret; it is at fault.")
            return found, end.pivots
    return None


def _numerically(game: NormalFormGame, attempts: Attempts) -> Ended | None:
    """Return the first equilibrium proved, else the profile of least regret of those found."""
    A, B = (_near_one(payoffs) for payoffs in game.bimatrix())
    nearest: Ended | None = None
    for label, limit in attempts:
        with np.errstate(all="ignore"):
            end = follow_path(A, B, label, limit)
        if end is None:
            continue
        small = len(end.rows) <= _MOST_PLAYED
        found = (small and _solved(game, end)) or _as_it_is(game, end)
        if found is None:
            continue
        if nearest is None or max(found.regrets) < max(nearest[0].regrets):
            nearest = found, end.pivots
        if not small or max(found.regrets) == 0:
            break
    return nearest


def _solved(game: NormalFormGame, end: PathEnd) -> Equilibrium | None:
    """Return the equilibrium on the rows and columns at the end of a path, worked out in rationals."""
    A, B = (whole_numbers(game.given[i][np.ix_(end.rows, end.columns)])[0] for i in (0, 1))
    every = range(len(A))
    x, y = exact_strategy(B, every, every), exact_strategy(A.T, every, every)
    if x is None or y is None:
        return None
    found = judged(game, _spread(x, end.rows, len(end.x)), _spread(y, end.columns, len(end.y)))
    return found if max(found.regrets) == 0 else None


def _as_it_is(game: NormalFormGame, end: PathEnd) -> Equilibrium | None:
    """Return the profile of the floats at the end of a path, None where these are no profile."""
    strategies = []
    for weights in (end.x, end.y):
        shares = np.maximum(weights, 0.0)
        if not np.isfinite(shares).all() or not shares.any():
            return None
        strategies.append([int(share) for share in np.rint(shares * (_SHARES / shares.max()))])
    return judged(game, *strategies)


def _spread(weights: tuple[int, ...], places: list[int], count: int) -> list[int]:
    played = dict(zip(places, weights, strict=True))
    return [played.get(k, 0) for k in range(count)]


def _positive_integers(payoffs: NDArray[np.generic]) -> NDArray[np.object_]:
    whole, _ = whole_numbers(payoffs)
    return np.asarray(whole - (min(whole.ravel()) - 1), dtype=object)


def _near_one(payoffs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return payoffs from 1 to 2 with the same best replies, up to rounding."""
    halves = payoffs / 2  # the range of payoffs must not overflow
    span = float(np.ptp(halves)) or 1.0
    return np.asarray(1.0 + (halves - halves.min()) / span)
