r"""Survival of a strict equilibrium when payoffs are not what they were thought to be.

Its margin :math:`m` is the least that a player loses by deviating. If no payoff is off by
:math:`m/2` or more, it is still an equilibrium: exact, whatever the errors. Under independent
normal errors of standard deviation :math:`\sigma` on every payoff, with the losses
:math:`m_{ij}` of player :math:`i` from deviation :math:`j`, it survives with probability

.. math::

    \prod_i \int \phi(z) \prod_j \Phi\!\left(\frac{m_{ij}}{\sigma} + z\right) dz ,

which is :math:`\Phi(m/(\sigma\sqrt 2))` for a player with one deviation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.analysis.summaries import Share
from negotiate.checks import finite_number, instance_of, whole_number
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.games import NormalFormGame
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["Survival", "equilibrium_survival"]

_NODES = 200  # of the quadrature
_WIDEST = 9.0  # standard deviations; beyond them the normal density is below 1e-18


@dataclass(frozen=True, eq=False)
class Survival(Solution):
    """How much error in the payoffs a strict equilibrium stands.

    Attributes
    ----------
    game : NormalFormGame
        The game.
    profile : tuple of int
        The strict equilibrium: each player's strategy.
    losses : tuple of tuple of Fraction
        By player, the loss from each deviation, exact.
    noise : float
        Standard deviation of the error of every payoff, in the game's unit.
    probability : float
        Of survival, by the closed form.
    simulated : Share
        Share of simulated games in which it survives.
    """

    game: NormalFormGame
    profile: tuple[int, ...]
    losses: tuple[tuple[Fraction, ...], ...]
    noise: float
    probability: float
    simulated: Share
    provenance: Provenance
    concept: str = field(default="equilibrium survival", init=False)

    @property
    def margin(self) -> Fraction | None:
        """The least loss from a deviation, None where nobody has another strategy."""
        return min((loss for player in self.losses for loss in player), default=None)

    @property
    def radius(self) -> Fraction | None:
        """Half of the margin: it survives any change of payoffs below this, in every payoff at once."""
        return None if self.margin is None else self.margin / 2

    def table(self) -> Table:
        """Return one row a player: its least loss and the deviation that costs it."""
        columns: list[Column | str] = [
            "player",
            "plays",
            Column("loses at least", self.game.unit, 4),
            "by playing",
        ]
        rows: list[tuple[Cell, ...]] = []
        for player, (name, own) in enumerate(zip(self.game.players, self.profile, strict=True)):
            others = [label for k, label in enumerate(self.game.strategies[player]) if k != own]
            losses = self.losses[player]
            least = min(losses, default=None)
            rows.append(
                (
                    name,
                    self.game.strategies[player][own],
                    least,
                    "" if least is None else others[losses.index(least)],
                )
            )
        sim = self.simulated
        unit = f" {self.game.unit}" if self.game.unit else ""
        notes = [
            "It has no deviations, so nothing upsets it."
            if self.radius is None
            else f"It survives any error below {float(self.radius):.4g}{unit} in every payoff at once.",
            f"Normal errors of {self.noise:g}{unit}: it survives with probability {self.probability:.4f}.",
            f"Simulated {sim.value:.4f}, 95 %: {sim.low:.4f} to {sim.high:.4f}, {sim.draws:,} games.",
        ]
        return Table("Survival of a strict equilibrium", columns, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return margin, radius and probability."""
        return {
            "profile": [labels[k] for labels, k in zip(self.game.strategies, self.profile, strict=True)],
            "margin": self.margin,
            "survives_below": self.radius,
            "noise": self.noise,
            "probability": self.probability,
        }

    def certificate(self) -> dict[str, Any]:
        """Return all losses, exact, and the simulation."""
        sim = self.simulated
        return {
            "losses": dict(zip(self.game.players, self.losses, strict=True)),
            "simulated": {"count": sim.count, "draws": sim.draws, "interval": [sim.low, sim.high]},
        }


