"""The nucleolus: the division whose most dissatisfied coalition is as well off as can be, and so on.

Excesses ``v(S) − x(S)`` are sorted from the largest down; the nucleolus makes that list least, entry
by entry. It is found stage by stage: the largest excess is made least, the coalitions that have it at
every optimum are settled, and the next largest follows, until no payoff can move. Each stage leaves
weights that prove it, checked again from the game alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from negotiate.checks import instance_of
from negotiate.coalition.division import Division
from negotiate.coalition.game import CoalitionGame
from negotiate.coalition.stage import Stage, directions, movable, solve_stage
from negotiate.coalition.subsets import members
from negotiate.errors import NoSolution

__all__ = ["largest_violation", "nucleolus"]


def nucleolus(game: CoalitionGame, *, individually_rational: bool = True) -> Division:
    """Return the nucleolus, exactly. It is unique, and in the core wherever there is one.

    Parameters
    ----------
    game : CoalitionGame
        Up to 15 players in seconds.
    individually_rational : bool
        Give nobody less than it gets alone. False for the prenucleolus, which differs only where
        the game is not superadditive.

    Returns
    -------
    Division
        Its proof lists the stages, each with its level and weights, and the largest violation found
        when they are checked against the game: 0.

    Raises
    ------
    NoSolution
        Where the players get more alone than together, so that no division gives everyone that.

    References
    ----------
    .. [1] D. Schmeidler (1969), SIAM Journal on Applied Mathematics 17(6), 1163-1170.
       doi:10.1137/0117107
    .. [2] E. Kohlberg (1971), SIAM Journal on Applied Mathematics 20(1), 62-66. doi:10.1137/0120009

    Examples
    --------
    The three estates of the Talmud:

    >>> from negotiate.coalition import bankruptcy
    >>> for estate in (100, 200, 300):
    ...     print(*nucleolus(bankruptcy(estate, {"A": 100, "B": 200, "C": 300})).payoffs)
    100/3 100/3 100/3
    50 75 75
    50 100 150
    """
    instance_of("game", game, CoalitionGame)
    start = _start(game, individually_rational)
    floor = game.alone if individually_rational else None
    settled, stages = [len(game.scaled) - 1], list[Stage]()
    payoffs = start
    while along := directions(settled, len(game.players)):
        stage = solve_stage(game, payoffs, along, movable(along), floor)
        stages.append(stage)
        payoffs = stage.payoffs
        settled += [*stage.weights, *(1 << player for player in stage.floors)]
    proof = {
        "stages": [_record(game, stage) for stage in stages],
        "largest_violation": largest_violation(game, payoffs, stages, floor),
    }
    concept = "nucleolus" if individually_rational else "prenucleolus"
    return Division(game, concept, payoffs, proof, {"individually_rational": individually_rational})


def _start(game: CoalitionGame, individually_rational: bool) -> tuple[Fraction, ...]:
    spare = game.total - sum(game.alone)
    if individually_rational and spare < 0:
        raise NoSolution(
            f"the players get {float(sum(game.alone)):g} alone and {float(game.total):g} together, so no "
            "division gives each what it gets alone; use individually_rational=False."
        )
    return tuple(alone + spare / len(game.players) for alone in game.alone)


def _record(game: CoalitionGame, stage: Stage) -> dict[str, Any]:
    return {
        "level": stage.level,
        "weights": [[list(game.coalition(mask)), weight] for mask, weight in stage.weights.items()],
        "floors": {game.players[player]: weight for player, weight in stage.floors.items()},
    }


def largest_violation(
    game: CoalitionGame,
    payoffs: Sequence[Fraction],
    stages: Sequence[Stage],
    floor: Sequence[Fraction] | None,
) -> Fraction:
    """Check the proof against the game: every condition below must hold, so the answer must be 0.

    At each stage: weights sum to 1; their coalitions, with the players at their floor, add up to
    something that no direction left can move; no coalition that can move has a larger excess; those
    with weight have just this excess, and players with weight are at their floor. Whoever lowers an
    excess of a stage must therefore raise another of the same stage.
    """
    excess, scale = game.excess(payoffs)
    off: list[Fraction] = [abs(sum(payoffs, Fraction(0)) - game.total)]
    off += [max(least - got, Fraction(0)) for got, least in zip(payoffs, floor or (), strict=False)]
    settled = [len(game.scaled) - 1]
    for stage in stages:
        along = directions(settled, len(game.players))
        off.append(abs(sum(stage.weights.values(), Fraction(-1))))
        off += [abs(_moved(stage, direction)) for direction in along]
        counted = np.flatnonzero(movable(along))
        off.append(max(Fraction(int(excess[counted].max()), scale) - stage.level, Fraction(0)))
        off += [abs(Fraction(int(excess[mask]), scale) - stage.level) for mask in stage.weights]
        off += [abs(payoffs[i] - game.alone[i]) for i in stage.floors]
        settled += [*stage.weights, *(1 << player for player in stage.floors)]
    off.append(Fraction(len(directions(settled, len(game.players)))))
    return max(off)


def _moved(stage: Stage, direction: Sequence[int]) -> Fraction:
    """Return how far a direction moves the weighted payoffs of a stage."""
    by_coalition = sum(
        (weight * sum(direction[i] for i in members(mask)) for mask, weight in stage.weights.items()),
        Fraction(0),
    )
    return by_coalition + sum((w * direction[i] for i, w in stage.floors.items()), Fraction(0))
