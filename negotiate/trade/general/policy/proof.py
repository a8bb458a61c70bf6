"""The proof that tariffs are best replies: slopes, curvature, and a search far away.

All three are worked out again at the tariffs found: the first two from the adjoint gradient, the
third by solving the model at rates spread over a wide range.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.trade.general.policy.choice import Choice
from negotiate.trade.general.policy.search import difference_matrix

__all__ = ["GRID", "Proof", "best_reply_proof"]

Floats = NDArray[np.float64]

GRID = np.round(np.concatenate([np.linspace(-0.3, 1.0, 27), [1.25, 1.5, 2.0, 3.0]]), 12)
_DRAWS = 60
_SEED = 20250402


class Proof(NamedTuple):
    """What shows that each setter's rates are a best reply, one entry a setter.

    Attributes
    ----------
    gradient : ndarray, shape (setters,)
        Largest slope of Ŵ in a free rate.
    curvature : ndarray, shape (setters,)
        Largest eigenvalue of the second derivatives in log(1+t), scaled by trade; below 0 at a maximum.
    regret : ndarray, shape (setters,)
        What the best reply of the scan would add, in base-year money; 0 where none is better.
    scanned : int
        Tables of tariffs that were solved for it.
    """

    gradient: Floats
    curvature: Floats
    regret: Floats
    scanned: int


def best_reply_proof(choice: Choice, rates: Floats) -> Proof:
    """Work out slopes, curvature and regret at the free rates, shape (free,)."""
    logs = np.log1p(rates)
    slopes = choice.own_slopes(logs[None])[0] / (1 + rates)
    second = difference_matrix(choice.own_slopes, logs)
    gradient, curvature, regret, scanned = [], [], [], 0
    here = choice.payoffs(rates[None])[0]
    for k in range(len(choice.setters)):
        mine = np.flatnonzero(choice.owner == k)
        gradient.append(np.abs(slopes[mine]).max())
        root = np.sqrt(choice.trade[mine] / choice.trade[mine].max())
        block = second[np.ix_(mine, mine)] / np.outer(root, root)
        curvature.append(np.linalg.eigvalsh((block + block.T) / 2).max())
        far = _replies(rates, mine)
        scanned += len(far)
        regret.append(max(0.0, float((choice.payoffs(far)[:, k] - here[k]).max())))
    return Proof(np.array(gradient), np.array(curvature), np.array(regret), scanned)


def _replies(rates: Floats, mine: NDArray[np.intp]) -> Floats:
    """Return replies to try: all rates equal, each alone, and draws of all at once."""
    count = len(mine)
    together = np.repeat(GRID[:, None], count, axis=1)
    drawn = np.random.default_rng(_SEED).uniform(GRID[0], 1.0, (_DRAWS, count))
    alone = np.repeat(rates[mine][None], count * len(GRID), axis=0) if count > 1 else together[:0]
    for place in range(count if count > 1 else 0):
        alone[place * len(GRID) : (place + 1) * len(GRID), place] = GRID
    own = np.concatenate([together, alone, drawn])
    replies = np.repeat(rates[None], len(own), axis=0)
    replies[:, mine] = own
    return replies
