"""The limit of the principal branch as λ grows: in almost all games, one Nash equilibrium.

The branch tells which strategies stay in play: those whose probability does not fall like a power
of λ or faster. Making them indifferent gives the equilibrium itself, which is then checked
against the exact payoffs; where the equations leave a choice, the rationals near the branch are
tried. Two players have rational limits in games that are not degenerate, more may have others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of
from negotiate.equilibria.certificate import certified
from negotiate.equilibria.enumeration.scaling import integer_payoffs
from negotiate.equilibria.indifference import indifferent_strategy
from negotiate.equilibria.quantal.branch import Node, segments_of
from negotiate.equilibria.quantal.response import precision_unit
from negotiate.equilibria.quantal.system import LogitSystem
from negotiate.equilibria.solution import Equilibrium
from negotiate.errors import NoSolution
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.profiles import ExactProfile, expected_payoffs
from negotiate.games.regret import exact_regrets
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["LogitLimit", "logit_limit"]

Vector = NDArray[np.float64]

_LATEST = 1e11  # precision, by the most that anyone can gain
_SETTLED = 1e-3  # change of a probability as λ grows by a factor e
_NEAR = 1e-5  # of the only equilibrium with a support to the limit in floats
_CHANCE = 1e-4  # that a number is as near as that to one with denominators up to some size
_SAME = 1e-7  # of the limits seen from two nodes
_POWER = -3.0  # rate of a probability that falls faster than a power of λ
_MOST_CORRECTIONS = 30
_REGRET = 1e-9  # by the most that the player can gain
_DENOMINATORS = (1, 12, 120, 1000, 10**4, 10**5)


@dataclass(frozen=True, eq=False)
class LogitLimit(Solution):
    """Where the principal branch leads.

    Parameters
    ----------
    equilibrium : Equilibrium or None
        With exact probabilities and regrets of exactly 0; None where no rational one was found.
    profile : tuple of ndarray
        One probability vector a player, read-only.
    payoffs : ndarray, shape (players,)
        Expected payoffs, in the unit of the game.
    max_regret : float
        By the exact payoffs: 0 with ``equilibrium``, otherwise small.
    precision : float
        Up to which the branch was followed, in one over the unit of the game.
    note : str
        How the limit was found from the branch.
    """

    concept: str
    game: NormalFormGame
    equilibrium: Equilibrium | None
    profile: tuple[NDArray[np.float64], ...]
    payoffs: NDArray[np.float64]
    max_regret: float
    precision: float
    note: str
    provenance: Provenance

    def table(self) -> Table:
        """Return one row a strategy in play."""
        rows = [
            (player, label, float(share))
            for player, labels, mixed in zip(
                self.game.players, self.game.strategies, self.profile, strict=True
            )
            for label, share in zip(labels, mixed, strict=True)
            if share
        ]
        reached = f"{self.precision:.4g} {precision_unit(self.game.unit)}".rstrip()
        regret = f"{self.max_regret:.3g} {self.game.unit}".rstrip()
        notes = [
            f"Largest regret: {regret}{' exactly' if self.equilibrium else ''}.",
            f"The branch was followed to precision {reached}; {self.note}.",
        ]
        return Table(
            "Limit of logit equilibria", ["player", "strategy", Column("probability", digits=6)], rows, notes
        )

    def answer(self) -> dict[str, Any]:
        """Return strategies, exact where they are known, and payoffs by name."""
        shares: Any = self.equilibrium.exact if self.equilibrium else [p.tolist() for p in self.profile]
        return {
            "strategies": {
                player: {label: share for label, share in zip(labels, mixed, strict=True) if share}
                for player, labels, mixed in zip(self.game.players, self.game.strategies, shares, strict=True)
            },
            "payoffs": dict(zip(self.game.players, self.payoffs.tolist(), strict=True)),
            "exact": self.equilibrium is not None,
        }

    def certificate(self) -> dict[str, Any]:
        """Return the largest regret by the exact payoffs, and how far the branch was followed."""
        return {"max_regret": self.max_regret, "precision": self.precision, "because": self.note}


def logit_limit(game: NormalFormGame) -> LogitLimit:
    """Select a Nash equilibrium: the limit of the principal branch of logit equilibria.

    The branch is followed numerically, and the equilibrium it leads to is proved exactly where it
    is rational. A game without symmetries has one such limit; where another branch crosses, this
    one is followed straight on, as symmetry has it.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players.

    Raises
    ------
    NoSolution
        Where the branch can not be followed, or has not settled at a precision of 1e11 over the
        most that anyone can gain (one player's payoffs are tiny beside another's).

    References
    ----------
    .. [1] R. D. McKelvey & T. R. Palfrey (1995), Games and Economic Behavior 10, 6-38.
       doi:10.1006/game.1995.1023

    Examples
    --------
    >>> chances = [["stag", "hare"]] * 2
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 3]], [[4, 3], [0, 3]], strategies=chances)
    >>> logit_limit(hunt).equilibrium
    Equilibrium(hare, hare)
    """
    instance_of("game", game, NormalFormGame)
    system = LogitSystem(game)
    found: LogitLimit | None = None
    for node in _settled(system):
        mixed = np.split(_made_indifferent(system, node), np.cumsum(game.shape)[:-1])
        last, found = found, _proved(game, mixed, node.precision / float(system.scale))
        if found.equilibrium is not None or (
            last is not None and _agree(last, found) and _holds(system, found)
        ):
            break
    if found is None or not _holds(system, found):
        raise NoSolution(
            "the branch of logit equilibria has not settled at precision "
            f"{_LATEST / float(system.scale):.6g}; see logit_equilibria for its points."
        )
    return found


def _agree(last: LogitLimit, found: LogitLimit) -> bool:
    """Say whether two nodes lead to the same point."""
    return all(np.abs(one - two).max() <= _SAME for one, two in zip(last.profile, found.profile, strict=True))


def _holds(system: LogitSystem, found: LogitLimit) -> bool:
    """Say whether no player's regret is more than rounding, by the most that the player can gain."""
    if found.equilibrium is not None:
        return True
    regrets = exact_regrets(system.game, found.profile)
    return all(regret <= _REGRET * scale for regret, scale in zip(regrets, system.scales, strict=True))


