"""Logit equilibria at chosen precisions: probabilities in proportion to exp(λ u).

Here u is what a strategy pays against what the others play. λ = 0 is play at random, a large λ
nearly best response. Its unit is one over the payoffs' unit: payoffs ten times as large, in the
same situation, mean a λ ten times as small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import finite_number, instance_of, show
from negotiate.equilibria.quantal.branch import Node, Segment, segments_of
from negotiate.equilibria.quantal.system import LogitSystem
from negotiate.errors import InvalidInput
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.profiles import exact_deviation_payoffs, exact_profile
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["LogitEquilibria", "LogitEquilibrium", "logit_equilibria", "logit_equilibrium", "precision_unit"]

_DEFAULT = (0, 0.5, 1, 2, 5, 10, 20, 50, 100)  # by the most that anyone can gain
_SETTLED = 1e-2  # change of a probability as λ grows by a factor e


@dataclass(frozen=True, eq=False)
class LogitEquilibrium:
    """Mixed strategies that are logit responses to one another.

    Parameters
    ----------
    precision : float
        λ, in one over the unit of the game.
    profile : tuple of ndarray
        One probability vector a player, read-only.
    payoffs, regrets : ndarray, shape (players,)
        Expected payoffs, and what each could gain by a best response; in the unit of the game.
    residual : float
        The largest difference between a probability and the logit response to the others'
        strategies, worked out from the exact payoffs; of the order of rounding.
    """

    precision: float
    profile: tuple[NDArray[np.float64], ...]
    payoffs: NDArray[np.float64]
    regrets: NDArray[np.float64]
    residual: float


@dataclass(frozen=True, eq=False)
class LogitEquilibria(Solution):
    """Logit equilibria on the principal branch, in the order in which the branch passes them.

    Parameters
    ----------
    points : tuple of LogitEquilibrium
        Where the branch turns back it passes a precision more than once, and all are listed.
    bifurcations : tuple of (float, float)
        Precisions between which another branch crosses this one.
    """

    concept: str
    game: NormalFormGame
    points: tuple[LogitEquilibrium, ...]
    bifurcations: tuple[tuple[float, float], ...]
    provenance: Provenance

    def table(self) -> Table:
        """Return one row a point: its precision, every probability, the largest regret."""
        unit = self.game.unit
        titles = [
            f"{player}: {label}"
            for player, labels in zip(self.game.players, self.game.strategies, strict=True)
            for label in labels
        ]
        columns: list[Column | str] = [
            Column("precision", precision_unit(unit)),
            *titles,
            Column("max regret", unit),
        ]
        rows = [
            [point.precision, *np.concatenate(point.profile).tolist(), float(point.regrets.max())]
            for point in self.points
        ]
        return Table("Logit equilibria on the principal branch", columns, rows, self._notes())

    def _notes(self) -> list[str]:
        return [
            f"Another branch crosses this one at a precision between {low:.6g} and {high:.6g}; "
            "this one is followed straight on."
            for low, high in self.bifurcations
        ]

    def answer(self) -> dict[str, Any]:
        """Return every point with its probabilities and payoffs by name."""
        game = self.game
        return {
            "points": [
                {
                    "precision": point.precision,
                    "strategies": {
                        player: dict(zip(labels, mixed.tolist(), strict=True))
                        for player, labels, mixed in zip(
                            game.players, game.strategies, point.profile, strict=True
                        )
                    },
                    "payoffs": dict(zip(game.players, point.payoffs.tolist(), strict=True)),
                }
                for point in self.points
            ],
            "bifurcations": self.bifurcations,
        }

    def certificate(self) -> dict[str, Any]:
        """Return how far each point is from a fixed point, and each player's regret."""
        return {
            "points": [
                {
                    "precision": point.precision,
                    "residual": point.residual,
                    "regrets": dict(zip(self.game.players, point.regrets.tolist(), strict=True)),
                }
                for point in self.points
            ]
        }