def equilibrium_survival(
    game: NormalFormGame,
    profile: Sequence[int | str],
    noise: float,
    *,
    draws: int = 10_000,
    seed: int = 0,
) -> Survival:
    """Find how much error in the payoffs a strict equilibrium stands.

    Parameters
    ----------
    game : NormalFormGame
    profile : sequence
        Each player's strategy, by its position or label.
    noise : float
        Standard deviation of independent normal errors of every payoff, above 0.
    draws, seed : int
        Of the simulation that the closed form is checked against.

    Raises
    ------
    NotApplicable
        Where the profile is no strict equilibrium: some deviation loses nothing.

    Examples
    --------
    >>> game = NormalFormGame.from_bimatrix([[3, 0], [1, 2]], [[3, 0], [1, 2]])
    >>> found = equilibrium_survival(game, (0, 0), noise=1.0)
    >>> found.margin, found.radius, round(found.probability, 4)
    (Fraction(2, 1), Fraction(1, 1), 0.9057)
    """
    instance_of("game", game, NormalFormGame)
    chosen = _positions(game, profile)
    sigma = finite_number("noise", noise, above=0)
    count, start = whole_number("draws", draws, low=1), whole_number("seed", seed)
    losses = tuple(_losses(game, chosen, player) for player in range(len(game.players)))
    for player, mine in zip(game.players, losses, strict=True):
        if any(loss <= 0 for loss in mine):
            raise NotApplicable(
                f"profile={tuple(profile)!r} is no strict equilibrium: "
                f"{player} loses nothing by some deviation."
            )
    ratios = [np.array([float(loss) for loss in mine]) / sigma for mine in losses]
    return Survival(
        game,
        chosen,
        losses,
        sigma,
        math.prod(_survives(mine) for mine in ratios),
        Share.of(_simulate(ratios, count, start), count),
        Provenance(game.digest, {"noise": sigma, "draws": count, "profile": list(chosen)}, seed=start),
    )


def _positions(game: NormalFormGame, profile: Sequence[int | str]) -> tuple[int, ...]:
    if isinstance(profile, str) or len(profile) != len(game.players):
        raise InvalidInput(
            f"profile={profile!r}; it must have a strategy for each of {', '.join(game.players)}."
        )
    found = []
    for player, labels, given in zip(game.players, game.strategies, profile, strict=True):
        if isinstance(given, str):
            if given not in labels:
                raise InvalidInput(
                    f"profile: {given!r} is no strategy of {player}; choose from {', '.join(labels)}."
                )
            found.append(labels.index(given))
        else:
            found.append(whole_number(f"profile of {player}", given, high=len(labels) - 1))
    return tuple(found)


def _losses(game: NormalFormGame, profile: tuple[int, ...], player: int) -> tuple[Fraction, ...]:
    """Return what a player loses by each other strategy."""
    place: list[Any] = list(profile)
    place[player] = slice(None)
    own = game.exact[(player, *place)]
    return tuple(own[profile[player]] - other for k, other in enumerate(own) if k != profile[player])


def _survives(ratios: NDArray[np.float64]) -> float:
    """Return the probability that no deviation of one player becomes better."""
    from scipy.special import ndtr

    if not len(ratios):
        return 1.0
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    z = _WIDEST * nodes
    density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return float(_WIDEST * (weights * density * ndtr(ratios[:, None] + z).prod(axis=0)).sum())


def _simulate(ratios: list[NDArray[np.float64]], draws: int, seed: int) -> int:
    """Count the simulated games in which every player still does best, in blocks of bounded size."""
    generator = np.random.default_rng(seed)
    block = max(1, 1_000_000 // (1 + max(len(mine) for mine in ratios)))
    survived = 0
    for start in range(0, draws, block):
        count = min(block, draws - start)
        alive = np.ones(count, dtype=bool)
        for mine in ratios:
            own = generator.standard_normal((count, 1))
            alive &= (generator.standard_normal((count, len(mine))) <= mine + own).all(axis=1)
        survived += int(alive.sum())
    return survived
