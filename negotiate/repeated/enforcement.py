"""What an agreement pays that must be kept period after period, issue by issue.

For every player: the payoff of keeping it, of breaking it once in the best way, and of the
reversion that follows. Issues are enforced separately (a breach on one is answered on that one)
or pooled (it is answered on all): then payoffs add up over issues.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import exact_array, freeze, names
from negotiate.errors import InvalidInput
from negotiate.provenance import digest

__all__ = ["EnforcementProblem"]


@dataclass(frozen=True, eq=False, init=False, repr=False)
class EnforcementProblem:
    """Payoffs a period of keeping, breaking and losing an agreement.

    Parameters
    ----------
    cooperation : array-like, shape (issues, players)
        Payoffs where the agreement is kept, in ``unit``.
    deviation : array-like, shape (issues, players)
        The most that each player gets by breaking it while the others keep it.
    reversion : array-like, shape (issues, players)
        Payoffs while it is suspended: those of a one-shot equilibrium (then suspending is
        credible by itself), or what a snap-back clause restores.
    players : sequence of str
    unit : str
    issues : sequence of str, optional
        Names; needed for more than one issue.

    Raises
    ------
    InvalidInput
        For a wrong shape, numbers that are not finite, a deviation that pays less than keeping
        the agreement (which is among the ways to act).

    Notes
    -----
    With pooling, a player who breaks the agreement breaks it on every issue at once, and the best
    deviations add up: true where the issues do not interact within a period.

    Examples
    --------
    >>> EnforcementProblem([[3, 3]], [[5, 5]], [[1, 1]], ("Home", "Foreign"), "bn USD/yr")
    EnforcementProblem(1 issue, 2 players)
    """

    cooperation: NDArray[np.object_]  # Fractions, shape (issues, players)
    deviation: NDArray[np.object_]
    reversion: NDArray[np.object_]
    players: tuple[str, ...]
    unit: str
    issues: tuple[str, ...]

    def __init__(
        self,
        cooperation: ArrayLike | Sequence[Any],
        deviation: ArrayLike | Sequence[Any],
        reversion: ArrayLike | Sequence[Any],
        players: Sequence[str],
        unit: str,
        *,
        issues: Sequence[str] | None = None,
    ) -> None:
        parties = names("players", players)
        kept = exact_array("cooperation", cooperation, ("issues", len(parties)))
        broken = exact_array("deviation", deviation, kept.shape)
        lost = exact_array("reversion", reversion, kept.shape)
        if issues is None and len(kept) > 1:
            raise InvalidInput(f"issues is missing; name the {len(kept)} issues.")
        listed = names("issues", ["agreement"] if issues is None else issues, len(kept))
        for s, i in np.argwhere(broken < kept):
            raise InvalidInput(
                f"deviation[{s}, {i}] is {float(broken[s, i]):g}, below cooperation[{s}, {i}], "
                f"{float(kept[s, i]):g}; the best deviation pays at least what keeping the agreement does."
            )
        freeze(
            self,
            cooperation=kept,
            deviation=broken,
            reversion=lost,
            players=parties,
            unit=str(unit),
            issues=listed,
        )

    def __repr__(self) -> str:
        count = f"{len(self.issues)} issue{'s' if len(self.issues) > 1 else ''}"
        return f"EnforcementProblem({count}, {len(self.players)} players)"

    @property
    def temptation(self) -> NDArray[np.object_]:
        """What one period of breaking the agreement gains, shape (issues, players)."""
        return np.asarray(self.deviation - self.cooperation)

    @property
    def loss(self) -> NDArray[np.object_]:
        """What one period without the agreement loses, shape (issues, players)."""
        return np.asarray(self.cooperation - self.reversion)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of payoffs, players, issues and unit."""
        content = {"cooperation": self.cooperation, "deviation": self.deviation, "reversion": self.reversion}
        return digest({**content, "players": self.players, "issues": self.issues, "unit": self.unit})
