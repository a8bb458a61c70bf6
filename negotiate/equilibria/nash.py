"""Nash equilibria of two-player games: every one listed is proved, and so is ``complete``.

Two methods. ``"exact"`` enumerates all extreme equilibria in exact arithmetic. ``"nashpy"``
takes candidates from nashpy, solves the equations of their supports in rationals, and goes
through all pairs of supports where there are few enough to prove that none is missing.
"""

from __future__ import annotations

from negotiate.checks import one_of
from negotiate.equilibria.certificate import certified
from negotiate.equilibria.enumeration.scaling import integer_payoffs
from negotiate.equilibria.nash_nashpy import candidates
from negotiate.equilibria.polish import polished, unit_floats
from negotiate.equilibria.pure import pure_equilibria
from negotiate.equilibria.solution import EquilibriumSet
from negotiate.equilibria.support_pairs import LARGEST, count_pairs, extreme_equilibria
from negotiate.errors import NoSolution, NotApplicable
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.profiles import ExactProfile
from negotiate.provenance import Provenance

__all__ = ["nash_equilibria"]


def nash_equilibria(game: NormalFormGame, *, method: str = "auto") -> EquilibriumSet:
    """Find the Nash equilibria of a two-player game, each proved by a regret of exactly 0."""
    one_of("method", method, ("auto", "nashpy"))
    if len(game.players) != 2:
        raise NotApplicable(
            f"mixed equilibria need a game of two players; this one has {len(game.players)}. "
            "Use pure_equilibria, or solve(game, 'pure nash')."
        )
    return _by_nashpy(game)


def _by_nashpy(game: NormalFormGame) -> EquilibriumSet:
    A, B = integer_payoffs(game.exact[0], game.exact[1])
    proposed: dict[ExactProfile, None] = {}
    for x, y in candidates(unit_floats(A), unit_floats(B)):
        pair = polished(A, B, x, y)
        if pair is not None:
            proposed[pair] = None
    proposed |= dict.fromkeys(equilibrium.exact for equilibrium in pure_equilibria(game))
    pairs = count_pairs(*game.shape)
    degenerate: bool | None = None
    if pairs <= LARGEST:
        found, degenerate = extreme_equilibria(A, B)
        proposed |= dict.fromkeys(found)
    proved = [certified(game, profile) for profile in proposed]
    equilibria = [equilibrium for equilibrium in proved if equilibrium is not None]
    if not equilibria:
        raise NoSolution("nashpy found no equilibrium that holds exactly; try method='exact'.")
    return EquilibriumSet(
        "nash",
        game,
        equilibria,
        complete=degenerate is not None,
        degenerate=degenerate,
        note=_note(pairs),
        provenance=Provenance(inputs=game.digest, options={"method": "nashpy"}, packages=("nashpy", "scipy")),
    )


def _note(pairs: int) -> str:
    if pairs <= LARGEST:
        return f"all {pairs} pairs of supports of one size were solved in rationals"
    return f"there are {pairs} pairs of supports of one size, too many to solve them all"
