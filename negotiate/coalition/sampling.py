"""The Shapley value by sampling orders: for more players than coalitions can be listed for.

Each sample is a random order and its reverse; every player's contribution in the order in which
players join is averaged. Contributions in an order sum to the worth of everybody, and so do their means.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import finite_array, finite_number, names, show, whole_number
from negotiate.errors import InvalidInput
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["SampledShapley", "sampled_shapley"]


@dataclass(frozen=True, eq=False)
class SampledShapley(Solution):
    """Estimates of the Shapley value with their standard errors.

    Attributes
    ----------
    players : tuple of str
    payoffs, errors : ndarray, shape (players,)
        Means over the samples, and their standard errors, in ``unit``. An error of 0 says that all
        samples agreed, which where a player rarely matters is no proof.
    samples : int
        Pairs of an order and its reverse.
    """

    players: tuple[str, ...]
    payoffs: NDArray[np.float64]
    errors: NDArray[np.float64]
    total: float
    samples: int
    seed: int
    unit: str = ""
    concept: str = field(default="sampled Shapley value", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """Digest of players and total (a function has none), number of samples, seed."""
        inputs = digest({"players": self.players, "total": self.total})
        return Provenance(inputs, {"samples": self.samples}, self.seed)

    def table(self) -> Table:
        """Return estimate and standard error by player."""
        columns: list[Column | str] = [
            "player",
            Column("payoff", self.unit, 4),
            Column("standard error", self.unit, 4),
        ]
        rows = list(zip(self.players, self.payoffs.tolist(), self.errors.tolist(), strict=True))
        note = f"{self.samples:,} random orders, each with its reverse; seed {self.seed}"
        return Table("Shapley value, estimated", columns, rows, [note])

    def answer(self) -> dict[str, Any]:
        """Return estimates by player."""
        return {"payoffs": dict(zip(self.players, self.payoffs.tolist(), strict=True))}

    def certificate(self) -> dict[str, Any]:
        """Return the standard errors, and how far the estimates are from sharing out the total."""
        return {
            "standard_errors": dict(zip(self.players, self.errors.tolist(), strict=True)),
            "efficiency_gap": float(abs(self.payoffs.sum() - self.total)),
        }


def sampled_shapley(
    players: Sequence[str],
    worth: Callable[[frozenset[str]], float],
    *,
    samples: int = 1000,
    seed: int,
    unit: str = "",
) -> SampledShapley:
    """Estimate the Shapley value from random orders of joining.

    Parameters
    ----------
    players : sequence of str
        Any number.
    worth : callable
        From a coalition, as a frozenset of names, to its worth; asked ``2 · players · samples`` times
        at most. The empty coalition must be worth 0.
    samples : int
        Pairs of orders, at least 2. The standard error falls with its square root.
    seed : int
        Of NumPy's default generator.

    References
    ----------
    .. [1] J. Castro, D. Gómez, J. Tejada (2009), Computers & Operations Research 36(5), 1726-1730.
       doi:10.1016/j.cor.2008.04.004

    Examples
    --------
    >>> found = sampled_shapley(list("ABCDE"), lambda who: len(who) ** 2, samples=50, seed=1)
    >>> found.payoffs.round(6), bool(found.errors.max() < 1e-12)
    (array([5., 5., 5., 5., 5.]), True)
    """
    known = names("players", players)
    count = whole_number("samples", samples, low=2, high=10**8)
    start = whole_number("seed", seed)
    if not callable(worth):
        raise InvalidInput(f"worth={show(worth)}; it must be a function from a coalition to a number.")
    finite_number("worth of the empty coalition", worth(frozenset()), low=0, high=0)
    generator = np.random.default_rng(start)
    means, squares = np.zeros(len(known)), np.zeros(len(known))
    for sample in range(1, count + 1):
        order = generator.permutation(len(known))
        pair = (_marginal(known, order, worth) + _marginal(known, order[::-1], worth)) / 2
        step = pair - means
        means += step / sample
        squares += step * (pair - means)
    errors = np.sqrt(squares / (count - 1) / count)
    total = finite_number("worth of everybody", worth(frozenset(known)))
    payoffs, errors = finite_array("payoffs", means), finite_array("errors", errors)
    return SampledShapley(known, payoffs, errors, total, count, start, unit)


def _marginal(
    players: Sequence[str], order: NDArray[np.int64], worth: Callable[[frozenset[str]], float]
) -> NDArray[np.float64]:
    """Return what each player adds when it joins in an order."""
    added, inside, before = np.zeros(len(players)), frozenset[str](), 0.0
    for player in order.tolist():
        inside |= {players[player]}
        after = finite_number(f"worth of {len(inside)} players", worth(inside))
        added[player], before = after - before, after
    return added
