"""Derivatives of the equations in the unknowns.

Everything moves through costs ``c = u − ψ l`` and through incomes ``log Y' = u + l``. With θ_k the share
of k in world income, spending follows

    dlog E'_j = C_jk dc_k + (Y'_j/B'_j) dlog Y'_j + (D'_j/B'_j) Σ_k θ_k dlog Y'_k
    C_jk = −Σ_s β_js ε_s λ'_kjs (t/(1+t) − ρ_js) / (1 − ρ_j)

with ``B'`` spending before duty (the last term where deficits move with world income). Prices, relief
and sales follow from it and from ``dlog λ'_ij = −ε (dc_i − Σ_n λ'_nj dc_n)``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.trade.general.system import WORLD_INCOME, WORLD_PRICES, Floats, Point, Shock, System

__all__ = ["Slopes", "residual_slopes", "slopes"]


class Slopes(NamedTuple):
    """Derivatives in the unknowns, (batch, countries, unknowns); of residuals (batch, unknowns, unknowns)."""

    residuals: Floats
    log_expenditure: Floats
    log_before_duty: Floats
    log_prices: Floats
    relief: Floats


class _Line(NamedTuple):
    """Derivatives of one outcome by country: in all costs, own income, own wage and world income."""

    costs: Floats  # (batch, countries, countries)
    income: Floats  # (batch, countries), like the rest
    wage: Floats
    world: Floats

    def times(self, factor: Floats) -> _Line:
        return _Line(self.costs * factor[..., None], *(part * factor for part in self[1:]))

    def plus(self, other: _Line) -> _Line:
        return _Line(*(mine + yours for mine, yours in zip(self, other, strict=True)))


class _Lines(NamedTuple):
    spending: _Line
    before_duty: _Line
    prices: _Line
    relief: _Line
    theta: Floats | None  # θ, shares of world income, where transfers move with it


def slopes(system: System, at: Point, shock: Shock) -> Slopes:
    """Differentiate residuals, spending, spending before duty, prices and relief."""
    lines = _lines(system, at, shock)
    return Slopes(
        _residuals(system, at, lines),
        _columns(system, lines.spending, lines.theta),
        _columns(system, lines.before_duty, lines.theta),
        _columns(system, lines.prices, lines.theta),
        _columns(system, lines.relief, lines.theta),
    )


def residual_slopes(system: System, at: Point, shock: Shock) -> Floats:
    """Differentiate the residuals alone: the matrix of Newton's step."""
    return _residuals(system, at, _lines(system, at, shock))


def _lines(system: System, at: Point, shock: Shock) -> _Lines:
    paid = system.spending[:, None, :] * at.shares
    gap = shock.duty - at.sector_duty[..., None, :]
    by_buyer = (paid * gap * system.elasticities[:, None, None]).sum(axis=-3).swapaxes(-1, -2)
    costs = by_buyer / (at.duty_share - 1)[..., None]
    before = at.before_duty
    nothing = np.zeros_like(before)
    own, world = at.incomes / before, nothing
    theta = None
    if system.share_closure:
        world, theta = at.deficits / before, at.incomes / at.incomes.sum(axis=-1, keepdims=True)
    spending = _Line(costs, own, nothing, world)
    before_duty = _Line(np.zeros_like(costs), own, nothing, world)
    goods = paid.sum(axis=-3).swapaxes(-1, -2)
    curve = np.broadcast_to(1 - system.tariff_power, before.shape)
    prices = _Line(goods, nothing, -curve, nothing)
    if system.margins.any():
        prices = prices.plus(spending.times(curve))
    relief = _Line(np.zeros_like(costs), nothing, nothing, nothing)
    if system.tax_relief:
        relief = _relief(at, spending, before_duty)
    return _Lines(spending, before_duty, prices, relief, theta)


def _relief(at: Point, spending: _Line, before_duty: _Line) -> _Line:
    """τ = (E' − B')/Y' with B' = spending before duty, so dτ = (E' dlog E' − B' dlog B')/Y' − τ dlog Y'."""
    spent = spending.times(at.expenditure / at.incomes)
    kept = before_duty.times(-at.before_duty / at.incomes)
    both = spent.plus(kept)
    return both._replace(income=both.income - at.relief)


def _columns(system: System, line: _Line, theta: Floats | None, matrix: Floats | None = None) -> Floats:
    """Lay a line out over the unknowns; ``matrix`` adds derivatives in all incomes."""
    n = system.size
    out = np.empty((*line.costs.shape[:2], system.unknowns))
    own = np.arange(n)
    for first in range(0, system.unknowns, n):
        block = out[..., first : first + n]
        if first == 0:
            block[...] = line.costs
        else:
            np.multiply(line.costs, -system.scale, out=block)
        if matrix is not None:
            block += matrix
        if theta is not None:
            block += line.world[..., None] * theta[:, None, :]
        block[..., own, own] += line.income + (line.wage if first == 0 else 0)
    return out


def _residuals(system: System, at: Point, lines: _Lines) -> Floats:
    n = system.size
    out = np.empty((len(at.incomes), system.unknowns, system.unknowns))
    out[:, :n] = _markets(system, at, lines)
    dropped = system.dropped
    out[:, dropped] = _index(system, at, lines)
    if system.labour_supply > 0:
        pay = lines.prices
        if system.tax_relief:
            pay = pay.plus(lines.relief.times(1 / (at.relief - 1)))
        supply = pay.times(np.full_like(at.incomes, system.labour_supply))
        supply = supply._replace(wage=supply.wage - system.labour_supply)
        out[:, n:] = _columns(system, supply, lines.theta)
        own = np.arange(n)
        out[:, n + own, n + own] += 1
    return out


def _markets(system: System, at: Point, lines: _Lines) -> Floats:
    """Differentiate (sales − Y')/Y."""
    n, (batch, sectors) = system.size, at.shipments.shape[:2]
    elastic = system.elasticities[:, None, None] * at.shipments
    flat = (batch, n, sectors * n)
    costs = elastic.swapaxes(1, 2).reshape(flat) @ at.shares.swapaxes(1, 2).reshape(flat).swapaxes(-1, -2)
    sold = at.shipments.sum(axis=1)
    costs += sold @ lines.spending.costs
    own = np.arange(n)
    costs[:, own, own] -= elastic.sum(axis=(1, 3))
    scale = 1 / system.incomes
    line = _Line(
        costs * scale[:, None],
        (system.margins - 1) * at.incomes * scale,
        np.zeros_like(at.incomes),
        ((sold @ lines.spending.world[..., None])[..., 0] + system.margins * at.deficits) * scale,
    )
    matrix = sold * (scale[:, None] * lines.spending.income[:, None, :])
    return _columns(system, line, lines.theta, matrix)


def _index(system: System, at: Point, lines: _Lines) -> Floats:
    """Differentiate the numeraire's index."""
    if system.numeraire == WORLD_INCOME:
        return np.asarray(np.tile(at.incomes / system.incomes.sum(), system.unknowns // system.size))
    if system.numeraire == WORLD_PRICES:
        weights = system.price_weights * np.exp(at.log_prices)
        return np.asarray((weights[:, None, :] @ _columns(system, lines.prices, lines.theta))[:, 0, :])
    row = np.zeros((len(at.incomes), system.unknowns))
    row[:, int(system.numeraire)] = 1
    return row
