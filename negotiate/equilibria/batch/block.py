"""A block of games: all at once by signs of minors, the few that this leaves open one by one."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from negotiate.equilibria.batch.at_once import Found, none_found, solve_at_once, solved_at_once, together
from negotiate.equilibria.batch.double_double import Floats
from negotiate.equilibria.nash import nash_equilibria
from negotiate.equilibria.solution import EquilibriumSet
from negotiate.errors import NoSolution
from negotiate.games.normal_form import NormalFormGame

__all__ = ["Block", "joined", "none_solved", "solve_block"]

Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Block:
    """Equilibria of consecutive games, one after the other.

    Parameters
    ----------
    counts : ndarray of int, shape (games,)
    x, y, payoffs : ndarray, shape (total, m), (total, n), (total, 2)
    degenerate, complete, one_by_one : ndarray of bool, shape (games,)
    """

    counts: NDArray[np.int64]
    x: Floats
    y: Floats
    payoffs: Floats
    degenerate: Flags
    complete: Flags
    one_by_one: Flags


def solve_block(given: NDArray[Any], max_seconds: float | None = None) -> Block:
    """Find all equilibria of each game, in the order of a single call.

    Parameters
    ----------
    given : ndarray, shape (games, 2, m, n)
        Finite numbers, of a numeric type or Fractions; each counts as the rational it is.
    max_seconds : float, optional
        Games not begun by then are left out, with ``complete`` False.
    """
    start = time.monotonic()
    m, n = given.shape[2:]
    if solved_at_once(m, n):
        found, degenerate, left = solve_at_once(given)
    else:
        found, degenerate, left = none_found(m, n), *(np.full(len(given), state) for state in (False, True))
    complete, one_by_one = ~left, left.copy()
    parts = [found]
    for k in np.flatnonzero(left).tolist():
        seconds = None if max_seconds is None else max_seconds - (time.monotonic() - start)
        if seconds is not None and seconds <= 0:
            break
        single = _single(given[k], seconds)
        if single is not None:
            parts.append(_arrays(k, single))
            degenerate[k], complete[k] = bool(single.degenerate), single.complete
    whole = found if len(parts) == 1 else _in_order(parts)
    counts = np.bincount(whole.games, minlength=len(given))
    return Block(counts, whole.x, whole.y, whole.payoffs, degenerate, complete, one_by_one)


def _single(payoffs: NDArray[Any], max_seconds: float | None) -> EquilibriumSet | None:
    try:
        return nash_equilibria(NormalFormGame(payoffs), max_seconds=max_seconds)
    except NoSolution:  # no time left to find any
        return None


def _arrays(game: int, single: EquilibriumSet) -> Found:
    return Found(
        np.full(len(single), game),
        np.array([equilibrium.profile[0] for equilibrium in single]),
        np.array([equilibrium.profile[1] for equilibrium in single]),
        np.array([equilibrium.payoffs for equilibrium in single]),
    )


def _in_order(parts: list[Found]) -> Found:
    whole = together(parts)
    return whole.at(np.argsort(whole.games, kind="stable"))


def none_solved(given: NDArray[Any]) -> Block:
    """Return the block of games that were not begun."""
    found, no = none_found(*given.shape[2:]), np.zeros(len(given), dtype=np.bool_)
    return Block(np.zeros(len(given), dtype=np.int64), found.x, found.y, found.payoffs, no, no, no)


def joined(blocks: Sequence[Block]) -> Block:
    """Put the equilibria of consecutive blocks after one another."""
    return Block(*(np.concatenate([getattr(b, f.name) for b in blocks]) for f in fields(Block)))
