"""The proof of an equilibrium: every condition worked out again from levels, without the solver.

Uses only the economy's flows and the answer's hats, in the plain form of the equations (powers in
place of logs, one tariff vector's flows in place of the solver's arrays).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from negotiate.trade.general.solution import TradeEquilibrium

__all__ = ["CONDITIONS", "largest_residuals", "new_flows"]

Floats = NDArray[np.float64]

CONDITIONS = ("markets", "budgets", "prices", "labour", "numeraire")


def new_flows(found: TradeEquilibrium) -> Floats:
    """Return X', what importers pay exporters before duty, (..., *economy.shape)."""
    economy = found.model.economy
    rates = found.tariffs
    flows = _new_shares(found) * _wide(found.spending_by_sector, economy.shape)
    return np.asarray(flows / (1 + rates))


def largest_residuals(found: TradeEquilibrium, flows: Floats) -> dict[str, Floats]:
    """Return the largest relative residual of each condition, by name, each of the batch's shape.

    ``markets``: sales against income. ``budgets``: spending against income, revenue and transfers.
    ``prices``: the price index against its formula. ``labour``: employment against labour supply.
    ``numeraire``: the index held at 1.
    """
    model, economy = found.model, found.model.economy
    margins = economy.margins
    by_pair = flows if len(economy.sectors) == 1 else flows.sum(axis=-1)
    sales = by_pair @ (1 - margins) + margins * by_pair.sum(axis=-2)
    if found.purchases.ndim:
        sales = sales + found.purchases.sum(axis=-1)
    duty = found.tariffs * flows
    revenue = duty.sum(axis=-2) if len(economy.sectors) == 1 else duty.sum(axis=(-3, -1))
    income = economy.incomes * found.wages * found.employment
    supply = np.ones_like(income)
    if model.labour_supply > 0:
        kept = (1 - _relief(found, revenue, income)) / (1 - model.base_relief)
        supply = (found.wages / (found.prices * kept)) ** model.labour_supply
    residuals = (
        sales / income - 1,
        (revenue + income + _transfers(found, income)) / found.expenditure - 1,
        _prices(found) / found.prices - 1,
        supply / found.employment - 1,
        _index(found, income)[..., None] - 1,
    )
    return {name: np.abs(values).max(axis=-1) for name, values in zip(CONDITIONS, residuals, strict=True)}


def _wide(by_sector: Floats, shape: tuple[int, ...]) -> Floats:
    """Stretch (..., importers, sectors) over exporters."""
    return by_sector[..., None, :, 0] if len(shape) == 2 else by_sector[..., None, :, :]


def _attraction(found: TradeEquilibrium) -> Floats:
    """λ (cost)^(−ε), the new shares before they are made to sum to 1."""
    model, economy = found.model, found.model.economy
    cost = found.wages / found.employment**model.scale
    duty = (1 + found.tariffs) / (1 + economy.tariffs)
    power = (1 + model.scale) / (1 - economy.margins) - model.scale
    if len(economy.sectors) == 1:
        delivered = cost[..., :, None] * duty**power * found.iceberg
        return np.asarray(economy.shares * delivered ** -economy.epsilon[0])
    delivered = cost[..., :, None, None] * duty * found.iceberg
    return np.asarray(economy.shares * delivered**-economy.epsilon)


def _new_shares(found: TradeEquilibrium) -> Floats:
    attraction = _attraction(found)
    axis = -2 if len(found.model.economy.sectors) == 1 else -3
    return np.asarray(attraction / attraction.sum(axis=axis, keepdims=True))


def _prices(found: TradeEquilibrium) -> Floats:
    model, economy = found.model, found.model.economy
    attraction = _attraction(found)
    if len(economy.sectors) > 1:
        by_sector = attraction.sum(axis=-3) ** (-1 / economy.epsilon)
        return np.asarray((by_sector**economy.spending_shares).prod(axis=-1))
    power = (1 + model.scale) / (1 - economy.margins) - model.scale
    real = found.expenditure / economy.expenditure / found.wages
    return np.asarray(attraction.sum(axis=-2) ** (-1 / economy.epsilon[0]) * real ** (1 - power))


def _relief(found: TradeEquilibrium, revenue: Floats, income: Floats) -> Floats:
    if found.model.revenue == "lump_sum":
        return np.zeros_like(income)
    return revenue / income


def _transfers(found: TradeEquilibrium, income: Floats) -> Floats:
    economy = found.model.economy
    paid = found.purchases.sum(axis=-2) if found.purchases.ndim else 0.0
    if found.model.deficits != "world_income_share":
        return np.asarray(found.model.kept * economy.deficits - paid)
    growth = income.sum(axis=-1, keepdims=True) / economy.incomes.sum()
    return np.asarray(economy.deficits * growth - paid)


def _index(found: TradeEquilibrium, income: Floats) -> Floats:
    economy, numeraire = found.model.economy, found.model.numeraire
    if numeraire == "world_income":
        return np.asarray(income.sum(axis=-1) / economy.incomes.sum())
    if numeraire == "world_prices":
        return np.asarray((found.prices * economy.expenditure).sum(axis=-1) / economy.expenditure.sum())
    return np.asarray(found.wages[..., economy.place(numeraire)])
