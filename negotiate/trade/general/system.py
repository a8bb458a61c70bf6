"""The equations of the model in hats and logs, and what they give at a point.

Notation. Exporter i, importer j, sector s; a hat is "after over before". Shares ``λ_ijs`` of what
j spends on s; spending shares ``β_js``; tariffs ``t`` on values before duty; trade elasticity
``ε_s``; margins ``ν_j``; labour supply ``κ``; scale ``ψ``; purchases ``G_ij`` that a government orders abroad
beside what its people choose. Unknowns: ``u = log ŵ``, and
``l = log L̂`` where labour is elastic. With ``c_i = u_i − ψ l_i``::

    λ'_ijs ∝ λ_ijs exp(−ε_s (c_i + φ_j log T̂_ijs + log d̂_ijs)),    s_js their sum over i
    E'_j = (Y'_j + D'_j − Σ_i G_ij) / (1 − ρ_j),   ρ_j = Σ_is β_js λ'_ijs t_ijs/(1+t_ijs)
    Y'_j = Y_j ŵ_j L̂_j
    sales_i = Σ_j (1−ν_j) X'_ij + ν_i Σ_n X'_ni + Σ_j G_ij,   X'_ij = E'_j Σ_s β_js λ'_ijs/(1+t_ijs)
    log P̂_j = (1−φ_j) (log Ê_j − u_j) − Σ_s (β_js/ε_s) log s_js
    τ_j = ρ_j E'_j / Y'_j under income-tax relief, else 0

Markets clear where ``sales = Y'``; one of these follows from the others (Walras) and gives way
to the numeraire. Labour supply is ``l_j = κ (u_j − log P̂_j − log (1−τ_j)/(1−τ⁰_j))``.

Arrays here have the batch first and the sector before the countries: (batch, sector, i, j).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Point", "Shock", "System", "WORLD_INCOME", "WORLD_PRICES"]

Floats = NDArray[np.float64]

WORLD_INCOME, WORLD_PRICES = "world_income", "world_prices"


class Shock(NamedTuple):
    """New tariffs as the equations use them, shape (batch, sector, i, j)."""

    tariffs: Floats
    duty: Floats  # t/(1+t), the duty's share of what the buyer pays
    pull: Floats  # λ_ijs (T̂^φ d̂)^(−ε), the new shares before wages and scale move
    ordered: Floats  # Σ_j G_ij, sold on order, (batch, i)
    paid: Floats  # Σ_i G_ij, (batch, j)


class Point(NamedTuple):
    """What the equations give at ``u`` and ``l``; countries last."""

    shares: Floats  # λ', (batch, sector, i, j)
    log_sums: Floats  # log s, (batch, sector, j)
    sector_duty: Floats  # ρ_js, (batch, sector, j)
    duty_share: Floats  # ρ_j, (batch, j)
    incomes: Floats  # Y'
    deficits: Floats  # D'
    before_duty: Floats  # Y' + D' less what is paid for orders
    expenditure: Floats  # E'
    shipments: Floats  # (1−ν_j) X'_ijs, (batch, sector, i, j)
    sales: Floats
    log_prices: Floats
    relief: Floats  # τ

    @property
    def feasible(self) -> NDArray[np.bool_]:
        """Where spending is positive and relief takes less than all income, shape (batch,)."""
        spends = (self.before_duty > 0).all(axis=-1) & (self.duty_share < 1).all(axis=-1)
        return np.asarray(spends & (self.relief < 1).all(axis=-1) & np.isfinite(self.sales).all(axis=-1))


@dataclass(frozen=True, eq=False)
class System:
    """An economy at its base year and the rules of the counterfactual, as arrays.

    ``kept`` is the part of deficits that stays: 1, or 0 to purge them. ``share_closure`` moves
    transfers with world income; otherwise they are fixed in units of the numeraire.
    """

    shares: Floats  # (sector, i, j)
    spending: Floats  # β, (sector, j)
    elasticities: Floats  # (sector,)
    incomes: Floats  # (countries,), like the next four
    deficits: Floats
    expenditure: Floats
    margins: Floats
    base_relief: Floats
    base_tariffs: Floats  # (sector, i, j)
    labour_supply: float
    scale: float
    tax_relief: bool
    share_closure: bool
    numeraire: str | int
    kept: float = 1.0

    @property
    def size(self) -> int:
        """Number of countries."""
        return len(self.incomes)

    @property
    def unknowns(self) -> int:
        """Wages, and employment where labour is elastic."""
        return self.size * (2 if self.labour_supply > 0 else 1)

    @property
    def tariff_power(self) -> Floats:
        """φ_j: a tariff moves trade by ``ε φ_j``, an iceberg cost by ``ε``; 1 without margins."""
        return np.asarray((1 + self.scale) / (1 - self.margins) - self.scale)

    def shock(self, tariffs: Floats, iceberg: Floats | None, purchases: Floats | None = None) -> Shock:
        """Prepare tariffs and iceberg costs, (batch, sector, i, j), and purchases, (batch, i, j)."""
        cost = self.tariff_power * np.log((1 + tariffs) / (1 + self.base_tariffs))
        if iceberg is not None:
            cost = cost + np.log(iceberg)
        pull = self.shares * np.exp(-self.elasticities[:, None, None] * cost)
        none = np.zeros((len(tariffs), self.size))
        ordered, paid = (none, none) if purchases is None else (purchases.sum(axis=2), purchases.sum(axis=1))
        return Shock(tariffs, tariffs / (1 + tariffs), pull, ordered, paid)

    def split(self, unknowns: Floats) -> tuple[Floats, Floats]:
        """Return ``u`` and ``l`` from the vector of unknowns."""
        wages = unknowns[:, : self.size]
        return wages, unknowns[:, self.size :] if self.labour_supply > 0 else np.zeros_like(wages)

    def point(self, unknowns: Floats, shock: Shock) -> Point:
        """Evaluate every equation at the unknowns, shape (batch, unknowns)."""
        log_wages, log_labour = self.split(unknowns)
        cost = log_wages - self.scale * log_labour
        shares = shock.pull * np.exp(-self.elasticities[:, None] * cost[:, None, :])[..., None]
        sums = shares.sum(axis=-2)
        shares /= sums[..., None, :]
        sector_duty = (shock.duty * shares).sum(axis=-2)
        duty_share = (self.spending * sector_duty).sum(axis=-2)
        incomes = self.incomes * np.exp(log_wages + log_labour)
        growth = incomes.sum(axis=-1, keepdims=True) / self.incomes.sum() if self.share_closure else 1.0
        deficits = np.broadcast_to(self.kept * self.deficits * growth, incomes.shape)
        before_duty = incomes + deficits - shock.paid
        expenditure = before_duty / (1 - duty_share)
        shipments = shares * (1 - shock.duty) * self.spending[:, None, :]
        shipments *= ((1 - self.margins) * expenditure)[:, None, None, :]
        log_sums = np.log(sums)
        real = np.log(np.abs(expenditure) / self.expenditure) - log_wages
        goods = (self.spending / self.elasticities[:, None] * log_sums).sum(axis=-2)
        return Point(
            shares=shares,
            log_sums=log_sums,
            sector_duty=sector_duty,
            duty_share=duty_share,
            incomes=incomes,
            deficits=deficits,
            before_duty=before_duty,
            expenditure=expenditure,
            shipments=shipments,
            sales=shipments.sum(axis=(-3, -1)) + self.margins * before_duty + shock.ordered,
            log_prices=(1 - self.tariff_power) * real - goods,
            relief=duty_share * expenditure / incomes if self.tax_relief else np.zeros_like(incomes),
        )

    def residuals(self, unknowns: Floats, at: Point) -> Floats:
        """Return excess sales over base income, with the numeraire in one place, and excess labour."""
        log_wages, log_labour = self.split(unknowns)
        markets = (at.sales - at.incomes) / self.incomes
        markets[:, self.dropped] = self._index(log_wages, at)
        if self.labour_supply == 0:
            return markets
        with np.errstate(invalid="ignore", divide="ignore"):
            take_home = log_wages - at.log_prices - np.log((1 - at.relief) / (1 - self.base_relief))
        return np.concatenate([markets, log_labour - self.labour_supply * take_home], axis=-1)

    def normalised(self, unknowns: Floats, shock: Shock) -> Floats:
        """Move all wages together until the numeraire holds, so that a step need not care for it.

        The index is not linear in log wages: left to Newton's steps it would make them short where
        there is little trade and wages have far to go.
        """
        log_wages, log_labour = self.split(unknowns)
        if self.numeraire == WORLD_INCOME:
            level = np.log(np.exp(log_wages + log_labour) @ self.incomes / self.incomes.sum())
        elif self.numeraire == WORLD_PRICES:
            level = np.log(np.exp(self.point(unknowns, shock).log_prices) @ self.price_weights)
        else:
            level = log_wages[:, int(self.numeraire)]
        moved = unknowns.copy()
        moved[:, : self.size] -= level[:, None]
        return moved

    @property
    def dropped(self) -> int:
        """The market that follows from the others: that of the largest income."""
        return int(np.argmax(self.incomes))

    @property
    def price_weights(self) -> Floats:
        """Base spending over that of the world, shape (countries,)."""
        return np.asarray(self.expenditure / self.expenditure.sum())

    def _index(self, log_wages: Floats, at: Point) -> Floats:
        if self.numeraire == WORLD_INCOME:
            return np.asarray(at.incomes.sum(axis=-1) / self.incomes.sum() - 1)
        if self.numeraire == WORLD_PRICES:
            return np.asarray(np.exp(at.log_prices) @ self.price_weights - 1)
        return np.asarray(log_wages[:, int(self.numeraire)])