def logit_equilibria(game: NormalFormGame, *, precisions: Sequence[object] | None = None) -> LogitEquilibria:
    """Find the logit equilibria of the principal branch at chosen precisions.

    Numerical; each point is checked against the exact payoffs. The branch starts from play at
    random at λ = 0. It is followed past the largest precision asked for and until probabilities
    hardly change any more, so that all its passages are seen.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players.
    precisions : sequence of numbers, optional
        At least 0, in one over the unit of the game; by default from 0 to 100 over the most
        that anyone can gain by another strategy.

    Raises
    ------
    InvalidInput
        For a negative precision, or none.
    NoSolution
        Where the branch can not be followed that far.

    References
    ----------
    .. [1] R. D. McKelvey & T. R. Palfrey (1995), Games and Economic Behavior 10, 6-38.
       doi:10.1006/game.1995.1023

    Examples
    --------
    >>> pennies = NormalFormGame.from_bimatrix([[9, 0], [0, 1]], [[0, 1], [1, 0]], unit="USD")
    >>> print(logit_equilibria(pennies, precisions=[0, 1, 10]))
    Logit equilibria on the principal branch
    precision [1/USD]  player 1: s1  player 1: s2  player 2: s1  player 2: s2  max regret [USD]
                0.000         0.500         0.500         0.500         0.500             2.000
                1.000         0.894         0.106         0.313         0.687             0.246
               10.000         0.607         0.393         0.104         0.896             0.022
    """
    instance_of("game", game, NormalFormGame)
    system = LogitSystem(game)
    scale = float(system.scale)
    wanted = _wanted(precisions, scale)
    points: list[LogitEquilibrium] = []
    crossed: list[tuple[float, float]] = []
    for segment in segments_of(system):
        points += [logit_equilibrium(game, each, node) for each, node in _passed(segment, wanted, scale)]
        if segment.first.sign * segment.last.sign < 0:
            low, high = sorted((segment.first.precision, segment.last.precision))
            crossed.append((low / scale, high / scale))
        end = segment.last
        if end.precision > max(wanted) * scale and (system.indifferent or end.is_settled(_SETTLED)):
            break
    return LogitEquilibria(
        "logit",
        game,
        tuple(points),
        tuple(crossed),
        Provenance(inputs=game.digest, options={"precisions": sorted(set(wanted))}, packages=("scipy",)),
    )


def _wanted(precisions: Sequence[object] | None, scale: float) -> list[float]:
    if precisions is None:
        return [step / scale for step in _DEFAULT]
    listed = precisions.tolist() if isinstance(precisions, np.ndarray) else precisions
    if isinstance(listed, str) or not isinstance(listed, Sequence):
        raise InvalidInput(f"precisions={show(precisions)} must be a sequence of numbers.")
    if not listed:
        raise InvalidInput("precisions is empty; it must have at least one number.")
    return [finite_number(f"precisions[{k}]", each, low=0) for k, each in enumerate(listed)]


def _passed(segment: Segment, wanted: Sequence[float], scale: float) -> list[tuple[float, Node]]:
    """Return the nodes of a segment at the precisions wanted, in its order, its end left out."""
    start, end = segment.first.precision, segment.last.precision
    found = []
    for each in sorted(set(wanted), reverse=end < start):
        level = each * scale
        if start <= level < end or end < level <= start:
            node, _ = segment.root(lambda at, level=level: at.precision - level)  # type: ignore[misc]
            found.append((each, node))
    return found


def logit_equilibrium(game: NormalFormGame, precision: float, node: Node) -> LogitEquilibrium:
    """Return a node of the branch as a result, with its residual by the exact payoffs."""
    shares = np.exp(node.logs)
    mixed = [part / part.sum() for part in np.split(shares, np.cumsum(game.shape)[:-1])]
    exact = exact_profile(game, mixed)
    residual, payoffs, regrets = 0.0, [], []
    for i, strategy in enumerate(exact):
        earned = exact_deviation_payoffs(game, i, exact)
        best = max(earned)
        loss = np.array([float(best - payoff) for payoff in earned])
        response = np.exp(-precision * loss)
        residual = max(residual, float(np.abs(mixed[i] - response / response.sum()).max()))
        mean = sum(p * u for p, u in zip(strategy, earned, strict=True))
        payoffs.append(float(mean))
        regrets.append(float(best - mean))
    for vector in mixed:
        vector.setflags(write=False)
    return LogitEquilibrium(precision, tuple(mixed), np.array(payoffs), np.array(regrets), residual)


def precision_unit(unit: str) -> str:
    """Return the unit of a precision in a game with this unit."""
    if not unit:
        return ""
    return f"1/({unit})" if "/" in unit or " " in unit else f"1/{unit}"
