"""What purchases are worth where each draw has a procurement problem of its own: no more than is needed.

Whole bundles are worth at most what divisible ones are, which is quick to find. With that bound at
every level, a level can be the best choice, or the deal, only if it is so at the bound. So the
exact worth is found for the levels that are, until those that decide are all exact. The answers
are those with the exact worth of every level.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from negotiate.errors import NegotiateError
from negotiate.scenario.batch_draws import Draws, Floats
from negotiate.scenario.batch_terms import TermTables, Worth, term_tables
from negotiate.scenario.build import NegotiationModel, build_model

__all__ = ["settled_tables", "worth_of"]

_ROOM = 1e-9  # relative; above the rounding of a linear programme

Undecided = Callable[[TermTables], NDArray[np.bool_]]


def worth_of(model: NegotiationModel) -> Worth:
    """Return the exact worth of every level of one model."""
    gains = np.array([model.value(level) for level in model.purchases])
    slopes = np.array([model.value.slope(level)[1] for level in model.purchases])
    return Worth(gains[None], slopes[None], np.array([model.value.slope(0.0)[1]]))


def settled_tables(
    draws: Draws, model: NegotiationModel, changed: Sequence[str], decisive: Undecided
) -> tuple[TermTables, Worth]:
    """Return term tables in which every decisive level is exact, the others at their upper bound.

    Parameters
    ----------
    draws : Draws
    model : NegotiationModel
        At the scenario's own values.
    changed : sequence of str
        The parameters on which V(B) depends.
    decisive : callable
        From tables to the levels that may decide, shape (draws, levels).
    """
    models, worth = _bounds(draws, model, changed)
    levels = np.array(model.purchases)
    exact = np.zeros(worth.gains.shape, dtype=bool)
    wanted = np.zeros_like(exact)
    wanted[:, 0] = True  # where the least budget has a bundle, all have
    while True:
        for draw, level in np.argwhere(wanted & ~exact):
            _make_exact(models, worth, draw, level)
            exact[draw, level] = True
        tables = term_tables(draws, levels, worth)
        wanted = decisive(tables) & tables.defined[:, None]
        if not (wanted & ~exact).any():
            return tables, worth


def _bounds(
    draws: Draws, model: NegotiationModel, changed: Sequence[str]
) -> tuple[list[NegotiationModel | None], Worth]:
    """Build the model of every draw, with upper bounds of what its levels are worth."""
    count, width = draws.count, len(model.purchases)
    worth = Worth(np.zeros((count, width)), np.zeros((count, width)), np.full(count, np.nan))
    models: list[NegotiationModel | None] = []
    for draw in range(count):
        try:
            values = {path: float(draws.values[path][draw]) for path in changed}
            one = build_model(model.scenario.with_values(values), reuse=model)
            bound, slope, at_zero = _bound(one)
        except NegotiateError:
            models.append(None)
            continue
        models.append(one)
        worth.gains[draw], worth.slopes[draw], worth.at_zero[draw] = bound, slope, at_zero
    return models, worth


def _bound(model: NegotiationModel) -> tuple[Floats, Floats, float]:
    """Return the divisible worth of every level with some room, and the slopes."""
    value, levels = model.value, model.purchases
    divisible = np.array([value.relaxed(level) for level in levels])
    slopes = np.array([value.slope(level)[1] for level in levels])
    return divisible + _ROOM * (1 + np.abs(divisible)), slopes, value.slope(0.0)[1]


def _make_exact(models: list[NegotiationModel | None], worth: Worth, draw: int, level: int) -> None:
    """Find the exact worth of a level; where there is none there is no model in the draw."""
    model = models[draw]
    if model is None:
        return
    try:
        worth.gains[draw, level] = model.value(model.purchases[level])
    except NegotiateError:
        models[draw], worth.at_zero[draw] = None, np.nan
