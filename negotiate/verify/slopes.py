"""Slopes of both payoffs at a point: in tariffs by central differences, in purchases by the formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum
from typing import Any

from negotiate.verify.entry import close, exact
from negotiate.verify.model import Model

__all__ = ["model_slopes", "same_slopes"]

STEP = 1e-5  # of a tariff rate, a fraction
WORLD_STEP = 1e-3  # the same in general equilibrium, where gains are small against incomes
AGREE = 1e-6  # relative; the error of a central difference falls with the square of the step

Rows = list[list[float]]


def model_slopes(
    model: Model, package: str, level: float, value_slopes: Sequence[Any] | None
) -> tuple[Rows, Rows | None]:
    """Return slopes by player: in each sector's tariff, and from the left and right in purchases.

    The second are None where the file lacks slopes at this level, of the value or of terms of the bundle.
    """
    rates = [float(exact(rate)) for rate in model.record["rates"][package]]
    tariff: Rows = [[], []]
    for k in range(len(rates)):
        for player in (0, 1):
            tariff[player].append(_slope(model, player, rates, k))
    unknown = value_slopes is None or model.weights["offset"] or model.weights["interop"]
    return tariff, None if unknown else _purchases(model, level, value_slopes or ())


def _slope(model: Model, player: int, rates: Sequence[float], k: int) -> float:
    """Return a slope by a central difference; of two steps where gains are small against incomes."""

    def rise(step: float) -> float:
        high, low = ([r + side * step * (place == k) for place, r in enumerate(rates)] for side in (1, -1))
        return (_tariff_part(model, player, high) - _tariff_part(model, player, low)) / (2 * step)

    if model.world is None:
        return rise(STEP)
    return (4 * rise(WORLD_STEP) - rise(2 * WORLD_STEP)) / 3


def _tariff_part(model: Model, player: int, rates: Sequence[float]) -> float:
    effects = model.effects("", rates)
    if player == 0:
        return model.weights["tariff"] * fsum(e.exporters for e in effects)
    kappa = model.parameter("revenue_weight", 1.0)
    welfare = fsum(e.consumers + kappa * e.revenue for e in effects)
    return model.weights["consumers_and_revenue"] * welfare + model.organised(effects)


def _purchases(model: Model, level: float, value_slopes: Sequence[Any]) -> Rows:
    weight, parameter = model.weights, model.parameter
    beyond = max(0.0, level - parameter("sensitivity_threshold", 0.0))
    gains = [model.worth * float(exact(slope)) for slope in value_slopes]
    cost = weight["cost"] * (1 + parameter("marginal_excess_burden"))
    pressure = weight["sensitivity"] * parameter("sensitivity", 0.0) * beyond
    rent = weight["export_rent"] * (parameter("export_rent_economic") + parameter("export_rent_political"))
    spill = weight["ally_strength"] * parameter("ally_spill_in")
    cost -= weight["buyer_region"] * model.reactions[0]
    rent += weight["setter_region"] * model.reactions[1]
    if model.world is not None and model.world.orders:
        cost -= model.world.order_slope(0, level)
        rent += model.world.order_slope(1, level)
    buyer = [weight["capability"] * gain - cost - pressure for gain in gains]
    return [buyer, [rent + spill * gain for gain in gains]]


def same_slopes(problem: Mapping[str, Any], slopes: tuple[Rows, Rows | None]) -> bool:
    """Say whether a problem of kind ``"slopes"`` has these slopes."""
    tariff, purchase = slopes
    given = problem["tariff_slopes"]
    pairs = [(given, tariff, AGREE)]
    if purchase is not None:
        pairs.append((problem["purchase_slopes"], purchase, 1e-9))
    return all(
        close(float(exact(number)), follows, tolerance)
        for rows, expected, tolerance in pairs
        for row, wanted in zip(rows, expected, strict=True)
        for number, follows in zip(row, wanted, strict=True)
    )
