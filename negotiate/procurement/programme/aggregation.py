"""Aggregation of the missions' values ``v_c`` into one: their sum, the worst of them, or CES.

``Φ_sum = Σ v_c``; ``Φ_worst = min_c v_c``; and, from base values ``b_c`` on,
``Φ_CES = (Σ a_c (b_c + v_c)^ρ)^(1/ρ) − (Σ a_c b_c^ρ)^(1/ρ)``, with ``Π (b_c + v_c)^a_c`` at ``ρ = 0``.
All three are concave and rise with every ``v_c``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import did_you_mean, finite_number, freeze, show
from negotiate.errors import InvalidInput

__all__ = ["CES", "Aggregation", "aggregate", "check_aggregation"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, init=False)
class CES:
    """Constant elasticity of substitution ``1/(1 − ρ)`` between missions.

    Parameters
    ----------
    rho : float
        From -20 to 1: 1 is a weighted sum, 0 Cobb-Douglas, -20 nearly the worst mission. Between
        -0.01 and 0.01 only 0 itself.
    weights : mapping of mission to float
        ``a_c``, above 0, one for each mission; normalised to sum 1.
    base : float
        ``b_c``: value that every mission has before any purchase; above 0 where ``rho < 1``, since
        the first purchase would else be worth infinitely much per billion.

    Examples
    --------
    >>> even = CES(0.0, {"air": 1, "sea": 1}, base=1.0)
    >>> round(even([3.0, 3.0], ("air", "sea")), 12)
    3.0
    """

    rho: float
    weights: Mapping[str, float]
    base: float

    def __init__(self, rho: float, weights: Mapping[str, float], *, base: float = 1.0) -> None:
        power = finite_number("rho", rho, low=-20, high=1)
        if 0 < abs(power) < 0.01:
            raise InvalidInput(f"rho={power:g}; between -0.01 and 0.01 it must be 0 itself.")
        if not isinstance(weights, Mapping) or not weights:
            raise InvalidInput("weights must map every mission to its weight.")
        raw = {key: finite_number(f"weights[{key!r}]", w, above=0) for key, w in weights.items()}
        total = math.fsum(raw.values())
        least = finite_number("base", base, low=0)
        if least == 0 and power < 1:
            raise InvalidInput("base=0; it must be above 0 where rho is below 1.")
        freeze(self, rho=power, weights={key: w / total for key, w in raw.items()}, base=least)

    def shares(self, missions: Sequence[str]) -> Floats:
        """Return the weights in the missions' order."""
        return np.array([self.weights[name] for name in missions])

    def __call__(self, values: Sequence[float] | Floats, missions: Sequence[str]) -> float:
        """Return the aggregate over that of no purchase."""
        level = self.base + np.asarray(values, dtype=float)
        return self._level(level, missions) - self.base

    def gradient(self, values: Sequence[float] | Floats, missions: Sequence[str]) -> Floats:
        """Return the aggregate's slope in each mission's value, ``a_c ((b_c + v_c)/Φ)^(ρ−1)``."""
        level = self.base + np.asarray(values, dtype=float)
        slopes: Floats = self.shares(missions) * (level / self._level(level, missions)) ** (self.rho - 1)
        return slopes

    def _level(self, level: Floats, missions: Sequence[str]) -> float:
        shares, size = self.shares(missions), float(level.max())
        if size == 0:
            return 0.0
        if self.rho == 0:
            return float(np.exp(shares @ np.log(level)))
        return size * float(np.power(shares @ (level / size) ** self.rho, 1 / self.rho))


Aggregation = str | CES


def check_aggregation(aggregation: Aggregation, missions: Sequence[str]) -> Aggregation:
    """Accept ``"sum"``, ``"worst"`` or a ``CES`` whose weights cover the missions."""
    if isinstance(aggregation, CES):
        for name in missions:
            if name not in aggregation.weights:
                raise InvalidInput(f"aggregation: the CES weights lack the mission {name!r}; add it.")
        for name in aggregation.weights:
            if name not in missions:
                raise InvalidInput(
                    f"aggregation: the CES weights name {name!r}, which is no mission."
                    f"{did_you_mean(name, missions)}"
                )
        return aggregation
    if isinstance(aggregation, str) and aggregation in ("sum", "worst"):
        return aggregation
    raise InvalidInput(
        f"aggregation={show(aggregation)} is not known; choose 'sum', 'worst' or a CES(rho, weights)."
    )


def aggregate(aggregation: Aggregation, values: Sequence[float], missions: Sequence[str]) -> float:
    """Return the aggregate of the missions' values."""
    if isinstance(aggregation, CES):
        return aggregation(values, missions)
    return min(values) if aggregation == "worst" else math.fsum(values)
