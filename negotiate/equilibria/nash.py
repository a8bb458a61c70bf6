"""Nash equilibria of two-player games: every one listed is proved, and so is ``complete``.

Two methods. ``"exact"`` enumerates all extreme equilibria in exact arithmetic. ``"nashpy"``
takes candidates from nashpy, solves the equations of their supports in rationals, and goes
through all pairs of supports where there are few enough to prove that none is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from negotiate.checks import instance_of, one_of
from negotiate.equilibria.certificate import certified, certified_pairs
from negotiate.equilibria.enumeration import Enumeration, enumerate_equilibria
from negotiate.equilibria.enumeration.scaling import integer_payoffs
from negotiate.equilibria.nash_nashpy import candidates
from negotiate.equilibria.polish import polished, unit_floats
from negotiate.equilibria.pure import pure_equilibria
from negotiate.equilibria.solution import Equilibrium, EquilibriumSet
from negotiate.equilibria.support_pairs import LARGEST, count_pairs, extreme_equilibria
from negotiate.errors import InvalidInput, NoSolution, NotApplicable
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.profiles import ExactProfile
from negotiate.provenance import Provenance

__all__ = ["nash_equilibria"]

Groups = tuple[tuple[int, ...], ...]


def nash_equilibria(
    game: NormalFormGame,
    *,
    method: str = "auto",
    max_seconds: float | None = None,
    max_equilibria: int | None = None,
    progress: Callable[[float, int], object] | None = None,
) -> EquilibriumSet:
    """Find the Nash equilibria of a two-player game, each proved by a regret of exactly 0.

    Exact: regrets are rational numbers, worked out from the payoffs as given and from nothing
    that a solver says.

    Parameters
    ----------
    game : NormalFormGame
        Two players.
    method : {"auto", "exact", "nashpy"}
        ``"exact"``, which ``"auto"`` stands for, lists every extreme equilibrium, with the
        maximal Nash subsets and components that they form. ``"nashpy"`` lists every extreme
        equilibrium of games with up to 5,000 pairs of supports (7 x 7), else those it found.
    max_seconds, max_equilibria : float, int, optional
        Stop the exact method after this time, or once this many are found. What is found in a
        given time depends on the machine.
    progress : callable, optional
        Called by the exact method now and then with the share of the search that is done, from
        0 to 1, and the number of equilibria found so far.

    Returns
    -------
    EquilibriumSet
        ``complete`` says whether it is proved that no extreme equilibrium is missing, ``note``
        what proves it. A game that is not degenerate has no other equilibria.

    Raises
    ------
    NotApplicable
        For more or fewer than two players, or a game too large for the exact method without a
        limit.
    NoSolution
        If the search was stopped, or nashpy failed, before any equilibrium was found.

    References
    ----------
    .. [1] J. F. Nash (1950), PNAS 36(1), 48-49. doi:10.1073/pnas.36.1.48

    Examples
    --------
    >>> battle = NormalFormGame.from_bimatrix([[3, 0], [0, 2]], [[2, 0], [0, 3]])
    >>> found = nash_equilibria(battle)
    >>> [equilibrium.labels for equilibrium in found]
    [('s1', 's1'), ('s2', 's2'), ('3/5 s1 + 2/5 s2', '2/5 s1 + 3/5 s2')]
    >>> found.complete, found[2].max_regret, found[2].payoffs
    (True, 0.0, array([1.2, 1.2]))
    """
    instance_of("game", game, NormalFormGame)
    one_of("method", method, ("auto", "exact", "nashpy"))
    if len(game.players) != 2:
        raise NotApplicable(
            f"mixed equilibria need a game of two players; this one has {len(game.players)}. "
            "Use pure_equilibria, or solve(game, 'pure nash')."
        )
    limits = {"max_seconds": max_seconds, "max_equilibria": max_equilibria, "progress": progress}
    if method != "nashpy":
        return _by_enumeration(game, limits)
    for name, limit in limits.items():
        if limit is not None:
            raise InvalidInput(f"{name} is an option of method='exact'; method='nashpy' does not take it.")
    return _by_nashpy(game)


def _by_enumeration(game: NormalFormGame, limits: Mapping[str, Any]) -> EquilibriumSet:
    found = enumerate_equilibria(game.exact[0], game.exact[1], **limits)
    if not found.equilibria:
        raise NoSolution(f"no equilibrium was found: {found.reason}. Allow more time.")
    equilibria = _proved(game, found)
    if found.indices is not None:
        equilibria = [replace(each, index=k) for each, k in zip(equilibria, found.indices, strict=True)]
    subsets, components = _groups(found)
    stops = {name: limit for name, limit in limits.items() if name != "progress" and limit is not None}
    return EquilibriumSet(
        "nash",
        game,
        tuple(equilibria),
        complete=found.complete,
        degenerate=found.degenerate,
        note=found.reason,
        provenance=Provenance(inputs=game.digest, options={"method": "exact", **stops}),
        nash_subsets=subsets if found.complete else None,
        components=components if found.complete else None,
    )


def _groups(found: Enumeration) -> tuple[Groups, Groups]:
    """Return Nash subsets and components as positions in the list of equilibria."""
    position = {pair: k for k, pair in enumerate(found.equilibria)}
    subsets = tuple(tuple(position[pair] for pair in product(*subset)) for subset in found.subsets)
    return subsets, tuple(tuple(k for part in parts for k in subsets[part]) for parts in found.components)


def _proved(game: NormalFormGame, found: Enumeration) -> list[Equilibrium]:
    proved = certified_pairs(game, found.row_strategies, found.column_strategies, found.equilibria)
    kept = [equilibrium for equilibrium in proved if equilibrium is not None]
    if len(kept) < len(proved):
        raise ArithmeticError("the enumeration gave a profile with a positive regret; it is at fault.")
    return kept


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
    equilibria = tuple(equilibrium for equilibrium in proved if equilibrium is not None)
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
