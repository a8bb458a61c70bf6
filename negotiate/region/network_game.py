"""Arming among friends and foes: best replies on a network.

``u_i(x) = b_i x_i − x_i²/2 + φ x_i Σ_j w_ij x_j`` with ``x_i ≥ 0``: what ``i`` wants by itself, less a
rising cost, and what its neighbours' arms make its own worth. A foe, ``w_ij > 0``, makes them worth more;
a friend, ``w_ij < 0``, less. The best reply is ``max(0, b_i + φ Σ_j w_ij x_j)``. Friendship and enmity are
mutual, so that ``P(x) = b·x − x·(I − φW)x/2`` is a potential: everybody's best replies climb it.
Where ``φ ρ(W) < 1`` it is strictly concave, and the equilibrium is unique.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, finite_number, freeze, instance_of, names
from negotiate.errors import NoSolution
from negotiate.provenance import digest
from negotiate.region.matrices import between_countries, moderate, symmetric
from negotiate.region.network_solution import NetworkEquilibrium

__all__ = ["NetworkGame", "network_equilibrium"]

ROUNDS = 10_000  # best replies before the search gives up


@dataclass(frozen=True, eq=False, init=False)
class NetworkGame:
    """Countries that arm, friends and foes.

    Parameters
    ----------
    countries : sequence of str
    want : array-like, shape (countries,)
        ``b_i``: what a country would spend if nobody else armed, in ``unit``.
    network : array-like, shape (countries, countries)
        ``w_ij``: above 0 between foes, below 0 between friends, 0 between strangers; symmetric.
    strength : float
        ``φ``, at least 0.
    unit : str
        Of arming.

    Raises
    ------
    InvalidInput
        For a network that is not symmetric, or that links a country to itself.

    Examples
    --------
    >>> game = NetworkGame(["Home", "Foreign"], [1, 1], [[0, 1], [1, 0]], strength=0.5)
    >>> network_equilibrium(game).levels.round(12)
    array([2., 2.])
    """

    countries: tuple[str, ...]
    want: NDArray[np.float64]
    network: NDArray[np.float64]
    strength: float
    unit: str

    def __init__(
        self,
        countries: Sequence[str],
        want: ArrayLike,
        network: ArrayLike,
        *,
        strength: float = 1.0,
        unit: str = "bn USD/yr",
    ) -> None:
        known = names("countries", countries)
        freeze(
            self,
            countries=known,
            want=moderate("want", want, (len(known),)),
            network=symmetric("network", between_countries("network", network, known), known),
            strength=finite_number("strength", strength, low=0),
            unit=str(unit),
        )

    @cached_property
    def radius(self) -> float:
        """Largest eigenvalue of the network in size, ``ρ(W)``."""
        return float(abs(np.linalg.eigvalsh(self.network)).max())

    def best_replies(self, levels: ArrayLike) -> NDArray[np.float64]:
        """Return each country's best reply to the others' levels, shape (countries,)."""
        held = moderate("levels", levels, (len(self.countries),))
        replies: NDArray[np.float64] = np.maximum(self.want + self.strength * self.network @ held, 0.0)
        return replies

    def payoffs(self, levels: ArrayLike) -> NDArray[np.float64]:
        """Return everybody's payoffs, shape (countries,)."""
        held = moderate("levels", levels, (len(self.countries),))
        gains: NDArray[np.float64] = held * (self.want + self.strength * self.network @ held) - held**2 / 2
        return gains

    def potential(self, levels: ArrayLike) -> float:
        """Return the potential: it changes with one country's level as that country's payoff does."""
        held = moderate("levels", levels, (len(self.countries),))
        return float(held @ self.want - held @ held / 2 + self.strength * held @ self.network @ held / 2)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return digest({name: getattr(self, name) for name in self.__dataclass_fields__})


def network_equilibrium(game: NetworkGame) -> NetworkEquilibrium:
    """Find the equilibrium by best replies, and prove it unique where it is.

    Where nobody is at 0 one linear solve gives it; else the countries that arm are found by solving
    among those that want to, and everybody replies in turn until nothing moves. Regret and distance to
    the equilibrium are recomputed from the game.

    Parameters
    ----------
    game : NetworkGame

    Raises
    ------
    NoSolution
        Where ``φ ρ(W) ≥ 1``: arming may feed on itself without end; says the strength at which it
        would not.

    References
    ----------
    .. [1] C. Ballester, A. Calvó-Armengol, Y. Zenou (2006), Econometrica 74(5), 1403-1417.
       doi:10.1111/j.1468-0262.2006.00709.x
    .. [2] Y. Bramoullé, R. Kranton, M. D'Amours (2014), American Economic Review 104(3), 898-930.
       doi:10.1257/aer.104.3.898

    Examples
    --------
    A friend who arms enough leaves nothing to do:

    >>> game = NetworkGame(["Large", "Small"], [4, 1], [[0, -1], [-1, 0]], strength=0.5)
    >>> network_equilibrium(game).levels
    array([4., 0.])
    """
    instance_of("game", game, NetworkGame)
    modulus = game.strength * game.radius
    if modulus >= 1:
        raise NoSolution(
            f"no equilibrium is proven: strength·radius is {modulus:.4g}, and at 1 or more arming may feed "
            f"on itself; lower strength below {1 / game.radius:.4g}."
        )
    levels = _active_set(game)
    for round_ in range(ROUNDS):
        replies = game.best_replies(levels)
        if np.abs(replies - levels).max() <= 1e-14 * max(float(np.abs(levels).max()), 1e-300):
            return NetworkEquilibrium(game, finite_array("levels", replies), modulus, round_)
        levels = replies
    return NetworkEquilibrium(game, finite_array("levels", levels), modulus, ROUNDS)


def _active_set(game: NetworkGame) -> NDArray[np.float64]:
    """Solve among the countries that arm; let go of those who would disarm, call back those who would arm."""
    count = len(game.countries)
    levels = np.zeros(count)
    active = np.ones(count, dtype=bool)
    for _ in range(4 * count):
        levels = np.zeros(count)
        inside = np.flatnonzero(active)
        system = np.eye(len(inside)) - game.strength * game.network[np.ix_(inside, inside)]
        levels[inside] = np.linalg.solve(system, game.want[inside])
        wanted = game.want + game.strength * game.network @ levels
        arms = np.where(active, levels > 0, wanted > 0)
        if (arms == active).all():
            break
        active = arms
    return np.maximum(levels, 0.0)
