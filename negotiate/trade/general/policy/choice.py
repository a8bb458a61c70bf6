"""Free tariffs as a vector, and what they do to each setter's payoff.

Unknowns are ``u = log(1+t)``, so every step keeps rates above −1 and payoffs are nearly concave.
Payoffs are in base-year money; slopes are those of payoffs over the setter's base spending, so that a
gradient reads as a change of Ŵ for a change of a rate by 1.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import instance_of
from negotiate.errors import InvalidInput
from negotiate.trade.general.economy import Economy
from negotiate.trade.general.gradient import tariff_gradient
from negotiate.trade.general.model import GeneralEquilibrium
from negotiate.trade.general.policy.setter import TariffSetter
from negotiate.trade.general.solution import TradeEquilibrium
from negotiate.trade.general.tariffs import read_tariffs

__all__ = ["Choice", "one_table"]

Floats = NDArray[np.float64]

_CELLS = 4_000_000  # of tariff tables solved at once


def one_table(name: str, tariffs: ArrayLike, economy: Economy) -> Floats:
    """Accept one table of tariffs, not a batch."""
    table = read_tariffs(economy, tariffs)
    if table.shape != economy.shape:
        raise InvalidInput(f"{name} has shape {table.shape}; it must be one table, shape {economy.shape}.")
    return table


class Choice:
    """The free tariffs of some setters; all other tariffs and all orders are held.

    Those named in ``still`` have a payoff and no free tariffs: theirs are held too.
    """

    def __init__(
        self,
        model: GeneralEquilibrium,
        setters: Sequence[TariffSetter],
        held: ArrayLike | None = None,
        purchases: ArrayLike | None = None,
        *,
        still: Collection[str] = (),
    ) -> None:
        instance_of("model", model, GeneralEquilibrium)
        economy = model.economy
        self.model, self.setters, self.purchases = model, tuple(setters), purchases
        table = np.array(economy.tariffs if held is None else one_table("held", held, economy))
        none = np.zeros((0, *economy.shape), dtype=bool), ()
        found = [none if setter.name in still else setter.masks(economy) for setter in self.setters]
        self.masks = np.concatenate([masks for masks, _ in found])
        self.labels = tuple(label for _, labels in found for label in labels)
        self.owner = np.repeat(np.arange(len(found)), [len(masks) for masks, _ in found])
        self._check_apart()
        table[self.masks.any(axis=0)] = 0
        self.held = table

    def _check_apart(self) -> None:
        taken = self.masks.sum(axis=0) > 1
        if taken.any():
            economy = self.model.economy
            row, column = np.argwhere(taken)[0][:2]
            raise InvalidInput(
                f"the tariff of {economy.countries[column]} on {economy.countries[row]} has two setters; "
                "every tariff needs one."
            )

    @property
    def size(self) -> int:
        """Number of free rates."""
        return len(self.masks)

    @cached_property
    def bases(self) -> Floats:
        """Base spending of each setter's members, shape (setters,)."""
        economy, base = self.model.economy, self.model.welfare_base
        return np.array([base[[economy.place(m) for m in s.members]].sum() for s in self.setters])

    @cached_property
    def weights(self) -> Floats:
        """Weights on equivalent variations, shape (setters, countries)."""
        return np.stack([setter.weights(self.model.economy) for setter in self.setters])

    @cached_property
    def treasuries(self) -> Floats:
        """Extra weights on revenue, shape (setters, countries)."""
        return np.stack([setter.treasury(self.model.economy) for setter in self.setters])

    @cached_property
    def politics(self) -> Floats:
        """Weights on industries' sales, shape (setters, countries, sectors)."""
        return np.stack([setter.politics(self.model.economy) for setter in self.setters])

    @cached_property
    def trade(self) -> Floats:
        """Base-year trade that each free rate falls on, before duty, shape (free,)."""
        return np.array([self.model.economy.flows[mask].sum() for mask in self.masks])

    def tables(self, rates: Floats) -> Floats:
        """Return tables of tariffs, (..., *economy.shape), for free rates (..., free)."""
        return np.asarray(self.held + np.tensordot(rates, self.masks.astype(float), axes=1))

    def equilibrium(self, rates: Floats) -> TradeEquilibrium:
        """Return the equilibrium at free rates (..., free)."""
        return self.model.effects(self.tables(rates), purchases=self.purchases)

    def payoffs_at(self, found: TradeEquilibrium) -> Floats:
        """Return payoffs at an equilibrium, (..., setters), in base-year money."""
        earned = found.tariff_revenue / found.prices - self.model.economy.revenue
        payoffs = np.asarray(found.equivalent_variation @ self.weights.T + earned @ self.treasuries.T)
        if self.politics.any():
            base = self._by_industry(self.model.economy.flows)
            sold = self._by_industry(found.flows) / found.prices[..., None] - base
            payoffs = payoffs + np.einsum("...is,kis->...k", sold, self.politics)
        return payoffs

    def _by_industry(self, flows: Floats) -> Floats:
        """Return sales by country and sector, (..., countries, sectors)."""
        several = len(self.model.economy.sectors) > 1
        return np.asarray(flows.sum(axis=-2) if several else flows.sum(axis=-1)[..., None])

    def payoffs(self, rates: Floats) -> Floats:
        """Return payoffs, shape (batch, setters), at free rates (batch, free)."""
        return np.concatenate([self.payoffs_at(self.equilibrium(rates[part])) for part in self.parts(rates)])

    def slopes(self, logs: Floats) -> tuple[Floats, Floats]:
        """Return payoffs over base spending, (batch, setters), and slopes in u, (batch, setters, free)."""
        values, gradients = [], []
        for part in (logs[rows] for rows in self.parts(logs)):
            found = self.equilibrium(np.expm1(part))
            values.append(self.payoffs_at(found) / self.bases)
            gradients.append(self._gradients(found) * np.exp(part)[:, None, :])
        return np.concatenate(values), np.concatenate(gradients)

    def own_slopes(self, logs: Floats) -> Floats:
        """Return each free rate's slope in its own setter's payoff, shape (batch, free)."""
        _, gradients = self.slopes(logs)
        return np.asarray(gradients[:, self.owner, np.arange(self.size)])

    def _gradients(self, found: TradeEquilibrium) -> Floats:
        base = self.model.welfare_base
        cells = self.masks.reshape(self.size, -1).astype(float)
        rows = []
        for k, weights in enumerate(self.weights):
            gradient = tariff_gradient(
                found,
                welfare=weights * base / self.bases[k],
                revenue=self.treasuries[k] / self.bases[k],
                sales=self.politics[k] / self.bases[k] if self.politics[k].any() else None,
            )
            rows.append(gradient.reshape(*found.batch, -1) @ cells.T)
        return np.stack(rows, axis=-2)

    def parts(self, rows: Floats) -> list[slice]:
        """Return rows in pieces that are solved at once, so that memory does not grow with their number."""
        most = max(1, _CELLS // self.held.size)
        return [slice(first, first + most) for first in range(0, len(rows), most)]
