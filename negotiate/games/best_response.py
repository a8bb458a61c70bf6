"""Best responses: the s that maximise u_i(s, σ_−i), all of them where several tie."""

from __future__ import annotations

from negotiate.checks import exact_number, instance_of
from negotiate.errors import InvalidInput
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.profiles import Profile, exact_deviation_payoffs

__all__ = ["best_responses"]


def best_responses(
    game: NormalFormGame, player: int | str, profile: Profile, *, tolerance: float | str = 0
) -> tuple[int, ...]:
    """Return the positions of a player's pure best responses to what the others play.

    Payoffs are compared in rational arithmetic, so every tie that is one is found. A mixed
    strategy in floats is seldom the exact mix that makes another indifferent: give it as
    ``Fraction``s or strings, or allow a ``tolerance``.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players.
    player : int or str
        Position or name.
    profile : sequence
        One mixed or pure strategy a player; the player's own has no influence.
    tolerance : number
        In ``game.unit``: strategies this much short of the best count too.

    Examples
    --------
    >>> pennies = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> best_responses(pennies, 0, [0, ["1/2", "1/2"]]), best_responses(pennies, 0, [0, 1])
    ((0, 1), (1,))
    """
    instance_of("game", game, NormalFormGame)
    slack = exact_number("tolerance", tolerance)
    if slack < 0:
        raise InvalidInput(f"tolerance={tolerance}; it must be at least 0.")
    payoffs = exact_deviation_payoffs(game, player, profile)
    best = max(payoffs)
    return tuple(k for k, payoff in enumerate(payoffs) if payoff >= best - slack)
