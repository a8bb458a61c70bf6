"""Correlated equilibria: lotteries over profiles from which nobody, told their part, would deviate.

A mediator draws a profile and tells each player only its own part. In a correlated equilibrium
[1]_ obeying is best for each strategy that one may be told; in a coarse one [2]_ it is best to
promise obedience before being told. Both sets are polytopes and hold every Nash equilibrium: the
best member is a linear programme, for any number of players.

References
----------
.. [1] R. J. Aumann (1974), Journal of Mathematical Economics 1(1), 67-96.
   doi:10.1016/0304-4068(74)90037-8
.. [2] H. Moulin & J.-P. Vial (1978), International Journal of Game Theory 7, 201-221.
   doi:10.1007/BF01769190
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import exact_array, instance_of, one_of
from negotiate.equilibria.correlated_solution import CorrelatedEquilibrium, Multiplier
from negotiate.equilibria.incentives import Incentives, check_size, coarse_incentives, incentives
from negotiate.equilibria.maximin import maximin_strategies
from negotiate.equilibria.mixture import (
    BestMixture,
    Number,
    exact_best_mixture,
    numerical_best_mixture,
    solves_exactly,
)
from negotiate.errors import InvalidInput
from negotiate.games.normal_form import NormalFormGame
from negotiate.provenance import Provenance

__all__ = ["coarse_correlated_equilibrium", "correlated_equilibrium"]

_OBJECTIVES = ("welfare", "player", "fairness")


def correlated_equilibrium(
    game: NormalFormGame,
    *,
    objective: str = "welfare",
    player: int | str | None = None,
    reference: Sequence[Any] | None = None,
    method: str = "auto",
) -> CorrelatedEquilibrium:
    """Find the correlated equilibrium that is best by an objective.

    Where several are, one vertex of the best ones is given.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players.
    objective : {"welfare", "player", "fairness"}
        The sum of payoffs, the payoff of one ``player``, or the smallest gain of any player over
        ``reference``.
    player : int or str, optional
        Whose payoff, with ``objective="player"``.
    reference : sequence of numbers, optional
        With ``objective="fairness"``: one payoff a player, in ``game.unit``, over which gains
        count; by default what each can secure alone (mixed maximin).
    method : {"auto", "exact", "highs"}
        ``"exact"`` solves in rationals, ``"highs"`` in ``float64``, with violation and duality gap
        recomputed from the game; ``"auto"`` takes the first for small games (up to 6 x 6).

    Raises
    ------
    InvalidInput
        For a missing, unknown or superfluous ``player`` or ``reference``.
    NotApplicable
        For a game with more than 3e7 incentive terms.

    Examples
    --------
    >>> chicken = NormalFormGame.from_bimatrix([[6, 2], [7, 0]], [[6, 7], [2, 0]],
    ...                                        strategies=[["yield", "dare"]] * 2)
    >>> print(correlated_equilibrium(chicken))
    Correlated equilibrium: largest sum of payoffs
    player 1  player 2  probability  payoff of player 1  payoff of player 2
       yield     yield        0.500               6.000               6.000
       yield      dare        0.250               2.000               7.000
        dare     yield        0.250               7.000               2.000
    expected                  1.000               5.250               5.250
    Exact: nobody gains by disobeying, and no such equilibrium reaches more.
    """
    instance_of("game", game, NormalFormGame)
    return _best(game, objective, player, reference, method, coarse=False)


def coarse_correlated_equilibrium(
    game: NormalFormGame,
    *,
    objective: str = "welfare",
    player: int | str | None = None,
    reference: Sequence[Any] | None = None,
    method: str = "auto",
) -> CorrelatedEquilibrium:
    """Find the coarse correlated equilibrium that is best by an objective.

    The options, ties, errors and proof are those of ``correlated_equilibrium``; the set is
    larger, for a player must decide whether to obey before being told anything.

    Examples
    --------
    >>> chicken = NormalFormGame.from_bimatrix([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    >>> coarse_correlated_equilibrium(chicken).value, coarse_correlated_equilibrium(chicken).violation
    (Fraction(21, 2), Fraction(0, 1))
    """
    instance_of("game", game, NormalFormGame)
    return _best(game, objective, player, reference, method, coarse=True)


def _best(
    game: NormalFormGame,
    objective: str,
    player: int | str | None,
    reference: Sequence[Any] | None,
    method: str,
    *,
    coarse: bool,
) -> CorrelatedEquilibrium:
    _check_options(objective, player, reference)
    profiles = int(np.prod(game.shape))
    rows = sum(count if coarse else count * (count - 1) for count in game.shape)
    check_size(game.shape, coarse=coarse)
    exact = solves_exactly(method, rows * profiles)
    over = _reference(game, reference, exact=exact) if objective == "fairness" else None
    payoffs = game.exact if exact else game.payoffs
    constraints = [
        (coarse_incentives if coarse else incentives)(payoffs, i) for i in range(len(game.players))
    ]
    chosen = None if player is None else game.player_index(player)
    goals = _goals(payoffs.reshape(len(game.players), -1), chosen, over)
    mixture = _solved(goals, constraints, profiles, exact=exact)
    options: dict[str, Any] = {"objective": objective, "method": method}
    if chosen is not None:
        options["player"] = game.players[chosen]
    if reference is not None:
        options["reference"] = over
    return CorrelatedEquilibrium(
        "coarse correlated" if coarse else "correlated",
        game,
        objective=_in_words(game, objective, chosen),
        mixture=mixture,
        multipliers=_multipliers(game, constraints, mixture),
        reference=over,
        provenance=Provenance(inputs=game.digest, options=options, packages=("scipy",)),
    )


def _check_options(objective: str, player: int | str | None, reference: Sequence[Any] | None) -> None:
    one_of("objective", objective, _OBJECTIVES)
    if (objective == "player") != (player is not None):
        raise InvalidInput(
            "objective='player' needs player=, a name or position."
            if player is None
            else f"player goes with objective='player'; objective={objective!r} does not take it."
        )
    if reference is not None and objective != "fairness":
        raise InvalidInput(
            f"reference goes with objective='fairness'; objective={objective!r} does not take it."
        )


def _reference(game: NormalFormGame, given: Sequence[Any] | None, *, exact: bool) -> tuple[Number, ...]:
    if given is None:
        found = maximin_strategies(game, method="exact" if exact else "highs")
        return tuple(security.value for security in found.securities)
    return tuple(exact_array("reference", given, (len(game.players),)))


def _goals(payoffs: NDArray[Any], player: int | None, over: tuple[Number, ...] | None) -> NDArray[Any]:
    """Return what counts at each profile, a row each: the smallest row counts."""
    if player is not None:
        goals: NDArray[Any] = payoffs[player : player + 1]
    elif over is None:
        goals = payoffs.sum(axis=0, keepdims=True)
    else:
        goals = payoffs - np.array(over, dtype=payoffs.dtype)[:, None]
    return goals


def _solved(goals: NDArray[Any], constraints: list[Incentives], profiles: int, *, exact: bool) -> BestMixture:
    if exact:
        found = exact_best_mixture(goals, np.vstack([each.dense(profiles) for each in constraints]))
    else:
        from scipy import sparse

        limits = sparse.vstack([each.sparse(profiles) for each in constraints], format="csr")
        found = numerical_best_mixture(goals, limits)
    if found is None:  # every finite game has a Nash equilibrium, which is correlated
        raise ArithmeticError("a game without correlated equilibrium: the linear programme is at fault.")
    return found


def _multipliers(
    game: NormalFormGame, constraints: list[Incentives], mixture: BestMixture
) -> tuple[Multiplier, ...]:
    told = [k for each in constraints for k in (each.instead if each.told is None else each.told)]
    instead = [k for each in constraints for k in each.instead]
    owner = [i for i, each in enumerate(constraints) for _ in each.instead]
    return tuple(
        Multiplier(
            player=game.players[owner[r]],
            told=None if constraints[owner[r]].told is None else game.strategies[owner[r]][told[r]],
            instead=game.strategies[owner[r]][instead[r]],
            value=mixture.multipliers[r],
        )
        for r in np.flatnonzero(mixture.multipliers)
    )


def _in_words(game: NormalFormGame, objective: str, player: int | None) -> str:
    if player is not None:
        return f"largest payoff of {game.players[player]}"
    return "largest sum of payoffs" if objective == "welfare" else "largest smallest gain of any player"
