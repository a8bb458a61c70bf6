"""The region's reactions in many draws: what ``reactions.py`` says, for arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiate.scenario.batch_draws import Draws, Floats
from negotiate.scenario.reactions import SIDES

__all__ = ["comes_to_rest", "reaction_slopes"]

_HERE = "model.region."
_FLAT = 1e-12  # growth nearer to 0 than this, beside the size of the coefficients, is neither


def reaction_slopes(draws: Draws) -> tuple[Floats, Floats]:
    """Return what the reactions to a dollar of purchases are worth to each side, shape (draws or 1,).

    0 where the scenario counts none; NaN in draws in which spending rises without end.
    """
    model = draws.scenario.document["model"]
    if not any(model["weights"][f"{side}_region"] for side in SIDES):
        return np.zeros(1), np.zeros(1)
    names, others = list(model["region"]["countries"]), _others(draws)
    who = names.index(model["region"]["buyer"])
    response = np.where(comes_to_rest(draws)[:, None, None], _responses(draws), np.nan)
    system = np.eye(len(others)) - response[:, others][:, :, others]
    answers = np.linalg.solve(system, response[:, others, who][..., None])[..., 0]
    induced = draws.of(_HERE + "additional_share", 1.0)[:, None] * answers
    slopes = []
    for side in SIDES:
        worth = _stacked([draws.of(f"{_HERE}countries.{names[k]}.worth_to_{side}", 0.0) for k in others])
        slopes.append((worth * induced).sum(axis=1))
    return slopes[0], slopes[1]


def comes_to_rest(draws: Draws) -> NDArray[np.bool_]:
    """Return in which draws the region's spending comes to rest, shape (draws or 1,).

    All countries share one speed, so it does where the responses have no eigenvalue of 1 or above
    in their real part: those of all countries, and those of the others to a buyer whose spending is given.
    """
    if "region" not in draws.scenario.document["model"]:
        return np.ones(1, dtype=bool)
    response = _responses(draws)
    size = abs(response).sum(axis=2)
    if size.max() < 1 - 1e-6:
        return np.ones(1, dtype=bool)  # no eigenvalue is larger than the largest sum of a row
    others = _others(draws)
    parts = (response, response[:, others][:, :, others])
    growth = np.max([np.linalg.eigvals(part).real.max(axis=1) for part in parts], axis=0) - 1
    return np.asarray(growth < -_FLAT * (size.sum(axis=1) + size.shape[1]))


def _others(draws: Draws) -> list[int]:
    """Return the places of the countries that do not buy."""
    region = draws.scenario.document["model"]["region"]
    return [k for k, name in enumerate(region["countries"]) if name != region["buyer"]]


def _responses(draws: Draws) -> Floats:
    """Return what row spends more for column's dollar, shape (draws or 1, countries, countries)."""
    countries = draws.scenario.document["model"]["region"]["countries"]
    columns = [
        draws.of(f"{_HERE}countries.{name}.answers.{other}") if other in country["answers"] else np.zeros(1)
        for name, country in countries.items()
        for other in countries
    ]
    return _stacked(columns).reshape(-1, len(countries), len(countries))


def _stacked(columns: list[Floats]) -> Floats:
    return np.ascontiguousarray(np.stack(np.broadcast_arrays(*columns), axis=-1))