def _settled(system: LogitSystem) -> Iterator[Node]:
    """Yield nodes, each at four times the precision of the one before, from which the limit can be seen."""
    least = 0.0
    try:
        for segment in segments_of(system):
            node = segment.last
            if system.indifferent or (node.precision > least and node.is_settled(_SETTLED)):
                least = 4 * node.precision
                yield node
            if node.precision > _LATEST:
                return
    except NoSolution:
        if not least:
            raise


def _made_indifferent(system: LogitSystem, node: Node) -> Vector:
    """Return the probabilities nearest to the branch at which all strategies in play pay the same.

    One whose probability falls like a power of λ is not in play in the limit, but pays the same.
    """
    shares, rates = np.exp(node.logs), node.rates
    in_play = rates > -0.5
    found = np.where(in_play, np.maximum(shares * (1 + rates), 0), 0)
    for _ in range(_MOST_CORRECTIONS):
        values, slopes = system.utilities(found)
        rows, off = [], []
        for part in system.parts:
            here = np.arange(part.start, part.stop)
            rows.append(np.isin(np.arange(system.size), here).astype(float))
            off.append(1 - found[here].sum())
            first, *others = (place for place in here if rates[place] > _POWER)
            for place in others:
                rows.append(slopes[place] - slopes[first])
                off.append(values[first] - values[place])
        change = np.zeros(system.size)
        change[in_play] = np.linalg.lstsq(np.array(rows)[:, in_play], np.array(off), rcond=1e-12)[0]
        found = found + change
        if np.abs(change).max() < 1e-15:
            break
    near = np.abs(found - shares).max() < 10 * _SETTLED and found.min() > -_NEAR
    found = np.maximum(found if near else shares, 0)
    return np.concatenate([part / part.sum() for part in system.split(found)])


def _proved(game: NormalFormGame, mixed: list[Vector], precision: float) -> LogitLimit:
    """Return the exact equilibrium that the floats stand for, or else the floats with their regret."""
    equilibrium, note = None, "no rational equilibrium was found there, so the regret is not exactly 0"
    for candidate, nearness, how in _candidates(game, mixed):
        if _is_near(candidate, mixed, nearness):
            equilibrium = certified(game, candidate)
        if equilibrium is not None:
            note = how
            break
    for vector in mixed:
        vector.setflags(write=False)
    return LogitLimit(
        "logit limit",
        game,
        equilibrium,
        profile=equilibrium.profile if equilibrium else tuple(mixed),
        payoffs=equilibrium.payoffs if equilibrium else expected_payoffs(game, mixed),
        max_regret=0.0 if equilibrium else float(max(exact_regrets(game, mixed))),
        precision=precision,
        note=note,
        provenance=Provenance(inputs=game.digest, packages=("scipy",)),
    )


def _is_near(candidate: ExactProfile, mixed: list[Vector], nearness: float) -> bool:
    return all(
        np.abs(np.array(exact, dtype=np.float64) - floats).max() <= nearness
        for exact, floats in zip(candidate, mixed, strict=True)
    )


def _candidates(game: NormalFormGame, mixed: list[Vector]) -> Iterator[tuple[ExactProfile, float, str]]:
    """Yield exact profiles, how near the limit they must be, and what they are."""
    supports = [np.flatnonzero(strategy).tolist() for strategy in mixed]
    if len(mixed) == 2:
        A, B = integer_payoffs(game.exact[0], game.exact[1])
        row = indifferent_strategy(B, supports[0], supports[1])
        column = indifferent_strategy(A.T, supports[1], supports[0])
        if row is not None and column is not None:
            yield (row, column), _NEAR, "strategies in play there are made indifferent in one way only"
    for most in _DENOMINATORS:
        rounded = tuple(
            tuple(Fraction(share).limit_denominator(most) for share in strategy.tolist())
            for strategy in mixed
        )
        if all(sum(strategy) == 1 for strategy in rounded):
            yield (
                rounded,
                _CHANCE / most**2,
                f"the equilibrium is the one at it with denominators up to {most}",
            )
