"""One stage: make the largest excess as small as it can be, exactly.

``min ε`` over payoffs ``x`` with ``v(S) − x(S) ≤ ε`` for the coalitions that still count, while what
earlier stages settled stays as it is: ``x`` moves along directions ``z`` that leave every settled
coalition's payoff alone. Coalitions enter the programme as they are violated, so that it stays small
however many there are. The dual is the proof: weights ``λ_S ≥ 0`` that sum to 1, and weights on the
players held at their floor, whose weighted sum of coalitions no direction can move. Coalitions of
positive weight have the same excess at every optimum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from negotiate.coalition.game import CoalitionGame
from negotiate.coalition.subsets import members, subset_sums
from negotiate.games.exact_lp import maximise

__all__ = ["Stage", "directions", "movable", "solve_stage"]

AT_ONCE = 12  # violated coalitions added at a time

Vector = tuple[int, ...]


@dataclass(frozen=True)
class Stage:
    """The least largest excess, payoffs that reach it, and the weights that prove it."""

    level: Fraction
    payoffs: tuple[Fraction, ...]
    weights: dict[int, Fraction]  # by coalition
    floors: dict[int, Fraction]  # by player held at its floor


def directions(settled: Sequence[int], count: int) -> list[Vector]:
    """Return whole-number directions that span all moves which leave settled coalitions' payoffs alone."""
    rows: list[list[Fraction]] = []  # in reduced form: row k has 1 at pivots[k], the others 0 there
    pivots: list[int] = []
    for coalition in settled:
        row = [Fraction(coalition >> i & 1) for i in range(count)]
        for kept, pivot in zip(rows, pivots, strict=True):
            row = _less(row, kept, pivot)
        first = next((i for i, entry in enumerate(row) if entry), None)
        if first is None:
            continue
        row = [entry / row[first] for entry in row]
        rows = [*(_less(kept, row, first) for kept in rows), row]
        pivots.append(first)
    return [_direction(rows, pivots, free, count) for free in range(count) if free not in pivots]


def _less(row: list[Fraction], kept: list[Fraction], pivot: int) -> list[Fraction]:
    """Subtract as much of a row as leaves nothing at its pivot."""
    factor = row[pivot]
    return [a - factor * b for a, b in zip(row, kept, strict=True)] if factor else row


def _direction(rows: list[list[Fraction]], pivots: list[int], free: int, count: int) -> Vector:
    entries = [Fraction(int(i == free)) for i in range(count)]
    for row, pivot in zip(rows, pivots, strict=True):
        entries[pivot] = -row[free]
    scale = np.lcm.reduce([entry.denominator for entry in entries])
    return tuple(int(entry * int(scale)) for entry in entries)


def movable(along: Sequence[Vector]) -> NDArray[np.bool_]:
    """Say of each coalition whether some direction changes its payoff, shape (2^players,)."""
    moved: NDArray[np.bool_] = np.any([subset_sums(direction) != 0 for direction in along], axis=0)
    return moved


def solve_stage(
    game: CoalitionGame,
    start: Sequence[Fraction],
    along: Sequence[Vector],
    counted: NDArray[np.bool_],
    floor: Sequence[Fraction] | None,
) -> Stage:
    """Find the payoffs whose largest excess over the counted coalitions is least.

    Parameters
    ----------
    game : CoalitionGame
    start : sequence of Fraction
        Payoffs that keep what is settled, and the floor.
    along : sequence of directions
        Not empty; they must move some counted coalition up and another down.
    counted : ndarray of bool, shape (2^players,)
        Which coalitions matter.
    floor : sequence of Fraction or None
        Least payoff by player.
    """
    programme = _Programme(game, start, along, _largest(game, start, counted)[0], floor)
    players = range(len(game.players))
    everyone = len(game.scaled) - 1
    first = [1 << i for i in players] + [everyone ^ (1 << i) for i in players]
    rows = [mask for mask in dict.fromkeys(first) if counted[mask]]
    while True:
        stage = programme.solve(rows)
        worst, ranked = _largest(game, stage.payoffs, counted)
        if worst <= stage.level:
            return stage
        known = set(rows)
        rows += [mask for mask in ranked if mask not in known]


def _largest(
    game: CoalitionGame, payoffs: Sequence[Fraction], counted: NDArray[np.bool_]
) -> tuple[Fraction, list[int]]:
    """Return the largest excess among counted coalitions, and the coalitions nearest to it."""
    excess, scale = game.excess(payoffs)
    masks = np.flatnonzero(counted)
    values = excess[masks]
    order = np.argsort(-values, kind="stable")[:AT_ONCE]
    return Fraction(int(values[order[0]]), scale), masks[order].tolist()


@dataclass(frozen=True)
class _Programme:
    """How far can the largest excess of some coalitions fall below the level where it starts.

    Variables: steps along each direction, both ways, and the fall, both ways. All limits are slacks
    at the start, so that none is negative.
    """

    game: CoalitionGame
    start: Sequence[Fraction]
    along: Sequence[Vector]
    level: Fraction
    floor: Sequence[Fraction] | None

    def solve(self, coalitions: Sequence[int]) -> Stage:
        """Solve the programme of some coalitions in rational arithmetic."""
        floor = () if self.floor is None else self.floor
        matrix = [self._row(list(members(mask)), 1) for mask in coalitions]
        matrix += [self._row([player], 0) for player in range(len(floor))]
        limits = [self._slack(mask) for mask in coalitions]
        limits += [begin - least for begin, least in zip(self.start, floor, strict=False)]
        count = len(self.along)
        best = maximise([0] * (2 * count) + [1, -1], np.array(matrix, dtype=object), limits)
        moves = [best.x[j] - best.x[count + j] for j in range(count)]
        held = best.dual[len(coalitions) :]
        return Stage(
            self.level - best.value,
            self._payoffs(moves),
            {mask: weight for mask, weight in zip(coalitions, best.dual, strict=False) if weight},
            {player: weight for player, weight in enumerate(held) if weight},
        )

    def _payoffs(self, moves: Sequence[Fraction]) -> tuple[Fraction, ...]:
        return tuple(
            begin + sum((move * z[i] for move, z in zip(moves, self.along, strict=True)), Fraction(0))
            for i, begin in enumerate(self.start)
        )

    def _row(self, players: list[int], fall: int) -> list[int]:
        steps = [-sum(z[i] for i in players) for z in self.along]
        return [*steps, *(-step for step in steps), fall, -fall]

    def _slack(self, mask: int) -> Fraction:
        paid = sum((self.start[i] for i in members(mask)), Fraction(0))
        return self.level - Fraction(int(self.game.scaled[mask]), self.game.scale) + paid
